"""Handing the tablet to a child, and taking it back. Why it is so: docs/decisions/child-mode.md."""

from sqlalchemy import update
from sqlmodel import Session, col, select

from data.access.passwords import is_right_password
from data.access.throttle import NAME_LIMIT, forgive, name_subject, take_attempt
from data.core.audit import check_permission, record
from data.core.db import reading, transaction
from data.core.sending import take_draft
from data.wellbeing.actions.webs import FORM
from models.access import Account, AuthSession
from models.audit import AuditAction
from models.drafts import Draft
from models.errors import InvalidInput, NotFound
from models.evaluations.questionnaires import ANSWER_FORMS, AnswerWay
from models.permissions import Actor, Permission


def lend_tablet(*, draft_key: str, form: str = FORM, by: Actor) -> None:
    """Turn this session, in every tab of this browser, into one form until its owner takes it back."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if form not in (FORM, ANSWER_FORMS[AnswerWay.TABLET]):
        raise NotFound
    with transaction() as session:
        draft = take_draft(session, key=draft_key, form=form, by=by)
        if draft.submitted_at:
            raise NotFound
        _mark(session, by, draft_key)
        record(session, action=AuditAction.TABLET_HANDED_OVER, by=by.username, target=draft.subject)


def return_tablet(*, password: str, by: Actor) -> str:
    """Open the worker's own pages again, for the right password only, and return what the form is about."""
    check_permission(by, Permission.CHILD_FORM)
    subject = name_subject(f"tablet of {by.account_id}")  # apart from sign-in: a child's guesses lock nobody out of it
    with transaction() as session:
        take_attempt(session, subjects=[(subject, NAME_LIMIT)])
    with reading() as session:
        account = session.get(Account, by.account_id)
    if account is None or not is_right_password(password, account.password_hash):
        raise InvalidInput("That password is not right. What was filled in is kept: please try again.")
    with transaction() as session:
        forgive(session, subject=subject, attempt_ids=())
        # The draft may have been thrown away on another device: the tablet can be taken back all the same.
        found = session.exec(select(Draft.subject).where(Draft.key == by.handed_over_key)).first() or ""
        _mark(session, by, None)
        record(session, action=AuditAction.TABLET_TAKEN_BACK, by=by.username, target=found)
        return found


def _mark(session: Session, by: Actor, draft_key: str | None) -> None:
    """Write on the session's own row, so that a reload, another tab or a typed address finds it too."""
    marked = session.execute(
        update(AuthSession)
        .where(col(AuthSession.id) == by.session_id, col(AuthSession.ended_at).is_(None))
        .values(handed_over_key=draft_key)
        .returning(col(AuthSession.id))
    ).all()
    if not marked:
        raise NotFound
