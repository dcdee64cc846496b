"""Which children are supported, by whom and since when: what a school may know of it."""

from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import ScalarSelect, select
from sqlalchemy.orm import aliased
from sqlmodel import col

from data.core.db import Columns, columns, rows_of
from data.core.scope import visible_schools
from models.attendance.pupils import Enrolment, Pupil, full_name
from models.attendance.schools import School
from models.families.family import SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class SupportedChildRow:
    """One child with support now, waiting or in the past; no notes and no scores."""

    pupil_id: int
    child: str
    school_id: int
    school: str
    stage: str
    worker: str
    started_on: date
    ended_on: date | None
    status: SupportStatus


def list_supported_children(*, actor: Actor) -> list[SupportedChildRow]:
    """Children of the schools in this person's scope, by school and name, each with their newest support."""
    if not actor.can(Permission.SUPPORTED_READ):
        return []
    found = rows_of(_children().where(visible_schools(actor)))
    return [SupportedChildRow(row[0], full_name(row[1], row[2]), *row[3:]) for row in found]


@lru_cache
def _children() -> Columns:
    """The query. It looks up the newest rows of each supported child: numbering every pupil's takes far longer."""
    other, later = aliased(SupportPeriod), aliased(Enrolment)
    child = (Pupil.id, Pupil.forename, Pupil.surname, School.id, School.name, Enrolment.stage)
    support = (Worker.name, SupportPeriod.started_on, SupportPeriod.ended_on, SupportPeriod.status)
    return (
        columns(*child, *support)
        .select_from(SupportPeriod)
        .join(Pupil, col(Pupil.id) == col(SupportPeriod.pupil_id))
        .join(Worker, col(Worker.id) == col(SupportPeriod.worker_id))
        .join(Enrolment, col(Enrolment.pupil_id) == col(SupportPeriod.pupil_id))
        .join(School, col(School.id) == col(Enrolment.school_id))
        .where(
            col(SupportPeriod.id) == _newest(other, other.started_on),
            col(Enrolment.id) == _newest(later, later.observed_on),
        )
        .order_by(col(School.name), col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
    )


def _newest(table: Any, day: Any) -> ScalarSelect[Any]:  # noqa: ANN401 - two tables of things dated for a pupil
    same_pupil = select(table.id).where(table.pupil_id == SupportPeriod.pupil_id)
    newest = same_pupil.order_by(col(day).desc(), col(table.id).desc()).limit(1)
    return newest.correlate(SupportPeriod).scalar_subquery()
