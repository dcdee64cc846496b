"""The demonstration: invented, marked, the same every time, and never beside real records."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select as sa_select
from sqlmodel import SQLModel, col, func, select

from data.access.queries.checks import check_database
from data.core.db import engine, reading
from data.core.settings import settings
from data.demo import demonstration as demo
from data.demo.demonstration import load_demonstration
from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models import TABLES
from models.access import Account, AccountSchool, Setting
from models.attendance.candidate_number import NumberState, read_candidate_number
from models.attendance.openings import (
    Attendance,
    AttendancePeriod,
    AttendanceSummary,
    Benchmark,
    is_persistently_absent,
)
from models.attendance.pupils import Characteristic, Enrolment, Pupil
from models.attendance.schools import School, Sector
from models.attendance.simd import PostcodeSimd, postcode_key, quintile
from models.audit import AuditAction, AuditEvent
from models.errors import HomeLinkError, PermissionDenied
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker
from models.permissions import ASSIGNABLE_ROLES, SYSTEM, Role
from tests.factories import make_actor, make_pupil, make_school

MARK = "(demo)"
SURNAMES = {
    "Madeup",
    "Testcase",
    "Placeholder",
    "Notreal",
    "Pretend",
    "Invented",
    "Fictional",
    "O'Madeup",
    "McTestcase",
}
TEAM = ("Aileen", "Bryce", "Carol", "Dougal", "Effie", "Fraser", "Gail", "Hamish")
DIFFERENT_EACH_TIME = {"hash", "previous_hash", "happened_at", "password_hash"}
SHIPPED = {"award_scheme", "award_level"}  # recorded when the database was made, not by the demonstration


def _use(path: Path) -> None:
    os.environ["HOME_LINK_DATABASE_URL"] = f"sqlite:///{path}"
    settings.cache_clear()


@pytest.fixture(scope="module")
def loaded(empty_sqlite: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The demonstration in a file, loaded once and copied for each test."""
    path = tmp_path_factory.mktemp("demo") / "demo.sqlite3"
    shutil.copy(empty_sqlite, path)
    _use(path)
    load_demonstration(by=SYSTEM)
    engine().dispose()
    return path


@pytest.fixture
def demonstration(loaded: Path, tmp_path: Path) -> Iterator[None]:
    path = tmp_path / "demo.sqlite3"
    shutil.copy(loaded, path)
    _use(path)
    yield
    engine().dispose()


def _rows(table: type[SQLModel]) -> list[Any]:
    """Every row in the order of its key, as plain values: objects of so many rows would take a minute."""
    columns = table.__table__.columns  # type: ignore[attr-defined]
    left_out = DIFFERENT_EACH_TIME | ({"recorded_at"} if table.__tablename__ in SHIPPED else set())
    stored = [column for column in columns if column.name not in left_out]
    with reading() as session:
        key = [column for column in columns if column.primary_key]
        return [tuple(row) for row in session.connection().execute(sa_select(*stored).order_by(*key))]


def _values(column: Any) -> Iterator[Any]:
    with reading() as session:
        yield from session.exec(select(column))


def test_every_person_place_and_figure_carries_the_marker(demonstration: None) -> None:
    assert set(_values(Pupil.surname)) <= SURNAMES
    assert set(_values(Worker.name)) == {f"{name} Madeup {MARK}" for name in TEAM}
    for column in (Worker.name, School.name, School.cluster, Benchmark.area_name):
        assert all(MARK in name for name in _values(column))
    assert all(name.startswith("Demo ") for name in _values(Account.display_name))
    assert all(reference.startswith("DEMO-") for reference in _values(Family.reference))
    assert all(code.startswith("99") for code in _values(School.seed_code))
    assert all(postcode.startswith("ZZ") for postcode in _values(PostcodeSimd.postcode))


def test_it_has_the_size_of_a_real_service(demonstration: None) -> None:
    with reading() as session:
        count = lambda table: session.exec(select(func.count()).select_from(table)).one()  # noqa: E731
        assert (count(School), count(Worker), count(AttendancePeriod)) == (15, 8, 25)
        assert 1_500 <= count(Pupil) <= 2_500
        sectors = session.exec(select(School.sector, func.count()).group_by(col(School.sector)))
        assert dict(sectors.all()) == {Sector.PRIMARY: 12, Sector.SECONDARY: 3}
        current = session.exec(
            select(SupportPeriod.worker_id, func.count(func.distinct(SupportPeriod.family_id)))
            .where(SupportPeriod.status != SupportStatus.CLOSED)
            .group_by(col(SupportPeriod.worker_id))
        ).all()
        assert [families for _, families in current] == [15] * 8
        assert set(session.exec(select(SupportPeriod.status))) == set(SupportStatus)


