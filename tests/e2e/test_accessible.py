"""Every page, for every role that may open it: WCAG 2.2 AA, one heading, no sideways scroll.

Each is looked at on a phone in the light and at a desk in the dark. A console error fails it, so that no page breaks
the content security policy, and so does a call to another host.
"""

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from components.access.navigation import PAGES, pages_for
from components.attendance.filters import View
from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.permissions import Actor, Role
from tests.e2e.conftest import LOOKS, PHONE, Server, check_accessible, settled, sign_in, visit, watch

pytestmark = pytest.mark.e2e
USERNAMES = {role: username for role, username, _ in DEMO_ACCOUNTS}

_OWN = "FROM support_period p JOIN account a ON a.worker_id = p.worker_id WHERE a.username = 'demo.worker'"
_ACTIVE = f"{_OWN} AND p.status = 'active'"
# One of what each page is about, which a page opened by its bare address would only ask for.
RECORDS = {
    "pupil?id=": f"SELECT p.pupil_id {_ACTIVE}",
    "family?id=": f"SELECT p.family_id {_ACTIVE}",
    "support?family=": f"SELECT p.family_id {_ACTIVE}",
    "contact?family=": f"SELECT p.family_id {_ACTIVE}",
    "meeting?family=": f"SELECT p.family_id {_ACTIVE}",
    "statement?family=": f"SELECT p.family_id {_ACTIVE}",
    "contact?id=": f"SELECT id FROM contact WHERE family_id IN (SELECT p.family_id {_ACTIVE})",
    "web?pupil=": f"SELECT p.pupil_id {_ACTIVE}",
    "webs?pupil=": f"SELECT p.pupil_id {_ACTIVE} AND p.pupil_id IN (SELECT pupil_id FROM web_reading)",
    "plan?pupil=": f"SELECT p.pupil_id {_ACTIVE} AND p.pupil_id IN (SELECT pupil_id FROM plan)",
    "plan?without=1&pupil=": f"SELECT p.pupil_id {_ACTIVE} AND p.pupil_id NOT IN (SELECT pupil_id FROM plan)",
    "meeting?id=": f"SELECT id FROM meeting WHERE family_id IN (SELECT p.family_id {_ACTIVE})",
    "statement?id=": f"SELECT id FROM statement WHERE pupil_id IN (SELECT p.pupil_id {_ACTIVE})",
    "awards?id=": f"SELECT id FROM award WHERE pupil_id IN (SELECT p.pupil_id {_ACTIVE})",
    "volunteers?volunteer=": "SELECT id FROM volunteer",
    "services?service=": "SELECT id FROM service",
    "training?training=": "SELECT t.id FROM training t JOIN account a ON a.worker_id = t.worker_id",
    "programme?id=": "SELECT programme_id FROM participant",
    "register?session=": "SELECT s.id FROM programme_session s JOIN participant p ON p.programme_id = s.programme_id",
    "reach?programme=": "SELECT programme_id FROM reach",
}
FOR_LEADS = {"referrals?id=": "SELECT id FROM referral WHERE status = 'waiting'"}


def _addresses(role: Role) -> list[str]:
    """The pages of a role; a record of each kind for the worker, and every view of the figures for the lead."""
    pages = [page.url_path for page in pages_for(Actor(None, role, role, role))]
    if role is Role.LEAD:
        pages += [f"attendance?attendance.view={view.replace(' ', '+')}" for view in list(View)[1:]]
    more = {Role.WORKER: list(RECORDS), Role.LEAD: list(FOR_LEADS), Role.VIEWER: ["page-not-found", "audit"]}
    return pages + more.get(role, [])


# What waits for the night: a page that somebody else sees likewise, unless a lead sees more on it, and a page about
# one record at its bare address, where it only asks for one.
SEES_AS = {Role.LEAD: Role.WORKER, Role.ADMINISTRATOR: Role.LEAD}
MORE_FOR_LEADS = {"my-week", "families", "support", "training"}
LISTS = {"awards", "volunteers", "referrals", "services", "training"}
ONLY_ASKS = {address.partition("?")[0] for address in RECORDS} - LISTS - MORE_FOR_LEADS


