"""Making questionnaires: what a question is entered as, and a whole questionnaire in a file."""

from collections.abc import Iterable, Mapping
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from models.evaluations.answers import answer_words
from models.evaluations.questionnaires import AnsweredBy, AskedAt, QuestionKind
from models.evaluations.scoring import ScaleScore

Words = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
KIND_NAMES: dict[QuestionKind, str] = {
    QuestionKind.AGREE: "Strongly disagree to strongly agree",
    QuestionKind.ONE_TO_FIVE: "1 to 5",
    QuestionKind.ZERO_TO_TEN: "0 to 10",
    QuestionKind.FACES: "Five faces",
    QuestionKind.YES_NO_MAYBE: "Yes, no or maybe",
    QuestionKind.CHOICE: "One of a list",
    QuestionKind.TEXT: "In their own words",
    QuestionKind.SCORE: "A score worked out elsewhere",
}
ASKED_NAMES: dict[AskedAt, str] = {
    AskedAt.BOTH: "Before and after",
    AskedAt.PRE: "Only before",
    AskedAt.POST: "Only after",
}
MOST_QUESTIONS = 60


class QuestionEntry(BaseModel):
    """One question as it is entered."""

    model_config = ConfigDict(extra="forbid")
    words: Words = Field(max_length=300)
    kind: QuestionKind
    asked_when: AskedAt = AskedAt.BOTH
    options: str = Field(default="", max_length=1_000)  # of a choice, one a line
    aim: str = Field(default="", max_length=40)

    @model_validator(mode="after")
    def _has_choices(self) -> "QuestionEntry":
        if self.kind is QuestionKind.CHOICE and len(answer_words(self.kind, self.options)) < 2:
            raise ValueError("Give at least two answers to choose from, one a line.")
        return self


class QuestionnaireCreate(BaseModel):
    """A questionnaire before it has questions."""

    name: Words = Field(max_length=120)
    answered_by: AnsweredBy
    introduction: str = Field(default="", max_length=500)


class FileQuestion(QuestionEntry):
    """A question in a file. Its code is what the scoring and later versions know it by."""

    code: Annotated[str, StringConstraints(pattern=r"^[a-z0-9_]{1,40}$")]


class QuestionnaireFile(QuestionnaireCreate):
    """A questionnaire the team is licensed to use, as docs/questionnaires.md lays it out."""

    model_config = ConfigDict(extra="forbid")
    licence: Words = Field(max_length=300)
    questions: tuple[FileQuestion, ...] = Field(min_length=1, max_length=MOST_QUESTIONS)
    scoring: tuple[ScaleScore, ...] = Field(default=(), max_length=12)

    @model_validator(mode="after")
    def _fits_together(self) -> "QuestionnaireFile":
        codes = [question.code for question in self.questions]
        if len(set(codes)) < len(codes):
            raise ValueError("Two questions have the same code.")
        if problem := scoring_problem(self.scoring, {one.code: one for one in self.questions}):
            raise ValueError(problem)
        return self


def scoring_problem(scales: Iterable[ScaleScore], questions: Mapping[str, QuestionEntry]) -> str:
    """Why the scoring does not fit the questions; empty when it does."""
    names = [scale.name for scale in scales]
    if len(set(names)) < len(names):
        return "Two scores have the same name."
    for scale in scales:
        for code in scale.items:
            question = questions.get(code)
            places = answer_words(question.kind, question.options) if question else {}
            if not places or (min(places), max(places)) != (scale.lowest, scale.highest):
                return f"The score “{scale.name}” does not fit its questions or their answers."
    return ""
