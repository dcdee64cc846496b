"""Forms that lose nothing: every field is kept as it is filled, and the form is sent exactly once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, TypeVar

import streamlit as st

from components.access.guard import signed_in
from data.core.actions.drafts import discard_draft, save_answers, start_draft
from data.core.queries.drafts import OpenDraft, last_receipt
from models.columns import now
from models.permissions import Actor

_Value = TypeVar("_Value")
RECENTLY = timedelta(minutes=2)


def _plain(value: Any) -> Any:
    """A widget's value as JSON can hold it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, (tuple, set)) else value


def _keep(draft_key: str, name: str, widget_key: str) -> None:
    """Save one field the moment it changes; also when the change is that the person leaves the page."""
    if by := signed_in():
        value = _plain(st.session_state[widget_key])
        save_answers(key=draft_key, answers={name: value}, by=by)
        _known(draft_key)[name] = value


def _known(draft_key: str) -> dict[str, Any]:
    """What this tab last knew to be kept of the fields it draws."""
    known: dict[str, Any] = st.session_state.setdefault(f"{draft_key}.known", {})
    return known


def _keep_ticked(draft_key: str, name: str, list_key: str, keys: Mapping[str, str]) -> None:
    """Save what is ticked of several."""
    st.session_state[list_key] = [option for option, key in keys.items() if st.session_state[key]]
    _keep(draft_key, name, list_key)


