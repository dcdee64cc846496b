"""Meetings and a child's statements, as they are recorded and put right."""

import pytest

from models.audit import AuditAction, AuditEvent
from models.choices import CHILD_PROTECTION_WORDS
from models.columns import now
from models.families.contacts import Contact
from models.families.meetings import Meeting, Statement
from tests.factories import save
from tests.pages.tab import Tab, rows_of
from tests.rows.families import Home, make_home

pytestmark = pytest.mark.usefixtures("sqlite_database")


def test_a_meeting_and_a_statement_with_a_concern(home: Home) -> None:
    meeting = Tab(home.worker, "families/meeting", family=home.family_id)
    meeting.field("radio", "kind").set_value("childs_plan").run()
    meeting.field("checkbox", "indicators.safe").check().run()
    meeting.field("checkbox", "indicators.active").check().run()
    meeting.press("Save the meeting")
    assert [(row.kind, row.indicators) for row in rows_of(Meeting)] == [("childs_plan", "safe,active")]
    tab = Tab(home.worker, "families/statement", family=home.family_id)
    tab.field("radio", "kind").set_value("my_wellbeing").run()
    tab.field("checkbox", "is_safety_concern").check().run()
    assert CHILD_PROTECTION_WORDS in tab.words, "What to do stands there before it is sent."
    tab.press("Save the statement")
    assert "whom you told" in tab.words
    tab.field("text_area", "action_taken").set_value("Rang my lead at 10").run()
    tab.press("Save the statement")
    assert [row.is_safety_concern for row in rows_of(Statement)] == [True]
    assert f"The statement is saved. {CHILD_PROTECTION_WORDS}" in tab.words
    assert "Which family?" in [box.label for box in Tab(home.worker, "families/meeting").at.selectbox]


def test_a_meeting_and_a_statement_are_read_and_put_right(home: Home) -> None:
    base = {"recorded_by": "worker", "indicators": "safe"}
    day = {"held_on": now().date()}
    meeting_id = save(Meeting(family_id=home.family_id, kind="childs_plan", summary="Tekst", **base, **day)).id
    subject = f"drawer.meeting_change.meeting:{meeting_id}.1"
    tab = Tab(home.worker, "families/meeting", opened=(subject,), id=meeting_id)
    assert {"About: the family", "What it was about: Safe"} <= set(tab.words.splitlines())
    tab.field("text_area", "summary").set_value("Text").run()
    tab.press("Save the change")
    assert [(row.summary, row.indicators, row.version) for row in rows_of(Meeting)] == [("Text", "safe", 2)]
    row = {"is_safety_concern": True, "action_taken": "Rang my lead", "made_on": now().date()}
    statement_id = save(Statement(pupil_id=home.pupil_id, kind="good_news", summary="I told", **row, **base)).id
    subject = f"drawer.statement_change.statement:{statement_id}.1"
    tab = Tab(home.worker, "families/statement", opened=(subject,), id=statement_id)
    assert "The child was told: not yet" in tab.words
    assert CHILD_PROTECTION_WORDS in tab.words
    tab.field("date_input", "child_told_on").set_value(now().date()).run()
    tab.press("Save the change")
    assert [(row.child_told_on, row.version) for row in rows_of(Statement)] == [(now().date(), 2)]
    stranger = make_home(username="colleague", number="222222222", reference="F002").worker
    for page, id_ in (("meeting", meeting_id), ("statement", statement_id)):
        assert "could not find" in Tab(stranger, f"families/{page}", id=id_).words


def test_whoever_tries_the_numbers_of_records_is_written_down(home: Home) -> None:
    stranger = make_home(username="colleague", number="222222222", reference="F002").worker
    base = {"family_id": home.family_id, "recorded_by": "worker"}
    meeting_id = save(Meeting(**base, kind="childs_plan", held_on=now().date())).id
    contact_id = save(Contact(**base, kind="phone_call", happened_at=now())).id
    for page, id_ in (("meeting", meeting_id), ("contact", contact_id), ("statement", 9)):
        for by in (stranger, stranger, home.worker):
            Tab(by, f"families/{page}", id=id_)
    events = [(row.by_username, row.action, row.target) for row in rows_of(AuditEvent)]
    refused = [target for by, action, target in events if (by, action) == ("colleague", AuditAction.REFUSED)]
    assert refused == [f"meeting:{meeting_id}", f"contact:{contact_id}", "statement:9"]
    assert events.count(("worker", AuditAction.FAMILY_VIEWED, f"family:{home.family_id}")) == 1
