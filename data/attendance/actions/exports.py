"""Figures leaving the building as a workbook."""

from collections.abc import Sequence

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.exporting.workbook import ExportSheet, workbook
from models.audit import AuditAction
from models.permissions import Actor, Permission


def export_figures(
    *,
    title: str,
    headings: Sequence[str],
    rows: Sequence[Sequence[str | int | float | None]],
    notes: Sequence[str],
    by: Actor,
) -> bytes:
    """The table of figures this person is looking at, as an Excel workbook."""
    check_permission(by, Permission.FIGURES_EXPORT)
    content = workbook([ExportSheet("Attendance", headings, rows, [title, *notes])])
    with transaction() as session:
        record(
            session,
            action=AuditAction.FIGURES_EXPORTED,
            by=by.username,
            target="attendance figures",
            detail=f"{title} ({len(rows)} rows)",
        )
    return content
