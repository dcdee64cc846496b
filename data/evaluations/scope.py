"""Which answers count: what a person may see, of one programme, one school, or programmes begun between two days."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import col, or_, select

from data.core.scope import counted_programmes, is_newest_place
from models.attendance.pupils import Enrolment
from models.permissions import Actor
from models.programmes.programme import Participant, Programme


@dataclass(frozen=True, slots=True)
class AnswerFilters:
    """What answers are narrowed to."""

    programme_id: int | None = None
    school_id: int | None = None
    first_on: date | None = None
    last_on: date | None = None


EVERYTHING = AnswerFilters()


def answers_in_scope(actor: Actor, filters: AnswerFilters) -> tuple[ColumnElement[bool], ...]:
    """Conditions that keep to what is in scope and asked for, on sheets joined with programmes and participants."""
    wanted: list[ColumnElement[bool]] = [counted_programmes(actor)]
    if filters.programme_id is not None:
        wanted.append(col(Programme.id) == filters.programme_id)
    if filters.school_id is not None:
        there = select(Enrolment.pupil_id).where(Enrolment.school_id == filters.school_id, is_newest_place())
        wanted.append(or_(col(Programme.school_id) == filters.school_id, col(Participant.pupil_id).in_(there)))
    if filters.first_on is not None:
        wanted.append(col(Programme.first_on) >= filters.first_on)
    if filters.last_on is not None:
        wanted.append(col(Programme.first_on) <= filters.last_on)
    return tuple(wanted)
