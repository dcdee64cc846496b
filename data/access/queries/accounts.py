"""Who is signed in, and the accounts an administrator keeps."""

import hashlib
from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, Label, bindparam, func, or_
from sqlmodel import Session, col, select

from data.core.audit import check_permission
from data.core.db import Columns, Values, columns, reading, rows_of
from data.reference.demo_accounts import DEMO_ACCOUNTS
from models.access import IDLE_LIMIT, LAST_SEEN_STEP, Account, AccountChange, AccountSchool, AuthSession, Setting
from models.attendance.schools import School
from models.columns import now
from models.families.family import Worker
from models.permissions import Actor, Permission, Role

_IS_LIVE = (  # as AuthSession.is_live
    col(AuthSession.ended_at).is_(None),
    col(AuthSession.expires_at) > bindparam("instant"),
    col(AuthSession.last_seen_at) > bindparam("idle_since"),
)


@dataclass(frozen=True, slots=True)
class Visit:
    """The person at a tab, and what every page must know of this installation."""

    actor: Actor
    is_due_for_touch: bool  # the last use was written down long enough ago
    must_change_password: bool
    is_demonstration: bool
    data_version: int


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account, as the administrator sees it."""

    id: int
    username: str
    display_name: str
    role: Role
    is_active: bool
    school_ids: tuple[int, ...]
    school_names: tuple[str, ...]
    worker_id: int | None
    worker_name: str | None
    last_signed_in_at: datetime | None

    @property
    def changeable(self) -> AccountChange:
        """The part an administrator may change by hand."""
        return AccountChange(
            display_name=self.display_name,
            role=self.role,
            school_ids=frozenset(self.school_ids),
            worker_id=self.worker_id,
        )


@dataclass(frozen=True, slots=True)
class SignedInPlace:
    """One place where the person is signed in."""

    signed_in_at: datetime
    last_seen_at: datetime
    is_this_one: bool


def token_hash(token: str) -> str:
    """What is stored of a cookie or ticket: enough to recognise it, not to forge it."""
    return hashlib.sha256(token.encode()).hexdigest()


def current_visit(*, token: str | None) -> Visit | None:
    """The visit this token opens, read afresh from the database in one statement; None unless it is live."""
    if not token:
        return None
    given = {"hash": token_hash(token), "instant": now(), "idle_since": now() - IDLE_LIMIT}
    rows = rows_of(_visit_query(), **given)
    # One row for each school of the account, and one row when it has none.
    return _visit(rows[0], frozenset(row.school_id for row in rows if row.school_id is not None)) if rows else None


def current_actor(*, token: str | None) -> Actor | None:
    """The person whose live session this token opens; None while a child holds their tablet."""
    visit = current_visit(token=token)
    return visit.actor if visit and visit.actor.handed_over_key is None else None


def is_set_up() -> bool:
    """Whether there is any account yet."""
    with reading() as session:
        return session.exec(select(Account.id).limit(1)).first() is not None


def is_demonstration() -> bool:
    """Whether what is stored is the invented demonstration data."""
    with reading() as session:
        return setting(session, "is_demo") == "1"


def is_shared(*, username: str) -> bool:
    """Whether this is one of the demonstration's accounts, which everybody who looks round uses at once."""
    return any(username == shared for _, shared, _ in DEMO_ACCOUNTS) and is_demonstration()


def setting(session: Session, key: str) -> str | None:
    """One value the whole installation shares, or None."""
    row = session.get(Setting, key)
    return row.value if row else None


def list_accounts(*, actor: Actor) -> list[AccountRow]:
    """Every account, those in use first, by name."""
    check_permission(actor, Permission.ACCOUNT_WRITE)
    last_at = select(AuthSession.account_id, func.max(AuthSession.created_at).label("at"))
    last = last_at.group_by(col(AuthSession.account_id)).subquery()
    with reading() as session:
        schools = _schools_by_account(session)
        found = session.exec(
            select(Account, Worker.name, last.c.at)
            .outerjoin(Worker, col(Worker.id) == col(Account.worker_id))
            .outerjoin(last, last.c.account_id == col(Account.id))
            .order_by(col(Account.is_active).desc(), func.lower(col(Account.display_name)), col(Account.id))
        ).all()
    return [_account_row(account, worker, at, schools[account.id or 0]) for account, worker, at in found]


