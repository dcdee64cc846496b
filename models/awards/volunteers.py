"""People who give their time: volunteers and young mentors."""

from collections.abc import Iterable
from datetime import date, timedelta
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.choices import ChoiceList
from models.clock import day_text
from models.columns import RecordedOnce, enum_type


class VolunteerKind(StrEnum):
    """How somebody gives."""

    VOLUNTEER = "volunteer"
    MENTOR = "mentor"


VOLUNTEER_NAMES: dict[VolunteerKind, str] = {VolunteerKind.VOLUNTEER: "Volunteer", VolunteerKind.MENTOR: "Young mentor"}


class VolunteerCreate(SQLModel):
    """Somebody who gives time; often a parent or an older pupil we know already."""

    name: str = Field(max_length=120, min_length=1)
    kind: VolunteerKind
    phone: str = Field(default="", max_length=30)
    adult_id: int | None = None
    pupil_id: int | None = None


class VolunteerChange(SQLModel):
    """What may change about them. Whoever has stopped stays readable, and is asked for no checks."""

    name: str = Field(max_length=120, min_length=1)
    kind: VolunteerKind
    phone: str = Field(default="", max_length=30)
    is_active: bool = True


class Volunteer(VolunteerCreate, RecordedOnce, table=True):
    """A volunteer or mentor. The version counts changes of what is recorded about them too."""

    __tablename__ = "volunteer"
    PERSONAL: ClassVar = {"name", "phone"}
    ORDINARY: ClassVar = {
        "id",
        "kind",
        "adult_id",
        "pupil_id",
        "is_active",
        "recorded_at",
        "recorded_by",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    kind: VolunteerKind = Field(sa_type=enum_type(VolunteerKind))
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True, unique=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True, unique=True)
    is_active: bool = True
    version: int = 1


class GivenKind(StrEnum):
    """What is recorded about somebody who gives: the name of its table, and of its form."""

    CHECK = "volunteer_check"
    HOURS = "contribution"
    NEXT = "destination"


class VolunteerCheckCreate(SQLModel):
    """A check that was made, such as membership of the PVG scheme, and when the next is due."""

    KIND: ClassVar = GivenKind.CHECK

    volunteer_id: int
    kind: str = Field(max_length=40)  # a code of ChoiceList.CHECK_KIND
    checked_on: date
    due_on: date | None = None

    @property
    def day(self) -> date:
        """The day it was made."""
        return self.checked_on

    @property
    def for_the_log(self) -> str:
        """Such as `pvg checked on 3 Nov 2026`."""
        return f"{self.kind} checked on {day_text(self.checked_on)}"


class VolunteerCheck(VolunteerCheckCreate, RecordedOnce, table=True):
    """A check of somebody who gives time. What it said is not kept here."""

    __tablename__ = GivenKind.CHECK.value
    SENSITIVE: ClassVar = {"kind", "checked_on", "due_on"}
    ORDINARY: ClassVar = {"id", "volunteer_id", "recorded_at", "recorded_by", "draft_key"}

    id: int | None = Field(default=None, primary_key=True)
    volunteer_id: int = Field(foreign_key="volunteer.id", index=True)


class ContributionCreate(SQLModel):
    """Time given outside a session's register."""

    KIND: ClassVar = GivenKind.HOURS

    volunteer_id: int
    given_on: date
    minutes: int = Field(ge=1, le=1_440)
    what: str = Field(default="", max_length=200)

    @property
    def day(self) -> date:
        """The day it was given."""
        return self.given_on

    @property
    def for_the_log(self) -> str:
        """Such as `90 minutes on 3 Nov 2026`."""
        return f"{self.minutes} minutes on {day_text(self.given_on)}"


class Contribution(ContributionCreate, RecordedOnce, table=True):
    """Time given, as it was added by hand."""

    __tablename__ = GivenKind.HOURS.value
    ORDINARY: ClassVar = {
        "id",
        "volunteer_id",
        "given_on",
        "minutes",
        "what",
        "recorded_at",
        "recorded_by",
        "draft_key",
    }

    id: int | None = Field(default=None, primary_key=True)
    volunteer_id: int = Field(foreign_key="volunteer.id", index=True)


class DestinationCreate(SQLModel):
    """What somebody who gave time went on to: training, work, more volunteering."""

    KIND: ClassVar = GivenKind.NEXT

    volunteer_id: int
    kind: str = Field(max_length=40)  # a code of ChoiceList.MOVED_ON_TO
    began_on: date
    note: str = Field(default="", max_length=200)

    @property
    def day(self) -> date:
        """The day it began."""
        return self.began_on

    @property
    def for_the_log(self) -> str:
        """Such as `went on to training`."""
        return f"went on to {self.kind}"


class Destination(DestinationCreate, RecordedOnce, table=True):
    """One thing somebody went on to."""

    __tablename__ = GivenKind.NEXT.value
    SENSITIVE: ClassVar = {"kind", "note"}
    ORDINARY: ClassVar = {"id", "volunteer_id", "began_on", "recorded_at", "recorded_by", "draft_key"}

    id: int | None = Field(default=None, primary_key=True)
    volunteer_id: int = Field(foreign_key="volunteer.id", index=True)


Given = VolunteerCheckCreate | ContributionCreate | DestinationCreate
GivenRecord = VolunteerCheck | Contribution | Destination
GIVEN_TABLES: dict[GivenKind, type[GivenRecord]] = {
    GivenKind.CHECK: VolunteerCheck,
    GivenKind.HOURS: Contribution,
    GivenKind.NEXT: Destination,
}
GIVEN_CHOICES: dict[GivenKind, ChoiceList | None] = {
    GivenKind.CHECK: ChoiceList.CHECK_KIND,
    GivenKind.HOURS: None,
    GivenKind.NEXT: ChoiceList.MOVED_ON_TO,
}


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
