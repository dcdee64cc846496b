"""One logged contact, and the people a contact may be with."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.core.db import reading
from data.core.scope import visible_families
from data.families.queries.family import children_of
from models.access import Account
from models.attendance.pupils import Pupil, full_name
from models.errors import NotFound
from models.families.contacts import Contact, ContactChange, ContactPerson
from models.families.family import Adult, Family, SupportPeriod, SupportStatus, family_name
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class ContactFamily:
    """A family to be in touch with: its people by a key such as `adult:3`."""

    family_id: int
    name: str
    people: dict[str, str]
    safety_note: str


@dataclass(frozen=True, slots=True)
class ContactRecord:
    """One contact. A restricted note is not here; `written_by` says whom to ask."""

    contact_id: int
    family_id: int
    with_whom: dict[str, str]  # by a key such as `adult:3`; also who has left the family since
    content: ContactChange
    is_restricted: bool
    written_by: str
    version: int


def contact_in_scope(session: Session, *, actor: Actor, contact_id: int, is_locked: bool = False) -> Contact:
    """The contact, or NotFound when there is none or its family is not this person's to open."""
    query = (
        select(Contact)
        .join(Family, col(Family.id) == Contact.family_id)
        .where(Contact.id == contact_id, visible_families(actor))
    )
    found = session.exec(query.with_for_update(of=Contact) if is_locked else query).first()
    if found is None:
        raise NotFound
    return found


def contact_record(*, actor: Actor, contact_id: int) -> ContactRecord:
    """One contact, without the note if that is restricted."""
    with reading() as session:
        row = contact_in_scope(session, actor=actor, contact_id=contact_id)
        there = ContactPerson.contact_id == contact_id
        adults = session.exec(select(Adult).join(ContactPerson).where(there).order_by(col(Adult.id))).all()
        children = session.exec(
            select(Pupil).join(ContactPerson).where(there).order_by(col(Pupil.born_on), col(Pupil.id))
        ).all()
        shown = {
            "note": None if row.is_restricted else row.note,
            "adult_ids": {adult.id for adult in adults},
            "pupil_ids": {child.id for child in children},
        }
        writer = session.exec(select(Account.display_name).where(Account.username == row.recorded_by)).first()
    return ContactRecord(
        contact_id=contact_id,
        family_id=row.family_id,
        with_whom=_by_key(adults, children),
        content=ContactChange.model_validate(row, update=shown),
        is_restricted=row.is_restricted,
        written_by=writer or row.recorded_by,
        version=row.version,
    )


def _by_key(adults: Iterable[Adult], children: Iterable[Pupil]) -> dict[str, str]:
    return {f"adult:{adult.id}": full_name(adult.forename, adult.surname) for adult in adults} | {
        f"pupil:{child.id}": full_name(child.forename, child.surname) for child in children
    }


def list_contact_families(*, actor: Actor, family_id: int | None = None) -> tuple[ContactFamily, ...]:
    """One's own families and their people, and the family asked for if it is in scope, by name."""
    check(actor, Permission.CASEWORK_WRITE)
    mine = select(SupportPeriod.family_id).where(
        SupportPeriod.worker_id == actor.worker_id, SupportPeriod.status != SupportStatus.CLOSED
    )
    wanted = col(Family.id).in_(mine) | (col(Family.id) == family_id)
    with reading() as session:
        families = session.exec(select(Family).where(wanted, visible_families(actor))).all()
        ids = [family.id or 0 for family in families]
        children, adults = children_of(session, family_ids=ids), _adults(session, ids)
    names = {
        row.id or 0: family_name(row.name, (child.surname for child in children[row.id or 0]), row.reference)
        for row in families
    }
    shared = {name for name, times in Counter(names.values()).items() if times > 1}
    found = [
        ContactFamily(
            family.id or 0,
            _told_apart(names[family.id or 0], children[family.id or 0], shared),
            _by_key(adults[family.id or 0], children[family.id or 0]),
            family.safety_note,
        )
        for family in families
    ]
    return tuple(sorted(found, key=lambda family: (family.name, family.family_id)))


def _told_apart(name: str, children: Iterable[Pupil], shared: Collection[str]) -> str:
    """Two families may go by one name; their children tell them apart."""
    forenames = ", ".join(child.forename for child in children if child.forename)
    return f"{name}: {forenames}" if name in shared and forenames else name


def _adults(session: Session, family_ids: list[int]) -> dict[int, list[Adult]]:
    adults: dict[int, list[Adult]] = defaultdict(list)
    for adult in session.exec(select(Adult).where(col(Adult.family_id).in_(family_ids)).order_by(col(Adult.id))):
        adults[adult.family_id].append(adult)
    return adults
