"""Referral to plan in real Chromium: every page at both sizes, and the way of one referral from school to worker."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from data.reference.demo_accounts import DEMO_PASSWORD
from tests.e2e.conftest import PHONE, Server, check_accessible, settled, sign_in, visit

pytestmark = pytest.mark.e2e


def _signed_in(server: Server, context: BrowserContext, role: str, path: str) -> Page:
    tab = visit(context, f"{server.url}/{path}")
    sign_in(tab, f"demo.{role}", DEMO_PASSWORD)
    return settled(tab)


def _one(server: Server, sql: str) -> int:
    with sqlite3.connect(server.folder / "data" / "demonstration.sqlite3") as connection:
        return connection.execute(sql).fetchone()[0]


def _look(tab: Page, name: str) -> None:
    """Keep a picture where somebody asked for one."""
    if folder := os.environ.get("SCREENSHOTS"):
        tab.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def _plan(server: Server) -> str:
    """The plan of a child whom the demonstration's worker supports."""
    mine = (
        "SELECT p.pupil_id FROM support_period p JOIN account a ON a.worker_id = p.worker_id WHERE p.status = 'active'"
    )
    return f"plan?pupil={_one(server, mine + ' AND p.pupil_id IN (SELECT pupil_id FROM plan)')}"


def _choose(tab: Page, label: str, option: str | None = None) -> None:
    """Choose from a list, the first when none is named."""
    options = tab.get_by_role("option")
    wanted = (options.filter(has_text=option) if option else options).first
    expect(_opened(tab, label, wanted)).to_be_visible()
    wanted.click()
    settled(tab)


def _opened(tab: Page, label: str, wanted: Locator) -> Locator:
    """A list closes again when the page is drawn afresh in the same moment."""
    for _ in range(5):
        tab.get_by_role("combobox", name=label).last.click()
        tab.wait_for_timeout(500)
        if wanted.is_visible():
            break
    return wanted


def _tap(tab: Page, option: str) -> None:
    """One of a few. The circle itself lies under its label."""
    tab.get_by_role("radio", name=option).locator("xpath=ancestor::label").click()
    settled(tab)


def _fill(tab: Page, label: str, words: str) -> None:
    field = tab.get_by_label(label, exact=True)
    field.fill(words)
    field.blur()
    settled(tab)


