"""The adults of a family, and what the family agreed to."""

from datetime import date
from typing import ClassVar

from sqlmodel import Field

from models.audit import AuditAction
from models.choices import ChoiceList
from models.clock import today
from models.families.family import Family
from models.fields import Privacy, choice, day, one_of, owner, text, tick, yes_no
from models.kinds import Kind, PartRecord, Problem, Values, VersionedRecord, dated
from models.permissions import Permission
from models.text import search_key


class Adult(VersionedRecord, table=True):
    """A parent, carer or other adult of a family."""

    __tablename__ = "adult"
    PERSONAL: ClassVar = {"search_key"}

    family_id: int = owner("family.id")
    forename: str = text("First name", 80, needed="Please enter the adult's first name.", privacy=Privacy.PERSONAL)
    surname: str = text("Surname", 80, privacy=Privacy.PERSONAL)
    relationship: str = choice(
        "To the children", ChoiceList.RELATIONSHIP, needed="", is_listed=True, privacy=Privacy.SENSITIVE
    )
    phone: str = text("Phone", 30, privacy=Privacy.PERSONAL)
    email: str = text("E-mail", 120, privacy=Privacy.PERSONAL)
    is_emergency_contact: bool = tick("To be called in an emergency")
    search_key: str = Field(default="", max_length=170, index=True)


def _address_has_an_at(values: Values) -> Problem | None:
    is_wrong = values.get("email") and "@" not in values["email"]
    return ("email", "Please check this address: it has no @.") if is_wrong else None


ADULTS = Kind(
    table=Adult,
    title="Adult",
    of=Family,
    read=Permission.CASEWORK_READ,
    write=Permission.CASEWORK_WRITE,
    log=(AuditAction.FAMILY_CHANGED,) * 3,
    detail=lambda _: "an adult",
    heading=lambda record: " ".join(filter(None, (record.values["forename"], record.values["surname"]))),
    rules=(_address_has_an_at,),
    derived=lambda row: {"search_key": search_key(row.forename, row.surname)},
)


class Consent(PartRecord, table=True):
    """What a family agreed to, or said no to, and when. A later one of the same kind replaces an earlier one."""

    __tablename__ = "consent"

    family_id: int = owner("family.id")
    kind: str = choice("About what?", ChoiceList.CONSENT_KIND, needed="Please tap what it is about.", short="About")
    is_given: bool = yes_no(
        "What did they say?",
        "Said yes",
        "Said no, or took it back",
        needed="Please tap what they said.",
        short="They said",
        privacy=Privacy.SENSITIVE,
    )
    who: str = text("Who said so", 120, needed="Please enter who said so.")
    given_on: date = day(
        "When",
        needed="Please choose the day.",
        starts=today,
        not_after=today,
        to_come="That day is still to come. Please choose the day the family said so.",
    )
    pupil_id: int | None = one_of("For one child only", "pupil.id", none="the whole family", is_listed=True)


CONSENTS = Kind(
    table=Consent,
    title="Consent",
    of=Family,
    read=Permission.CASEWORK_READ,
    write=Permission.CASEWORK_WRITE,
    log=(AuditAction.CONSENT_RECORDED,) * 3,
    detail=lambda row: f"{row.kind} {'given' if row.is_given else 'withdrawn'}",
    heading=dated("kind", "given_on"),
    order=("-given_on", "-id"),
)
