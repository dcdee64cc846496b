"""Keeping the school calendar: terms and holidays."""

from sqlmodel import Session, col, select

from data.core.audit import check_permission, record
from data.core.db import find_row, transaction
from models.audit import AuditAction
from models.clock import day_text
from models.errors import Conflict, InvalidInput
from models.permissions import Actor, Permission
from models.programmes.school_calendar import CALENDAR_NAMES, CalendarDays, CalendarDaysCreate


def add_calendar_days(*, days: CalendarDaysCreate, by: Actor) -> int:
    """Add a term or a holiday that shares no day with another of its kind."""
    check_permission(by, Permission.SCHEME_WRITE)
    with transaction() as session:
        _check(session, days, but=0)
        row = CalendarDays(**days.model_dump())
        session.add(row)
        session.flush()
        _record(session, days, "added", by)
        return row.id or 0


def change_calendar_days(*, days_id: int, seen: CalendarDaysCreate, days: CalendarDaysCreate, by: Actor) -> None:
    """Move or rename a term or holiday, unless somebody else did since it was `seen`. Sessions already made stay."""
    check_permission(by, Permission.SCHEME_WRITE)
    with transaction() as session:
        row = _as_seen(session, days_id, seen)
        _check(session, days, but=days_id)
        row.sqlmodel_update(days)
        _record(session, days, "changed", by)


def remove_calendar_days(*, days_id: int, seen: CalendarDaysCreate, by: Actor) -> None:
    """Take a term or holiday out, unless somebody else changed it since it was `seen`."""
    check_permission(by, Permission.SCHEME_WRITE)
    with transaction() as session:
        session.delete(_as_seen(session, days_id, seen))
        _record(session, seen, "removed", by)


def _as_seen(session: Session, days_id: int, seen: CalendarDaysCreate) -> CalendarDays:
    row = find_row(session, CalendarDays, days_id, is_locked=True)
    if seen.model_dump() != row.model_dump(exclude={"id"}):
        days = f"{day_text(row.first_on)} to {day_text(row.last_on)}"
        raise Conflict(f"Somebody else changed this: it is now “{row.name}”, {days}. Your change was not saved.")
    return row


def _check(session: Session, days: CalendarDaysCreate, *, but: int) -> None:
    if days.last_on < days.first_on:
        raise InvalidInput("The last day is before the first. Nothing was changed.")
    same = select(CalendarDays).where(
        CalendarDays.kind == days.kind,
        CalendarDays.id != but,
        CalendarDays.first_on <= days.last_on,
        CalendarDays.last_on >= days.first_on,
    )
    if other := session.exec(same.order_by(col(CalendarDays.first_on)).with_for_update()).first():
        words = f"“{other.name}”, {day_text(other.first_on)} to {day_text(other.last_on)}"
        raise InvalidInput(f"Some of these days are in {words} already. Nothing was changed.")


def _record(session: Session, days: CalendarDaysCreate, what: str, by: Actor) -> None:
    detail = f"{what} {CALENDAR_NAMES[days.kind].lower()} {days.name}, {day_text(days.first_on)} to "
    record(session, action=AuditAction.CALENDAR_CHANGED, by=by.username, detail=detail + day_text(days.last_on))
