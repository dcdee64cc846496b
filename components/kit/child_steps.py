"""What everybody sees with the tablet in their hands, whatever they are asked: one big question at a time."""

from typing import Any, Literal

import streamlit as st

from components.access.guard import signed_in
from components.kit.drafts import DraftForm
from components.kit.layout import saved
from data.core.actions.drafts import save_answers
from data.wellbeing.actions.tablet import return_tablet
from models.permissions import Actor

STEP = "child_step"
_FACES = (
    ":material/sentiment_sad:",
    ":material/sentiment_dissatisfied:",
    ":material/sentiment_neutral:",
    ":material/sentiment_satisfied:",
    ":material/sentiment_very_satisfied:",
)


def face(place: int, lowest: int, highest: int) -> str:
    """A face for a place on a scale."""
    return _FACES[round((place - lowest) / (highest - lowest) * (len(_FACES) - 1))]


def progress(step: int, steps: int) -> None:
    """A bar that says which question of how many this is; the first is step 0."""
    st.progress(step / steps, text=f"Question {step + 1} of {steps}")


def asked(words: str) -> None:
    """The question in big letters, and the button by which components/web/page.js reads it aloud."""
    with st.container(key="child_web.question"):
        st.title(words, anchor=False)
    with st.container(key="child_web.read_aloud"):
        st.button("Read it to me", icon=":material/volume_up:", key="child_web.read")


def answer_button(
    form: DraftForm, name: str, value: str, words: str, picture: str | None, *, width: Literal["stretch", "content"]
) -> None:
    """One answer to tap; the one chosen is marked by more than its colour."""
    is_chosen = form.saved(name) == value
    st.button(
        words,
        key=form.key(f"{name}.{value}"),
        on_click=_keep,
        args=(form.draft.key, {name: value}),
        type="primary" if is_chosen else "secondary",
        icon=":material/check_circle:" if is_chosen else picture,
        width=width,
    )


def moves(form: DraftForm, step: int, *, skip: str) -> None:
    """Back, on, or past a question nobody has to answer."""
    form.finish()
    with st.container(horizontal=True):
        _move(form, "back", "Back", step - 1)
        _move(form, "skip", skip, step + 1)
        _move(form, "next", "Next", step + 1)


def _move(form: DraftForm, name: str, label: str, to: int) -> None:
    st.button(
        label,
        key=form.key(f"{name}.{to}"),
        on_click=_keep,
        args=(form.draft.key, {STEP: to}),
        type="primary" if name == "next" else "secondary",
        disabled=to < 0,
    )


def _keep(draft_key: str, answers: dict[str, Any]) -> None:
    if by := signed_in():
        save_answers(key=draft_key, answers=answers, by=by)


def thanks(form: DraftForm, last: int) -> None:
    """The end, and the way back to the last question."""
    st.progress(1.0, text="Finished")
    asked("Thank you! Please give the tablet back.")
    st.button("Go back to the questions", key=form.key("again"), on_click=_keep, args=(form.draft.key, {STEP: last}))


def for_the_worker(actor: Actor) -> None:
    """The way out, behind the worker's password."""
    with st.expander("For the worker", icon=":material/lock:"), st.form("child_web.leave", border=False):
        password = st.text_input(
            "Your password", type="password", autocomplete="off", max_chars=200, key="child_web.password"
        )
        is_sent = st.form_submit_button("Take the tablet back", key="child_web.take_back")
    if is_sent:
        with saved("You have the tablet back. What the child said is in the form: look it over and save it."):
            return_tablet(password=password, by=actor)
