"""Changing what is kept already: the fields start from it, and two people changing it see both versions."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import streamlit as st

from components.drafts import DraftForm, draft_form
from components.guard import signed_in
from components.layout import explained
from components.state import leave_notice
from components.text import as_text
from data.actions.drafts import save_answers
from models.errors import Conflict
from models.permissions import Actor

_VERSION = "version"


def change_form(
    form: str, *, actor: Actor, subject: str, kept: Mapping[str, Any], version: int
) -> tuple[DraftForm, int]:
    """A form whose fields start from what is kept, and the version of it that the person began from."""
    fields = draft_form(form, actor=actor, subject=subject)
    began_from = fields.saved(_VERSION) or st.session_state.setdefault(fields.key(_VERSION), version)
    if fields.draft.answers and _VERSION not in fields.draft.answers:
        save_answers(key=fields.draft.key, answers={_VERSION: began_from}, by=actor)
    fields.draft = replace(fields.draft, answers={**kept, **fields.draft.answers, _VERSION: began_from})
    return fields, began_from


@contextmanager
def saved_or(on_conflict: Callable[[], None], *, notice: str) -> Iterator[None]:
    """Round the call of an action: the page is drawn afresh, or both versions are shown."""
    with explained():
        try:
            yield
        except Conflict:
            on_conflict()
            return
        leave_notice(notice)
        st.rerun()


def show_both(
    fields: DraftForm, *, names: Mapping[str, str], kept: Mapping[str, Any], mine: Mapping[str, Any], version: int
) -> None:
    """Both versions side by side, and the choice to put one's own in place of the other."""
    st.warning("Somebody else changed this while you were writing. Nothing of either is lost.", icon=":material/group:")
    differing = {name: label for name, label in names.items() if _said(kept.get(name)) != _said(mine.get(name))}
    rows = [
        {"": label, "There now": _said(kept.get(name)), "Yours": _said(mine.get(name))}
        for name, label in differing.items()
    ]
    st.dataframe(rows, alt="What is there now beside what you wrote", hide_index=True, key=fields.key("both"))
    st.text("You can change your own words above and then choose:")
    args = (fields.draft.key, fields.key(_VERSION), version)
    st.button("Put mine in its place, then save again", key=fields.key("mine"), on_click=_begin_from, args=args)
    fields.discard_button("Keep what is there and drop mine")


def _said(value: Any) -> str:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, bool):
        return "Yes" if value else "No"
    return as_text(str(value)) if value not in (None, "") else "–"


def _begin_from(draft_key: str, session_key: str, version: int) -> None:
    st.session_state[session_key] = version
    if by := signed_in():
        save_answers(key=draft_key, answers={_VERSION: version}, by=by)
