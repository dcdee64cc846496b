"""Awards for children, adults and whole families: schemes as data, and the way to each level."""

from collections.abc import Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.audit import AuditAction
from models.columns import RecordedOnce, enum_type
from models.fields import Privacy, choice, day, note, number, owner, text, tick
from models.kinds import Kind, PageOf, PartRecord, Problem, Values, VersionedRecord
from models.permissions import Permission

LAPSES_SOON = timedelta(days=90)
_PLAIN = Privacy.ORDINARY  # schemes are about nobody
_LOG = (AuditAction.SCHEME_CHANGED,) * 3


class AwardFor(StrEnum):
    """Whom a scheme is for; `ANYBODY` takes in whole families too."""

    CHILD = "child"
    ADULT = "adult"
    ANYBODY = "anybody"
    FAMILY = "family"


AWARDED_TO_NAMES: dict[AwardFor, str] = {
    AwardFor.CHILD: "Children",
    AwardFor.ADULT: "Adults",
    AwardFor.ANYBODY: "Children, adults or families",
    AwardFor.FAMILY: "Whole families",
}


class AwardScheme(VersionedRecord, table=True):
    """An award as its provider describes it. Old dates stay: what was earned then counts by the rules of then.

    A retired one stays readable, and is not offered any more. Its version counts changes of its levels too.
    """

    __tablename__ = "award_scheme"
    __table_args__ = (UniqueConstraint("name", "valid_from"),)

    name: str = text("Name", 120, needed="Please give it a name.", privacy=_PLAIN)
    provider: str = text("Provider", 120, privacy=_PLAIN)
    awarded_to: AwardFor = choice(
        "Who may earn it?", AWARDED_TO_NAMES, needed="Please tap who may earn it.", short="Who may earn it"
    )
    min_age: int | None = number("Least age on the day they start", most=120, short="Least age")
    valid_from: date | None = day("Open from")
    valid_to: date | None = day("Open until")
    expires_after_months: int | None = number(  # of qualifications that lapse
        "Months until it lapses, if it does", least=1, most=240, short="Lapses after (months)"
    )
    note: str = note("What to know about it", 500, short="What to know", privacy=_PLAIN)
    source: str = text("Where these rules are written", 300, short="Source", privacy=_PLAIN)
    is_offered: bool = tick(
        "Retired: readable on old records, and not offered any more", default=True, is_inverted=True, short="Retired"
    )


def _last_day_is_later(values: Values) -> Problem | None:
    first, last = values.get("valid_from"), values.get("valid_to")
    return ("valid_to", "The last day is before the first.") if first and last and last < first else None


def _has_its_own_name(row: AwardScheme, others: Sequence[AwardScheme]) -> str:
    """What is wrong with the name, or nothing: two schemes may share one, never from the same day."""
    if any((one.name.lower(), one.valid_from) == (row.name.lower(), row.valid_from) for one in others):
        return f"There is a scheme “{row.name}” from that day already, perhaps a retired one."
    return ""


AWARD_SCHEMES = Kind(
    table=AwardScheme,
    title="Award",
    read=Permission.SCHEME_READ,
    write=Permission.SCHEME_WRITE,
    log=_LOG,
    detail=lambda row: row.name,
    heading=lambda record: str(record.values["name"]),
    rules=(_last_day_is_later,),
    apart=_has_its_own_name,
    order=("-is_offered", "name", "id"),
    page=PageOf(
        "awards/schemes.py",
        "award-schemes",
        "workspace_premium",
        "Award schemes",
        "What each award asks, from which age and when.",
        Permission.SCHEME_WRITE,
    ),
)


class AwardLevel(PartRecord, table=True):
    """One level of a scheme and the least it takes. None: the scheme asks for none of that."""

    __tablename__ = "award_level"

    scheme_id: int = owner("award_scheme.id")
    name: str = text("Name of the level", 80, needed="Please name it.", short="Name", privacy=_PLAIN)
    hours: int | None = number("Hours", least=1, most=2_000)
    days: int | None = number("Days", least=1, most=365)
    activities: int | None = number("Activities", least=1, most=100)
    scqf_level: int | None = number("SCQF level", least=1, most=12)
    scqf_points: int | None = number("SCQF points", most=240)


AWARD_LEVELS = Kind(
    table=AwardLevel,
    title="Level",
    of=AwardScheme,
    read=Permission.SCHEME_READ,
    write=Permission.SCHEME_WRITE,
    log=_LOG,
    detail=lambda row: f"level {row.name}",
    heading=lambda record: str(record.values["name"]),
    order=("id",),
)


class AwardStatus(StrEnum):
    """Where somebody's award stands."""

    PLANNED = "planned"
    IN_PROGRESS = "in_progress"
    SUBMITTED = "submitted"
    AWARDED = "awarded"
    STOPPED = "stopped"


