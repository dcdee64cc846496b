"""The audit page as the lead uses it."""

from pathlib import Path

import pytest
from sqlalchemy import text
from streamlit.testing.v1 import AppTest

from data.attendance.actions.pupils import give_cover
from data.core.audit import record
from data.core.db import transaction
from models.audit import AuditAction
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_worker, sign_in_as

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")


@pytest.fixture
def at(sqlite_database: str) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=20)
    at.session_state["session.token"] = sign_in_as(make_actor(role=Role.LEAD))
    return at.run()


def _open(at: AppTest) -> AppTest:
    return at.switch_page("../../pages/access/audit.py").run()


def _note(number: int, *, by: str = "lead") -> None:
    with transaction() as session:
        for _ in range(number):
            record(session, action=AuditAction.SIGNED_IN, by=by)


def test_an_empty_log_says_so(at: AppTest) -> None:
    _open(at)
    assert not at.exception
    assert "Nothing was written down" in at.info[0].value
    assert "Nobody has opened a colleague's page" in at.info[1].value


def test_sentences_are_filtered_and_paged(at: AppTest) -> None:
    _note(51)
    _note(1, by="*star*")
    _open(at)
    assert at.table[0].value["What happened"].tolist()[:2] == [r"\*star\* signed in", "Lead signed in"]
    assert len(at.table[0].value) == 50
    at.session_state["audit.page.None.None.None.None"] = 2
    at.run()
    assert len(at.table[0].value) == 2
    at.selectbox(key="audit.by").set_value("*star*").run()
    assert len(at.table[0].value) == 1
    at.selectbox(key="audit.by").set_value(None).run()
    at.selectbox(key="audit.kind").set_value(AuditAction.SIGNED_OUT).run()
    assert not at.table


def test_covers_are_shown_with_their_reason(at: AppTest) -> None:
    worker = make_actor(role=Role.WORKER, worker_id=make_worker())
    give_cover(pupil_id=make_pupil(), reason="Carol is ill", by=worker)
    _open(at)
    assert at.dataframe[0].value[["Worker", "Child", "Reason"]].to_numpy().tolist() == [
        ["Worker", "Test Madeup", "Carol is ill"]
    ]


def test_the_check_says_whether_the_log_is_whole(at: AppTest) -> None:
    _note(2)
    _open(at)
    at.button(key="audit.check").click().run()
    assert "All 2 events are here" in at.success[0].value
    with transaction() as session:
        session.execute(text("UPDATE audit_head SET events = 5"))
    at.button(key="audit.check").click().run()
    assert "missing" in at.error[0].value
