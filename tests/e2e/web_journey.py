"""What the journeys through a wellbeing web share: a worker with a child, the form, and what the database holds."""

import json
import sqlite3
from pathlib import Path
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from data.reference.demo_accounts import DEMO_ACCOUNTS, DEMO_PASSWORD
from models.permissions import Role
from tests.e2e.conftest import Server, settled, sign_in, visit
from tests.e2e.fields import tick

WORKER = next(username for role, username, _ in DEMO_ACCOUNTS if role is Role.WORKER)


def look(server: Server, query: str, *values: object) -> list[Any]:
    """Rows as the database holds them at this moment, read beside the server."""
    (path,) = Path(server.folder).glob("data/*.sqlite3")
    connection = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
    try:
        return connection.execute(query, values).fetchall()
    finally:
        connection.close()


def children(server: Server) -> list[int]:
    """The children the demonstration's worker supports."""
    return [
        row[0]
        for row in look(
            server,
            "SELECT DISTINCT p.pupil_id FROM support_period p JOIN account a ON a.worker_id = p.worker_id "
            "WHERE a.username = ? AND p.status = 'active' ORDER BY 1",
            WORKER,
        )
    ]


def families(server: Server) -> list[int]:
    """The families the demonstration's worker supports."""
    query = (
        "SELECT DISTINCT p.family_id FROM support_period p JOIN account a ON a.worker_id = p.worker_id "
        "WHERE a.username = ? AND p.status = 'active' ORDER BY 1"
    )
    return [row[0] for row in look(server, query, WORKER)]


def answers(server: Server, pupil_id: int) -> dict[str, Any]:
    """What is kept of the open draft of a web."""
    query = "SELECT answers FROM draft WHERE form = 'web' AND subject = ? AND submitted_at IS NULL"
    found = look(server, query, f"pupil:{pupil_id}")
    return json.loads(found[0][0]) if found else {}


def webs(server: Server, pupil_id: int) -> int:
    """How many webs of a child there are."""
    return int(look(server, "SELECT count(*) FROM web_reading WHERE pupil_id = ?", pupil_id)[0][0])


def open_form(server: Server, context: BrowserContext, pupil_id: int) -> Page:
    """The form of a web, signed in as the worker."""
    tab = visit(context, f"{server.url}/web?pupil={pupil_id}")
    sign_in_as_worker(tab)
    expect(tab.get_by_role("heading", name="Wellbeing web", exact=True)).to_be_visible()
    return settled(tab)


def sign_in_as_worker(tab: Page) -> None:
    """Where the tab asks who is here."""
    if tab.get_by_label("Username").count():
        sign_in(tab, WORKER, DEMO_PASSWORD)


def score(tab: Page, name: str, value: str) -> Locator:
    """The radio that gives an indicator a score."""
    return tab.get_by_role("radiogroup", name=f"{name}.").get_by_role("radio", name=value, exact=True)


def choose(tab: Page, name: str) -> None:
    """Tap the radio of this name."""
    tick(tab.get_by_role("radio", name=name, exact=True))


def tap(tab: Page, name: str, value: str) -> None:
    """Give a score and wait until it is kept."""
    tick(score(tab, name, value))


def said(tab: Page) -> Locator:
    """The line that says when the form was last kept."""
    return tab.get_by_text("Saved ", exact=False).last
