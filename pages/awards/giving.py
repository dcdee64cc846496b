"""Volunteers and young mentors: checks to see to, the time they give, and what they went on to."""

import streamlit as st

from components.access.guard import require
from components.awards.giving_list import add_somebody, everybody, pressing_checks
from components.awards.giving_one import one_giver
from components.kit.address import asked_id
from components.kit.opening import close_button
from data.awards.queries.giving import list_givers
from models.permissions import Permission

actor = require(Permission.GIVER_WRITE)

st.title("Volunteers and mentors")
rows = list_givers(actor=actor)
asked = next((row for row in rows if row.giver_id == asked_id("id")), None)
if asked:
    close_button("Everybody", key="giving.close")
    one_giver(asked, actor)
    st.stop()
pressing_checks(rows)
if chosen := everybody(rows):
    one_giver(chosen, actor)
add_somebody(actor, times=len(rows))
