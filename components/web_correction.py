"""Putting a reading right: freely for a week by who recorded it, and afterwards with a reason."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

import streamlit as st

from components.drafts import DraftForm, draft_form
from components.layout import saved
from components.text import as_text
from components.web_form import NOT_TALKED_ABOUT, STAGES, WHO, spoke_of
from components.web_words import reading_name, scale_name
from data.actions.drafts import save_answers
from data.actions.webs import CORRECTION_FORM, correct_web, correct_web_details
from data.queries.webs import Web, list_scales
from data.reference.indicators import Scale
from models.clock import today
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
    Voice,
    WebDetails,
    WebStage,
    details_words,
    is_free_to_correct,
    spoke_words,
)  # fmt: skip

_DETAILS, _MATTERS, _SEEN = "details", "matters", "seen_version"
_WHAT = (
    {_DETAILS: "Who spoke, stage, date or scale"}
    | {each.value: INDICATOR_NAMES[each] for each in Indicator}
    | {_MATTERS: "What matters to me"}
)


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
    seen = _seen(form, web)
    form.draft = replace(form.draft, answers=_now(web) | form.draft.answers)  # the fields begin with what is there
    what = form.select("what", "What should be put right?", _WHAT, placeholder="Choose one")
    if what is None:
        form.finish()
        return
    send = _change(form, web, what)
    reason = _reason(form, web, actor)
    if form.submit("Save the change"):
        with saved("The change is saved."):
            try:
                send(reading_id=web.id, reason=reason, seen_version=seen, draft_key=form.draft.key, by=actor)
            except Conflict:
                _note_seen(form, web)  # both versions are on the screen now, so the next save is an answer to it
                raise
    form.discard_button()


def _now(web: Web) -> dict[str, Any]:
    """What the reading says, as the fields hold it."""
    details = {"voice": web.voice, "stage": web.stage, "taken_on": web.taken_on.isoformat(), "scale": _key(web)}
    said = {f"new.{each}": _said(spoke) for each, spoke in web.spokes.items()}
    words = {f"new_words.{each}": spoke.words for each, spoke in web.spokes.items()}
    return {**details, **said, **words, "new_matters": web.matters_to_me}


def _key(web: Web) -> str:
    return Scale("", web.lowest, web.highest).key


def _said(spoke: SpokeEntry) -> str | None:
    if not spoke.is_talked_about:
        return NOT_TALKED_ABOUT
    return None if spoke.score is None else str(spoke.score)


def _change(form: DraftForm, web: Web, what: str) -> Callable[..., int]:
    """Draw the fields of one thing, and return the action that puts it right."""
    if what == _DETAILS:
        return partial(correct_web_details, details=_details(form, web))
    indicator = None if what == _MATTERS else Indicator(what)
    spoke = _spoke(form, web, indicator) if indicator else _matters(form, web)
    return partial(correct_web, indicator=indicator, spoke=spoke)


def _details(form: DraftForm, web: Web) -> WebDetails:
    now_words = details_words(WebDetails.model_validate(web, from_attributes=True))
    st.caption(f"Now: {now_words}")
    voice = form.choice("voice", "Who spoke?", WHO, default=web.voice)
    stage = form.choice("stage", "When in the support was this?", STAGES, default=web.stage)
    taken_on = form.date("taken_on", "Date", default=web.taken_on, max_value=today()) or web.taken_on
    own = Scale(scale_name(web.lowest, web.highest), web.lowest, web.highest)
    scales = {own.key: own} | {scale.key: scale for scale in list_scales(actor=form.actor)}
    names = {key: scale.name for key, scale in scales.items()}
    scale = scales[form.choice("scale", "Scale", names, default=own.key) or own.key]
    return WebDetails(
        voice=Voice(voice or web.voice), stage=WebStage(stage or web.stage), taken_on=taken_on,
        lowest=scale.lowest, highest=scale.highest,
    )  # fmt: skip


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
    said = form.choice(f"new.{indicator}", "It should be", options | {NOT_TALKED_ABOUT: "Not talked about"})
    words = form.text_input(f"new_words.{indicator}", "In their own words", max_chars=LONGEST_WORDS)
    return spoke_of(said, words)


def _reason(form: DraftForm, web: Web, actor: Actor) -> str:
    if is_free_to_correct(web.recorded_at, web.recorded_by, username=actor.username, instant=now()):
        st.caption("You recorded this less than a week ago, so you can put it right without giving a reason.")
        return ""
    st.caption("This reading is complete. The old value stays visible beside the new one, with your reason.")
    return form.text_input("reason", "Why is it changed?", max_chars=LONGEST_REASON)
