"""The search for a pupil: the box, what was found, and the way in."""

from collections.abc import Callable

import streamlit as st

from components.attendance.forms.cover import cover_form
from components.kit.layout import saved
from components.kit.links import to_page
from components.kit.tables import show_table
from data.attendance.actions.pupils import give_cover, search_pupils
from data.attendance.queries.pupils import MOST_FOUND, PupilRow, PupilSearch
from models.permissions import Actor, Permission
from models.text import is_searchable

_LAST_SEARCH = "find_pupil.last_search"


def search_box(actor: Actor) -> PupilSearch | None:
    """Ask what to look for and look; each new search is written down once, however often the page runs."""
    text = st.text_input(
        "Name or candidate number",
        key="find_pupil.text",
        help="Part of a name will do, in any order. Accents, apostrophes and a lost leading zero do not matter.",
        icon=":material/search:",
        autocomplete="off",
        max_chars=100,
        persist_state="session",
    )
    if not text or not is_searchable(text):
        st.info("Type at least two letters of a name, or two digits of a candidate number.", icon=":material/search:")
        return None
    found = search_pupils(text=text, by=actor, is_repeat=st.session_state.get(_LAST_SEARCH) == text)
    st.session_state[_LAST_SEARCH] = text
    return found


def found_pupils(found: PupilSearch) -> PupilRow | None:
    """Show what was found and return the child chosen."""
    if not found.rows:
        st.info("No pupil found. Try fewer letters, or another part of the name.", icon=":material/person_search:")
        return None
    count = f"{found.total:,} pupils" if found.total > 1 else "1 pupil"
    st.caption(f"{count} found, by {found.kind}.")
    rows = [
        {
            "Name": row.name,
            "Stage": row.stage or "Not known",
            "School": row.school or "Not known",
            "Worker": row.worker or "No worker",
            "Page": "Open to you" if row.can_open else "By cover",
        }
        for row in found.rows
    ]
    show_table(rows, alt=f"{count} found: name, stage, school and worker", key="find_pupil.found")
    if found.total > MOST_FOUND:
        more = found.total - MOST_FOUND
        st.caption(
            f"These are the first {MOST_FOUND}; there are {more:,} more. Add part of the name to narrow it down."
        )
    return st.selectbox(
        "Open which child?",
        found.rows,
        index=0 if len(found.rows) == 1 else None,
        format_func=lambda row: ", ".join(part for part in (row.name, row.stage, row.school) if part),
        placeholder="Choose a child",
        key=f"find_pupil.chosen.{found.rows[0].pupil_id}.{found.total}",
    )


def way_in(row: PupilRow, actor: Actor, *, then: Callable[[], object]) -> None:
    """A link to the child's page, or the form that opens it to cover for a colleague."""
    if row.can_open:
        to_page(f"pupil?id={row.pupil_id}", f"Open the page of {row.name}", actor=actor, width="content")
    elif actor.can(Permission.COVER_WRITE):
        _cover(row, actor, then)


def _cover(row: PupilRow, actor: Actor, then: Callable[[], object]) -> None:
    who = f"{row.worker} supports this family." if row.worker else "This child is not on your caseload."
    st.subheader("Open to cover for a colleague")
    st.text(f"{who} You may open the page for seven days if you say why. Your team lead will see that you did.")
    reason = cover_form(key=f"find_pupil.cover.{row.pupil_id}")
    if reason is not None:
        with saved("The page is open to you for seven days.", then=then):
            give_cover(pupil_id=row.pupil_id, reason=reason, by=actor)
