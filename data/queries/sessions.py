"""Sessions of programmes: when and where, and how many came."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, func, select

from data.db import reading
from data.queries.programmes import programme_in_scope
from data.scope import counted_programmes
from models.clock import day_bounds
from models.errors import NotFound
from models.permissions import Actor, Permission, check
from models.programmes import Programme, ProgrammeSession, RegisterMark, SessionChange


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session. `here` is None until the register says something, or where the numbers are not for this person."""

    session_id: int
    programme_id: int
    programme: str
    starts_at: datetime
    minutes: int
    venue: str
    meals: int | None
    is_cancelled: bool
    here: int | None


@dataclass(frozen=True, slots=True)
class SessionRecord:
    """One session as it may be changed."""

    session_id: int
    content: SessionChange
    version: int


def list_sessions(*, actor: Actor, programme_id: int) -> tuple[SessionRow, ...]:
    """Every session of one programme, in order."""
    with reading() as session:
        programme_in_scope(session, actor=actor, programme_id=programme_id)
        rows = _rows(session, ProgrammeSession.programme_id == programme_id)  # type: ignore[arg-type]
        counted = session.exec(select(Programme.id).where(Programme.id == programme_id, counted_programmes(actor)))
        return rows if counted.first() is not None else tuple(_without_counts(rows))


def sessions_between(
    *, actor: Actor, first_on: date, last_on: date, worker_id: int | None = None
) -> tuple[SessionRow, ...]:
    """The sessions of these days that are on, of every programme or of one worker's."""
    check(actor, Permission.PROGRAMME_WRITE)
    with reading() as session:
        return planned_sessions(session, first_on=first_on, last_on=last_on, worker_id=worker_id)


def planned_sessions(
    session: Session, *, first_on: date, last_on: date, worker_id: int | None
) -> tuple[SessionRow, ...]:  # fmt: skip
    """The sessions that are on; for a week and a private calendar, which have checked who asks."""
    starts, ends = day_bounds(first_on, last_on)
    conditions = [
        col(ProgrammeSession.starts_at) >= starts,
        col(ProgrammeSession.starts_at) < ends,
        col(ProgrammeSession.is_cancelled).is_(False),
        col(Programme.is_cancelled).is_(False),
    ]
    if worker_id is not None:
        conditions.append(col(Programme.worker_id) == worker_id)
    return _rows(session, *conditions)


def _rows(session: Session, *conditions: ColumnElement[bool]) -> tuple[SessionRow, ...]:
    came = func.sum(case((col(RegisterMark.is_present), 1), else_=0)).label("here")
    marks = select(RegisterMark.session_id, came).group_by(col(RegisterMark.session_id)).subquery()
    found = session.exec(
        select(ProgrammeSession, Programme.name, Programme.venue, marks.c.here)
        .join(Programme, col(Programme.id) == ProgrammeSession.programme_id)
        .outerjoin(marks, marks.c.session_id == ProgrammeSession.id)
        .where(*conditions)
        .order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.id))
    )
    same = {"programme_id", "starts_at", "minutes", "meals", "is_cancelled"}
    return tuple(
        SessionRow(
            session_id=row.id or 0, programme=name, venue=row.venue or venue, here=None if here is None else int(here),
            **row.model_dump(include=same),
        )
        for row, name, venue, here in found
    )  # fmt: skip


def _without_counts(rows: Sequence[SessionRow]) -> list[SessionRow]:
    fields = ("session_id", "programme_id", "programme", "starts_at", "minutes", "venue", "is_cancelled")
    return [SessionRow(meals=None, here=None, **{name: getattr(row, name) for name in fields}) for row in rows]


def session_in_scope(
    session: Session, *, actor: Actor, session_id: int, is_locked: bool = False
) -> tuple[ProgrammeSession, Programme]:
    """A session and its programme, for those who run them; NotFound for everybody else."""
    if not actor.can(Permission.PROGRAMME_WRITE):
        raise NotFound
    query = select(ProgrammeSession).where(ProgrammeSession.id == session_id)
    found = session.exec(query.with_for_update() if is_locked else query).first()
    if found is None:
        raise NotFound
    return found, programme_in_scope(session, actor=actor, programme_id=found.programme_id)


def session_record(*, actor: Actor, session_id: int) -> SessionRecord:
    """One session, to be moved, cancelled or given a note."""
    with reading() as session:
        row, _ = session_in_scope(session, actor=actor, session_id=session_id)
        return SessionRecord(session_id, SessionChange.model_validate(row, from_attributes=True), row.version)
