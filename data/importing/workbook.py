"""Excel workbooks: what may be in the archive, a plain copy of the checked parts, and the cells. Runs in the child.

The archive is unpacked once, with limits. Calamine is given a fresh archive of exactly the parts that were checked,
so nothing that a header says of itself needs to be believed.
"""

import io
import math
import re
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from itertools import pairwise
from pathlib import PurePosixPath

import python_calamine as calamine

from data.importing.limits import (
    MAX_CELL_LENGTH,
    MAX_COLUMNS,
    MAX_PARTS,
    MAX_RATIO,
    MAX_ROWS,
    MAX_UNPACKED,
    SMALL,
    Refused,
    quoted,
)

Value = str | int | float | bool | date | datetime | None
Row = list[Value]
NamedSheet = tuple[str, bool, Iterator[Row]]  # name, whether it is hidden, rows

LAST_EXCEL_ROW = 1_048_576
DAMAGED = "This workbook is damaged or was cut short. Open it in Excel, save a new copy as .xlsx and bring that in."
TOO_LARGE = (
    "This workbook holds more than we can read safely. Copy the rows you need to a new workbook and bring that in."
)
PASSWORD = "This workbook is protected by a password. Save a copy without a password and bring that in."  # noqa: S105
MACROS = (
    "This workbook contains macros, which we never open. Save a copy as “Excel workbook (.xlsx)” and bring that in."
)
LINKS = (
    "This workbook takes figures from other files or places, which we do not follow. "
    "Copy the sheet to a new workbook, pasting as values, and bring that in."
)
DOCUMENTS = {
    "xl/workbook.bin": "an Excel binary workbook (.xlsb)",
    "content.xml": "an OpenDocument file",
    "word/document.xml": "a Word document",
    "ppt/presentation.xml": "a PowerPoint file",
}

# The lengths are bounded so that no text, however made, takes long to search.
# A cell that shows an error, such as #N/A: calamine would give a blank, and nobody would know.
_ERROR_CELL = re.compile(rb"""(<(?:\w{1,9}:)?c\b[^>]{0,300}?\st=)(["'])e\2""")
# A formula whose result was never stored, as some programs write them: again a blank. Its text is kept instead.
_UNSOLVED_CELL = re.compile(
    rb"<((?:\w{1,9}:)?)c((?:(?!\st=)[^>]){0,300})>\s{0,9}<\1f(?:\s[^>]{0,300}?)?(?:/>|>([^<]*)</\1f>)\s{0,9}"
    rb"(?:<\1v\s?/>|<\1v></\1v>)?\s{0,9}</\1c>"
)
# It begins with plain letters, which are found many times faster than any bracket.
_ROW_NUMBER = re.compile(rb"""row(?<=[<:]row)\b[^>]{0,300}?\sr=["'](\d{1,20})["']""")


def read_sheets(content: bytes) -> Iterator[NamedSheet]:
    """Every worksheet, hidden ones too, in the workbook's order; rows and columns start at A1."""
    try:
        book = calamine.CalamineWorkbook.from_filelike(_checked_copy(content))
        if len(set(book.sheet_names)) < len(book.sheet_names):  # calamine would give the first one twice
            raise Refused(DAMAGED)
        for about in book.sheets_metadata:
            if about.typ == calamine.SheetTypeEnum.WorkSheet:
                is_hidden = about.visible != calamine.SheetVisibleEnum.Visible
                yield about.name, is_hidden, _rows(book.get_sheet_by_name(about.name))
    except (calamine.CalamineError, zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError):
        raise Refused(DAMAGED) from None


def _checked_copy(content: bytes) -> io.BytesIO:
    copy = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(copy, "w") as plain:
        _check_archive(archive.infolist())
        for entry in archive.infolist():
            if entry.filename.lower().endswith((".xml", ".rels")):
                plain.writestr(entry.filename, _checked_part(entry.filename, archive.read(entry)))
    copy.seek(0)
    return copy


