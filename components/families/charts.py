"""One family's story on one time axis: a row for each kind of thing, told apart by place, shape and colour."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import plotly.graph_objects as go

from components.kit.charts import figure, mark
from models.families.timeline import KIND_NAMES, TimelineItem, TimelineKind

MOST_MARKS = 52  # days of one kind: the picture stays small however long the story is
_ROW, _FRAME = 36, 70


def timeline(items: Iterable[TimelineItem], *, today: date) -> go.Figure:
    """A mark for each day on which something of a kind happened, the newest MOST_MARKS days of each kind."""
    items = list(items)
    days: dict[TimelineKind, dict[date, int]] = {}
    for item in items:
        of_kind = days.setdefault(item.kind, {})
        of_kind[item.happened_on] = of_kind.get(item.happened_on, 0) + 1
    kinds = [kind for kind in TimelineKind if kind in days]
    rows = list(range(len(kinds)))
    spans = [_span(item, kinds.index(item.kind)) for item in items if item.until_on]
    marks = [_marks(kind, days[kind], row) for kind, row in zip(kinds, rows, strict=True)]
    line = {"color": "#808080", "dash": "dot", "width": 1}
    return figure(
        [*spans, *marks],
        height=_FRAME + _ROW * max(len(kinds), 2),
        showlegend=False,
        xaxis={"type": "date", "tickformat": "%b<br>%Y", "nticks": 6, "gridcolor": "rgba(128,128,128,0.25)"},
        yaxis={
            "tickvals": rows,
            "ticktext": [KIND_NAMES[kind] for kind in kinds],
            "range": [len(rows) - 0.5, -0.5],
            "automargin": True,
            "showgrid": False,
            "zeroline": False,
        },
        shapes=[
            {
                "type": "line",
                "x0": today.isoformat(),
                "x1": today.isoformat(),
                "yref": "paper",
                "y0": 0,
                "y1": 1,
                "line": line,
            }
        ],
    )


def _span(item: TimelineItem, row: int) -> dict[str, Any]:
    """A line from the first to the last day of something that went on, such as support."""
    return {
        "type": "scatter",
        "mode": "lines",
        "x": [item.happened_on.isoformat(), str(item.until_on)],
        "y": [row, row],
        "hoverinfo": "skip",
        "line": {"color": mark(list(TimelineKind).index(item.kind)).colour, "width": 5},
        "opacity": 0.5,
    }


def _marks(kind: TimelineKind, days: dict[date, int], row: int) -> dict[str, Any]:
    look = mark(list(TimelineKind).index(kind))
    newest = sorted(days)[-MOST_MARKS:]
    return {
        "type": "scatter",
        "mode": "markers",
        "name": KIND_NAMES[kind],
        "x": [day.isoformat() for day in newest],
        "y": [row] * len(newest),
        "customdata": [days[day] for day in newest],
        "hovertemplate": "%{x|%-d %b %Y}: %{customdata}<extra>%{fullData.name}</extra>",
        "marker": {"color": look.colour, "symbol": look.marker, "size": 11},
    }
