"""Meetings about a child, a child's own statements, and what is in a worker's week."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.columns import RecordedOnce, enum_type, now


class MeetingCreate(SQLModel):
    """A meeting that took place: child's plan, Team With The Family, or another of the list."""

    family_id: int
    pupil_id: int | None = None
    kind: str = Field(max_length=40)  # a code of ChoiceList.MEETING_KIND
    held_on: date
    attended_by: str = Field(default="", max_length=400)
    summary: str = Field(default="", max_length=4_000)
    indicators: str = Field(default="", max_length=160)  # codes, comma-separated
    is_family_told: bool = False
    is_school_told: bool = False

    @property
    def whose(self) -> str:
        """Whose story it belongs to, for the log."""
        return f"family:{self.family_id}"


class Meeting(MeetingCreate, RecordedOnce, table=True):
    """A meeting, as recorded."""

    __tablename__ = "meeting"
    SENSITIVE: ClassVar = {"attended_by", "summary", "indicators"}
    ORDINARY: ClassVar = {
        "id",
        "family_id",
        "pupil_id",
        "kind",
        "held_on",
        "is_family_told",
        "is_school_told",
        "recorded_at",
        "recorded_by",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True)
    version: int = 1


class StatementCreate(SQLModel):
    """A child's own statement, made in Mind Of My Own and logged here by hand."""

    pupil_id: int
    kind: str = Field(max_length=40)  # a code of ChoiceList.STATEMENT_KIND
    made_on: date
    summary: str = Field(default="", max_length=2_000)
    indicators: str = Field(default="", max_length=160)
    is_safety_concern: bool = False  # the screen points to the council's procedure; this alone does nothing
    action_taken: str = Field(default="", max_length=1_000)
    child_told_on: date | None = None

    @property
    def whose(self) -> str:
        """Whose story it belongs to, for the log."""
        return f"pupil:{self.pupil_id}"


class Statement(StatementCreate, RecordedOnce, table=True):
    """A statement, as logged."""

    __tablename__ = "statement"
    SENSITIVE: ClassVar = {"summary", "indicators", "is_safety_concern", "action_taken"}
    ORDINARY: ClassVar = {
        "id",
        "pupil_id",
        "kind",
        "made_on",
        "child_told_on",
        "recorded_at",
        "recorded_by",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    version: int = 1


class AppointmentKind(StrEnum):
    """What is in a worker's week."""

    VISIT = "visit"
    GROUP = "group"
    MEETING = "meeting"
    OTHER = "other"


APPOINTMENT_NAMES: dict[AppointmentKind, str] = {
    AppointmentKind.VISIT: "Visit",
    AppointmentKind.GROUP: "Group or club",
    AppointmentKind.MEETING: "Meeting",
    AppointmentKind.OTHER: "Something else",
}


class AppointmentCreate(SQLModel):
    """Something to be in one's week."""

    family_id: int | None = None
    kind: AppointmentKind = Field(sa_type=enum_type(AppointmentKind))
    title: str = Field(default="", max_length=120)
    starts_at: datetime = Field(index=True)
    minutes: int = Field(default=60, ge=5, le=720)
    place: str = Field(default="", max_length=120)


class Appointment(AppointmentCreate, table=True):
    """Something planned in a worker's week. The private calendar link shows kind, place and time; never a child."""

    __tablename__ = "appointment"
    PERSONAL: ClassVar = {"title"}
    ORDINARY: ClassVar = {
        "id",
        "worker_id",
        "family_id",
        "kind",
        "starts_at",
        "minutes",
        "place",
        "is_cancelled",
        "made_at",
        "made_by",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    family_id: int | None = Field(default=None, foreign_key="family.id", index=True)
    is_cancelled: bool = False
    made_at: datetime = Field(default_factory=now)
    made_by: str = Field(max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)
    version: int = 1


class CalendarLink(SQLModel, table=True):
    """A private, revocable address under which a worker's own calendar program reads their week."""

    __tablename__ = "calendar_link"
    SENSITIVE: ClassVar = {"token_hash"}
    ORDINARY: ClassVar = {"id", "worker_id", "made_at", "made_by", "revoked_at", "revoked_by"}

    id: int | None = Field(default=None, primary_key=True)
    token_hash: str = Field(max_length=64, unique=True)
    worker_id: int = Field(foreign_key="worker.id", index=True)
    made_at: datetime = Field(default_factory=now)
    made_by: str = Field(max_length=80)
    revoked_at: datetime | None = None
    revoked_by: str = Field(default="", max_length=80)
