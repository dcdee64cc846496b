"""People who give their time: volunteers and young mentors."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.columns import enum_type, now


class GiverKind(StrEnum):
    """How somebody gives."""

    VOLUNTEER = "volunteer"
    MENTOR = "mentor"


GIVER_NAMES: dict[GiverKind, str] = {GiverKind.VOLUNTEER: "Volunteer", GiverKind.MENTOR: "Young mentor"}


class GiverCreate(SQLModel):
    """Somebody who gives time; often a parent or an older pupil we know already."""

    name: str = Field(max_length=120, min_length=1)
    kind: GiverKind
    phone: str = Field(default="", max_length=30)
    adult_id: int | None = None
    pupil_id: int | None = None


class GiverChange(SQLModel):
    """What may change about them. Whoever has stopped stays readable, and is asked for no checks."""

    name: str = Field(max_length=120, min_length=1)
    kind: GiverKind
    phone: str = Field(default="", max_length=30)
    is_active: bool = True


class Giver(GiverCreate, table=True):
    """A volunteer or mentor."""

    __tablename__ = "giver"
    PERSONAL: ClassVar = {"name", "phone"}
    ORDINARY: ClassVar = {"id", "kind", "adult_id", "pupil_id", "is_active", "recorded_at", "recorded_by", "draft_key",
                          "version"}  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    kind: GiverKind = Field(sa_type=enum_type(GiverKind))
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True, unique=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True, unique=True)
    is_active: bool = True
    recorded_at: datetime = Field(default_factory=now)
    recorded_by: str = Field(max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)
    version: int = 1


class GiverCheckCreate(SQLModel):
    """A check that was made, such as membership of the PVG scheme, and when the next is due."""

    giver_id: int
    kind: str = Field(max_length=40)  # a code of ChoiceList.CHECK_KIND
    checked_on: date
    due_on: date | None = None


class GiverCheck(GiverCheckCreate, table=True):
    """A check of somebody who gives time. What it said is not kept here."""

    __tablename__ = "giver_check"
    SENSITIVE: ClassVar = {"kind", "checked_on", "due_on"}
    ORDINARY: ClassVar = {"id", "giver_id", "recorded_at", "recorded_by", "draft_key"}

    id: int | None = Field(default=None, primary_key=True)
    giver_id: int = Field(foreign_key="giver.id", index=True)
    recorded_at: datetime = Field(default_factory=now)
    recorded_by: str = Field(max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)


class GiverHoursCreate(SQLModel):
    """Time given outside a session's register."""

    giver_id: int
    given_on: date
    minutes: int = Field(ge=1, le=1_440)
    what: str = Field(default="", max_length=200)


class GiverHours(GiverHoursCreate, table=True):
    """Time given, as it was added by hand."""

    __tablename__ = "giver_hours"
    ORDINARY: ClassVar = {"id", "giver_id", "given_on", "minutes", "what", "recorded_at", "recorded_by", "draft_key"}

    id: int | None = Field(default=None, primary_key=True)
    giver_id: int = Field(foreign_key="giver.id", index=True)
    recorded_at: datetime = Field(default_factory=now)
    recorded_by: str = Field(max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)


class GiverNextCreate(SQLModel):
    """What somebody who gave time went on to: training, work, more volunteering."""

    giver_id: int
    kind: str = Field(max_length=40)  # a code of ChoiceList.MOVED_ON_TO
    began_on: date
    note: str = Field(default="", max_length=200)


class GiverNext(GiverNextCreate, table=True):
    """One thing somebody went on to."""

    __tablename__ = "giver_next"
    SENSITIVE: ClassVar = {"kind", "note"}
    ORDINARY: ClassVar = {"id", "giver_id", "began_on", "recorded_at", "recorded_by", "draft_key"}

    id: int | None = Field(default=None, primary_key=True)
    giver_id: int = Field(foreign_key="giver.id", index=True)
    recorded_at: datetime = Field(default_factory=now)
    recorded_by: str = Field(max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)


DUE_SOON = timedelta(days=60)


class CheckState(StrEnum):
    """How somebody's checks stand, the most pressing first."""

    OVERDUE = "overdue"
    MISSING = "missing"
    SOON = "soon"
    FINE = "fine"


def check_state(due: Iterable[date | None], *, on: date) -> CheckState:
    """How checks stand, given when the newest of each kind is due again; None: never."""
    newest = list(due)
    if not newest:
        return CheckState.MISSING
    days = [day for day in newest if day is not None]
    if not days or min(days) > on + DUE_SOON:
        return CheckState.FINE
    return CheckState.OVERDUE if min(days) < on else CheckState.SOON
