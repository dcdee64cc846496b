"""What is due for a worker: each source finds its own, and the page that does it clears it."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import bindparam, or_
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.core.queries.drafts import list_drafts
from data.families.queries.family import family_names
from data.families.queries.transfers import declined
from data.reference.forms import form_name
from models.attendance.pupils import Pupil, full_name
from models.attendance.schools import School
from models.awards.award import AwardWork
from models.clock import HERE
from models.families.family import Family, SupportPeriod, SupportStatus, Transfer, TransferStatus, Worker
from models.families.plans import Plan, PlanAction, PlanStatus
from models.families.week import DueItem, DueKind, plan_due, shown, support_due, web_due
from models.kinds import KINDS, Kind
from models.permissions import Actor, Permission
from models.referrals import Referral, ReferralStatus
from models.wellbeing.web import WebReading

SUPPORTED = (SupportStatus.ACTIVE, SupportStatus.STEPPED_DOWN)


def due_items(session: Session, *, actor: Actor, on: date) -> tuple[DueItem, ...]:
    """Everything of this person's that is due on the day, the longest overdue first."""
    return shown([item for source in SOURCES for item in source(session, actor)], on)


@dataclass(frozen=True, slots=True)
class _Supported:
    """One child this worker supports now."""

    period: SupportPeriod
    name: str


def _supported(session: Session, actor: Actor) -> list[_Supported]:
    if actor.worker_id is None:
        return []
    found = session.exec(
        select(SupportPeriod, Pupil)
        .join(Pupil, col(Pupil.id) == SupportPeriod.pupil_id)
        .where(SupportPeriod.worker_id == actor.worker_id, col(SupportPeriod.status).in_(SUPPORTED))
        .order_by(col(SupportPeriod.id))
    )
    return [_Supported(period, full_name(pupil.forename, pupil.surname)) for period, pupil in found]


def _supports(session: Session, actor: Actor) -> Iterator[DueItem]:
    """One item for a family and day: siblings are supported together."""
    together: dict[tuple[int, date], list[str]] = defaultdict(list)
    for child in _supported(session, actor):
        due_on = support_due(child.period.started_on, child.period.review_on)
        together[child.period.family_id, due_on].append(child.name)
    names = family_names(session, actor=actor, family_ids={family_id for family_id, _ in together})
    for (family_id, due_on), children in together.items():
        yield DueItem(DueKind.SUPPORT, due_on, names[family_id], f"Support of {', '.join(children)}", family_id)


def _webs(session: Session, actor: Actor) -> Iterator[DueItem]:
    children = _supported(session, actor)
    taken: dict[int, list[date]] = defaultdict(list)
    wanted = select(col(WebReading.pupil_id), col(WebReading.taken_on)).where(
        col(WebReading.pupil_id).in_([child.period.pupil_id for child in children])
    )
    for pupil_id, taken_on in session.exec(wanted):
        taken[pupil_id].append(taken_on)
    for child in children:
        pupil_id = child.period.pupil_id
        due_on, why = web_due(child.period.started_on, taken[pupil_id])
        yield DueItem(DueKind.WEB, due_on, child.name, why, pupil_id)


def _plans(session: Session, actor: Actor) -> Iterator[DueItem]:
    names = {child.period.pupil_id: child.name for child in _supported(session, actor)}
    wanted = select(Plan).where(col(Plan.pupil_id).in_(names), Plan.status == PlanStatus.OPEN).order_by(col(Plan.id))
    for plan in session.exec(wanted):
        due_on = plan_due(plan.started_on, plan.review_on)
        yield DueItem(DueKind.PLAN, due_on, names[plan.pupil_id], "", plan.pupil_id)


def _referrals(session: Session, actor: Actor) -> Iterator[DueItem]:
    if not actor.can(Permission.REFERRAL_TRIAGE):
        return
    found = session.exec(
        select(Referral, Pupil, School.name)
        .outerjoin(Pupil, col(Pupil.id) == Referral.pupil_id)
        .join(School, col(School.id) == Referral.school_id)
        .where(Referral.status == ReferralStatus.RECEIVED)
        .order_by(col(Referral.id))
    )
    for row, pupil, school in found:
        name = full_name(pupil.forename, pupil.surname) if pupil else row.child_name
        yield DueItem(DueKind.REFERRAL, row.referred_on, name, f"Referred at {school}", row.id)


