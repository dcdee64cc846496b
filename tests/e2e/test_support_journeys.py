"""Referral to plan in real Chromium: every page at both sizes, and the way of one referral from school to worker."""

import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from data.reference.demo_accounts import DEMO_PASSWORD
from tests.e2e.conftest import PHONE, Server, check_accessible, settled, sign_in, visit
from tests.e2e.fields import fill, pick, press, tick

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


def test_a_referral_goes_from_school_to_worker(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    head = _signed_in(own_server, open_browser(viewport=PHONE), "headteacher", "refer")
    _refer(head)
    lead = _signed_in(own_server, open_browser(), "lead", "referrals")
    _ask_for_more(lead)
    _answer(head)
    _allocate(lead)
    _open(head, "refer")
    pick(head, "Open a referral")  # the newest; it goes by the name on the pupil list now
    expect(head.get_by_text("Outcome: Your worker rings on Monday")).to_be_visible()
    expect(head.get_by_text("Where it stands: A worker supports the family")).to_be_visible()
    _look(head, "refer-outcome")
    check_accessible(head)


def _refer(head: Page) -> None:
    press(head.get_by_text("The child is not on the list"))
    fill(head, "Child's first name and surname", "Nova Pretend")
    pick(head, "School")
    press(head.get_by_role("button", name="Send the referral"))
    expect(head.get_by_text("Please choose the main reason.")).to_be_visible()
    _look(head, "refer-problems")
    check_accessible(head)
    pick(head, "The referral comes from", "Class teacher")
    pick(head, "Main reason", "Attendance")
    fill(head, "Name of the person referring", "Demo Teacher")
    fill(head, "How the team can reach them", "07700 900100")
    fill(head, "What is happening, and what would help?", "Late most mornings")
    expect(head.get_by_label("Child's first name and surname", exact=True)).to_have_value("Nova Pretend")
    press(head.get_by_role("button", name="Send the referral"))
    expect(head.get_by_text("The referral is with the team.")).to_be_visible()


def _ask_for_more(lead: Page) -> None:
    """Not on the list before the family agrees, so the school is asked."""
    pick(lead, "Open a referral", "Nova Pretend")
    tick(lead.get_by_role("radio", name="Put on the waiting list"))
    tick(lead.get_by_role("radio", name="Urgent"))
    press(lead.get_by_role("button", name="Put on the waiting list").last)
    expect(lead.get_by_text("The family has to agree before")).to_be_visible()
    tick(lead.get_by_role("radio", name="Ask for more"))
    fill(lead, "What do you need to know?", "Does the family agree?")
    _look(lead, "triage")
    check_accessible(lead)
    press(lead.get_by_role("button", name="Ask for more").last)
    expect(lead.get_by_text("the team has a question.")).to_be_visible()


def _answer(head: Page) -> None:
    head.reload()
    settled(head)
    expect(head.get_by_text("A question about Nova Pretend")).to_be_visible()
    answer = head.get_by_label("Your answer").first
    answer.fill("Mum agreed yesterday")
    answer.blur()
    settled(head)
    press(head.get_by_role("button", name="Send the answer").first)
    expect(head.get_by_text("Your answer is with the team.")).to_be_visible()


def _open(tab: Page, path: str) -> None:
    tab.goto(f"{tab.url.rpartition('/')[0]}/{path}")
    tab.locator("h1").first.wait_for()
    settled(tab)


def _allocate(lead: Page) -> None:
    """From the answer to a worker, and the outcome told."""
    _open(lead, "referrals")
    pick(lead, "Open a referral", "Nova Pretend")
    expect(lead.get_by_text("Answered: Mum agreed yesterday")).to_be_visible()
    tick(lead.get_by_role("radio", name="Put on the waiting list"))
    tick(lead.get_by_role("radio", name="Urgent"))
    fill(lead, "Who agreed?", "Mum")
    lead.get_by_role("spinbutton", name="day, On which day?").click()
    lead.keyboard.type("01092026")  # from part to part by itself
    lead.keyboard.press("Tab")
    lead.keyboard.press("Escape")  # the calendar, which lies over the button
    settled(lead)
    press(lead.get_by_role("button", name="Put on the waiting list").last)
    expect(lead.get_by_text("on the waiting list.")).to_be_visible()
    fill(lead, "Name or candidate number", "Pretend")
    pick(lead, "Which child is it?")
    press(lead.get_by_role("button", name="This is the child"))
    expect(lead.get_by_text("The referral is about")).to_be_visible()
    settled(lead)
    pick(lead, "Worker, most room first")
    fill(lead, "What the referrer will read", "Your worker rings on Monday")
    press(lead.get_by_role("button", name="Begin support"))
    expect(lead.get_by_text("support begins today.")).to_be_visible()
    settled(lead)
    _look(lead, "tell")
    expect(lead.get_by_label("What did you tell them?")).to_have_value("Your worker rings on Monday")
    press(lead.get_by_role("button", name="They have been told"))
    expect(lead.get_by_text("has been told.")).to_be_visible()


def test_a_worker_closes_knowingly(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab = _signed_in(own_server, open_browser(viewport=PHONE), "worker", _plan(own_server))
    tick(tab.get_by_role("radio", name="Close the plan"))
    press(tab.get_by_role("button", name="Close the plan").last)
    expect(tab.get_by_text("stay open on purpose and why")).to_be_visible()
    _look(tab, "plan-close")
    check_accessible(tab)
    press(tab.get_by_role("button", name="Done: Get the bag ready").first)
    expect(tab.get_by_text("It is ticked off.")).to_be_visible()
    settled(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Make a document to print").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")


def test_a_lead_hands_a_caseload_over(own_server: Server, open_browser: Callable[..., BrowserContext]) -> None:
    tab = _signed_in(own_server, open_browser(), "lead", "hand-over")
    pick(tab, "Whose families?", "Carol")
    press(tab.get_by_role("button", name="Suggest by room"))
    expect(tab.get_by_role("combobox", name=" goes to").first).not_to_have_value("")
    settled(tab)
    fill(tab, "Why?", "Carol moves to another post")
    _look(tab, "hand-over-caseload")
    check_accessible(tab)
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Make the hand-over pack").click()
    assert download.value.path().read_bytes().startswith(b"%PDF")
    settled(tab)
    press(tab.get_by_role("button", name="Offer these families"))
    expect(tab.get_by_text("families are offered.")).to_be_visible()
