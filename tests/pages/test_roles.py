"""Every page under every role: offered and drawn to those it is for, refused by each lock to everyone else."""

from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from components.access.navigation import PAGES, PageEntry, pages_for
from models.permissions import ASSIGNABLE_ROLES, GRANTS, Actor, Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, sign_in_as

ROOT = Path(__file__).parents[2]
SHELL = str(ROOT / "components" / "access" / "shell.py")
SECONDS = 20  # a page's first run imports pandas and Plotly, on a machine that is doing other things
EVERY_CELL = [(role, entry) for role in ASSIGNABLE_ROLES for entry in PAGES]

pytestmark = pytest.mark.usefixtures("sqlite_database")


def _actor(role: Role) -> Actor:
    school_id = make_school()
    make_pupil()
    worker_id = make_worker() if role is Role.WORKER else None
    return make_actor(role=role, school_ids=(school_id,) if role is Role.HEADTEACHER else (), worker_id=worker_id)


def _tab(script: str, token: str | None) -> AppTest:
    at = AppTest.from_file(script, default_timeout=SECONDS)
    if token:
        at.session_state["session.token"] = token
    return at.run()


def _cells(*, allowed: bool) -> list[object]:
    return [
        pytest.param(role, entry, id=f"{role}-{entry.url_path}")
        for role, entry in EVERY_CELL
        if (entry.permission in GRANTS[role]) is allowed
    ]


@pytest.mark.parametrize(("role", "entry"), _cells(allowed=True))
def test_page_under_role(role: Role, entry: PageEntry) -> None:
    at = _tab(SHELL, sign_in_as(_actor(role)))
    at.switch_page(f"../../pages/{entry.path}").run()
    assert not at.exception
    assert len(at.title) == 1, "A page has one title."
    assert at.title[0].value == entry.title


@pytest.mark.parametrize("role", ASSIGNABLE_ROLES)
def test_other_pages_are_not_offered(role: Role) -> None:
    at = _tab(SHELL, sign_in_as(_actor(role)))
    for entry in (entry for each, entry in EVERY_CELL if each is role and entry.permission not in GRANTS[role]):
        with pytest.raises(ValueError, match="Could not find page|not found|registered"):
            at.switch_page(f"../../pages/{entry.path}")


@pytest.mark.parametrize(("role", "entry"), _cells(allowed=False))
def test_guard_under_role(role: Role, entry: PageEntry) -> None:
    """The second lock: the page's own file, without the navigation that would not have offered it."""
    at = _tab(str(ROOT / "pages" / entry.path), sign_in_as(_actor(role)))
    refusals = [box.value for box in at.warning if "not part of your work" in box.value]
    assert refusals, "The page must begin with require(the permission that PAGES gives it)."
    assert len(at.main) == 1, "A refused page shows nothing else."


@pytest.mark.parametrize("entry", PAGES, ids=lambda entry: entry.url_path)
def test_stranger_sees_only_the_way_in(entry: PageEntry) -> None:
    alone = _tab(str(ROOT / "pages" / entry.path), None)
    assert not alone.exception
    assert [box.value for box in alone.info] == ["Please sign in to see this page."]
    assert len(alone.main) == 1, "A page must show nothing before `require(...)`."
    with pytest.raises(ValueError, match="Could not find page|not found|registered"):
        _tab(SHELL, None).switch_page(f"../../pages/{entry.path}")


def test_a_made_up_token_opens_nothing() -> None:
    make_actor(role=Role.LEAD)
    at = _tab(SHELL, "token-of-lead")
    assert at.title[0].value not in {entry.title for entry in PAGES}


@pytest.mark.parametrize("role", ASSIGNABLE_ROLES)
def test_everyone_lands_somewhere(role: Role) -> None:
    actor = _actor(role)
    at = _tab(SHELL, sign_in_as(actor))
    assert at.title[0].value == pages_for(actor)[0].title


def test_system_is_nobodys_role() -> None:
    assert Role.SYSTEM not in ASSIGNABLE_ROLES
