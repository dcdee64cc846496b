"""Every migration is rehearsed on a database full of rows of every table, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, MetaData
from sqlalchemy.exc import DBAPIError

from data.core import db
from data.core.settings import settings
from tests.rows.every_table import fill_every_table

REVISIONS = [one.revision for one in ScriptDirectory(str(db.MIGRATIONS)).walk_revisions()]
_ADD_A_COLUMN = '''"""A column more."""

import sqlalchemy as sa
from alembic import op

revision = "9999"
down_revision = "{before}"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("contact") as contact:
        contact.add_column(sa.Column("tried_out", sa.String(40), nullable=False{default}))
'''


@pytest.fixture(params=["sqlite", "postgresql"])
def bare_database(request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database without a table."""
    is_sqlite = request.param == "sqlite"
    url = f"sqlite:///{tmp_path / 'bare.sqlite3'}" if is_sqlite else request.getfixturevalue("postgresql_url")
    monkeypatch.setenv("HOME_LINK_DATABASE_URL", url)
    settings.cache_clear()
    with db.engine().begin() as connection:
        for sql in () if is_sqlite else ("DROP SCHEMA public CASCADE", "CREATE SCHEMA public"):
            connection.exec_driver_sql(sql)
    yield
    db.engine().dispose()
    db.engine_for.cache_clear()


def _upgrade(connection: Connection, revision: str, folder: Path = db.MIGRATIONS) -> None:
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.attributes["connection"] = connection
    command.upgrade(config, revision)


@pytest.mark.parametrize("revision", REVISIONS)
def test_every_row_survives_the_way_up(bare_database: None, revision: str) -> None:
    """From each revision there ever was to the newest: what a row said before, it says after."""
    with db.engine().begin() as connection:
        _upgrade(connection, revision)
        before = fill_every_table(connection)
    db.migrate()
    with db.engine().begin() as connection:
        after = fill_every_table(connection)
        assert len(before) > 50
        for name, row in before.items():
            assert after[name] == {**after[name], **{key: row[key] for key in row.keys() & after[name].keys()}}
        command.check(_config(connection))


def _config(connection: Connection) -> Config:
    config = Config()
    config.set_main_option("script_location", str(db.MIGRATIONS))
    config.attributes["connection"] = connection
    return config


@pytest.mark.parametrize(("default", "is_fine"), [("", False), (', server_default=""', True)])
def test_the_rehearsal_finds_a_column_that_old_rows_cannot_have(
    bare_database: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, default: str, is_fine: bool
) -> None:
    """On an empty database both of these pass, which is how such a migration would reach real records."""
    folder = tmp_path / "migrations"
    (folder / "versions").mkdir(parents=True)
    for path in (*db.MIGRATIONS.glob("*.*"), *db.MIGRATIONS.glob("versions/*.py")):
        (folder / path.relative_to(db.MIGRATIONS)).write_bytes(path.read_bytes())
    code = _ADD_A_COLUMN.format(before=REVISIONS[0], default=default)
    (folder / "versions" / "9999_a_column_more.py").write_text(code)
    monkeypatch.setattr(db, "MIGRATIONS", folder)
    with db.engine().begin() as connection:
        _upgrade(connection, REVISIONS[0])
        fill_every_table(connection)
    if not is_fine:
        with pytest.raises(DBAPIError):
            db.migrate()
        return
    db.migrate()
    with db.engine().begin() as connection:
        contact = MetaData()
        contact.reflect(connection, only=["contact"])
        assert connection.execute(contact.tables["contact"].select()).mappings().one()["tried_out"] == ""


def test_there_is_one_newest_revision() -> None:
    assert len(ScriptDirectory(str(db.MIGRATIONS)).get_heads()) == 1
