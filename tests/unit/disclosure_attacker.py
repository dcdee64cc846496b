"""An attacker who knows the rule and every number shown, written without the rule's own method: linear programs.

The constraints of a two-way table with totals are totally unimodular, so that the program's bounds are whole and exact.
"""

from collections.abc import Sequence
from random import Random

import numpy as np
from scipy.optimize import linprog

from models.disclosure import Cell, hidden_cells, is_small, with_totals

FAR = 1000  # no hidden number in these tests is larger


def _constraints(rows: int, columns: int) -> np.ndarray:
    lines = []
    for row in range(rows):
        line = np.zeros((rows, columns))
        line[row, :-1], line[row, -1] = 1, -1
        lines.append(line.ravel())
    for column in range(columns):
        line = np.zeros((rows, columns))
        line[:-1, column], line[-1, column] = 1, -1
        lines.append(line.ravel())
    return np.array(lines)


def range_of(cell: Cell, table: Sequence[Sequence[int]], hidden: frozenset[Cell]) -> int:
    """How many values the attacker cannot tell apart for one hidden number."""
    rows, columns = len(table), len(table[0])
    sums = _constraints(rows, columns)
    bounds = [
        (1, FAR) if (row, column) in hidden else (table[row][column],) * 2
        for row in range(rows)
        for column in range(columns)
    ]
    aim = np.zeros(rows * columns)
    aim[cell[0] * columns + cell[1]] = 1
    ends = [
        linprog(way * aim, A_eq=sums, b_eq=np.zeros(len(sums)), bounds=bounds, method="highs").fun for way in (1, -1)
    ]
    return round(-ends[1] - ends[0]) + 1


def found_out(
    counts: Sequence[Sequence[int]], *, of: int | None = None, chance: Random | None = None
) -> list[tuple[Cell, int]]:
    """The small numbers that the attacker narrows to fewer than five values, or sees; trying all, or some."""
    table, hidden = with_totals(counts), hidden_cells(counts)
    small = [(r, c) for r, line in enumerate(table) for c, count in enumerate(line) if is_small(count)]
    tried = chance.sample(small, min(of, len(small))) if chance and of else small
    ranges = [(cell, range_of(cell, table, hidden) if cell in hidden else 1) for cell in tried]
    return [(cell, values) for cell, values in ranges if values < 5]
