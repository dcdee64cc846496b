"""The school calendar: terms and holidays, as the council publishes them and an administrator keeps them."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_type


class CalendarKind(StrEnum):
    """Whether the schools are open on the days."""

    TERM = "term"
    HOLIDAY = "holiday"


CALENDAR_NAMES: dict[CalendarKind, str] = {CalendarKind.TERM: "Term", CalendarKind.HOLIDAY: "Holiday"}


class CalendarDaysCreate(SQLModel):
    """One term or holiday, first and last day inclusive."""

    kind: CalendarKind
    name: str = Field(max_length=80, min_length=1)
    first_on: date
    last_on: date


class CalendarDays(CalendarDaysCreate, table=True):
    """A term or holiday in the calendar. No two of one kind begin on the same day."""

    __tablename__ = "calendar_days"
    __table_args__ = (
        UniqueConstraint("kind", "first_on"),
        CheckConstraint("first_on <= last_on", name="days_in_order"),
    )
    ORDINARY: ClassVar = {"id", "kind", "name", "first_on", "last_on"}

    id: int | None = Field(default=None, primary_key=True)
    kind: CalendarKind = Field(sa_type=enum_type(CalendarKind))
