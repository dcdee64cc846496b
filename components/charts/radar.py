"""The wellbeing web: one shape for each reading, with a gap where nothing was scored."""

from collections.abc import Sequence
from dataclasses import dataclass

import plotly.graph_objects as go

from components.charts.theme import figure, mark, plain

HEIGHT = 320


@dataclass(frozen=True, slots=True)
class Shape:
    """One reading: a score for each spoke in order, or None where there is none. `place` keeps its look."""

    name: str
    scores: Sequence[int | None]
    place: int = 0


def radar(spokes: Sequence[str], shapes: Sequence[Shape], *, lowest: int, highest: int) -> go.Figure:
    """The shapes over one another. The middle lies one step below the lowest score, so that a lowest score shows."""
    traces = [_trace(spokes, shape) for shape in shapes] or [_trace(spokes, Shape("", [None] * len(spokes)))]
    grid = {"gridcolor": "rgba(128,128,128,0.35)", "linecolor": "rgba(128,128,128,0.5)"}
    return figure(
        traces,
        height=HEIGHT,
        margin={"l": 80, "r": 80, "t": 28, "b": 28, "autoexpand": False},  # room for “Responsible” on a phone
        showlegend=len(shapes) > 1,
        legend={"orientation": "h", "x": 0.5, "xanchor": "center", "y": -0.12, "yanchor": "top"},
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "domain": {"x": [0, 1], "y": [0.16 if len(shapes) > 1 else 0, 1]},
            "radialaxis": {
                **grid, "range": [lowest - 1, highest], "tickvals": _ticks(lowest, highest), "angle": 90,
                "tickangle": 90, "tickfont": {"size": 11}, "showline": False,
            },
            "angularaxis": {**grid, "direction": "clockwise", "rotation": 90, "tickfont": {"size": 12}},
        },
    )  # fmt: skip


def _ticks(lowest: int, highest: int) -> list[int]:
    """Both ends, and some between them where there is room."""
    step = 1 if highest - lowest <= 5 else 2
    return sorted({*range(highest, lowest, -step), lowest})


def _trace(spokes: Sequence[str], shape: Shape) -> dict[str, object]:
    look = mark(shape.place)
    return {
        "type": "scatterpolar",
        "name": plain(shape.name),
        "theta": [*spokes, spokes[0]],
        "r": [*shape.scores, shape.scores[0]],  # back to the start, so that the shape closes
        "mode": "lines+markers",
        "connectgaps": False,
        "line": {"color": look.colour, "dash": look.dash, "width": 2.5},
        "marker": {"symbol": look.marker, "size": 9, "color": look.colour},
        "hovertemplate": "%{theta}: %{r}<extra>" + plain(shape.name) + "</extra>",
    }
