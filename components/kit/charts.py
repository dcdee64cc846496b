"""How every chart looks: colours for colour-blind eyes, with dashes and markers that differ without colour."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go
from plotly.graph_objects import Figure as Figure  # the type, for the rest of components/

# Okabe and Ito's palette, the paler ones darkened so that each stands out on white and on near-black.
COLOURS = ("#0072B2", "#D55E00", "#009E73", "#B8860B", "#C05A96", "#3B9AB2", "#8C6BB1", "#808080")
DASHES = ("solid", "dash", "dot", "dashdot", "longdash", "longdashdot", "solid", "dash")
MARKERS = ("circle", "square", "diamond", "triangle-up", "x", "star", "pentagon", "cross", "hourglass", "hexagon2")
PATTERNS = ("", "/", ".", "x")
MOST_SERIES = len(COLOURS)
NEUTRAL = "#808080"  # averages and reference lines, legible on both themes
CONFIG = {"displayModeBar": False}
LEGEND = {"orientation": "h", "x": 0, "xanchor": "left", "y": -0.22, "yanchor": "top"}


@dataclass(frozen=True, slots=True)
class Mark:
    """The colour, dash and marker by which one series is told from the others."""

    colour: str
    dash: str
    marker: str


def mark(place: int) -> Mark:
    """The look of the series in this place; never draw more than MOST_SERIES lines. Rows of marks may be two more."""
    return Mark(COLOURS[place % MOST_SERIES], DASHES[place % MOST_SERIES], MARKERS[place % len(MARKERS)])


def plain(text: str, *, width: int = 26) -> str:
    """Text for a chart: no markup of its own, and broken into lines that fit a phone."""
    lines, line = [], ""
    for word in text.replace("<", "‹").replace(">", "›").split():
        if line and len(line) + len(word) >= width:
            lines.append(line)
            line = word
        else:
            line = f"{line} {word}".strip()
    return "<br>".join([*lines, line])


def figure(traces: Sequence[Mapping[str, Any]], *, height: int, **layout: Any) -> go.Figure:  # noqa: ANN401
    """A figure without Plotly's own template, which weighs more than the data; Streamlit's theme colours the text."""
    base: dict[str, Any] = {
        "template": "none",
        "height": height,
        "margin": {"l": 8, "r": 12, "t": 12, "b": 8, "autoexpand": True},
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "legend": LEGEND,
        "hovermode": "closest",
        "dragmode": False,
    }
    return go.Figure({"data": list(traces), "layout": base | layout})  # updating it later would take five times as long