def test_its_numbers_and_postcodes_are_well_formed(demonstration: None) -> None:
    numbers = list(_values(Pupil.candidate_number))
    assert {read_candidate_number(number).state for number in numbers} == {NumberState.VALID}
    known = set(_values(PostcodeSimd.postcode))
    postcodes = set(_values(select(Characteristic.value).where(Characteristic.kind == "postcode").subquery().c.value))
    assert {postcode_key(postcode) for postcode in postcodes} <= known
    assert {quintile(rank) for rank in _values(PostcodeSimd.rank)} == {1, 2, 3, 4, 5}


def test_everyone_may_look_round(demonstration: None) -> None:
    with reading() as session:
        accounts = {account.role: account for account in session.exec(select(Account))}
        assert tuple(accounts) == tuple(role for role, _, _ in DEMO_ACCOUNTS)
        assert set(accounts) == set(ASSIGNABLE_ROLES)
        assert [role for role, account in accounts.items() if account.worker_id] == [Role.WORKER]
        (link,) = session.exec(select(AccountSchool)).all()
        assert link.account_id == accounts[Role.HEADTEACHER].id
        supported = session.exec(
            select(func.count(func.distinct(Enrolment.pupil_id)))
            .join(SupportPeriod, col(SupportPeriod.pupil_id) == Enrolment.pupil_id)
            .where(Enrolment.school_id == link.school_id)
        ).one()
        assert supported >= 20
    assert len(DEMO_PASSWORD) >= 12


def test_support_follows_a_dip_and_helps_a_little(demonstration: None) -> None:
    """The story the pages tell: lower before, higher after, as a sum over the children supported now."""
    with reading() as session:
        rows = session.exec(
            select(Attendance, AttendancePeriod.first_on, AttendancePeriod.last_on, SupportPeriod.started_on)
            .join(AttendancePeriod, col(AttendancePeriod.id) == Attendance.period_id)
            .join(SupportPeriod, col(SupportPeriod.pupil_id) == Attendance.pupil_id)
            .where(SupportPeriod.status == SupportStatus.ACTIVE)
        ).all()
    before = [row for row, _, last_on, started_on in rows if last_on < started_on]
    during = [row for row, first_on, _, started_on in rows if first_on > started_on]
    share = lambda part: sum(row.attended for row in part) / sum(row.possible for row in part)  # noqa: E731
    assert 0.01 < share(during) - share(before) < 0.08
    assert any(is_persistently_absent(row.attended, row.possible) for row in during)


def _check_soundness() -> None:
    assert check_database(actor=SYSTEM).problems == ()
    with reading() as session:
        assert session.exec(select(AuditEvent.action)).all() == [AuditAction.DEMO_LOADED]
        assert session.exec(select(func.count()).select_from(AttendanceSummary)).one() > 0
        settings_held = {row.key: row.value for row in session.exec(select(Setting))}
    assert settings_held["is_demo"] == "1"
    assert int(settings_held["data_version"]) >= 1


def test_loading_again_changes_nothing(demonstration: None) -> None:
    load_demonstration(by=SYSTEM)
    with reading() as session:
        assert session.exec(select(func.count()).select_from(School)).one() == 15
        assert len(session.exec(select(AuditEvent)).all()) == 1


def test_two_loads_are_identical_and_sound(database: str, loaded: Path, tmp_path: Path) -> None:
    """On either server, beside the load of another day."""
    load_demonstration(by=SYSTEM)
    _check_soundness()
    second = [_rows(table) for table in TABLES]
    engine().dispose()
    shutil.copy(loaded, tmp_path / "first.sqlite3")
    _use(tmp_path / "first.sqlite3")
    different = [table.__tablename__ for table, rows in zip(TABLES, second, strict=True) if rows != _rows(table)]
    engine().dispose()
    assert not different  # the rows themselves would take minutes to compare for the message


@pytest.mark.parametrize("make", [make_school, make_pupil, lambda: make_actor(role=Role.ADMINISTRATOR)])
def test_it_refuses_beside_real_records(database: str, make: Any) -> None:
    make()
    with pytest.raises(HomeLinkError, match="Nothing was changed"):
        load_demonstration(by=SYSTEM)
    with reading() as session:
        assert session.exec(select(func.count()).select_from(FamilyChild)).one() == 0


@pytest.mark.parametrize("role", ASSIGNABLE_ROLES)
def test_no_account_may_load_it(database: str, role: Role) -> None:
    with pytest.raises(PermissionDenied):
        load_demonstration(by=make_actor(role=role))


def test_a_second_process_finds_it_done(demonstration: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Two processes start together: the second has looked before the first was done."""
    answers = iter([None])
    real = demo.setting
    monkeypatch.setattr(demo, "setting", lambda session, key: next(answers, real(session, key)))
    load_demonstration(by=SYSTEM)
    with reading() as session:
        assert len(session.exec(select(AuditEvent)).all()) == 1
