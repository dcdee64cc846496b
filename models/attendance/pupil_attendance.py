"""One pupil's attendance compared with itself and with the school: sums of openings, never averages of rates."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from models.attendance.openings import rate, school_year


@dataclass(frozen=True, slots=True)
class PupilAttendance:
    """One pupil in one period, with all pupils of the same school in that period. Counts are openings."""

    first_on: date
    last_on: date
    possible: int
    attended: int
    authorised: int | None
    unauthorised: int | None
    school_possible: int
    school_attended: int


@dataclass(frozen=True, slots=True)
class AttendanceTotal:
    """Several periods added up. Rates are None when there were no openings."""

    name: str
    first_on: date
    last_on: date
    periods: int
    possible: int
    attended: int
    school_rate: float | None

    @property
    def rate(self) -> float | None:
        """Openings attended per hundred possible."""
        return rate(self.attended, self.possible)


def add_up(name: str, points: Sequence[PupilAttendance]) -> AttendanceTotal | None:
    """The periods together, weighted by openings; None when there are none."""
    with_openings = [point for point in points if point.possible]
    if not with_openings:
        return None
    return AttendanceTotal(
        name=name,
        first_on=min(point.first_on for point in with_openings),
        last_on=max(point.last_on for point in with_openings),
        periods=len(with_openings),
        possible=sum(point.possible for point in with_openings),
        attended=sum(point.attended for point in with_openings),
        school_rate=rate(
            sum(point.school_attended for point in with_openings), sum(point.school_possible for point in with_openings)
        ),
    )


def year_on_year(points: Sequence[PupilAttendance]) -> list[AttendanceTotal]:
    """The newest school year so far, and the same months of the year before."""
    if not points:
        return []
    newest = max(school_year(point.first_on) for point in points)
    this_year = [point for point in points if school_year(point.first_on) == newest]
    months = {point.first_on.month for point in this_year}
    last_year = [
        point for point in points if school_year(point.first_on) == newest - 1 and point.first_on.month in months
    ]
    return _given(add_up("This school year so far", this_year), add_up("The same months a year before", last_year))


def around_support(
    points: Sequence[PupilAttendance], spans: Iterable[tuple[date, date | None]]
) -> list[AttendanceTotal]:
    """Before, during and after support. Periods in which it began or ended belong to none of the three.

    Before is the twelve months up to the first support; after is what follows the last, once all have ended.
    """
    supports = sorted(spans, key=lambda span: span[0])
    if not supports:
        return []
    began_on, ends = supports[0][0], [ended_on for _, ended_on in supports]
    earliest_on = date(began_on.year - 1, began_on.month, 1)
    before = [point for point in points if earliest_on <= point.first_on and point.last_on < began_on]
    during = [point for point in points if any(_is_within(point, span) for span in supports)]
    closed_on = max((end for end in ends if end), default=None) if all(ends) else None
    after = [point for point in points if closed_on and point.first_on > closed_on]
    return _given(
        add_up("The year before support", before), add_up("During support", during), add_up("After support", after)
    )


def _is_within(point: PupilAttendance, span: tuple[date, date | None]) -> bool:
    return span[0] <= point.first_on and (span[1] is None or point.last_on <= span[1])


def _given(*totals: AttendanceTotal | None) -> list[AttendanceTotal]:
    return [total for total in totals if total is not None]
