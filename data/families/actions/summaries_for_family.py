"""A child's plan leaving the building, on paper the family takes home."""

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.exporting.family_summary import family_summary_document
from data.families.queries.plans import family_summary
from models.audit import AuditAction
from models.clock import today
from models.permissions import Actor, Permission
from models.wellbeing.web import Voice


def export_family_summary(*, pupil_id: int, voice: Voice | None, by: Actor) -> bytes:
    """The family summary as a document to print; `voice` is whose web it speaks from, None for no web."""
    check_permission(by, Permission.CASEWORK_READ)
    summary = family_summary(actor=by, pupil_id=pupil_id, voice=voice, on=today())
    with transaction() as session:
        target = f"pupil:{pupil_id}, for the family"
        record(session, action=AuditAction.SUMMARY_EXPORTED, by=by.username, target=target)
    return family_summary_document(summary)
