"""Attendance in half-day openings, its summaries, the published benchmark, and the arithmetic."""

from datetime import date
from enum import StrEnum
from typing import ClassVar

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_type


class AttendancePeriod(SQLModel, table=True):
    """The days one attendance summary covers, both inclusive. No two overlap."""

    __tablename__ = "attendance_period"
    __table_args__ = (UniqueConstraint("first_on", "last_on"), CheckConstraint("first_on <= last_on", name="in_order"))
    ORDINARY: ClassVar = {"id", "first_on", "last_on", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    first_on: date
    last_on: date
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class Attendance(SQLModel, table=True):
    """One pupil's openings in one period, at one school. Counts are half days."""

    __tablename__ = "attendance"
    __table_args__ = (
        UniqueConstraint("period_id", "pupil_id"),
        CheckConstraint("possible >= 0 and attended >= 0 and attended <= possible", name="attended_within_possible"),
    )
    SENSITIVE: ClassVar = {"possible", "attended", "authorised", "unauthorised"}
    ORDINARY: ClassVar = {"id", "pupil_id", "period_id", "school_id", "import_id"}

    id: int | None = Field(default=None, primary_key=True)
    period_id: int = Field(foreign_key="attendance_period.id")
    pupil_id: int = Field(foreign_key="pupil.id", index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    possible: int
    attended: int
    authorised: int | None = None  # None: the file did not say
    unauthorised: int | None = None
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


class Span(StrEnum):
    """How long a time a summary row covers."""

    PERIOD = "period"  # one attendance period
    SCHOOL_YEAR = "school_year"  # August to July, so far


class Dimension(StrEnum):
    """The breakdowns that exist. Each is separate: no two can be crossed to single a child out."""

    EVERYONE = "everyone"
    QUINTILE = "quintile"
    FREE_MEALS = "free_meals"
    ADDITIONAL_SUPPORT = "additional_support"
    CARE_EXPERIENCE = "care_experience"
    KINSHIP = "kinship"
    SUPPORTED = "supported"


class AttendanceSummary(SQLModel, table=True):
    """Attendance of the pupils of one school and stage with one value of one dimension, over one span.

    Kept by every import, so that a chart reads the same number of rows however many pupils there are.
    """

    __tablename__ = "attendance_summary"
    __table_args__ = (UniqueConstraint("dimension", "span", "first_on", "school_id", "stage", "value"),)
    ORDINARY: ClassVar = {
        "id",
        "span",
        "first_on",
        "last_on",
        "school_id",
        "stage",
        "dimension",
        "value",
        "pupils",
        "possible",
        "attended",
        "authorised",
        "unauthorised",
        "persistently_absent",
    }

    id: int | None = Field(default=None, primary_key=True)
    dimension: Dimension = Field(sa_type=enum_type(Dimension))
    span: Span = Field(sa_type=enum_type(Span))
    first_on: date  # of the period, or 1 August of the school year
    last_on: date
    school_id: int = Field(foreign_key="school.id", index=True)
    stage: str = Field(max_length=4)  # "" when no list has given it
    value: str = Field(max_length=16)  # "" when not known
    pupils: int  # with at least one possible opening
    possible: int
    attended: int
    authorised: int
    unauthorised: int
    persistently_absent: int  # pupils absent for a tenth or more of their openings in the span


class BenchmarkMark(StrEnum):
    """Why a published figure has no value."""

    CONFIDENTIAL = "c"
    NOT_APPLICABLE = "z"
    NOT_AVAILABLE = "x"
    LOW = "low"


class Benchmark(SQLModel, table=True):
    """One published attendance figure: of a council, a school or Scotland, for a school year and stage."""

    __tablename__ = "benchmark"
    __table_args__ = (UniqueConstraint("year", "area_code", "sector", "stage", "measure"),)
    ORDINARY: ClassVar = {
        "id",
        "year",
        "area_code",
        "area_name",
        "area_kind",
        "sector",
        "stage",
        "measure",
        "percent",
        "mark",
        "import_id",
    }

    id: int | None = Field(default=None, primary_key=True)
    year: str = Field(max_length=7)  # 2023/24
    area_code: str = Field(max_length=12)  # SEED code, council code, or 0 for Scotland
    area_name: str = Field(max_length=120)
    area_kind: str = Field(max_length=10)  # school, council or scotland
    sector: str = Field(max_length=20)
    stage: str = Field(max_length=12)  # P1 to S6, or "all"
    measure: str = Field(max_length=40)  # attendance, authorised, unauthorised or exclusions
    percent: float | None = None
    mark: BenchmarkMark | None = Field(default=None, sa_type=enum_type(BenchmarkMark))
    import_id: int | None = Field(default=None, foreign_key="import_run.id", index=True)


def rate(attended: int, possible: int) -> float | None:
    """Openings attended as a percentage of openings possible; None when there were none.

    Source: Summary statistics for schools in Scotland 2024, attendance and absence.
    """
    return 100 * attended / possible if possible else None


def is_persistently_absent(attended: int, possible: int) -> bool:
    """Absent for 10% or more of openings, so that exactly 90.0% attendance counts.

    Source: School attendance, absence and exclusions statistics 2024/25, Scottish Government.
    """
    return possible > 0 and (possible - attended) * 10 >= possible


def school_year(day: date) -> int:
    """The calendar year in which the school year holding the day began; it turns on 1 August."""
    return day.year if day.month >= 8 else day.year - 1


def school_year_name(started: int) -> str:
    """2025 gives 2025/26."""
    return f"{started}/{(started + 1) % 100:02d}"


def period_name(first_on: date, last_on: date) -> str:
    """A month by its name; anything longer by its first and last month."""
    if (first_on.year, first_on.month) == (last_on.year, last_on.month):
        return f"{first_on:%b %Y}"
    return f"{first_on:%b %Y} to {last_on:%b %Y}"


def overlaps(first: tuple[date, date], second: tuple[date, date]) -> bool:
    """Whether two spans of days, both ends inclusive, share a day without being the same span."""
    return first != second and first[0] <= second[1] and second[0] <= first[1]
