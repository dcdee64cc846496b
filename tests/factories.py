"""Rows for tests: plain keyword functions, no randomness. Each returns the id of what it made."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import SQLModel, select

from data.access.queries.accounts import token_hash
from data.core.db import reading, transaction
from models.access import ABSOLUTE_LIMIT, Account, AccountSchool, AuthSession
from models.attendance.pupils import Pupil
from models.attendance.schools import School, Sector
from models.audit import AuditAction, AuditEvent
from models.columns import now
from models.families.family import Worker
from models.permissions import Actor, Role
from models.text import search_key

PASSWORD = "three random words"
# bcrypt of the pre-hashed PASSWORD is made by data.access.passwords; tests that sign in for real use the action.


def save(row: SQLModel) -> Any:
    """Store one row and return it, with its id."""
    with transaction() as session:
        session.add(row)
        session.flush()
    return row


def make_school(*, name: str = "Madeup Primary School", seed_code: str = "8240001", **fields: Any) -> int:
    return save(School(name=name, seed_code=seed_code, **{"sector": Sector.PRIMARY, "is_supported": True, **fields})).id


def make_worker(*, name: str = "HLW 01") -> int:
    return save(Worker(name=name)).id


def make_pupil(
    *, candidate_number: str = "012345674", forename: str = "Test", surname: str = "Madeup", **fields: Any
) -> int:
    key = search_key(forename, surname)
    fields = {"born_on": date(2015, 3, 1), "search_key": key, **fields}
    return save(Pupil(candidate_number=candidate_number, forename=forename, surname=surname, **fields)).id


def make_actor(
    *, role: Role, username: str | None = None, school_ids: tuple[int, ...] = (), worker_id: int | None = None
) -> Actor:
    """An account with this role, and the value pages and actions are given for it."""
    name = username or role.value
    account = save(Account(username=name, display_name=name.title(), role=role, password_hash="-", worker_id=worker_id))
    for school_id in school_ids:
        save(AccountSchool(account_id=account.id, school_id=school_id))
    return Actor(account.id, name, name.title(), role, frozenset(school_ids), worker_id)


def logged(action: AuditAction) -> list[str]:
    """What the log says of each event of this kind, the oldest first."""
    with reading() as session:
        found = select(AuditEvent.detail).where(AuditEvent.action == action).order_by(AuditEvent.id)
        return list(session.exec(found))


def sign_in_as(actor: Actor) -> str:
    """A live session for the actor; the token goes into session state under `session.token`."""
    token = f"token-of-{actor.username}"
    save(
        AuthSession(
            token_hash=token_hash(token),
            account_id=actor.account_id,
            expires_at=now() + ABSOLUTE_LIMIT - timedelta(minutes=1),
        )
    )
    return token
