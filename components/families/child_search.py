"""Finding children of the pupil list inside a form."""

import streamlit as st

from components.kit.drafts import DraftForm
from data.attendance.actions.pupils import search_pupils
from data.families.queries.families import child_names
from models.permissions import Actor
from models.text import is_searchable

_LAST_SEARCH = "child_search.last"


def children_found(form: DraftForm, actor: Actor) -> dict[str, str]:
    """By pupil id, a line for each child chosen before or found by the box now."""
    text = form.text_input("child_search", "Find the children by name or candidate number", autocomplete="off")
    stored = (*(st.session_state.get(form.key("children")) or ()), *form.saved("children", []), form.saved("child"))
    chosen = {int(key) for key in stored if key}
    found = {str(key): name for key, name in child_names(actor=actor, pupil_ids=chosen).items()}
    if is_searchable(text):
        is_repeat = st.session_state.get(_LAST_SEARCH) == text
        st.session_state[_LAST_SEARCH] = text
        rows = search_pupils(text=text, by=actor, is_repeat=is_repeat).rows[:12]
        found |= {str(row.pupil_id): ", ".join(filter(None, (row.name, row.stage, row.school))) for row in rows}
    if not found:
        st.caption("Children appear here once they are found. A child must be on a pupil list.")
    return found