def _marks(role: Role, address: str) -> tuple[pytest.MarkDecorator, ...]:
    is_seen = role in SEES_AS and address in _addresses(SEES_AS[role]) and address not in MORE_FOR_LEADS
    return (pytest.mark.nightly,) if is_seen or address in ONLY_ASKS else ()


CASES = [
    pytest.param(role, address, id=f"{role}-{address}", marks=_marks(role, address))
    for role in USERNAMES
    for address in _addresses(role)
]


@pytest.fixture(scope="module")
def complaints() -> list[str]:
    return []


@pytest.fixture(scope="module")
def tab_of(demo_server: Server, browser: Browser, complaints: list[str]) -> Iterator[Callable[[Role], Page]]:
    """A tab that a person of this role has signed in with."""
    tabs: dict[Role, Page] = {}

    def of(role: Role) -> Page:
        if role not in tabs:
            context = watch(browser.new_context(viewport=PHONE), complaints)
            tabs[role] = sign_in_to_demonstration(demo_server, context, role)
        return tabs[role]

    yield of
    for tab in tabs.values():
        tab.context.close()


def sign_in_to_demonstration(server: Server, context: BrowserContext, role: Role) -> Page:
    """A tab whose browser holds the cookie, so that further addresses can be opened."""
    tab = visit(context, server.url)
    sign_in(tab, USERNAMES[role], DEMO_PASSWORD)
    return tab


def _record(server: Server, address: str) -> str:
    """The address with the number of a record, where it needs one."""
    if not address.endswith("="):
        return address
    with closing(sqlite3.connect(server.folder / "data" / "demonstration.sqlite3")) as database:
        return f"{address}{database.execute((RECORDS | FOR_LEADS)[address]).fetchone()[0]}"


@pytest.mark.parametrize(("role", "address"), CASES)
def test_page_is_accessible(
    demo_server: Server, tab_of: Callable[[Role], Page], complaints: list[str], role: Role, address: str
) -> None:
    tab = tab_of(role)
    tab.goto(f"{demo_server.url}/{_record(demo_server, address)}")
    tab.locator("h1").first.wait_for()
    expect(settled(tab).locator("h1")).to_have_count(1)
    check_accessible(tab, *LOOKS)
    assert not complaints, "\n".join(complaints)


def test_every_page_about_one_record_is_looked_at() -> None:
    hidden = {page.url_path for page in PAGES} - {"answer", "my-web"}  # test_answers.py and test_web.py look at these
    looked_at = {address.partition("?")[0] for role in USERNAMES for address in _addresses(role)}
    assert hidden <= looked_at


def _tab_to(tab: Page, script: str) -> None:
    """Press the tab key until the element that has the focus is the one wanted."""
    for _ in range(60):
        if tab.evaluate(f"(() => {{ const e = document.activeElement; return {script}; }})()"):
            return
        tab.keyboard.press("Tab")
    pytest.fail(f"The keyboard does not reach it: {script}")


def test_with_the_keyboard_alone(demo_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    """Signing in, another view of the figures, and signing out, without a mouse."""
    tab = visit(open_browser(), demo_server.url)
    _tab_to(tab, "e.getAttribute('aria-label') === 'Username'")
    tab.keyboard.type(USERNAMES[Role.VIEWER])
    _tab_to(tab, "e.getAttribute('aria-label') === 'Password'")
    tab.keyboard.type(DEMO_PASSWORD)
    tab.keyboard.press("Enter")
    tab.get_by_role("button", name="Sign out", exact=True).wait_for(state="attached")
    settled(tab)
    _tab_to(tab, "e.type === 'radio'")
    tab.keyboard.press("ArrowRight")
    expect(tab).to_have_url(f"{demo_server.url}/attendance?attendance.view=Compare+schools")
    settled(tab)
    _tab_to(tab, "e.tagName === 'BUTTON' && e.innerText.includes('Sign out')")
    tab.keyboard.press("Enter")
    expect(tab.get_by_text("You are signed out.")).to_be_visible()
