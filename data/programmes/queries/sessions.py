"""Sessions of programmes: when and where, and how many came."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from sqlalchemy import ColumnElement, case
from sqlmodel import Session, col, func, select

from data.core.db import find_visible, reading
from data.core.scope import counted_programmes
from data.programmes.queries.programmes import programme_in_scope
from models.attendance.schools import School
from models.clock import day_bounds
from models.errors import NotFound
from models.permissions import Actor, Permission, check
from models.programmes.programme import Programme, ProgrammeSession, RegisterMark, SessionChange


@dataclass(frozen=True, slots=True)
class SessionRow:
    """One session. `here` is None until the register says something, or where the numbers are not for this person."""

    session_id: int
    programme_id: int
    programme: str
    starts_at: datetime
    minutes: int
    venue: str
    school: str  # empty: the programme is for more than one
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
        if counted.first() is None:
            return tuple(replace(row, meals=None, here=None) for row in rows)
        return rows


def sessions_between(
    *, actor: Actor, first_on: date, last_on: date, worker_id: int | None = None
) -> tuple[SessionRow, ...]:
    """The sessions of these days that are on, of every programme or of one worker's."""
    check(actor, Permission.PROGRAMME_WRITE)
    with reading() as session:
        return planned_sessions(session, first_on=first_on, last_on=last_on, worker_id=worker_id)


def planned_sessions(
    session: Session, *, first_on: date, last_on: date, worker_id: int | None
) -> tuple[SessionRow, ...]:
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
        select(ProgrammeSession, Programme, School.name, marks.c.here)
        .join(Programme, col(Programme.id) == ProgrammeSession.programme_id)
        .outerjoin(School, col(School.id) == Programme.school_id)
        .outerjoin(marks, marks.c.session_id == ProgrammeSession.id)
        .where(*conditions)
        .order_by(col(ProgrammeSession.starts_at), col(ProgrammeSession.id))
    )
    same = {"programme_id", "starts_at", "minutes", "meals", "is_cancelled"}
    return tuple(
        SessionRow(
            session_id=row.id or 0,
            programme=programme.name,
            venue=row.venue or programme.venue,
            school=school or "",
            here=None if here is None else int(here),
            **row.model_dump(include=same),
        )
        for row, programme, school, here in found
    )


def session_in_scope(
    session: Session, *, actor: Actor, session_id: int, is_locked: bool = False
) -> tuple[ProgrammeSession, Programme]:
    """A session and its programme, for those who run them; NotFound for everybody else."""
    if not actor.can(Permission.PROGRAMME_WRITE):
        raise NotFound
    query = select(ProgrammeSession).where(ProgrammeSession.id == session_id)
    found = find_visible(session, query, is_locked=is_locked)
    return found, programme_in_scope(session, actor=actor, programme_id=found.programme_id)


def session_record(*, actor: Actor, session_id: int) -> SessionRecord:
    """One session, to be moved, cancelled or given a note."""
    with reading() as session:
        row, _ = session_in_scope(session, actor=actor, session_id=session_id)
        return SessionRecord(session_id, SessionChange.model_validate(row, from_attributes=True), row.version)
