"""Killed again and again. `KILLS=100 python -m pytest -m long tests/long/test_nothing_lost.py` is the whole proof."""

import os
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import Server, browser, open_browser, start_server  # noqa: F401 - fixtures
from tests.e2e.killing import kill_once

pytestmark = pytest.mark.long
KILLS = int(os.environ.get("KILLS", "10"))


@pytest.fixture(scope="module")
def mortal(start_server: Callable[..., Server]) -> Server:  # noqa: F811 - a fixture
    """A demonstration of its own, to be killed."""
    return start_server(HOME_LINK_DEMO="1")


@pytest.mark.parametrize("place", range(KILLS))
def test_nothing_is_lost(mortal: Server, open_browser: Callable[..., BrowserContext], place: int) -> None:  # noqa: F811
    kill_once(mortal, open_browser, place)
