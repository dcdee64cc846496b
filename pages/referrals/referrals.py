"""Referrals: triage by need, the waiting list, and giving each family a worker."""

import streamlit as st

from components.access.guard import require
from components.referrals.triage import choose, decide, overview, show_referral
from data.referrals.queries import list_for_triage
from models.permissions import Permission

actor = require(Permission.REFERRAL_TRIAGE)

st.title("Referrals")
rows = list_for_triage(actor=actor)
overview(rows)
if chosen := choose(rows):
    show_referral(chosen, actor)
    decide(chosen, actor)
