"""Contacts with families: calls, visits, messages. Attempts without an answer count too."""

from datetime import datetime, timedelta
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.audit import AuditAction
from models.choices import ChoiceList
from models.columns import now
from models.families.family import Family
from models.fields import choice, moment, note, number, owner, text, tick, yes_no
from models.kinds import Kind, PageOf, Problem, Values, VersionedRecord, links_to
from models.permissions import Permission

CLOCKS_DIFFER = timedelta(minutes=5)  # a phone's clock and the server's


class Contact(VersionedRecord, table=True):
    """A call, visit or message, answered or not, with one family."""

    __tablename__ = "contact"
    ORDINARY: ClassVar = {"worker_id", "account_id"}

    family_id: int = owner("family.id")
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)
    kind: str = choice("What kind?", ChoiceList.CONTACT_KIND, needed="Please tap the kind of contact.", short="Kind")
    happened_at: datetime = moment(
        "Day",
        needed="Please choose a time as well as a day, or neither.",
        not_after=lambda: now() + CLOCKS_DIFFER,
        to_come="That time is still to come. Put it in your week instead.",
    )
    is_answered: bool = yes_no("Did anybody answer?", "They answered", "Tried, no answer", short="Answered")
    minutes: int | None = number("Minutes", most=600, taps=(5, 10, 15, 30, 45, 60), after="min")
    line: str = text("In one line", 200, help="What the team may read at a glance.")
    note: str = note("Note", 20_000)
    # That there is one is visible; what it says only on a logged click.
    is_restricted: bool = tick(
        "Restricted note: others see that there is one and whom to ask; each reading is written down",
        is_once=True,
        short="Restricted",
    )


class ContactPerson(SQLModel, table=True):
    """One child or adult of the family whom a contact was with."""

    __tablename__ = "contact_person"
    ORDINARY: ClassVar = {"id", "contact_id", "pupil_id", "adult_id"}

    id: int | None = Field(default=None, primary_key=True)
    contact_id: int = Field(foreign_key="contact.id", index=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True)
    adult_id: int | None = Field(default=None, foreign_key="adult.id", index=True)


def _restricted_note_is_written(values: Values) -> Problem | None:
    is_empty = values.get("is_restricted") and values.get("note") == ""
    return ("is_restricted", "Write the restricted note first, or untick this.") if is_empty else None


CONTACTS = Kind(
    table=Contact,
    title="Contact",
    of=Family,
    read=Permission.CASEWORK_READ,
    write=Permission.CASEWORK_WRITE,
    log=(AuditAction.CONTACT_LOGGED, AuditAction.CONTACT_CHANGED, AuditAction.CONTACT_CHANGED),
    detail=lambda row: f"{row.kind}, {'answered' if row.is_answered else 'no answer'}",
    heading=lambda record: record.words("kind"),
    links={
        "who": links_to(
            ContactPerson,
            "contact_id",
            "Who was there?",
            help="Nobody tapped means the family together.",
            said="with whom",
            adult="adult_id",
            pupil="pupil_id",
        )
    },
    rules=(_restricted_note_is_written,),
    veiled=lambda row: frozenset({"note"}) if row.is_restricted else frozenset(),
    page=PageOf(
        "families/contact.py",
        "contact",
        "add_call",
        "Log a contact",
        "Log a call, visit or message in a few taps.",
        Permission.CASEWORK_WRITE,
    ),
)
