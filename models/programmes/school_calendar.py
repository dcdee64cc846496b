"""The school calendar: terms and holidays, as the council publishes them and an administrator keeps them."""

from collections.abc import Sequence
from datetime import date
from enum import StrEnum

from sqlalchemy import CheckConstraint, UniqueConstraint

from models.audit import AuditAction
from models.clock import day_text
from models.fields import Privacy, choice, day, text
from models.kinds import Kind, PageOf, Problem, Values, VersionedRecord, dated
from models.permissions import Permission


class CalendarKind(StrEnum):
    """Whether the schools are open on the days."""

    TERM = "term"
    HOLIDAY = "holiday"


CALENDAR_NAMES: dict[CalendarKind, str] = {CalendarKind.TERM: "Term", CalendarKind.HOLIDAY: "Holiday"}


class CalendarDays(VersionedRecord, table=True):
    """A term or holiday, first and last day inclusive. No two of one kind share a day."""

    __tablename__ = "calendar_days"
    __table_args__ = (
        UniqueConstraint("kind", "first_on"),
        CheckConstraint("first_on <= last_on", name="days_in_order"),
    )

    kind: CalendarKind = choice("What is it?", CALENDAR_NAMES, starts=lambda: CalendarKind.TERM.value, short="What")
    name: str = text("Name", 80, needed="Please give it a name.", privacy=Privacy.ORDINARY)
    first_on: date = day("First day", needed="Please choose the first day.")
    last_on: date = day("Last day", needed="Please choose the last day.")


def _days_in_order(values: Values) -> Problem | None:
    is_wrong = values["last_on"] < values["first_on"]
    return ("last_on", "The last day is before the first.") if is_wrong else None


def _shares_no_day(row: CalendarDays, others: Sequence[CalendarDays]) -> str:
    for one in others:
        if one.kind == row.kind and one.first_on <= row.last_on and one.last_on >= row.first_on:
            days = f"{day_text(one.first_on)} to {day_text(one.last_on)}"
            return f"Some of these days are in “{one.name}”, {days} already."
    return ""


CALENDAR = Kind(
    table=CalendarDays,
    title="Term or holiday",
    read=Permission.ACCOUNT_READ_OWN,
    write=Permission.SCHEME_WRITE,
    log=(AuditAction.CALENDAR_CHANGED,) * 3,
    detail=lambda row: f"{row.kind} {row.name}, {day_text(row.first_on)} to {day_text(row.last_on)}",
    heading=dated("name", "first_on"),
    rules=(_days_in_order,),
    apart=_shares_no_day,
    may_undo=True,
    order=("-first_on", "id"),
    listed=("kind", "name", "first_on", "last_on"),
    page=PageOf(
        "programmes/school_calendar.py",
        "school-calendar",
        "edit_calendar",
        "School calendar",
        "Terms and holidays, from which programmes take their dates.",
        Permission.SCHEME_WRITE,
    ),
)
