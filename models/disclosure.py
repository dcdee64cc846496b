"""The disclosure rule: 1 to 4 pupils are hidden, with whatever would reveal them; zero is shown.

A table with its totals is a network of pipes: pupils run from rows to columns through the cells and back through the
totals. A shown number is a fixed pipe; a hidden one may hold any number from one up. What somebody can work out
about a hidden number is how far its pipe can vary, which is found exactly by pushing pupils round the network. While
a small number can vary too little, the cheapest cycle through it is hidden too. Hiding more never narrows what was
wide enough, and the totals of a cell always give it a cycle, so the search ends.

Source of the threshold: School level summary statistics 2025, Scottish Government (c: 1 to 4 pupils, or where
showing it would allow values under 5 to be worked out). Why this way: docs/decisions/disclosure.md.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from heapq import heappop, heappush

SMALLEST_SHOWN = 5
_WIDTH = SMALLEST_SHOWN - 1  # from its least to its most, a hidden small number spans at least five values
_ENDLESS = 10**9
_HIDING = 1000  # a path over hidden cells is always cheaper than one that hides another pupil

Cell = tuple[int, int]


def is_small(count: int) -> bool:
    """Whether a count of pupils may not be shown."""
    return 0 < count < SMALLEST_SHOWN


def with_totals(counts: Sequence[Sequence[int]]) -> list[list[int]]:
    """The table with a last column and a last row of totals."""
    rows = [[*row, sum(row)] for row in counts]
    return [*rows, [sum(column) for column in zip(*rows, strict=True)]]


def hidden_cells(counts: Sequence[Sequence[int]]) -> frozenset[Cell]:
    """The cells not to show, as (row, column) of the table with its totals last.

    `counts` holds the cells without totals; every row is as long as the first.
    """
    if not counts:
        return frozenset()
    pipes = _pipes(with_totals(counts))
    network = _Network(pipes, nodes=len(counts) + len(counts[0]) + 2)
    small = sorted((pipe for pipe in pipes if is_small(pipe.count)), key=lambda pipe: (pipe.count, pipe.cell))
    for pipe in small:
        network.hide(pipe)
    for pipe in small:
        _protect(pipe, network)
    return frozenset(pipe.cell for pipe in pipes if pipe.is_hidden)


@dataclass(slots=True, eq=False)
class _Pipe:
    """One cell that is not zero: `count` pupils from one node to another, and how far it was varied."""

    cell: Cell
    count: int
    start: int
    end: int
    is_hidden: bool = False
    varied: int = 0


def _pipes(table: list[list[int]]) -> list[_Pipe]:
    last_row, last_column = len(table) - 1, len(table[0]) - 1
    pipes = []
    for row, line in enumerate(table):
        for column, count in enumerate(line):
            ends = (row, last_row + 1 + column)
            if (row == last_row) != (column == last_column):  # a total of one row or column runs back
                ends = ends[::-1]
            if count:  # zero is shown, and known to be fixed
                pipes.append(_Pipe((row, column), count, *ends))
    return pipes


_Ends = list[list[tuple[_Pipe, int, int]]]  # by node: each pipe there, the other end, and +1 with the flow or -1


class _Network:
    """The pipes by the nodes they join: all of them, and the hidden ones, which alone can vary."""

    def __init__(self, pipes: list[_Pipe], *, nodes: int) -> None:
        self.hidden: list[_Pipe] = []
        self.hidden_ends: _Ends = [[] for _ in range(nodes)]
        self.ends: _Ends = [[] for _ in range(nodes)]
        for pipe in pipes:
            _join(pipe, self.ends)

    def hide(self, pipe: _Pipe) -> None:
        """Hide one cell, if it is not hidden already."""
        if not pipe.is_hidden:
            pipe.is_hidden = True
            self.hidden.append(pipe)
            _join(pipe, self.hidden_ends)


def _join(pipe: _Pipe, ends: _Ends) -> None:
    ends[pipe.start].append((pipe, pipe.end, 1))
    ends[pipe.end].append((pipe, pipe.start, -1))


def _protect(pipe: _Pipe, network: _Network) -> None:
    """Hide the cheapest cells that let this one vary enough, if it cannot already."""
    fall = _vary(pipe, (pipe.start, pipe.end), by=pipe.count - 1, network=network)
    _vary(pipe, (pipe.end, pipe.start), by=_WIDTH - fall, network=network, may_hide=True)


def _vary(but: _Pipe, way_round: tuple[int, int], *, by: int, network: _Network, may_hide: bool = False) -> int:
    """How many pupils, up to `by`, can be pushed from one node to the other without the pipe `but`."""
    for pipe in network.hidden:
        pipe.varied = 0
    pushed = 0
    while pushed < by:
        path = _cheapest_path(but, *way_round, ends=network.hidden_ends)
        if path is None and may_hide:
            path = _cheapest_path(but, *way_round, ends=network.ends)
        if path is None:
            break
        amount = min(by - pushed, *(_room(pipe, way) for pipe, way in path))
        for pipe, way in path:
            network.hide(pipe)
            pipe.varied += way * amount
        pushed += amount
    return pushed


def _room(pipe: _Pipe, way: int) -> int:
    """How far a pipe can still go up (endlessly) or down (to one)."""
    return _ENDLESS if way > 0 else pipe.count - 1 + pipe.varied


def _cheapest_path(but: _Pipe, start: int, goal: int, *, ends: _Ends) -> list[tuple[_Pipe, int]] | None:
    """Dijkstra's shortest path over pipes with room, where hiding a cell costs its count."""
    costs = {start: 0}
    came: dict[int, tuple[int, _Pipe, int]] = {}
    queue = [(0, start)]
    while queue:
        cost, node = heappop(queue)
        if node == goal:
            return _steps(came, start, goal)
        if cost > costs[node]:
            continue
        for pipe, other, way in ends[node]:
            if pipe is but or (way < 0 and pipe.count + pipe.varied < 2):
                continue
            new_cost = cost + 1 if pipe.is_hidden else cost + pipe.count * _HIDING
            if other not in costs or new_cost < costs[other]:
                costs[other] = new_cost
                came[other] = (node, pipe, way)
                heappush(queue, (new_cost, other))
    return None


