"""Awards earned, by name and school year."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from components.kit.charts import PATTERNS, figure, mark, plain

MOST_YEARS = 3
_ROW, _FRAME = 26, 120


def awards_by_name(years: Sequence[str], lines: Mapping[str, Sequence[int | None]]) -> go.Figure:
    """Bars from zero, a bar for each of the newest years; what is not shown has none."""
    first = max(0, len(years) - MOST_YEARS)
    names = [plain(name, width=22) for name in lines]
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": year,
            "y": names,
            "x": [counts[place] for counts in lines.values()],
            "hovertemplate": "%{y}: %{x} in %{fullData.name}<extra></extra>",
            "marker": {"color": mark(place - first).colour, "pattern": {"shape": PATTERNS[(place - first) % 4]}},
        }
        for place, year in enumerate(years)
        if place >= first
    ]
    return figure(
        traces,
        height=_FRAME + _ROW * max(2, len(names)) * max(1, len(traces)),
        barmode="group",
        showlegend=True,
        xaxis={
            "rangemode": "tozero",
            "title": {"text": "Awards"},
            "tickformat": "d",
            "automargin": True,
            "gridcolor": "rgba(128,128,128,0.25)",
            "zeroline": False,
        },
        yaxis={"type": "category", "autorange": "reversed", "automargin": True, "showgrid": False},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1, "yanchor": "bottom", "traceorder": "normal"},
    )
