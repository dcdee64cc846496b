"""Which children are supported, by whom and since when: what a school may know of it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Select, func, select
from sqlmodel import col

from data.db import reading
from data.scope import visible_schools
from models.families import SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission
from models.pupils import Enrolment, Pupil
from models.schools import School


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
    school_now = _newest(Enrolment.id, Enrolment.pupil_id, Enrolment.observed_on).subquery()
    support_now = _newest(SupportPeriod.id, SupportPeriod.pupil_id, SupportPeriod.started_on).subquery()
    with reading() as session:
        rows = session.execute(
            select(Pupil, Enrolment, School, SupportPeriod, Worker)
            .join(SupportPeriod, col(SupportPeriod.pupil_id) == Pupil.id)
            .join(support_now, support_now.c.id == SupportPeriod.id)
            .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
            .join(Enrolment, col(Enrolment.pupil_id) == Pupil.id)
            .join(school_now, school_now.c.id == Enrolment.id)
            .join(School, col(School.id) == Enrolment.school_id)
            .where(visible_schools(actor), support_now.c.place == 1, school_now.c.place == 1)
            .order_by(col(School.name), col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
        ).all()
    return [_row(*row) for row in rows]


def _newest(row_id: Any, pupil_id: Any, day: Any) -> Select[Any]:  # noqa: ANN401 - columns of any table
    """Rows numbered from each pupil's newest."""
    place = func.row_number().over(partition_by=pupil_id, order_by=(col(day).desc(), col(row_id).desc()))
    return select(row_id, place.label("place"))


def _row(
    pupil: Pupil, enrolment: Enrolment, school: School, support: SupportPeriod, worker: Worker
) -> SupportedChildRow:
    return SupportedChildRow(
        pupil_id=pupil.id or 0,
        child=" ".join(filter(None, (pupil.forename, pupil.surname))) or "Name not known yet",
        school_id=school.id or 0,
        school=school.name,
        stage=enrolment.stage,
        worker=worker.name,
        started_on=support.started_on,
        ended_on=support.ended_on,
        status=support.status,
    )
