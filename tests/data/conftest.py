"""What data tests share."""

from functools import lru_cache

import bcrypt
import pytest

from data.access import passwords
from models.permissions import Actor, Role
from tests.data.imports.import_files import make_schools
from tests.factories import make_actor, make_school
from tests.rows.families import Home, make_home


@pytest.fixture
def quick_hashing(monkeypatch: pytest.MonkeyPatch) -> None:
    """The same library with the least work, because these tests make many hashes."""
    gensalt = bcrypt.gensalt
    monkeypatch.setattr(bcrypt, "gensalt", lambda: gensalt(rounds=4))
    monkeypatch.setattr(passwords, "_nobody_hash", lru_cache(passwords._nobody_hash.__wrapped__))


@pytest.fixture
def home(database: str) -> Home:
    """A worker with one family."""
    return make_home()


@pytest.fixture
def lead(database: str) -> Actor:
    return make_actor(role=Role.LEAD)


@pytest.fixture
def school_id(database: str) -> int:
    return make_school()


@pytest.fixture
def head(school_id: int) -> Actor:
    """The headteacher of that school."""
    return make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))


@pytest.fixture
def schools(database: str) -> dict[str, int]:
    """The schools that files made for tests name."""
    return make_schools()
