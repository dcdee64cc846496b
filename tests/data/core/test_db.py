"""The two doors: migrations, transactions and the audit chain, on both databases."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, MetaData, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from data.core import audit, db
from data.core.settings import settings
from models import AccountSchool
from models.audit import AuditAction
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker
from models.imports import ImportKind, ImportRun

INSTANT = datetime(2026, 8, 24, 9, tzinfo=UTC)
OLDER_ROWS: dict[str, dict[str, object]] = {
    "import_run": {
        "id": 1,
        "kind": "tracker",
        "filename": "f",
        "file_hash": "h",
        "rows_new": 1,
        "rows_changed": 0,
        "rows_same": 0,
        "rows_rejected": 0,
        "rows_doubtful": 0,
        "imported_at": INSTANT,
        "imported_by": "lead",
        "undone_by": "",
        "undo_note": "",
    },
    "worker": {"id": 1, "name": "HLW 01", "import_id": 1},
    "family": {"id": 1, "reference": "F001", "import_id": 1},
    "pupil": {"id": 1, "candidate_number": "012345674", "search_key": "", "import_id": 1},
    "family_child": {"id": 1, "family_id": 1, "pupil_id": 1, "import_id": 1},
    "support_period": {
        "id": 1,
        "pupil_id": 1,
        "family_id": 1,
        "worker_id": 1,
        "started_on": INSTANT.date(),
        "status": "active",
        "import_id": 1,
    },
}


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


def test_models_match_migrations(database: str) -> None:
    """A model changed without a migration fails here."""
    with db.engine().begin() as connection:
        command.check(_config(connection))


def test_migrating_again_changes_nothing(database: str) -> None:
    assert db.migrate() == db.migrate()


def test_foreign_keys_are_enforced(database: str) -> None:
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(AccountSchool(account_id=77, school_id=77))


def _record_then_stop() -> None:
    with db.transaction() as session:
        audit.record(session, action=AuditAction.SIGNED_IN, by="worker")
        raise KeyboardInterrupt


def test_transaction_keeps_nothing_after_an_error(database: str) -> None:
    """Streamlit ends a run with a BaseException, so that kind must roll back too."""
    with pytest.raises(KeyboardInterrupt):
        _record_then_stop()
    with db.reading() as session:
        assert audit.check_chain(session).events == 0


@pytest.mark.parametrize("sql", ["UPDATE audit_event SET detail = 'other'", "DELETE FROM audit_event"])
def test_audit_refuses_change(database: str, sql: str) -> None:
    with db.transaction() as session:
        audit.record(session, action=AuditAction.SIGNED_IN, by="worker")
    with pytest.raises(DBAPIError, match="append-only"), db.transaction() as session:
        session.execute(text(sql))


def _three_events() -> None:
    for name in ("one", "two", "three"):
        with db.transaction() as session:
            audit.record(session, action=AuditAction.SIGNED_IN, by=name)


@pytest.mark.parametrize(
    ("sql", "problem"),
    [
        ("UPDATE audit_event SET by_username = 'x' WHERE id = 2", "number 2 was altered"),
        ("DELETE FROM audit_event WHERE id = 2", "before number 3 is missing"),
        ("DELETE FROM audit_event WHERE id = 3", "newest events after number 2 are missing"),
    ],
)
def test_check_finds_tampering(sqlite_database: str, sql: str, problem: str) -> None:
    """Someone with the file can drop the triggers; the chain still tells."""
    _three_events()
    with db.transaction() as session:
        for verb in ("UPDATE", "DELETE"):
            session.execute(text(f"DROP TRIGGER audit_event_no_{verb}"))
        session.execute(text(sql))
    with db.reading() as session:
        assert any(problem in found for found in audit.check_chain(session).problems)


def test_untouched_chain_has_no_problems(database: str) -> None:
    _three_events()
    with db.reading() as session:
        report = audit.check_chain(session)
    assert (report.events, report.problems) == (3, ())


@pytest.fixture(params=["sqlite", "postgresql"])
def older_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database as the issue before left it: one supported child that an import brought."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'old.sqlite3'}" if is_sqlite else request.getfixturevalue("postgresql_url")
    monkeypatch.setenv("HOME_LINK_DATABASE_URL", url)
    settings.cache_clear()
    with db.engine().begin() as connection:
        for sql in () if is_sqlite else ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            connection.exec_driver_sql(sql)
    with db.engine().begin() as connection:
        command.upgrade(_config(connection), "0002")
        tables = MetaData()
        tables.reflect(connection)
        for name, row in OLDER_ROWS.items():
            connection.execute(tables.tables[name].insert().values(row))
    yield
    db.engine().dispose()
    db.engine_for.cache_clear()


def test_migrating_keeps_what_was_there(older_database: None) -> None:
    """A table made anew must not take what refers to it along: SQLite deletes by foreign key when one is dropped."""
    db.migrate()
    with db.reading() as session:
        assert session.exec(select(Worker)).one().room_for == 15
        period = session.exec(select(SupportPeriod)).one()
        assert (period.worker_id, period.import_id, period.status) == (1, 1, SupportStatus.ACTIVE)
        assert (period.version, period.next_step, period.review_on) == (1, "", None)
        assert session.exec(select(Family)).one().weight == 1
        assert session.exec(select(ImportRun)).one().kind is ImportKind.TRACKER
        assert session.exec(select(FamilyChild.pupil_id)).all() == [1]


def test_what_the_new_states_need_is_there(older_database: None) -> None:
    db.migrate()
    with db.transaction() as session:
        session.get_one(SupportPeriod, 1).status = SupportStatus.STEPPED_DOWN
        session.get_one(ImportRun, 1).kind = ImportKind.WEBS


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE support_period SET status = 'other'",
        "UPDATE import_run SET kind = 'other'",
        "UPDATE support_period SET worker_id = 77",
        "INSERT INTO support_period (id, pupil_id, family_id, worker_id, started_on, status)"
        " SELECT 2, pupil_id, family_id, worker_id, started_on, status FROM support_period",
    ],
)
def test_what_was_refused_before_still_is(older_database: None, sql: str) -> None:
    db.migrate()
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.execute(text(sql))


def test_an_upgraded_database_is_as_a_new_one(older_database: None) -> None:
    db.migrate()
    with db.engine().begin() as connection:
        command.check(_config(connection))
