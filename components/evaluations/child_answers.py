"""A questionnaire in somebody's own hands: one big question at a time."""

import streamlit as st

from components.kit.child_steps import answer_button, asked, face, moves, progress
from components.kit.drafts import DraftForm
from components.kit.text import as_text
from data.evaluations.queries.answers import handed_over_questions
from data.evaluations.queries.questionnaires import AskedQuestion
from models.evaluations.answers import LONGEST_WORDS, answer_words
from models.evaluations.questionnaires import QuestionKind
from models.permissions import Actor

_MOST_BELOW = 6  # more answers stand side by side


def questions_of(actor: Actor) -> tuple[AskedQuestion, ...]:
    """What this person is asked; a score is not for them to give."""
    version, stage = handed_over_questions(actor=actor)
    return tuple(one for one in version.asked_at(stage) if one.kind is not QuestionKind.SCORE)


def answer_step(form: DraftForm, questions: tuple[AskedQuestion, ...], step: int) -> None:
    """The question they have come to."""
    question = questions[step]
    progress(step, len(questions))
    asked(as_text(question.words))
    if question.kind is QuestionKind.TEXT:
        form.text_area(question.code, "You can write anything here", max_chars=LONGEST_WORDS)
    else:
        _answers(form, question)
    moves(form, step, skip="Skip this one")


def _answers(form: DraftForm, question: AskedQuestion) -> None:
    words = answer_words(question.kind, question.options)
    is_short = len(words) <= _MOST_BELOW
    with st.container(horizontal=not is_short):
        for place, label in words.items():
            picture = face(place, min(words), max(words)) if question.kind is QuestionKind.FACES else None
            answer_button(
                form, question.code, str(place), as_text(label), picture, width="stretch" if is_short else "content"
            )
    answer_button(form, question.code, "", "I would rather not say", ":material/visibility_off:", width="stretch")
