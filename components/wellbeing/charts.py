"""The wellbeing web: one shape for each reading, with a gap where nothing was scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import plotly.graph_objects as go

from components.kit.charts import figure, mark, plain

HEIGHT, _LEGEND_LINE = 320, 40  # pixels; a name takes two lines on a phone


@dataclass(frozen=True, slots=True)
class Shape:
    """One reading: a score for each spoke in order, or None where there is none. `place` keeps its look."""

    name: str
    scores: tuple[int | None, ...]
    place: int = 0


@lru_cache(maxsize=64)  # numbers without a name; dear to build, and the same while words are typed beside them
def radar(spokes: tuple[str, ...], shapes: tuple[Shape, ...], *, lowest: int, highest: int) -> go.Figure:
    """The shapes over one another. The middle lies one step below the lowest score, so that a lowest score shows."""
    traces = [_trace(spokes, shape) for shape in shapes] or [_trace(spokes, Shape("", (None,) * len(spokes)))]
    below = _LEGEND_LINE * len(shapes) if len(shapes) > 1 else 0
    grid = {"gridcolor": "rgba(128,128,128,0.35)", "linecolor": "rgba(128,128,128,0.5)"}
    return figure(
        traces,
        height=HEIGHT + below,
        margin={"l": 80, "r": 80, "t": 28, "b": 28 + below, "autoexpand": False},  # room for “Responsible” on a phone
        showlegend=len(shapes) > 1,
        legend={"orientation": "v", "x": 0.5, "xanchor": "center", "y": -0.1, "yanchor": "top"},
        polar={
            "bgcolor": "rgba(0,0,0,0)",
            "radialaxis": {
                **grid,
                "range": [lowest - 1, highest],
                "tickvals": _ticks(lowest, highest),
                "angle": 90,
                "tickangle": 90,
                "tickfont": {"size": 11},
                "showline": False,
            },
            "angularaxis": {**grid, "direction": "clockwise", "rotation": 90, "tickfont": {"size": 12}},
        },
    )


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
