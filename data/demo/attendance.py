"""The invented attendance of the demonstration: season, stage, home and a modest effect of support."""

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from sqlalchemy import insert
from sqlmodel import Session, col, select

from data.reference.demo_accounts import DEMONSTRATION
from data.reference.files import read_lines
from models.attendance.openings import Attendance, AttendancePeriod, school_year
from models.attendance.pupils import Enrolment, Pupil
from models.families.family import SupportPeriod, SupportStatus

FIRST_ON = date(2024, 8, 1)
OPENINGS = {8: 20, 9: 40, 10: 30, 11: 40, 12: 28, 1: 38, 2: 34, 3: 42, 4: 22, 5: 38, 6: 36}  # half days; July has none
_SEASON = {8: 1.0, 9: 0.8, 10: -0.2, 11: -0.6, 12: -2.2, 1: -1.4, 2: 0.0, 3: 0.1, 4: 0.2, 5: 0.0, 6: -1.0}
_STAGE = {"P1": 0.2, "P7": -0.5, "S1": -2.0, "S2": -4.3, "S3": -5.6, "S4": -4.2, "S5": -2.0, "S6": -0.8}
EFFECT = 4.0  # percentage points from the second month of support
DIP = 5.0  # children are chosen when attendance has dipped, which mends partly by itself
_DIP_DAYS = timedelta(days=75)
_MOST = 93.0  # where no line says how a child usually attends
_SEED = 2026
_DRAWN_BEFORE = 39_254  # numbers that once made the children, now in files; without them every figure would change


@dataclass(frozen=True, slots=True)
class _Child:
    """A child of the story, as the months need it."""

    pupil_id: int
    usual: float  # the percentage of openings this child would attend, before season and stage
    places: dict[int, Enrolment]  # by school year
    supports: Sequence[SupportPeriod]


def add_attendance(session: Session, *, until: date) -> None:
    """A row for every child and month since they started school, drawn from the same chance every time."""
    random = Random(_SEED)  # noqa: S311 - invented data, the same every time
    random.getrandbits(32 * _DRAWN_BEFORE)
    periods = [AttendancePeriod(first_on=first_on, last_on=last_on) for first_on, last_on in _months(until)]
    session.add_all(periods)
    session.flush()
    months = ((child, period) for child in _children(session) for period in periods)
    rows = [
        {"period_id": period.id, "pupil_id": child.pupil_id, "school_id": place.school_id}
        | _openings(random, child, place.stage, period)
        for child, period in months
        if (place := child.places.get(school_year(period.first_on)))
    ]
    session.execute(insert(Attendance.__table__), rows)  # type: ignore[attr-defined] # past the object layer: half the time


def _months(until: date) -> Iterator[tuple[date, date]]:
    """The first and last day of every month of the story in which schools were open."""
    first_on = FIRST_ON
    while first_on <= until:
        last_on = first_on.replace(day=monthrange(first_on.year, first_on.month)[1])
        if first_on.month in OPENINGS:
            yield first_on, last_on
        first_on = last_on + timedelta(days=1)


def _children(session: Session) -> Iterator[_Child]:
    usual = {
        cells["candidate_number"]: float(cells["percent"])
        for _, cells in read_lines(DEMONSTRATION / "usual_attendance.csv")
    }
    places: defaultdict[int, dict[int, Enrolment]] = defaultdict(dict)
    for place in session.exec(select(Enrolment)):
        places[place.pupil_id][place.observed_on.year] = place
    supports = defaultdict(list)
    for support in session.exec(select(SupportPeriod).order_by(col(SupportPeriod.id))):
        supports[support.pupil_id].append(support)
    for pupil in session.exec(select(Pupil).order_by(col(Pupil.id))).all():
        pupil_id = pupil.id or 0
        yield _Child(pupil_id, usual.get(pupil.candidate_number, _MOST), places[pupil_id], supports[pupil_id])


def _openings(random: Random, child: _Child, stage: str, period: AttendancePeriod) -> dict[str, int | None]:
    """One child's openings in one month."""
    possible = OPENINGS[period.first_on.month]
    percent = child.usual + _SEASON[period.first_on.month] + _STAGE.get(stage, 0.0) + random.gauss(0, 3.5)
    percent += sum(_shift(support, period) for support in child.supports)
    attended = max(0, min(possible, round(possible * percent / 100)))
    absent = possible - attended
    authorised = round(absent * random.uniform(0.4, 0.8))
    return {"possible": possible, "attended": attended, "authorised": authorised, "unauthorised": absent - authorised}


def _shift(support: SupportPeriod, period: AttendancePeriod) -> float:
    """What being chosen, and being supported, adds to the month's percentage."""
    if support.status is SupportStatus.WAITING:
        return 0.0
    is_dip = support.started_on - _DIP_DAYS < period.last_on and period.first_on < support.started_on
    has_helped = support.started_on + timedelta(days=31) <= period.first_on
    is_over = support.ended_on is not None and support.ended_on < period.first_on
    return (EFFECT if has_helped and not is_over else 0.0) - (DIP if is_dip else 0.0)
