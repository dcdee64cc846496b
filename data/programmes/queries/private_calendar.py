"""A worker's appointments and sessions, at the private address their own calendar reads."""

from datetime import date, timedelta

from sqlmodel import col, select

from data.access.queries.accounts import token_hash
from data.core.db import reading
from data.families.queries.week import planned_appointments
from data.programmes.queries.sessions import planned_sessions
from models.access import Account
from models.families.meetings import AppointmentKind, CalendarLink
from models.families.week import CalendarEntry

BACK, AHEAD = timedelta(days=28), timedelta(days=366)


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
    with reading() as session:
        worker_id = session.exec(live).first()
        if worker_id is None:
            return None
        days = {"first_on": on - BACK, "last_on": on + AHEAD}
        found = planned_appointments(session, worker_id=worker_id, **days)
        sessions = planned_sessions(session, worker_id=worker_id, **days)
    fields = {"kind", "starts_at", "minutes", "place", "recorded_at"}
    planned = (CalendarEntry(uid=f"{row.id}", **row.model_dump(include=fields)) for row in found)
    groups = (
        CalendarEntry(
            f"session-{row.session_id}", AppointmentKind.GROUP, row.starts_at, row.minutes, row.venue, row.starts_at
        )
        for row in sessions
    )
    return (*planned, *groups)
