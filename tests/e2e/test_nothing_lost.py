"""The server is killed while a web is being filled in: nothing said to be saved is missing, nothing is doubled.

tests/long/test_nothing_lost.py does the same many times over.
"""

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import Server
from tests.e2e.killing import kill_once

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def mortal(start_server: Callable[..., Server]) -> Server:
    """A demonstration of its own, to be killed."""
    return start_server(HOME_LINK_DEMO="1")


@pytest.mark.parametrize("place", [0, 2])
def test_killed_while_typing_and_at_submit(
    mortal: Server, open_browser: Callable[..., BrowserContext], place: int
) -> None:
    kill_once(mortal, open_browser, place)
