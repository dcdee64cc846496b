"""A register on a phone: eight people in a few seconds, and nothing that was shown as kept is lost with the server."""

import signal
import time
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from data.reference.demo_accounts import DEMO_PASSWORD
from tests.e2e.conftest import PHONE, Server, check_accessible, settled, sign_in, visit
from tests.e2e.fields import press
from tests.e2e.web_journey import WORKER, look

pytestmark = pytest.mark.e2e
EMPTY = (
    "SELECT s.id FROM programme_session s JOIN programme p ON p.id = s.programme_id WHERE s.taken_at IS NULL "
    "AND NOT s.is_cancelled AND (SELECT count(*) FROM participant WHERE programme_id = p.id) >= 8 ORDER BY s.id"
)


def _open(server: Server, open_browser: Callable[..., BrowserContext], place: int) -> tuple[Page, int]:
    session_id = look(server, EMPTY)[place][0]
    tab = visit(open_browser(viewport=PHONE), f"{server.url}/register?session={session_id}")
    sign_in(tab, WORKER, DEMO_PASSWORD)
    expect(tab.get_by_role("heading", name="Register", exact=True)).to_be_visible()
    return settled(tab), session_id


def _marks(server: Server, session_id: int) -> list[int]:
    found = look(server, "SELECT is_present FROM register_mark WHERE session_id = ?", session_id)
    return [is_present for (is_present,) in found]


def _absent(tab: Page, place: int) -> None:
    radio = tab.get_by_role("radiogroup").nth(place).get_by_role("radio", name="Absent")
    radio.locator("xpath=ancestor::label").click()


def _kept(tab: Page, absent: int) -> None:
    expect(tab.get_by_text(f", {absent} absent, 0 not said")).to_be_visible()


def test_eight_people_are_marked_in_under_fifteen_seconds(
    own_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab, session_id = _open(own_server, open_browser, 0)
    began = time.monotonic()
    press(tab.get_by_role("button", name="Everybody is here"))
    _kept(tab, 0)
    _absent(tab, 1)
    _absent(tab, 3)  # at once: the second tap does not wait for the first
    _kept(tab, 2)
    assert time.monotonic() - began < 15
    said = _marks(own_server, session_id)
    assert len(said) >= 8
    assert said.count(0) == 2
    check_accessible(settled(tab))


def test_a_killed_server_loses_no_mark(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab, session_id = _open(own_server, open_browser, 1)
    press(tab.get_by_role("button", name="Everybody is here"))
    _kept(tab, 0)
    _absent(tab, 0)
    own_server.stop(with_signal=signal.SIGKILL)
    own_server.start()
    connected = tab.get_by_test_id("stApp")
    expect(connected).to_have_attribute("data-test-connection-state", "CONNECTED", timeout=60_000)
    _kept(tab, 1)
    assert _marks(own_server, session_id).count(0) == 1, "Tapped before the server was killed, kept when it came back."
