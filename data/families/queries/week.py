"""A worker's week: what is planned, what is due, and how much room there is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, select

from data.access.queries.accounts import setting
from data.access.queries.choices import WEIGHTS_KEY
from data.core.db import reading
from data.families.queries.due import SUPPORTED, due_items
from data.families.queries.family import family_names
from models.clock import day_bounds
from models.families.family import Family, SupportPeriod, Worker
from models.families.meetings import Appointment, AppointmentKind, CalendarLink
from models.families.week import DueItem, Room, week_of
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One appointment, with what to know of its family before a visit."""

    appointment_id: int
    kind: AppointmentKind
    title: str
    starts_at: datetime
    minutes: int
    place: str
    family_id: int | None
    family: str
    safety_note: str  # of the family, to be read before the visit


@dataclass(frozen=True, slots=True)
class Week:
    """One worker's week; `room` is None for an account without a caseload."""

    appointments: tuple[AppointmentRow, ...]  # of the whole week, in order
    due: tuple[DueItem, ...]  # the longest overdue first
    room: Room | None
    has_calendar_link: bool


def my_week(*, actor: Actor, on: date) -> Week:
    """The week the day is in, and what is due that day."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        due = due_items(session, actor=actor, on=on)
        appointments = _appointments(session, actor, on)
        room = _room(session, actor)
        links = select(CalendarLink.id).where(
            CalendarLink.worker_id == actor.worker_id, col(CalendarLink.revoked_at).is_(None)
        )
        has_link = session.exec(links).first() is not None
    return Week(appointments, due, room, has_link)


def planned_appointments(
    session: Session, *, worker_id: int | None, first_on: date, last_on: date
) -> Sequence[Appointment]:
    """What one worker has planned in these days and not cancelled, in order."""
    starts, ends = day_bounds(first_on, last_on)
    return session.exec(
        select(Appointment)
        .where(
            Appointment.worker_id == worker_id,
            Appointment.starts_at >= starts,
            Appointment.starts_at < ends,
            col(Appointment.is_cancelled).is_(False),
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
    ).all()


def _appointments(session: Session, actor: Actor, on: date) -> tuple[AppointmentRow, ...]:
    first_on, last_on = week_of(on)
    found = planned_appointments(session, worker_id=actor.worker_id, first_on=first_on, last_on=last_on)
    wanted = {row.family_id for row in found if row.family_id}
    names = family_names(session, actor=actor, family_ids=wanted)
    notes = dict(session.exec(select(Family.id, Family.safety_note).where(col(Family.id).in_(names))).all())
    return tuple(
        AppointmentRow(
            appointment_id=row.id or 0,
            family=names.get(row.family_id or 0, ""),
            safety_note=notes.get(row.family_id or 0, ""),
            **row.model_dump(include={"kind", "title", "starts_at", "minutes", "place", "family_id"}),
        )
        for row in found
    )


def _room(session: Session, actor: Actor) -> Room | None:
    worker = session.get(Worker, actor.worker_id) if actor.worker_id else None
    if worker is None:
        return None
    mine = select(SupportPeriod.family_id).where(
        SupportPeriod.worker_id == worker.id, col(SupportPeriod.status).in_(SUPPORTED)
    )
    weights = session.exec(select(Family.weight).where(col(Family.id).in_(mine))).all()
    taken = sum(weights) if setting(session, WEIGHTS_KEY) == "1" else len(weights)
    return Room(taken, worker.room_for)
