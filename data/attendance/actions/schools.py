"""What an administrator changes about a school by hand."""

from sqlmodel import Session

from data.core.audit import check_permission, record
from data.core.db import find_row, transaction
from data.core.versions import next_data_version
from models.attendance.schools import School, SchoolUpdate
from models.audit import AuditAction
from models.errors import Conflict
from models.permissions import Actor, Permission


def change_school(*, school_id: int, seen: SchoolUpdate, change: SchoolUpdate, by: Actor) -> None:
    """Keep a change to a school, unless somebody else changed it since it was `seen`."""
    check_permission(by, Permission.SCHOOL_WRITE)
    with transaction() as session:
        school = _locked(session, school_id)
        if seen.model_dump() != school.model_dump(include=set(SchoolUpdate.model_fields)):
            raise Conflict(
                "Somebody else changed this school while you were looking at it. Your change was not saved: "
                "reload the page, look at what is there now, and try again."
            )
        changed = [name for name, value in change if getattr(school, name) != value]
        if not changed:
            return
        school.sqlmodel_update(change)
        next_data_version(session)
        detail = ", ".join(name.removeprefix("is_") for name in changed)
        record(session, action=AuditAction.SCHOOL_CHANGED, by=by.username, target=f"school:{school_id}", detail=detail)


def _locked(session: Session, school_id: int) -> School:
    return find_row(session, School, school_id, is_locked=True)
