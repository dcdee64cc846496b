"""Results as a school sees them: counts by programme, with small numbers hidden and nobody's words."""

import streamlit as st

from components.attendance.figure_words import number
from components.evaluations.words import NO_CAUSE
from components.kit.tables import show_table
from components.kit.text import as_text
from data.evaluations.queries.school_evaluations import PeopleTable, school_evaluations
from models.permissions import Actor

HIDDEN_NOTE = (
    "Numbers from 1 to 4 are hidden, and so are others from which they could be worked out. Zero is shown. Only people "
    "who answered both before and after are compared."
)


def show_school_results(*, actor: Actor) -> None:
    """Every questionnaire asked in the programmes of this person's schools."""
    found = school_evaluations(actor=actor)
    if not found:
        st.info("There are no answers yet from programmes at your school.", icon=":material/bar_chart:")
        return
    st.caption(HIDDEN_NOTE)
    for place, (name, tables) in enumerate(found):
        st.header(as_text(name))
        for index, table in enumerate(tables):
            _show(table, f"results.school.{place}.{index}")
    st.caption(NO_CAUSE)


def _show(table: PeopleTable, key: str) -> None:
    st.subheader(as_text(table.title))
    rows = [
        {"": name} | {heading: number(n) for heading, n in zip(table.headings, counts, strict=True)}
        for name, counts in table.rows
    ]
    show_table(rows, alt=f"{table.title}: {len(rows)} lines", key=key)
