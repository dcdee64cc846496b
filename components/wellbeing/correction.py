"""Putting a reading right: freely for a week by who recorded it, and afterwards with a reason."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

import streamlit as st

from components.kit.drafts import DraftForm
from components.kit.editing import change_form, sending
from components.wellbeing.web_form import NOT_TALKED_ABOUT, STAGES, WHO, spoke_of
from components.wellbeing.words import reading_name, scale_name
from data.reference.indicators import Scale
from data.wellbeing.actions.webs import CORRECTION_FORM, correct_web, correct_web_details
from data.wellbeing.queries import Web, list_scales
from models.clock import today
from models.columns import now
from models.permissions import Actor
from models.wellbeing.web import (
    INDICATOR_NAMES,
    LONGEST_MATTERS,
    LONGEST_REASON,
    LONGEST_WORDS,
    Indicator,
    SpokeEntry,
    Voice,
    WebDetails,
    WebStage,
    is_free_to_correct,
)

_DETAILS, _MATTERS = "details", "matters"
_WHAT = (
    {_DETAILS: "Who spoke, stage, date or scale"}
    | {each.value: INDICATOR_NAMES[each] for each in Indicator}
    | {_MATTERS: "What matters to me"}
)
_NAMES = (
    {"voice": "Who spoke", "stage": "Stage", "taken_on": "Date", "scale": "Scale", "new_matters": "What matters to me"}
    | {f"new.{each}": name for each, name in INDICATOR_NAMES.items()}
    | {f"new_words.{each}": f"{name}, in their own words" for each, name in INDICATOR_NAMES.items()}
)
_LABELS = {**WHO, **STAGES, NOT_TALKED_ABOUT: "Not talked about"}


def correction(webs: Sequence[Web], actor: Actor) -> None:
    """Choose a reading and one thing in it, and say what it should be."""
    st.subheader("Put a reading right")
    by_id = {web.id: web for web in reversed(webs)}
    chosen = st.selectbox(
        "Which reading?",
        list(by_id),
        index=None,
        format_func=lambda id_: reading_name(by_id[id_]),
        placeholder="Choose a reading",
        key="webs.correct",
    )
    if chosen is not None:
        _form(by_id[chosen], actor)


def _form(web: Web, actor: Actor) -> None:
    stored = _answers(web)
    form, version = change_form(
        CORRECTION_FORM,
        actor=actor,
        subject=f"web:{web.id}",
        stored=stored,
        version=web.version,
        names=_NAMES,
        labels=dict.fromkeys(_NAMES, _LABELS),
    )
    what = form.select("what", "What should be put right?", _WHAT, placeholder="Choose one")
    if what is None:
        form.finish()
        return
    send = _change(form, web, what)
    reason = _reason(form, web, actor)
    if form.submit("Save the change"):
        with sending(form, "The change is saved.", stored=stored):
            send(reading_id=web.id, reason=reason, version=version, draft_key=form.draft.key, by=actor)
    form.discard_button()


def _answers(web: Web) -> dict[str, Any]:
    """What the reading says, as the fields hold it."""
    details = {"voice": web.voice, "stage": web.stage, "taken_on": web.taken_on.isoformat(), "scale": _scale(web).key}
    said = {f"new.{each}": _said(spoke) for each, spoke in web.spokes.items()}
    words = {f"new_words.{each}": spoke.words for each, spoke in web.spokes.items()}
    return {**details, **said, **words, "new_matters": web.matters_to_me}


def _scale(web: Web) -> Scale:
    return Scale(scale_name(web.lowest, web.highest), web.lowest, web.highest)


def _said(spoke: SpokeEntry) -> str | None:
    if not spoke.is_talked_about:
        return NOT_TALKED_ABOUT
    return None if spoke.score is None else str(spoke.score)


def _change(form: DraftForm, web: Web, what: str) -> Callable[..., int]:
    """Draw the fields of one thing, and return the action that puts it right."""
    if what == _DETAILS:
        return partial(correct_web_details, details=_details(form, web))
    if what == _MATTERS:
        words = form.text_area("new_matters", "It should say", max_chars=LONGEST_MATTERS)
        return partial(correct_web, indicator=None, spoke=SpokeEntry(words=words.strip()))
    options = {str(score): str(score) for score in range(web.lowest, web.highest + 1)}
    said = form.choice(f"new.{what}", "It should be", options | {NOT_TALKED_ABOUT: "Not talked about"})
    words = form.text_input(f"new_words.{what}", "In their own words", max_chars=LONGEST_WORDS)
    return partial(correct_web, indicator=Indicator(what), spoke=spoke_of(said, words))


def _details(form: DraftForm, web: Web) -> WebDetails:
    voice = form.choice("voice", "Who spoke?", WHO)
    stage = form.choice("stage", "When in the support was this?", STAGES)
    taken_on = form.date("taken_on", "Date", max_value=today()) or web.taken_on
    scales = {scale.key: scale for scale in (_scale(web), *list_scales(actor=form.actor))}
    scale = scales[form.choice("scale", "Scale", {key: one.name for key, one in scales.items()}) or _scale(web).key]
    return WebDetails(
        voice=Voice(voice or web.voice),
        stage=WebStage(stage or web.stage),
        taken_on=taken_on,
        lowest=scale.lowest,
        highest=scale.highest,
    )


def _reason(form: DraftForm, web: Web, actor: Actor) -> str:
    if is_free_to_correct(web.recorded_at, web.recorded_by, username=actor.username, instant=now()):
        st.caption("You recorded this less than a week ago, so you can put it right without giving a reason.")
        return ""
    st.caption("This reading is complete. The old value stays visible beside the new one, with your reason.")
    return form.text_input("reason", "Why is it changed?", max_chars=LONGEST_REASON)
