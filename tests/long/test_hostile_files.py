"""Hostile files, more and larger. Run with: python -m pytest -m long"""

import random
import sys

import pytest

from tests.files.archives import cell, many_rows, row, sheet, workbook
from tests.files.make_hostile import BUILDERS
from tests.files.watching import check, watch, watch_quietly

pytestmark = [
    pytest.mark.long,
    pytest.mark.skipif(sys.platform != "linux", reason="Limits on a process's memory are Linux's."),
]


def test_two_million_rows_said_to_be_two():
    rows = "".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in range(1, 2_000_001))
    outcome = watch_quietly(workbook(sheet=sheet(rows, before='<dimension ref="A1:B2"/>')), "long.xlsx")
    assert outcome.refusal


def test_two_thousand_mutated_files():
    chance = random.Random(7)
    small = [build() for name, (_, build, _) in BUILDERS.items() if not name.startswith(("bomb", "large", "rows"))]
    good = [workbook(many_rows(300)), b"SCN,School\n012345674,Testcase\n" * 50]
    for _ in range(2_000):
        bad = bytearray(chance.choice(good * 20 + [content for content in small if 0 < len(content) < 100_000]))
        for _ in range(chance.randrange(1, 12)):
            bad[chance.randrange(len(bad))] = chance.randrange(256)
        check(watch(bytes(bad[: chance.randrange(1, len(bad))] if chance.random() < 0.2 else bad), "mutated.xlsx"))


@pytest.mark.parametrize("columns", [2, 20, 60, 200])
@pytest.mark.parametrize("rows", [1_000, 50_000, 200_000, 250_000])
def test_boxes_of_every_size(rows, columns):
    """Two cells in opposite corners: refused, or read to the last row."""
    last = f"{'' if columns <= 26 else chr(64 + (columns - 1) // 26)}{chr(65 + (columns - 1) % 26)}{rows}"
    outcome = watch_quietly(workbook(row(1, cell("A1")) + row(rows, cell(last))), "box.xlsx")
    assert outcome.refusal or len(outcome.source.sheets[0].rows) == rows
