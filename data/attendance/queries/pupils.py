"""Finding pupils, and everything the page of one pupil shows."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, Connection, bindparam
from sqlmodel import col, func, select

from data.core.db import Columns, Values, columns, one_moment
from data.core.scope import visible_pupils
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span
from models.attendance.pupil_attendance import PupilAttendance
from models.attendance.pupils import Characteristic, CharacteristicKind, Enrolment, Pupil, Sex, Source, full_name
from models.attendance.schools import School
from models.attendance.simd import PostcodeSimd, postcode_key, quintile
from models.errors import NotFound
from models.families.family import FamilyChild, SupportPeriod, SupportStatus, Worker
from models.permissions import Actor, Permission, check
from models.text import is_searchable, search_key

MOST_FOUND = 50
# So that what runs at every click is put together once.
_PUPIL: BindParameter[int] = bindparam("pupil")
_FOUND: BindParameter[int] = bindparam("found", expanding=True)


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
class PupilFact:
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
    facts: tuple[PupilFact, ...]  # newest first
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
    matches = _matches(text, digits if is_number else None)
    total = select(func.count()).select_from(Pupil).where(*matches).correlate(None).scalar_subquery()
    with one_moment() as connection:
        found = connection.execute(
            columns(Pupil.id, Pupil.forename, Pupil.surname, visible_pupils(actor), total)
            .where(*matches)
            .order_by(col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
            .limit(MOST_FOUND)
        ).all()
        rows = _rows(connection, found)
    return PupilSearch(rows, found[0][-1] if found else 0, kind)


def _matches(text: str, digits: str | None) -> list[ColumnElement[bool]]:
    if digits:
        return [col(Pupil.candidate_number).contains(digits, autoescape=True)]
    return [col(Pupil.search_key).contains(part, autoescape=True) for part in search_key(text).split()]


def _rows(connection: Connection, found: Sequence[Values]) -> tuple[PupilRow, ...]:
    given = {"found": [pupil_id for pupil_id, *_ in found]}
    newest = {pupil_id: (school, stage) for pupil_id, school, stage in connection.execute(_places_found_query(), given)}
    workers: defaultdict[int, list[str]] = defaultdict(list)
    for pupil_id, name in connection.execute(_workers_query(), given):
        workers[pupil_id].append(name)
    return tuple(
        PupilRow(
            pupil_id=pupil_id,
            name=full_name(forename, surname),
            school=newest.get(pupil_id, ("", ""))[0],
            stage=newest.get(pupil_id, ("", ""))[1],
            worker=", ".join(workers[pupil_id]),
            can_open=bool(can_open),
        )
        for pupil_id, forename, surname, can_open, _ in found
    )


@lru_cache
def _places_found_query() -> Columns:
    return (
        columns(Enrolment.pupil_id, School.name, Enrolment.stage)
        .join(School, col(School.id) == Enrolment.school_id)
        .where(col(Enrolment.pupil_id).in_(_FOUND))
        .order_by(col(Enrolment.observed_on))
    )


@lru_cache
def _workers_query() -> Columns:
    """Who supports each child's family now, or is about to."""
    return (
        columns(FamilyChild.pupil_id, Worker.name)
        .join(SupportPeriod, col(SupportPeriod.family_id) == FamilyChild.family_id)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .where(col(FamilyChild.pupil_id).in_(_FOUND), col(SupportPeriod.status) != SupportStatus.CLOSED)
        .distinct()
        .order_by(col(Worker.name))
    )


