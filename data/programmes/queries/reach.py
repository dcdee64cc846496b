"""Families on their way into a programme: how far each has come, and how many came how far."""

from collections import Counter, defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from data.attendance.queries.places import schools_now
from data.core.db import reading
from data.core.scope import counted_programmes, is_newest_place, visible_families, visible_programmes
from data.families.queries.family import children_of, names_known_to_all
from data.programmes.queries.programmes import programme_in_scope
from models.attendance.pupils import Enrolment
from models.errors import NotFound
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission, check
from models.programmes.programme import Programme, Reach, ReachStage, ReachStep, has_come_to


@dataclass(frozen=True, slots=True)
class ReachRow:
    """One family on its way. Of a family of another worker: its name, school and worker, and nothing else."""

    reach_id: int
    programme_id: int
    family_id: int
    family: str
    school: str
    worker: str
    stage: ReachStage
    steps: dict[ReachStage, date]
    moved_on_to: str  # a code
    moved_on_note: str
    can_open: bool
    version: int


def list_reach(*, actor: Actor, programme_id: int) -> tuple[ReachRow, ...]:
    """The families of one programme."""
    check(actor, Permission.PROGRAMME_WRITE)
    with reading() as session:
        programme_in_scope(session, actor=actor, programme_id=programme_id)
        return _rows(session, actor, Reach.programme_id == programme_id)


def never_reached(*, actor: Actor, programme_ids: Collection[int]) -> tuple[ReachRow, ...]:
    """Everybody invited to these programmes and not called yet, who has waited longest first."""
    check(actor, Permission.PROGRAMME_WRITE)
    still_on = select(Programme.id).where(
        col(Programme.id).in_(programme_ids), col(Programme.is_cancelled).is_(False), visible_programmes(actor)
    )
    with reading() as session:
        rows = _rows(session, actor, Reach.stage == ReachStage.INVITED, col(Reach.programme_id).in_(still_on))
    return tuple(sorted(rows, key=lambda row: row.steps.get(ReachStage.INVITED, date.min)))


def _rows(session: Session, actor: Actor, *wanted: ColumnElement[bool] | bool) -> tuple[ReachRow, ...]:
    """Those who have come least far first."""
    rows = session.exec(select(Reach).where(*wanted)).all()
    known = _Families(session, actor, [row.family_id for row in rows])
    steps: dict[int, dict[ReachStage, date]] = defaultdict(dict)
    for step in session.exec(select(ReachStep).where(col(ReachStep.reach_id).in_([row.id for row in rows]))):
        steps[step.reach_id][step.stage] = step.stepped_on
    order = list(ReachStage)
    found = (
        ReachRow(
            reach_id=row.id or 0,
            family=known.names[row.family_id],
            school=known.schools.get(row.family_id, ""),
            worker=known.workers.get(row.family_id, ""),
            steps=steps[row.id or 0],
            can_open=row.family_id in known.open_to,
            **row.model_dump(include=_OF_ROW),
        )
        for row in rows
    )
    return tuple(sorted(found, key=lambda row: (order.index(row.stage), row.family.lower(), row.reach_id)))


_OF_ROW = {"family_id", "programme_id", "stage", "moved_on_to", "moved_on_note", "version"}


class _Families:
    """What every worker may know of these families, and which of them this person may open."""

    def __init__(self, session: Session, actor: Actor, ids: Collection[int]) -> None:
        self.open_to = set(session.exec(select(Family.id).where(col(Family.id).in_(ids), visible_families(actor))))
        self.names = self._told_apart(session, names_known_to_all(session, family_ids=ids))
        supports = session.exec(
            select(SupportPeriod.family_id, Worker.name)
            .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
            .where(col(SupportPeriod.family_id).in_(ids), SupportPeriod.status != SupportStatus.CLOSED)
            .order_by(col(SupportPeriod.id))
        )
        self.workers = dict(supports.all())
        children = select(FamilyChild.pupil_id, FamilyChild.family_id).where(col(FamilyChild.family_id).in_(ids))
        family_of = dict(session.exec(children).all())
        places = schools_now(session, pupil_ids=list(family_of))
        self.schools = {family_of[pupil_id]: place.name for pupil_id, place in places.items()}

    def _told_apart(self, session: Session, names: dict[int, str]) -> dict[int, str]:
        """Two families of one name: by their children where this person may open them, else by their reference."""
        many = Counter(names.values())
        alike = [id_ for id_, name in names.items() if many[name] > 1]
        children = children_of(session, family_ids=[id_ for id_ in alike if id_ in self.open_to])
        references = select(Family.id, Family.reference).where(col(Family.id).in_(alike))
        apart = {
            id_ or 0: ", ".join(child.forename for child in children[id_ or 0] if child.forename) or reference
            for id_, reference in session.exec(references)
        }
        return names | {id_: f"{names[id_]} ({words})" for id_, words in apart.items()}


def families_at_school(*, actor: Actor, school_id: int) -> dict[int, str]:
    """Families with support now and a child at the school: name and worker, whoever supports them."""
    check(actor, Permission.PROGRAMME_WRITE)
    here = select(Enrolment.pupil_id).where(Enrolment.school_id == school_id, is_newest_place())
    supported = select(SupportPeriod.family_id).where(
        col(SupportPeriod.pupil_id).in_(here), SupportPeriod.status != SupportStatus.CLOSED
    )
    with reading() as session:
        return _named(session, actor, set(session.exec(supported)))


def families_named(*, actor: Actor, family_ids: Collection[int]) -> dict[int, str]:
    """What to call these families, and who supports each."""
    check(actor, Permission.PROGRAMME_WRITE)
    with reading() as session:
        return _named(session, actor, family_ids)


def _named(session: Session, actor: Actor, family_ids: Collection[int]) -> dict[int, str]:
    known = _Families(session, actor, family_ids)
    named = {id_: f"{name}, with {known.workers.get(id_, 'nobody now')}" for id_, name in known.names.items()}
    return dict(sorted(named.items(), key=lambda item: item[1].lower()))


def funnel(*, actor: Actor, programme_ids: Collection[int]) -> dict[ReachStage, int]:
    """How many invitations came at least this far, of the programmes whose numbers this person may see."""
    check(actor, Permission.PROGRAMME_READ)
    with reading() as session:
        stages = session.exec(
            select(col(Reach.stage))
            .join(Programme, col(Programme.id) == Reach.programme_id)
            .where(col(Reach.programme_id).in_(programme_ids), counted_programmes(actor))
        ).all()
    return {wanted: len([stage for stage in stages if has_come_to(stage, wanted)]) for wanted in ReachStage}


def reach_in_scope(session: Session, *, actor: Actor, reach_id: int) -> Reach:
    """One family's way into a programme, locked, for those who run programmes."""
    row = session.get(Reach, reach_id, with_for_update=True) if actor.can(Permission.PROGRAMME_WRITE) else None
    if row is None:
        raise NotFound
    return row
