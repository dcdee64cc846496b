"""What was brought in, by whom, how it was read, and what can be undone."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.columns import enum_type, now


class ImportKind(StrEnum):
    """The kinds of file the team brings. The order is the order that suits a first import."""

    SCHOOLS = "schools"
    SIMD = "simd"
    PUPILS = "pupils"
    TRACKER = "tracker"
    ATTENDANCE = "attendance"
    BENCHMARK = "benchmark"
    WEBS = "webs"
    EVALUATIONS = "evaluations"
    SERVICES = "service"  # by the name of its table, as every kind of record that files bring in


IMPORT_NAMES: dict[ImportKind, str] = {
    ImportKind.SCHOOLS: "List of schools",
    ImportKind.SIMD: "SIMD postcode lookup",
    ImportKind.PUPILS: "Pupil list from the schools system",
    ImportKind.TRACKER: "The team's tracker",
    ImportKind.ATTENDANCE: "Attendance summary from the schools system",
    ImportKind.BENCHMARK: "Published attendance",
    ImportKind.WEBS: "Wellbeing webs",
    ImportKind.EVALUATIONS: "Evaluations before and after a programme",
    ImportKind.SERVICES: "Services of the directory",
}


class ImportRun(SQLModel, table=True):
    """A file that was brought in: how it was read, and what became of its rows."""

    __tablename__ = "import_run"
    ORDINARY: ClassVar = {
        "id",
        "kind",
        "filename",
        "file_hash",
        "period_first_on",
        "period_last_on",
        "rows_new",
        "rows_changed",
        "rows_same",
        "rows_rejected",
        "rows_doubtful",
        "imported_at",
        "imported_by",
        "undone_at",
        "undone_by",
        "undo_note",
    }

    id: int | None = Field(default=None, primary_key=True)
    kind: ImportKind = Field(sa_type=enum_type(ImportKind, is_checked=False))
    filename: str = Field(max_length=200)
    file_hash: str = Field(max_length=64)
    period_first_on: date | None = None
    period_last_on: date | None = None
    rows_new: int = 0
    rows_changed: int = 0
    rows_same: int = 0
    rows_rejected: int = 0
    rows_doubtful: int = 0  # accepted, but with something to look at
    imported_at: datetime = Field(default_factory=now)
    imported_by: str = Field(max_length=80)
    undone_at: datetime | None = None
    undone_by: str = Field(default="", max_length=80)
    undo_note: str = Field(default="", max_length=500)


class ImportChange(SQLModel, table=True):
    """The values a row had before an import changed it. Rows an import added carry its id instead."""

    __tablename__ = "import_change"
    SENSITIVE: ClassVar = {"before", "after"}
    ORDINARY: ClassVar = {"id", "import_id", "table_name", "row_key"}

    id: int | None = Field(default=None, primary_key=True)
    import_id: int = Field(foreign_key="import_run.id", index=True)
    table_name: str = Field(max_length=40)
    row_key: str = Field(max_length=40)
    before: str = Field(max_length=8_000)  # JSON of the changed columns only
    after: str = Field(max_length=8_000)


class ColumnMapping(SQLModel, table=True):
    """Which column of a file feeds which field, remembered by name."""

    __tablename__ = "column_mapping"
    ORDINARY: ClassVar = {"id", "kind", "name", "headings_key", "mapping", "saved_at", "saved_by"}

    id: int | None = Field(default=None, primary_key=True)
    kind: ImportKind = Field(sa_type=enum_type(ImportKind, is_checked=False))
    name: str = Field(max_length=80, unique=True)
    headings_key: str = Field(max_length=64, index=True)  # so that the same headings find it again
    mapping: str = Field(max_length=4000)  # JSON: field to heading
    saved_at: datetime = Field(default_factory=now)
    saved_by: str = Field(max_length=80)
