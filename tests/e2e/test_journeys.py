"""One day's work of each kind of person, in real Chromium."""

import io
import re
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from openpyxl import load_workbook
from playwright.sync_api import BrowserContext, FilePayload, Page, expect

from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.permissions import Role
from tests.e2e.conftest import PHONE, Server, settled, sign_in, visit
from tests.e2e.fields import pick, press
from tests.factories import PASSWORD

pytestmark = pytest.mark.e2e
USERNAMES = {role: username for role, username, _ in DEMO_ACCOUNTS}
NEW_PASSWORD = "gentle otter parcel"
SCHOOLS = """seed_code,name,sector,postcode
8240001,Madeup Primary School,Primary,KA1 1AA
8240002,Invented Primary School,Primary,KA1 1AB
"""
PUPILS = """SCN,Forename,Surname,DOB,Year Group,Postcode,Gender,School,SEED
012345674,Isla,Madeup,01/03/2015,P7,KA1 1AA,F,Madeup Primary School,8240001
051234561,Harris,Invented,02/04/2016,P6,KA1 1AB,M,Invented Primary School,8240002
"""
ATTENDANCE = """SCN,School,Total Possible,Total Attendance,Authorised Absence,Unauthorised Absence
012345674,Madeup Primary School,40,38,1,1
051234561,Invented Primary School,40,32,5,3
"""


def _as(server: Server, context: BrowserContext, role: Role, path: str = "") -> Page:
    tab = visit(context, f"{server.url}/{path}")
    sign_in(tab, USERNAMES[role], DEMO_PASSWORD)
    return tab


def _go(tab: Page, page: str) -> None:
    """By the menu, which is folded away on a phone."""
    if not tab.get_by_test_id("stSidebar").is_visible():
        press(tab.get_by_test_id("stExpandSidebarButton"))
    press(tab.get_by_role("link", name=page, exact=True))
    expect(tab.locator("h1")).to_have_text(page)
    settled(tab)


def _show(tab: Page, view: str) -> str:
    """Another view of the attendance page; its title, which says what the chart shows."""
    press(tab.get_by_text(view, exact=True))
    expect(tab).to_have_url(re.compile(re.escape(f"attendance.view={view.replace(' ', '+')}")))
    return settled(tab).locator("h3").first.inner_text()


def test_an_administrator_sets_up_and_brings_files_in(
    start_server: Callable[..., Server], open_browser: Callable[..., BrowserContext]
) -> None:
    server = start_server()
    tab = visit(open_browser(), server.url)
    fields = {"One-time code": server.set_up_code, "Username": "morag", "Name": "Morag :smile: www.example.org"}
    for label, words in (*fields.items(), ("New password", PASSWORD), ("New password again", PASSWORD)):
        tab.get_by_label(label, exact=True).fill(words)
    press(tab.get_by_role("button", name="Create the administrator"))
    expect(tab.get_by_text("Home Link is set up. Please sign in.")).to_be_visible()
    sign_in(tab, "morag", PASSWORD)
    expect(tab.get_by_text("Morag :smile: www")).to_be_visible()
    expect(tab.get_by_role("link", name="example.org")).to_have_count(0)
    _bring_in(tab, {"schools.csv": SCHOOLS, "pupils_2025-09.csv": PUPILS, "attendance_2025-09.csv": ATTENDANCE})
    _undo_newest(tab)
    _go(tab, "Accounts")
    _add_lead(tab)
    tab.get_by_role("button", name="Sign out", exact=True).click()
    expect(tab.get_by_text("You are signed out, on this device")).to_be_visible()
    _first_sign_in(tab)


def _bring_in(tab: Page, files: dict[str, str]) -> None:
    payloads: list[FilePayload] = [
        {"name": name, "mimeType": "text/csv", "buffer": text.encode()} for name, text in files.items()
    ]
    tab.locator("input[type=file]").set_input_files(payloads)
    for name in files:
        expect(tab.locator("h3").first).to_have_text(name)
        press(tab.get_by_role("button", name="Bring in 2 rows"))
        expect(tab.get_by_text(f"{name}: 2 new, 0 changed")).to_be_visible()


def _undo_newest(tab: Page) -> None:
    tab.reload()
    expect(tab.get_by_text("Undo a whole import")).to_be_visible()
    press(tab.get_by_text("Undo a whole import"))
    pick(tab, "Which file should be taken back?", "attendance_2025-09.csv")
    press(tab.get_by_role("button", name="Undo this import"))
    expect(tab.get_by_text("The import was undone.")).to_be_visible()


def _add_lead(tab: Page) -> None:
    press(tab.get_by_text("Add an account"))
    pick(tab, "Role", "Team lead")
    tab.get_by_label("Username", exact=True).fill("Not A Username")
    tab.get_by_label("Name", exact=True).fill("Fiona Lead")
    tab.get_by_role("textbox", name="First password").fill(PASSWORD)
    press(tab.get_by_role("button", name="Add the account"))
    expect(tab.get_by_text("A username is at least two small letters")).to_be_visible()
    tab.get_by_label("Username", exact=True).fill("fiona")
    press(tab.get_by_role("button", name="Add the account"))
    expect(tab.get_by_text("Fiona Lead can now sign in as fiona.")).to_be_visible()


