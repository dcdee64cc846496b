"""Terms and holidays, for the form that plans a programme and for the dates of its sessions."""

from datetime import date

from sqlmodel import Session, col, select

from data.core.queries.records import list_records
from models.kinds import Record
from models.permissions import Actor
from models.programmes.school_calendar import CALENDAR, CalendarDays, CalendarKind


def calendar_for_planning(*, actor: Actor, on: date) -> list[Record]:
    """What runs on that day or comes next at the top, what is over below, the latest first: as one plans."""
    rows = list_records(kind=CALENDAR, actor=actor, most=None)
    over = [row for row in rows if row.values["last_on"] < on]
    coming = [row for row in rows if row.values["last_on"] >= on]
    return [*reversed(coming), *over]


def holidays(session: Session) -> list[tuple[date, date]]:
    """The first and last day of each holiday."""
    days = select(col(CalendarDays.first_on), col(CalendarDays.last_on))
    found = days.where(CalendarDays.kind == CalendarKind.HOLIDAY)
    return list(session.exec(found).all())
