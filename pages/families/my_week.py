"""My week: what is planned, what is due, and one tap to log a contact."""

import streamlit as st

from components.access.guard import require
from components.families.week_page import calendar_link, due_list, plan_something, rest_of_week, room_words, today_first
from components.kit.links import contact_button
from components.programmes.sessions import sessions_of_week
from data.access.queries.choices import uses_weights
from data.families.queries.week import my_week
from models.clock import today
from models.permissions import Permission

actor = require(Permission.CASEWORK_READ)

st.title("My week")
week = my_week(actor=actor, on=today())
contact_button(actor)
if week.room:
    st.caption(f"Your caseload: {room_words(week.room, has_weights=uses_weights(actor=actor))}")
today_first(week, actor=actor, today=today())
sessions_of_week(actor, on=today())
due, plan = st.columns(2)
with due:
    due_list(week.due, actor=actor, today=today())
with plan:
    rest_of_week(week, actor=actor, today=today())
    if week.room:
        plan_something(actor)
    calendar_link(week, actor)
