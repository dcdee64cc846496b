"""Draws docs/pictures/architecture.svg from the imports: `python -m tests.architecture.picture`."""

from collections import defaultdict

from tests.architecture.source import ROOT
from tests.architecture.subject_imports import Arrow, Layer, layers, subjects_in_order

PICTURE = ROOT / "docs" / "pictures" / "architecture.svg"
WIDTH, EDGE, BOX, GAP, LINE = 1000, 16, 34, 10, 22  # all in pixels
SAYS = {
    "pages": "guard, filter, query, draw, act",
    "components": "what is drawn",
    "data": "what is read and written",
    "models": "tables and rules",
}
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1d1c1a; text-anchor: middle }
  .name { font-weight: 650; text-anchor: start }
  .page { fill: #fdfbf7 } .layer { fill: #f1eadd } .box { fill: #fff; stroke: #1a6b68 } .shared { fill: #dcebe9 }
  path { fill: none; stroke: #1a6b68; stroke-width: 1.4; marker-end: url(#tip) }
  #tip path { fill: #1a6b68; stroke: none }
  .against { stroke: #b34700; stroke-dasharray: 4 3 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f2ede4 } .page { fill: #1d1c1a } .layer { fill: #2a2825 } .box { fill: #1d1c1a; stroke: #7fcbc5 }
    .shared { fill: #24403e } path { stroke: #7fcbc5 } #tip path { fill: #7fcbc5 } .against { stroke: #ff9d5c }
  }
"""
TIP = (
    '<marker id="tip" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto">'
    '<path d="M0 0 8 4 0 8z"/></marker>'
)


def drawn(found: list[Layer]) -> str:
    """The whole picture. The same imports give the same text."""
    order = subjects_in_order(found)
    parts, top = [], EDGE
    for layer in found:
        band, height = _band(layer, order, top)
        parts += band
        top += height + GAP
    said = "; ".join(f"in {layer.name}: {_in_words(layer, order)}" for layer in found)
    head = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {top}" role="img">',
        "<title>Layers, subjects, and which subject imports which</title>",
        f"<desc>Each layer imports those below it. Between subjects, {said}.</desc>",
        f"<style>{STYLE}</style><defs>{TIP}</defs>",
        f'<rect class="page" width="{WIDTH}" height="{top}" rx="8"/>',
    ]
    return "\n".join([*head, *parts, "</svg>\n"])


def _between(layer: Layer, order: list[str]) -> list[Arrow]:
    return sorted(arrow for arrow in layer.arrows if set(arrow) <= set(order))


def _in_words(layer: Layer, order: list[str]) -> str:
    return ", ".join(f"{by} imports {to}" for by, to in _between(layer, order)) or "none imports another"


def _band(layer: Layer, order: list[str], top: int) -> tuple[list[str], int]:
    """One layer from its name at the top to what all its subjects stand on, and its height."""
    subjects = frozenset(order)
    arrows = _between(layer, order)
    over = [(by, to) for by, to in arrows if order.index(to) < order.index(by)]
    under = [arrow for arrow in arrows if arrow not in over]
    above, below = layer.above(subjects), layer.below(subjects)
    boxes = top + LINE + 8 + (LINE + 6) * bool(above) + _rise(over, order)
    floor = boxes + BOX + _rise(under, order) + 8
    end = floor + (LINE + 8) * bool(below)
    parts = [
        f'<rect class="layer" x="{EDGE}" y="{top}" width="{WIDTH - 2 * EDGE}" height="{end - top}" rx="6"/>',
        f'<text class="name" x="{EDGE + 10}" y="{top + 19}">{layer.name}/ · {SAYS[layer.name]}</text>',
    ]
    parts += _bar(above, top + LINE + 6, "what stands on them: ") + _bar(below, floor, "what they stand on: ")
    parts += [part for room in order if room in layer.rooms for part in _box(room, order, boxes)]
    parts += _arcs(over, order, boxes, up=True) + _arcs(under, order, boxes + BOX, up=False)
    parts += [
        f'<path class="against" d="M{_middle(to, order)} {floor}V{boxes + BOX}"/>'
        for to in sorted({to for by, to in layer.arrows if by in below and to in subjects})
    ]
    return parts, end - top


def _rise(arrows: list[Arrow], order: list[str]) -> int:
    return max((_height(arrow, order) for arrow in arrows), default=0)


def _height(arrow: Arrow, order: list[str]) -> int:
    by, to = map(order.index, arrow)
    return 14 + 9 * abs(by - to)


def _middle(room: str, order: list[str]) -> int:
    step = (WIDTH - 2 * EDGE) / len(order)
    return round(EDGE + step * (order.index(room) + 0.5))


def _half(order: list[str]) -> int:
    return int((WIDTH - 2 * EDGE) / len(order) / 2) - 3


def _box(room: str, order: list[str], top: int) -> list[str]:
    middle, half = _middle(room, order), _half(order)
    return [
        f'<rect class="box" x="{middle - half}" y="{top}" width="{2 * half}" height="{BOX}" rx="5"/>',
        f'<text x="{middle}" y="{top + 22}">{room}</text>',
    ]


def _bar(rooms: list[str], top: int, said: str) -> list[str]:
    if not rooms:
        return []
    return [
        f'<rect class="shared" x="{EDGE + 8}" y="{top}" width="{WIDTH - 2 * EDGE - 16}" height="{LINE}" rx="5"/>',
        f'<text x="{WIDTH // 2}" y="{top + 16}">{said}{" · ".join(rooms)}</text>',
    ]


def _arcs(arrows: list[Arrow], order: list[str], at: int, *, up: bool) -> list[str]:
    """Curves from box to box, over the boxes in the order of the columns and under them against it."""
    leaving, arriving = defaultdict(list), defaultdict(list)
    for arrow in sorted(arrows, key=lambda arrow: _height(arrow, order)):
        leaving[arrow[0]].append(arrow)
        arriving[arrow[1]].append(arrow)
    side, sign = (1, -1) if up else (-1, 1)
    parts = []
    for arrow in arrows:
        (by, to), high = arrow, _height(arrow, order) * 4 // 3
        start = _middle(by, order) - side * _port(leaving[by].index(arrow), len(leaving[by]), order)
        end = _middle(to, order) + side * _port(arriving[to].index(arrow), len(arriving[to]), order)
        css = "" if up else ' class="against"'
        parts.append(f'<path{css} d="M{start} {at}C{start} {at + sign * high} {end} {at + sign * high} {end} {at}"/>')
    return parts


def _port(place: int, of: int, order: list[str]) -> int:
    """How far from the middle of its box an arrow ends: the longest nearest, so that none crosses another there."""
    return round(_half(order) * (of - place) / (of + 1))


if __name__ == "__main__":
    PICTURE.write_text(drawn(layers()), encoding="utf-8")
