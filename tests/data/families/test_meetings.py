"""Meetings and statements put right: by whom, once, and never over somebody else's words."""

from datetime import date, timedelta

import pytest

from data.families.actions.meetings import change_record, log_record
from data.families.queries.meetings import meeting_record, statement_record
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound
from models.families.meetings import MeetingCreate, StatementCreate
from models.permissions import Actor
from tests.factories import make_pupil
from tests.rows.families import Home, draft_key, make_home

DAY = date(2026, 10, 5)


def _stranger() -> Home:
    return make_home(username="other", number="222222222", reference="F002")


def _meeting(home: Home, **fields: object) -> MeetingCreate:
    return MeetingCreate(**{"family_id": home.family_id, "kind": "childs_plan", "held_on": DAY, **fields})


def _mend_meeting(meeting_id: int, meeting: MeetingCreate, by: Actor, *, version: int = 1) -> int:
    key = draft_key("meeting_change", by)
    return change_record(draft_key=key, record_id=meeting_id, version=version, content=meeting, by=by)


@pytest.mark.both_databases
def test_a_meeting_is_put_right_once_for_each_version(home: Home) -> None:
    meeting_id = log_record(draft_key=draft_key("meeting", home.worker), content=_meeting(home), by=home.worker)
    changed = _meeting(home, summary="Agreed", pupil_id=home.pupil_id)
    _mend_meeting(meeting_id, changed, home.worker)
    _mend_meeting(meeting_id, changed, home.worker, version=2)  # nothing new
    found = meeting_record(actor=home.worker, meeting_id=meeting_id)
    assert (found.content, found.version) == (changed, 2)
    with pytest.raises(Conflict):
        _mend_meeting(meeting_id, _meeting(home, summary="Other"), home.worker)
    with pytest.raises(InvalidInput):
        _mend_meeting(meeting_id, _meeting(home, held_on=today() + timedelta(days=1)), home.worker, version=2)


def test_a_meeting_stays_with_its_family(home: Home) -> None:
    meeting_id = log_record(draft_key=draft_key("meeting", home.worker), content=_meeting(home), by=home.worker)
    other = _stranger()
    with pytest.raises(NotFound):
        meeting_record(actor=other.worker, meeting_id=meeting_id)
    for meeting, by in (
        (_meeting(other), home.worker),
        (_meeting(other), other.worker),
        (_meeting(home, pupil_id=other.pupil_id), home.worker),
    ):
        with pytest.raises(NotFound):
            _mend_meeting(meeting_id, meeting, by)


def _statement(pupil_id: int, **fields: object) -> StatementCreate:
    return StatementCreate(**{"pupil_id": pupil_id, "kind": "good_news", "made_on": DAY, **fields})


def _mend_statement(statement_id: int, statement: StatementCreate, by: Actor, *, version: int = 1) -> int:
    key = draft_key("statement_change", by)
    return change_record(draft_key=key, record_id=statement_id, version=version, content=statement, by=by)


@pytest.mark.both_databases
def test_what_was_done_about_a_statement_may_follow(home: Home) -> None:
    key = draft_key("statement", home.worker)
    statement_id = log_record(draft_key=key, content=_statement(home.pupil_id), by=home.worker)
    told = _statement(home.pupil_id, action_taken="Rang mum", child_told_on=DAY)
    _mend_statement(statement_id, told, home.worker)
    found = statement_record(actor=home.worker, statement_id=statement_id)
    assert (found.content, found.version, found.family_id) == (told, 2, home.family_id)
    with pytest.raises(Conflict):
        _mend_statement(statement_id, _statement(home.pupil_id), home.worker)


def test_a_statement_stays_with_its_child(home: Home) -> None:
    key = draft_key("statement", home.worker)
    statement_id = log_record(draft_key=key, content=_statement(home.pupil_id), by=home.worker)
    other = _stranger()
    with pytest.raises(NotFound):
        statement_record(actor=other.worker, statement_id=statement_id)
    for pupil_id, by in ((make_pupil(candidate_number="240000016"), home.worker), (home.pupil_id, other.worker)):
        with pytest.raises(NotFound):
            _mend_statement(statement_id, _statement(pupil_id), by)
