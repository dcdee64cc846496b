"""Programmes and their sessions: what is on, for whom, where, and when."""

from collections.abc import Sequence
from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import Recorded, RecordedOnce, enum_type, now


class Audience(StrEnum):
    """Who a programme is for: it decides how many places are usual."""

    PUPILS = "pupils"
    FAMILIES = "families"


AUDIENCE_NAMES: dict[Audience, str] = {
    Audience.PUPILS: "A group of pupils (five to eight)",
    Audience.FAMILIES: "Families (about ten)",
}
USUAL_PLACES: dict[Audience, int] = {Audience.PUPILS: 8, Audience.FAMILIES: 10}


class VenueKind(StrEnum):
    """The kinds of place in which a programme meets."""

    SCHOOL = "school"
    COMMUNITY = "community"
    OUTDOOR = "outdoor"


VENUE_NAMES: dict[VenueKind, str] = {
    VenueKind.SCHOOL: "At school",
    VenueKind.COMMUNITY: "In the community",
    VenueKind.OUTDOOR: "Outdoors",
}


class ProgrammeCreate(SQLModel):
    """A programme as planned. It belongs to one school, or to a cluster, or to the whole team."""

    kind: str = Field(max_length=40)  # a code of ChoiceList.PROGRAMME_KIND
    name: str = Field(max_length=120, min_length=1)
    audience: Audience
    school_id: int | None = None
    cluster: str = Field(default="", max_length=80)
    worker_id: int | None = None
    partner: str = Field(default="", max_length=120)
    venue_kind: VenueKind
    venue: str = Field(default="", max_length=120)
    first_on: date
    last_on: date
    places: int = Field(ge=1, le=200)
    has_meal: bool = True
    needs: str = Field(default="", max_length=1_000)  # what has to be brought
    aims: str = Field(default="", max_length=400)  # codes of ChoiceList.AIM, comma-separated


class Programme(ProgrammeCreate, RecordedOnce, table=True):
    """A programme that was planned, also once it is over or cancelled."""

    __tablename__ = "programme"
    ORDINARY: ClassVar = {
        "id", "kind", "name", "audience", "school_id", "cluster", "worker_id", "partner", "venue_kind", "venue",
        "first_on", "last_on", "places", "has_meal", "needs", "aims", "is_cancelled", "recorded_at", "recorded_by",
        "draft_key", "import_id", "version",
    }  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    audience: Audience = Field(sa_type=enum_type(Audience))
    venue_kind: VenueKind = Field(sa_type=enum_type(VenueKind))
    school_id: int | None = Field(default=None, foreign_key="school.id", index=True)
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    first_on: date = Field(index=True)
    is_cancelled: bool = False
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)
    version: int = 1


class ProgrammeSession(SQLModel, table=True):
    """One session. Moving it changes when and where; its register stays with it."""

    __tablename__ = "programme_session"
    __table_args__ = (UniqueConstraint("programme_id", "starts_at"),)
    SENSITIVE: ClassVar = {"note"}
    ORDINARY: ClassVar = {
        "id", "programme_id", "starts_at", "minutes", "venue", "meals", "is_cancelled", "taken_at", "taken_by",
        "version",
    }  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    starts_at: datetime = Field(index=True)
    minutes: int = Field(ge=5, le=600)
    venue: str = Field(default="", max_length=120)  # empty: the programme's own
    note: str = Field(default="", max_length=500)
    meals: int | None = Field(default=None, ge=0, le=500)  # None: nobody counted
    is_cancelled: bool = False
    taken_at: datetime | None = None  # when the register was last saved
    taken_by: str = Field(default="", max_length=80)
    version: int = 1


class SessionRule(SQLModel):
    """When a programme meets: the weekdays (Monday is 0), the hour, and every so many weeks."""

    weekdays: frozenset[int] = Field(min_length=1)
    at: str = Field(max_length=5)  # such as 14:30
    minutes: int = Field(ge=5, le=600)
    every_weeks: int = Field(default=1, ge=1, le=4)


class SessionChange(SQLModel):
    """What may change about one session. Its register stays with it."""

    starts_at: datetime
    minutes: int = Field(ge=5, le=600)
    venue: str = Field(default="", max_length=120)
    note: str = Field(default="", max_length=500)
    is_cancelled: bool = False


class ReachStage(StrEnum):
    """How far a family has come, in order."""

    INVITED = "invited"
    CALLED = "called"
    TASTER = "taster"
    JOINED = "joined"
    STAYED = "stayed"
    MOVED_ON = "moved_on"


REACH_NAMES: dict[ReachStage, str] = {
    ReachStage.INVITED: "Invited by school",
    ReachStage.CALLED: "Called",
    ReachStage.TASTER: "Came to a taster",
    ReachStage.JOINED: "Joined",
    ReachStage.STAYED: "Stayed",
    ReachStage.MOVED_ON: "Moved on",
}


