"""The two doors: migrations, transactions and the audit chain, on both databases."""

import pytest
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlmodel import select

from data.core import audit, db
from models.access import AccountSchool, Setting
from models.audit import AuditAction
from models.families.family import Worker

pytestmark = pytest.mark.both_databases


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


_ADD = "INSERT INTO worker (name, room_for) VALUES ('Somebody', 15)"


@pytest.mark.parametrize("sql", [_ADD, "UPDATE setting SET value = 'other'", "DELETE FROM setting"])
def test_a_query_cannot_write(database: str, sql: str) -> None:
    """Read and write in turn, so that every connection of the pool has served both."""
    for _ in range(2):
        with db.transaction() as session:
            session.merge(Setting(key="data_version", value="7"))
        with pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"), db.reading() as session:
            session.execute(text(sql))
        with pytest.raises(DBAPIError, match=r"readonly database|read-only transaction"), db.one_moment() as connection:
            connection.execute(text(sql))
    assert db.rows_of(db.columns(Setting.value)) == [("7",)]


def test_whoever_reads_and_writes_at_once_does_each_as_it_should(database: str) -> None:
    with db.reading() as outer:
        outer.exec(select(Worker)).all()
        with db.transaction() as session:
            session.execute(text(_ADD))
        with pytest.raises(DBAPIError):
            outer.execute(text(_ADD))
    assert len(db.rows_of(db.columns(Worker.id))) == 1


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
