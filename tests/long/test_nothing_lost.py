"""Killed again and again. `KILLS=100 python -m pytest -m long tests/long/test_nothing_lost.py` is the whole proof."""

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, BrowserContext

from tests.e2e.conftest import Server, browser, start_server  # noqa: F401 - fixtures
from tests.e2e.killing import kill_once, tablet

pytestmark = pytest.mark.long
KILLS = int(os.environ.get("KILLS", "10"))


@pytest.fixture(scope="module")
def mortal(start_server: Callable[..., Server]) -> Server:  # noqa: F811 - a fixture
    """A demonstration of its own, to be killed."""
    return start_server(HOME_LINK_DEMO="1")


@pytest.fixture(scope="module")
def own_tablet(browser: Browser) -> Iterator[BrowserContext]:  # noqa: F811
    with tablet(browser) as context:
        yield context


@pytest.mark.parametrize("place", range(KILLS))
def test_nothing_is_lost(mortal: Server, own_tablet: BrowserContext, place: int) -> None:
    kill_once(mortal, own_tablet, place)
