"""The schools, their clusters, and whether the team supports them."""

import streamlit as st

from components.access.accounts import school_table
from components.access.guard import require
from components.attendance.forms.school import school_form, start_afresh
from components.kit.layout import saved
from components.kit.opening import choose_one
from data.attendance.actions.schools import change_school
from data.attendance.queries.schools import list_schools
from models.permissions import Permission

actor = require(Permission.SCHOOL_WRITE)

st.title("Schools")
schools = list_schools(actor=actor)
if not schools:
    st.info("No schools yet. Bring in the list of schools under Bring files in.", icon=":material/school:")
    st.stop()
school_table(schools)

st.subheader("Change a school")
clusters = sorted({school.cluster for school in schools if school.cluster})
chosen = choose_one(
    "Which school?",
    {school.id: school for school in schools},
    lambda one: f"{one.name} ({one.sector})",
    key="schools.chosen",
    placeholder="Choose a school",
)
if chosen and (entered := school_form(chosen.id, chosen.changeable, clusters=clusters)):
    with saved(f"{entered.change.name} is saved."):
        change_school(school_id=chosen.id, seen=entered.seen, change=entered.change, by=actor)
        start_afresh(chosen.id)
