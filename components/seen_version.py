"""Two people changing one thing: the second sees what is there now beside what they entered, and decides."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st

from components.drafts import DraftForm
from components.layout import saved
from components.text import as_text
from data.actions.drafts import save_answers
from models.errors import Conflict

_SEEN = "seen_version"


def seen_version(form: DraftForm, version: int) -> int:
    """The version the person began from, kept with the draft: this run may have read a newer one.

    Call it where the form is drawn, below what is there now.
    """
    if words := st.session_state.pop(_flag(form), None):
        st.warning(as_text(words), icon=":material/compare_arrows:")
    seen = form.saved(_SEEN)
    if seen is None:
        save_answers(key=form.draft.key, answers={_SEEN: version}, by=form.actor)
        return version
    return int(seen)


@contextmanager
def sending(form: DraftForm, notice: str) -> Iterator[None]:
    """Round the call of an action that changes what the person saw. After a conflict the page shows what is new."""
    with saved(notice):
        try:
            yield
        except Conflict as conflict:
            save_answers(key=form.draft.key, answers={_SEEN: None}, by=form.actor)
            st.session_state[_flag(form)] = str(conflict)
            st.rerun()


def _flag(form: DraftForm) -> str:
    return form.key("conflict")
