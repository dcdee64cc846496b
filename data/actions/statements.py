"""Logging what a child said in Mind Of My Own, and putting it right."""

from sqlmodel import Session, select

from data.audit import check_permission, record
from data.queries.meetings import statement_in_scope
from data.row_versions import mend
from data.scope import visible_pupils
from data.sending import send_once
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.meetings import Statement, StatementCreate
from models.permissions import Actor, Permission
from models.pupils import Pupil


def log_statement(*, draft_key: str, statement: StatementCreate, by: Actor) -> int:
    """Log a child's statement. A safety concern is recorded, and nothing more: the screen says whom to call."""
    _check(statement, by)

    def write(session: Session) -> int:
        if session.exec(select(Pupil.id).where(Pupil.id == statement.pupil_id, visible_pupils(by))).first() is None:
            raise NotFound
        row = Statement(**statement.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, row, statement.kind, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="statement", by=by, write=write)


def change_statement(*, draft_key: str, statement_id: int, version: int, statement: StatementCreate, by: Actor) -> int:
    """Put a statement right, or add what was done and when the child was told; it stays the same child's."""
    _check(statement, by)

    def write(session: Session) -> int:
        row = statement_in_scope(session, actor=by, statement_id=statement_id, is_locked=True)
        if statement.pupil_id != row.pupil_id:
            raise NotFound
        if changed := mend(row, statement.model_dump(), seen=version):
            _record(session, row, f"put right: {changed}", by)
        return statement_id

    return send_once(draft_key=draft_key, form="statement_change", by=by, write=write)


def _check(statement: StatementCreate, by: Actor) -> None:
    check_permission(by, Permission.CASEWORK_WRITE)
    if statement.made_on > today() or (statement.child_told_on or today()) > today():
        raise InvalidInput("A day is still to come. Please choose the day it happened. What you wrote is kept.")


def _record(session: Session, row: Statement, detail: str, by: Actor) -> None:
    concern = ", with a safety concern" if row.is_safety_concern else ""
    target = f"pupil:{row.pupil_id}"
    record(session, action=AuditAction.STATEMENT_RECORDED, by=by.username, target=target, detail=detail + concern)