def _steps(came: dict[int, tuple[int, _Pipe, int]], start: int, goal: int) -> list[tuple[_Pipe, int]]:
    path = []
    while goal != start:
        goal, pipe, way = came[goal]
        path.append((pipe, way))
    return path


@dataclass(frozen=True, slots=True)
class HiddenLines:
    """What a breakdown may not show, by the key of its lines."""

    is_everything: bool  # a total would have to be hidden, and other tables share it: nothing is shown
    lines: frozenset[str]
    shares: frozenset[str]  # the line is shown, but not how many of its pupils are often absent


def hidden_lines(year: Mapping[str, tuple[int, int]], months: Iterable[Mapping[str, int]]) -> HiddenLines:
    """What to hide of a breakdown of one school year, given (pupils, of whom often absent) and pupils by month.

    A line hidden anywhere is hidden everywhere, so that the year less the other months does not give it away.
    """
    keys = [key for key, (pupils, _) in year.items() if pupils]
    mask = hidden_cells([[absent, pupils - absent] for pupils, absent in (year[key] for key in keys)])
    everything = any(row == len(keys) for row, _ in mask)
    lines = {key for row, key in enumerate(keys) if (row, 2) in mask}
    shares = {key for row, key in enumerate(keys) if {(row, 0), (row, 1)} & mask}
    for month in months:
        there = [key for key, pupils in month.items() if pupils]
        mask = hidden_cells([[month[key]] for key in there])
        everything = everything or any(row == len(there) for row, _ in mask)
        lines |= {key for row, key in enumerate(there) if (row, 1) in mask}
    return HiddenLines(everything, frozenset(lines), frozenset(shares | lines))
