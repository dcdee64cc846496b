"""A wellbeing web in a child's hands: one big question at a time, and nothing of the worker's."""

import streamlit as st

from components.kit.child_steps import answer_button, asked, face, moves, progress
from components.kit.drafts import DraftForm
from components.wellbeing.web_form import NOT_TALKED_ABOUT
from data.reference.indicators import QUESTIONS, Scale
from data.wellbeing.queries import list_scales
from models.wellbeing.web import LONGEST_MATTERS, LONGEST_WORDS, Indicator

_ASKED = tuple(Indicator)
LAST = len(_ASKED)  # the step after the indicators: what matters
_FIVE_WORDS = ("Not at all", "A little", "In the middle", "Mostly", "Very much")


def web_step(form: DraftForm, step: int) -> None:
    """The question the child has come to."""
    progress(step, LAST + 1)
    if step == LAST:
        asked("What matters to you?")
        form.text_area("matters", "You can write anything here", max_chars=LONGEST_MATTERS)
    else:
        _question(form, _ASKED[step])
    moves(form, step, skip="Skip this one")


def _question(form: DraftForm, indicator: Indicator) -> None:
    asked(QUESTIONS[indicator].child)
    _answers(form, f"score.{indicator}", _scale(form))
    form.text_input(f"words.{indicator}", "Do you want to say more?", max_chars=LONGEST_WORDS)


def _answers(form: DraftForm, name: str, scale: Scale) -> None:
    """A big button for each answer: one under the other on a scale of five, side by side on a longer one."""
    is_short = len(scale.scores) == len(_FIVE_WORDS)
    with st.container(horizontal=not is_short):
        for score in scale.scores:
            words = _FIVE_WORDS[score - scale.lowest] if is_short else _number(score, scale)
            picture = face(score, scale.lowest, scale.highest)
            answer_button(form, name, str(score), words, picture, width="stretch" if is_short else "content")
    answer_button(form, name, NOT_TALKED_ABOUT, "I would rather not say", ":material/visibility_off:", width="stretch")


def _number(score: int, scale: Scale) -> str:
    ends = {scale.lowest: scale.lowest_words, scale.highest: scale.highest_words}
    return f"{score} {ends[score]}" if score in ends else str(score)


def _scale(form: DraftForm) -> Scale:
    """The scale the worker chose, from the draft; the first one offered when they chose none."""
    offered = list_scales(actor=form.actor)
    lowest, _, highest = str(form.saved("scale", offered[0].key)).partition("-")
    bounds = int(lowest), int(highest)
    return next((each for each in offered if (each.lowest, each.highest) == bounds), Scale("", *bounds))
