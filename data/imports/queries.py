"""Files brought in so far, and the remembered ways of reading a layout."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import col, select

from data.core.db import reading
from models.imports import IMPORT_NAMES, ImportKind, ImportRun
from models.permissions import Actor, Permission, check


@dataclass(frozen=True, slots=True)
class ImportRow:
    """One file brought in."""

    id: int
    kind: ImportKind
    kind_label: str
    filename: str
    period: tuple[date, date] | None
    new: int
    changed: int
    same: int
    rejected: int
    doubtful: int
    imported_at: datetime
    imported_by: str
    undone_at: datetime | None
    undone_by: str
    undo_note: str


def list_imports(*, actor: Actor, limit: int = 500) -> list[ImportRow]:
    """Files brought in, the newest first."""
    check(actor, Permission.IMPORT_WRITE)
    with reading() as session:
        runs = session.exec(select(ImportRun).order_by(col(ImportRun.id).desc()).limit(limit)).all()
    return [_import_row(run) for run in runs]


def _import_row(run: ImportRun) -> ImportRow:
    has_period = run.period_first_on is not None and run.period_last_on is not None
    return ImportRow(
        id=run.id or 0,
        kind=run.kind,
        kind_label=IMPORT_NAMES[run.kind],
        filename=run.filename,
        period=(run.period_first_on, run.period_last_on) if has_period else None,  # type: ignore[arg-type]
        new=run.rows_new,
        changed=run.rows_changed,
        same=run.rows_same,
        rejected=run.rows_rejected,
        doubtful=run.rows_doubtful,
        imported_at=run.imported_at,
        imported_by=run.imported_by,
        undone_at=run.undone_at,
        undone_by=run.undone_by,
        undo_note=run.undo_note,
    )
