"""The demonstration: an invented service, the same every time, that refuses to sit beside real records."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from random import Random
from typing import Any

from sqlalchemy import insert, text
from sqlmodel import Session, SQLModel, func, select

from data.access.passwords import hash_password
from data.access.queries.accounts import setting
from data.attendance.summaries import rebuild_summaries
from data.core.audit import check_permission, record
from data.core.db import reading, transaction
from data.core.versions import next_data_version
from data.demo.attendance import month_row, months
from data.demo.awards import add_awards_story
from data.demo.casework import (
    DemoFamily,
    adult_rows,
    appointment_rows,
    consent_rows,
    contact_people,
    contact_rows,
    demo_families,
    family_details,
    meeting_rows,
    review_day,
    statement_rows,
)
from data.demo.evaluations import add_evaluations
from data.demo.people import WORKERS, DemoPupil, characteristic_rows, give_support, make_pupils, pupil_row
from data.demo.programmes import add_programmes
from data.demo.schools import benchmark_rows, postcode_rows, school_rows
from data.demo.support import add_support_story
from data.demo.webs import web_rows
from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.access import Account, AccountSchool, Setting
from models.attendance.openings import Attendance, AttendancePeriod, Benchmark
from models.attendance.pupils import Characteristic, Enrolment, Pupil, Source
from models.attendance.schools import School
from models.attendance.simd import PostcodeSimd
from models.audit import AuditAction
from models.errors import HomeLinkError
from models.families.contacts import Contact, ContactPerson
from models.families.family import Adult, Consent, Family, FamilyChild, SupportPeriod, Worker
from models.families.meetings import Appointment, Meeting, Statement
from models.imports import ImportRun
from models.permissions import Actor, Permission, Role
from models.wellbeing.web import WebReading, WebScore

SEED = 2026
IS_DEMO = "is_demo"
MADE_AT = datetime(2026, 11, 1, 9, tzinfo=UTC)
_REAL: tuple[type[SQLModel], ...] = (School, Pupil, Account, ImportRun)


def load_demonstration(*, by: Actor) -> None:
    """Fill an empty database with the demonstration; does nothing when it is there already."""
    check_permission(by, Permission.DEMO_WRITE)
    with reading() as session:
        if setting(session, IS_DEMO):
            return
    with transaction() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite's writers already queue
            session.execute(text("LOCK TABLE setting IN EXCLUSIVE MODE"))
        if setting(session, IS_DEMO):
            return
        _refuse_beside_real_records(session)
        _load(session)
        record(session, action=AuditAction.DEMO_LOADED, by=by.username)


def _refuse_beside_real_records(session: Session) -> None:
    if any(session.exec(select(func.count()).select_from(table)).one() for table in _REAL):
        raise HomeLinkError(
            "There are real records here already, so the demonstration was not loaded. Nothing was changed. "
            "To look at the demonstration, start Home Link with HOME_LINK_DEMO=1: it uses a database of its own."
        )


def _load(session: Session) -> None:
    random = Random(SEED)  # noqa: S311 - invented data, the same every time
    pupils = make_pupils(random)
    families = give_support(random, pupils)
    schools = _add(session, School, school_rows())
    workers = _add(session, Worker, [{"name": name} for name in WORKERS])
    _put(session, PostcodeSimd, postcode_rows())
    _put(session, Benchmark, benchmark_rows())
    pupil_ids = _add(session, Pupil, [pupil_row(pupil) for pupil in pupils])
    _add_history(session, random, pupils, pupil_ids, schools)
    family_ids = _add_families(session, pupils, pupil_ids, workers, families)
    _add_casework(session, demo_families(pupils, pupil_ids, family_ids), workers)
    _add_attendance(session, random, pupils, pupil_ids, schools)
    _add_accounts(session, worker_id=workers[0], school_id=schools[_busiest_school(pupils)])
    add_support_story(session)
    add_programmes(session)
    add_evaluations(session)
    add_awards_story(session)
    rebuild_summaries(session, None)
    session.add(Setting(key=IS_DEMO, value="1"))
    next_data_version(session)


def _put(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    """Insert many rows at once, past the object layer, which would take twice as long."""
    session.connection().execute(insert(table.__table__), rows)  # type: ignore[attr-defined]


def _add(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> list[int]:
    """Insert many rows at once and return their ids in the same order."""
    statement = insert(table).returning(table.id, sort_by_parameter_order=True)  # type: ignore[attr-defined]
    return list(session.scalars(statement, rows))


def _add_history(
    session: Session, random: Random, pupils: list[DemoPupil], pupil_ids: list[int], schools: list[int]
) -> None:
    """Where each child was at school, and what is known about them."""
    enrolments, facts = [], []
    for pupil, pupil_id in zip(pupils, pupil_ids, strict=True):
        facts += characteristic_rows(random, pupil, pupil_id)
        for year, (school, stage) in pupil.years.items():
            place = {"pupil_id": pupil_id, "school_id": schools[school], "stage": stage}
            enrolments.append({**place, "observed_on": date(year, 8, 20), "source": Source.SEEMIS})
    _put(session, Enrolment, enrolments)
    _put(session, Characteristic, facts)


def _add_families(
    session: Session, pupils: list[DemoPupil], pupil_ids: list[int], workers: list[int], families: int
) -> list[int]:
    surnames = {pupil.family: pupil.surname for pupil in pupils}
    rows = [
        {"reference": f"DEMO-{number + 1:03d}", **family_details(number, surnames[number])}
        for number in range(families)
    ]
    family_ids = _add(session, Family, rows)
    children, supports = [], []
    for pupil, pupil_id in zip(pupils, pupil_ids, strict=True):
        if pupil.family is None:
            continue
        member = {"family_id": family_ids[pupil.family], "pupil_id": pupil_id}
        children.append(member)
        for support in pupil.supports:
            days = {
                "started_on": support.started_on,
                "ended_on": support.ended_on,
                "status": support.status,
                "review_on": review_day(support),
            }
            supports.append({**member, **days, "worker_id": workers[support.worker]})
    _put(session, FamilyChild, children)
    _put(session, SupportPeriod, supports)
    return family_ids


def _add_casework(session: Session, families: list[DemoFamily], workers: list[int]) -> None:
    """Work with the families. Its own chance, so that what else is drawn stays as it was."""
    random = Random(SEED + 1)  # noqa: S311 - invented data, the same every time
    adults = adult_rows(random, families)
    adult_ids = _add(session, Adult, adults)
    first_adult = {row["family_id"]: adult_id for row, adult_id in reversed([*zip(adults, adult_ids, strict=True)])}
    _put(session, Consent, consent_rows(families, adults))
    contacts = contact_rows(random, families, workers)
    contact_ids = _add(session, Contact, contacts)
    _put(session, ContactPerson, contact_people(families, contacts, contact_ids, first_adult))
    _put(session, Meeting, meeting_rows(families))
    _put(session, Statement, statement_rows(families))
    _put(session, Appointment, appointment_rows(families, workers))
    readings, scores = web_rows(random, families)
    reading_ids = _add(session, WebReading, readings)
    of_readings = zip(reading_ids, scores, strict=True)
    _put(session, WebScore, [{"reading_id": id_, **score} for id_, of_one in of_readings for score in of_one])


def _add_attendance(
    session: Session, random: Random, pupils: list[DemoPupil], pupil_ids: list[int], schools: list[int]
) -> None:
    spans = months()
    periods = _add(session, AttendancePeriod, [{"first_on": first, "last_on": last} for first, last in spans])
    rows = []
    for pupil, pupil_id in zip(pupils, pupil_ids, strict=True):
        for span, period_id in zip(spans, periods, strict=True):
            if month := month_row(random, pupil, span):
                school_id = schools[month.pop("school")]
                rows.append({"period_id": period_id, "pupil_id": pupil_id, "school_id": school_id, **month})
    _put(session, Attendance, rows)


def _busiest_school(pupils: list[DemoPupil]) -> int:
    """The school with the most children supported, so that its headteacher has much to look at."""
    at = [pupil.years[max(pupil.years)][0] for pupil in pupils if pupil.supports]
    return max(sorted(set(at)), key=at.count)


def _add_accounts(session: Session, *, worker_id: int, school_id: int) -> None:
    """One account for each role, all with the same password, offered on the sign-in page."""
    password_hash = hash_password(DEMO_PASSWORD)
    workers, schools = {Role.WORKER: worker_id}, {Role.HEADTEACHER: school_id}
    for role, username, display_name in DEMO_ACCOUNTS:
        account = Account(
            username=username,
            display_name=display_name,
            role=role,
            password_hash=password_hash,
            worker_id=workers.get(role),
            created_at=MADE_AT,
            created_by="demonstration",
        )
        session.add(account)
        session.flush()
        if role in schools:
            session.add(AccountSchool(account_id=account.id or 0, school_id=schools[role]))
