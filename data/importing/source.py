"""A file as it came: its sheets of plain cells, before anyone says what they mean."""

from dataclasses import dataclass
from datetime import date, datetime

Cell = str | int | float | bool | date | datetime | None


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet (a CSV file is one sheet). Row and column numbers shown to people count from 1."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class SourceFile:
    """What a file holds. `notes` says in plain words what was odd but harmless, such as an unusual encoding."""

    filename: str
    sha256: str
    sheets: tuple[Sheet, ...]
    notes: tuple[str, ...] = ()
