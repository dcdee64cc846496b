"""Wellbeing webs: readings of the eight SHANARRI indicators, and the arithmetic of change."""

from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import RecordedOnce, enum_type, now

FREEZES_AFTER = timedelta(days=7)  # later corrections are amendments, with a reason
LONGEST_WORDS, LONGEST_REASON = 500, 300
LONGEST_MATTERS = 1_900  # an amendment puts the name of the field before it, in 2,000
IMPORTED = "a file"  # who recorded a reading that was brought in


class Indicator(StrEnum):
    """The eight, in statutory order: Children and Young People (Scotland) Act 2014, section 96(2)."""

    SAFE = "safe"
    HEALTHY = "healthy"
    ACHIEVING = "achieving"
    NURTURED = "nurtured"
    ACTIVE = "active"
    RESPECTED = "respected"
    RESPONSIBLE = "responsible"
    INCLUDED = "included"


class Voice(StrEnum):
    """Who is speaking. Voices are kept apart and never averaged together."""

    CHILD = "child"
    PARENT = "parent"
    WORKER = "worker"


class WebStage(StrEnum):
    """When in the support the reading was taken."""

    BASELINE = "baseline"
    REVIEW = "review"
    CLOSING = "closing"


VOICE_NAMES: dict[Voice, str] = {Voice.CHILD: "Child", Voice.PARENT: "Parent or carer", Voice.WORKER: "Worker"}
STAGE_NAMES: dict[WebStage, str] = {
    WebStage.BASELINE: "Baseline",
    WebStage.REVIEW: "Review",
    WebStage.CLOSING: "Closing",
}
INDICATOR_NAMES: dict[Indicator, str] = {indicator: indicator.value.capitalize() for indicator in Indicator}


class SpokeEntry(SQLModel):
    """What was said about one indicator: a score, that it was not talked about, or neither; and their own words."""

    score: int | None = None
    is_talked_about: bool = True
    words: str = Field(default="", max_length=LONGEST_WORDS)


class WebDetails(SQLModel):
    """Whose words a reading is, and when. Its scale is part of it: a later change of scales changes no old reading."""

    voice: Voice
    stage: WebStage
    taken_on: date
    lowest: int
    highest: int


class WebEntry(WebDetails):
    """One web to be recorded."""

    spokes: dict[Indicator, SpokeEntry]
    matters_to_me: str = Field(default="", max_length=LONGEST_MATTERS)


def spoke_words(spoke: SpokeEntry) -> str:
    """One spoke as a person would say it, for amendments and tables."""
    said = (
        "not talked about" if not spoke.is_talked_about else "not scored" if spoke.score is None else str(spoke.score)
    )
    return f"{said}: {spoke.words}" if spoke.words else said


def details_words(details: WebDetails) -> str:
    """`Child, baseline, 02/03/2026, scale 0 to 10`, for amendments and the audit log."""
    said = f"{VOICE_NAMES[details.voice]}, {STAGE_NAMES[details.stage].lower()}, {details.taken_on:%d/%m/%Y}"
    return f"{said}, scale {details.lowest} to {details.highest}"


def matters_words(matters_to_me: str) -> str:
    """What matters to the child, named, for amendments."""
    return f"What matters to me: {matters_to_me or 'empty'}"


def is_free_to_correct(recorded_at: datetime, recorded_by: str, *, username: str, instant: datetime) -> bool:
    """Whether a reading may still be put right without a reason: by who recorded it, before it freezes."""
    return recorded_by == username and instant - recorded_at <= FREEZES_AFTER


class WellbeingScale(SQLModel, table=True):
    """A scale a web may use. Readings keep their own bounds; different scales are never compared."""

    __tablename__ = "wellbeing_scale"
    ORDINARY: ClassVar = {"id", "name", "lowest", "highest", "lowest_words", "highest_words", "is_offered", "position"}

    id: int | None = Field(default=None, primary_key=True)
    name: str = Field(max_length=40, unique=True)
    lowest: int
    highest: int  # best
    lowest_words: str = Field(default="", max_length=60)
    highest_words: str = Field(default="", max_length=60)
    is_offered: bool = True
    position: int = 0


class WebReading(RecordedOnce, table=True):
    """One web, filled once, by one voice."""

    __tablename__ = "web_reading"
    __table_args__ = (UniqueConstraint("pupil_id", "taken_on", "voice", "stage"),)
    SENSITIVE: ClassVar = {"matters_to_me", "voice", "stage"}
    ORDINARY: ClassVar = {
        "id",
        "pupil_id",
        "taken_on",
        "lowest",
        "highest",
        "recorded_at",
        "recorded_by",
        "draft_key",
        "import_id",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    taken_on: date
    voice: Voice = Field(sa_type=enum_type(Voice))
    stage: WebStage = Field(sa_type=enum_type(WebStage))
    lowest: int  # of the scale at the time
    highest: int
    matters_to_me: str = Field(default="", max_length=2_000)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)
    version: int = 1


class WebScore(SQLModel, table=True):
    """One spoke of a web. No score means not scored or not talked about; it is never zero."""

    __tablename__ = "web_score"
    __table_args__ = (UniqueConstraint("reading_id", "indicator"),)
    SENSITIVE: ClassVar = {"score", "words", "is_talked_about"}
    ORDINARY: ClassVar = {"id", "reading_id", "indicator"}

    id: int | None = Field(default=None, primary_key=True)
    reading_id: int = Field(foreign_key="web_reading.id", index=True)
    indicator: Indicator = Field(sa_type=enum_type(Indicator))
    score: int | None = None
    is_talked_about: bool = True
    words: str = Field(default="", max_length=500)  # their own


class WebAmendment(SQLModel, table=True):
    """A correction after a reading froze. The old value stays visible."""

    __tablename__ = "web_amendment"
    SENSITIVE: ClassVar = {"before", "after", "reason"}
    ORDINARY: ClassVar = {"id", "reading_id", "indicator", "amended_at", "amended_by"}

    id: int | None = Field(default=None, primary_key=True)
    reading_id: int = Field(foreign_key="web_reading.id", index=True)
    indicator: Indicator | None = Field(default=None, sa_type=enum_type(Indicator))
    before: str = Field(max_length=2_000)
    after: str = Field(max_length=2_000)
    reason: str = Field(max_length=300)
    amended_at: datetime = Field(default_factory=now)
    amended_by: str = Field(max_length=80)