class Reach(SQLModel, table=True):
    """One family's way into a programme. The stage is the furthest step taken."""

    __tablename__ = "reach"
    __table_args__ = (UniqueConstraint("programme_id", "family_id"),)
    SENSITIVE: ClassVar = {"stage", "moved_on_to", "moved_on_note"}
    ORDINARY: ClassVar = {"id", "programme_id", "family_id", "version"}

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    family_id: int = Field(foreign_key="family.id", index=True)
    stage: ReachStage = Field(default=ReachStage.INVITED, sa_type=enum_type(ReachStage))
    moved_on_to: str = Field(default="", max_length=40)  # a code of ChoiceList.MOVED_ON_TO
    moved_on_note: str = Field(default="", max_length=200)  # which club
    version: int = 1


class ReachStep(Recorded, table=True):
    """One step, on a day. A step taken back is removed; the audit log keeps that it was there."""

    __tablename__ = "reach_step"
    __table_args__ = (UniqueConstraint("reach_id", "stage"),)
    SENSITIVE: ClassVar = {"stage"}
    ORDINARY: ClassVar = {"id", "reach_id", "stepped_on", "recorded_at", "recorded_by"}

    id: int | None = Field(default=None, primary_key=True)
    reach_id: int = Field(foreign_key="reach.id", index=True)
    stage: ReachStage = Field(sa_type=enum_type(ReachStage))
    stepped_on: date


class ParticipantRole(StrEnum):
    """Why somebody stands on a register."""

    TAKES_PART = "takes_part"
    VOLUNTEER = "volunteer"
    MENTOR = "mentor"


PARTICIPANT_NAMES: dict[ParticipantRole, str] = {
    ParticipantRole.TAKES_PART: "Takes part",
    ParticipantRole.VOLUNTEER: "Volunteer",
    ParticipantRole.MENTOR: "Young mentor",
}


class Participant(SQLModel, table=True):
    """Somebody on a programme's register: a pupil, an adult of a family, somebody who gives time, or a walk-in."""

    __tablename__ = "participant"
    __table_args__ = (
        UniqueConstraint("programme_id", "pupil_id"),
        UniqueConstraint("programme_id", "adult_id"),
        UniqueConstraint("programme_id", "volunteer_id"),
    )
    PERSONAL: ClassVar = {"name"}
    ORDINARY: ClassVar = {
        "id", "programme_id", "pupil_id", "adult_id", "volunteer_id", "role", "left_on", "added_at", "added_by",
        "import_id",
    }  # fmt: skip

    id: int | None = Field(default=None, primary_key=True)
    programme_id: int = Field(foreign_key="programme.id", index=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True)
    volunteer_id: int | None = Field(default=None, foreign_key="volunteer.id", index=True)
    name: str = Field(default="", max_length=80)  # of a walk-in we know nothing else of
    role: ParticipantRole = Field(default=ParticipantRole.TAKES_PART, sa_type=enum_type(ParticipantRole))
    left_on: date | None = None
    added_at: datetime = Field(default_factory=now)
    added_by: str = Field(max_length=80)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class RegisterMark(SQLModel, table=True):
    """Whether one person was at one session. No row: nobody said, which is not absence."""

    __tablename__ = "register_mark"
    __table_args__ = (UniqueConstraint("session_id", "participant_id"),)
    SENSITIVE: ClassVar = {"is_present"}
    ORDINARY: ClassVar = {"id", "session_id", "participant_id", "marked_at", "marked_by"}

    id: int | None = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="programme_session.id", index=True)
    participant_id: int = Field(foreign_key="participant.id", index=True)
    is_present: bool
    marked_at: datetime = Field(default_factory=now)
    marked_by: str = Field(max_length=80)


class HealthNote(Recorded, table=True):
    """What whoever runs a session has to know about one person."""

    __tablename__ = "health_note"
    SENSITIVE: ClassVar = {"allergies"}
    ORDINARY: ClassVar = {"id", "pupil_id", "adult_id", "recorded_at", "recorded_by", "version"}

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True, unique=True)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True, unique=True)
    allergies: str = Field(max_length=300)
    version: int = 1


def session_starts(first_on: date, last_on: date, *, weekdays: frozenset[int], every_weeks: int = 1) -> list[date]:
    """These weekdays (Monday is 0) of every so many weeks from the first week on, whether or not they are holidays."""
    monday = first_on.toordinal() - first_on.weekday()
    days = (date.fromordinal(ordinal) for ordinal in range(first_on.toordinal(), last_on.toordinal() + 1))
    return [day for day in days if day.weekday() in weekdays and (day.toordinal() - monday) // 7 % every_weeks == 0]


def meeting_days(
    first_on: date, last_on: date, rule: SessionRule, *, holidays: Sequence[tuple[date, date]]
) -> list[date]:
    """The days of the rule that are no holidays; all of them where the whole programme lies in a holiday."""
    days = session_starts(first_on, last_on, weekdays=rule.weekdays, every_weeks=rule.every_weeks)
    if any(starts <= first_on and last_on <= ends for starts, ends in holidays):
        return days
    return [day for day in days if not any(starts <= day <= ends for starts, ends in holidays)]


def has_come_to(stage: ReachStage, wanted: ReachStage) -> bool:
    """Whether a family at this stage has come as far as the one wanted, or further."""
    order = list(ReachStage)
    return order.index(stage) >= order.index(wanted)


def meals_after(meals: int | None, *, were_here: int, are_here: int) -> int | None:
    """Meals follow the number present, until somebody counted something else."""
    return are_here if meals in (None, were_here) else meals
