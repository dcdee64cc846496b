"""A form that is sent over and over makes one record. tests/long/test_sent_once.py does it five hundred times."""

import pytest

from tests.data.core.submit_trials import send_often

pytestmark = pytest.mark.both_databases


@pytest.mark.usefixtures("database")
def test_each_form_makes_one_record() -> None:
    assert send_often(20) == (20, 20)
