"""Attendance and absence by school and by group of pupils, for one school year."""

from collections.abc import Callable, Sequence

from components.attendance.base import (
    HEADINGS,
    NOTHING,
    AttendanceView,
    FigureQuestion,
    Value,
    made,
    missing,
    others_name,
    values_of,
)
from components.attendance.charts.attendance import Bar, attendance_by_name, share_by_name, trend_lines
from components.attendance.figure_words import (
    GROUP_NAMES,
    OFTEN,
    UNKNOWN,
    made_of,
    notes_for,
    number,
    percent,
    point,
    value_name,
)
from components.kit.charts import MOST_SERIES
from data.attendance.queries.attendance import breakdown, trend
from models.attendance.figures import Breakdown, BreakdownLine, Figures, GroupBy, PupilFilters, Series
from models.attendance.openings import school_year_name

MOST_BARS = 40


def compare(asked: FigureQuestion) -> AttendanceView:
    found = _asked_breakdown(asked, GroupBy.SCHOOL, asked.request.filters)
    if found.period is None:
        return NOTHING
    lines = _named(found.lines, GroupBy.SCHOOL, asked)
    year = school_year_name(asked.request.year)
    ranked = sorted((one for one in lines if one[1].rate is not None), key=lambda one: one[1].rate or 0)
    bars = _bars(ranked, lambda figures: figures.rate)
    title, average, name = _compare_words(ranked, found, year)
    if found.others and found.others.spread:
        words = f"one of {found.others.schools} other supported schools"
        places = ("Lowest other school", "Middle of the others", "Highest other school")
        bars += [Bar(place, rate, words) for place, rate in zip(places, found.others.spread, strict=True)]
    return made(
        ("School", *HEADINGS),
        [(school, *values_of(figures)) for school, figures in lines] + _other_rows(found),
        title=title,
        caption=made_of(found.total, found.period, len(lines)) + _shown_of(len(bars)),
        notes=notes_for(
            GroupBy.STAGE if asked.request.filters.stage else GroupBy.SCHOOL, is_suppressed=asked.is_suppressed
        ),
        figure=attendance_by_name(bars[:MOST_BARS], average=average, average_name=name) if bars else None,
        summary="; ".join(f"{bar.name} {bar.percent:.1f}%" for bar in bars[:MOST_BARS]) + ".",
        missing=missing(asked),
    )


def _compare_words(ranked: list[tuple[str, Figures]], found: Breakdown, year: str) -> tuple[str, float | None, str]:
    if found.others and found.others.spread and ranked:
        low, _, high = found.others.spread
        name, own = ranked[0]
        title = f"Attendance at {name} was {own.rate:.1f}% in {year}"
        return (
            f"{title}; other supported schools ran from {low:.1f}% to {high:.1f}%",
            found.others.total.rate,
            "Average of the others",
        )
    if not ranked:
        return f"No school's attendance can be shown for {year}", None, ""
    (lowest, low_figures), (highest, high_figures) = ranked[0], ranked[-1]
    if lowest == highest:
        return f"Attendance at {lowest} was {low_figures.rate:.1f}% in {year}", None, ""
    title = (
        f"In {year} attendance ran from {low_figures.rate:.1f}% at {lowest} to {high_figures.rate:.1f}% at {highest}"
    )
    return title, found.total.rate, "All schools"


def by_group(asked: FigureQuestion) -> AttendanceView:
    by = asked.request.by
    found = _asked_breakdown(asked, by, asked.filters)
    if found.period is None:
        return NOTHING
    lines = _named(found.lines, by, asked)
    months = trend(actor=asked.actor, by=by, filters=asked.filters)
    curves = [(value_name(by, one.key, asked.names), one) for one in months.series if _is_shown(one)]
    shown = [one for one in lines if one[1].rate is not None]
    if len(curves) <= MOST_SERIES:
        chart = trend_lines(months, curves) if shown else None
    else:
        chart = attendance_by_name(_bars(shown, lambda f: f.rate), average=found.total.rate, average_name="All")
    return made(
        (GROUP_NAMES[by], *HEADINGS),
        [(name, *values_of(figures)) for name, figures in lines] + _other_rows(found, by, asked),
        title=_group_title(shown, by, school_year_name(asked.request.year)),
        caption=made_of(found.total, found.period, asked.schools) + _left_out(found, by),
        notes=notes_for(by, is_suppressed=asked.is_suppressed),
        figure=chart,
        summary=f"{school_year_name(asked.request.year)}: "
        + "; ".join(f"{name} {percent(figures.rate)}" for name, figures in lines)
        + ".",
        missing=missing(asked),
    )


def _is_shown(series: Series) -> bool:
    return any(point is not None and point.rate is not None for point in series.points)


