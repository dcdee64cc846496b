"""Putting a reading right: freely for a week by who recorded it, and afterwards with a reason."""

from collections.abc import Sequence

import streamlit as st

from components.drafts import DraftForm, draft_form
from components.layout import saved
from components.text import as_text
from components.web_form import NOT_TALKED_ABOUT, spoke_of
from components.web_words import reading_name
from data.actions.drafts import save_answers
from data.actions.webs import CORRECTION_FORM, correct_web
from data.queries.webs import Web
from models.columns import now
from models.errors import Conflict
from models.permissions import Actor
from models.wellbeing import (
    INDICATOR_NAMES,
    LONGEST_MATTERS,
    LONGEST_REASON,
    LONGEST_WORDS,
    Indicator,
    SpokeEntry,
    is_free_to_correct,
    spoke_words,
)  # fmt: skip

_MATTERS, _SEEN = "matters", "seen_version"


def correction(webs: Sequence[Web], actor: Actor) -> None:
    """Choose a reading and one thing in it, and say what it should be."""
    st.subheader("Put a reading right")
    by_id = {web.id: web for web in reversed(webs)}
    chosen = st.selectbox(
        "Which reading?", list(by_id), index=None, format_func=lambda id_: reading_name(by_id[id_]),
        placeholder="Choose a reading", key="webs.correct",
    )  # fmt: skip
    if chosen is not None:
        _form(by_id[chosen], actor)


def _form(web: Web, actor: Actor) -> None:
    form = draft_form(CORRECTION_FORM, actor=actor, subject=f"web:{web.id}")
    names = {each.value: INDICATOR_NAMES[each] for each in Indicator} | {_MATTERS: "What matters to me"}
    what = form.select("what", "What should be put right?", names, placeholder="Choose one")
    if what is None:
        form.finish()
        return
    indicator = None if what == _MATTERS else Indicator(what)
    spoke = _matters(form, web) if indicator is None else _spoke(form, web, indicator)
    reason = _reason(form, web, actor)
    seen = _seen(form, web)
    if form.submit("Save the change"):
        with saved("The change is saved."):
            try:
                correct_web(
                    reading_id=web.id, indicator=indicator, spoke=spoke, reason=reason, seen_version=seen,
                    draft_key=form.draft.key, by=actor,
                )  # fmt: skip
            except Conflict:
                _note_seen(form, web)  # both versions are on the screen now, so the next save is an answer to it
                raise
    form.discard_button()


def _seen(form: DraftForm, web: Web) -> int:
    """The version the person began from, kept with the draft: this run has read a newer one, if there is any."""
    seen = form.saved(_SEEN)
    return int(seen) if seen is not None else _note_seen(form, web)


def _note_seen(form: DraftForm, web: Web) -> int:
    save_answers(key=form.draft.key, answers={_SEEN: web.version}, by=form.actor)
    return web.version


def _matters(form: DraftForm, web: Web) -> SpokeEntry:
    st.caption(as_text(f"Now: {web.matters_to_me or 'empty'}"))
    return SpokeEntry(words=form.text_area("new_matters", "It should say", max_chars=LONGEST_MATTERS).strip())


def _spoke(form: DraftForm, web: Web, indicator: Indicator) -> SpokeEntry:
    """What is there now stands beside what was entered, so that both can be compared when somebody else changed it."""
    st.caption(as_text(f"Now: {spoke_words(web.spokes[indicator])}"))
    options = {str(score): str(score) for score in range(web.lowest, web.highest + 1)}
    said = form.choice(f"new.{indicator}", "It should be", options | {NOT_TALKED_ABOUT: "Not talked about"}, wrap=True)
    words = form.text_input(f"new_words.{indicator}", "In their own words", max_chars=LONGEST_WORDS)
    return spoke_of(said, words)


def _reason(form: DraftForm, web: Web, actor: Actor) -> str:
    if is_free_to_correct(web.recorded_at, web.recorded_by, username=actor.username, instant=now()):
        st.caption("You recorded this less than a week ago, so you can put it right without giving a reason.")
        return ""
    st.caption("This reading is complete. The old value stays visible beside the new one, with your reason.")
    return form.text_input("reason", "Why is it changed?", max_chars=LONGEST_REASON)
