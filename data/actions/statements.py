"""Logging what a child said in Mind Of My Own."""

from sqlmodel import select

from data.actions.drafts import finish_draft, take_draft
from data.audit import check_permission, record
from data.db import transaction
from data.scope import visible_pupils
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.meetings import Statement, StatementCreate
from models.permissions import Actor, Permission
from models.pupils import Pupil


def log_statement(*, draft_key: str, statement: StatementCreate, by: Actor) -> int:
    """Log a child's statement. A safety concern is recorded, and nothing more: the screen says whom to call."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if statement.made_on > today() or (statement.child_told_on or today()) > today():
        raise InvalidInput("A day is still to come. Please choose the day it happened. What you wrote is kept.")
    with transaction() as session:
        draft = take_draft(session, key=draft_key, form="statement", by=by)
        if draft.submitted_at:
            return draft.record_id or 0
        if session.exec(select(Pupil.id).where(Pupil.id == statement.pupil_id, visible_pupils(by))).first() is None:
            raise NotFound
        row = Statement(**statement.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        detail = statement.kind + (", with a safety concern" if statement.is_safety_concern else "")
        target = f"pupil:{statement.pupil_id}"
        record(session, action=AuditAction.STATEMENT_RECORDED, by=by.username, target=target, detail=detail)
        finish_draft(session, draft=draft, record_id=row.id or 0)
        return row.id or 0
