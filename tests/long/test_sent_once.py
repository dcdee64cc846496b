"""Five hundred forms, each sent two or five times and once more, on both databases: five hundred records."""

import os

import pytest

from tests.data.core.submit_trials import send_often

pytestmark = pytest.mark.long
TRIALS = int(os.environ.get("TRIALS", "500"))


@pytest.mark.usefixtures("database")
def test_each_form_makes_one_record() -> None:
    assert send_often(TRIALS) == (TRIALS, TRIALS)
