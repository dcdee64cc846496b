"""How a kind of file is declared, and what may be said about its rows."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from data.importing.source import Cell
from models.evaluations.questionnaires import Stage
from models.imports import IMPORT_NAMES, ImportKind

Reader = Callable[[Cell], Any]


class Severity(StrEnum):
    """What a problem did to its row."""

    REJECTED = "rejected"  # left out
    REPAIRED = "repaired"  # brought in with a value we mended
    DOUBTFUL = "doubtful"  # brought in, but worth a look


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to look at in one row. Row numbers count from 1, headings and titles included."""

    sheet: str
    row: int
    column: str
    value: str
    reason: str  # never names a child or says anything about one
    severity: Severity
    detail: str = ""  # what the reason leaves out, for people who work with the children
    is_personal: bool = False  # the value tells something about a child


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is not about anyone: totals, headings again, a school's name between groups, a note."""

    sheet: str
    row: int
    reason: str


@dataclass(frozen=True, slots=True)
class FileField:
    """One thing a file of this kind may tell us, and the headings it goes by."""

    name: str
    label: str
    headings: tuple[str, ...]
    read: Reader
    is_personal: bool = False  # examples and faulty values are for people who work with the children
    on_fault: Severity = Severity.REJECTED  # what an unreadable value does to its row
    is_distinctive: bool = False  # other kinds of file do not have it


@dataclass(frozen=True, slots=True)
class FileKind:
    """One kind of file. `needs` lists groups of fields, at least one of each being required."""

    kind: ImportKind
    fields: tuple[FileField, ...]
    needs: tuple[tuple[str, ...], ...]
    key: str
    not_brought_in: str = ""  # what is said of a column headed by a month
    has_school_sections: bool = False
    is_named: bool = False  # its key is a name, so every row that holds one is a record: “Total Wellbeing” is no total

    @property
    def label(self) -> str:
        """What the kind is called on screen."""
        return IMPORT_NAMES[self.kind]

    def field(self, name: str) -> FileField:
        """The field of this name."""
        return next(each for each in self.fields if each.name == name)


@dataclass(frozen=True, slots=True)
class ImportOptions:
    """What the person bringing the file in has decided about its oddities."""

    repair_lost_zeros: bool = True
    accept_unusual_numbers: bool = False
    accept_unusual_share: bool = False
    answer_stage: Stage | None = None  # of evaluations, where the file does not say or says it wrongly
    school_matches: dict[str, int] = field(default_factory=dict)  # a name in the file: the school it means


@dataclass(frozen=True, slots=True)
class Layout:
    """The sheet, the columns and the kind of file that all rows of one sheet share."""

    sheet: str
    columns: dict[str, tuple[int, str]]  # field: index and heading
    kind: FileKind


@dataclass(slots=True, eq=False)
class Row:
    """One data row while it is worked out: its values by field, and what is wrong with it."""

    layout: Layout
    number: int
    section: str  # the school's name standing above this group of rows, if any
    values: dict[str, Any]
    cells: tuple[Cell, ...]  # as the file has them, for saying what was found where
    problems: tuple[Problem, ...] = ()
    is_rejected: bool = False

    def say(self, name: str, reason: str, *, severity: Severity = Severity.REJECTED, detail: str = "") -> None:
        """Note a problem with the field `name`; a rejected row stays rejected."""
        heading, value, is_personal = self._found(name)
        self.is_rejected = self.is_rejected or severity is Severity.REJECTED
        problem = Problem(self.layout.sheet, self.number, heading, value, reason, severity, detail, is_personal)
        self.problems = (*self.problems, problem)

    def _found(self, name: str) -> tuple[str, str, bool]:
        """The heading of a field, its value as text, and whether that is personal."""
        if name not in self.layout.columns:
            return "", "", False
        index, heading = self.layout.columns[name]
        value = self.cells[index] if index < len(self.cells) else None
        return heading, cell_text(value), self.layout.kind.field(name).is_personal

    @property
    def place(self) -> str:
        """Where the row is, in words."""
        return f"row {self.number}"


def cell_text(cell: Cell) -> str:
    """A cell as a person would write it, shortened."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    if isinstance(cell, date):
        return f"{cell:%d/%m/%Y}"
    return str(cell).strip()[:200]
