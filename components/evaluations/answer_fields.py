"""One question drawn as a field of a form, and what the field holds as an answer."""

from typing import Any

from components.kit.drafts import DraftForm
from components.kit.text import as_text
from data.evaluations.queries.questionnaires import AskedQuestion
from models.evaluations.answers import LONGEST_WORDS, answer_words
from models.evaluations.questionnaires import QuestionKind


def answer_field(form: DraftForm, name: str, question: AskedQuestion, label: str, *, stored: int | str | None) -> None:
    """A radio for a scale, a line for words, a number for a score. `kept` is what is recorded already."""
    if question.kind is QuestionKind.TEXT:
        form.text_input(name, label, max_chars=LONGEST_WORDS, **({"placeholder": str(stored)} if stored else {}))
    elif question.kind is QuestionKind.SCORE:
        shown = f"{int(stored) / 100:g}" if stored is not None else None
        form.number(name, label, min_value=-1000.0, max_value=1000.0, step=0.01, placeholder=shown)
    else:
        places = answer_words(question.kind, question.options)
        words = {str(place): as_text(said) for place, said in places.items()}
        form.choice(name, label, words, default=None if stored is None else str(stored))


def answer_of(question: AskedQuestion, held: Any) -> int | str | None:  # noqa: ANN401 - what a field holds
    """What a field's value means; None for nothing."""
    if held in (None, ""):
        return None
    if question.kind is QuestionKind.TEXT:
        return str(held).strip() or None
    return round(float(held) * 100) if question.kind is QuestionKind.SCORE else int(held)
