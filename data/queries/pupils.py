"""Finding pupils, and everything the page of one pupil shows."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from data.db import reading
from data.scope import visible_pupils
from models.attendance import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span
from models.errors import NotFound
from models.families import FamilyChild, SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission, check
from models.pupil_attendance import PupilAttendance
from models.pupils import Characteristic, CharacteristicKind, Enrolment, Pupil, Sex, Source, full_name
from models.schools import School
from models.simd import PostcodeSimd, postcode_key, quintile
from models.text import is_searchable, search_key

MOST_FOUND = 50


@dataclass(frozen=True, slots=True)
class PupilRow:
    """What every worker may know of any pupil, so that nobody does work twice."""

    pupil_id: int
    name: str
    school: str
    stage: str
    worker: str
    can_open: bool


@dataclass(frozen=True, slots=True)
class PupilSearch:
    """The first pupils found, how many there are, and whether a number or a name was looked for."""

    rows: tuple[PupilRow, ...]
    total: int
    kind: str


@dataclass(frozen=True, slots=True)
class Fact:
    """One thing known about a pupil from a date."""

    kind: CharacteristicKind
    value: str
    observed_on: date
    source: Source
    quintile: int | None  # of a postcode


@dataclass(frozen=True, slots=True)
class SchoolPlace:
    """A school and stage from a date."""

    school_id: int
    school: str
    stage: str
    observed_on: date
    source: Source


@dataclass(frozen=True, slots=True)
class Support:
    """One worker's support of this pupil."""

    worker_id: int
    worker: str
    started_on: date
    ended_on: date | None
    status: SupportStatus


@dataclass(frozen=True, slots=True)
class PupilRecord:
    """One pupil, for those who may open the page."""

    pupil_id: int
    name: str
    candidate_number: str
    born_on: date | None
    sex: Sex | None
    places: tuple[SchoolPlace, ...]  # oldest first
    facts: tuple[Fact, ...]  # newest first
    attendance: tuple[PupilAttendance, ...]  # oldest first
    supports: tuple[Support, ...]  # newest first