def _first_sign_in(tab: Page) -> None:
    sign_in(tab, "fiona", PASSWORD)
    tab.get_by_label("Current password").fill(PASSWORD)
    tab.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    tab.get_by_label("New password again").fill(NEW_PASSWORD)
    press(tab.get_by_role("button", name="Change my password"))
    expect(tab.get_by_text("Your password is changed.")).to_be_visible()
    sign_in(tab, "fiona", NEW_PASSWORD)
    _go(tab, "Attendance")  # the address was of a page for administrators
    expect(tab.get_by_text("No attendance yet.")).to_be_visible()


def test_a_headteacher_sees_their_school_beside_the_others(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab = _as(demo_server, open_browser(), Role.HEADTEACHER)
    settled(tab)
    title = tab.locator("h3").first.inner_text()
    assert title.startswith("Attendance at Larchmuir Academy (demo) was ")
    assert "Average of 14 other" in tab.get_by_test_id("stPlotlyChart").inner_text()
    assert "Larchmuir" in _show(tab, "Compare schools")
    press(tab.get_by_text("The table behind the chart"))
    assert "Strathember" not in settled(tab).content(), "Another school is named."
    _go(tab, "Supported children")
    expect(tab.get_by_text("at 1 school", exact=False)).to_be_visible()


def test_a_lead_takes_figures_away_and_reads_the_log(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab = _as(demo_server, open_browser(), Role.LEAD, "attendance")
    title = _show(tab, "By group")
    assert title.startswith("SIMD quintile: ")
    with tab.expect_download() as download:
        tab.get_by_role("button", name="Download in Excel").click()
    sheet = load_workbook(io.BytesIO(Path(download.value.path()).read_bytes())).active
    assert title in [cell.value for row in sheet.iter_rows(max_row=6) for cell in row]
    address = tab.url
    _go(tab, "Audit log")
    expect(tab.get_by_text("SIMD quintile", exact=False).first).to_be_visible()
    press(tab.get_by_role("button", name="Check the log"))
    expect(tab.get_by_text("events are here, unaltered and in order")).to_be_visible()
    tab.goto(address)
    expect(tab.locator("h3").first).to_have_text(title)


def _number_of_a_child_without_a_worker(server: Server) -> str:
    database = sqlite3.connect(server.folder / "data" / "demonstration.sqlite3")
    unsupported = "SELECT candidate_number FROM pupil WHERE id NOT IN (SELECT pupil_id FROM family_child) LIMIT 1"
    with closing(database):
        return database.execute(unsupported).fetchone()[0]


def test_a_worker_covers_for_a_colleague_on_a_phone(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    tab = _as(demo_server, open_browser(viewport=PHONE), Role.WORKER, "find-pupil")
    box = tab.get_by_role("textbox", name="Name or candidate number")
    box.fill(_number_of_a_child_without_a_worker(demo_server))
    box.press("Enter")
    expect(tab.get_by_text("1 pupil found, by")).to_be_visible()
    reason = settled(tab).get_by_role("textbox", name="Why do you need to open this page?")
    reason.fill("Her worker is ill: $x$ ![x](http://x.example/x.png)")
    press(tab.get_by_role("button", name="Open the page"))
    expect(tab.get_by_text("The page is open to you for seven days.")).to_be_visible()
    expect(tab.get_by_text("$x$ ![x](http", exact=False)).to_be_visible()
    lead = _as(demo_server, open_browser(), Role.LEAD, "audit")
    expect(lead.get_by_text("Her worker is ill", exact=False).first).to_be_attached()


def test_a_viewer_sees_figures_and_nothing_else(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    context = open_browser(viewport=PHONE)
    tab = _as(demo_server, context, Role.VIEWER)
    assert "Attendance in all 15 schools" in settled(tab).locator("h3").first.inner_text()
    expect(tab.get_by_role("button", name="Download")).to_have_count(0)
    for page in ("pupil?id=1", "find-pupil", "supported", "audit", "imports", "accounts"):
        tab.goto(f"{demo_server.url}/{page}")
        expect(tab.get_by_text("This page is not part of your work in Home Link.")).to_be_visible()


def test_the_demonstrations_accounts_are_everybodys(
    demo_server: Server, open_browser: Callable[..., BrowserContext]
) -> None:
    here, there = open_browser(), open_browser()
    first = _as(demo_server, here, Role.VIEWER, "my-account")
    second = _as(demo_server, there, Role.VIEWER)
    first.get_by_label("Current password").fill(DEMO_PASSWORD)
    first.get_by_label("New password", exact=True).fill(NEW_PASSWORD)
    first.get_by_label("New password again").fill(NEW_PASSWORD)
    press(first.get_by_role("button", name="Change my password"))
    expect(first.get_by_text("Everybody who looks round shares this account")).to_be_visible()
    first.get_by_role("button", name="Sign out", exact=True).click()
    expect(first.get_by_text("You are signed out.")).to_be_visible()
    _show(second, "Reasons")
    expect(second.locator("h1")).to_have_text("Attendance")
