"""A child's action plan, from the web, and the summary for the family."""

import streamlit as st

from components.address import asked_id
from components.guard import require
from components.plan_view import show_plan, summary_section
from data.actions.plans import open_plans
from models.errors import NotFound
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Action plan")
pupil_id = asked_id("pupil")
if pupil_id is None:
    st.info("Find a child or family first, and open the plan from there.", icon=":material/search:")
    st.stop()
try:
    page = open_plans(pupil_id=pupil_id, by=actor)
except NotFound as refusal:
    st.warning(str(refusal), icon=":material/lock:")
    st.stop()
show_plan(page, actor)
summary_section(page, actor)
