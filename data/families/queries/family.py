"""One family: its people, what it agreed to, and who supports it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.attendance.queries.places import schools_now
from data.core.db import reading
from data.core.scope import visible_families
from models.attendance.pupils import Pupil, full_name
from models.errors import NotFound
from models.families.family import Family, FamilyChange, FamilyChild, SupportPeriod, SupportStatus, Worker, family_name
from models.families.people import Adult, Consent
from models.families.week import support_due
from models.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class Child:
    """A child as the family's page lists them, with the newest school and stage."""

    pupil_id: int
    name: str
    born_on: date | None
    school: str
    stage: str


@dataclass(frozen=True, slots=True)
class AdultRow:
    """An adult as the family's page lists them; `version` is the one to send with a change."""

    adult_id: int
    forename: str
    surname: str
    relationship: str
    phone: str
    email: str
    is_emergency_contact: bool
    version: int

    @property
    def name(self) -> str:
        """Forename and surname."""
        return full_name(self.forename, self.surname)


@dataclass(frozen=True, slots=True)
class ConsentRow:
    """What a family said to one kind of consent, and whether it is its newest word on it."""

    kind: str
    child: str  # empty: the whole family
    is_given: bool
    who: str
    given_on: date
    recorded_by: str
    is_newest: bool


@dataclass(frozen=True, slots=True)
class SupportRow:
    """One period of support of one child of the family."""

    period_id: int
    child: str
    worker_id: int
    worker: str
    status: SupportStatus
    started_on: date
    ended_on: date | None
    review_on: date


@dataclass(frozen=True, slots=True)
class FamilyRecord:
    """What the family's page shows, except the story."""

    family_id: int
    reference: str
    name: str
    details: FamilyChange
    version: int
    children: tuple[Child, ...]
    adults: tuple[AdultRow, ...]
    consents: tuple[ConsentRow, ...]  # newest first
    supports: tuple[SupportRow, ...]  # newest first

    @property
    def worker(self) -> str:
        """Who supports the family now, or is about to."""
        return ", ".join(dict.fromkeys(row.worker for row in self.supports if row.status is not SupportStatus.CLOSED))


def family_in_scope(session: Session, *, actor: Actor, family_id: int) -> Family:
    """The family, or NotFound when there is none or it is not this person's to open."""
    found = session.exec(select(Family).where(Family.id == family_id, visible_families(actor))).first()
    if found is None or not actor.can(Permission.CASEWORK_READ):
        raise NotFound
    return found


def children_of(session: Session, *, family_ids: Collection[int]) -> dict[int, list[Pupil]]:
    """The children of each of these families, the eldest first."""
    found = session.exec(
        select(FamilyChild.family_id, Pupil)
        .join(Pupil, col(Pupil.id) == FamilyChild.pupil_id)
        .where(col(FamilyChild.family_id).in_(family_ids))
        .order_by(col(Pupil.born_on), col(Pupil.id))
    )
    children: dict[int, list[Pupil]] = defaultdict(list)
    for family_id, pupil in found:
        children[family_id].append(pupil)
    return children


def family_names(session: Session, *, actor: Actor, family_ids: Collection[int]) -> dict[int, str]:
    """What to call each of these families, of those this person may open."""
    mine = session.exec(select(Family.id).where(col(Family.id).in_(family_ids), visible_families(actor))).all()
    return names_known_to_all(session, family_ids=[family_id for family_id in mine if family_id])


def names_known_to_all(session: Session, *, family_ids: Collection[int]) -> dict[int, str]:
    """What to call each of these families: every worker may know it, so that nobody does work twice."""
    families = session.exec(select(Family).where(col(Family.id).in_(family_ids))).all()
    children = children_of(session, family_ids=[family.id or 0 for family in families])
    return {
        row.id or 0: family_name(row.name, (child.surname for child in children[row.id or 0]), row.reference)
        for row in families
    }


def family_record(*, actor: Actor, family_id: int) -> FamilyRecord:
    """Everything about one family but its story. The page comes here through the action open_family."""
    with reading() as session:
        family = family_in_scope(session, actor=actor, family_id=family_id)
        pupils = children_of(session, family_ids=[family_id])[family_id]
        children = _children(session, pupils)
        names = {child.pupil_id: child.name for child in children}
        name = family_name(family.name, (pupil.surname for pupil in pupils), family.reference)
        return FamilyRecord(
            family_id=family_id,
            reference=family.reference,
            name=name,
            details=FamilyChange.model_validate(family, update={"name": name}),
            version=family.version,
            children=children,
            adults=_adults(session, family_id),
            consents=_consents(session, family_id, names),
            supports=_supports(session, family_id),
        )


def _children(session: Session, found: Sequence[Pupil]) -> tuple[Child, ...]:
    schools = schools_now(session, pupil_ids=[pupil.id or 0 for pupil in found])
    return tuple(
        Child(
            pupil_id=pupil.id or 0,
            name=full_name(pupil.forename, pupil.surname),
            born_on=pupil.born_on,
            school=schools[pupil.id or 0].name if pupil.id in schools else "",
            stage=schools[pupil.id or 0].stage if pupil.id in schools else "",
        )
        for pupil in found
    )


def _adults(session: Session, family_id: int) -> tuple[AdultRow, ...]:
    found = session.exec(select(Adult).where(Adult.family_id == family_id).order_by(col(Adult.id)))
    return tuple(AdultRow(adult_id=row.id or 0, **row.model_dump(include={*AdultRow.__slots__})) for row in found)


def _consents(session: Session, family_id: int, names: dict[int, str]) -> tuple[ConsentRow, ...]:
    found = session.exec(
        select(Consent)
        .where(Consent.family_id == family_id)
        .order_by(col(Consent.given_on).desc(), col(Consent.id).desc())
    )
    seen: set[tuple[str, int | None]] = set()
    rows = []
    for row in found:
        child = names.get(row.pupil_id or 0, "")
        is_newest = (row.kind, row.pupil_id) not in seen
        rows.append(ConsentRow(row.kind, child, row.is_given, row.who, row.given_on, row.recorded_by, is_newest))
        seen.add((row.kind, row.pupil_id))
    return tuple(rows)


def _supports(session: Session, family_id: int) -> tuple[SupportRow, ...]:
    found = session.exec(
        select(SupportPeriod, Worker.name, Pupil)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .join(Pupil, col(Pupil.id) == SupportPeriod.pupil_id)
        .where(SupportPeriod.family_id == family_id)
        .order_by(col(SupportPeriod.started_on).desc(), col(SupportPeriod.id).desc())
    )
    return tuple(
        SupportRow(
            period_id=row.id or 0,
            child=full_name(pupil.forename, pupil.surname),
            worker_id=row.worker_id,
            worker=worker,
            status=row.status,
            started_on=row.started_on,
            ended_on=row.ended_on,
            review_on=support_due(row.started_on, row.review_on),
        )
        for row, worker, pupil in found
    )
