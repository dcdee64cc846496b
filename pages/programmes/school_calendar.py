"""The school calendar: terms and holidays, as the council publishes them."""

import streamlit as st

from components.access.guard import require
from components.kit.layout import saved
from components.kit.opening import choose_one
from components.kit.tables import DAY, show_table
from components.programmes.forms.school_calendar import calendar_days_form
from data.programmes.actions.school_calendar import add_calendar_days, change_calendar_days, remove_calendar_days
from data.programmes.queries.school_calendar import list_calendar
from models.clock import day_text
from models.permissions import Permission
from models.programmes.school_calendar import CALENDAR_NAMES

actor = require(Permission.SCHEME_WRITE)

st.title("School calendar")
st.caption("Programmes take their dates from here, and sessions of a term's programme skip the holidays.")
entries = {entry.id: entry for entry in list_calendar(actor=actor)}
if entries:
    show_table(
        [
            {"What": CALENDAR_NAMES[one.kind], "Name": one.name, "First day": one.first_on, "Last day": one.last_on}
            for one in entries.values()
        ],
        alt=f"{len(entries)} terms and holidays, the latest first",
        key="school_calendar.table",
        columns={"First day": DAY, "Last day": DAY},
    )
else:
    st.info("The calendar is empty. Add the council's term dates below.", icon=":material/calendar_month:")

st.subheader("Add a term or holiday")
if days := calendar_days_form(f"school_calendar.add.{len(entries)}"):
    with saved("It is in the calendar."):
        add_calendar_days(days=days, by=actor)

st.subheader("Change or remove one")
chosen = choose_one(
    "Which one?",
    entries,
    lambda one: f"{one.name}, from {day_text(one.first_on)}",
    key="school_calendar.chosen",
    placeholder="Choose a term or holiday",
)
# The key holds the entry as it was shown: once somebody else changes it, the old form sends nothing.
if chosen and (change := calendar_days_form(f"school_calendar.change.{chosen}", chosen.changeable)):
    with saved("The calendar is up to date. Sessions already made stay as they are."):
        change_calendar_days(days_id=chosen.id, seen=chosen.changeable, days=change, by=actor)
if chosen and st.button("Remove it from the calendar", key=f"school_calendar.remove.{chosen}"):
    with saved("It is out of the calendar."):
        remove_calendar_days(days_id=chosen.id, seen=chosen.changeable, by=actor)
