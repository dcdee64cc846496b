"""A worker's week: what is planned, what is due, and how much room there is."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session, col, select

from data.access.queries.accounts import setting, token_hash
from data.access.queries.choices import WEIGHTS_KEY
from data.core.db import reading
from data.families.queries.due import SUPPORTED, due_items
from data.families.queries.family import family_names
from data.programmes.queries.sessions import planned_sessions
from models.access import Account
from models.clock import day_bounds
from models.families.family import Family, SupportPeriod, Worker
from models.families.meetings import Appointment, AppointmentKind, CalendarLink
from models.families.week import DueItem, Room, week_of
from models.permissions import Actor, Permission, check

CALENDAR_BACK, CALENDAR_AHEAD = timedelta(days=28), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One thing planned."""

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
    """One worker's week. No room: the account has no caseload."""

    appointments: tuple[AppointmentRow, ...]  # of the whole week, in order
    due: tuple[DueItem, ...]  # the longest overdue first
    room: Room | None
    has_calendar_link: bool


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment or session as a private calendar shows it: it names nobody."""

    uid: str
    kind: AppointmentKind
    starts_at: datetime
    minutes: int
    place: str
    made_at: datetime


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


def _appointments(session: Session, actor: Actor, on: date) -> tuple[AppointmentRow, ...]:
    starts, ends = day_bounds(*week_of(on))
    found = session.exec(
        select(Appointment)
        .where(
            Appointment.worker_id == actor.worker_id,
            Appointment.starts_at >= starts,
            Appointment.starts_at < ends,
            col(Appointment.is_cancelled).is_(False),
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
    ).all()
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


def calendar_entries(*, token: str, on: date) -> tuple[CalendarEntry, ...] | None:
    """What the private link shows, from four weeks ago to a year ahead; None unless the link is live.

    It dies with the account that made it, and when it is revoked.
    """
    live = (
        select(CalendarLink.worker_id)
        .join(Account, (col(Account.worker_id) == CalendarLink.worker_id) & col(Account.is_active))
        .where(
            CalendarLink.token_hash == token_hash(token),
            col(CalendarLink.revoked_at).is_(None),
            Account.username == CalendarLink.made_by,
        )
    )
    starts, ends = day_bounds(on - CALENDAR_BACK, on + CALENDAR_AHEAD)
    with reading() as session:
        worker_id = session.exec(live).first()
        if worker_id is None:
            return None
        found = session.exec(
            select(Appointment)
            .where(
                Appointment.worker_id == worker_id,
                Appointment.starts_at >= starts,
                Appointment.starts_at < ends,
                col(Appointment.is_cancelled).is_(False),
            )
            .order_by(col(Appointment.starts_at), col(Appointment.id))
        ).all()
        days = {"first_on": on - CALENDAR_BACK, "last_on": on + CALENDAR_AHEAD}
        sessions = planned_sessions(session, **days, worker_id=worker_id)
    fields = {"kind", "starts_at", "minutes", "place", "made_at"}
    planned = (CalendarEntry(uid=f"{row.id}", **row.model_dump(include=fields)) for row in found)
    groups = (
        CalendarEntry(
            f"session-{row.session_id}", AppointmentKind.GROUP, row.starts_at, row.minutes, row.venue, row.starts_at
        )
        for row in sessions
    )
    return (*planned, *groups)
