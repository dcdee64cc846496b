"""The invented attendance of the demonstration: season, stage, home and a modest effect of support."""

from calendar import monthrange
from datetime import date, timedelta
from random import Random
from typing import Any

from data.demo.people import TODAY, DemoPupil
from data.demo.schools import FIRST_YEAR
from models.attendance.openings import school_year
from models.families.family import SupportStatus

OPENINGS = {8: 20, 9: 40, 10: 30, 11: 40, 12: 28, 1: 38, 2: 34, 3: 42, 4: 22, 5: 38, 6: 36}  # half days; July has none
_SEASON = {8: 1.0, 9: 0.8, 10: -0.2, 11: -0.6, 12: -2.2, 1: -1.4, 2: 0.0, 3: 0.1, 4: 0.2, 5: 0.0, 6: -1.0}
_STAGE = {"P1": 0.2, "P7": -0.5, "S1": -2.0, "S2": -4.3, "S3": -5.6, "S4": -4.2, "S5": -2.0, "S6": -0.8}
EFFECT = 4.0  # percentage points from the second month of support
DIP = 5.0  # children are chosen when attendance has dipped, which mends partly by itself
_DIP_DAYS = timedelta(days=75)


def months() -> list[tuple[date, date]]:
    """The first and last day of every month of the story in which schools were open."""
    first = date(FIRST_YEAR, 8, 1)
    spans = []
    while first <= TODAY:
        last = first.replace(day=monthrange(first.year, first.month)[1])
        if first.month in OPENINGS:
            spans.append((first, last))
        first = last + timedelta(days=1)
    return spans


def _support_shift(pupil: DemoPupil, first_on: date, last_on: date) -> float:
    """What being chosen, and being supported, adds to the month's percentage."""
    shift = 0.0
    for support in pupil.supports:
        if support.status is SupportStatus.WAITING:
            continue
        if support.started_on - _DIP_DAYS < last_on and first_on < support.started_on:
            shift -= DIP
        if support.started_on + timedelta(days=31) <= first_on and (support.ended_on or TODAY) >= first_on:
            shift += EFFECT
    return shift


def month_row(random: Random, pupil: DemoPupil, span: tuple[date, date]) -> dict[str, Any] | None:
    """One child's openings in one month, without ids; None before the child started school."""
    first_on, last_on = span
    place = pupil.years.get(school_year(first_on))
    if place is None:
        return None
    possible = OPENINGS[first_on.month]
    percent = pupil.likely + _SEASON[first_on.month] + _STAGE.get(place[1], 0.0) + random.gauss(0, 3.5)
    percent += _support_shift(pupil, first_on, last_on)
    attended = max(0, min(possible, round(possible * percent / 100)))
    absent = possible - attended
    authorised = round(absent * random.uniform(0.4, 0.8))
    return {
        "school": place[0],
        "possible": possible,
        "attended": attended,
        "authorised": authorised,
        "unauthorised": absent - authorised,
    }