def list_worker_names(*, actor: Actor) -> dict[int, str]:
    """The team's workers, to link an account to one."""
    check_permission(actor, Permission.ACCOUNT_WRITE)
    with reading() as session:
        return {id_ or 0: name for id_, name in session.exec(select(Worker.id, Worker.name).order_by(Worker.name))}


def list_own_sessions(*, actor: Actor) -> list[SignedInPlace]:
    """Where this person is signed in now, most recently used first."""
    check_permission(actor, Permission.ACCOUNT_READ_OWN)
    given = {"account": actor.account_id, "instant": now(), "idle_since": now() - IDLE_LIMIT}
    found = rows_of(_sessions_query(), **given)
    return [SignedInPlace(signed_in_at, seen_at, id_ == actor.session_id) for signed_in_at, seen_at, id_ in found]


@lru_cache
def _sessions_query() -> Columns:
    return (
        columns(AuthSession.created_at, AuthSession.last_seen_at, AuthSession.id)
        .where(col(AuthSession.account_id) == bindparam("account"), *_IS_LIVE)
        .order_by(col(AuthSession.last_seen_at).desc())
    )


@lru_cache
def _visit_query() -> Columns:
    """Built once, because it runs for every click."""
    of_session: tuple[Any, ...] = (
        col(AuthSession.id).label("session_id"),
        AuthSession.last_seen_at,
        AuthSession.handed_over_key,
    )
    of_account = (Account.id, Account.username, Account.display_name, Account.role, Account.worker_id)
    rest = (Account.must_change_password, AccountSchool.school_id, *map(_setting_column, ("is_demo", "data_version")))
    hash_: BindParameter[str] = bindparam("hash")
    return (
        columns(*of_session, *of_account, *rest)
        .join(Account, col(Account.id) == col(AuthSession.account_id))
        .outerjoin(AccountSchool, col(AccountSchool.account_id) == col(Account.id))
        .where(
            or_(col(AuthSession.token_hash) == hash_, col(AuthSession.cookie_hash) == hash_),
            *_IS_LIVE,
            col(Account.is_active),
        )
    )


def _setting_column(key: str) -> Label[str]:
    return select(Setting.value).where(Setting.key == key).scalar_subquery().label(key)


def _visit(row: Values, school_ids: frozenset[int]) -> Visit:
    return Visit(
        actor=Actor(
            account_id=row.id,
            username=row.username,
            display_name=row.display_name,
            role=row.role,
            school_ids=school_ids,
            worker_id=row.worker_id,
            session_id=row.session_id,
            handed_over_key=row.handed_over_key,
        ),
        is_due_for_touch=now() - row.last_seen_at >= LAST_SEEN_STEP,
        must_change_password=row.must_change_password,
        is_demonstration=row.is_demo == "1",
        data_version=int(row.data_version or 0),
    )


def _schools_by_account(session: Session) -> defaultdict[int, list[tuple[int, str]]]:
    schools: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    found = session.exec(
        select(AccountSchool.account_id, AccountSchool.school_id, School.name)
        .join(School, col(School.id) == col(AccountSchool.school_id))
        .order_by(School.name)
    )
    for account_id, school_id, name in found:
        schools[account_id].append((school_id, name))
    return schools


def _account_row(
    account: Account, worker_name: str | None, at: datetime | None, schools: list[tuple[int, str]]
) -> AccountRow:
    return AccountRow(
        id=account.id or 0,
        username=account.username,
        display_name=account.display_name,
        role=account.role,
        is_active=account.is_active,
        school_ids=tuple(school_id for school_id, _ in schools),
        school_names=tuple(name for _, name in schools),
        worker_id=account.worker_id,
        worker_name=worker_name,
        last_signed_in_at=at,
    )
