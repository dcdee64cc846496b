"""Families on their way into a programme, one tap a step."""

import streamlit as st

from components.access.guard import require
from components.programmes.reach import reach_list
from models.permissions import Permission

actor = require(Permission.PROGRAMME_WRITE)

st.title("Families on their way")
reach_list(actor)
