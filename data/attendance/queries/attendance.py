"""Attendance figures of the schools a person may see, from the summaries that every import keeps."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.attendance.sums import (
    LEAST_OTHER_SCHOOLS,
    TOTAL,
    Lines,
    Where,
    count_schools,
    hidden_in_year,
    in_year,
    other_schools,
    own_schools,
    schools_by_key,
    show,
    show_total,
    sums,
)
from data.core.db import reading
from data.core.scope import FiguresScope, figures_scope
from models.attendance.figures import (
    HIDDEN,
    Breakdown,
    BreakdownLine,
    Figures,
    GroupBy,
    Others,
    Period,
    PupilFilters,
    Series,
    Trend,
    spread,
    total,
)
from models.attendance.openings import AttendanceSummary, Benchmark, Span, school_year
from models.attendance.schools import School, Sector
from models.disclosure import HiddenLines
from models.permissions import Actor

MOST_PERIODS = 24
NO_SCHOOLS = FiguresScope(school_ids=frozenset(), is_suppressed=True, sees_others_average=False)


@dataclass(frozen=True, slots=True)
class FiguresSchool:
    """A school with attendance that the person may see by name."""

    id: int
    name: str
    sector: Sector
    cluster: str | None
    seed_code: str


@dataclass(frozen=True, slots=True)
class FigureChoices:
    """What there is to choose from: schools by name, school years (newest first) and stages."""

    schools: tuple[FiguresSchool, ...]
    years: tuple[int, ...]
    stages: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BenchmarkRow:
    """One published figure of a secondary school, a council or Scotland."""

    year: str
    area_code: str
    area_name: str
    area_kind: str
    measure: str
    percent: float | None
    mark: str | None


def scope_of(*, actor: Actor) -> FiguresScope:
    """The person's scope; one without any school when figures are none of their business."""
    return figures_scope(actor) or NO_SCHOOLS


def figure_choices(*, actor: Actor) -> FigureChoices:
    """The schools, years and stages that have attendance in the person's scope."""
    where = own_schools(scope_of(actor=actor), PupilFilters())
    with reading() as session:
        schools = session.exec(
            select(School)
            .where(col(School.id).in_(select(AttendanceSummary.school_id)), *where)
            .order_by(School.name, School.sector)
        ).all()
        in_scope = col(AttendanceSummary.school_id).in_(select(School.id).where(*where))
        firsts = session.exec(select(col(AttendanceSummary.first_on)).distinct().where(in_scope)).all()
        stages = session.exec(select(col(AttendanceSummary.stage)).distinct().where(in_scope)).all()
    return FigureChoices(
        schools=tuple(
            FiguresSchool(school.id or 0, school.name, school.sector, school.cluster, school.seed_code)
            for school in schools
        ),
        years=tuple(sorted({school_year(first) for first in firsts}, reverse=True)),
        stages=tuple(sorted(stage for stage in stages if stage)),
    )


def breakdown(*, actor: Actor, by: GroupBy, year: int, filters: PupilFilters | None = None) -> Breakdown:
    """One school year by one grouping. A person who sees suppressed figures gets fixed views, without filters."""
    scope = scope_of(actor=actor)
    where = own_schools(scope, _allowed(filters, scope))
    with reading() as session:
        period, lines, all_of_it, everyone = _year(
            session, by=by, year=year, where=where, is_suppressed=scope.is_suppressed
        )
        others = _others_in_year(session, scope=scope, by=by, year=year, filters=filters)
    return Breakdown(period, _lines(lines), all_of_it, everyone, others)


def trend(
    *, actor: Actor, by: GroupBy = GroupBy.SCHOOL, filters: PupilFilters | None = None, school_ids: tuple[int, ...] = ()
) -> Trend:
    """The newest months by one grouping. By school, only the lines of `school_ids`, beside the total of all."""
    scope = scope_of(actor=actor)
    where = own_schools(scope, _allowed(filters, scope))
    chosen = [col(School.id).in_(school_ids)] if by is GroupBy.SCHOOL else []
    with reading() as session:
        months = _months(session, by=by, where=[*where, *chosen], hidden_where=where, scope=scope)
        totals = _months(session, by=by, where=where, hidden_where=where, scope=scope, is_total=True)
        others, count = _others_by_month(session, scope=scope, filters=filters)
    periods = tuple(totals)[-MOST_PERIODS:]
    keys = sorted({key for lines in months.values() for key in lines})
    return Trend(
        periods=periods,
        series=tuple(_series(key, months, periods) for key in keys),
        total=_series(TOTAL, totals, periods),
        others=_series(TOTAL, others, periods) if count else None,
        other_schools=count,
    )


