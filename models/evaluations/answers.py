"""The answers each kind of question offers: their places on the scale, and the words for them."""

import re
from datetime import date

from sqlmodel import Field, SQLModel

from models.evaluations.questionnaires import AnswerWay, QuestionKind, Stage

LONGEST_WORDS = 2_000
_WORDS: dict[QuestionKind, tuple[str, ...]] = {
    QuestionKind.AGREE: ("Strongly disagree", "Disagree", "Neither agree nor disagree", "Agree", "Strongly agree"),
    QuestionKind.ONE_TO_FIVE: tuple(map(str, range(1, 6))),
    QuestionKind.ZERO_TO_TEN: tuple(map(str, range(11))),
    QuestionKind.FACES: ("Not at all", "A little", "In the middle", "Mostly", "Very much"),
    QuestionKind.YES_NO_MAYBE: ("No", "Maybe", "Yes"),
    QuestionKind.CHOICE: (),  # its own options
    QuestionKind.TEXT: (),
    QuestionKind.SCORE: (),
}
_ALSO = {
    "neither": "neither agree nor disagree",
    "neutral": "neither agree nor disagree",
    "not sure": "neither agree nor disagree",
    "n": "no",
    "y": "yes",
}
NO_ANSWER = frozenset({"", "-", "–", "n/a", "na", "prefer not to say", "rather not say", "no answer"})
ORDERED = frozenset(QuestionKind) - {QuestionKind.CHOICE, QuestionKind.TEXT}  # higher is more: before and after compare
_NUMBER = re.compile(r"(\d{1,2})(?:\.0+)?(?:\.?\s*[-–:=(]\s*[^\W\d].*)?")  # 4, or 4 - Agree, but not 4-5


def answer_words(kind: QuestionKind, options: str = "") -> dict[int, str]:
    """Place on the scale: its words, lowest first. None for text."""
    words = [line.strip() for line in options.splitlines() if line.strip()] if kind is QuestionKind.CHOICE else ()
    return dict(enumerate(words or _WORDS[kind], start=int(kind is not QuestionKind.ZERO_TO_TEN)))


def read_answer(said: str, words: dict[int, str]) -> int | None:
    """The place an answer in words or figures means; None for none. Raises ValueError for anything else."""
    text = " ".join(said.split()).casefold()
    if text in NO_ANSWER:
        return None
    places = {answer.casefold(): place for place, answer in words.items()}
    place = places.get(text, places.get(_ALSO.get(text, "")))
    if place is None and (number := _NUMBER.fullmatch(text)):
        place = int(number[1])
    if place not in words:
        raise ValueError("This is not one of the answers to choose from.")
    return place


def tags_of(tags: str) -> tuple[str, ...]:
    """The codes of the list of tags an answer carries."""
    return tuple(code for code in tags.split(",") if code)


class SheetEntry(SQLModel):
    """What one person answered, by the question's code. None takes an answer away; a code left out stays as it is.

    `seen` is the version of the sheet the person saw; 0 when there was none.
    """

    participant_id: int | None = None
    said_name: str = Field(default="", max_length=120)
    answers: dict[str, int | str | None] = Field(default_factory=dict)
    seen: int = 0


class AnswerBatch(SQLModel):
    """The answers of one person, or of a group, to one questionnaire at one time."""

    programme_id: int
    version_id: int
    stage: Stage
    way: AnswerWay
    answered_on: date
    sheets: tuple[SheetEntry, ...] = Field(min_length=1)
