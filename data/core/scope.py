"""Which rows a person may see. Every query starts here; an unknown role sees nothing."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, and_, false, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.core.db import find_visible
from models.access import AccountSchool, Cover
from models.attendance.pupils import Enrolment, Pupil
from models.attendance.schools import School
from models.awards.award import Award
from models.awards.volunteers import Volunteer
from models.columns import now
from models.drafts import Draft
from models.errors import NotFound
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker
from models.families.people import Adult
from models.kinds import Kind, kind_of
from models.permissions import Actor, Permission
from models.programmes.programme import Programme
from models.referrals import SCHOOL_SOURCES, Referral


@dataclass(frozen=True, slots=True)
class FiguresScope:
    """How much of the schools' figures a person may see; part of every cache key of figures."""

    school_ids: frozenset[int] | None  # None: every school
    is_suppressed: bool
    sees_others_average: bool  # the other schools, as one average


def figures_scope(actor: Actor) -> FiguresScope | None:
    """The figures a person may see; None where figures are none of their business."""
    if not actor.can(Permission.FIGURES_READ):
        return None
    is_everywhere = actor.can(Permission.FIGURES_READ_ALL_SCHOOLS)
    return FiguresScope(
        school_ids=None if is_everywhere else actor.school_ids,
        is_suppressed=not actor.can(Permission.FIGURES_READ_IN_FULL),
        sees_others_average=not is_everywhere,
    )


def visible_schools(actor: Actor) -> ColumnElement[bool]:
    """The schools whose names and figures a person may see one by one."""
    scope = figures_scope(actor)
    if actor.can(Permission.SCHOOL_WRITE) or (scope is not None and scope.school_ids is None):
        return true()
    return col(School.id).in_(actor.school_ids) if scope is not None and scope.school_ids else false()


def visible_pupils(actor: Actor) -> ColumnElement[bool]:
    """The pupils a person may open: all, their own caseload, or those they gave a reason to cover."""
    if actor.can(Permission.PUPIL_READ_ALL):
        return true()
    if not actor.can(Permission.PUPIL_SEARCH):
        return false()
    covered = select(Cover.pupil_id).where(Cover.account_id == actor.account_id, Cover.until_at > now())
    return or_(col(Pupil.id).in_(_caseload(actor)), col(Pupil.id).in_(covered))


def pupil_in_scope(session: Session, *, actor: Actor, pupil_id: int) -> Pupil:
    """The child, or NotFound when there is none or it is not this person's to open."""
    return find_visible(session, select(Pupil).where(Pupil.id == pupil_id, visible_pupils(actor)))


def visible_families(actor: Actor) -> ColumnElement[bool]:
    """The families a person may open: those with a child they may open, and none without casework."""
    if not actor.can(Permission.CASEWORK_READ):
        return false()
    if actor.can(Permission.PUPIL_READ_ALL):
        return true()
    theirs = select(SupportPeriod.family_id).where(SupportPeriod.worker_id == actor.worker_id)
    children = select(FamilyChild.family_id).join(Pupil, col(Pupil.id) == col(FamilyChild.pupil_id))
    return or_(
        col(Family.id).in_(theirs.where(SupportPeriod.status != SupportStatus.CLOSED)),
        col(Family.id).in_(children.where(visible_pupils(actor))),
    )


def visible_referrals(actor: Actor) -> ColumnElement[bool]:
    """The referrals a person may see: all, those their own schools made, or those a worker has to do with.

    What social work or a doctor and the team tell one another of a child is not for its school. A worker has to do
    with those they entered, those they were given, and those of schools where they support a child.
    """
    if actor.can(Permission.REFERRAL_TRIAGE):
        return true()
    if not actor.can(Permission.REFERRAL_WRITE):
        return false()
    if not actor.can(Permission.CASEWORK_READ):
        tied = select(AccountSchool.account_id).where(col(AccountSchool.school_id).in_(actor.school_ids))
        by_school = or_(col(Referral.account_id).in_(tied), col(Referral.source).in_(SCHOOL_SOURCES))
        return and_(col(Referral.school_id).in_(actor.school_ids), by_school)
    schools = select(Enrolment.school_id).where(col(Enrolment.pupil_id).in_(_caseload(actor)), is_newest_place())
    return or_(
        col(Referral.account_id) == (actor.account_id or 0),
        col(Referral.worker_id) == (actor.worker_id or 0),
        col(Referral.school_id).in_(schools),
    )


