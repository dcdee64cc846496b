"""What a child sees with the tablet in their hands: one big question at a time, and nothing of the worker's."""

from typing import Any

import streamlit as st

from components.drafts import DraftForm
from components.guard import signed_in
from components.layout import explained
from components.state import leave_notice
from components.web_form import NOT_TALKED_ABOUT
from data.actions.drafts import save_answers
from data.actions.hand_over import take_back
from data.queries.drafts import handed_over_draft
from data.queries.webs import list_scales
from data.reference.indicators import QUESTIONS, Scale
from models.permissions import Actor
from models.wellbeing import LONGEST_MATTERS, LONGEST_WORDS, Indicator

STEP = "child_step"
_ASKED = tuple(Indicator)
_MATTERS, _THANKS = len(_ASKED), len(_ASKED) + 1
_FACES = (
    ":material/sentiment_sad:", ":material/sentiment_dissatisfied:", ":material/sentiment_neutral:",
    ":material/sentiment_satisfied:", ":material/sentiment_very_satisfied:",
)  # fmt: skip
_FIVE_WORDS = ("Not at all", "A little", "In the middle", "Mostly", "Very much")


def child_web(actor: Actor) -> None:
    """The question the child has come to. Where that is, is kept with the answers, so a reload changes nothing."""
    draft = handed_over_draft(actor=actor)
    if draft is None:
        st.title("All done")
        st.text("Please give the tablet back.")
    else:
        form = DraftForm(draft=draft, actor=actor)
        step = min(int(form.saved(STEP, 0)), _THANKS)
        if step < _MATTERS:
            _question(form, _ASKED[step], step)
        elif step == _MATTERS:
            _matters(form)
        else:
            _thanks(form)
    _for_the_worker(actor)


def _question(form: DraftForm, indicator: Indicator, step: int) -> None:
    st.progress(step / _THANKS, text=f"Question {step + 1} of {_THANKS}")
    _asked(QUESTIONS[indicator].child)
    scale = _scale(form)
    _answers(form, f"score.{indicator}", scale)
    form.text_input(f"words.{indicator}", "Do you want to say more?", max_chars=LONGEST_WORDS)
    _moves(form, step, skip="Skip this one")


def _matters(form: DraftForm) -> None:
    st.progress(_MATTERS / _THANKS, text=f"Question {_THANKS} of {_THANKS}")
    _asked("What matters to you?")
    form.text_area("matters", "You can write anything here", max_chars=LONGEST_MATTERS)
    _moves(form, _MATTERS, skip="Skip this one")


def _thanks(form: DraftForm) -> None:
    st.progress(1.0, text="Finished")
    _asked("Thank you! Please give the tablet back.")
    st.button(
        "Go back to the questions", key=form.key("again"), on_click=_keep, args=(form.draft.key, {STEP: _MATTERS})
    )


def _asked(words: str) -> None:
    """The question in big letters, and the button by which components/web/page.js reads it aloud."""
    with st.container(key="child_web.question"):
        st.title(words, anchor=False)
    with st.container(key="child_web.read_aloud"):
        st.button("Read it to me", icon=":material/volume_up:", key="child_web.read")


def _answers(form: DraftForm, name: str, scale: Scale) -> None:
    """A big button for each answer: one under the other on a scale of five, side by side on a longer one."""
    is_short = len(scale.scores) == len(_FIVE_WORDS)
    with st.container(horizontal=not is_short):
        for score in scale.scores:
            words = _FIVE_WORDS[score - scale.lowest] if is_short else _number(score, scale)
            _answer(form, name, str(score), words, _face(score, scale), width="stretch" if is_short else "content")
    _answer(form, name, NOT_TALKED_ABOUT, "I would rather not say", ":material/visibility_off:", width="stretch")


def _answer(form: DraftForm, name: str, value: str, words: str, face: str, **options: object) -> None:
    is_chosen = form.saved(name) == value
    look = {"type": "primary", "icon": ":material/check_circle:"} if is_chosen else {"icon": face}
    key = form.key(f"{name}.{value}")
    st.button(words, key=key, on_click=_keep, args=(form.draft.key, {name: value}), **look, **options)


def _face(score: int, scale: Scale) -> str:
    share = (score - scale.lowest) / (scale.highest - scale.lowest)
    return _FACES[round(share * (len(_FACES) - 1))]


def _number(score: int, scale: Scale) -> str:
    ends = {scale.lowest: scale.lowest_words, scale.highest: scale.highest_words}
    return f"{score} {ends[score]}" if score in ends else str(score)


def _scale(form: DraftForm) -> Scale:
    """The scale the worker chose, from the draft; the first one offered when they chose none."""
    offered = list_scales(actor=form.actor)
    lowest, _, highest = str(form.saved("scale", offered[0].key)).partition("-")
    bounds = int(lowest), int(highest)
    return next((each for each in offered if (each.lowest, each.highest) == bounds), Scale("", *bounds))


def _moves(form: DraftForm, step: int, *, skip: str) -> None:
    form.finish()
    with st.container(horizontal=True):
        _move(form, "back", "Back", step - 1, disabled=step == 0)
        _move(form, "skip", skip, step + 1)
        _move(form, "next", "Next", step + 1, type="primary")


def _move(form: DraftForm, name: str, label: str, to: int, **options: object) -> None:
    args = form.draft.key, {STEP: to}
    st.button(label, key=form.key(f"{name}.{to}"), on_click=_keep, args=args, **options)


def _keep(draft_key: str, answers: dict[str, Any]) -> None:
    if by := signed_in():
        save_answers(key=draft_key, answers=answers, by=by)


def _for_the_worker(actor: Actor) -> None:
    """The way out, behind the worker's password."""
    with st.expander("For the worker", icon=":material/lock:"), st.form("child_web.leave", border=False):
        password = st.text_input(
            "Your password", type="password", autocomplete="off", max_chars=200,
            key="child_web.password",
        )  # fmt: skip
        is_sent = st.form_submit_button("Take the tablet back", key="child_web.take_back")
    if is_sent:
        with explained():
            take_back(password=password, by=actor)
            leave_notice("You have the tablet back. What the child said is in the form: look it over and save it.")
            st.rerun()
