"""Volunteers and young mentors: checks to see to, the time they give, and what they went on to."""

import streamlit as st

from components.access.guard import require
from components.awards.volunteer_list import add_somebody, everybody, pressing_checks
from components.awards.volunteer_one import one_volunteer
from components.kit.address import asked_id
from components.kit.opening import close_button
from data.awards.queries.volunteers import list_volunteers
from models.permissions import Permission

actor = require(Permission.VOLUNTEER_WRITE)

st.title("Volunteers and mentors")
rows = list_volunteers(actor=actor)
asked = next((row for row in rows if row.volunteer_id == asked_id("volunteer")), None)
if asked:
    close_button("Everybody", key="volunteers.close", name="volunteer")
    one_volunteer(asked, actor)
    st.stop()
pressing_checks(rows)
if chosen := everybody(rows):
    one_volunteer(chosen, actor)
add_somebody(actor, times=len(rows))
