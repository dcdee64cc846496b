"""Kinds told apart by their headings, wherever those stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.importing.headings import heading_key
from data.importing.kinds import KINDS
from data.importing.parsing import parse
from data.importing.recognise import HEADING_ROWS, recognise
from data.importing.source import Sheet, SourceFile
from models.errors import ImportProblem
from models.imports import ImportKind


def source(*rows, name: str = "") -> SourceFile:
    return SourceFile("file.csv", "0" * 64, (Sheet(name, tuple(tuple(row) for row in rows)),))


@pytest.mark.parametrize(
    ("headings", "kind"),
    [
        ("SCN,Forename,Surname,DOB,Year Group,Reg Class,Possible,Actual,Auth Abs,Unauth Abs", ImportKind.ATTENDANCE),
        ("Candidate No,Pupil Name,Stage,School,Attendance %,HLW,Family,Start,End,Status", ImportKind.TRACKER),
        ("SCN,Forename,Surname,Year Group,School,ASN,FSM", ImportKind.PUPILS),
        ("Postcode,DZ,Rank,Quintile", ImportKind.SIMD),
        ("SEED,School,Type,Postcode,Roll", ImportKind.SCHOOLS),
        ("Year,Seed_code,LA_code,School name,Stage,Measure,Value", ImportKind.BENCHMARK),
    ],
)
def test_the_kind_follows_from_the_headings(headings: str, kind: ImportKind) -> None:
    names = headings.split(",")
    found = recognise(source(["A title"], [], names, ["1"] * len(names)))
    assert found.kind.kind is kind
    assert found.missing == ()
    assert found.sheets[0].header == 2


@pytest.mark.parametrize("kind", KINDS.values(), ids=lambda kind: kind.kind.value)
def test_known_headings_are_written_as_they_are_compared_and_fields_are_told_apart(kind) -> None:
    seen: dict[str, str] = {}
    for field in kind.fields:
        for heading in field.headings:
            assert heading_key(heading) == heading, (field.name, heading)
            assert heading not in seen, (heading, seen.get(heading), field.name)
            seen[heading] = field.name
    assert {name for group in kind.needs for name in group} <= {field.name for field in kind.fields}


@pytest.mark.parametrize(
    "heading", ["SIMD2020v2_Rank", "simd 2020v2 rank", "SIMD rank", " SIMD-Rank ", "SIMD 2020 Rank [Note 3]"]
)
def test_headings_are_compared_without_dress(heading: str) -> None:
    assert heading_key(heading) == "simd rank"


@given(st.permutations(["SCN", "School", "Total Possible", "Total Attendance", "Other"]), st.integers(0, 20))
def test_order_of_columns_and_titles_above_make_no_difference(names: list[str], titles: int) -> None:
    rows = [[f"Title {number}"] for number in range(titles)]
    cells = {"SCN": "012345674", "School": "A", "Total Possible": "36", "Total Attendance": "33", "Other": "x"}
    (row,) = parse(recognise(source(*rows, names, [cells[name] for name in names]))).rows
    assert (row.values["possible"], row.values["attended"], row.number) == (36, 33, titles + 2)


cell = st.one_of(st.none(), st.text(max_size=12), st.integers(), st.floats(allow_nan=True), st.booleans())


@given(st.lists(st.lists(cell, max_size=6), max_size=12))
def test_every_row_that_is_not_blank_is_a_data_row_or_named_as_none(rows: list[list]) -> None:
    headings = ["SCN", "School", "Total Possible", "Total Attendance", "Authorised Absence"]
    parsed = parse(recognise(source(headings, *rows, ["012345674", "A", 1, 1, 0]), kind=ImportKind.ATTENDANCE))
    filled = [
        number
        for number, cells in enumerate([*rows, ["last"]], start=2)
        if any(cell is not None and str(cell).strip() for cell in cells)
    ]
    header = parsed.recognised.sheets[0].header
    named = sorted([row.number for row in parsed.rows] + [skipped.row for skipped in parsed.skipped])
    assert named == [number for number in filled if number > header + 1]


def test_a_file_without_headings_or_far_below_is_refused() -> None:
    with pytest.raises(ImportProblem, match="headings"):
        recognise(source())
    far = [[None]] * HEADING_ROWS
    with pytest.raises(ImportProblem, match="headings"):
        recognise(source(*far, ["SCN", "Possible", "Present"], ["012345674", 1, 1]))


def test_a_file_that_nearly_fits_says_what_is_wanting() -> None:
    with pytest.raises(ImportProblem, match=r"looks like “SIMD postcode lookup”.*postcode"):
        recognise(source(["DZ", "SIMD2020v2_Rank", "SIMD2020v2_Quintile"], ["S01007877", 1, 1]))


def test_columns_without_heading_are_named_by_letter() -> None:
    found = recognise(source(["SCN", None, "Possible", "Present"], ["012345674", "x", 1, 1]))
    (odd,) = [column for column in found.sheets[0].columns if column.index == 1]
    assert (odd.heading, odd.note) == ("Column B", "Not used: it has no heading.")


@pytest.mark.parametrize(
    "cells",
    [
        ["Totals", None, 10, 9],
        [None, "Total", 10, 9],
        ["GRAND TOTAL", None, 10, 9],
        [None, "Average", 10, 9],
        ["Patna total:", None, 10, 9],
        [None, None, 10, 9],
        ["Sub-total", None, 10, 9],
        ["Overall average", "", 1, 1],
    ],
)
def test_totals_however_called_are_not_data(cells: list) -> None:
    headings = ["SCN", "School", "Possible", "Present"]
    parsed = parse(recognise(source(headings, ["012345674", "A", 1, 1], cells)))
    assert len(parsed.rows) == 1
    assert [skipped.row for skipped in parsed.skipped] == [3]
