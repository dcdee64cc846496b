"""Recording meetings about a family and what a child said in Mind Of My Own, and putting them right."""

from sqlmodel import Session

from data.core.audit import check_permission, record
from data.core.row_versions import apply_change
from data.core.scope import pupil_in_scope
from data.core.sending import send_once
from data.families.actions.families import check_members
from data.families.queries.family import family_in_scope
from data.families.queries.meetings import meeting_or_statement
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.families.meetings import Meeting, MeetingCreate, Statement, StatementCreate
from models.permissions import Actor, Permission


def log_record(*, draft_key: str, content: MeetingCreate | StatementCreate, by: Actor) -> int:
    """Record a meeting that took place, or a child's statement.

    A safety concern in a statement is recorded, and nothing more: the screen says whom to call.
    """
    _check(content, by)
    table = _table(content)

    def write(session: Session) -> int:
        _check_whose(session, content, by)
        row = table(**content.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, row, content.kind, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form=str(table.__tablename__), by=by, write=write)


def change_record(
    *, draft_key: str, record_id: int, version: int, content: MeetingCreate | StatementCreate, by: Actor
) -> int:
    """Put one right, or add what was done and when the child was told; it stays the same family's or child's."""
    _check(content, by)
    table = _table(content)

    def write(session: Session) -> int:
        row = meeting_or_statement(session, table, actor=by, record_id=record_id, is_locked=True)
        if content.whose != row.whose:
            raise NotFound
        _check_whose(session, content, by)
        if changed := apply_change(row, content.model_dump(), seen=version):
            _record(session, row, f"put right: {changed}", by)
        return record_id

    return send_once(draft_key=draft_key, form=f"{table.__tablename__}_change", by=by, write=write)


def _table(content: MeetingCreate | StatementCreate) -> type[Meeting | Statement]:
    return Meeting if isinstance(content, MeetingCreate) else Statement


def _check(content: MeetingCreate | StatementCreate, by: Actor) -> None:
    check_permission(by, Permission.CASEWORK_WRITE)
    if isinstance(content, StatementCreate):
        if max(content.made_on, content.child_told_on or content.made_on) > today():
            raise InvalidInput("A day is still to come. Please choose the day it happened. What you wrote is kept.")
    elif content.held_on > today():
        raise InvalidInput("That day is still to come. Put the meeting in your week instead. What you wrote is kept.")


def _check_whose(session: Session, content: MeetingCreate | StatementCreate, by: Actor) -> None:
    if isinstance(content, StatementCreate):
        pupil_in_scope(session, actor=by, pupil_id=content.pupil_id)
        return
    family_in_scope(session, actor=by, family_id=content.family_id)
    if content.pupil_id is not None:
        check_members(session, content.family_id, pupil_ids={content.pupil_id})


def _record(session: Session, row: Meeting | Statement, detail: str, by: Actor) -> None:
    action = AuditAction.MEETING_RECORDED if isinstance(row, Meeting) else AuditAction.STATEMENT_RECORDED
    concern = ", with a safety concern" if isinstance(row, Statement) and row.is_safety_concern else ""
    record(session, action=action, by=by.username, target=row.whose, detail=detail + concern)
