"""Records of any kind as a file brings them: the workbook that is taken out is one that can be brought in."""

from collections.abc import Callable

from data.importing.fields import FileField, FileKind, Reader, Severity
from data.importing.headings import heading_key
from data.importing.source import Cell
from data.importing.values import read_date, read_decimal, read_text, read_yes_no
from models.fields import Asked, Held, Privacy, Shape
from models.imports import ImportKind
from models.kinds import KINDS, Kind

IN_FILES: dict[ImportKind, Kind] = {ImportKind(kind.name): kind for kind in KINDS.values() if kind.file_key}


def file_kind(import_kind: ImportKind) -> FileKind:
    """A column for each field that is words, a number, a day or codes, headed by its name on screen."""
    kind = IN_FILES[import_kind]
    needed = {name for name, info in kind.table.model_fields.items() if info.is_required()}
    shown = {name: asked for name, asked in kind.fields.items() if asked.shape in _READERS}
    fields = tuple(_field(name, asked, is_needed=name in needed) for name, asked in shown.items())
    needs = tuple((name,) for name in shown if name in needed)
    return FileKind(import_kind, fields, needs, kind.file_key, is_named=True)


def _field(name: str, asked: Asked, *, is_needed: bool) -> FileField:
    read = _READERS[asked.shape](asked)
    return FileField(
        name,
        asked.name,
        tuple({heading_key(words) for words in (asked.name, asked.label, name)}),
        lambda cell: asked.to_value(read(cell)),
        is_personal=asked.privacy is not Privacy.ORDINARY,
        on_fault=Severity.REJECTED if is_needed else Severity.DOUBTFUL,
        is_distinctive=asked.shape in (Shape.NOTE, Shape.MANY, Shape.CHOICE),
    )


def _one_code(asked: Asked) -> Reader:
    return lambda cell: next(iter(_codes(asked, cell)), "")


def _codes(asked: Asked, cell: Cell) -> list[str]:
    """The codes of words, or of codes, as a person writes several: with commas between."""
    known = {words.casefold(): code for code, words in asked.words.items()} | {code: code for code in asked.words}
    parts = [part.strip() for part in (read_text(cell) or "").split(",") if part.strip()]
    if unknown := [part for part in parts if part.casefold() not in known]:
        raise ValueError(f"“{unknown[0]}” is not one of: {', '.join(asked.words.values())}.")
    return [known[part.casefold()] for part in parts]


_READERS: dict[Shape, Callable[[Asked], Callable[[Cell], Held]]] = {
    Shape.TEXT: lambda _: read_text,
    Shape.NOTE: lambda _: read_text,
    Shape.NUMBER: lambda _: read_decimal,
    Shape.TICK: lambda _: read_yes_no,
    Shape.DAY: lambda _: read_date,
    Shape.CHOICE: _one_code,
    Shape.MANY: lambda asked: lambda cell: _codes(asked, cell),
}