def pupil_record(*, actor: Actor, pupil_id: int) -> PupilRecord:
    """Everything about one pupil; NotFound when there is none or it is not this person's to open.

    Pages come here through data.attendance.actions.pupils.open_pupil, which writes the visit down.
    """
    with one_moment() as connection:
        one = columns(Pupil.forename, Pupil.surname, Pupil.candidate_number, Pupil.born_on, Pupil.sex)
        pupil = connection.execute(one.where(col(Pupil.id) == pupil_id, visible_pupils(actor))).first()
        if pupil is None:
            raise NotFound
        return PupilRecord(
            pupil_id=pupil_id,
            name=full_name(pupil.forename, pupil.surname),
            candidate_number=pupil.candidate_number,
            born_on=pupil.born_on,
            sex=pupil.sex,
            places=_places(connection, pupil_id),
            facts=_facts(connection, pupil_id),
            attendance=_attendance(connection, pupil_id),
            supports=_supports(connection, pupil_id),
        )


def _places(connection: Connection, pupil_id: int) -> tuple[SchoolPlace, ...]:
    found = connection.execute(_places_query(), {"pupil": pupil_id})
    return tuple(SchoolPlace(*row) for row in found)


@lru_cache
def _places_query() -> Columns:
    return (
        columns(Enrolment.school_id, School.name, Enrolment.stage, Enrolment.observed_on, Enrolment.source)
        .join(School, col(School.id) == Enrolment.school_id)
        .where(col(Enrolment.pupil_id) == _PUPIL)
        .order_by(col(Enrolment.observed_on))
    )


def _facts(connection: Connection, pupil_id: int) -> tuple[PupilFact, ...]:
    found = connection.execute(_facts_query(), {"pupil": pupil_id}).all()
    keys = [postcode_key(row.value) for row in found if row.kind is CharacteristicKind.POSTCODE]
    known = columns(PostcodeSimd.postcode, PostcodeSimd.rank).where(col(PostcodeSimd.postcode).in_(keys))
    ranks = {row.postcode: row.rank for row in connection.execute(known)}
    return tuple(PupilFact(row.kind, row.value, row.observed_on, row.source, _quintile(row, ranks)) for row in found)


@lru_cache
def _facts_query() -> Columns:
    one = Characteristic
    return (
        columns(one.kind, one.value, one.observed_on, one.source)
        .where(col(one.pupil_id) == _PUPIL)
        .order_by(col(one.observed_on).desc(), col(one.kind))
    )


def _quintile(row: Values, ranks: dict[str, int]) -> int | None:
    rank = ranks.get(postcode_key(row.value) or "") if row.kind is CharacteristicKind.POSTCODE else None
    return quintile(rank) if rank else None


def _attendance(connection: Connection, pupil_id: int) -> tuple[PupilAttendance, ...]:
    """Each period of this pupil beside all pupils of the school the pupil was then at."""
    found = connection.execute(_attendance_query(), {"pupil": pupil_id})
    return tuple(PupilAttendance(*row) for row in found)


@lru_cache
def _attendance_query() -> Columns:
    period, one, school = AttendancePeriod, Attendance, AttendanceSummary
    own: tuple[Any, ...] = (
        period.first_on,
        period.last_on,
        one.possible,
        one.attended,
        one.authorised,
        one.unauthorised,
    )
    return (
        columns(*own, *(func.coalesce(func.sum(count), 0) for count in (school.possible, school.attended)))
        .join(one, col(one.period_id) == col(period.id))
        .outerjoin(
            school,
            (col(school.school_id) == one.school_id)
            & (col(school.first_on) == period.first_on)
            & (col(school.span) == Span.PERIOD)
            & (col(school.dimension) == Dimension.EVERYONE),
        )
        .where(col(one.pupil_id) == _PUPIL)
        .group_by(col(one.id), *own)
        .order_by(col(period.first_on))
    )


def _supports(connection: Connection, pupil_id: int) -> tuple[Support, ...]:
    found = connection.execute(_supports_query(), {"pupil": pupil_id})
    return tuple(Support(*row) for row in found)


@lru_cache
def _supports_query() -> Columns:
    one = SupportPeriod
    return (
        columns(one.worker_id, Worker.name, one.started_on, one.ended_on, one.status)
        .join(Worker, col(Worker.id) == one.worker_id)
        .where(col(one.pupil_id) == _PUPIL)
        .order_by(col(one.started_on).desc())
    )
