"""One term or holiday: added, or put right."""

from datetime import date

import streamlit as st

from models.programmes.school_calendar import CALENDAR_NAMES, CalendarDaysCreate, CalendarKind


def calendar_days_form(key: str, now: CalendarDaysCreate | None = None) -> CalendarDaysCreate | None:
    """The term or holiday, when the button is pressed and it has a name and its days."""
    kinds = list(CalendarKind)
    with st.form(key):
        kind = st.radio(
            "What is it?",
            kinds,
            kinds.index(now.kind) if now else 0,
            format_func=CALENDAR_NAMES.get,
            horizontal=True,
            key=f"{key}.kind",
        )
        name = st.text_input("Name", now.name if now else "", max_chars=80, key=f"{key}.name")
        first_on = _day("First day", now.first_on if now else None, f"{key}.first")
        last_on = _day("Last day", now.last_on if now else None, f"{key}.last")
        label = "Save the change" if now else "Add it to the calendar"
        is_sent = st.form_submit_button(label, type="primary", key=f"{key}.submit")
    if not is_sent:
        return None
    if not name.strip() or first_on is None or last_on is None:
        st.error("Please give it a name, a first day and a last day.", icon=":material/edit:")
        return None
    return CalendarDaysCreate(kind=kind, name=" ".join(name.split()), first_on=first_on, last_on=last_on)


def _day(label: str, stored: date | None, key: str) -> date | None:
    first, last = date(2000, 1, 1), date(2100, 12, 31)
    return st.date_input(label, stored, format="DD/MM/YYYY", min_value=first, max_value=last, key=key)
