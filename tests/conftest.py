"""What every test shares: a real database on each kind of server, and no state left behind."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import LiteralString

import psycopg
import pytest

from data.core import db
from data.core import settings as settings_module

SAMPLES = Path(__file__).parents[2] / "shared" / "samples"
_ROOM = 2 * 2**30  # bytes, for two test processes with much to spare


def _postgresql_bin() -> Path | None:
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))
    return found[-1].parent if found else None


def _use_memory() -> None:
    """What tests write goes to memory where there is room: a commit that waits for no disk is many times as fast."""
    memory = "/dev/shm"
    if os.access(memory, os.W_OK) and shutil.disk_usage(memory).free > _ROOM:
        os.environ["TMPDIR"] = tempfile.tempdir = memory  # of the browser and the servers too


_use_memory()


@pytest.hookimpl(tryfirst=True)  # before pytest leaves out what `-m` does not choose
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """On PostgreSQL in every run where the server makes a difference, and nightly elsewhere; the longest first.

    The journeys in the browser last longest; begun last, one of them would keep a process busy while the other idles.
    """
    for item in items:
        if _server_of(item) == "postgresql" and not item.get_closest_marker("both_databases"):
            item.add_marker(pytest.mark.nightly)
    items.sort(key=lambda item: item.get_closest_marker("e2e") is None)


def _server_of(item: pytest.Item) -> str | None:
    return item.callspec.params.get("database") if hasattr(item, "callspec") else None


@pytest.fixture(scope="session")
def postgresql_url(worker_id: str) -> Iterator[str]:
    """A throw-away PostgreSQL cluster on a socket of its own, for this test process."""
    bin_dir = _postgresql_bin()
    if bin_dir is None:
        if os.environ.get("CI"):
            pytest.fail("PostgreSQL is not installed, and CI must test on it.")
        pytest.skip("PostgreSQL is not installed on this machine.")
    folder = Path(tempfile.mkdtemp(prefix="home-link-pg-"))
    shutil.chown(folder, "postgres", "postgres") if os.getuid() == 0 else None
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    run = {"check": True, "cwd": folder, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    subprocess.run([*as_user, bin_dir / "initdb", "--no-sync", "-A", "trust", "-U", "postgres", folder / "d"], **run)
    options = f"-c fsync=off -c listen_addresses= -k {folder} -c max_connections=120"
    subprocess.run([*as_user, bin_dir / "pg_ctl", "-w", "-D", folder / "d", "-o", options, "start"], **run)
    yield f"postgresql+psycopg://postgres@/postgres?host={folder}"
    subprocess.run([*as_user, bin_dir / "pg_ctl", "-w", "-m", "immediate", "-D", folder / "d", "stop"], **run)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture(scope="session")
def worker_id(request: pytest.FixtureRequest) -> str:
    """The name of this test process, also when tests run in one."""
    return getattr(request.config, "workerinput", {"workerid": "main"})["workerid"]


@pytest.fixture(scope="session")
def empty_sqlite(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite file, to be copied for each test."""
    path = tmp_path_factory.mktemp("template") / "empty.sqlite3"
    _use(f"sqlite:///{path}")
    db.migrate()
    db.engine().dispose()
    return path


def _use(url: str) -> None:
    os.environ["HOME_LINK_DATABASE_URL"] = url
    settings_module.settings.cache_clear()


@pytest.fixture
def sqlite_database(empty_sqlite: Path) -> Iterator[str]:
    """A fresh SQLite database, for tests in which the kind of server makes no difference.

    Always at the same address, so that its engine need not compile the same statements again for each test.
    """
    path = empty_sqlite.with_name("test.sqlite3")
    for old in path.parent.glob(f"{path.name}*"):
        old.unlink()
    shutil.copy(empty_sqlite, path)
    url = f"sqlite:///{path}"
    _use(url)
    yield url
    db.engine_for(url).dispose()


@pytest.fixture(params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest) -> str:
    """A fresh, migrated database: SQLite in every run; PostgreSQL nightly, and in every run of `both_databases`."""
    if request.param == "sqlite":
        return request.getfixturevalue("sqlite_database")
    return request.getfixturevalue("postgresql_database")


@pytest.fixture(scope="session")
def empty_postgresql(postgresql_url: str) -> str:
    """A migrated, empty PostgreSQL database, to be copied for each test: several times as fast as migrating anew."""
    _on_server(postgresql_url, "CREATE DATABASE empty")
    _use(_database_of(postgresql_url, "empty"))
    db.migrate()
    db.engine().dispose()
    return postgresql_url


@pytest.fixture
def postgresql_database(empty_postgresql: str) -> Iterator[str]:
    """A fresh, migrated PostgreSQL database."""
    _on_server(empty_postgresql, "DROP DATABASE IF EXISTS test WITH (FORCE)", "CREATE DATABASE test TEMPLATE empty")
    url = _database_of(empty_postgresql, "test")
    _use(url)
    yield url
    db.engine_for(url).dispose()


def _database_of(server: str, name: str) -> str:
    return server.replace("/postgres?", f"/{name}?")


def _on_server(url: str, *statements: LiteralString) -> None:
    with psycopg.connect(url.replace("+psycopg", ""), autocommit=True) as connection:
        for statement in statements:
            connection.execute(statement)


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """No test sees the developer's own settings, and none leaves its own behind."""
    for name in [name for name in os.environ if name.startswith("HOME_LINK_")]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("HOME_LINK_DATA_DIR", str(tmp_path / "data"))
    settings_module.settings.cache_clear()
    yield
    settings_module.settings.cache_clear()