def visible_programmes(actor: Actor) -> ColumnElement[bool]:
    """The programmes a person may know of: all, or those for their schools, for the clusters of these, and for all."""
    if actor.can(Permission.PROGRAMME_WRITE):
        return true()
    if not actor.can(Permission.PROGRAMME_READ):
        return false()
    clusters = select(School.cluster).where(col(School.id).in_(actor.school_ids), col(School.cluster).is_not(None))
    is_wider = or_(col(Programme.cluster) == "", col(Programme.cluster).in_(clusters))
    return or_(col(Programme.school_id).in_(actor.school_ids), and_(col(Programme.school_id).is_(None), is_wider))


def counted_programmes(actor: Actor) -> ColumnElement[bool]:
    """The programmes whose numbers a person may see: a school is told those of its own."""
    if actor.can(Permission.PROGRAMME_WRITE):
        return true()
    return and_(visible_programmes(actor), col(Programme.school_id).in_(actor.school_ids))


def visible_awards(actor: Actor) -> ColumnElement[bool]:
    """The awards a person may open: of pupils and families they may open, and of the programmes they run."""
    if not actor.can(Permission.AWARD_WRITE):
        return false()
    families = select(Family.id).where(visible_families(actor))
    return or_(
        col(Award.pupil_id).in_(select(Pupil.id).where(visible_pupils(actor))),
        col(Award.family_id).in_(families),
        col(Award.adult_id).in_(select(Adult.id).where(col(Adult.family_id).in_(families))),
        col(Award.programme_id).in_(select(Programme.id).where(Programme.worker_id == (actor.worker_id or 0))),
    )


def own_drafts(actor: Actor) -> tuple[ColumnElement[bool], ...]:
    """The forms somebody began: those of their account, or of the link they opened without one."""
    return col(Draft.account_id) == actor.account_id, col(Draft.link_id) == actor.link_id


def is_newest_place() -> ColumnElement[bool]:
    """The condition that keeps only a pupil's newest enrolment."""
    later = aliased(Enrolment)
    newest = select(func.max(later.observed_on)).where(later.pupil_id == Enrolment.pupil_id)
    return col(Enrolment.observed_on) == newest.correlate(Enrolment).scalar_subquery()


def _caseload(actor: Actor) -> SelectOfScalar[int]:
    """Every child of a family this worker supports now or is about to: siblings belong together."""
    families = select(SupportPeriod.family_id).where(
        SupportPeriod.worker_id == actor.worker_id, SupportPeriod.status != SupportStatus.CLOSED
    )
    return select(FamilyChild.pupil_id).where(col(FamilyChild.family_id).in_(families))


def visible_adults(actor: Actor) -> ColumnElement[bool]:
    """The adults of the families a person may open."""
    return col(Adult.family_id).in_(select(Family.id).where(visible_families(actor)))


def visible_workers(actor: Actor) -> ColumnElement[bool]:
    """The workers whose own records a person may see: every one, or themselves."""
    return true() if actor.can(Permission.CASELOAD_READ_ALL) else col(Worker.id) == (actor.worker_id or 0)


def visible_volunteers(actor: Actor) -> ColumnElement[bool]:
    """The volunteers and mentors: the whole team knows them."""
    return true() if actor.can(Permission.VOLUNTEER_WRITE) else false()


# Whose rows decide what else may be seen. A table that is neither here nor a kind of record is nobody's to see.
_RULES: dict[type[SQLModel], Callable[[Actor], ColumnElement[bool]]] = {
    Adult: visible_adults,
    Family: visible_families,
    Pupil: visible_pupils,
    Volunteer: visible_volunteers,
    Worker: visible_workers,
}


def visible_rows(table: type[SQLModel], actor: Actor) -> ColumnElement[bool]:
    """The rows of a table that a person may see: by the table's own rule, or by that of its kind of record."""
    if table in _RULES:
        return _RULES[table](actor)
    kind = kind_of(table)
    return visible_records(kind, actor) if kind else false()


def visible_records(kind: Kind, actor: Actor) -> ColumnElement[bool]:
    """The records of a kind: those of the owners a person may see, and none without the kind's permission."""
    if not actor.can(kind.read):
        return false()
    if kind.table in _RULES:
        return _RULES[kind.table](actor)
    if kind.of is None or kind.owner is None:
        return true()
    owner: Any = kind.of
    return col(getattr(kind.table, kind.owner)).in_(select(owner.id).where(visible_rows(owner, actor)))


def check_members(
    session: Session, family_id: int, *, pupil_ids: Collection[int] = (), adult_ids: Collection[int] = ()
) -> None:
    """Raise NotFound unless all of them belong to the family."""
    of_family = select(FamilyChild.pupil_id).where(FamilyChild.family_id == family_id)
    adults = select(Adult.id).where(Adult.family_id == family_id)
    if not (set(pupil_ids) <= set(session.exec(of_family)) and set(adult_ids) <= set(session.exec(adults))):
        raise NotFound
