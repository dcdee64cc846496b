"""Attendance by one grouping over any days, for the command line: every pupil counted once in each line."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import groupby

import pandas as pd
from sqlmodel import Session, col, func, select

from data.attendance.queries.attendance import breakdown, figure_choices, scope_of, trend
from data.attendance.summaries import pupil_openings
from data.attendance.sums import Where, own_schools, sums
from data.core.db import reading
from models.attendance.figures import HIDDEN, Figures, GroupBy, PupilFilters
from models.attendance.openings import AttendancePeriod, Span, school_year, school_year_name
from models.attendance.pupils import STAGES_WITH_UNIVERSAL_MEALS
from models.attendance.schools import School
from models.errors import InvalidInput
from models.permissions import Actor


@dataclass(frozen=True, slots=True)
class AttendanceRow:
    """One line: the value of the grouping and its figures. Rates are per cent; None where hidden."""

    value: str
    openings: int | None
    attended: int | None
    rate: float | None
    pupils: int | None
    authorised: int | None
    unauthorised: int | None
    persistently_absent: int | None


def attendance_by(
    *, actor: Actor, by: GroupBy, schools: Sequence[int] = (), first: date | None = None, last: date | None = None
) -> list[AttendanceRow]:
    """Attendance by one grouping in the periods that lie within the days given (all of them when none are).

    People who see suppressed figures get the fixed views of the attendance page instead: the newest school year, or
    every month or year. Another choice of days or schools could be subtracted from those.
    """
    scope = scope_of(actor=actor)
    if not scope.is_suppressed:
        lines = _in_full(
            by=by, where=own_schools(scope, PupilFilters(school_ids=tuple(schools))), first=first, last=last
        )
    elif schools or first or last:
        raise InvalidInput("Suppressed figures come as fixed views: leave out the schools and the days.")
    else:
        lines = _fixed_view(actor=actor, by=by)
    return [_row(key, figures) for key, figures in sorted(lines.items())]


def _fixed_view(*, actor: Actor, by: GroupBy) -> dict[str, Figures]:
    years = figure_choices(actor=actor).years
    if by is GroupBy.MONTH:
        found = trend(actor=actor)
        return {
            f"{first:%Y-%m}": point or HIDDEN
            for (first, _), point in zip(found.periods, found.total.points, strict=True)
        }
    if by is GroupBy.SCHOOL_YEAR:
        return {school_year_name(year): breakdown(actor=actor, by=GroupBy.SCHOOL, year=year).total for year in years}
    lines = breakdown(actor=actor, by=by, year=years[0]).lines if years else ()
    return {line.key: line.figures for line in lines}


def _in_full(*, by: GroupBy, where: Where, first: date | None, last: date | None) -> dict[str, Figures]:
    with reading() as session:
        periods = _periods(session, first, last)
        if by is GroupBy.MONTH:  # a pupil has one row in a period, so that the summaries count each once
            months = sums(session, by=by, span=Span.PERIOD, where=where, is_total=True)
            return {f"{days[0]:%Y-%m}": line for days in periods for line in months.get(days, {}).values()}
        parts = _parts(by, periods)
        frames = {name: _frame(session, by=by, days=days, where=where) for name, days in parts.items()}
    keyed = (frame if name == "" else frame.assign(key=name) for name, frame in frames.items())
    return {str(key): _figures(part) for frame in keyed for key, part in frame.groupby("key")}


def _parts(by: GroupBy, periods: list[tuple[date, date]]) -> dict[str, tuple[date, date]]:
    """First and last day by the line they are added up into; by "" where the rows themselves say which line."""
    if by is GroupBy.SCHOOL_YEAR:
        years = groupby(periods, key=lambda period: school_year(period[0]))
        groups = {school_year_name(year): list(group) for year, group in years}
        return {name: (group[0][0], group[-1][1]) for name, group in groups.items()}
    return {"": (periods[0][0], periods[-1][1])} if periods else {}


def _periods(session: Session, first: date | None, last: date | None) -> list[tuple[date, date]]:
    found = session.exec(
        select(col(AttendancePeriod.first_on), col(AttendancePeriod.last_on)).order_by(col(AttendancePeriod.first_on))
    ).all()
    return [(start, end) for start, end in found if (not first or start >= first) and (not last or end <= last)]


def _frame(session: Session, *, by: GroupBy, days: tuple[date, date], where: Where) -> pd.DataFrame:
    columns = select(col(School.id), col(School.sector), func.coalesce(School.cluster, "")).where(*where)
    schools = {row[0]: (str(row[1]), str(row[2])) for row in session.exec(columns).all()}
    frame = pupil_openings(session, *days)
    frame = frame[frame["school_id"].isin(schools)]
    if by is GroupBy.FREE_MEALS:
        frame = frame[~frame["stage"].isin(STAGES_WITH_UNIVERSAL_MEALS)]
    if by is GroupBy.SCHOOL:
        return frame.assign(key=frame["school_id"].astype(str))
    if by in (GroupBy.SECTOR, GroupBy.CLUSTER):
        place = 0 if by is GroupBy.SECTOR else 1
        return frame.assign(key=[schools[school][place] for school in frame["school_id"]])
    return frame.assign(key=frame.get(str(by), ""))


def _figures(part: pd.DataFrame) -> Figures:
    """The sums, with each pupil counted once also when they changed school."""
    pupils = part.groupby("pupil_id")[["possible", "attended", "authorised", "unauthorised"]].sum()
    often = (pupils["possible"] - pupils["attended"]) * 10 >= pupils["possible"]
    counts = {name: int(pupils[name].sum()) for name in pupils}
    return Figures(pupils=len(pupils), persistently_absent=int(often.sum()), **counts)


def _row(key: str, figures: Figures) -> AttendanceRow:
    return AttendanceRow(
        value=key,
        openings=figures.possible,
        attended=figures.attended,
        rate=figures.rate,
        pupils=figures.pupils,
        authorised=figures.authorised,
        unauthorised=figures.unauthorised,
        persistently_absent=figures.persistently_absent,
    )
