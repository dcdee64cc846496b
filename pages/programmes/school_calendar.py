"""The school calendar: terms and holidays, as the council publishes them."""

import streamlit as st

from components.access.guard import require
from components.kit.opening import choose_one
from components.kit.records import new_record_drawer, put_right, record_table
from data.core.queries.records import list_records
from models.permissions import Permission
from models.programmes.school_calendar import CALENDAR

actor = require(Permission.SCHEME_WRITE)

st.title("School calendar")
st.caption("Programmes take their dates from here, and sessions of a term's programme skip the holidays.")
entries = {one.record_id: one for one in list_records(kind=CALENDAR, actor=actor, most=None)}
if entries:
    record_table(CALENDAR, tuple(entries.values()), alt=f"{len(entries)} terms and holidays, the latest first")
else:
    st.info("The calendar is empty. Add the council's term dates below.", icon=":material/calendar_month:")
new_record_drawer(CALENDAR, actor=actor)

st.subheader("Change or remove one")
chosen = choose_one(
    "Which one?", entries, lambda one: one.heading, key="school_calendar.chosen", placeholder="Choose a term or holiday"
)
if chosen:
    st.caption("Sessions already made stay as they are.")
    put_right(chosen, actor=actor)
