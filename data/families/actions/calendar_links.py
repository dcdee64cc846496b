"""The private address under which a worker's own calendar reads their week."""

import secrets

from sqlalchemy import update
from sqlmodel import Session, col

from data.access.queries.accounts import token_hash
from data.core.audit import check_permission, record
from data.core.db import transaction
from models.audit import AuditAction
from models.columns import now
from models.errors import InvalidInput
from models.families.meetings import CalendarLink
from models.permissions import Actor, Permission


def make_calendar_link(*, by: Actor) -> str:
    """A new address's secret part, shown once and kept only as a hash. The one before stops working."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if by.worker_id is None:
        raise InvalidInput("Your account is not linked to a worker of the team, so it has no week of its own.")
    token = secrets.token_urlsafe(32)
    with transaction() as session:
        _revoke(session, by)
        session.add(CalendarLink(token_hash=token_hash(token), worker_id=by.worker_id, made_by=by.username))
        _record(session, "made", by)
    return token


def revoke_calendar_link(*, by: Actor) -> None:
    """Make the address stop working at once."""
    check_permission(by, Permission.CASEWORK_WRITE)
    with transaction() as session:
        _revoke(session, by)
        _record(session, "revoked", by)


def _revoke(session: Session, by: Actor) -> None:
    session.execute(
        update(CalendarLink)
        .where(col(CalendarLink.worker_id) == by.worker_id, col(CalendarLink.revoked_at).is_(None))
        .values(revoked_at=now(), revoked_by=by.username)
    )


def _record(session: Session, what: str, by: Actor) -> None:
    record(session, action=AuditAction.CALENDAR_LINK_CHANGED, by=by.username, detail=what)
