"""Record a meeting: child's plan, Team With The Family, or another, or look at one that was recorded."""

import streamlit as st

from components.access.guard import require
from components.access.state import leave_notice
from components.families.records import chosen_family, family_seen, log_meeting, one_meeting
from components.kit.address import asked_id, go_to
from components.kit.links import to_page
from components.kit.opening import found
from components.kit.records import opened_record
from data.families.queries.contacts import contact_family
from models.families.meetings import MEETINGS
from models.permissions import Permission

actor = require(Permission.CASEWORK_WRITE)

if meeting_id := asked_id("id"):
    st.title("Meeting")
    meeting = opened_record(MEETINGS, meeting_id, actor=actor)
    with found():
        family = contact_family(actor=actor, family_id=meeting.owner_id)
    family_seen(family.family_id, "a meeting", actor)
    to_page(f"family?id={family.family_id}", family.name, actor=actor)
    one_meeting(meeting, family, actor)
    st.stop()

st.title("Record a meeting")
if (chosen := chosen_family(actor, asked_id("family"), key="meeting.family")) and log_meeting(chosen, actor):
    leave_notice("The meeting is saved.")
    go_to("family", id=chosen.family_id)
