"""Record a meeting: child's plan, Team With The Family, or another, or look at one that was recorded."""

import streamlit as st

from components.access.guard import require
from components.families.records import chosen_family, log_meeting, one_meeting
from components.kit.address import asked_id
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

meeting_id = asked_id("id")
st.title("Record a meeting" if meeting_id is None else "Meeting")
if meeting_id is None:
    log_meeting(chosen_family(actor, key="meeting.family"), actor)
else:
    one_meeting(meeting_id, actor)
