"""Attendance charts: plain values in, a Plotly figure out."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import plotly.graph_objects as go

from components.kit.charts import LEGEND, MOST_SERIES, NEUTRAL, PATTERNS, figure, mark, plain
from models.attendance.figures import Series, Trend

# Numbers, put into words by the browser: the same sentence at every point would be most of what is sent.
_IN_MONTH = "%{x|%b %Y}: %{y}%<br>%{customdata:,} openings"
_IN_YEAR = "%{customdata}: %{y}%"
_GRID = {"gridcolor": "rgba(128,128,128,0.25)", "zeroline": False, "automargin": True}
_ROW, _FRAME = 34, 120  # pixels for one row of a chart by name, and for its axis and title


@dataclass(frozen=True, slots=True)
class Curve:
    """One line over time: a percentage for each date, None where there is none, and what it is made of."""

    name: str
    percents: tuple[float | None, ...]
    of: tuple[int | str | None, ...]  # openings, or the name of the school year


@dataclass(frozen=True, slots=True)
class Bar:
    """One row of a chart by name."""

    name: str
    percent: float
    words: str


def attendance_over_time(
    dates: Sequence[date], curves: Sequence[Curve], *, years: Sequence[str] | None = None
) -> go.Figure:
    """Lines that differ in colour, dash and marker. The scale does not begin at zero, and says so.

    `years` names the dates where each stands for a school year.
    """
    traces = [
        {**_curve(dates, curve, hover=_IN_YEAR if years else _IN_MONTH), "mode": "lines+markers", **_look(place)}
        for place, curve in enumerate(curves[:MOST_SERIES])
    ]
    return figure(
        traces,
        height=350 + 24 * len(traces),
        showlegend=True,
        xaxis=_months(dates, years),
        yaxis=_percent_axis("", _around(_values(curves))),
        **_headed("Attendance (scale does not begin at 0)"),
    )


def trend_lines(found: Trend, named: Sequence[tuple[str, Series]]) -> go.Figure:
    """A line for each named series of a trend."""
    curves = [
        Curve(
            name,
            tuple(None if one is None else one.rate for one in series.points),
            tuple(None if one is None else one.possible for one in series.points),
        )
        for name, series in named
    ]
    return attendance_over_time([first for first, _ in found.periods], curves)


def absence_over_time(dates: Sequence[date], curves: Sequence[Curve]) -> go.Figure:
    """Parts of all openings, one upon the other, from zero; told apart by pattern as well as colour."""
    traces = [
        {
            **_curve(dates, curve, hover=_IN_MONTH),
            "type": "bar",
            "marker": {"color": mark(place).colour, "pattern": {"shape": PATTERNS[place % 4], "fillmode": "overlay"}},
        }
        for place, curve in enumerate(curves)
    ]
    axis, heading = _percent_axis("", None), _headed("Share of all openings")
    legend = {**LEGEND, "traceorder": "normal"}
    return figure(traces, height=400, barmode="stack", xaxis=_months(dates), yaxis=axis, legend=legend, **heading)


def attendance_by_name(bars: Sequence[Bar], *, average: float | None, average_name: str) -> go.Figure:
    """A dot for each name beside the average. Dots, because the scale does not begin at zero."""
    trace = {**_bars(bars), "type": "scatter", "mode": "markers", "marker": {"size": 11, "color": mark(0).colour}}
    values = [bar.percent for bar in bars] + ([average] if average is not None else [])
    axis = _percent_axis("Attendance<br>(scale does not begin at 0)", _around(values))
    return _by_name([trace], bars, axis, average, average_name)


def share_by_name(bars: Sequence[Bar], *, average: float | None, average_name: str) -> go.Figure:
    """Bars from zero."""
    trace = {**_bars(bars), "type": "bar", "orientation": "h", "marker": {"color": mark(0).colour}}
    axis = {**_percent_axis("Pupils absent for<br>a tenth or more", None), "rangemode": "tozero"}
    return _by_name([trace], bars, axis, average, average_name)


def _by_name(
    traces: list[dict[str, Any]], bars: Sequence[Bar], axis: dict[str, Any], average: float | None, name: str
) -> go.Figure:
    lines: dict[str, Any] = {}
    if average is not None:
        at = round(average, 1)
        line = {"color": NEUTRAL, "dash": "dash", "width": 2}
        lines["shapes"] = [{"type": "line", "x0": at, "x1": at, "yref": "paper", "y0": 0, "y1": 1, "line": line}]
        text = f"{plain(name)}: {at:.1f}%"
        lines["annotations"] = [
            {"x": at, "y": 1, "yref": "paper", "yanchor": "bottom", "text": text, "showarrow": False}
        ]
    names = {"automargin": True, "autorange": "reversed", "type": "category", "showgrid": False}
    margin = {"l": 8, "r": 16, "t": 34, "b": 8}
    height = _FRAME + _ROW * max(len(bars), 2)
    return figure(traces, height=height, showlegend=False, xaxis=axis, yaxis=names, margin=margin, **lines)


def _bars(bars: Sequence[Bar]) -> dict[str, Any]:
    return {
        "x": [round(bar.percent, 1) for bar in bars],
        "y": [plain(bar.name, width=20) for bar in bars],
        "customdata": [bar.words for bar in bars],
        "hovertemplate": "%{y}: %{x}%<br>%{customdata}<extra></extra>",
    }


def _curve(dates: Sequence[date], curve: Curve, *, hover: str) -> dict[str, Any]:
    return {
        "name": plain(curve.name),
        "x": [day.isoformat() for day in dates],
        "y": [None if percent is None else round(percent, 1) for percent in curve.percents],
        "customdata": list(curve.of),
        "hovertemplate": hover,
    }


def _look(place: int) -> dict[str, Any]:
    look = mark(place)
    return {
        "type": "scatter",
        "line": {"color": look.colour, "dash": look.dash, "width": 2.5},
        "marker": {"color": look.colour, "symbol": look.marker, "size": 7},
        "cliponaxis": False,  # a month of full attendance is a whole marker
    }


def _values(curves: Sequence[Curve]) -> list[float]:
    return [percent for curve in curves for percent in curve.percents if percent is not None]


def _around(values: Sequence[float]) -> list[float] | None:
    """A scale with room to breathe, so that a change of a tenth does not fill the chart."""
    if not values:
        return None
    low, high = min(values), max(values)
    spare = max(1.5, (high - low) * 0.15)
    return [max(0, round(low - spare)), min(100, round(high + spare + 0.5))]


def _headed(words: str) -> dict[str, Any]:
    """What an upright axis counts, above it: beside it, the words run into its numbers on a phone."""
    above = {"x": 0, "xref": "paper", "xanchor": "left", "y": 1, "yref": "paper", "yanchor": "bottom", "yshift": 8}
    heading = {**above, "text": words, "showarrow": False}
    return {"annotations": [heading], "margin": {"l": 8, "r": 12, "t": 36, "b": 8}}


def _percent_axis(title: str, limits: list[float] | None) -> dict[str, Any]:
    axis = {**_GRID, "title": {"text": title, "standoff": 8}, "ticksuffix": "%"}
    return axis if limits is None else {**axis, "range": limits}


def _months(dates: Sequence[date], years: Sequence[str] | None = None) -> dict[str, Any]:
    step = max(1, -(-len(dates) // 7))  # about seven labels, so that they fit a phone
    axis = {**_GRID, "showgrid": False, "type": "date", "tickvals": [day.isoformat() for day in dates[::step]]}
    return {**axis, "ticktext": list(years[::step])} if years else {**axis, "tickformat": "%b<br>%Y"}
