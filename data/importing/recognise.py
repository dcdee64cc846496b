"""Which sheet, which row of headings, which kind of file, and which column tells what."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from data.importing.fields import FileField, FileKind, cell_text
from data.importing.headings import heading_key, heading_text, headings_key
from data.importing.kinds import KINDS
from data.importing.source import Cell, Sheet, SourceFile
from models.errors import ImportProblem
from models.imports import ImportKind

HEADING_ROWS = 30  # how far below the top the headings are looked for
EXAMPLES = 3
CLOSE_ENOUGH = 86  # rapidfuzz ratio from which a heading is taken for a misspelling, and pointed out
DISTINCTIVE_WEIGHT = 4  # a field no other kind has says more about the kind
_KNOWN = {heading: None for kind in KINDS.values() for field in kind.fields for heading in field.headings}
_MONTH = re.compile(
    r"(jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]* (20)?\d\d( (att|attendance|percent).*)?|20\d\d \d\d"
)


@dataclass(frozen=True, slots=True)
class Column:
    """One column of a sheet and what we take it to be."""

    index: int
    heading: str
    field: str | None = None
    label: str = ""
    is_doubtful: bool = False  # the heading only resembles a known one
    note: str = ""  # why it is not used
    examples: tuple[str, ...] = ()
    is_personal: bool = True


@dataclass(frozen=True, slots=True)
class SheetReading:
    """One sheet to be read, from the row below its headings."""

    sheet: Sheet
    header: int  # index of the row of headings
    columns: tuple[Column, ...]

    @property
    def fields(self) -> dict[str, tuple[int, str]]:
        """The index and heading of the column each field is read from."""
        return {each.field: (each.index, each.heading) for each in self.columns if each.field}


@dataclass(frozen=True, slots=True)
class Recognised:
    """How a file is read. The first sheet is the one that says most."""

    kind: FileKind
    sheets: tuple[SheetReading, ...]
    headings_key: str
    score: float  # share of the kind's fields that were found
    missing: tuple[str, ...]  # what the file would have to have
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Found:
    sheet: Sheet
    header: int
    headings: tuple[str, ...]


def saved_headings_keys(source: SourceFile) -> tuple[str, ...]:
    """The keys under which a saved mapping for one of the file's sheets would be found."""
    return tuple(headings_key(found.headings) for found in _find_headings(source))


def recognise(
    source: SourceFile, *, kind: ImportKind | None = None, mapping: Mapping[str, str] | None = None
) -> Recognised:
    """Say what kind of file this is and how its columns are read, or refuse it in one sentence."""
    found = _find_headings(source, wanted=tuple((mapping or {}).values()))
    if not found:
        raise ImportProblem(
            "We could not find a row of column headings in this file. Nothing was changed. "
            "Please check that it is the right file and that the headings are above the rows."
        )
    kinds = [KINDS[kind]] if kind else list(KINDS.values())
    readings = [(each, one, _read_columns(one, each, mapping)) for each in kinds for one in found]
    best_kind, best_sheet, _ = max(readings, key=lambda item: _weight(item[0], item[2]))
    chosen = [
        SheetReading(one.sheet, one.header, columns)
        for each, one, columns in readings
        if each is best_kind and (one is best_sheet or not _missing(each, columns))
    ]
    chosen.sort(key=lambda reading: reading.sheet is not best_sheet.sheet)
    missing = _missing(best_kind, chosen[0].columns)
    if missing and kind is None:
        raise ImportProblem(_unknown_words(best_kind, missing, chosen[0]))
    return Recognised(
        kind=best_kind,
        sheets=tuple(chosen),
        headings_key=headings_key(best_sheet.headings),
        score=len(chosen[0].fields) / len(best_kind.fields),
        missing=missing,
        notes=_sheet_notes(source, chosen),
    )


def _unknown_words(kind: FileKind, missing: tuple[str, ...], reading: SheetReading) -> str:
    if len(reading.fields) >= 3:
        return (
            f"This looks like “{kind.label}”, but we could not find a column for: {'; '.join(missing)}. "
            "Nothing was changed. Choose the kind of file to say which column is which."
        )
    return (
        "We could not tell what kind of file this is. Nothing was changed. "
        "If it is one of the kinds listed, choose the kind and say which column is which."
    )


def _sheet_notes(source: SourceFile, chosen: list[SheetReading]) -> tuple[str, ...]:
    used = {id(reading.sheet) for reading in chosen}
    hidden = [f"The hidden sheet “{sheet.name}” was left out." for sheet in source.sheets if sheet.is_hidden]
    other = [
        f"The sheet “{sheet.name}” was left out: it does not hold rows of this kind."
        for sheet in source.sheets
        if not sheet.is_hidden and id(sheet) not in used and any(map(any, sheet.rows))
    ]
    return (*source.notes, *hidden, *other)


def _find_headings(source: SourceFile, *, wanted: tuple[str, ...] = ()) -> list[_Found]:
    found = [_headings_of(sheet, wanted) for sheet in source.sheets if not sheet.is_hidden]
    return [each for each in found if each is not None]


