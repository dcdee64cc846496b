"""Ending sessions, in the transaction of whatever ends them."""

from sqlalchemy import update
from sqlmodel import Session, col

from models.access import AuthSession
from models.columns import now


def end_sessions(session: Session, *, account_id: int | None, by: str, only: int | None = None) -> None:
    """End every session of an account, wherever its cookie has been copied to; or `only` one of them."""
    ending = update(AuthSession).where(col(AuthSession.account_id) == account_id, col(AuthSession.ended_at).is_(None))
    if only is not None:
        ending = ending.where(col(AuthSession.id) == only)
    session.execute(ending.values(ended_at=now(), ended_by=by))
