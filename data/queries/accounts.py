"""Who is signed in, and the accounts an administrator keeps."""

import hashlib
from collections.abc import Sequence

from sqlmodel import Session, col, select

from data.db import reading
from models.accounts import Account, AccountSchool, AuthSession, Setting
from models.columns import now
from models.permissions import Actor


def token_hash(token: str) -> str:
    """What is stored of a cookie or ticket: enough to recognise it, not to forge it."""
    return hashlib.sha256(token.encode()).hexdigest()


def current_actor(*, token: str | None) -> Actor | None:
    """The person whose live session this token opens, read afresh from the database; None otherwise."""
    if not token:
        return None
    with reading() as session:
        found = session.exec(
            select(AuthSession, Account)
            .join(Account, col(Account.id) == AuthSession.account_id)
            .where(AuthSession.token_hash == token_hash(token))
        ).first()
        if found is None or not found[0].is_live(now()) or not found[1].is_active:
            return None
        return actor_of(session, found[1], session_id=found[0].id)


def actor_of(session: Session, account: Account, *, session_id: int | None = None) -> Actor:
    """The frozen value pages pass about, from an account's row."""
    schools: Sequence[int] = session.exec(
        select(AccountSchool.school_id).where(AccountSchool.account_id == account.id)
    ).all()
    return Actor(
        account_id=account.id,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        school_ids=frozenset(schools),
        worker_id=account.worker_id,
        session_id=session_id,
    )


def setting(session: Session, key: str) -> str | None:
    """One value the whole installation shares, or None."""
    row = session.get(Setting, key)
    return row.value if row else None
