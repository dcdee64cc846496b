"""What the cells of workbooks and text files come to, whole and in their places."""

import csv
import io
from datetime import date, datetime, timedelta
from datetime import time as clock_time
from pathlib import Path

import openpyxl
import pytest

from data.importing import delimited
from data.importing.reading import read_source
from data.importing.source import Sheet
from tests.conftest import SAMPLES
from tests.files.archives import MAIN, PACKAGE, cell, many_rows, row, workbook

needs_samples = pytest.mark.skipif(not SAMPLES.exists(), reason="The sample files are not on this machine.")


def _only(content: bytes, name: str) -> Sheet:
    (only,) = read_source(content, name).sheets
    return only


def _saved(book: openpyxl.Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def test_kinds_of_cell() -> None:
    book = openpyxl.Workbook()
    book.active.append(
        [1, 2.5, "text", True, date(2024, 2, 29), datetime.fromisoformat("2024-02-29T09:30"), None, 99822678, 1e20]
    )
    book.active.append([clock_time(9, 30), timedelta(hours=30), "", 0.87])
    first, second = _only(_saved(book), "cells.xlsx").rows
    assert first == (
        1,
        2.5,
        "text",
        True,
        date(2024, 2, 29),
        datetime.fromisoformat("2024-02-29T09:30"),
        None,
        99822678,
        1e20,
    )
    assert [type(value) for value in first[:4]] == [int, float, str, bool]
    assert second[0] == "09:30:00"
    assert second[1:5] == ("1 day, 6:00:00", None, 0.87, None)


def test_rows_and_columns_have_the_numbers_they_have_in_excel() -> None:
    rows = _only(workbook(row(4, cell("C4", "7"), cell("D4", "8")) + row(6, cell("C6", "9"))), "offset.xlsx").rows
    assert rows[3] == (None, None, 7, 8)
    assert rows[5] == (None, None, 9, None)
    assert rows[:3] == ((None,) * 4,) * 3
    assert len(rows) == 6


def test_hidden_sheets_are_marked_and_hidden_rows_and_merged_cells_are_read() -> None:
    book = openpyxl.Workbook()
    book.active.title = "Now"
    for number in range(1, 5):
        book.active.append([number, number])
    book.active.row_dimensions[2].hidden = True
    book.active.merge_cells("A3:B3")
    for title, state in (("Old", "hidden"), ("Older", "veryHidden")):
        book.create_sheet(title).append(["x"])
        book[title].sheet_state = state
    book.create_chartsheet("Chart")
    source = read_source(_saved(book), "C:\\Users\\someone\\tracker.xlsx")
    assert source.filename == "tracker.xlsx"
    assert [(each.name, each.is_hidden) for each in source.sheets] == [("Now", False), ("Old", True), ("Older", True)]
    assert source.sheets[0].rows == ((1, 1), (2, 2), (3, None), (4, 4))


def test_an_empty_sheet_beside_a_full_one() -> None:
    book = openpyxl.Workbook()
    book.create_sheet("Full").append(["x"])
    assert [len(each.rows) for each in read_source(_saved(book), "two.xlsx").sheets] == [0, 1]


def test_errors_and_formulas_without_a_result_are_never_blanks() -> None:
    cells = [
        '<c r="A1" t="e"><v>#REF!</v></c>',
        "<c r='B1' s='0' t='e'><f>NA()</f><v>#N/A</v></c>",
        '<c r="C1"><f>SUM(A2:A9)</f><v/></c>',
        '<c r="D1" s="0"><f>A1&amp;"x"</f></c>',
        '<c r="E1"><f t="shared" si="0"/></c>',
        '<c r="F1"><f>1+1</f><v>2</v></c>',
        '<c r="G1" t="str"><f>IF(1,"","")</f><v></v></c>',
        '<c r="H1" t="str"><f>"t"</f><v>t="e"</v></c>',
        '<c r="I1"><v>9</v></c>',
    ]
    (values,) = _only(workbook(row(1, *cells)), "errors.xlsx").rows
    assert values == ("#REF!", "#N/A", "=SUM(A2:A9)", '=A1&"x"', "=", 2, None, 't="e"', 9)


def test_formulas_saved_by_a_program_keep_their_text() -> None:
    book = openpyxl.Workbook()
    book.active.append(["Comment", '=HYPERLINK("x")', "=SUM(A1)"])
    assert _only(_saved(book), "formula.xlsx").rows == (("Comment", '=HYPERLINK("x")', "=SUM(A1)"),)


def test_tags_with_a_prefix_are_read_too() -> None:
    xml = f'<x:worksheet xmlns:x="{MAIN}"><x:sheetData><x:row r="1"><x:c r="A1" t="e"><x:v>#N/A</x:v></x:c>'
    xml += '<x:c r="B1"><x:f>1+1</x:f></x:c></x:row></x:sheetData></x:worksheet>'
    assert _only(workbook(sheet=xml.encode()), "prefix.xlsx").rows == (("#N/A", "=1+1"),)


def test_numbers_beyond_number_are_text() -> None:
    assert _only(workbook(row(1, cell("A1", "1e999"))), "huge.xlsx").rows == (("inf",),)


def test_rows_far_below_that_hold_only_a_format_are_no_rows() -> None:
    rows = many_rows(2) + row(1_048_576, '<c r="XFD1048576" s="0"/>')
    assert len(_only(workbook(rows), "formatted.xlsx").rows) == 2


def test_links_to_web_pages_are_not_links_to_other_files() -> None:
    book = openpyxl.Workbook()
    book.active["A1"] = "School"
    book.active["A1"].hyperlink = "https://example.org/"
    assert _only(_saved(book), "links.xlsx").rows == (("School",),)


@pytest.mark.parametrize(
    ("content", "rows"),
    [
        (b"a,b\r\n1,2\r\n", (("a", "b"), ("1", "2"))),
        (b"a;b\n1,5;2\n1,5;3\n", (("a", "b"), ("1,5", "2"), ("1,5", "3"))),
        (b"a\tb\nSmith, J\t2\n", (("a", "b"), ("Smith, J", "2"))),
        (b"a,b\r1,2\r", (("a", "b"), ("1", "2"))),
        (
            b"School, stage and year\n\na;b;c\n1;2;3\n4;5;6\n",
            (("School, stage and year", None, None), (None,) * 3, ("a", "b", "c"), ("1", "2", "3"), ("4", "5", "6")),
        ),
        (b'a,b\n"two\nlines, one cell","say ""hi"""\n', (("a", "b"), ("two\nlines, one cell", 'say "hi"'))),
        (b'name,nick\nJimmy,the "wee" man\n', (("name", "nick"), ("Jimmy", 'the "wee" man'))),
        (b"a,b,c\n1\n,,,\n\n", (("a", "b", "c"), ("1", None, None))),
        (b"one\ntwo\n", (("one",), ("two",))),
        (b"012345674,007\n", (("012345674", "007"),)),
        (b"a,b\n1,2\n\x1a", (("a", "b"), ("1", "2"), ("\x1a", None))),
    ],
)
def test_text_files(content: bytes, rows: tuple[tuple[str | None, ...], ...]) -> None:
    assert _only(content, "table.csv").rows == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_alphabets_that_say_what_they_are(encoding: str) -> None:
    source = read_source("naïve,£,✓\n".encode(encoding), "table.TXT")
    assert source.sheets[0].rows == (("naïve", "£", "✓"),)
    assert source.notes == ()


def test_an_alphabet_that_had_to_be_guessed_is_noted() -> None:
    source = read_source("Zoë,£5\n".encode("windows-1252"), "table.csv")
    assert source.sheets[0].rows == (("Zoë", "£5"),)
    assert "Windows" in source.notes[0]


def test_a_stray_quotation_mark_does_not_hide_the_separator() -> None:
    assert delimited.separator('a;b\n1;"2"3\n') == ";"
    assert delimited.separator("x" * 200_000) == ","
    assert delimited.separator('a\tb\n"' + "x" * 200_000) == "\t"


@needs_samples
@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.csv")), ids=lambda path: path.name)
def test_sample_text_files(path: Path) -> None:
    content = path.read_bytes()
    source = read_source(content, path.name)
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("windows-1252")
    expected = [tuple(cell or None for cell in line) for line in csv.reader(io.StringIO(text, newline=""))]
    assert [tuple(v for v in line if v) for line in source.sheets[0].rows] == [
        tuple(v for v in line if v) for line in expected
    ]
    assert len({len(line) for line in source.sheets[0].rows}) == 1


@needs_samples
@pytest.mark.parametrize("path", sorted(SAMPLES.rglob("*.xlsx")), ids=lambda path: path.name)
def test_sample_workbooks_against_another_reader(path: Path) -> None:
    source = read_source(path.read_bytes(), path.name)
    book = openpyxl.load_workbook(path, data_only=True, read_only=True)
    assert [each.name for each in source.sheets] == book.sheetnames
    assert [each.is_hidden for each in source.sheets] == [each.sheet_state != "visible" for each in book.worksheets]
    for ours, theirs in zip(source.sheets, book.worksheets, strict=True):
        theirs.reset_dimensions()
        for line, other in zip(ours.rows, theirs.iter_rows(values_only=True, max_row=300), strict=False):
            for value, wanted in zip(line, other, strict=False):
                if isinstance(value, str) and value.startswith("="):
                    assert wanted is None
                elif isinstance(value, datetime) or not isinstance(value, date):
                    assert value == (wanted or None if isinstance(wanted, str) else wanted)
                else:
                    assert value == wanted.date()


def test_content_types_of_an_ordinary_workbook_pass() -> None:
    types = f'<Types xmlns="{PACKAGE}/content-types"/>'.encode()
    assert len(_only(workbook(many_rows(3), types=types), "plain.xlsx").rows) == 3
