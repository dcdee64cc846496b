"""Attendance over time, and the split of absence over time."""

from collections.abc import Sequence

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
from components.attendance.charts.attendance import Curve, absence_over_time, trend_lines
from components.attendance.figure_words import change, days, made_of, month, notes_for, number, percent, value_name
from data.attendance.queries.attendance import scope_of, trend
from models.attendance.figures import Figures, GroupBy, Period, PupilFilters, Series, Trend


def over_time(asked: FigureQuestion) -> AttendanceView:
    found = trend(actor=asked.actor, filters=asked.request.filters, school_ids=asked.request.school_ids or _only(asked))
    if not found.periods:
        return NOTHING
    curves = [(value_name(GroupBy.SCHOOL, one.key, asked.names), one) for one in found.series]
    everywhere = f"All {len(asked.names):,} schools" if asked.request.filters == PupilFilters() else "All chosen here"
    if len(asked.names) > 1:
        curves.insert(
            0, (everywhere if scope_of(actor=asked.actor).school_ids is None else "All your schools", found.total)
        )
    about = curves[0] if len(curves) != 2 or len(asked.names) == 1 else curves[1]
    if found.others is not None:
        curves.append((others_name(found.other_schools), found.others))
    title = _trend_title(*about, found)
    latest = about[1].points[-1] or Figures()
    return made(
        ("Period", "Of", *HEADINGS[:6]),
        _trend_rows(found, curves),
        title=title,
        caption=f"{about[0]}: {number(latest.pupils)} pupils and {number(latest.possible)} openings in "
        f"{month(found.periods[-1])}. The chart runs from {days((found.periods[0][0], found.periods[-1][1]))}.",
        notes=notes_for(
            GroupBy.STAGE if asked.request.filters.stage else GroupBy.SCHOOL, is_suppressed=asked.is_suppressed
        ),
        figure=trend_lines(found, curves),
        summary=_latest_of(found, curves),
        missing=missing(asked),
    )


def _only(asked: FigureQuestion) -> tuple[int, ...]:
    return tuple(asked.names) if len(asked.names) == 1 else ()


def _trend_title(name: str, series: Series, found: Trend) -> str:
    now, period = series.points[-1], found.periods[-1]
    subject = "Attendance " + (f"in {name[0].lower()}{name[1:]}" if name.startswith("All ") else f"at {name}")
    if now is None or now.rate is None:
        return f"{subject} is not shown for {month(period)}"
    back = [
        place
        for place, (first, _) in enumerate(found.periods)
        if (first.year, first.month) == (period[0].year - 1, period[0].month)
    ]
    before = series.points[back[0]] if back else None
    return f"{subject} was {now.rate:.1f}% in {month(period)}" + change(
        now.rate, before.rate if before else None, "the year before"
    )


def _trend_rows(found: Trend, curves: Sequence[tuple[str, Series]]) -> list[tuple[Value, ...]]:
    return [
        (month(period), name, *values_of(series.points[place] or Figures())[:6])
        for place, period in reversed(list(enumerate(found.periods)))
        for name, series in curves
    ]


def _latest_of(found: Trend, curves: Sequence[tuple[str, Series]]) -> str:
    parts = [f"{name} {percent(one.rate if (one := series.points[-1]) else None)}" for name, series in curves]
    return f"Attendance in {month(found.periods[-1])}: {'; '.join(parts)}."


def reasons(asked: FigureQuestion) -> AttendanceView:
    found = trend(actor=asked.actor, filters=asked.filters)
    if not found.periods:
        return NOTHING
    points = [one or Figures() for one in found.total.points]
    split = {
        "Authorised absence": tuple(one.authorised_rate for one in points),
        "Unauthorised absence": tuple(one.unauthorised_rate for one in points),
        "Other or not recorded": tuple(_unexplained(one) for one in points),
    }
    openings = tuple(one.possible for one in points)
    curves = [Curve(name, rates, openings) for name, rates in split.items() if any(round(r or 0, 1) for r in rates)]
    last = found.periods[-1]
    title = (
        f"In {month(last)}, {percent(points[-1].authorised_rate)} of openings were missed with authorisation "
        f"and {percent(points[-1].unauthorised_rate)} without"
    )
    return made(
        ("Period", *split, "Openings", "Pupils"),
        [
            _reason_row(period, split, place, points[place])
            for place, period in reversed(list(enumerate(found.periods)))
        ],
        title=title,
        caption=made_of(points[-1], last, asked.schools),
        notes=notes_for(GroupBy.SCHOOL, is_suppressed=asked.is_suppressed),
        figure=absence_over_time([first for first, _ in found.periods], curves) if curves else None,
        summary=f"{title}.",
        missing=missing(asked),
    )


def _unexplained(figures: Figures) -> float | None:
    """Openings missed that are neither: exclusions, or a file that does not say."""
    rates = (figures.rate, figures.authorised_rate, figures.unauthorised_rate)
    return None if None in rates else max(0.0, 100 - sum(rate or 0 for rate in rates))


def _reason_row(
    period: Period, split: dict[str, tuple[float | None, ...]], place: int, figures: Figures
) -> tuple[Value, ...]:
    rates = [None if rates[place] is None else round(rates[place] or 0, 1) for rates in split.values()]
    return (month(period), *rates, figures.possible, figures.pupils)
