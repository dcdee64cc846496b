"""Rows below the headings, each read by its kind's declaration. Nothing here touches the database."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from data.core.collecting import uncollected
from data.importing.fields import FileField, FileKind, Layout, Row, Skipped, cell_text
from data.importing.headings import heading_key
from data.importing.recognise import Recognised, SheetReading
from data.importing.source import Cell
from data.importing.values import percent_scale, read_percent

IsSchool = Callable[[str], bool]
_REMEMBERED = 5_000  # texts remembered for each column
_TOTALS = re.compile(
    r"\W*(?:all (?:schools|pupils)|"
    r"(?:grand |sub ?-?|overall |school |running )?(?:totals?|average|averages|mean|sum|median|count))\b",
    re.IGNORECASE,
)
_TOTAL_ANYWHERE = re.compile(r"\b(?:sub-?total|totals?|average)\s*:?\s*$", re.IGNORECASE)
_SCHOOL_LABEL = re.compile(r"^\s*(?:name of school|school name|school|establishment)\s*[:\-–]?\s*(.*)$", re.IGNORECASE)
_SCHOOL_WORDS = re.compile(r"\b(?:primary|academy|school|ps|acad|high|secondary|campus|slc|sgoil)\b", re.IGNORECASE)
_STAGE_TITLE = re.compile(r"(?:p|s|primary|secondary|stage|year|class)\W*\d\W?\w?", re.IGNORECASE)


@dataclass(slots=True)
class Parsed:
    """What a file says: data rows in order, and every other row that is not blank with the reason it is not data."""

    recognised: Recognised
    rows: list[Row] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)

    @property
    def fields(self) -> frozenset[str]:
        """The fields at least one sheet tells us."""
        return frozenset(name for reading in self.recognised.sheets for name in reading.fields)


@uncollected()
def parse(recognised: Recognised, *, is_school: IsSchool = lambda _: False) -> Parsed:
    """Read every row of the sheets chosen. `is_school` tells a school's name from a note between rows."""
    parsed = Parsed(recognised)
    for reading in recognised.sheets:
        _parse_sheet(parsed, reading, is_school)
    return parsed


def titles(reading: SheetReading) -> Iterator[str]:
    """The lines above the headings, each as one text, and the sheet's name."""
    for cells in reading.sheet.rows[: reading.header]:
        line = " ".join(f"{cell:%d/%m/%Y}" if hasattr(cell, "strftime") else cell_text(cell) for cell in cells)
        if line.strip():
            yield " ".join(line.split())
    yield reading.sheet.name


def _parse_sheet(parsed: Parsed, reading: SheetReading, is_school: IsSchool) -> None:
    kind, columns = parsed.recognised.kind, reading.fields
    readers = [_Reader(kind.field(name), index, reading) for name, (index, _) in columns.items()]
    layout = Layout(reading.sheet.name, columns, kind)
    key = columns[kind.key][0] if kind.key in columns else -1
    section = _first_section(reading, is_school) if kind.has_school_sections else ""
    for index, cells in enumerate(reading.sheet.rows[reading.header + 1 :], start=reading.header + 1):
        if not _has_key(cells, key, kind):
            reason, section = _what_else(cells, reading, section, is_school=is_school)
            if reason is not None:
                if reason:
                    parsed.skipped.append(Skipped(reading.sheet.name, index + 1, reason))
                continue
        row = Row(layout, index + 1, section, {}, cells)
        _read_cells(row, readers, cells)
        parsed.rows.append(row)


