"""Meetings and statements put right: by whom, once, and never over somebody else's words."""

from datetime import date, timedelta
from typing import Any

import pytest

from data.core.actions.records import change_record, create_record
from data.core.queries.records import record_of
from data.families.queries.contacts import contact_family
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound
from models.families.meetings import MEETINGS, STATEMENTS
from models.kinds import Kind
from models.permissions import Actor
from tests.factories import make_pupil
from tests.rows.families import Home, draft_key, make_home

DAY = date(2026, 10, 5)


def _stranger() -> Home:
    return make_home(username="other", number="222222222", reference="F002")


def _log(home: Home, kind: Kind, values: dict[str, Any]) -> int:
    owner_id = home.family_id if kind is MEETINGS else None
    key = draft_key(kind.name, home.worker)
    return create_record(kind=kind, values=values, owner_id=owner_id, draft_key=key, by=home.worker)


def _put_right(kind: Kind, record_id: int, values: dict[str, Any], by: Actor, *, version: int = 1) -> int:
    key = draft_key(f"{kind.name}_change", by)
    return change_record(kind=kind, record_id=record_id, values=values, version=version, draft_key=key, by=by)


def _meeting(**fields: object) -> dict[str, Any]:
    return {"kind": "childs_plan", "held_on": DAY, **fields}


@pytest.mark.both_databases
def test_a_meeting_is_put_right_once_for_each_version(home: Home) -> None:
    meeting_id = _log(home, MEETINGS, _meeting())
    changed = _meeting(summary="Agreed", pupil_id=home.pupil_id)
    _put_right(MEETINGS, meeting_id, changed, home.worker)
    _put_right(MEETINGS, meeting_id, changed, home.worker, version=2)  # nothing new
    found = record_of(kind=MEETINGS, record_id=meeting_id, actor=home.worker)
    assert found.values.items() >= changed.items()
    assert (found.owner_id, found.version) == (home.family_id, 2)
    with pytest.raises(Conflict):
        _put_right(MEETINGS, meeting_id, _meeting(summary="Other"), home.worker)
    with pytest.raises(InvalidInput):
        _put_right(MEETINGS, meeting_id, _meeting(held_on=today() + timedelta(days=1)), home.worker, version=2)


def test_a_meeting_stays_with_its_family(home: Home) -> None:
    meeting_id = _log(home, MEETINGS, _meeting())
    other = _stranger()
    with pytest.raises(NotFound):
        record_of(kind=MEETINGS, record_id=meeting_id, actor=other.worker)
    for meeting, by, refusal in (
        (_meeting(family_id=other.family_id), home.worker, InvalidInput),
        (_meeting(summary="Mine now"), other.worker, NotFound),
        (_meeting(pupil_id=other.pupil_id), home.worker, NotFound),
    ):
        with pytest.raises(refusal):
            _put_right(MEETINGS, meeting_id, meeting, by)
    assert record_of(kind=MEETINGS, record_id=meeting_id, actor=home.worker).version == 1


def _statement(pupil_id: int, **fields: object) -> dict[str, Any]:
    return {"pupil_id": pupil_id, "kind": "good_news", "made_on": DAY, **fields}


@pytest.mark.both_databases
def test_what_was_done_about_a_statement_may_follow(home: Home) -> None:
    statement_id = _log(home, STATEMENTS, _statement(home.pupil_id))
    told = _statement(home.pupil_id, action_taken="Rang mum", child_told_on=DAY)
    _put_right(STATEMENTS, statement_id, told, home.worker)
    found = record_of(kind=STATEMENTS, record_id=statement_id, actor=home.worker)
    assert found.values.items() >= told.items()
    assert found.version == 2
    assert contact_family(actor=home.worker, pupil_id=found.owner_id).family_id == home.family_id
    with pytest.raises(Conflict):
        _put_right(STATEMENTS, statement_id, _statement(home.pupil_id, action_taken=""), home.worker)


def test_a_concern_says_what_was_done_about_it(home: Home) -> None:
    concern = _statement(home.pupil_id, is_safety_concern=True)
    with pytest.raises(InvalidInput, match="whom you told"):
        _log(home, STATEMENTS, concern)
    statement_id = _log(home, STATEMENTS, concern | {"action_taken": "Rang my lead"})
    with pytest.raises(InvalidInput, match="whom you told"):
        _put_right(STATEMENTS, statement_id, {"action_taken": ""}, home.worker)


def test_a_statement_stays_with_its_child(home: Home) -> None:
    statement_id = _log(home, STATEMENTS, _statement(home.pupil_id))
    other = _stranger()
    with pytest.raises(NotFound):
        record_of(kind=STATEMENTS, record_id=statement_id, actor=other.worker)
    for pupil_id, by in ((make_pupil(candidate_number="240000016"), home.worker), (home.pupil_id, other.worker)):
        with pytest.raises(NotFound):
            _put_right(STATEMENTS, statement_id, _statement(pupil_id), by)