def find_pupils(*, actor: Actor, text: str) -> PupilSearch:
    """The pupils whose name holds every part of the text, or whose candidate number holds its digits.

    A leading zero lost by a spreadsheet does no harm, since any part of the number finds it.
    """
    check(actor, Permission.PUPIL_SEARCH)
    digits = "".join(text.split())
    is_number = digits.isascii() and digits.isdigit()
    kind = "candidate number" if is_number else "name"
    if not is_searchable(text):
        return PupilSearch((), 0, kind)
    with reading() as session:
        found = session.exec(
            select(Pupil, func.count().over())
            .where(*_matches(text, digits if is_number else None))
            .order_by(col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
            .limit(MOST_FOUND)
        ).all()
        rows = _rows(session, actor, [pupil for pupil, _ in found])
    return PupilSearch(rows, found[0][1] if found else 0, kind)


def _matches(text: str, digits: str | None) -> list[ColumnElement[bool]]:
    if digits:
        return [col(Pupil.candidate_number).contains(digits, autoescape=True)]
    return [col(Pupil.search_key).contains(part, autoescape=True) for part in search_key(text).split()]


def _rows(session: Session, actor: Actor, pupils: Sequence[Pupil]) -> tuple[PupilRow, ...]:
    ids = [pupil.id for pupil in pupils]
    open_to = set(session.exec(select(Pupil.id).where(col(Pupil.id).in_(ids), visible_pupils(actor))))
    places = session.exec(
        select(Enrolment.pupil_id, School.name, Enrolment.stage)
        .join(School, col(School.id) == Enrolment.school_id)
        .where(col(Enrolment.pupil_id).in_(ids))
        .order_by(col(Enrolment.observed_on))
    ).all()
    newest = {pupil_id: (school, stage) for pupil_id, school, stage in places}
    workers = _current_workers(session, ids)
    return tuple(
        PupilRow(
            pupil_id=pupil.id or 0,
            name=full_name(pupil.forename, pupil.surname),
            school=newest.get(pupil.id or 0, ("", ""))[0],
            stage=newest.get(pupil.id or 0, ("", ""))[1],
            worker=", ".join(workers.get(pupil.id or 0, ())),
            can_open=pupil.id in open_to,
        )
        for pupil in pupils
    )


def _current_workers(session: Session, pupil_ids: Sequence[int | None]) -> dict[int, list[str]]:
    """Who supports each child's family now, or is about to."""
    found = session.exec(
        select(FamilyChild.pupil_id, Worker.name)
        .join(SupportPeriod, col(SupportPeriod.family_id) == FamilyChild.family_id)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .where(col(FamilyChild.pupil_id).in_(pupil_ids), SupportPeriod.status != SupportStatus.CLOSED)
        .distinct()
        .order_by(col(Worker.name))
    ).all()
    workers: dict[int, list[str]] = {}
    for pupil_id, name in found:
        workers.setdefault(pupil_id, []).append(name)
    return workers


def pupil_record(*, actor: Actor, pupil_id: int) -> PupilRecord:
    """Everything about one pupil; NotFound when there is none or it is not this person's to open.

    Pages come here through data.actions.pupils.open_pupil, which writes the visit down.
    """
    with reading() as session:
        pupil = session.exec(select(Pupil).where(Pupil.id == pupil_id, visible_pupils(actor))).first()
        if pupil is None:
            raise NotFound
        return PupilRecord(
            pupil_id=pupil_id,
            name=full_name(pupil.forename, pupil.surname),
            candidate_number=pupil.candidate_number,
            born_on=pupil.born_on,
            sex=pupil.sex,
            places=_places(session, pupil_id),
            facts=_facts(session, pupil_id),
            attendance=_attendance(session, pupil_id),
            supports=_supports(session, pupil_id),
        )


def _places(session: Session, pupil_id: int) -> tuple[SchoolPlace, ...]:
    found = session.exec(
        select(Enrolment, School.name)
        .join(School, col(School.id) == Enrolment.school_id)
        .where(Enrolment.pupil_id == pupil_id)
        .order_by(col(Enrolment.observed_on))
    )
    return tuple(SchoolPlace(row.school_id, school, row.stage, row.observed_on, row.source) for row, school in found)


def _facts(session: Session, pupil_id: int) -> tuple[Fact, ...]:
    found = session.exec(
        select(Characteristic)
        .where(Characteristic.pupil_id == pupil_id)
        .order_by(col(Characteristic.observed_on).desc(), col(Characteristic.kind))
    ).all()
    keys = [postcode_key(row.value) for row in found if row.kind is CharacteristicKind.POSTCODE]
    ranks = dict(
        session.exec(select(PostcodeSimd.postcode, PostcodeSimd.rank).where(col(PostcodeSimd.postcode).in_(keys))).all()
    )
    return tuple(Fact(row.kind, row.value, row.observed_on, row.source, _quintile(row, ranks)) for row in found)


def _quintile(row: Characteristic, ranks: dict[str, int]) -> int | None:
    rank = ranks.get(postcode_key(row.value) or "") if row.kind is CharacteristicKind.POSTCODE else None
    return quintile(rank) if rank else None


def _attendance(session: Session, pupil_id: int) -> tuple[PupilAttendance, ...]:
    """Each period of this pupil beside all pupils of the school the pupil was then at."""
    found = session.exec(
        select(
            Attendance,
            AttendancePeriod,
            func.coalesce(func.sum(AttendanceSummary.possible), 0),
            func.coalesce(func.sum(AttendanceSummary.attended), 0),
        )
        .join(AttendancePeriod, col(AttendancePeriod.id) == Attendance.period_id)
        .outerjoin(
            AttendanceSummary,
            (col(AttendanceSummary.school_id) == Attendance.school_id)
            & (col(AttendanceSummary.first_on) == AttendancePeriod.first_on)
            & (col(AttendanceSummary.span) == Span.PERIOD)
            & (col(AttendanceSummary.dimension) == Dimension.EVERYONE),
        )
        .where(Attendance.pupil_id == pupil_id)
        .group_by(col(Attendance.id), col(AttendancePeriod.id))
        .order_by(col(AttendancePeriod.first_on))
    )
    return tuple(
        PupilAttendance(
            first_on=period.first_on,
            last_on=period.last_on,
            possible=row.possible,
            attended=row.attended,
            authorised=row.authorised,
            unauthorised=row.unauthorised,
            school_possible=int(school_possible),
            school_attended=int(school_attended),
        )
        for row, period, school_possible, school_attended in found
    )


def _supports(session: Session, pupil_id: int) -> tuple[Support, ...]:
    found = session.exec(
        select(SupportPeriod, Worker.name)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .where(SupportPeriod.pupil_id == pupil_id)
        .order_by(col(SupportPeriod.started_on).desc())
    )
    return tuple(Support(row.worker_id, name, row.started_on, row.ended_on, row.status) for row, name in found)
