"""Forms that lose nothing: every field is kept as it is filled, and the form is sent exactly once."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

import streamlit as st

from components.guard import signed_in
from data.actions.drafts import discard_draft, save_answers, start_draft
from data.queries.drafts import OpenDraft, last_receipt
from models.columns import now
from models.permissions import Actor

RECENTLY = timedelta(minutes=2)


def _plain(value: Any) -> Any:
    """A widget's value as JSON can hold it."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, (tuple, set)) else value


def _keep(draft_key: str, name: str, widget_key: str) -> None:
    """Save one field the moment it changes; also when the change is that the person leaves the page."""
    if by := signed_in():
        save_answers(key=draft_key, answers={name: _plain(st.session_state[widget_key])}, by=by)


@dataclass(slots=True)
class DraftForm:
    """One form about one subject, drawn field by field. Draw it before anything that may stop the run."""

    draft: OpenDraft
    actor: Actor
    _drawn: dict[str, str] = field(default_factory=dict)
    _defaults: dict[str, Any] = field(default_factory=dict)  # what a field shows before anybody chose
    _problems: dict[str, Any] = field(default_factory=dict)

    def key(self, name: str) -> str:
        """The widget key of a field; a new draft has new keys, so a sent form comes back empty."""
        return f"{self.draft.form}.{self.draft.key}.{name}"

    def saved(self, name: str, default: Any = None) -> Any:
        """What was last kept for a field."""
        return self.draft.answers.get(name, default)

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
        self._defaults[name] = default
        chosen = self._one_of(name, options) or default
        return self._choose(st.segmented_control, name, label, options, default=chosen, **more)

    def choices(self, name: str, label: str, options: Mapping[str, str], **more: Any) -> list[str]:
        """Any of a few."""
        chosen = [value for value in self.saved(name, []) if value in options]
        return self._choose(
            st.pills, name, label, options, default=chosen, selection_mode="multi", **more
        )  # fmt: skip

    def select(self, name: str, label: str, options: Mapping[str, str], **more: Any) -> str | None:
        """One of many, from a list."""
        chosen = self._one_of(name, options)
        index = list(options).index(chosen) if chosen is not None else None
        return self._choose(st.selectbox, name, label, options, index=index, **more)

    def submit(self, label: str, **options: Any) -> bool:
        """The button that sends the form. True once pressed; everything on the form has then been kept."""
        pressed = st.button(label, key=self.key("submit"), type="primary", **options)
        self.finish()
        return pressed

    def finish(self) -> None:
        """Keep what the browser held but this session has not seen (after a lost connection), and say so."""
        current = {name: _plain(st.session_state.get(key)) for name, key in self._drawn.items()}
        unseen = {
            name: value for name, value in current.items()
            if value not in (self.saved(name), self._defaults.get(name), None, "", [], False)
            or (name in self.draft.answers and value != self.saved(name))
        }  # fmt: skip
        at = save_answers(key=self.draft.key, answers=unseen, by=self.actor) if unseen else self.draft.saved_at
        st.caption(f"Saved {at.astimezone():%H:%M}" if at else "Nothing to save yet")

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put each problem in words next to its field; every answer stays."""
        for name, words in problems.items():
            place = self._problems.get(name)
            (place or st).error(words, icon=":material/edit:")

    def discard_button(self, label: str = "Clear this form") -> None:
        """Let the writer throw the draft away."""
        st.button(label, key=self.key("discard"), type="tertiary", on_click=_discard, args=(self.draft.key,))

    def _one_of(self, name: str, options: Mapping[str, str]) -> str | None:
        return saved if (saved := self.saved(name)) in options else None

    def _choose(
        self, widget: Callable[..., Any], name: str, label: str, options: Mapping[str, str], **more: Any
    ) -> Any:
        return self._draw(widget, name, label, options=list(options), format_func=options.get, **more)

    def _draw(self, widget: Callable[..., Any], name: str, label: str, **options: Any) -> Any:
        key = self.key(name)
        self._drawn[name] = key
        value = widget(label, key=key, on_change=_keep, args=(self.draft.key, name, key), **options)
        self._problems[name] = st.empty()
        return value


def _discard(draft_key: str) -> None:
    if by := signed_in():
        discard_draft(key=draft_key, by=by)


def draft_form(form: str, *, actor: Actor, subject: str = "") -> DraftForm:
    """The person's form in hand: their draft of it, or a new one. Says when the last one was just sent."""
    draft = start_draft(form=form, subject=subject, by=actor)
    receipt = last_receipt(actor=actor, form=form, subject=subject)
    if receipt and now() - receipt.submitted_at < RECENTLY and draft.saved_at is None:
        st.success(f"Saved at {receipt.submitted_at.astimezone():%H:%M}.", icon=":material/check:")
    return DraftForm(draft=draft, actor=actor)