class _Reader:
    """Reads one column. The same text is read once: a file repeats its schools and numbers thousands of times."""

    def __init__(self, spec: FileField, index: int, reading: SheetReading) -> None:
        self.spec, self.index = spec, index
        self.read = spec.read
        if spec.read is read_percent:
            below = reading.sheet.rows[reading.header + 1 :]
            scale = percent_scale(cells[index] for cells in below if index < len(cells))
            self.read = partial(read_percent, scale=scale)
        self._known: dict[str, Any] = {}

    def value(self, cell: Cell) -> Any:  # noqa: ANN401 - whatever the field reads
        if not isinstance(cell, str):
            return self.read(cell)
        if cell in self._known:
            return self._known[cell]
        value = self.read(cell)
        if len(self._known) < _REMEMBERED:
            self._known[cell] = value
        return value


def _read_cells(row: Row, readers: list[_Reader], cells: tuple[Cell, ...]) -> None:
    width = len(cells)
    for reader in readers:
        try:
            row.values[reader.spec.name] = reader.value(cells[reader.index] if reader.index < width else None)
        except ValueError as problem:
            row.values[reader.spec.name] = None
            row.say(reader.spec.name, str(problem), severity=reader.spec.on_fault)


def _has_key(cells: tuple[Cell, ...], key: int, kind: FileKind) -> bool:
    """Whether the row names its subject by something with a digit in it: nearly every data row does.

    Words alone in their row, such as `Primary 4`, may be a title between groups.
    """
    cell = cells[key] if 0 <= key < len(cells) else None
    if not isinstance(cell, str):
        return cell is not None
    if cell.isdigit() or (kind.is_named and cell.strip()):
        return True
    is_title = kind.has_school_sections and any(map(str.isalpha, cell)) and sum(map(bool, cells)) == 1
    return any(map(str.isdigit, cell)) and not _TOTALS.match(cell) and not is_title


def _what_else(
    cells: tuple[Cell, ...], reading: SheetReading, section: str, *, is_school: IsSchool
) -> tuple[str | None, str]:
    """Why a row is not data ("" when blank, None when it is data after all), and the school it starts, if any."""
    filled: list[Cell] = [
        cell for cell in cells if cell not in (None, "") and not (isinstance(cell, str) and not cell.strip())
    ]
    if not filled:
        return "", section
    texts = [cell for cell in filled if isinstance(cell, str)]
    if _repeats_headings(filled, reading):
        return "The headings again.", section
    if any(_TOTALS.match(text) or _TOTAL_ANYWHERE.search(text) for text in texts):
        return "A row of totals.", section
    school = _section_name(texts, is_school) if len(filled) == len(texts) <= 2 else None
    if school:
        return "The name of a school, which stands for the rows below it.", school
    if len(filled) == 1 and texts:
        return "A note between the rows.", section
    if not any(any(map(str.isalpha, text)) for text in texts):
        return (
            ("A row of numbers without a name, which we took for totals.", section)
            if len(filled) > 1
            else (None, section)
        )
    return None, section


def _repeats_headings(filled: list[Cell], reading: SheetReading) -> bool:
    headings = {heading_key(column.heading) for column in reading.columns}
    return len(filled) > 1 and sum(heading_key(cell_text(cell)) in headings for cell in filled) * 2 > len(filled)


def _section_name(texts: list[str], is_school: IsSchool) -> str | None:
    """The school named by `Patna PS`, `School: Patna PS`, or `School` beside `Patna PS`; None if none is."""
    joined = " ".join(texts).strip()
    labelled = _SCHOOL_LABEL.match(joined)
    name = labelled.group(1).strip() if labelled and labelled.group(1).strip() else joined
    if len(texts) > 1 and not labelled:
        return None
    for candidate in (joined, name):
        if is_school(candidate):
            return candidate
    is_likely = _SCHOOL_WORDS.search(name) and not _STAGE_TITLE.fullmatch(name)
    return name if is_likely and len(name) <= 80 else None


def _first_section(reading: SheetReading, is_school: IsSchool) -> str:
    """The school named in a title line or by the sheet itself: rows belong to it until another is named."""
    for line in titles(reading):
        name = _SCHOOL_LABEL.sub(r"\1", line) or line
        for candidate in (line, name):
            if is_school(candidate):
                return candidate
    return ""
