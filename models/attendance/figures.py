"""Attendance figures as everyone passes them about: sums of openings and pupils, or hidden."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from statistics import median

from models.attendance.openings import Dimension, rate


class GroupBy(StrEnum):
    """What attendance can be broken down by."""

    SCHOOL = "school"
    CLUSTER = "cluster"
    SECTOR = "sector"
    STAGE = "stage"
    QUINTILE = "quintile"
    FREE_MEALS = "free_meals"
    ADDITIONAL_SUPPORT = "additional_support"
    CARE_EXPERIENCE = "care_experience"
    KINSHIP = "kinship"
    SUPPORTED = "supported"
    MONTH = "month"
    SCHOOL_YEAR = "school_year"

    @property
    def dimension(self) -> Dimension:
        """The breakdown of the stored summaries from which this grouping is read."""
        return Dimension(self.value) if self.value in set(Dimension) else Dimension.EVERYONE


@dataclass(frozen=True, slots=True)
class Figures:
    """Sums over some pupils and openings. All None when hidden; the last alone when only that is."""

    pupils: int | None = None
    possible: int | None = None
    attended: int | None = None
    authorised: int | None = None
    unauthorised: int | None = None
    persistently_absent: int | None = None

    @property
    def rate(self) -> float | None:
        """Openings attended, per cent."""
        return self._of_openings(self.attended)

    @property
    def authorised_rate(self) -> float | None:
        """Openings missed with the school's authorisation, per cent."""
        return self._of_openings(self.authorised)

    @property
    def unauthorised_rate(self) -> float | None:
        """Openings missed without it, per cent."""
        return self._of_openings(self.unauthorised)

    @property
    def persistent_rate(self) -> float | None:
        """Pupils absent for a tenth or more of their openings, per cent."""
        if self.persistently_absent is None or not self.pupils:
            return None
        return 100 * self.persistently_absent / self.pupils

    def _of_openings(self, count: int | None) -> float | None:
        return None if count is None or self.possible is None else rate(count, self.possible)

    def without_share(self) -> "Figures":
        """These figures, silent about how many pupils are often absent."""
        return Figures(self.pupils, self.possible, self.attended, self.authorised, self.unauthorised)


HIDDEN = Figures()


def total(parts: Iterable[Figures]) -> Figures:
    """The sum; hidden where any part is."""

    def add(name: str) -> int | None:
        values = [getattr(part, name) for part in together]
        return None if None in values else sum(values)

    together = list(parts)
    return Figures(*(add(name) for name in Figures.__slots__))


@dataclass(frozen=True, slots=True)
class BreakdownLine:
    """The figures of one value of a grouping, such as one stage."""

    key: str
    figures: Figures


@dataclass(frozen=True, slots=True)
class Series:
    """One line over time: figures by period, None where it had no openings."""

    key: str
    points: tuple[Figures | None, ...]


@dataclass(frozen=True, slots=True)
class PupilFilters:
    """Which pupils' attendance is asked for. Empty means all of those in the person's scope."""

    school_ids: tuple[int, ...] = ()
    sector: str = ""
    cluster: str = ""
    stage: str = ""


Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Breakdown:
    """One school year by one grouping, with the other schools' figures where the person may see them."""

    period: Period | None  # from the first day to the last with attendance; None: there is none
    lines: tuple[BreakdownLine, ...]
    total: Figures
    everyone: Figures  # also those the grouping leaves out
    others: "Others | None" = None


@dataclass(frozen=True, slots=True)
class Others:
    """The other supported schools together, so that none can be told apart."""

    schools: int
    total: Figures
    lines: tuple[BreakdownLine, ...] = ()  # by the grouping asked for, unless that is the school
    spread: tuple[float, float, float] | None = None  # by school: the lowest, middle and highest rate


def spread(rates: Iterable[float | None]) -> tuple[float, float, float] | None:
    """The lowest, middle and highest of the rates that are shown; None of fewer than three."""
    ranked = sorted(rate for rate in rates if rate is not None)
    return (ranked[0], median(ranked), ranked[-1]) if len(ranked) > 2 else None


@dataclass(frozen=True, slots=True)
class Trend:
    """Attendance month by month: a line for each value of a grouping, the total, and the other schools together."""

    periods: tuple[Period, ...]
    series: tuple[Series, ...]
    total: Series
    others: Series | None = None
    other_schools: int = 0
