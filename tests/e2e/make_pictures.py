"""Makes docs/pictures from the demonstration: `python -m pytest tests/e2e/make_pictures.py`, after a change of look."""

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext

from models.permissions import Role
from tests.e2e.conftest import DESK, PHONE, Server, settled
from tests.e2e.test_accessible import sign_in_to_demonstration

PICTURES = Path(__file__).parents[2] / "docs" / "pictures"
LARGEST = 150_000  # bytes
WANTED = (
    ("attendance-headteacher", Role.HEADTEACHER, "attendance", DESK),
    ("attendance-by-group", Role.LEAD, "attendance?attendance.view=By+group", DESK),
    ("pupil-on-a-phone", Role.LEAD, "pupil?id=3", PHONE),
    ("find-a-pupil-on-a-phone", Role.WORKER, "find-pupil", PHONE),
)


@pytest.mark.parametrize(("name", "role", "address", "viewport"), WANTED, ids=[row[0] for row in WANTED])
def test_make_picture(
    demo_server: Server,
    open_browser: Callable[..., BrowserContext],
    name: str,
    role: Role,
    address: str,
    viewport: dict[str, int],
) -> None:
    tab = sign_in_to_demonstration(demo_server, open_browser(viewport=viewport), role)
    tab.goto(f"{demo_server.url}/{address}")
    tab.locator("h1").first.wait_for()
    if address == "find-pupil":
        box = tab.get_by_role("textbox", name="Name or candidate number")
        box.fill("fict")
        box.press("Enter")
    settled(tab).wait_for_timeout(1000)  # charts fade in
    PICTURES.mkdir(exist_ok=True)
    path = PICTURES / f"{name}.png"
    tab.screenshot(path=path)
    assert path.stat().st_size < LARGEST
