"""Where children are at school and live now: the newest of what is known."""

from collections.abc import Collection
from dataclasses import dataclass

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from models.attendance.pupils import Characteristic, CharacteristicKind, Enrolment
from models.attendance.schools import School
from models.attendance.simd import postcode_key


@dataclass(frozen=True, slots=True)
class SchoolNow:
    """The school a child is at, and the stage."""

    name: str
    stage: str


def schools_now(session: Session, *, pupil_ids: Collection[int]) -> dict[int, SchoolNow]:
    """The newest school and stage of each child that has one."""
    found = session.exec(
        select(Enrolment.pupil_id, School.name, Enrolment.stage)
        .join(School, col(School.id) == Enrolment.school_id)
        .where(col(Enrolment.pupil_id).in_(pupil_ids))
        .order_by(col(Enrolment.observed_on), col(Enrolment.id))
    )
    return {pupil_id: SchoolNow(name, stage) for pupil_id, name, stage in found}


def postcodes_now(session: Session, *, pupil_ids: Collection[int] | SelectOfScalar[int]) -> dict[int, str]:
    """The newest postcode of each child that has one, in capitals without spaces."""
    found = session.exec(
        select(Characteristic.pupil_id, Characteristic.value)
        .where(col(Characteristic.pupil_id).in_(pupil_ids), Characteristic.kind == CharacteristicKind.POSTCODE)
        .order_by(col(Characteristic.observed_on))
    )
    return {pupil_id: key for pupil_id, value in found if (key := postcode_key(value))}
