"""Programmes: what is on, coming and past, and one programme as it was planned."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session, col, func, select

from data.core.db import find_visible, reading
from data.core.scope import counted_programmes, visible_programmes
from models.attendance.schools import School
from models.columns import now
from models.families.family import Worker
from models.permissions import Actor, Permission, check
from models.programmes.programme import Participant, ParticipantRole, Programme, ProgrammeCreate, ProgrammeSession


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    """One programme of the list. The numbers are None where they are not this person's to see."""

    programme_id: int
    name: str
    kind: str  # a code
    school: str  # empty: for more than one
    cluster: str
    worker_id: int | None
    worker: str
    first_on: date
    last_on: date
    places: int
    is_cancelled: bool
    sessions: int
    next_at: datetime | None
    taking_part: int | None


@dataclass(frozen=True, slots=True)
class ProgrammeRecord:
    """One programme, for its page."""

    programme_id: int
    content: ProgrammeCreate
    school: str
    worker: str
    is_cancelled: bool
    has_counts: bool  # whether its numbers are this person's to see
    version: int

    @property
    def is_for(self) -> str:
        """The school or the cluster it is for, in words; the whole team where it is for neither."""
        return self.school or self.content.cluster or "The whole team"


def programme_in_scope(session: Session, *, actor: Actor, programme_id: int, is_locked: bool = False) -> Programme:
    """The programme, or NotFound when there is none or this person may not know of it."""
    query = select(Programme).where(Programme.id == programme_id, visible_programmes(actor))
    return find_visible(session, query, is_locked=is_locked)


def programme_record(*, actor: Actor, programme_id: int) -> ProgrammeRecord:
    """One programme."""
    with reading() as session:
        row = programme_in_scope(session, actor=actor, programme_id=programme_id)
        school = session.get(School, row.school_id) if row.school_id else None
        worker = session.get(Worker, row.worker_id) if row.worker_id else None
        counted = select(Programme.id).where(Programme.id == programme_id, counted_programmes(actor))
        return ProgrammeRecord(
            programme_id=programme_id,
            content=ProgrammeCreate.model_validate(row),
            school=school.name if school else "",
            worker=worker.name if worker else "",
            is_cancelled=row.is_cancelled,
            has_counts=session.exec(counted).first() is not None,
            version=row.version,
        )


def list_programmes(*, actor: Actor) -> tuple[ProgrammeRow, ...]:
    """Every programme this person may know of, the latest first."""
    check(actor, Permission.PROGRAMME_READ)
    with reading() as session:
        found = session.exec(
            select(Programme, School.name, Worker.name)
            .outerjoin(School, col(School.id) == Programme.school_id)
            .outerjoin(Worker, col(Worker.id) == Programme.worker_id)
            .where(visible_programmes(actor))
            .order_by(col(Programme.first_on).desc(), col(Programme.name), col(Programme.id))
        ).all()
        sessions = _sessions(session)
        counted = set(session.exec(select(Programme.id).where(counted_programmes(actor))))
        taking_part = _taking_part(session)
    return tuple(
        ProgrammeRow(
            programme_id=row.id or 0,
            school=school or "",
            worker=worker or "",
            sessions=sessions.get(row.id or 0, (0, None))[0],
            next_at=sessions.get(row.id or 0, (0, None))[1],
            taking_part=taking_part.get(row.id or 0, 0) if row.id in counted else None,
            **row.model_dump(include=_OF_ROW),
        )
        for row, school, worker in found
    )


_OF_ROW = {"name", "kind", "cluster", "worker_id", "first_on", "last_on", "places", "is_cancelled"}


def _sessions(session: Session) -> dict[int, tuple[int, datetime | None]]:
    """How many sessions each programme has, and when the next one is."""
    held = col(ProgrammeSession.is_cancelled).is_(False)
    of_all = (
        select(ProgrammeSession.programme_id, func.count()).where(held).group_by(col(ProgrammeSession.programme_id))
    )
    next_at = (
        select(ProgrammeSession.programme_id, func.min(ProgrammeSession.starts_at))
        .where(held, ProgrammeSession.starts_at >= now())
        .group_by(col(ProgrammeSession.programme_id))
    )
    to_come = dict(session.exec(next_at).all())
    return {programme_id: (count, to_come.get(programme_id)) for programme_id, count in session.exec(of_all)}


def _taking_part(session: Session) -> dict[int, int]:
    counts = (
        select(Participant.programme_id, func.count())
        .where(Participant.role == ParticipantRole.TAKES_PART)
        .group_by(col(Participant.programme_id))
    )
    return dict(session.exec(counts).all())


def team_workers(*, actor: Actor) -> dict[int, str]:
    """The team's workers by name, to say who runs a programme."""
    check(actor, Permission.PROGRAMME_WRITE)
    with reading() as session:
        return {row.id or 0: row.name for row in session.exec(select(Worker).order_by(col(Worker.name)))}
