"""Taking the audit log away as a workbook."""

from data.access.queries.audit import AuditFilter, list_events
from data.core.audit import check_permission, record
from data.core.db import transaction
from data.exporting.workbook import ExportSheet, workbook
from models.audit import AuditAction
from models.clock import local_text
from models.permissions import Actor, Permission


def export_audit(*, wanted: AuditFilter, by: Actor) -> bytes:
    """The events wanted, as a workbook. The download is itself written down."""
    check_permission(by, Permission.AUDIT_READ)
    events = list_events(actor=by, wanted=wanted, page=None).rows
    rows = [(event.event_id, local_text(event.happened_at), event.by, event.sentence) for event in events]
    content = workbook([ExportSheet("Audit log", ("Number", "When", "By", "What happened"), rows)])
    with transaction() as session:
        record(session, action=AuditAction.AUDIT_EXPORTED, by=by.username, detail=f"{len(rows):,} events")
    return content
