"""One meeting and one statement, as they were recorded."""

from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.db import reading
from data.scope import visible_families, visible_pupils
from models.errors import NotFound
from models.families import Family, FamilyChild
from models.meetings import Meeting, MeetingCreate, Statement, StatementCreate
from models.permissions import Actor, Permission, check
from models.pupils import Pupil


@dataclass(frozen=True, slots=True)
class MeetingRecord:
    """One meeting, and the version of it that was read."""

    content: MeetingCreate
    version: int


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """One statement, the family its child belongs to, and the version of it that was read."""

    content: StatementCreate
    family_id: int | None
    version: int


def meeting_in_scope(session: Session, *, actor: Actor, meeting_id: int, is_locked: bool = False) -> Meeting:
    """The meeting, or NotFound when there is none or its family is not this person's to open."""
    query = (
        select(Meeting)
        .join(Family, col(Family.id) == Meeting.family_id)
        .where(Meeting.id == meeting_id, visible_families(actor))
    )
    found = session.exec(query.with_for_update(of=Meeting) if is_locked else query).first()
    if found is None:
        raise NotFound
    return found


def statement_in_scope(session: Session, *, actor: Actor, statement_id: int, is_locked: bool = False) -> Statement:
    """The statement, or NotFound when there is none or its child is not this person's to open."""
    query = (
        select(Statement)
        .join(Pupil, col(Pupil.id) == Statement.pupil_id)
        .where(Statement.id == statement_id, visible_pupils(actor))
    )
    found = session.exec(query.with_for_update(of=Statement) if is_locked else query).first()
    if found is None or not actor.can(Permission.CASEWORK_READ):
        raise NotFound
    return found


def meeting_record(*, actor: Actor, meeting_id: int) -> MeetingRecord:
    """One meeting, to be read and put right."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        row = meeting_in_scope(session, actor=actor, meeting_id=meeting_id)
        return MeetingRecord(MeetingCreate.model_validate(row), row.version)


def statement_record(*, actor: Actor, statement_id: int) -> StatementRecord:
    """One statement, to be read and put right."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        row = statement_in_scope(session, actor=actor, statement_id=statement_id)
        family_id = session.exec(select(FamilyChild.family_id).where(FamilyChild.pupil_id == row.pupil_id)).first()
        return StatementRecord(StatementCreate.model_validate(row), family_id, row.version)
