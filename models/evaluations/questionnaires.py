"""Questionnaires, their versions and questions, and the answers people gave."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Recorded, RecordedOnce, enum_type, now


class QuestionKind(StrEnum):
    """How a question is answered."""

    AGREE = "agree"
    ONE_TO_FIVE = "one_to_five"
    ZERO_TO_TEN = "zero_to_ten"
    FACES = "faces"
    YES_NO_MAYBE = "yes_no_maybe"
    CHOICE = "choice"
    TEXT = "text"
    SCORE = "score"  # of a scale kept elsewhere; its answers are kept in hundredths


class AskedAt(StrEnum):
    """Before, after, or both: what is asked both times is compared."""

    BOTH = "both"
    PRE = "pre"
    POST = "post"


class Stage(StrEnum):
    """Which of the two times an answer was given."""

    PRE = "pre"
    POST = "post"


STAGE_WORDS: dict[Stage, str] = {Stage.PRE: "Before", Stage.POST: "After"}


class AnsweredBy(StrEnum):
    """Who a questionnaire is written for."""

    CHILD = "child"
    YOUNG_PERSON = "young_person"
    PARENT = "parent"


ANSWERED_BY_NAMES: dict[AnsweredBy, str] = {
    AnsweredBy.CHILD: "Children",
    AnsweredBy.YOUNG_PERSON: "Young people",
    AnsweredBy.PARENT: "Parents and carers",
}


class Questionnaire(Recorded, table=True):
    """A questionnaire by name; what it asks is in its versions."""

    __tablename__ = "questionnaire"
    ORDINARY: ClassVar = {"id", "code", "name", "answered_by", "licence", "is_offered", "recorded_at", "recorded_by"}

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=40, unique=True)
    name: str = Field(max_length=120)
    answered_by: AnsweredBy = Field(sa_type=enum_type(AnsweredBy))
    licence: str = Field(default="", max_length=300)  # of a published scale the team may use
    is_offered: bool = True


class QuestionnaireVersion(SQLModel, table=True):
    """One wording of a questionnaire. Once published it never changes."""

    __tablename__ = "questionnaire_version"
    __table_args__ = (UniqueConstraint("questionnaire_id", "number"),)
    ORDINARY: ClassVar = {
        "id",
        "questionnaire_id",
        "number",
        "introduction",
        "scoring",
        "is_score_only",
        "published_at",
        "published_by",
    }

    id: int | None = Field(default=None, primary_key=True)
    questionnaire_id: int = Field(foreign_key="questionnaire.id", index=True)
    number: int
    introduction: str = Field(default="", max_length=500)
    scoring: str = Field(default="[]", max_length=8_000)  # JSON: models.evaluations.scoring.Scale
    is_score_only: bool = False  # the scale itself is kept elsewhere; only its score is entered
    published_at: datetime | None = None
    published_by: str = Field(default="", max_length=80)


class Question(SQLModel, table=True):
    """One question of a version. The code is what stays the same when words change between versions."""

    __tablename__ = "question"
    __table_args__ = (UniqueConstraint("version_id", "code"), UniqueConstraint("version_id", "position"))
    ORDINARY: ClassVar = {"id", "version_id", "code", "position", "words", "kind", "asked_when", "options", "aim"}

    id: int | None = Field(default=None, primary_key=True)
    version_id: int = Field(foreign_key="questionnaire_version.id", index=True)
    code: str = Field(max_length=40)
    position: int
    words: str = Field(max_length=300)
    kind: QuestionKind = Field(sa_type=enum_type(QuestionKind))
    asked_when: AskedAt = Field(default=AskedAt.BOTH, sa_type=enum_type(AskedAt))
    options: str = Field(default="", max_length=1_000)  # of a choice, one a line
    aim: str = Field(default="", max_length=40)  # a code of ChoiceList.AIM


class AnswerWay(StrEnum):
    """How an answer came in."""

    GRID = "grid"
    TABLET = "tablet"
    LINK = "link"
    FILE = "file"


# The form each is entered with, by which its drafts are known.
ANSWER_FORMS: dict[AnswerWay, str] = {
    AnswerWay.GRID: "answer_grid",
    AnswerWay.TABLET: "answer_sheet",
    AnswerWay.LINK: "answer_link",
    AnswerWay.FILE: "",  # nobody fills one in
}


class AnswerSheet(RecordedOnce, table=True):
    """One person's answers at one time. No person: it is not matched yet."""

    __tablename__ = "answer_sheet"
    __table_args__ = (UniqueConstraint("programme_id", "version_id", "stage", "participant_id"),)
    PERSONAL: ClassVar = {"said_name"}
    ORDINARY: ClassVar = {
        "id",
        "programme_id",
        "version_id",
        "stage",
        "participant_id",
        "way",
        "answered_on",
        "recorded_at",
        "recorded_by",
        "draft_key",
        "import_id",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    version_id: int = Field(foreign_key="questionnaire_version.id", index=True)
    stage: Stage = Field(sa_type=enum_type(Stage))
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    way: AnswerWay = Field(sa_type=enum_type(AnswerWay))
    said_name: str = Field(default="", max_length=120)  # what somebody unmatched called themselves, or their number
    answered_on: date
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)
    version: int = 1


class Answer(SQLModel, table=True):
    """One answer. A question left out has no row: missing is not zero."""

    __tablename__ = "answer"
    __table_args__ = (UniqueConstraint("sheet_id", "question_id"),)
    SENSITIVE: ClassVar = {"value", "words", "tags"}
    ORDINARY: ClassVar = {"id", "sheet_id", "question_id"}

    id: int | None = Field(default=None, primary_key=True)
    sheet_id: int = Field(foreign_key="answer_sheet.id", index=True)
    question_id: int = Field(foreign_key="question.id", index=True)
    value: int | None = None  # the place on the question's scale
    words: str = Field(default="", max_length=2_000)
    tags: str = Field(default="", max_length=200)  # codes of ChoiceList.TAG, comma-separated


class AnswerLink(SQLModel, table=True):
    """A private way in for one person, or for everybody in a group, to answer without an account."""

    __tablename__ = "answer_link"
    ORDINARY: ClassVar = {
        "id",
        "token_hash",
        "programme_id",
        "version_id",
        "stage",
        "participant_id",
        "expires_at",
        "made_at",
        "made_by",
        "revoked_at",
        "revoked_by",
    }

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    version_id: int = Field(foreign_key="questionnaire_version.id", index=True)
    stage: Stage = Field(sa_type=enum_type(Stage))
    participant_id: int | None = Field(default=None, foreign_key="participant.id", index=True)
    expires_at: datetime
    made_at: datetime = Field(default_factory=now)
    made_by: str = Field(max_length=80)
    revoked_at: datetime | None = None
    revoked_by: str = Field(default="", max_length=80)
