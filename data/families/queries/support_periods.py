"""Support of a family: each period, its extensions, who carried it, and what is still open when it ends."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from data.core.db import reading
from data.families.queries.family import family_in_scope, family_names
from models.attendance.pupils import Pupil, full_name
from models.clock import HERE
from models.families.family import SupportExtension, SupportPeriod, SupportStatus, Transfer, TransferStatus, Worker
from models.families.plans import ActionStatus, Plan, PlanAction, PlanStatus
from models.families.week import support_due
from models.permissions import Actor


@dataclass(frozen=True, slots=True)
class ExtensionRow:
    """One new review date, and why."""

    until_on: date
    reason: str
    extended_at: datetime


@dataclass(frozen=True, slots=True)
class HandoverRow:
    """The day on which one worker took a family over from another."""

    from_worker: str
    to_worker: str
    on: date


@dataclass(frozen=True, slots=True)
class PeriodRow:
    """One worker's support of one child."""

    id: int
    pupil_id: int
    child: str
    worker: str
    started_on: date
    ended_on: date | None
    review_on: date
    status: SupportStatus
    next_step: str
    closing_note: str
    version: int
    extensions: tuple[ExtensionRow, ...]
    open_actions: tuple[str, ...]  # of the child's open plan


@dataclass(frozen=True, slots=True)
class FamilySupport:
    """Every period of support of one family, newest first, and who handed it to whom."""

    family_id: int
    name: str
    periods: tuple[PeriodRow, ...]
    handovers: tuple[HandoverRow, ...]


def family_support(*, actor: Actor, family_id: int) -> FamilySupport:
    """The support of one family; NotFound when there is none or it is not this person's to open."""
    with reading() as session:
        family_in_scope(session, actor=actor, family_id=family_id)
        name = family_names(session, actor=actor, family_ids=[family_id])[family_id]
        return FamilySupport(family_id, name, _periods(session, family_id), _handovers(session, family_id))


def _periods(session: Session, family_id: int) -> tuple[PeriodRow, ...]:
    found = session.exec(
        select(SupportPeriod, Pupil, Worker.name)
        .join(Pupil, col(Pupil.id) == SupportPeriod.pupil_id)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .where(SupportPeriod.family_id == family_id)
        .order_by(col(SupportPeriod.started_on).desc(), col(Pupil.forename), col(SupportPeriod.id))
    ).all()
    extensions = _extensions(session, [period.id or 0 for period, _, _ in found])
    open_actions = _open_actions(session, {pupil.id for _, pupil, _ in found})
    same = ("pupil_id", "started_on", "ended_on", "status", "next_step", "closing_note", "version")
    return tuple(
        PeriodRow(
            id=period.id or 0,
            child=full_name(pupil.forename, pupil.surname),
            worker=worker,
            review_on=support_due(period.started_on, period.review_on),
            extensions=tuple(extensions[period.id or 0]),
            open_actions=tuple(open_actions[pupil.id or 0]),
            **{name: getattr(period, name) for name in same},
        )
        for period, pupil, worker in found
    )


def _extensions(session: Session, period_ids: Collection[int]) -> dict[int, list[ExtensionRow]]:
    found = session.exec(
        select(SupportExtension)
        .where(col(SupportExtension.period_id).in_(period_ids))
        .order_by(col(SupportExtension.id))
    )
    extensions: dict[int, list[ExtensionRow]] = defaultdict(list)
    for row in found:
        extensions[row.period_id].append(ExtensionRow(row.until_on, row.reason, row.extended_at))
    return extensions


def _handovers(session: Session, family_id: int) -> tuple[HandoverRow, ...]:
    workers = {worker.id: worker.name for worker in session.exec(select(Worker))}
    found = session.exec(
        select(Transfer)
        .where(Transfer.family_id == family_id, Transfer.status == TransferStatus.ACCEPTED)
        .order_by(col(Transfer.answered_at).desc())
    )
    return tuple(
        HandoverRow(workers[row.from_worker_id], workers[row.to_worker_id], row.answered_at.astimezone(HERE).date())
        for row in found
        if row.answered_at
    )


def _open_actions(session: Session, pupil_ids: Collection[int | None]) -> dict[int, list[str]]:
    """By child, the actions of the open plan that are neither done nor dropped."""
    found = session.exec(
        select(Plan.pupil_id, PlanAction.what)
        .join(PlanAction, col(PlanAction.plan_id) == col(Plan.id))
        .where(
            col(Plan.pupil_id).in_(pupil_ids), Plan.status == PlanStatus.OPEN, PlanAction.status == ActionStatus.OPEN
        )
        .order_by(col(PlanAction.position), col(PlanAction.id))
    )
    actions: dict[int, list[str]] = defaultdict(list)
    for pupil_id, what in found:
        actions[pupil_id].append(what)
    return actions
