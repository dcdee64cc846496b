"""Slowing and stopping somebody who tries one password after another. Counted in the database, for every process."""

import hashlib
from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

from sqlalchemy import delete, text
from sqlmodel import Session, col, select

from models.access import SignInAttempt
from models.columns import now
from models.errors import HomeLinkError

WINDOW = timedelta(minutes=15)  # how far back failures count together, and how long a lock lasts
NAME_LIMIT = 10
ADDRESS_LIMIT = 50  # a whole school or office may share one address
FREE_FAILURES = 4  # after these, each further failure doubles the wait
_ORDER_LOCK = 7_204_103


class TooManyAttempts(HomeLinkError):
    """Wait before trying again. The same words whether or not the account exists."""

    def __init__(self, until: datetime) -> None:
        seconds = max(1, ceil((until - now()).total_seconds()))
        wait = f"{seconds} seconds" if seconds < 100 else f"{ceil(seconds / 60)} minutes"
        super().__init__(f"There have been several wrong attempts. Please wait {wait} and try again.")


def name_subject(name: str) -> str:
    """Whose attempts are counted together: everybody trying this name."""
    return _subject("name", name)


def address_subject(address: str | None) -> str:
    """Whose attempts are counted together: everybody at this address."""
    return _subject("address", address or "this machine")


def take_attempt(session: Session, *, subjects: Sequence[tuple[str, int]]) -> list[int]:
    """Count one attempt against each (subject, limit) before its password is looked at, or raise TooManyAttempts.

    Counting first is what stops many processes guessing at once; `forgive` takes it back after a right password.
    """
    if session.get_bind().dialect.name == "postgresql":  # SQLite lets one writer in at a time anyway
        session.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _ORDER_LOCK})
    for subject, limit in subjects:
        until = _blocked_until(session, subject, limit=limit)
        if until is not None and until > now():
            raise TooManyAttempts(until)
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.failed_at) < now() - 2 * WINDOW))
    attempts = [SignInAttempt(subject_hash=subject) for subject, _ in subjects]
    session.add_all(attempts)
    session.flush()
    return [attempt.id or 0 for attempt in attempts]


def is_blocked(session: Session, *, subject: str, limit: int) -> bool:
    """Whether the next attempt would be refused, without counting one."""
    until = _blocked_until(session, subject, limit=limit)
    return until is not None and until > now()


def forgive(session: Session, *, subject: str, attempt_ids: Sequence[int]) -> None:
    """Forget the attempts on one subject, and these single attempts, after a right password."""
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.subject_hash) == subject))
    session.execute(delete(SignInAttempt).where(col(SignInAttempt.id).in_(attempt_ids)))


def _subject(kind: str, value: str) -> str:
    return hashlib.sha256(f"{kind}:{value}".encode()).hexdigest()


def _blocked_until(session: Session, subject: str, *, limit: int) -> datetime | None:
    failures = session.exec(
        select(SignInAttempt.failed_at)
        .where(SignInAttempt.subject_hash == subject)
        .order_by(col(SignInAttempt.failed_at).desc())
        .limit(limit)
    ).all()
    if len(failures) == limit and failures[0] - failures[-1] <= WINDOW:
        return failures[0] + WINDOW
    recent = sum(1 for failed_at in failures if now() - failed_at <= WINDOW)
    if limit == NAME_LIMIT and recent > FREE_FAILURES:
        return failures[0] + timedelta(seconds=2 ** (recent - FREE_FAILURES))
    return None
