"""Families offered from one worker to another, and room on each caseload."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, and_, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from data.access.queries.accounts import setting
from data.access.queries.choices import WEIGHTS_KEY
from data.core.db import reading
from data.core.scope import visible_families
from data.families.queries.family import children_of, family_names
from models.access import Account
from models.attendance.pupils import full_name
from models.drafts import Draft
from models.families.family import (
    Family,
    FamilyChild,
    SupportPeriod,
    SupportStatus,
    Transfer,
    TransferStatus,
    Worker,
    family_name,
)
from models.families.week import Room, support_due
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class WorkerRoom:
    """A worker and how full their caseload is."""

    worker_id: int
    name: str
    room: Room


@dataclass(frozen=True, slots=True)
class OfferRow:
    """One family offered, as those concerned see it; when it was declined, why."""

    id: int
    family_id: int
    family: str
    children: tuple[str, ...]
    from_worker: str
    to_worker: str
    reason: str
    handover_note: str
    offered_at: datetime
    status: TransferStatus
    decline_reason: str
    is_to_me: bool
    is_from_me: bool
    version: int


def list_rooms(*, actor: Actor) -> tuple[WorkerRoom, ...]:
    """How full every worker's caseload is, the one with most room first."""
    check(actor, Permission.TRANSFER_WRITE)
    with reading() as session:
        is_weighted = setting(session, WEIGHTS_KEY) == "1"
        taken: dict[int, int] = defaultdict(int)
        held = select(SupportPeriod.worker_id, Family.id, Family.weight).join(
            Family, col(Family.id) == SupportPeriod.family_id
        )
        for worker_id, _, weight in session.exec(held.where(_is_open()).distinct()):
            taken[worker_id] += weight if is_weighted else 1
        workers = session.exec(select(Worker).order_by(col(Worker.name))).all()
    rooms = [WorkerRoom(row.id or 0, row.name, Room(taken[row.id or 0], row.room_for)) for row in workers]
    return tuple(sorted(rooms, key=lambda worker: -worker.room.left))


def list_caseload(*, actor: Actor, worker_id: int) -> dict[int, str]:
    """The families a worker supports now or is about to, by name and reference, in the order of their next review."""
    check(actor, Permission.TRANSFER_WRITE)
    with reading() as session:
        found = session.exec(
            select(SupportPeriod, Family.reference)
            .join(Family, col(Family.id) == SupportPeriod.family_id)
            .where(SupportPeriod.worker_id == worker_id, _is_open(), visible_families(actor))
        ).all()
        ordered = sorted(found, key=lambda row: (support_due(row[0].started_on, row[0].review_on), row[0].family_id))
        names = family_names(session, actor=actor, family_ids={period.family_id for period, _ in ordered})
    return {period.family_id: f"{names[period.family_id]}, {reference}" for period, reference in ordered}


def _is_open() -> ColumnElement[bool]:
    return col(SupportPeriod.status) != SupportStatus.CLOSED


def list_offers(*, actor: Actor) -> tuple[OfferRow, ...]:
    """Offers nobody has answered, and those declined of families that are still where they were.

    They are to or from this person, or everyone's for those who see every caseload.
    """
    check(actor, Permission.TRANSFER_WRITE)
    me = actor.worker_id or 0
    is_mine = or_(col(Transfer.to_worker_id) == me, col(Transfer.from_worker_id) == me)
    with reading() as session:
        rows = session.exec(
            select(Transfer)
            .where(
                or_(col(Transfer.status) == TransferStatus.OFFERED, declined(actor=actor)),
                true() if actor.can(Permission.CASELOAD_READ_ALL) else is_mine,
            )
            .order_by(col(Transfer.offered_at), col(Transfer.position), col(Transfer.id))
        ).all()
        return _offers(session, rows, me)


def declined(*, actor: Actor) -> ColumnElement[bool]:
    """One's own offers a colleague declined, or anyone's: until the family is offered again, kept, or elsewhere."""
    later = aliased(Transfer)
    again = select(later.id).where(later.family_id == Transfer.family_id, col(later.id) > col(Transfer.id))
    held = select(SupportPeriod.id).where(
        SupportPeriod.family_id == Transfer.family_id, SupportPeriod.worker_id == Transfer.from_worker_id, _is_open()
    )
    return and_(
        col(Transfer.status) == TransferStatus.DECLINED,
        true() if actor.can(Permission.CASELOAD_READ_ALL) else col(Transfer.from_worker_id) == (actor.worker_id or 0),
        ~again.exists(),
        held.exists(),
    )


def _offers(session: Session, rows: Sequence[Transfer], me: int) -> tuple[OfferRow, ...]:
    ids = {row.family_id for row in rows}
    families = {row.id or 0: row for row in session.exec(select(Family).where(col(Family.id).in_(ids)))}
    children = children_of(session, family_ids=ids)
    workers = {worker.id: worker.name for worker in session.exec(select(Worker))}
    same = ("family_id", "reason", "handover_note", "offered_at", "status", "decline_reason", "version")
    return tuple(
        OfferRow(
            id=row.id or 0,
            family=family_name(
                families[row.family_id].name,
                (child.surname for child in children[row.family_id]),
                families[row.family_id].reference,
            ),
            children=tuple(full_name(child.forename, child.surname) for child in children[row.family_id]),
            from_worker=workers[row.from_worker_id],
            to_worker=workers[row.to_worker_id],
            is_to_me=row.to_worker_id == me,
            is_from_me=row.from_worker_id == me,
            **{name: getattr(row, name) for name in same},
        )
        for row in rows
    )


def count_open_drafts(session: Session, *, worker_id: int, family_id: int) -> int:
    """How many forms about the family or its children the worker has begun and not sent."""
    children = session.exec(select(FamilyChild.pupil_id).where(FamilyChild.family_id == family_id))
    subjects = {f"family:{family_id}", *(f"pupil:{pupil_id}" for pupil_id in children)}
    rows = session.exec(
        select(Draft.id)
        .join(Account, col(Account.id) == Draft.account_id)
        .where(
            Account.worker_id == worker_id,
            col(Draft.subject).in_(subjects),
            col(Draft.submitted_at).is_(None),
            col(Draft.saved_at).is_not(None),
        )
    )
    return len(rows.all())
