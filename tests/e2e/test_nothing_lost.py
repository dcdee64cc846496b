"""The server is killed while a long form is being filled in: nothing said to be saved is missing, nothing is doubled.

tests/long/test_nothing_lost.py does the same many times over.
"""

import pytest
from playwright.sync_api import BrowserContext

from tests.e2e.conftest import Server
from tests.e2e.killing import kill_once
from tests.e2e.long_forms import LongForm, ReferralForm, WebForm

pytestmark = pytest.mark.e2e


@pytest.mark.parametrize(("form", "place"), [(WebForm, 0), (ReferralForm, 2)])
def test_killed_while_typing_and_at_submit(
    own_server: Server, own_tablet: BrowserContext, form: type[LongForm], place: int
) -> None:
    kill_once(own_server, own_tablet, form(own_server, place), place)
