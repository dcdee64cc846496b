"""Families: one's own caseload, and finding one before adding another."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, or_
from sqlmodel import Session, col, func, select

from data.attendance.queries.places import SchoolNow, postcodes_now, schools_now
from data.core.db import reading
from data.core.scope import visible_families
from data.families.queries.family import children_of
from models.attendance.pupils import Characteristic, CharacteristicKind, Pupil, full_name
from models.attendance.simd import postcode_key
from models.families.contacts import Contact
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker, family_name
from models.families.likeness import Likeness, any_alike
from models.families.people import Adult
from models.families.week import support_due
from models.permissions import Actor, Permission, check
from models.text import is_searchable, search_key

MOST_FOUND, MOST_NEAR = 50, 10


@dataclass(frozen=True, slots=True)
class FamilyRow:
    """A line of the list of families, with the last contact and the next review."""

    family_id: int
    reference: str
    name: str
    children: tuple[str, ...]
    schools: tuple[str, ...]
    worker: str
    last_contact_at: datetime | None  # the last that was answered
    tries: int  # without an answer since then
    review_on: date | None
    has_safety_note: bool


@dataclass(frozen=True, slots=True)
class FamilyFound:
    """What every worker may know of any family, so that nobody does work twice."""

    family_id: int
    name: str
    school: str
    worker: str
    can_open: bool


@dataclass(frozen=True, slots=True)
class FamilySearch:
    """The first families found; `total` counts those left out too."""

    rows: tuple[FamilyFound, ...]
    total: int


def list_families(*, actor: Actor, is_mine: bool = True) -> tuple[FamilyRow, ...]:
    """The families with support now or about to begin: one's own, or every worker's for those who may see them."""
    check(actor, Permission.CASEWORK_READ)
    open_now = select(SupportPeriod.family_id).where(SupportPeriod.status != SupportStatus.CLOSED)
    if is_mine or not actor.can(Permission.CASELOAD_READ_ALL):
        open_now = open_now.where(SupportPeriod.worker_id == actor.worker_id)
    with reading() as session:
        families = session.exec(select(Family).where(col(Family.id).in_(open_now), visible_families(actor))).all()
        rows = _rows(session, families)
    return tuple(sorted(rows, key=lambda row: (search_key(row.name), row.reference)))


def _rows(session: Session, families: Sequence[Family]) -> list[FamilyRow]:
    ids = [family.id or 0 for family in families]
    children = children_of(session, family_ids=ids)
    schools = schools_now(session, pupil_ids=[child.id or 0 for each in children.values() for child in each])
    supports = _open_supports(session, ids)
    last, tries = _last_contacts(session, ids)
    return [
        FamilyRow(
            family_id=family.id or 0,
            reference=family.reference,
            name=_name(family, children[family.id or 0]),
            children=tuple(full_name(child.forename, child.surname) for child in children[family.id or 0]),
            schools=_names(schools, children[family.id or 0]),
            worker=", ".join(dict.fromkeys(worker for _, worker in supports[family.id or 0])),
            last_contact_at=last.get(family.id or 0),
            tries=tries.get(family.id or 0, 0),
            review_on=_next_review(supports[family.id or 0]),
            has_safety_note=bool(family.safety_note),
        )
        for family in families
    ]


def _last_contacts(session: Session, family_ids: Sequence[int]) -> tuple[dict[int, datetime], dict[int, int]]:
    """By family, when it last answered, and how many tries have gone unanswered since then."""
    answered = (
        select(Contact.family_id, func.max(Contact.happened_at).label("at"))
        .where(col(Contact.family_id).in_(family_ids), col(Contact.is_answered))
        .group_by(col(Contact.family_id))
    )
    last = answered.subquery()
    tries = (
        select(Contact.family_id, func.count())
        .outerjoin(last, last.c.family_id == Contact.family_id)
        .where(
            col(Contact.family_id).in_(family_ids),
            col(Contact.is_answered).is_(False),
            or_(last.c.at.is_(None), Contact.happened_at > last.c.at),
        )
        .group_by(col(Contact.family_id))
    )
    return dict(session.exec(answered).all()), dict(session.exec(tries).all())


def _next_review(supports: Iterable[tuple[SupportPeriod, str]]) -> date | None:
    begun = (period for period, _ in supports if period.status is not SupportStatus.WAITING)
    return min((support_due(period.started_on, period.review_on) for period in begun), default=None)


def _open_supports(session: Session, family_ids: Sequence[int]) -> dict[int, list[tuple[SupportPeriod, str]]]:
    found = session.exec(
        select(SupportPeriod, Worker.name)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .where(col(SupportPeriod.family_id).in_(family_ids), SupportPeriod.status != SupportStatus.CLOSED)
        .order_by(col(Worker.name))
    )
    supports: dict[int, list[tuple[SupportPeriod, str]]] = defaultdict(list)
    for period, worker in found:
        supports[period.family_id].append((period, worker))
    return supports


def _name(family: Family, children: Iterable[Pupil]) -> str:
    return family_name(family.name, (child.surname for child in children), family.reference)


def _names(schools: dict[int, SchoolNow], children: Iterable[Pupil]) -> tuple[str, ...]:
    found = (schools.get(child.id or 0) for child in children)
    return tuple(dict.fromkeys(school.name for school in found if school))


def find_families(*, actor: Actor, text: str) -> FamilySearch:
    """Families whose name, reference, child, adult or postcode holds the text.

    Of a family that is not theirs to open, a person learns its name, school and worker, and nothing else.
    """
    check(actor, Permission.CASEWORK_READ)
    if not is_searchable(text):
        return FamilySearch((), 0)
    with reading() as session:
        found = session.exec(
            select(Family, func.count().over())
            .where(_matches(text))
            .order_by(col(Family.reference), col(Family.id))
            .limit(MOST_FOUND)
        ).all()
        rows = _found(session, actor, [family for family, _ in found])
    return FamilySearch(rows, found[0][1] if found else 0)


def _matches(text: str) -> ColumnElement[bool]:
    words = search_key(text).split()
    of_child = select(FamilyChild.family_id).join(Pupil, col(Pupil.id) == FamilyChild.pupil_id)
    of_adult = select(Adult.family_id)
    for word in words:
        of_child = of_child.where(col(Pupil.search_key).contains(word, autoescape=True))
        of_adult = of_adult.where(col(Adult.search_key).contains(word, autoescape=True))
    conditions: list[ColumnElement[bool]] = [
        func.lower(Family.name).contains(text.strip().lower(), autoescape=True),
        func.lower(Family.reference) == text.strip().lower(),
        col(Family.id).in_(of_child),
        col(Family.id).in_(of_adult),
    ]
    if key := postcode_key(text):
        conditions.append(
            col(Family.id).in_(
                select(FamilyChild.family_id)
                .join(Characteristic, col(Characteristic.pupil_id) == FamilyChild.pupil_id)
                .where(
                    Characteristic.kind == CharacteristicKind.POSTCODE,
                    func.replace(func.upper(Characteristic.value), " ", "") == key,
                )
            )
        )
    return or_(*conditions)


def _found(session: Session, actor: Actor, families: Sequence[Family]) -> tuple[FamilyFound, ...]:
    ids = [family.id or 0 for family in families]
    open_to = set(session.exec(select(Family.id).where(col(Family.id).in_(ids), visible_families(actor))))
    return tuple(
        FamilyFound(row.family_id, row.name, ", ".join(row.schools), row.worker, row.family_id in open_to)
        for row in _rows(session, families)
    )


def child_names(*, actor: Actor, pupil_ids: Collection[int]) -> dict[int, str]:
    """By pupil id, a line with name, stage and school: every worker may know these of any child."""
    check(actor, Permission.PUPIL_SEARCH)
    with reading() as session:
        pupils = session.exec(select(Pupil).where(col(Pupil.id).in_(pupil_ids)).order_by(col(Pupil.id))).all()
        schools = schools_now(session, pupil_ids=pupil_ids)
    lines = {}
    for pupil in pupils:
        school = schools.get(pupil.id or 0)
        place = (school.stage, school.name) if school else ()
        lines[pupil.id or 0] = ", ".join((full_name(pupil.forename, pupil.surname), *place))
    return lines


def near_matches(
    *, actor: Actor, wanted: Sequence[Likeness], pupil_ids: Collection[int] = frozenset()
) -> tuple[FamilyFound, ...]:
    """Families that may be the one about to be added, by name, birth date and postcode.

    `wanted` are people as typed, `pupil_ids` children of the pupil list. Like a search, this tells a family's name,
    school and worker, whoever supports it.
    """
    check(actor, Permission.CASEWORK_WRITE)
    with reading() as session:
        wanted = [*wanted, *_children_wanted(session, pupil_ids)]
        known = _known_people(session)
        ids = [family_id for family_id, people in known.items() if any_alike(wanted, people)][:MOST_NEAR]
        families = session.exec(select(Family).where(col(Family.id).in_(ids)).order_by(col(Family.id))).all()
        return _found(session, actor, families)


def _children_wanted(session: Session, pupil_ids: Collection[int]) -> list[Likeness]:
    postcodes = postcodes_now(session, pupil_ids=pupil_ids)
    pupils = session.exec(select(Pupil).where(col(Pupil.id).in_(pupil_ids)))
    return [Likeness(pupil.search_key, pupil.born_on, postcodes.get(pupil.id or 0)) for pupil in pupils]


def _known_people(session: Session) -> dict[int, list[Likeness]]:
    of_families = select(FamilyChild.pupil_id)
    postcodes = postcodes_now(session, pupil_ids=of_families)
    children = session.exec(
        select(FamilyChild.family_id, col(Pupil.id), Pupil.search_key, col(Pupil.born_on)).join(
            Pupil, col(Pupil.id) == FamilyChild.pupil_id
        )
    )
    people: dict[int, list[Likeness]] = defaultdict(list)
    for family_id, pupil_id, key, born_on in children:
        people[family_id].append(Likeness(key, born_on, postcodes.get(pupil_id or 0)))
    for family_id, key in session.exec(select(Adult.family_id, Adult.search_key)):
        homes = {person.postcode for person in people[family_id]}
        people[family_id] += [Likeness(key, None, home) for home in homes or {None}]
    return people
