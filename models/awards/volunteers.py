"""People who give their time: volunteers and young mentors."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field

from models.audit import AuditAction
from models.choices import ChoiceList
from models.clock import day_text, today
from models.fields import Privacy, choice, day, number, owner, text, tick
from models.kinds import Kind, PageOf, PartRecord, Problem, Values, VersionedRecord
from models.permissions import Permission


class VolunteerKind(StrEnum):
    """Whether somebody gives time as a volunteer or as a young mentor."""

    VOLUNTEER = "volunteer"
    MENTOR = "mentor"


VOLUNTEER_NAMES: dict[VolunteerKind, str] = {VolunteerKind.VOLUNTEER: "Volunteer", VolunteerKind.MENTOR: "Young mentor"}
_DAY, _LOG = "Please choose the day.", (AuditAction.VOLUNTEER_CHANGED,) * 3


class Volunteer(VersionedRecord, table=True):
    """A volunteer or mentor, often a parent or an older pupil we know. Whoever has stopped is asked for no checks."""

    __tablename__ = "volunteer"
    ORDINARY: ClassVar = {"adult_id", "pupil_id"}

    name: str = text("Name", 120, needed="Please give the name.", privacy=Privacy.PERSONAL)
    kind: VolunteerKind = choice("How do they give?", VOLUNTEER_NAMES, short="How they give")
    phone: str = text("Phone", 30, privacy=Privacy.PERSONAL)
    has_stopped: bool = tick("They have stopped giving time", short="Has stopped")
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True, unique=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True, unique=True)


VOLUNTEERS = Kind(
    table=Volunteer,
    title="Volunteer or mentor",
    read=Permission.VOLUNTEER_WRITE,
    write=Permission.VOLUNTEER_WRITE,
    log=_LOG,
    detail=lambda row: VOLUNTEER_NAMES[row.kind].lower(),
    heading=lambda record: str(record.values["name"]),
    page=PageOf(
        "awards/volunteers.py",
        "volunteers",
        "volunteer_activism",
        "Volunteers and mentors",
        "Checks due, hours, and what people went on to.",
    ),
)


class VolunteerCheck(PartRecord, table=True):
    """A check that was made, such as membership of the PVG scheme. What it said is not stored."""

    __tablename__ = "volunteer_check"

    volunteer_id: int = owner("volunteer.id")
    kind: str = choice("Which check?", ChoiceList.CHECK_KIND, short="Which", privacy=Privacy.SENSITIVE)
    checked_on: date = day("Checked on", needed=_DAY, starts=today, not_after=today, privacy=Privacy.SENSITIVE)
    due_on: date | None = day("Next due on, if it is", short="Next due on", privacy=Privacy.SENSITIVE)


def _next_check_is_later(values: Values) -> Problem | None:
    is_early = values.get("due_on") and values["due_on"] <= values["checked_on"]
    return ("due_on", "The next check has to come after this one.") if is_early else None


VOLUNTEER_CHECKS = Kind(
    table=VolunteerCheck,
    title="Check",
    of=Volunteer,
    read=Permission.VOLUNTEER_WRITE,
    write=Permission.VOLUNTEER_WRITE,
    log=_LOG,
    detail=lambda row: f"{row.kind} checked on {day_text(row.checked_on)}",
    heading=lambda record: f"{record.words('kind')}, {record.words('checked_on')}",
    order=("-checked_on", "-id"),
    rules=(_next_check_is_later,),
    may_undo=True,
)


class Contribution(PartRecord, table=True):
    """Time given outside a session's register."""

    __tablename__ = "contribution"

    volunteer_id: int = owner("volunteer.id")
    given_on: date = day("Day", needed=_DAY, starts=today, not_after=today)
    minutes: int = number("Hours", least=0.25, most=24, unit=60, step=0.25, needed="Please say how long.")
    what: str = text("What they did", 200, privacy=Privacy.ORDINARY)


CONTRIBUTIONS = Kind(
    table=Contribution,
    title="Hours",
    of=Volunteer,
    read=Permission.VOLUNTEER_WRITE,
    write=Permission.VOLUNTEER_WRITE,
    log=_LOG,
    detail=lambda row: f"{row.minutes} minutes on {day_text(row.given_on)}",
    heading=lambda record: ", ".join(
        filter(None, (f"{record.words('minutes')} h", record.values["what"], record.words("given_on")))
    ),
    order=("-given_on", "-id"),
    may_undo=True,
)


class Destination(PartRecord, table=True):
    """What somebody who gave time went on to: training, work, more volunteering."""

    __tablename__ = "destination"

    volunteer_id: int = owner("volunteer.id")
    kind: str = choice("What did they go on to?", ChoiceList.MOVED_ON_TO, short="Went on to", privacy=Privacy.SENSITIVE)
    began_on: date = day("From which day", needed=_DAY, starts=today)
    note: str = text("Which one", 200)


DESTINATIONS = Kind(
    table=Destination,
    title="Step onward",
    of=Volunteer,
    read=Permission.VOLUNTEER_WRITE,
    write=Permission.VOLUNTEER_WRITE,
    log=_LOG,
    detail=lambda row: f"went on to {row.kind}",
    heading=lambda record: f"{record.words('kind')}, {record.words('began_on')}",
    order=("-began_on", "-id"),
    may_undo=True,
)
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
