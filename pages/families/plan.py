"""A child's action plan, from the web, and the summary for the family."""

import streamlit as st

from components.access.guard import require
from components.families.plan_view import show_plan, summary_section
from components.kit.address import asked_or_stop
from components.kit.opening import found
from data.families.actions.plans import open_plans
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("Action plan")
pupil_id = asked_or_stop("pupil", "Find a child or family first, and open the plan from there.")
with found():
    page = open_plans(pupil_id=pupil_id, by=actor)
show_plan(page, actor)
summary_section(page, actor)