def _headings_of(sheet: Sheet, wanted: tuple[str, ...]) -> _Found | None:
    """The row with most known headings; failing that, the first row that is all text with rows below it."""
    best, best_hits, fallback = -1, 1, -1
    wanted_keys = {heading_key(re.sub(r" \(\d+\)$", "", each)) for each in wanted}
    for index, cells in enumerate(sheet.rows[:HEADING_ROWS]):
        texts = [heading_text(cell) for cell in cells if cell is not None]
        keys = {heading_key(text) for text in texts}
        hits = len(keys & _KNOWN.keys()) + 2 * len(keys & wanted_keys)
        if hits > best_hits:
            best, best_hits = index, hits
        if fallback < 0 and len(texts) >= 2 and all(isinstance(cell, str) for cell in cells if cell is not None):
            fallback = index
    header = best if best >= 0 else fallback
    if header < 0 or header + 1 >= len(sheet.rows):
        return None
    return _Found(sheet, header, _headings(sheet, header))


def _headings(sheet: Sheet, header: int) -> tuple[str, ...]:
    """The headings, told apart when one stands twice. A column without one is named by its letter."""
    seen: dict[str, int] = {}
    headings = []
    for cell in sheet.rows[header]:
        text = heading_text(cell)
        if not text:
            headings.append("")
            continue
        seen[text] = seen.get(text, 0) + 1
        headings.append(text if seen[text] == 1 else f"{text} ({seen[text]})")
    return tuple(headings)


def _read_columns(found: _Found, kind: FileKind, mapping: Mapping[str, str] | None) -> tuple[Column, ...]:
    taken: dict[int, tuple[FileField, bool]] = {}
    if mapping:
        by_heading = {heading: index for index, heading in enumerate(found.headings) if heading}
        for field in kind.fields:
            index = by_heading.get(mapping.get(field.name, ""))
            if index is not None:
                taken[index] = (field, False)
    else:
        _take_known(found, kind, taken)
        _take_similar(found, kind, taken)
    return tuple(_column(found, kind, index, taken) for index in _used_columns(found))


def _take_known(found: _Found, kind: FileKind, taken: dict[int, tuple[FileField, bool]]) -> None:
    """Each field takes the first column headed by one of its names; earlier names are better ones."""
    keys = [heading_key(heading) for heading in found.headings]
    for field in kind.fields:
        matching = [
            (field.headings.index(key), index)
            for index, key in enumerate(keys)
            if key in field.headings and index not in taken
        ]
        if matching:
            taken[min(matching)[1]] = (field, False)


def _take_similar(found: _Found, kind: FileKind, taken: dict[int, tuple[FileField, bool]]) -> None:
    free = {
        name: field
        for field in kind.fields
        if field not in [used for used, _ in taken.values()]
        for name in field.headings
        if len(name) > 4
    }
    for index, heading in enumerate(found.headings):
        key = heading_key(heading)
        if index in taken or len(key) < 5 or key in _KNOWN or _MONTH.fullmatch(key):
            continue
        match = process.extractOne(key, free.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
        if match is not None:
            field = free[match[0]]
            taken[index] = (field, True)
            free = {name: other for name, other in free.items() if other is not field}


def _used_columns(found: _Found) -> Iterator[int]:
    """Columns with a heading, or with anything below."""
    width = max(len(cells) for cells in found.sheet.rows[found.header : found.header + 50])
    below = found.sheet.rows[found.header + 1 : found.header + 50]
    for index in range(width):
        has_heading = index < len(found.headings) and bool(found.headings[index])
        if has_heading or any(index < len(cells) and cells[index] not in (None, "") for cells in below):
            yield index


def _column(found: _Found, kind: FileKind, index: int, taken: dict[int, tuple[FileField, bool]]) -> Column:
    heading = found.headings[index] if index < len(found.headings) else ""
    examples = _examples(found, index)
    if index in taken:
        field, is_doubtful = taken[index]
        return Column(index, heading, field.name, field.label, is_doubtful, "", examples, field.is_personal)
    note = "Not used."
    if kind.not_brought_in and _MONTH.fullmatch(heading_key(heading)):
        note = kind.not_brought_in
    elif re.search(r" \(\d+\)$", heading):
        note = "Not used: this heading stands twice, and we read the first."
    elif not heading:
        note = "Not used: it has no heading."
    return Column(index, heading or f"Column {_letters(index)}", note=note, examples=examples)


def _examples(found: _Found, index: int) -> tuple[str, ...]:
    texts: dict[str, None] = {}
    for cells in found.sheet.rows[found.header + 1 : found.header + 60]:
        text = cell_text(_cell(cells, index))
        if text:
            texts[text] = None
        if len(texts) == EXAMPLES:
            break
    return tuple(texts)


def _cell(cells: tuple[Cell, ...], index: int) -> Cell:
    return cells[index] if index < len(cells) else None


def _letters(index: int) -> str:
    """0 is A, 26 is AA, as spreadsheets name columns."""
    text = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        text = chr(65 + rest) + text
    return text


def _missing(kind: FileKind, columns: tuple[Column, ...]) -> tuple[str, ...]:
    fields = {column.field for column in columns}
    return tuple(
        " or ".join(kind.field(name).label.lower() for name in group)
        for group in kind.needs
        if not fields.intersection(group)
    )


def _weight(kind: FileKind, columns: tuple[Column, ...]) -> tuple[bool, float]:
    """Kinds that have all they need first; among them, the one most columns speak for."""
    total = 0.0
    for column in columns:
        if column.field:
            weight = DISTINCTIVE_WEIGHT if kind.field(column.field).is_distinctive else 1
            total += weight / 2 if column.is_doubtful else weight
    return not _missing(kind, columns), total
