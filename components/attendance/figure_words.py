"""The words of the attendance page: names of groups and values, sentences and notes. Values in, text out."""

from collections.abc import Mapping
from datetime import date

from models.attendance.figures import Figures, GroupBy, Period

GROUP_NAMES: dict[GroupBy, str] = {
    GroupBy.SCHOOL: "School",
    GroupBy.CLUSTER: "Cluster",
    GroupBy.SECTOR: "Sector",
    GroupBy.STAGE: "Stage",
    GroupBy.QUINTILE: "SIMD quintile",
    GroupBy.FREE_MEALS: "Free school meals (P6 and above)",
    GroupBy.ADDITIONAL_SUPPORT: "Additional support needs",
    GroupBy.CARE_EXPERIENCE: "Care experience",
    GroupBy.KINSHIP: "Kinship care",
    GroupBy.SUPPORTED: "Supported by the team",
}

_YES_NO = {"yes": "Yes", "no": "No"}
_VALUES: dict[GroupBy, dict[str, str]] = {
    GroupBy.SECTOR: {"primary": "Primary", "secondary": "Secondary", "special": "Special"},
    GroupBy.STAGE: {"SP": "Special school pupils"},
    GroupBy.QUINTILE: {
        "1": "Quintile 1 (most deprived)",
        **{str(n): f"Quintile {n}" for n in (2, 3, 4)},
        "5": "Quintile 5 (least deprived)",
    },
    GroupBy.FREE_MEALS: {"yes": "Registered", "no": "Not registered"},
    GroupBy.ADDITIONAL_SUPPORT: {"yes": "Additional support needs", "no": "None recorded"},
    GroupBy.CARE_EXPERIENCE: {"yes": "Care experienced, now or before", "no": "None recorded"},
    GroupBy.KINSHIP: {"yes": "In kinship care", "no": "None recorded"},
    GroupBy.SUPPORTED: {"yes": "Supported by the team", "no": "Not supported"},
}
UNKNOWN = "Not known"
_NO_VALUE = {GroupBy.CLUSTER: "No cluster"}

AS_KNOWN = (
    "Stage and characteristics are as known on the last day of each month or year; where they were first recorded "
    "later than that, as first recorded."
)
MEALS = (
    "Free school meals are shown for P6 and above only: meals are for everyone in P1 to P5 and in special schools, "
    "so registration says nothing there."
)
AREAS = "SIMD describes areas, not families: not everyone in a deprived area is deprived."
NO_CAUSE = "A difference between groups, schools or months does not say what caused it."
HIDDEN_NOTE = (
    "Figures about 1 to 4 pupils are hidden, and so are others from which they could be worked out. Zero is shown."
)
OFTEN = "Often absent means absent for 10% or more of openings in the school year so far; exactly 10% counts."
OPENINGS = "An opening is half a school day. Rates are weighted by openings. Pupils with no openings are not counted."


def value_name(by: GroupBy, key: str, schools: Mapping[int, str]) -> str:
    """What a line is called on screen."""
    if by is GroupBy.SCHOOL:
        return schools.get(int(key), "A school")
    return _VALUES.get(by, _YES_NO).get(key, key) or _NO_VALUE.get(by, UNKNOWN)


def notes_for(by: GroupBy, *, is_suppressed: bool) -> tuple[str, ...]:
    """What somebody should know before reading figures by this grouping."""
    kinds = {GroupBy.FREE_MEALS: (AS_KNOWN, MEALS), GroupBy.QUINTILE: (AS_KNOWN, AREAS)}
    plain = () if by in (GroupBy.SCHOOL, GroupBy.CLUSTER, GroupBy.SECTOR) else (AS_KNOWN,)
    return (OPENINGS, *kinds.get(by, plain), NO_CAUSE, *((HIDDEN_NOTE,) if is_suppressed else ()))


def percent(value: float | None) -> str:
    """One decimal place, or that there is nothing to show."""
    return "not shown" if value is None else f"{value:.1f}%"


def number(value: int | None) -> str:
    """A count with commas, or that it is hidden."""
    return "hidden" if value is None else f"{value:,}"


def month(period: Period) -> str:
    """October 2026, or the two months a longer period runs between."""
    first, last = period
    if (first.year, first.month) == (last.year, last.month):
        return f"{first:%B %Y}"
    return f"{first:%B %Y} to {last:%B %Y}"


def days(period: Period) -> str:
    """20 August 2025 to 30 June 2026."""
    return f"{_day(period[0])} to {_day(period[1])}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def point(figures: Figures | None) -> str:
    """What hovering over a point says."""
    if figures is None or figures.possible is None:
        return "not shown"
    return f"{figures.possible:,} openings, {number(figures.pupils)} pupils"


def change(now: float, before: float | None, since: str) -> str:
    """`, 0.4 points above the year before`, from the rounded figures people see."""
    if before is None:
        return ""
    points = round(round(now, 1) - round(before, 1), 1)
    if points == 0:
        return f", the same as {since}"
    return f", {abs(points):.1f} points {'above' if points > 0 else 'below'} {since}"


def made_of(figures: Figures, period: Period, schools: int) -> str:
    """The caption: how many pupils, openings and schools, and from when to when."""
    where = "1 school" if schools == 1 else f"{schools:,} schools"
    return f"{number(figures.pupils)} pupils and {number(figures.possible)} openings in {where}, {days(period)}."