def test_a_referral_goes_from_school_to_worker(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    head = _signed_in(own_server, open_browser(viewport=PHONE), "headteacher", "refer")
    _refer(head)
    lead = _signed_in(own_server, open_browser(), "lead", "referrals")
    _ask_for_more(lead)
    _answer(head)
    _allocate(lead)
    _open(head, "refer")
    _choose(head, "Open a referral")  # the newest; it goes by the name on the pupil list now
    expect(head.get_by_text("Outcome: Your worker rings on Monday")).to_be_visible()
    expect(head.get_by_text("Where it stands: A worker supports the family")).to_be_visible()
    _look(head, "refer-outcome")
    check_accessible(head)


def _refer(head: Page) -> None:
    head.get_by_text("The child is not on the list").click()
    settled(head)
    _fill(head, "Child's first name and surname", "Nova Pretend")
    _choose(head, "School")
    head.get_by_role("button", name="Send the referral").click()
    settled(head)
    expect(head.get_by_text("Please choose the main reason.")).to_be_visible()
    _look(head, "refer-problems")
    check_accessible(head)
    _choose(head, "The referral comes from", "Class teacher")
    _choose(head, "Main reason", "Attendance")
    _fill(head, "Name of the person referring", "Demo Teacher")
    _fill(head, "How the team can reach them", "07700 900100")
    _fill(head, "What is happening, and what would help?", "Late most mornings")
    expect(head.get_by_label("Child's first name and surname", exact=True)).to_have_value("Nova Pretend")
    head.get_by_role("button", name="Send the referral").click()
    expect(head.get_by_text("The referral is with the team.")).to_be_visible()


def _ask_for_more(lead: Page) -> None:
    """Not on the list before the family agrees, so the school is asked."""
    _choose(lead, "Open a referral", "Nova Pretend")
    _tap(lead, "Put on the waiting list")
    _tap(lead, "Urgent")
    lead.get_by_role("button", name="Put on the waiting list").last.click()
    expect(lead.get_by_text("The family has to agree before")).to_be_visible()
    _tap(lead, "Ask for more")
    _fill(lead, "What do you need to know?", "Does the family agree?")
    _look(lead, "triage")
    check_accessible(lead)
    lead.get_by_role("button", name="Ask for more").last.click()
    expect(lead.get_by_text("the team has a question.")).to_be_visible()


def _answer(head: Page) -> None:
    head.reload()
    settled(head)
    expect(head.get_by_text("A question about Nova Pretend")).to_be_visible()
    answer = head.get_by_label("Your answer").first
    answer.fill("Mum agreed yesterday")
    answer.blur()
    settled(head)
    head.get_by_role("button", name="Send the answer").first.click()
    expect(head.get_by_text("Your answer is with the team.")).to_be_visible()


def _open(tab: Page, path: str) -> None:
    tab.goto(f"{tab.url.rpartition('/')[0]}/{path}")
    tab.locator("h1").first.wait_for()
    settled(tab)


def _allocate(lead: Page) -> None:
    """From the answer to a worker, and the outcome told."""
    _open(lead, "referrals")
    _choose(lead, "Open a referral", "Nova Pretend")
    expect(lead.get_by_text("Answered: Mum agreed yesterday")).to_be_visible()
    _tap(lead, "Put on the waiting list")
    _tap(lead, "Urgent")
    _fill(lead, "Who agreed?", "Mum")
    lead.get_by_role("spinbutton", name="day, On which day?").click()
    lead.keyboard.type("01092026")  # from part to part by itself
    lead.keyboard.press("Tab")
    lead.keyboard.press("Escape")  # the calendar, which lies over the button
    settled(lead)
    lead.get_by_role("button", name="Put on the waiting list").last.click()
    expect(lead.get_by_text("on the waiting list.")).to_be_visible()
    _fill(lead, "Name or candidate number", "Pretend")
    _choose(lead, "Which child is it?")
    lead.get_by_role("button", name="This is the child").click()
    expect(lead.get_by_text("The referral is about")).to_be_visible()
    settled(lead)
    _choose(lead, "Worker, most room first")
    _fill(lead, "What the referrer will read", "Your worker rings on Monday")
    lead.get_by_role("button", name="Begin support").click()
    expect(lead.get_by_text("support begins today.")).to_be_visible()
    settled(lead)
    _look(lead, "tell")
    expect(lead.get_by_label("What did you tell them?")).to_have_value("Your worker rings on Monday")
    lead.get_by_role("button", name="They have been told").click()
    expect(lead.get_by_text("has been told.")).to_be_visible()


def test_a_worker_closes_knowingly(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab = _signed_in(own_server, open_browser(viewport=PHONE), "worker", _plan(own_server))
    _tap(tab, "Close the plan")
    tab.get_by_role("button", name="Close the plan").last.click()
    expect(tab.get_by_text("stay open on purpose and why")).to_be_visible()
    _look(tab, "plan-close")
    check_accessible(tab)
    tab.get_by_role("button", name="Done: Get the bag ready").first.click()
    expect(tab.get_by_text("It is ticked off.")).to_be_visible()
    settled(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Make a document to print").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_lead_hands_a_caseload_over(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab = _signed_in(own_server, open_browser(), "lead", "hand-over")
    _choose(tab, "Whose families?", "Carol")
    tab.get_by_role("button", name="Suggest by room").click()
    expect(tab.get_by_role("combobox", name=" goes to").first).not_to_have_value("")
    settled(tab)
    _fill(tab, "Why?", "Carol moves to another post")
    _look(tab, "hand-over-caseload")
    check_accessible(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Make the hand-over pack").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    settled(tab)
    tab.get_by_role("button", name="Offer these families").click()
    expect(tab.get_by_text("families are offered.")).to_be_visible()
