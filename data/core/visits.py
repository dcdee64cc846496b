"""One visit to a page is one event, however often the page runs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from sqlmodel import Session, select

from data.core.audit import record
from data.core.db import reading, transaction
from models.audit import AuditAction, AuditEvent
from models.columns import now
from models.errors import NotFound
from models.permissions import Actor

ONE_VISIT = timedelta(minutes=15)


def is_noted(session: Session, action: AuditAction, username: str, target: str) -> bool:
    """Whether this visit is in the log: all of one person's use of one page within fifteen minutes.

    Judged from the log itself, so that no tab, reload or restart can hide a later visit.
    """
    since = now() - ONE_VISIT
    mine = select(AuditEvent.id).where(
        AuditEvent.happened_at > since,
        AuditEvent.action == action,
        AuditEvent.by_username == username,
        AuditEvent.target == target,
    )
    return session.exec(mine.limit(1)).first() is not None


def note_visit(*, action: AuditAction, target: str, detail: str, by: Actor) -> None:
    """Write a visit down, or the refusal of one, unless it is noted already."""
    with reading() as session:
        if is_noted(session, action, by.username, target):
            return
    with transaction() as session:
        record(session, action=action, by=by.username, target=target, detail=detail)


@contextmanager
def refusal_noted(*, target: str, by: Actor) -> Iterator[None]:
    """Wrap looking up a record in this: when it is not theirs (its number may be typed), the refusal is logged."""
    try:
        yield
    except NotFound:
        note_visit(action=AuditAction.REFUSED, target=target, detail="not theirs to open", by=by)
        raise