def benchmarks(*, actor: Actor) -> tuple[BenchmarkRow, ...]:
    """Published secondary attendance, all stages: Scotland, the council, and schools the person may see by name."""
    if figures_scope(actor) is None:
        return ()
    scope = scope_of(actor=actor)
    with reading() as session:
        codes = session.exec(
            select(School.seed_code).where(School.sector == Sector.SECONDARY, *own_schools(scope, PupilFilters()))
        ).all()
        rows = session.exec(
            select(Benchmark)
            .where(Benchmark.sector == Sector.SECONDARY, Benchmark.stage == "all")
            .where((col(Benchmark.area_kind) != "school") | col(Benchmark.area_code).in_(codes))
            .order_by(Benchmark.year, Benchmark.area_kind, Benchmark.area_name)
        ).all()
    return tuple(
        BenchmarkRow(r.year, r.area_code, r.area_name, r.area_kind, r.measure, r.percent, r.mark) for r in rows
    )


def _allowed(filters: PupilFilters | None, scope: FiguresScope) -> PupilFilters:
    return PupilFilters() if filters is None or scope.is_suppressed else filters


def _lines(lines: Lines) -> tuple[BreakdownLine, ...]:
    return tuple(BreakdownLine(key, lines[key]) for key in sorted(lines))


def _year(
    session: Session, *, by: GroupBy, year: int, where: Where, is_suppressed: bool
) -> tuple[Period | None, Lines, Figures, Figures]:
    hidden = hidden_in_year(session, by=by, started=year, where=where) if is_suppressed else None
    where = [*where, *in_year(year)]
    found = sums(session, by=by, span=Span.SCHOOL_YEAR, where=where)
    if not found:
        return None, {}, HIDDEN, HIDDEN
    [(period, lines)] = found.items()
    everyone = sums(session, by=GroupBy.SCHOOL, span=Span.SCHOOL_YEAR, where=where, is_total=True)
    everyone_total = total(everyone[period].values()) if period in everyone else total(lines.values())
    return period, show(lines, hidden), show_total(total(lines.values()), hidden), show_total(everyone_total, hidden)


def _others_in_year(
    session: Session, *, scope: FiguresScope, by: GroupBy, year: int, filters: PupilFilters | None
) -> Others | None:
    """The other schools together: never one by one, and their groups only where those are not small."""
    where = other_schools(scope)
    count = _count_others(session, scope=scope, filters=filters, where=[*where, *in_year(year)])
    if not count:
        return None
    _, lines, all_of_it, _ = _year(session, by=by, year=year, where=where, is_suppressed=True)
    if by is GroupBy.SCHOOL:
        return Others(count, all_of_it, spread=spread(figures.rate for figures in lines.values()))
    # A line of one or two schools would nearly name them, and so would the rest, less the lines that are left.
    schools = schools_by_key(session, by=by, where=[*where, *in_year(year)])
    is_safe = all(number >= LEAST_OTHER_SCHOOLS for number in schools.values())
    return Others(count, all_of_it, lines=_lines(lines) if is_safe else ())


def _count_others(session: Session, *, scope: FiguresScope, filters: PupilFilters | None, where: Where) -> int:
    """How many other schools there are to compare with; 0 when the person is shown none, or they are too few."""
    if not scope.sees_others_average or (filters is not None and (filters.stage or filters.sector or filters.cluster)):
        return 0
    count = count_schools(session, where)
    return count if count >= LEAST_OTHER_SCHOOLS else 0


def _months(
    session: Session, *, by: GroupBy, where: Where, hidden_where: Where, scope: FiguresScope, is_total: bool = False
) -> dict[Period, Lines]:
    found = sums(session, by=by, span=Span.PERIOD, where=where, is_total=is_total)
    if not scope.is_suppressed:
        return found
    years = {school_year(first) for first, _ in found}
    hidden: dict[int, HiddenLines] = {
        year: hidden_in_year(session, by=by, started=year, where=hidden_where) for year in years
    }
    return {period: show(lines, hidden[school_year(period[0])]) for period, lines in found.items()}


def _others_by_month(
    session: Session, *, scope: FiguresScope, filters: PupilFilters | None
) -> tuple[dict[Period, Lines], int]:
    where = other_schools(scope)
    count = _count_others(session, scope=scope, filters=filters, where=where)
    if not count:
        return {}, 0
    found = sums(session, by=GroupBy.SCHOOL, span=Span.PERIOD, where=where, is_total=True)
    return found, count


def _series(key: str, months: dict[Period, Lines], periods: tuple[Period, ...]) -> Series:
    return Series(key, tuple(months.get(period, {}).get(key) for period in periods))
