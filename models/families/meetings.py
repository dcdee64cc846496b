"""Meetings about a child, a child's own statements, and what is in a worker's week."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.attendance.pupils import Pupil
from models.audit import AuditAction
from models.choices import ChoiceList
from models.clock import local_text, today
from models.columns import now
from models.families.family import Family, Worker
from models.fields import Privacy, choice, day, many, moment, note, number, one_of, owner, text, tick
from models.kinds import Kind, PageOf, Problem, Values, VersionedRecord, dated
from models.permissions import Permission
from models.wellbeing.web import INDICATOR_NAMES

INDICATORS = {indicator.value: name for indicator, name in INDICATOR_NAMES.items()}
_TO_COME = "A day is still to come. Please choose the day it happened."


class Meeting(VersionedRecord, table=True):
    """A meeting that took place: child's plan, Team With The Family, or another of the list."""

    __tablename__ = "meeting"

    family_id: int = owner("family.id")
    kind: str = choice(
        "What kind of meeting?", ChoiceList.MEETING_KIND, needed="Please tap the kind of meeting.", short="Kind"
    )
    pupil_id: int | None = one_of("About which child?", "pupil.id", short="About", none="the family")
    held_on: date = day(
        "Day",
        needed="Please choose the day.",
        starts=today,
        not_after=today,
        to_come="That day is still to come. Put the meeting in your week instead.",
    )
    summary: str = note("What was said and agreed", 4_000)
    attended_by: str = text("Who was there", 400, short="There")
    indicators: str = many("What was it about?", INDICATORS, short="What it was about", privacy=Privacy.SENSITIVE)
    is_family_told: bool = tick("The family knows what was agreed", short="The family knows")
    is_school_told: bool = tick("The school knows what was agreed", short="The school knows")


MEETINGS = Kind(
    table=Meeting,
    title="Meeting",
    of=Family,
    read=Permission.CASEWORK_READ,
    write=Permission.CASEWORK_WRITE,
    log=(AuditAction.MEETING_RECORDED,) * 3,
    heading=dated("kind", "held_on"),
    page=PageOf(
        "families/meeting.py",
        "meeting",
        "groups_2",
        "Record a meeting",
        "A child's plan or Team With The Family meeting.",
        Permission.CASEWORK_WRITE,
    ),
)


class Statement(VersionedRecord, table=True):
    """A child's own statement, made in Mind Of My Own and logged here by hand."""

    __tablename__ = "statement"

    pupil_id: int = one_of("Whose statement?", "pupil.id", needed="Please tap whose statement it is.", short="From")
    kind: str = choice(
        "What kind of statement?", ChoiceList.STATEMENT_KIND, needed="Please tap the kind of statement.", short="Kind"
    )
    made_on: date = day("Day", needed="Please choose the day.", starts=today, not_after=today, to_come=_TO_COME)
    summary: str = note("What the child says, in short", 2_000, height=120, short="What the child says")
    indicators: str = many("What is it about?", INDICATORS, short="About", privacy=Privacy.SENSITIVE)
    # The screen points to the council's procedure; the tick alone alerts nobody.
    is_safety_concern: bool = tick(
        "Something in it worries me about the child's safety", privacy=Privacy.SENSITIVE, short="A safety concern"
    )
    action_taken: str = note("What I did about it", 1_000, height=90, short="Done")
    child_told_on: date | None = day(
        "Day I told the child what was done",
        not_after=today,
        to_come=_TO_COME,
        short="The child was told",
        none="not yet",
    )


def _concern_is_acted_on(values: Values) -> Problem | None:
    if values.get("is_safety_concern") and not values.get("action_taken"):
        return "action_taken", "Please write what you did about it: whom you told, and when."
    return None


STATEMENTS = Kind(
    table=Statement,
    title="Statement",
    of=Pupil,
    read=Permission.CASEWORK_READ,
    write=Permission.CASEWORK_WRITE,
    log=(AuditAction.STATEMENT_RECORDED,) * 3,
    heading=dated("kind", "made_on"),
    rules=(_concern_is_acted_on,),
    detail=lambda row: row.kind + (", with a safety concern" if row.is_safety_concern else ""),
    page=PageOf(
        "families/statement.py",
        "statement",
        "record_voice_over",
        "Log a statement",
        "What a child said in Mind Of My Own.",
        Permission.CASEWORK_WRITE,
    ),
)


class AppointmentKind(StrEnum):
    """What an appointment in a worker's week is for."""

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


class Appointment(VersionedRecord, table=True):
    """Something planned in a worker's week. The private calendar link shows kind, place and time; never a child."""

    __tablename__ = "appointment"
    ORDINARY: ClassVar = {"is_cancelled"}

    worker_id: int = owner("worker.id")
    kind: AppointmentKind = choice("What is it?", APPOINTMENT_NAMES, needed="Please tap what it is.")
    starts_at: datetime = moment("Day", needed="Please choose the day and when it begins.", starts=today)
    minutes: int = number(
        "How long?", least=5, most=720, taps=(15, 30, 60, 90, 120, 180), after="min", starts=lambda: "60", default=60
    )
    family_id: int | None = one_of("With which family, if any", "family.id", is_listed=True)
    place: str = text(
        "Where", 120, help="Shown in the private calendar link, if you use one.", privacy=Privacy.ORDINARY
    )
    title: str = text("What about", 120, help="Never shown in the calendar link.", privacy=Privacy.PERSONAL)
    is_cancelled: bool = False


APPOINTMENTS = Kind(
    table=Appointment,
    title="Appointment",
    of=Worker,
    read=Permission.CASEWORK_READ,
    write=Permission.CASEWORK_WRITE,
    log=(AuditAction.APPOINTMENT_CHANGED,) * 3,
    detail=lambda row: f"{APPOINTMENT_NAMES[row.kind].lower()} on {local_text(row.starts_at)}",
    heading=dated("kind", "starts_at"),
    order=("starts_at", "id"),
)


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
