"""Refer a child to the team, and see what became of earlier referrals."""

import streamlit as st

from components.access.guard import require
from components.referrals.referral_form import referral_form
from components.referrals.referral_list import referral_list
from data.referrals.queries import list_referrals
from models.permissions import Permission

actor = require(Permission.REFERRAL_WRITE)

st.title("Refer a child")
referral_form(actor)
referral_list(list_referrals(actor=actor), actor)
