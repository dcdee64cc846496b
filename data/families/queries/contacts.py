"""The families a worker is in touch with, and their people."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.core.db import reading
from data.core.scope import visible_families
from data.families.queries.family import children_of
from models.attendance.pupils import Pupil, full_name
from models.errors import NotFound
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, family_name
from models.families.people import Adult
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class ContactFamily:
    """A family to be in touch with: its people by a key such as `adult:3`."""

    family_id: int
    name: str
    people: dict[str, str]
    safety_note: str

    @property
    def children(self) -> dict[str, str]:
        """Names of the family's children by pupil id, as text."""
        return {key.removeprefix("pupil:"): name for key, name in self.people.items() if key.startswith("pupil:")}


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


def contact_family(*, actor: Actor, family_id: int | None = None, pupil_id: int | None = None) -> ContactFamily:
    """The family with this id, or that of the child; NotFound when there is none or this person may not open it."""
    if pupil_id is not None:
        with reading() as session:
            family_id = session.exec(select(FamilyChild.family_id).where(FamilyChild.pupil_id == pupil_id)).first()
    families = list_contact_families(actor=actor, family_id=family_id)
    found = next((family for family in families if family.family_id == family_id), None)
    if found is None:
        raise NotFound
    return found


def _told_apart(name: str, children: Iterable[Pupil], shared: Collection[str]) -> str:
    """The family's name, with its children's forenames where another family has the same one."""
    forenames = ", ".join(child.forename for child in children if child.forename)
    return f"{name}: {forenames}" if name in shared and forenames else name


def _adults(session: Session, family_ids: list[int]) -> dict[int, list[Adult]]:
    adults: dict[int, list[Adult]] = defaultdict(list)
    for adult in session.exec(select(Adult).where(col(Adult.family_id).in_(family_ids)).order_by(col(Adult.id))):
        adults[adult.family_id].append(adult)
    return adults
