"""One meeting and one statement, as they were recorded."""

from dataclasses import dataclass
from typing import Generic, TypeVar

from sqlmodel import Session, col, select

from data.core.db import find_visible, reading
from data.core.scope import visible_families, visible_pupils
from models.attendance.pupils import Pupil
from models.families.family import Family, FamilyChild
from models.families.meetings import Meeting, MeetingCreate, Statement, StatementCreate
from models.permissions import Actor, Permission, check

_Row = TypeVar("_Row", bound=Meeting | Statement)
_Content = TypeVar("_Content", MeetingCreate, StatementCreate)


@dataclass(frozen=True, slots=True)
class Logged(Generic[_Content]):
    """A meeting or a statement, the family it belongs to, and the version of it that was read."""

    content: _Content
    family_id: int | None
    version: int


def meeting_or_statement(
    session: Session, table: type[_Row], *, actor: Actor, record_id: int, is_locked: bool = False
) -> _Row:
    """The record, or NotFound when there is none or its family or child is not this person's to open."""
    if table is Meeting:
        is_visible = col(Meeting.family_id).in_(select(Family.id).where(visible_families(actor)))
    else:
        is_visible = col(Statement.pupil_id).in_(select(Pupil.id).where(visible_pupils(actor)))
    query = select(table).where(table.id == record_id, is_visible)
    return find_visible(session, query, is_locked=is_locked)


def meeting_record(*, actor: Actor, meeting_id: int) -> Logged[MeetingCreate]:
    """One meeting, to be read and put right."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        row = meeting_or_statement(session, Meeting, actor=actor, record_id=meeting_id)
        return Logged(MeetingCreate.model_validate(row), row.family_id, row.version)


def statement_record(*, actor: Actor, statement_id: int) -> Logged[StatementCreate]:
    """One statement, to be read and put right."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        row = meeting_or_statement(session, Statement, actor=actor, record_id=statement_id)
        family_id = session.exec(select(FamilyChild.family_id).where(FamilyChild.pupil_id == row.pupil_id)).first()
        return Logged(StatementCreate.model_validate(row), family_id, row.version)
