"""Every page's rerun, as every role that may open it, against a bare page that draws the same from constants."""

from collections import Counter
from dataclasses import dataclass

from models.permissions import ASSIGNABLE_ROLES, Role
from tests.benchmarks.client import PageFailed, Run, Tab
from tests.benchmarks.recording import Node, kinds, record
from tests.benchmarks.report import Table, middle, milliseconds, p95
from tests.benchmarks.stage import (
    Cell,
    Stage,
    bare,
    bare_tab,
    cells,
    cookie_of,
    filled_database,
    product,
    product_tab,
    recording_name,
)

GOAL = 1.5
CHART_LIMIT = 10 * 1024
_WARM, _REPEATS = 4, 40
_CONTAINERS = {"root", "vertical", "horizontal", "column", "flex_container", "grid_container", "tab", "transparent"}


@dataclass(slots=True)
class Recorded:
    """What a page drew, and the size of its largest chart as sent."""

    node: Node
    chart_bytes: int


def leaves(node: Node) -> Counter[str]:
    """The elements drawn, without the boxes that hold them."""
    return Counter(kind for kind in kinds(node) if kind not in _CONTAINERS)


def check_shown(cell: Cell, node: Node) -> None:
    """A page that refused, or asked for something, would be fast for the wrong reason."""
    titles = [child["values"].get("body") for child in _all(node) if child["values"].get("tag") == "h1"]
    if titles != [cell.entry.title]:
        said = [child["values"].get("body", child["kind"]) for child in _all(node)]
        raise PageFailed(f"{cell.name} does not show its title, but: {said}.")


def _all(node: Node) -> list[Node]:
    return [node, *(below for child in node["children"] for below in _all(child))]


def chart_bytes(run: Run) -> int:
    """The largest chart of a run, as it is sent to the browser."""
    sizes = [
        delta.new_element.plotly_chart.ByteSize()
        for _, delta in run.deltas
        if delta.WhichOneof("type") == "new_element" and delta.new_element.WhichOneof("type") == "plotly_chart"
    ]
    return max(sizes, default=0)


async def record_cell(port: int, cell: Cell, cookie: str) -> Recorded:
    async with product_tab(port, cell, cookie) as tab:
        for _ in range(_WARM):
            run = await tab.rerun()
    node = record(run.deltas)
    check_shown(cell, node)
    return Recorded(node, chart_bytes(run))


async def in_turns(first: Tab, second: Tab, *, repeats: int = _REPEATS) -> tuple[list[float], list[float]]:
    """Rerun two tabs alternately, so that whatever else the machine does falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for _ in range(_WARM):
        await first.rerun()
        await second.rerun()
    for _ in range(repeats):
        times[0].append((await first.rerun()).seconds)
        times[1].append((await second.rerun()).seconds)
    return times


async def compare(product_port: int, bare_port: int, cell: Cell, cookie: str, node: Node) -> tuple[list[float], ...]:
    """Reruns of the page and of its bare twin, which must draw the same elements."""
    async with product_tab(product_port, cell, cookie) as ours, bare_tab(bare_port, cell) as floor:
        drawn = leaves(record((await floor.rerun()).deltas))
        if drawn != leaves(node):
            raise PageFailed(f"The bare {cell.name} differs: {drawn} instead of {leaves(node)}.")
        times = await in_turns(ours, floor)
        check_shown(cell, record((await ours.rerun()).deltas))
        return times


def _row(cell: Cell, node: Node, own: list[float], plain: list[float]) -> list[str]:
    measured = [milliseconds(seconds) for seconds in (middle(own), p95(own), middle(plain))]
    elements = str(sum(leaves(node).values()))
    return [cell.entry.title, str(cell.role), elements, *measured, f"{middle(own) / middle(plain):.2f}"]


async def pages(stage: Stage) -> list[Table]:
    """Benchmarks (a) and (e)."""
    name = filled_database(stage, times=1)
    cookies: dict[Role, str] = {role: cookie_of(role) for role in ASSIGNABLE_ROLES}
    heading = ["page", "role", "elements", "ms", "p95 ms", "bare ms", "ratio"]
    speed = Table("Every page against a bare page", heading, met=True)
    speed.goal = f"the median rerun of every page at most {GOAL} times the bare page's"
    with product(stage, name) as port:
        found = {cell: await record_cell(port, cell, cookies[cell.role]) for cell in cells()}
        with bare(stage, {recording_name(cell): recorded.node for cell, recorded in found.items()}) as floor:
            for cell, recorded in found.items():
                own, plain = await compare(port, floor, cell, cookies[cell.role], recorded.node)
                speed.rows.append(_row(cell, recorded.node, own, plain))
                speed.met = speed.met and middle(own) <= GOAL * middle(plain)
    largest = max(recorded.chart_bytes for recorded in found.values())
    size = Table("Chart data", ["what", "bytes"], [["largest chart of any page and role", f"{largest:,}"]])
    size.goal, size.met = f"under {CHART_LIMIT:,} bytes", largest < CHART_LIMIT
    return [speed, size]
