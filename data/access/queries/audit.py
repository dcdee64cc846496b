"""The audit log, readable as sentences by those who may read it."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from data.core.audit import ChainReport, check_chain
from data.core.db import Columns, Values, columns, reading, rows_of
from models.access import Account, Cover
from models.attendance.pupils import Pupil, full_name
from models.attendance.schools import School
from models.audit import SENTENCES, AuditAction, AuditEvent
from models.clock import day_bounds
from models.columns import now
from models.imports import ImportRun
from models.kinds import said_of
from models.permissions import Actor, Permission, check

PAGE_LENGTH = 50


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which events to show; None leaves that question open. Days are inclusive, as people live them."""

    by: str | None = None
    action: AuditAction | None = None
    first_on: date | None = None
    last_on: date | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event as a sentence."""

    event_id: int
    happened_at: datetime
    by: str
    action: AuditAction
    sentence: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some of the events, newest first, and how many there are in all."""

    rows: tuple[AuditRow, ...]
    total: int

    @property
    def pages(self) -> int:
        """How many pages of events there are, at least one."""
        return max(1, -(-self.total // PAGE_LENGTH))


@dataclass(frozen=True, slots=True)
class CoverRow:
    """One colleague's page opened with a reason."""

    given_at: datetime
    until_at: datetime
    worker: str
    pupil: str
    reason: str
    is_open: bool


def list_events(*, actor: Actor, wanted: AuditFilter, page: int | None = 1) -> AuditPage:
    """One page of the events wanted, newest first; all of them when `page` is None."""
    check(actor, Permission.AUDIT_READ)
    conditions = _conditions(wanted)
    query = _events_query().where(*conditions)
    if page is not None:
        query = query.limit(PAGE_LENGTH).offset((page - 1) * PAGE_LENGTH)
    with reading() as session:
        total = session.exec(select(func.count()).select_from(AuditEvent).where(*conditions)).one()
        events = session.execute(query).all()
        people = dict(session.exec(select(Account.username, Account.display_name)).all())
        words = _target_words(session, actor, {event.target for event in events})
    return AuditPage(tuple(_row(event, people, words) for event in events), total)


@lru_cache
def _events_query() -> Columns:
    one = AuditEvent
    row = columns(one.id, one.happened_at, one.action, one.by_username, one.target, one.detail)
    return row.order_by(col(one.id).desc())


def _conditions(wanted: AuditFilter) -> list[ColumnElement[bool]]:
    conditions: list[ColumnElement[bool]] = []
    if wanted.by is not None:
        conditions.append(col(AuditEvent.by_username) == wanted.by)
    if wanted.action is not None:
        conditions.append(col(AuditEvent.action) == wanted.action)
    if wanted.first_on:
        conditions.append(col(AuditEvent.happened_at) >= day_bounds(wanted.first_on, wanted.first_on)[0])
    if wanted.last_on:
        conditions.append(col(AuditEvent.happened_at) < day_bounds(wanted.last_on, wanted.last_on)[1])
    return conditions


def _row(event: Values, people: dict[str, str], words: dict[str, str]) -> AuditRow:
    sentence = SENTENCES[event.action].format(
        by=people.get(event.by_username, event.by_username),
        target=words.get(event.target, event.target.replace("_", " ")),
        detail=event.detail,
        said=said_of(event.target, event.action),
    )
    return AuditRow(event.id, event.happened_at, event.by_username, event.action, sentence.rstrip(": "))


def _pupil_names(session: Session, ids: Iterable[int]) -> dict[int | None, str]:
    rows = session.exec(select(Pupil.id, Pupil.forename, Pupil.surname).where(col(Pupil.id).in_(ids)))
    return {key: full_name(forename, surname) for key, forename, surname in rows}


def _account_names(session: Session, ids: Iterable[int]) -> dict[int | None, str]:
    rows = session.exec(select(Account.id, Account.display_name, Account.username).where(col(Account.id).in_(ids)))
    return {key: f"{name} ({username})" for key, name, username in rows}


def _school_names(session: Session, ids: Iterable[int]) -> dict[int | None, str]:
    return dict(session.exec(select(School.id, School.name).where(col(School.id).in_(ids))).all())


def _import_names(session: Session, ids: Iterable[int]) -> dict[int | None, str]:
    rows = session.exec(select(ImportRun.id, ImportRun.filename).where(col(ImportRun.id).in_(ids)))
    return {key: f"{filename} (import {key})" for key, filename in rows}


_NAMES: dict[str, Callable[[Session, Iterable[int]], dict[int | None, str]]] = {
    "pupil": _pupil_names,
    "account": _account_names,
    "school": _school_names,
    "import": _import_names,
}


def _target_words(session: Session, actor: Actor, targets: set[str]) -> dict[str, str]:
    """What each `kind:id` of these targets is called now; what is gone, or not theirs to read, stays a number."""
    words: dict[str, str] = {}
    for kind, names_of in _NAMES.items():
        if kind == "pupil" and not actor.can(Permission.PUPIL_READ_ALL):
            continue
        ids = [int(key) for key in (target.removeprefix(f"{kind}:") for target in targets) if key.isdecimal()]
        words |= {f"{kind}:{key}": name for key, name in names_of(session, ids).items()} if ids else {}
    return words


def list_people(*, actor: Actor) -> list[str]:
    """Everyone who appears in the log, by username."""
    check(actor, Permission.AUDIT_READ)
    return [name for (name,) in rows_of(_people_query())]


@lru_cache
def _people_query() -> Columns:
    return columns(AuditEvent.by_username).distinct().order_by(col(AuditEvent.by_username))


def list_covers(*, actor: Actor) -> tuple[CoverRow, ...]:
    """The covers workers gave themselves, newest first, at most 200."""
    check(actor, Permission.COVER_READ)
    instant = now()
    return tuple(
        CoverRow(given_at, until_at, worker, full_name(forename, surname), reason, until_at > instant)
        for given_at, until_at, worker, forename, surname, reason in rows_of(_covers_query())
    )


@lru_cache
def _covers_query() -> Columns:
    return (
        columns(Cover.given_at, Cover.until_at, Account.display_name, Pupil.forename, Pupil.surname, Cover.reason)
        .join(Account, col(Account.id) == Cover.account_id)
        .join(Pupil, col(Pupil.id) == Cover.pupil_id)
        .order_by(col(Cover.given_at).desc())
        .limit(200)
    )


def check_log(*, actor: Actor) -> ChainReport:
    """Whether every event is still there as it was written."""
    check(actor, Permission.AUDIT_READ)
    with reading() as session:
        return check_chain(session)
