"""Writing audit events, in the transaction of whatever they record, and checking the chain."""

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, col, select

from data.core.db import transaction
from models.audit import FIRST_HASH, AuditAction, AuditEvent, AuditHead, event_hash
from models.columns import now
from models.errors import PermissionDenied
from models.permissions import Actor, Permission, check

_CHAIN_LOCK = 7_204_102


def record(session: Session, *, action: AuditAction, by: str, target: str = "", detail: str = "") -> None:
    """Append one event to the chain. The caller's transaction commits it together with the change."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _CHAIN_LOCK})
    head = session.get(AuditHead, 1, populate_existing=True) or AuditHead(id=1)
    event = AuditEvent(
        happened_at=now(),
        action=action,
        by_username=by[:80],
        target=target[:160],
        detail=detail[:500],
        previous_hash=head.hash,
        hash="",
    )
    event.hash = event_hash(event)
    head.hash, head.events = event.hash, head.events + 1
    session.add_all([event, head])
    session.flush()


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What checking the chain found. `head_hash` may be noted outside the system, as an anchor."""

    events: int
    head_hash: str
    problems: tuple[str, ...]


def check_chain(session: Session) -> ChainReport:
    """Walk the whole chain and name every event that was altered, removed, added or reordered."""
    problems: list[str] = []
    expected, count, last_id = FIRST_HASH, 0, 0
    for event in session.exec(select(AuditEvent).order_by(col(AuditEvent.id))).yield_per(2000):
        if event.previous_hash != expected:
            problems.append(f"An event before number {event.id} is missing, or the order was changed.")
        if event_hash(event) != event.hash:
            problems.append(f"Event number {event.id} was altered.")
        expected, count, last_id = event.hash, count + 1, event.id or 0
    head = session.get(AuditHead, 1)
    if head is not None and (head.events, head.hash) != (count, expected):
        problems.append(
            f"The newest events after number {last_id} are missing: {head.events} were written, {count} are here."
        )
    if head is None and count:
        problems.append("The count of events is missing.")
    return ChainReport(events=count, head_hash=expected, problems=tuple(problems))


def check_permission(actor: Actor, permission: Permission) -> None:
    """Raise PermissionDenied, and record the attempt, unless the person holds the permission.

    Called first in every action, before its transaction, so that the record of a refusal is kept.
    """
    try:
        check(actor, permission)
    except PermissionDenied:
        with transaction() as session:
            record(session, action=AuditAction.REFUSED, by=actor.username, target=permission, detail="no permission")
        raise