AWARD_TRANSITIONS: dict[AwardStatus, frozenset[AwardStatus]] = {
    AwardStatus.PLANNED: frozenset({AwardStatus.IN_PROGRESS, AwardStatus.STOPPED}),
    AwardStatus.IN_PROGRESS: frozenset({AwardStatus.SUBMITTED, AwardStatus.STOPPED}),
    AwardStatus.SUBMITTED: frozenset({AwardStatus.AWARDED, AwardStatus.IN_PROGRESS, AwardStatus.STOPPED}),
    AwardStatus.AWARDED: frozenset(),
    AwardStatus.STOPPED: frozenset({AwardStatus.IN_PROGRESS}),
}
AWARD_STATUS_NAMES: dict[AwardStatus, str] = {
    AwardStatus.PLANNED: "Planned",
    AwardStatus.IN_PROGRESS: "In progress",
    AwardStatus.SUBMITTED: "Submitted",
    AwardStatus.AWARDED: "Awarded",
    AwardStatus.STOPPED: "Stopped for now",
}


class AwardCreate(SQLModel):
    """Somebody setting out for a level: one of a pupil, an adult or a whole family."""

    level_id: int
    pupil_id: int | None = None
    adult_id: int | None = None
    family_id: int | None = None
    programme_id: int | None = None  # whose registers count towards it
    started_on: date


class Award(AwardCreate, RecordedOnce, table=True):
    """An award on its way, or earned."""

    __tablename__ = "award"
    __table_args__ = (
        UniqueConstraint("level_id", "pupil_id"),
        UniqueConstraint("level_id", "adult_id"),
        UniqueConstraint("level_id", "family_id"),
    )
    SENSITIVE: ClassVar = {"evidence"}
    ORDINARY: ClassVar = {
        "id", "level_id", "pupil_id", "adult_id", "family_id", "programme_id", "started_on", "status", "awarded_on",
        "expires_on", "recorded_at", "recorded_by", "draft_key", "version",
    }  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    level_id: int = Field(foreign_key="award_level.id", index=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True)
    family_id: int | None = Field(default=None, foreign_key="family.id", index=True)
    programme_id: int | None = Field(default=None, foreign_key="programme.id", index=True)
    status: AwardStatus = Field(default=AwardStatus.PLANNED, sa_type=enum_type(AwardStatus))
    evidence: str = Field(default="", max_length=2_000)
    awarded_on: date | None = None
    expires_on: date | None = None
    version: int = 1


class AwardChange(SQLModel):
    """What may change about an award on its way: the day it began, whose registers count, what shows it was done."""

    started_on: date
    programme_id: int | None = None
    evidence: str = Field(default="", max_length=2_000)


class AwardWorkCreate(SQLModel):
    """Time, a day or activities towards an award, as somebody adds them by hand."""

    done_on: date
    minutes: int = Field(default=0, ge=0, le=1_440)
    activities: int = Field(default=0, ge=0, le=50)
    what: str = Field(default="", max_length=300)


class AwardWork(AwardWorkCreate, RecordedOnce, table=True):
    """Time, a day or activities added by hand towards an award; registers count by themselves."""

    __tablename__ = "award_work"
    SENSITIVE: ClassVar = {"what"}
    ORDINARY: ClassVar = {"id", "award_id", "done_on", "minutes", "activities", "recorded_at", "recorded_by",
                          "draft_key"}  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    award_id: int = Field(foreign_key="award.id", index=True)


def award_name(scheme: str, level: str) -> str:
    """Such as `Hi5, One star`; a scheme's only level often bears its name."""
    return scheme if scheme == level else f"{scheme}, {level}"


def age_on(born_on: date, day: date) -> int:
    """Whole years; somebody born on 29 February has a birthday on 1 March in other years."""
    return day.year - born_on.year - ((day.month, day.day) < (born_on.month, born_on.day))


def is_awarded_to(awarded_to: AwardFor, holder: AwardFor) -> bool:
    """Whether a child, an adult or a family may earn it."""
    return awarded_to in (holder, AwardFor.ANYBODY)


def not_eligible(scheme: AwardScheme, *, started_on: date, born_on: date | None) -> str:
    """Why somebody could not set out on that day, or nothing. A birthday nobody recorded cannot be checked."""
    if (scheme.valid_from and started_on < scheme.valid_from) or (scheme.valid_to and started_on > scheme.valid_to):
        return f"{scheme.name} was not open to new starts on that day."
    if scheme.min_age and born_on and age_on(born_on, started_on) < scheme.min_age:
        return f"{scheme.name} is for people of {scheme.min_age} and over on the day they start."
    return ""


def expiry(awarded_on: date, months: int | None) -> date | None:
    """The day a qualification lapses; the last of the month where that day does not exist."""
    if months is None:
        return None
    year, month = divmod(awarded_on.year * 12 + awarded_on.month - 1 + months, 12)
    following = date(year + (month == 11), (month + 1) % 12 + 1, 1)
    return min(date(year, month + 1, 1) + timedelta(days=awarded_on.day - 1), following - timedelta(days=1))
