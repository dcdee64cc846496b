"""Terms and holidays, for the form that plans a programme and for those who keep them."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.core.db import reading
from models.permissions import Actor, Permission, check
from models.programmes.school_calendar import CalendarDays, CalendarDaysCreate, CalendarKind


@dataclass(frozen=True, slots=True)
class CalendarRow:
    """One term or holiday."""

    id: int
    kind: CalendarKind
    name: str
    first_on: date
    last_on: date

    @property
    def changeable(self) -> CalendarDaysCreate:
        """The part that may be changed."""
        return CalendarDaysCreate(kind=self.kind, name=self.name, first_on=self.first_on, last_on=self.last_on)


def list_calendar(*, actor: Actor) -> tuple[CalendarRow, ...]:
    """Every term and holiday, the latest first."""
    check(actor, Permission.ACCOUNT_READ_OWN)
    with reading() as session:
        rows = session.exec(select(CalendarDays).order_by(col(CalendarDays.first_on).desc(), col(CalendarDays.id)))
        return tuple(CalendarRow(row.id or 0, row.kind, row.name, row.first_on, row.last_on) for row in rows)


def calendar_for_planning(*, actor: Actor, on: date) -> list[CalendarRow]:
    """What runs on that day or comes next at the top, what is over below, the latest first: as one plans."""
    rows = list_calendar(actor=actor)
    over = [row for row in rows if row.last_on < on]
    coming = [row for row in rows if row.last_on >= on]
    return sorted(coming, key=lambda row: row.first_on) + sorted(over, key=lambda row: row.first_on, reverse=True)


def holidays(session: Session) -> list[tuple[date, date]]:
    """The first and last day of each holiday."""
    days = select(col(CalendarDays.first_on), col(CalendarDays.last_on))
    found = days.where(CalendarDays.kind == CalendarKind.HOLIDAY)
    return list(session.exec(found).all())
