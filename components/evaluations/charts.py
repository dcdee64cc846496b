"""Charts of evaluations: what changed for each question, and every answer before and after."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from components.kit.charts import COLOURS, figure, mark, plain

_GRID = {"gridcolor": "rgba(128,128,128,0.25)", "zeroline": False, "automargin": True}
_PATTERN = {"fillmode": "overlay", "fgcolor": "rgba(255,255,255,0.25)"}
_IN_A_ROW, _STEP = 2, 0.15  # dots beside each other before the next row of them: apart also on a phone
_LOWER, _SAME = "#B34700", "#666666"  # darker than the palette, for the white numbers on them


@dataclass(frozen=True, slots=True)
class Changes:
    """One line of bars: how many answered lower, the same and higher afterwards."""

    name: str
    lower: int
    same: int
    improved: int


def change_bars(lines: Sequence[Changes]) -> go.Figure:
    """Bars from a middle line: lower to the left, improved to the right, the same round the middle."""
    names = [plain(line.name, width=24) for line in lines]
    parts = (
        ("Lower", [line.lower for line in lines], [-line.same / 2 - line.lower for line in lines], _LOWER, "/"),
        ("The same", [line.same for line in lines], [-line.same / 2 for line in lines], _SAME, "."),
        ("Improved", [line.improved for line in lines], [line.same / 2 for line in lines], COLOURS[0], ""),
    )
    traces = [
        {
            "type": "bar",
            "orientation": "h",
            "name": name,
            "y": names,
            "x": widths,
            "base": bases,
            "text": [str(width) if width else "" for width in widths],
            "textposition": "inside",
            "insidetextanchor": "middle",
            "textangle": 0,
            "textfont": {"color": "#FFFFFF", "size": 14},
            "marker": {"color": colour, "pattern": {"shape": shape, **_PATTERN}},
            "hovertemplate": f"{name}: %{{x}}<extra></extra>",
        }
        for name, widths, bases, colour, shape in parts
    ]
    return figure(
        traces,
        height=110 + 62 * len(lines),
        barmode="overlay",
        bargap=0.35,
        showlegend=True,
        xaxis={"visible": False},
        yaxis={**_GRID, "autorange": "reversed", "showgrid": False},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom", "traceorder": "normal"},
    )


def answer_dots(pairs: Sequence[tuple[int, int]], scale: Mapping[int, str]) -> go.Figure:
    """A dot for each answer of those who answered both times: before to the left of each place, after to the right."""
    traces = [
        _dots(name, [pair[when] for pair in pairs], side, when)
        for when, (name, side) in enumerate((("Before", -0.32), ("After", 0.14)))
    ]
    most = max((max(trace["y"]) for trace in traces if trace["y"]), default=1)
    return figure(
        traces,
        height=220 + 9 * most,
        showlegend=True,
        xaxis={
            **_GRID,
            "tickvals": list(scale),
            "ticktext": [plain(words, width=11) for words in scale.values()],
            "range": [min(scale) - 0.6, max(scale) + 0.6],
            "showgrid": False,
            "tickangle": 0,
        },
        yaxis={"visible": False, "range": [-1, most + 1]},
        legend={"orientation": "h", "x": 0, "xanchor": "left", "y": 1.02, "yanchor": "bottom"},
    )


def _dots(name: str, answers: Sequence[int], side: float, place: int) -> dict[str, Any]:
    seen: Counter[int] = Counter()
    across, up = [], []
    for answer in answers:
        row, column = divmod(seen[answer], _IN_A_ROW)
        seen[answer] += 1
        across.append(answer + side + column * _STEP)
        up.append(row)
    look = mark(place)
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "x": across,
        "y": up,
        "marker": {"color": look.colour, "symbol": look.marker, "size": 7},
        "hovertemplate": f"{name}: %{{text}}<extra></extra>",
        "text": [str(answer) for answer in answers],
    }