@dataclass(slots=True)
class DraftForm:
    """One form about one subject, drawn field by field. Draw it before anything that may stop the run."""

    draft: OpenDraft
    actor: Actor
    edition: int = 0  # how often another tab has kept something newer than this one showed
    _drawn: dict[str, Any] = field(default_factory=dict)  # what each field holds in this run
    _defaults: dict[str, Any] = field(default_factory=dict)  # what a field shows before anybody chose
    _problems: dict[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The widget key of a field; a new draft has new keys, so a sent form comes back empty."""
        edition = f".{self.edition}" if self.edition else ""
        return f"{self.draft.form}.{self.draft.key}{edition}.{name}"

    def saved(self, name: str, default: Any = None) -> Any:
        """What was last kept for a field."""
        return self.draft.answers.get(name, default)

    def held(self, name: str) -> Any:
        """What a field holds on this screen, or was kept where it is not drawn."""
        return self._drawn.get(name, self.saved(name))

    def text_input(self, name: str, label: str, **options: Any) -> str:
        options = {"live": "1s", **options}  # kept while it is typed; longer notes by components/web/page.js
        return self._draw(st.text_input, name, label, value=self.saved(name, ""), **options) or ""

    def text_area(self, name: str, label: str, **options: Any) -> str:
        return self._draw(st.text_area, name, label, value=self.saved(name, ""), **options) or ""

    def number(self, name: str, label: str, **options: Any) -> int | float | None:
        return self._draw(st.number_input, name, label, value=self.saved(name), **options)

    def tick(self, name: str, label: str, **options: Any) -> bool:
        return bool(self._draw(st.checkbox, name, label, value=bool(self.saved(name)), **options))

    def date(self, name: str, label: str, *, default: date | None = None, **options: Any) -> date | None:
        saved = self.saved(name)
        value = date.fromisoformat(saved) if saved else default
        self._defaults[name] = _plain(default)
        return self._draw(st.date_input, name, label, value=value, format="DD/MM/YYYY", **options)

    def choice(
        self, name: str, label: str, options: Mapping[str, str], *, default: str | None = None, **more: Any
    ) -> str | None:
        """One of a few, each a tap; nothing is chosen until the person chooses, unless there is a default."""
        # Not a segmented control: its chosen part has too little contrast in the dark theme.
        self._defaults[name] = default
        return self._one_of(st.radio, name, label, options, default, horizontal=True, **more)

    def choices(self, name: str, label: str, options: Mapping[str, str], **more: Any) -> list[str]:
        """Any of a few, each a tap."""
        key, stored = self.key(name), self.saved(name, [])
        keys = {option: f"{key}.{option}" for option in options}
        st.subheader(f":small[{label}]", anchor=False)  # boxes make no group: a heading is what a screen reader finds
        with st.container(horizontal=True):
            ticked = {
                option: st.checkbox(
                    words,
                    option in stored,
                    key=keys[option],
                    on_change=_keep_ticked,
                    wrap=True,
                    args=(self.draft.key, name, key, keys),
                    **more,
                )
                for option, words in options.items()
            }
        st.session_state[key] = [option for option, is_ticked in ticked.items() if is_ticked]
        return self._drawn_as(name, st.session_state[key])

    def select(self, name: str, label: str, options: Mapping[str, str], **more: Any) -> str | None:
        """One of many, from a list."""
        return self._one_of(st.selectbox, name, label, options, None, **more)

    def submit(self, label: str, **options: Any) -> bool:
        """The button that sends the form. True once pressed; everything on the form has then been kept."""
        pressed = st.button(label, key=self.key("submit"), type="primary", **options)
        self.finish()
        return pressed

    def finish(self) -> None:
        """Keep what the browser held but this session has not seen (after a lost connection), and say so."""
        unseen = {
            name: value
            for name, value in self._drawn.items()
            if value not in (self.saved(name), self._defaults.get(name), None, "", [], False)
            or (name in self.draft.answers and value != self.saved(name))
        }
        at = self.draft.saved_at
        if unseen:
            at = save_answers(key=self.draft.key, answers=unseen, by=self.actor)
        _known(self.draft.key).update({name: self.saved(name) for name in self._drawn} | unseen)
        st.caption(f"Saved {at.astimezone():%H:%M}" if at else "Nothing to save yet")

    def remember(self, name: str, value: Any) -> None:
        """Keep something beside the fields that the person does not see."""
        self._drawn[name] = value

    def has_problems(self, problems: Mapping[str, str | None]) -> bool:
        """Put each problem next to its field, where every answer stays. True when there was a problem."""
        found = {name: words for name, words in problems.items() if words}
        self.show_problems(found)
        return bool(found)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put each problem in words next to its field; every answer stays."""
        for name, words in problems.items():
            place = self._problems.get(name)
            (place or st).error(words, icon=":material/edit:")
        if problems:  # on a phone the fields may be out of sight
            st.error("Not sent yet. What to mend stands beside each field above; everything is kept.")

    def discard_button(self, label: str = "Clear this form") -> None:
        """Let the writer throw the draft away."""
        st.button(label, key=self.key(f"discard {label}"), type="tertiary", on_click=_discard, args=(self.draft.key,))

    def _one_of(
        self,
        widget: Callable[..., str | None],
        name: str,
        label: str,
        options: Mapping[str, str],
        default: str | None,
        **more: Any,
    ) -> str | None:
        chosen = saved if (saved := self.saved(name)) in options else default
        index = next((place for place, code in enumerate(options) if code == chosen), None)
        return self._draw(widget, name, label, options=list(options), format_func=options.get, index=index, **more)

    def _draw(self, widget: Callable[..., _Value], name: str, label: str, **options: Any) -> _Value:
        key = self.key(name)
        return self._drawn_as(
            name, widget(label, key=key, on_change=_keep, args=(self.draft.key, name, key), **options)
        )

    def _drawn_as(self, name: str, value: _Value) -> _Value:
        """Note what a field held and leave room for a word about it."""
        self._drawn[name] = _plain(value)
        self._problems[name] = st.empty()
        return value


def _discard(draft_key: str) -> None:
    if by := signed_in():
        discard_draft(key=draft_key, by=by)


def draft_form(form: str, *, actor: Actor, subject: str = "") -> DraftForm:
    """The person's form in hand: their draft of it, or a new one. Says when the last one was just sent."""
    draft = start_draft(form=form, subject=subject, by=actor)
    place = st.empty()  # also when there is nothing to say, so that the fields below stay where they are
    if draft.saved_at is None:
        receipt = last_receipt(actor=actor, form=form, subject=subject)
        if receipt and now() - receipt.submitted_at < RECENTLY:
            place.success(f"Saved at {receipt.submitted_at.astimezone():%H:%M}.", icon=":material/check:")
    return DraftForm(draft=draft, actor=actor, edition=_edition(draft))


def _edition(draft: OpenDraft) -> int:
    """New fields, filled from what is kept, when somebody else kept it: another tab, or a child with the tablet."""
    known, edition = _known(draft.key), f"{draft.key}.edition"
    if any(draft.answers[name] != value for name, value in known.items() if name in draft.answers):
        st.session_state[edition] = st.session_state.get(edition, 0) + 1
        known.clear()
    return int(st.session_state.get(edition, 0))
