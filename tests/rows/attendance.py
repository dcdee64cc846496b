"""Attendance summaries written by hand, so that what a query should say is plain."""

from datetime import date

from data.core.db import transaction
from models.attendance.openings import AttendanceSummary, Dimension, Span, school_year

MONTHS = ((date(2025, 9, 1), date(2025, 9, 30)), (date(2025, 10, 1), date(2025, 10, 31)))


def summary(
    school_id: int,
    pupils: int,
    *,
    attended: int = 36,
    absent: int = 0,
    stage: str = "P7",
    dimension: Dimension = Dimension.EVERYONE,
    value: str = "",
    months: tuple[tuple[date, date], ...] = MONTHS,
) -> None:
    """The same pupils in each month and the year: 40 openings each a month, of which they attended `attended`."""
    spans = [(Span.PERIOD, first, last, 1) for first, last in months]
    year = school_year(months[0][0])
    spans.append((Span.SCHOOL_YEAR, date(year, 8, 1), months[-1][1], len(months)))
    with transaction() as session:
        for span, first, last, times in spans:
            session.add(
                AttendanceSummary(
                    dimension=dimension,
                    span=span,
                    first_on=first,
                    last_on=last,
                    school_id=school_id,
                    stage=stage,
                    value=value,
                    pupils=pupils,
                    possible=40 * pupils * times,
                    attended=attended * pupils * times,
                    authorised=(40 - attended) * pupils * times,
                    unauthorised=0,
                    persistently_absent=absent,
                )
            )


def groups(school_id: int, dimension: Dimension, **pupils: int) -> None:
    """One school's pupils by the values of one dimension, and everyone."""
    summary(school_id, sum(pupils.values()))
    for value, number in pupils.items():
        summary(school_id, number, dimension=dimension, value=value)
