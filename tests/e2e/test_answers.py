"""A questionnaire is published, a group's answers are entered by keyboard, and a link is answered on a phone."""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from models.permissions import Role
from tests.e2e.conftest import PHONE, Server, check_accessible, settled, visit
from tests.e2e.fields import fill, pick, press
from tests.e2e.test_accessible import sign_in_to_demonstration
from tests.e2e.web_journey import look

pytestmark = pytest.mark.e2e
QUESTION = "We have time for each other"
PROGRAMME = (
    "SELECT p.id FROM programme p JOIN participant a ON a.programme_id = p.id AND a.adult_id IS NOT NULL "
    "GROUP BY p.id HAVING count(*) >= 8 ORDER BY p.id"
)


def _go(tab: Page, url: str) -> Page:
    tab.goto(url)
    tab.locator("h1").first.wait_for()
    return settled(tab)


def _publish(tab: Page) -> None:
    press(tab.get_by_text("Make one", exact=True))
    fill(tab, "Name", "Evenings")
    press(tab.get_by_text("Parents and carers", exact=True).last)
    press(tab.get_by_role("button", name="Make the questionnaire", exact=True))
    pick(tab, "Look at", "Evenings")
    fill(tab, "Question", QUESTION)
    pick(tab, "How is it answered?", "1 to 5")
    press(tab.get_by_role("button", name="Save the question", exact=True))
    expect(tab.get_by_text("The question is saved.")).to_be_visible()
    press(tab.get_by_text("The questions are right"))
    check_accessible(tab)
    press(tab.get_by_role("button", name="Publish", exact=True))
    expect(tab.get_by_text("Published. It can be asked from now on.")).to_be_visible()


def _fill_grid(tab: Page, people: int) -> None:
    """From the first field to the button with the keyboard alone: the arrows choose, Tab goes on."""
    tab.get_by_role("radiogroup", name=QUESTION).first.get_by_role("radio").first.focus()
    for _ in range(people):
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("ArrowRight")
        tab.keyboard.press("Tab")
    expect(tab.get_by_role("button", name="Save these answers")).to_be_focused()
    tab.keyboard.press("Enter")
    expect(tab.get_by_text(f"Saved: the answers of {people} people.")).to_be_visible()
    check_accessible(settled(tab))


def _link(tab: Page) -> str:
    """One for the group, afterwards."""
    press(tab.get_by_text("After the programme", exact=True))
    press(tab.get_by_text("Links and QR codes", exact=True))
    press(tab.get_by_text("One for the whole group", exact=False))
    press(tab.get_by_role("button", name="Make the links", exact=True))
    expect(tab.get_by_role("img", name="QR code that opens the questions")).to_be_visible()
    check_accessible(tab)
    return tab.get_by_test_id("stCode").inner_text().strip()


def test_published_entered_by_keyboard_and_answered_on_a_phone(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab = sign_in_to_demonstration(demo_server, open_browser(), Role.LEAD)
    _publish(_go(tab, f"{demo_server.url}/questionnaires"))
    _go(tab, f"{demo_server.url}/answers?programme={look(demo_server, PROGRAMME)[0][0]}")
    pick(tab, "Questionnaire", "Evenings, version 1")
    _fill_grid(tab, people=8)
    phone = visit(open_browser(viewport=PHONE), _link(tab))
    phone.get_by_role("radiogroup", name=QUESTION).get_by_text("4", exact=True).click()
    check_accessible(settled(phone))
    press(phone.get_by_role("button", name="Send my answers", exact=True))
    expect(phone.get_by_role("heading", name="Thank you!")).to_be_visible()
    check_accessible(settled(phone))
    tab.reload()
    expect(tab.get_by_text("1 answered so far")).to_be_visible()
