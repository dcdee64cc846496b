"""The database: one engine, one way to read and one way to write."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, Row, Select, create_engine, event, select, text
from sqlalchemy.engine import make_url
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.pool import ConnectionPoolEntry
from sqlmodel import Session
from sqlmodel.sql.expression import SelectOfScalar

from data.core.settings import settings
from models.errors import NotFound

MIGRATIONS = Path(__file__).parents[1] / "migrations"
Columns = Select[*tuple[Any, ...]]
Values = Row[*tuple[Any, ...]]
_Found = TypeVar("_Found")
_READS = "home_link_reads"
_MIGRATION_LOCK = 7_204_101  # any number no other use of the PostgreSQL server shares
_SQLITE_PRAGMAS = (
    "PRAGMA foreign_keys=ON",
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=FULL",  # an acknowledged save survives a power cut
    "PRAGMA busy_timeout=15000",
)


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    connection.isolation_level = None  # SQLAlchemy's begin event starts transactions, not the driver
    for pragma in _SQLITE_PRAGMAS:
        cursor = connection.cursor()
        cursor.execute(pragma)
        cursor.close()


def _begin(connection: Connection) -> None:
    """Begin, and let the database refuse a reader's changes: readers and writers share the pool's connections."""
    reads = _READS in connection.get_execution_options()
    driver: Any = connection.connection.dbapi_connection
    is_sqlite, is_switched = connection.dialect.name == "sqlite", connection.info.get(_READS) is not reads
    if is_switched and is_sqlite:
        driver.execute(f"PRAGMA query_only={'ON' if reads else 'OFF'}")
    elif is_switched:
        driver.read_only = reads  # psycopg then begins with BEGIN READ ONLY
    connection.info[_READS] = reads
    if is_sqlite:
        # A write takes the lock at once, so that two of them queue instead of failing half way.
        connection.exec_driver_sql("BEGIN" if reads else "BEGIN IMMEDIATE")


@lru_cache
def engine_for(url: str, *, reads: bool = False) -> Engine:
    """The engine of a database, made once for each address, and beside it the one that may only read."""
    if reads:
        return engine_for(url).execution_options(**{_READS: True})
    parsed = make_url(url)
    is_sqlite = parsed.get_backend_name() == "sqlite"
    if is_sqlite and parsed.database:
        Path(parsed.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, pool_size=20, max_overflow=30, pool_pre_ping=not is_sqlite)
    if is_sqlite:
        event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin)
    return engine


def engine() -> Engine:
    """The engine of this installation."""
    return engine_for(settings().database_url)


def _reader() -> Engine:
    return engine_for(settings().database_url, reads=True)


@contextmanager
def reading() -> Iterator[Session]:
    """A session that sees one moment of the database; the database itself refuses to change anything in it."""
    with Session(_reader(), expire_on_commit=False, autoflush=False) as session:
        yield session


@contextmanager
def one_moment() -> Iterator[Connection]:
    """A connection that sees one moment and changes nothing: cheaper than a session, where columns are enough."""
    with _reader().connect() as connection:
        yield connection


def columns(*wanted: Any) -> Columns:  # noqa: ANN401 - columns of any table
    """A SELECT of columns instead of whole rows, which take ten times as long to make."""
    return select(*wanted)


def rows_of(statement: Columns, **values: object) -> Sequence[Values]:
    """Run one statement without a session, which would cost too much for what runs at every click."""
    with one_moment() as connection:
        return connection.execute(statement, values).all()


@contextmanager
def transaction() -> Iterator[Session]:
    """One unit of work: everything inside is kept together, or nothing is.

    No Streamlit call may happen inside: it could end the run half way (docs/decisions/two-doors.md).
    """
    with Session(engine(), expire_on_commit=False) as session, session.begin():
        yield session


@contextmanager
def _tables_may_be_made_anew(connection: Connection) -> Iterator[None]:
    """Pause SQLite's foreign keys: it changes a constraint by copying the table, and they must not follow the old."""
    if connection.dialect.name != "sqlite":
        yield
        return
    driver = connection.connection.dbapi_connection
    driver.execute("PRAGMA foreign_keys=OFF")  # type: ignore[union-attr]
    try:
        yield
        broken = driver.execute("PRAGMA foreign_key_check").fetchall()  # type: ignore[union-attr]
        if broken:
            raise RuntimeError(f"A migration left {len(broken)} rows pointing at nothing.")
    finally:
        driver.execute("PRAGMA foreign_keys=ON")  # type: ignore[union-attr]


def migrate() -> str:
    """Bring the database to the newest schema and return its revision. Safe when two processes start together."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    with engine().connect() as connection, _tables_may_be_made_anew(connection), connection.begin():
        if connection.dialect.name == "postgresql":
            connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": _MIGRATION_LOCK})
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one())


def find_visible(session: Session, query: SelectOfScalar[_Found], *, is_locked: bool = False) -> _Found:
    """The row, perhaps held until the transaction ends; NotFound when there is none, or it is not theirs to see."""
    found = session.exec(query.with_for_update() if is_locked else query).first()
    if found is None:
        raise NotFound
    return found


def find_row(session: Session, table: type[_Found], row_id: int, *, is_locked: bool = False) -> _Found:
    """The row with this number, perhaps held until the transaction ends; NotFound when there is none."""
    found = session.get(table, row_id, with_for_update=True if is_locked else None)
    if found is None:
        raise NotFound
    return found
