"""The directory: local and national services for families, and what the team found out about them."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from sqlmodel import Field

from models.clock import today
from models.fields import Privacy, choice, day, many, note, owner, text, tick
from models.kinds import Kind, PageOf, PartRecord, Problem, Record, Values, VersionedRecord
from models.permissions import Permission
from models.wellbeing.web import INDICATOR_NAMES

REACH = {"local": "Local", "national": "National"}
AGES = {"early": "Under 5", "primary": "5 to 11", "secondary": "12 to 18", "adults": "Adults", "family": "Whole family"}
STAGES = {"nursery": "Nursery", "p1_p3": "P1 to P3", "p4_p7": "P4 to P7", "s1_s3": "S1 to S3", "s4_s6": "S4 to S6"}
LEVELS = {"early": "Early help", "targeted": "Targeted help", "intensive": "Intensive help"}
EASE = {"easy": "Easy", "some": "Took some effort", "hard": "Hard"}
PLAIN = Privacy.ORDINARY  # nothing here is about a person
CHECKED_WITHIN_MONTHS = 6  # until the team says otherwise


class Service(VersionedRecord, table=True):
    """One service a family may be pointed to."""

    __tablename__ = "service"
    ORDINARY: ClassVar = {"import_id"}

    name: str = text("Name", 120, needed="Please give its name.", privacy=PLAIN)
    reach: str = choice("Local or national?", REACH, short="Local or national")
    what: str = note("What it does", 2_000, privacy=PLAIN)
    ages: str = many("For which ages?", AGES, short="Ages")
    stages: str = many("For which stages at school?", STAGES, short="Stages")
    indicators: str = many(
        "What does it help with?", {key.value: name for key, name in INDICATOR_NAMES.items()}, short="Helps with"
    )
    area: str = text("Area or cluster", 80, privacy=PLAIN)
    level: str = choice("How much support?", LEVELS, needed="", short="Level of support")
    how_to_refer: str = note("How to get help from it", 1_000, height=90, privacy=PLAIN)
    ease: str = choice("How easy did families find it to get in?", EASE, needed="", short="Getting in")
    phone: str = text("Phone", 30, privacy=PLAIN)
    email: str = text("E-mail", 120, privacy=PLAIN)
    site: str = text("Website", 200, privacy=PLAIN)
    cost: str = text("Cost", 120, privacy=PLAIN)
    opening: str = text("Open", 200, privacy=PLAIN)
    is_closed: bool = tick("It has closed", short="Closed")
    checked_on: date | None = day("Last checked on", not_after=today, none="never")
    checked_by: str = text("Checked by", 80, privacy=Privacy.PERSONAL)
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


def _can_be_reached(values: Values) -> Problem | None:
    if "email" in values and values["email"] and "@" not in values["email"]:
        return "email", "Please check the e-mail address: it has no @."
    site = values.get("site") or ""
    if site and (" " in site or "." not in site):
        return "site", "Please check the website: it should read like www.example.org."
    return None


SERVICES = Kind(
    table=Service,
    title="Service",
    read=Permission.SERVICE_READ,
    write=Permission.SERVICE_WRITE,
    said=("added to the directory", "changed in the directory", "took out of the directory"),
    detail=lambda row: row.name,
    heading=lambda record: f"{record.values['name']}{' (closed)' * record.values['is_closed']}",
    rules=(_can_be_reached,),
    may_undo=True,
    order=("name", "id"),
    listed=("name", "area", "ages", "level", "phone", "checked_on"),
    search=("name", "what", "area", "how_to_refer"),
    filters=("indicators", "ages", "area"),
    file_key="name",
    page=PageOf(
        "library/directory.py",
        "services",
        "local_library",
        "Services",
        "Who else can help a family, and how to reach them.",
    ),
)


class ServiceNote(PartRecord, table=True):
    """What the team found out about a service: full until March, worked well for two families."""

    __tablename__ = "service_note"

    service_id: int = owner("service.id")
    noted_on: date = day("Day", needed="Please choose the day.", starts=today, not_after=today)
    words: str = text("What did you find out?", 300, needed="Please write it down.", short="Note")


SERVICE_NOTES = Kind(
    table=ServiceNote,
    title="Note",
    of=Service,
    read=Permission.SERVICE_READ,
    write=Permission.SERVICE_WRITE,
    said=("added a note about a service", "put a note about a service right", "took back a note about a service"),
    detail=lambda row: row.words[:80],
    heading=lambda record: str(record.values["words"]),
    may_undo=True,
    order=("-noted_on", "-id"),
    listed=("noted_on", "words"),
)


@dataclass(frozen=True, slots=True)
class ServiceUse:
    """How often plans and referrals pointed at a service, and what came of it."""

    done: int = 0
    open: int = 0
    dropped: int = 0
    referrals: int = 0

    @property
    def words(self) -> str:
        """In one sentence."""
        actions = self.done + self.open + self.dropped
        if not actions + self.referrals:
            return "No plan or referral has pointed here yet."
        of_actions = f"Actions in plans: {actions} ({self.done} done, {self.open} open, {self.dropped} dropped)."
        return f"{of_actions} Answers to referrals: {self.referrals}."


def is_to_check(service: Record, *, months: int, on: date) -> bool:
    """Whether nobody has checked what is known of an open one for longer than the team wants."""
    checked_on, is_closed = service.values["checked_on"], service.values["is_closed"]
    return not is_closed and (checked_on is None or (on - checked_on).days > months * 30.44)
