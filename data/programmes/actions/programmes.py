"""Planning programmes, and changing them."""

from sqlmodel import Session

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.row_versions import apply_change, take_version
from data.core.sending import send_once
from data.programmes.actions.sessions import make_sessions
from data.programmes.queries.programmes import programme_in_scope
from models.attendance.schools import School
from models.audit import AuditAction
from models.clock import day_text
from models.errors import InvalidInput, NotFound
from models.families.family import Worker
from models.permissions import Actor, Permission
from models.programmes.programme import Programme, ProgrammeCreate, SessionRule


def plan_programme(*, draft_key: str, programme: ProgrammeCreate, rule: SessionRule | None, by: Actor) -> int:
    """Plan a programme, with its sessions when a rule says when they are."""
    check_permission(by, Permission.PROGRAMME_WRITE)

    def write(session: Session) -> int:
        _check(session, programme)
        row = Programme(**programme.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        made = make_sessions(session, row, rule) if rule else 0
        days = f"{day_text(row.first_on)} to {day_text(row.last_on)}"
        detail = f"{row.kind}, {days}, {made} sessions"
        record(session, action=AuditAction.PROGRAMME_ADDED, by=by.username, target=f"programme:{row.id}", detail=detail)
        return row.id or 0

    return send_once(draft_key=draft_key, form="programme", by=by, write=write)


def change_programme(*, draft_key: str, programme_id: int, version: int, programme: ProgrammeCreate, by: Actor) -> int:
    """Change a programme, unless somebody else did since it was seen. Sessions already made stay as they are."""
    check_permission(by, Permission.PROGRAMME_WRITE)

    def write(session: Session) -> int:
        _check(session, programme)
        row = programme_in_scope(session, actor=by, programme_id=programme_id, is_locked=True)
        if changed := apply_change(row, programme.model_dump(), seen=version):
            _record(session, programme_id, changed, by)
        return programme_id

    return send_once(draft_key=draft_key, form="programme_change", by=by, write=write)


def cancel_programme(*, programme_id: int, version: int, is_cancelled: bool, by: Actor) -> None:
    """Call a programme off, or on again. What was recorded of it stays."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row = programme_in_scope(session, actor=by, programme_id=programme_id, is_locked=True)
        if row.is_cancelled is is_cancelled:
            return
        take_version(row, seen=version)
        row.is_cancelled = is_cancelled
        _record(session, programme_id, "called off" if is_cancelled else "on again", by)


def _check(session: Session, programme: ProgrammeCreate) -> None:
    if programme.last_on < programme.first_on:
        raise InvalidInput("The last day is before the first. What you filled in is kept.")
    if (programme.last_on - programme.first_on).days > 366:
        raise InvalidInput("That is longer than a year. Plan one programme for each year. What you filled in is kept.")
    if programme.school_id is not None and session.get(School, programme.school_id) is None:
        raise NotFound
    if programme.worker_id is not None and session.get(Worker, programme.worker_id) is None:
        raise NotFound


def _record(session: Session, programme_id: int, detail: str, by: Actor) -> None:
    target = f"programme:{programme_id}"
    record(session, action=AuditAction.PROGRAMME_CHANGED, by=by.username, target=target, detail=detail)
