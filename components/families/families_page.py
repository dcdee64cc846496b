"""One's own families at once, the search before a new one, and the new one."""

from collections.abc import Callable, Sequence

import streamlit as st

from components.kit.links import to_page
from components.kit.opening import open_row
from components.kit.tables import DAY
from components.kit.text import counted
from data.families.actions.families import search_families
from data.families.queries.families import MOST_FOUND, FamilyFound, FamilyRow, FamilySearch
from models.permissions import Actor, Permission
from models.text import is_searchable

AT_ONCE = 20  # families; more than a caseload scrolls
_LAST_SEARCH = "families.last_search"


def whose(actor: Actor) -> bool:
    """Whether only one's own families are wanted; those who may see every worker's are asked."""
    if not actor.can(Permission.CASELOAD_READ_ALL):
        return True
    choice = st.radio(
        "Whose families?", ["mine", "all"], format_func={"mine": "My own", "all": "The whole team's"}.get,
        index=1 if actor.worker_id is None else 0, key="families.whose", horizontal=True,
    )  # fmt: skip
    return choice == "mine"


def caseload(rows: Sequence[FamilyRow], *, opened: Callable[[int], None]) -> None:
    """Every family at once; a tap on a row opens its page."""
    if not rows:
        st.info(
            "No families yet. Search above for the first one, and add it if it is not there.", icon=":material/groups:"
        )
        return
    words = counted(len(rows), "family", "families")
    waiting = sum(row.review_on is None for row in rows)  # as on the page Support
    st.caption(f"{words}{f', {waiting} of them waiting to begin' if waiting else ''}. Tap a family to open its page.")
    table = [
        {"Family": row.name, "Safety": "⚠ note" if row.has_safety_note else "", "Children": ", ".join(row.children),
         "Last contact": row.last_contact_at, "Tries since": row.tries or None, "Next review": row.review_on,
         "School": ", ".join(row.schools), "Worker": row.worker, "Reference": row.reference}
        for row in rows
    ]  # fmt: skip
    columns = {"Last contact": DAY, "Next review": DAY}
    found = st.dataframe(
        table, alt=f"{words}: name, children, school, last contact and next review", hide_index=True,
        key="families.table", column_config=columns, placeholder="–", on_select="rerun", selection_mode="single-cell",
        height="content" if len(rows) <= AT_ONCE else "auto",
    )  # fmt: skip
    open_row(
        found.selection.cells, rows,
        lambda row: (row.family_id, ": ".join(filter(None, (row.name, ", ".join(row.children))))),
        label="Or open a family by name", key="families.open",
        opened=opened,
    )  # fmt: skip


def search(actor: Actor) -> FamilySearch | None:
    """The box to find a family; each new search is logged once, however often the page runs."""
    text = st.text_input(
        "Find a family", key="families.text", icon=":material/search:", autocomplete="off", max_chars=100,
        help="By its name or reference, a child's or an adult's name, or a postcode.", persist_state="session",
    )  # fmt: skip
    if not text or not is_searchable(text):
        return None
    found = search_families(text=text, by=actor, is_repeat=st.session_state.get(_LAST_SEARCH) == text)
    st.session_state[_LAST_SEARCH] = text
    return found


def found_families(found: FamilySearch, actor: Actor) -> None:
    """What was found: a link to one's own, and who supports the others."""
    if not found.rows:
        st.info("No family found. Try another part of the name, or add the family below.", icon=":material/search_off:")
        return
    for row in found.rows:
        _found_row(row, actor)
    if found.total > MOST_FOUND:
        st.caption(f"These are the first {MOST_FOUND} of {found.total:,}. Type more of the name to narrow it down.")


def _found_row(row: FamilyFound, actor: Actor) -> None:
    where = f"{row.school or 'school not known'}, supported by {row.worker or 'nobody now'}"
    if row.can_open:
        to_page(f"family?id={row.family_id}", row.name, actor=actor)
        st.text(where)
    else:
        what_next = "Ask them, or find the child to cover for a colleague" if row.worker else "Ask your team lead"
        st.text(f"{row.name}: {where}. {what_next}.")
