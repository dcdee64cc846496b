"""Rows in, a workbook out. Nothing a cell holds is ever a formula."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from io import BytesIO

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

Value = str | int | float | bool | date | datetime | None
_BOLD = Font(bold=True)
_WIDEST = 60


@dataclass(frozen=True, slots=True)
class ExportSheet:
    """One sheet: what it is about in `notes`, then headings, then rows."""

    title: str
    headings: Sequence[str]
    rows: Sequence[Sequence[Value]]
    notes: Sequence[str] = ()


def workbook(sheets: Sequence[ExportSheet]) -> bytes:
    """An Excel workbook in which every text stays text, whatever it begins with."""
    book = Workbook(write_only=True)
    for sheet in sheets:
        _write_sheet(book.create_sheet(_title(sheet.title)), sheet)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def _title(text: str) -> str:
    """A sheet's name without what Excel refuses in one."""
    return "".join(" " if mark in "[]:*?/\\" else mark for mark in text).strip("' ")[:31] or "Sheet"


def _write_sheet(page: WriteOnlyWorksheet, sheet: ExportSheet) -> None:
    for index, width in enumerate(_widths(sheet)):
        page.column_dimensions[chr(65 + index) if index < 26 else f"A{chr(39 + index)}"].width = width
    page.freeze_panes = f"A{len(sheet.notes) + 2}"
    for note in sheet.notes:
        page.append([_cell(page, note)])
    page.append([_cell(page, heading, is_heading=True) for heading in sheet.headings])
    for row in sheet.rows:
        page.append([_cell(page, value) for value in row])


def _widths(sheet: ExportSheet) -> list[int]:
    """Wide enough for the headings and the first rows."""
    columns = zip(sheet.headings, *(list(row) for row in sheet.rows[:50]), strict=False)
    return [min(max(len(str(value)) for value in column) + 2, _WIDEST) for column in columns][:52]


def _cell(page: WriteOnlyWorksheet, value: Value, *, is_heading: bool = False) -> WriteOnlyCell:
    text = ILLEGAL_CHARACTERS_RE.sub("", value) if isinstance(value, str) else value
    cell = WriteOnlyCell(page, value=text)
    if isinstance(text, str):
        cell.data_type = "s"  # a text that begins with = + - @ would otherwise be kept as a formula
        cell.quotePrefix = text[:1] in ("=", "+", "-", "@", "\t", "\r")
    if is_heading:
        cell.font = _BOLD
    return cell