def _questions(session: Session, actor: Actor) -> Iterator[DueItem]:
    """What the team asks about referrals this person made."""
    wanted = (Referral.account_id == actor.account_id, Referral.status == ReferralStatus.MORE_NEEDED)
    found = session.exec(
        select(Referral, Pupil)
        .outerjoin(Pupil, col(Pupil.id) == Referral.pupil_id)
        .where(*wanted)
        .order_by(col(Referral.id))
    )
    for row, pupil in found:
        name = full_name(pupil.forename, pupil.surname) if pupil else row.child_name
        yield DueItem(DueKind.REFERRAL, row.referred_on, name, row.question, form="referral_answer")


def _transfers(session: Session, actor: Actor) -> Iterator[DueItem]:
    if actor.worker_id is None:
        return
    found = session.exec(
        select(Transfer, Worker.name, Family.reference)
        .join(Worker, col(Worker.id) == Transfer.from_worker_id)
        .join(Family, col(Family.id) == Transfer.family_id)
        .where(Transfer.to_worker_id == actor.worker_id, Transfer.status == TransferStatus.OFFERED)
        .order_by(col(Transfer.position), col(Transfer.id))
    )
    for row, worker, reference in found:
        due_on = row.offered_at.astimezone(HERE).date()
        yield DueItem(DueKind.TRANSFER, due_on, f"Family {reference}", f"Offered by {worker}")


def _declined(session: Session, actor: Actor) -> Iterator[DueItem]:
    """What a colleague cannot take over, for the worker and for whoever else offered it."""
    is_mine = or_(col(Transfer.from_worker_id) == (actor.worker_id or 0), col(Transfer.offered_by) == actor.username)
    found = session.exec(
        select(Transfer, Worker.name)
        .join(Worker, col(Worker.id) == Transfer.to_worker_id)
        .where(is_mine, declined(actor=actor))
        .order_by(col(Transfer.id))
    ).all()
    names = family_names(session, actor=actor, family_ids={row.family_id for row, _ in found})
    for row, worker in found:
        told_on = (row.answered_at or row.offered_at).astimezone(HERE).date()
        line = f"{worker}: {row.decline_reason}"
        yield DueItem(DueKind.DECLINED, told_on, names[row.family_id], line)


def _drafts(session: Session, actor: Actor) -> Iterator[DueItem]:
    """An item for each saved form, with the number that the form's page is opened by."""
    for draft in list_drafts(actor=actor):
        if (name := form_name(draft.form)) and draft.saved_at is not None:
            saved_on = draft.saved_at.astimezone(HERE).date()
            yield DueItem(DueKind.DRAFT, saved_on, name, "", _number(session, draft.subject), draft.form)


def _owner_of(kind: Kind) -> SelectOfScalar[int]:
    """A query for the id of the owner of a record of this kind, given the record's `number`."""
    table: Any = kind.table
    return select(getattr(table, kind.owner or "")).where(table.id == bindparam("number"))


# What a draft may be about that is a part of something: the child, family, award or volunteer it belongs to.
_OWNERS: dict[str, SelectOfScalar[int]] = {
    "web": select(WebReading.pupil_id).where(WebReading.id == bindparam("number")),
    "plan": select(Plan.pupil_id).where(Plan.id == bindparam("number")),
    "action": select(Plan.pupil_id).join(PlanAction).where(PlanAction.id == bindparam("number")),
    "period": select(SupportPeriod.family_id).where(SupportPeriod.id == bindparam("number")),
    "award_work": select(AwardWork.award_id).where(AwardWork.id == bindparam("number")),
    **{kind.name: _owner_of(kind) for kind in KINDS.values() if kind.owner and kind.page is None},
}


def _number(session: Session, subject: str) -> int | None:
    kind, _, number = subject.partition(":")
    if not number.isdigit():
        return None
    owner = _OWNERS.get(kind)
    return int(number) if owner is None else session.scalar(owner, {"number": int(number)})


SOURCES: tuple[Callable[[Session, Actor], Iterator[DueItem]], ...] = (
    _supports,
    _webs,
    _plans,
    _referrals,
    _questions,
    _transfers,
    _declined,
    _drafts,
)
