"""What a worker puts in their week, and takes out of it."""

from sqlmodel import Session, select

from data.core.audit import check_permission, record
from data.core.db import find_visible, transaction
from data.core.sending import send_once
from data.families.queries.family import family_in_scope
from models.audit import AuditAction
from models.clock import local_text
from models.errors import InvalidInput
from models.families.meetings import APPOINTMENT_NAMES, Appointment, AppointmentCreate
from models.permissions import Actor, Permission


def add_appointment(*, draft_key: str, appointment: AppointmentCreate, by: Actor) -> int:
    """Put something in one's own week."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if by.worker_id is None:
        raise InvalidInput("Your account is not linked to a worker of the team, so it has no week of its own.")
    worker_id = by.worker_id

    def write(session: Session) -> int:
        if appointment.family_id is not None:
            family_in_scope(session, actor=by, family_id=appointment.family_id)
        row = Appointment(**appointment.model_dump(), worker_id=worker_id, made_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, row, "added", by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="appointment", by=by, write=write)


def cancel_appointment(*, appointment_id: int, by: Actor) -> None:
    """Take something out of one's own week. It stays in the record as cancelled."""
    check_permission(by, Permission.CASEWORK_WRITE)
    with transaction() as session:
        mine = select(Appointment).where(Appointment.id == appointment_id, Appointment.worker_id == by.worker_id)
        row = find_visible(session, mine, is_locked=True)
        if row.is_cancelled:
            return
        row.is_cancelled, row.version = True, row.version + 1
        _record(session, row, "cancelled", by)


def _record(session: Session, row: Appointment, what: str, by: Actor) -> None:
    detail = f"{what}: {APPOINTMENT_NAMES[row.kind].lower()} on {local_text(row.starts_at)}"
    target = f"appointment:{row.id}"
    record(session, action=AuditAction.APPOINTMENT_CHANGED, by=by.username, target=target, detail=detail)
