"""Two people changing one thing: the second sees both versions, and decides. Nothing of either is lost."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import streamlit as st
from streamlit.elements.lib.mutable_expander_container import ExpanderContainer

from components.kit.drafts import DraftForm, draft_form
from components.kit.layout import saved
from components.kit.text import as_text
from data.core.actions.drafts import save_answers
from data.core.queries.drafts import find_draft
from models.audit import Mistake
from models.errors import Conflict
from models.kinds import Labels
from models.permissions import Actor

_SEEN = "seen_version"


def seen_version(form: DraftForm, version: int) -> int:
    """The version the person began from, kept with the draft: this run may have read a newer one.

    Call it where the form is drawn, below what is there now.
    """
    if words := st.session_state.get(_flag(form)):
        st.warning(as_text(words), icon=":material/group:")
    seen = form.saved(_SEEN) or st.session_state.setdefault(f"{form.draft.key}.{_SEEN}", version)
    if form.draft.saved_at:  # only opened, it is not worth keeping
        form.remember(_SEEN, seen)
    return int(seen)


@contextmanager
def sending(form: DraftForm, notice: str, *, stored: Mapping[str, Any] | None = None) -> Iterator[None]:
    """Round the call of an action that changes what the person saw.

    After a conflict the page shows what is new, and so do the fields of `kept` that the person had not touched.
    """
    with saved(notice):
        try:
            yield
        except Conflict as conflict:
            untouched = {name: value for name, value in (stored or {}).items() if form.saved(name) == value}
            save_answers(key=form.draft.key, answers={**untouched, _SEEN: None}, by=form.actor)
            st.session_state.pop(f"{form.draft.key}.{_SEEN}", None)
            st.session_state[_flag(form)] = str(conflict)
            st.rerun()


@contextmanager
def drawer(
    label: str, form: str, *, actor: Actor, icon: str, subject: str = "", times: int = 0
) -> Iterator[ExpanderContainer]:
    """A part of the page that opens by itself while its form is in hand; draw the form only while it is `open`.

    Closed it costs nothing: no draft is begun. It closes once `times` has changed.
    """
    in_hand = find_draft(actor=actor, form=form, subject=subject)
    is_begun = in_hand is not None and in_hand.saved_at is not None
    key = f"drawer.{form}.{subject}.{times}"
    with st.expander(label, expanded=is_begun, icon=icon, key=key, on_change="rerun") as part:
        yield part


def change_form(
    form: str,
    *,
    actor: Actor,
    subject: str,
    stored: Mapping[str, Any],
    version: int,
    names: Mapping[str, str],
    labels: Labels | None = None,
) -> tuple[DraftForm, int]:
    """A form whose fields start from what is stored, and the version of it that the person began from.

    `names` are the fields as a conflict shows them, `labels` by field the words for the codes they hold.
    """
    fields = draft_form(form, actor=actor, subject=subject)
    seen = seen_version(fields, version)
    fields.draft = replace(fields.draft, answers={**stored, **fields.draft.answers})
    if _flag(fields) in st.session_state:
        _show_both(fields, stored, names, labels or {})
    return fields, seen


def undo_drawer(
    label: str, form: str, *, actor: Actor, subject: str, version: int, notice: str, send: Callable[..., int]
) -> None:
    """A record of fact made by mistake: one says why, and `send` is called with that and the version one saw."""
    with drawer(label, form, subject=subject, actor=actor, icon=":material/undo:", times=version) as part:
        if not part.open:
            return
        fields = draft_form(form, actor=actor, subject=subject)
        why = fields.choice("why", "Why?", {one.value: one.value for one in Mistake})
        seen = seen_version(fields, version)
        if not fields.submit("Take it back"):
            return
        if why is None:
            fields.show_problems({"why": "Please tap why. It stays in the log."})
            return
        with sending(fields, notice):
            send(draft_key=fields.draft.key, version=seen, why=Mistake(why), by=actor)


def _show_both(fields: DraftForm, stored: Mapping[str, Any], names: Mapping[str, str], labels: Labels) -> None:
    rows = [
        {
            "": name,
            "There now": _said(stored.get(field), labels.get(field, {})),
            "Yours": _said(fields.saved(field), labels.get(field, {})),
        }
        for field, name in names.items()
        if (stored.get(field) or None) != (fields.saved(field) or None)
    ]
    st.dataframe(rows, alt="What is there now beside what you wrote", hide_index=True, key=fields.key("both"))
    fields.discard_button("Keep what is there and drop mine")


def _said(value: Any, labels: Mapping[str, str]) -> str:  # noqa: ANN401 - whatever a field holds
    if isinstance(value, bool):
        return "Yes" if value else "No"
    if isinstance(value, list):
        return ", ".join(_said(each, labels) for each in value) or "–"
    return labels.get(str(value), str(value)) if value not in (None, "") else "–"


def _flag(form: DraftForm) -> str:
    return f"{form.draft.key}.conflict"
