"""A worker's day in real Chromium: every page of work with families, a contact in six taps, and the calendar link."""

import re
import time
import urllib.error
import urllib.request
from collections.abc import Callable

import icalendar
import pytest
from playwright.sync_api import BrowserContext, Page, expect

from data.reference.demo_accounts import DEMO_PASSWORD
from tests.e2e.conftest import PHONE, Server, settled, sign_in, visit
from tests.e2e.fields import press

pytestmark = pytest.mark.e2e


def _signed_in(server: Server, context: BrowserContext, username: str = "demo.worker") -> Page:
    tab = visit(context, server.url)
    sign_in(tab, username, DEMO_PASSWORD)
    return tab


def test_a_contact_is_logged_in_six_taps_and_twenty_seconds(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    context = open_browser(viewport=PHONE, has_touch=True)
    _signed_in(demo_server, context)
    tab = visit(context, f"{demo_server.url}/family?id=1")
    expect(tab.get_by_text("Safety:")).to_be_visible()
    began = time.monotonic()
    press(tab.get_by_role("button", name="Log a contact"))  # 1
    tab.get_by_role("heading", name="Log a contact").wait_for()
    settled(tab)
    press(tab.get_by_test_id("stRadio").get_by_text("Phone call", exact=True))  # 2
    press(tab.get_by_test_id("stCheckbox").filter(visible=True).first)  # 3
    press(tab.get_by_test_id("stRadio").get_by_text("15 min", exact=True))  # 4
    tab.get_by_label("In one line", exact=True).fill("Rang about the school trip")  # 5
    tab.wait_for_timeout(1_500)  # a thumb takes as long to the button, and the line is kept by itself meanwhile
    settled(tab)
    press(tab.get_by_role("button", name="Save the contact"))  # 6
    expect(tab.get_by_text("The contact is saved.")).to_be_visible()
    assert time.monotonic() - began < 20
    expect(tab.get_by_text("Rang about the school trip. 15 minutes")).to_be_visible()


def test_the_calendar_link_works_until_it_is_stopped(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab = _signed_in(demo_server, open_browser())
    press(tab.get_by_text("Your week in your own calendar"))
    press(tab.get_by_role("button", name=re.compile("Make (my|a new) address")))
    address = tab.get_by_test_id("stCode").inner_text().strip()
    with urllib.request.urlopen(address, timeout=10) as answer:
        assert answer.headers["content-type"].startswith("text/calendar")
        content = answer.read()
    events = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert {str(event["SUMMARY"]) for event in events} == {"Visit", "Group or club", "Meeting", "Something else"}
    assert b"family" not in content.lower(), "No title and no name."
    settled(tab).reload()
    press(tab.get_by_text("Your week in your own calendar"))
    press(tab.get_by_role("button", name="Stop this address working"))
    expect(tab.get_by_text("The address no longer works.")).to_be_visible()
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(address, timeout=10)
