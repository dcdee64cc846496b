"""The server is killed while a web is being filled in: nothing said to be saved is missing, nothing is doubled.

tests/long/test_nothing_lost.py does the same many times over.
"""

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.conftest import Server
from tests.e2e.killing import kill_once, tablet

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def mortal(start_server: Callable[..., Server]) -> Server:
    """A demonstration of its own, to be killed."""
    return start_server(HOME_LINK_DEMO="1")


@pytest.fixture(scope="module")
def own_tablet(browser: Browser) -> Iterator[BrowserContext]:
    with tablet(browser) as context:
        yield context


@pytest.mark.parametrize("place", [0, 2])
def test_killed_while_typing_and_at_submit(mortal: Server, own_tablet: BrowserContext, place: int) -> None:
    kill_once(mortal, own_tablet, place)
