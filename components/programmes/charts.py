"""How far families have come: a bar for each stage, from all who were invited to those who moved on."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.kit.charts import figure, mark, plain

_ROW, _FRAME = 38, 60


def reach_funnel(stages: Sequence[tuple[str, int]]) -> go.Figure:
    """Bars from zero, in the order of the path, each with its number."""
    bars = {
        "type": "bar",
        "orientation": "h",
        "x": [count for _, count in stages],
        "y": [plain(name) for name, _ in stages],
        "text": [f"{count:,}" for _, count in stages],
        "textposition": "outside",
        "cliponaxis": False,
        "hoverinfo": "skip",
        "marker": {"color": mark(0).colour},
    }
    most = max((count for _, count in stages), default=0)
    return figure(
        [bars],
        height=_FRAME + _ROW * max(len(stages), 2),
        showlegend=False,
        bargap=0.35,
        xaxis={"visible": False, "range": [0, max(most, 1) * 1.15], "fixedrange": True},
        yaxis={"type": "category", "autorange": "reversed", "automargin": True, "showgrid": False, "fixedrange": True},
    )
