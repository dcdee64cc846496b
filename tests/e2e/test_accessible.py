"""Every page, for every role that may open it, on a phone and at a desk: WCAG 2.2 AA, one heading, no sideways scroll.

`open_browser` adds: no error in the console (so no violation of the content security policy) and no other host called.
"""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from components.filters import View
from components.navigation import pages_for
from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.permissions import Actor, Permission, Role
from tests.e2e.conftest import DESK, PHONE, Server, check_accessible, settled, sign_in, visit

pytestmark = pytest.mark.e2e
USERNAMES = {role: username for role, username, _ in DEMO_ACCOUNTS}


def _addresses(role: Role) -> list[str]:
    """The pages of a role, and a pupil; every view of the figures for one role, because all are drawn alike."""
    actor = Actor(None, role, role, role)
    pages = [page.url_path for page in pages_for(actor)]
    if role is Role.LEAD:
        pages += [f"attendance?attendance.view={view.replace(' ', '+')}" for view in list(View)[1:]]
    if actor.can(Permission.PUPIL_SEARCH):
        pages += ["pupil?id=1"]
    return pages


def sign_in_to_demonstration(server: Server, context: BrowserContext, role: Role) -> Page:
    """A tab whose browser holds the cookie, so that further addresses can be opened."""
    tab = visit(context, server.url)
    sign_in(tab, USERNAMES[role], DEMO_PASSWORD)
    for _ in range(50):
        if context.cookies():
            return tab
        tab.wait_for_timeout(100)
    raise AssertionError("The browser was given no session cookie.")


def _check(tab: Page, url: str, report: Path) -> None:
    tab.goto(url)
    tab.locator("h1").first.wait_for()
    settled(tab)
    expect(tab.locator("h1")).to_have_count(1)
    for viewport in (PHONE, DESK):
        tab.set_viewport_size(viewport)
        settled(tab)
        check_accessible(tab, report)


@pytest.mark.parametrize("role", USERNAMES)
def test_every_page_of_a_role(
    demo_server: Server, open_browser: Callable[..., BrowserContext], tmp_path: Path, role: Role
) -> None:
    tab = sign_in_to_demonstration(demo_server, open_browser(viewport=PHONE), role)
    for number, address in enumerate(_addresses(role)):
        _check(tab, f"{demo_server.url}/{address}", tmp_path / f"{number}.json")


def test_main_pages_in_the_dark(
    demo_server: Server, open_browser: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    tab = sign_in_to_demonstration(demo_server, open_browser(viewport=PHONE, color_scheme="dark"), Role.LEAD)
    for address in ("attendance", "find-pupil", "pupil?id=1", "imports", "audit"):
        _check(tab, f"{demo_server.url}/{address}", tmp_path / f"{address[:5]}.json")


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
