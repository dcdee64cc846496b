"""Taking something out of one's own week."""

from sqlmodel import select

from data.core.audit import check_permission, record
from data.core.db import find_visible, transaction
from models.audit import AuditAction
from models.families.meetings import APPOINTMENTS, Appointment
from models.permissions import Actor, Permission


def cancel_appointment(*, appointment_id: int, by: Actor) -> None:
    """Mark an appointment of one's own as cancelled; the record keeps it."""
    check_permission(by, Permission.CASEWORK_WRITE)
    with transaction() as session:
        mine = select(Appointment).where(Appointment.id == appointment_id, Appointment.worker_id == by.worker_id)
        row = find_visible(session, mine, is_locked=True)
        if row.is_cancelled:
            return
        row.is_cancelled, row.version = True, row.version + 1
        target, detail = f"worker:{row.worker_id}", f"cancelled: {APPOINTMENTS.detail(row)}"
        record(session, action=AuditAction.APPOINTMENT_CHANGED, by=by.username, target=target, detail=detail)
