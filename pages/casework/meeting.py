"""Record a meeting: child's plan, Team With The Family, or another."""

import streamlit as st

from components.family_records import chosen_family, log_meeting
from components.guard import require
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

st.title("Record a meeting")
log_meeting(chosen_family(actor, key="meeting.family"), actor)