def _check_archive(entries: list[zipfile.ZipInfo]) -> None:
    names = [entry.filename.replace("\\", "/").lower() for entry in entries]
    unpacked = sum(entry.file_size for entry in entries)
    most = max(SMALL, min(MAX_UNPACKED, MAX_RATIO * sum(entry.compress_size for entry in entries)))
    if len(names) > MAX_PARTS or unpacked > most:
        raise Refused(TOO_LARGE)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused(PASSWORD)
    if len(set(names)) < len(names) or any(_leads_outside(name) for name in names):
        raise Refused(DAMAGED)
    _check_kind(names)


def _leads_outside(name: str) -> bool:
    return name.startswith("/") or ":" in name or ".." in PurePosixPath(name).parts


def _check_kind(names: list[str]) -> None:
    if any("vbaproject" in name or "macrosheets/" in name for name in names):
        raise Refused(MACROS)
    if any("externallinks/" in name or name.endswith("xl/connections.xml") for name in names):
        raise Refused(LINKS)
    if "xl/workbook.xml" not in names:
        what = next((text for name, text in DOCUMENTS.items() if name in names), None)
        if what is None:
            raise Refused("There is no workbook inside this file. Check that it is the right one, or ask for it again.")
        raise Refused(f"This is {what}. Open it, save it as “Excel workbook (.xlsx)” and bring that in.")


def _checked_part(name: str, part: bytes) -> bytes:
    if b"\0" in part:  # no xml has it, unless in an alphabet that would hide the next two from us
        raise Refused(DAMAGED)
    if b"<!DOCTYPE" in part or b"<!ENTITY" in part:
        raise Refused(
            "This workbook contains instructions that no spreadsheet needs, so we did not open it. "
            "Copy the rows to a new workbook and bring that in."
        )
    if name.lower() == "[content_types].xml":
        _check_content_types(part)
    return _with_nothing_blanked(part) if b"sheetData" in part else part


def _check_content_types(part: bytes) -> None:
    if b"macroEnabled" in part or b"vbaProject" in part:
        raise Refused(MACROS)
    if b"externalLink" in part:
        raise Refused(LINKS)


def _with_nothing_blanked(part: bytes) -> bytes:
    """The sheet with errors and unsolved formulas as text, after checking that no row can hide another."""
    numbers = [int(number) for number in _ROW_NUMBER.findall(part)]
    if any(later <= earlier for earlier, later in pairwise([*numbers, LAST_EXCEL_ROW + 1])):
        raise Refused(DAMAGED)
    if b't="e"' in part or b"t='e'" in part:
        part = _ERROR_CELL.sub(rb'\1"str"', part)
    if b"<f" in part or b":f" in part:
        part = _UNSOLVED_CELL.sub(rb'<\1c\2 t="str"><\1v>=\3</\1v></\1c>', part)
    return part


def _rows(sheet: calamine.CalamineSheet) -> Iterator[Row]:
    if sheet.end is None or sheet.start is None:
        return
    height, width = sheet.end[0] + 1, sheet.end[1] + 1
    if height > MAX_ROWS or width > MAX_COLUMNS:
        raise Refused(
            f"The sheet {quoted(sheet.name)} reaches row {height:,} and column {width:,}, and we read at most "
            f"{MAX_ROWS:,} rows and {MAX_COLUMNS} columns. Delete what is not needed, or look for a stray cell far "
            "from the rest."
        )
    # iter_rows counts rows from the first of the sheet, but columns from the first used one.
    margin: Row = [None] * sheet.start[1]
    for number, cells in enumerate(sheet.iter_rows(), 1):
        try:
            yield margin + [_value(cell) for cell in cells]
        except ValueError:
            raise Refused(
                f"The sheet {quoted(sheet.name)} has a cell in row {number:,} that is too long or is not text. "
                "Shorten or clear it and try again."
            ) from None


def _value(cell: object) -> Value:
    if isinstance(cell, str):
        if len(cell) > MAX_CELL_LENGTH or "\0" in cell:
            raise ValueError
        return cell or None
    if isinstance(cell, float):
        if cell.is_integer() and abs(cell) < 1e15:
            return int(cell)
        return cell if math.isfinite(cell) else str(cell)
    if isinstance(cell, bool | int | date):
        return cell
    return str(cell)  # a time of day or a length of time
