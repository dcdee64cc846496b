"""Rows from files: a CSV file for each table, which anybody may open and change.

The columns are the table's; one left out, and a cell left empty, holds what the table itself begins with. A cell that
points at another row has the first cell of that row's line, which is headed `key` where no column says it. A day is
2026-08-17 or so long before or after the day on which the story is told: -10d, +3w. An instant adds the time on the
clock: -3w 14:30.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from pydantic import ValidationError, create_model
from sqlalchemy import Column, Connection, insert
from sqlmodel import SQLModel

from models import TABLES
from models.clock import instant, today
from models.errors import ImportProblem

Cells = dict[str, str]
Known = dict[str, dict[str, int]]  # by table: what its rows are called, and their ids
_KEY = "key"
_SO_LONG = re.compile(r"([+-]\d{1,4})([dw])")


def read_lines(path: Path) -> Iterator[tuple[int, Cells]]:
    """Each line under the headings, with its number in the file."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        for cells in reader:
            if None in cells or None in cells.values():
                raise ImportProblem(f"{path.name}, line {reader.line_num}: it has not as many cells as headings.")
            yield reader.line_num, cells


@dataclass(frozen=True, slots=True)
class Loader:
    """Adds the files of a folder to the database; a cell that does not fit is refused with its file and line."""

    connection: Connection
    told_on: date = field(default_factory=today)
    known: Known = field(default_factory=dict)
    computed: Mapping[str, Callable[[Cells], object]] = field(default_factory=dict)  # columns that no file holds

    def load(self, folder: Path) -> None:
        """A table after those it points at, and its rows in the order of their lines."""
        tables: dict[str, type[SQLModel]] = {str(table.__tablename__): table for table in TABLES}
        for stored in SQLModel.metadata.sorted_tables:
            if (path := folder / f"{stored.name}.csv").exists():
                self._load_file(path, tables[stored.name])

    def _load_file(self, path: Path, table: type[SQLModel]) -> None:
        stored = table.__table__  # type: ignore[attr-defined]
        columns: dict[str, Any] = {name: (of.annotation, of) for name, of in table.model_fields.items()}
        schema = create_model(table.__name__, **columns)  # checks as the table does, in a tenth of the time
        rows, names = [], []
        for number, cells in read_lines(path):
            try:
                rows.append(schema.model_validate(self._values(stored.columns, cells)).model_dump(exclude={"id"}))
            except ValueError as error:
                raise ImportProblem(f"{path.name}, line {number}: {_reason(error)}") from error
            names.append(next(iter(cells.values())))
        if not rows:
            return
        adding = insert(stored).returning(*stored.primary_key, sort_by_parameter_order=True)
        often, ids = Counter(names), self.connection.scalars(adding, rows)
        self.known[stored.name] = {name: id_ for name, id_ in zip(names, ids, strict=True) if often[name] == 1}

    def _values(self, columns: Mapping[str, Column[Any]], cells: Cells) -> dict[str, object]:
        if unknown := sorted(set(cells) - {_KEY, *columns.keys()}):
            raise ValueError(f"{', '.join(unknown)}: the table has no such column.")
        values = {name: make(cells) for name, make in self.computed.items() if name in columns}
        return values | {
            name: self._value(columns[name], cell) for name, cell in cells.items() if cell and name != _KEY
        }

    def _value(self, column: Column[Any], cell: str) -> object:
        for key in column.foreign_keys:
            return self._id(column.name, key.column.table.name, cell)
        try:
            if column.name.endswith("_at"):
                day, _, clock = cell.partition(" ")
                return instant(self._day(day), clock)
            return self._day(cell) if column.name.endswith("_on") else cell
        except ValueError as error:
            raise ValueError(f"{column.name}: “{cell}” is not such as 2026-08-17, -3w or -3w 14:30.") from error

    def _id(self, column: str, table: str, name: str) -> int:
        if name not in self.known.get(table, {}):
            raise ValueError(f"{column}: “{name}” is not the name of one row of {table}.")
        return self.known[table][name]

    def _day(self, text: str) -> date:
        if so_long := _SO_LONG.fullmatch(text):
            return self.told_on + int(so_long[1]) * timedelta(days=7 if so_long[2] == "w" else 1)
        return date.fromisoformat(text)


def _reason(error: ValueError) -> str:
    """Why the row does not fit, each with its column; never a web address of the checking library."""
    if not isinstance(error, ValidationError):
        return str(error)
    return "; ".join(f"{'.'.join(map(str, problem['loc']))}: {problem['msg']}" for problem in error.errors())
