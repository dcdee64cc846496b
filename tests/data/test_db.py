"""The two doors: migrations, transactions and the audit chain, on both databases."""

from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from data import audit, db
from data.settings import settings
from models import AccountSchool
from models.audit import AuditAction


def test_models_match_migrations(database: str) -> None:
    """A model changed without a migration fails here."""
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS))
    with db.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.check(config)


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


def test_migrating_keeps_rows_that_others_point_at(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A copied table must not take what refers to it along: SQLite deletes by foreign key when a table is dropped."""
    monkeypatch.setenv("HOME_LINK_DATABASE_URL", f"sqlite:///{tmp_path / 'old.sqlite3'}")
    settings.cache_clear()
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS))
    with db.engine().begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0002")
        connection.exec_driver_sql(
            "INSERT INTO import_run (id, kind, filename, file_hash, rows_new, rows_changed, rows_same, rows_rejected,"
            " rows_doubtful, imported_at, imported_by, undone_by, undo_note)"
            " VALUES (1, 'schools', 'f', 'h', 1, 0, 0, 0, 0, '2026-01-01 00:00:00', 'lead', '', '')"
        )
        connection.exec_driver_sql("INSERT INTO worker (id, name, import_id) VALUES (1, 'HLW 01', 1)")
    db.migrate()
    with db.reading() as session:
        assert session.execute(text("SELECT name, import_id, room_for FROM worker")).one() == ("HLW 01", 1, 15)
    with pytest.raises(IntegrityError), db.transaction() as session:
        session.add(AccountSchool(account_id=77, school_id=77))
    db.engine().dispose()
