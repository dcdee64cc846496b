"""Killed again and again. `KILLS=100 python -m pytest -m long tests/long/test_nothing_lost.py` is the whole proof."""

import os

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import Server, browser, demo_server, demonstration, own_server, own_tablet, start_server  # noqa: F401 - fixtures
from tests.e2e.killing import kill_once
from tests.e2e.long_forms import LONG_FORMS

pytestmark = pytest.mark.long
KILLS = int(os.environ.get("KILLS", "10"))


@pytest.mark.parametrize("place", range(KILLS))
def test_nothing_is_lost(own_server: Server, own_tablet: BrowserContext, place: int) -> None:  # noqa: F811 - fixtures
    """The forms take turns, each coming to every moment of the kill."""
    form = LONG_FORMS[place // 4 % len(LONG_FORMS)]
    kill_once(own_server, own_tablet, form(own_server, place), place)