def _group_title(shown: list[tuple[str, Figures]], by: GroupBy, year: str) -> str:
    shown = [one for one in shown if one[0] != UNKNOWN]
    if not shown:
        return f"Too few pupils to show attendance by {_lower(GROUP_NAMES[by])} in {year}"
    in_sentence = str if by is GroupBy.CLUSTER else _lower  # a cluster's name is a name
    ranked = sorted(shown, key=lambda one: one[1].rate or 0)
    (lowest, low), (highest, high) = ranked[0], ranked[-1]
    if lowest == highest:
        return f"{GROUP_NAMES[by]}: in {year} attendance was {percent(low.rate)} for {in_sentence(lowest)}"
    return (
        f"{GROUP_NAMES[by]}: in {year} attendance was lowest for {in_sentence(lowest)}, {percent(low.rate)}, "
        f"and highest for {in_sentence(highest)}, {percent(high.rate)}"
    )


def _lower(text: str) -> str:
    """For the middle of a sentence; P7, SIMD and the like keep their capitals."""
    return text if not text[1:2].islower() else text[0].lower() + text[1:]


def often_absent(asked: FigureQuestion) -> AttendanceView:
    by = asked.request.by
    found = _asked_breakdown(asked, by, asked.request.filters if by is GroupBy.SCHOOL else asked.filters)
    if found.period is None:
        return NOTHING
    lines = _named(found.lines, by, asked)
    shown = [one for one in lines if one[1].persistent_rate is not None]
    if by is GroupBy.SCHOOL:
        shown.sort(key=lambda one: -(one[1].persistent_rate or 0))
    average, name = found.total.persistent_rate, "All"
    if found.others:
        average, name = found.others.total.persistent_rate, "Average of the others"
    bars = _bars(shown, lambda figures: figures.persistent_rate)
    return made(
        (GROUP_NAMES[by], "Often absent %", "Pupils often absent", "Pupils"),
        [(line, values_of(figures)[6], figures.persistently_absent, figures.pupils) for line, figures in lines],
        title=_often_title(found.total, school_year_name(asked.request.year)),
        caption=made_of(found.total, found.period, asked.schools) + _left_out(found, by) + _shown_of(len(bars)),
        notes=(OFTEN, *notes_for(by, is_suppressed=asked.is_suppressed)),
        figure=share_by_name(bars[:MOST_BARS], average=average, average_name=name) if bars else None,
        summary="; ".join(f"{bar.name} {bar.percent:.1f}%" for bar in bars[:MOST_BARS]) + ".",
        missing=missing(asked),
    )


def _often_title(figures: Figures, year: str) -> str:
    if figures.persistent_rate is None:
        return f"How many pupils were often absent in {year} cannot be shown"
    return (
        f"In {year}, {figures.persistent_rate:.1f}% of pupils ({number(figures.persistently_absent)} of "
        f"{number(figures.pupils)}) missed a tenth or more of their openings"
    )


def _asked_breakdown(asked: FigureQuestion, by: GroupBy, filters: PupilFilters) -> Breakdown:
    return breakdown(actor=asked.actor, by=by, year=asked.request.year, filters=filters)


def _named(lines: Sequence[BreakdownLine], by: GroupBy, asked: FigureQuestion) -> list[tuple[str, Figures]]:
    named = [
        (value_name(by, line.key, asked.names), line.figures) for line in sorted(lines, key=lambda one: one.key == "")
    ]
    return sorted(named, key=lambda one: one[0]) if by is GroupBy.SCHOOL else named


def _bars(lines: Sequence[tuple[str, Figures]], of: Callable[[Figures], float | None]) -> list[Bar]:
    rates = ((name, of(figures), point(figures)) for name, figures in lines)
    return [Bar(name, rate, words) for name, rate, words in rates if rate is not None]


def _other_rows(
    found: Breakdown, by: GroupBy | None = None, asked: FigureQuestion | None = None
) -> list[tuple[Value, ...]]:
    if found.others is None:
        return []
    rows = [(others_name(found.others.schools), *values_of(found.others.total))]
    if by and asked:
        named = _named(found.others.lines, by, asked)
        rows += [(f"Other schools: {name}", *values_of(figures)) for name, figures in named]
    return rows


def _left_out(found: Breakdown, by: GroupBy) -> str:
    """Who is not in the figures by this grouping, and why."""
    unknown = next((line.figures.pupils for line in found.lines if line.key == ""), 0)
    parts = [f" {unknown:,} pupils are shown as not known."] if unknown and by is not GroupBy.CLUSTER else []
    if by is GroupBy.FREE_MEALS and found.everyone.pupils is not None and found.total.pupils is not None:
        parts.append(f" {found.everyone.pupils - found.total.pupils:,} younger or special school pupils are left out.")
    return "".join(parts)


def _shown_of(bars: int) -> str:
    return f" The chart shows {MOST_BARS} of {bars:,}; the table has them all." if bars > MOST_BARS else ""
