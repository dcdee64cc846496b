"""The disclosure rule against an attacker, at length. Run with: python -m pytest -m long"""

import itertools
import random

import pytest

from tests.unit.disclosure_attacker import found_out

pytestmark = pytest.mark.long


@pytest.mark.parametrize(
    ("rows", "columns", "values"),
    [(2, 3, (0, 1, 2, 4, 6)), (3, 3, (0, 1, 6)), (3, 3, (0, 2, 5))],
    ids=["2x3", "3x3", "3x3 with fives"],
)
def test_every_small_table(rows, columns, values):
    # The order of the rows makes no difference to the attacker, so that each set of rows is tried once.
    lines = list(itertools.product(values, repeat=columns))
    for counts in itertools.combinations_with_replacement(lines, rows):
        assert found_out(counts) == [], counts


def test_ten_thousand_random_tables():
    chance = random.Random(11)
    for _ in range(10_000):
        rows, columns = chance.randint(2, 15), chance.randint(2, 6)
        sizes = chance.choice([[0, 1, 2, 3, 4, 5, 6, 9], [0, 0, 1, 3, 8, 20, 60], list(range(50)), [0, 4, 9, 99]])
        counts = [[chance.choice(sizes) for _ in range(columns)] for _ in range(rows)]
        # Four small numbers of each table, chosen at random: all of them would take an hour.
        assert found_out(counts, of=4, chance=chance) == [], counts
