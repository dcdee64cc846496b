"""People who give: known or not, checks by when they press, hours of registers and by hand, and where they went."""

from datetime import timedelta
from typing import Any

import pytest

from data.awards.actions.volunteers import add_volunteer
from data.awards.queries.volunteers import VolunteerRow, list_volunteers
from data.core.actions.records import change_record, create_record, undo_record
from models.audit import AuditAction, Mistake
from models.awards.volunteers import (
    CONTRIBUTIONS,
    DESTINATIONS,
    VOLUNTEER_CHECKS,
    VOLUNTEERS,
    CheckState,
    VolunteerKind,
)
from models.clock import day_text, today
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.kinds import Kind
from models.permissions import Actor, Role
from models.programmes.programme import ParticipantRole
from tests.factories import logged, make_actor
from tests.rows.awards import attend, days_ago, make_programme
from tests.rows.families import Home, draft_key, make_home

GIL = {"name": "Gil Madeup", "kind": VolunteerKind.VOLUNTEER, "phone": "01234 567890"}
ANOTHER = {"name": "Another Volunteer", "kind": VolunteerKind.VOLUNTEER}


def _add(by: Actor, values: dict[str, Any] = GIL, **known: int) -> int:
    return add_volunteer(draft_key=draft_key("volunteer", by), values=values, by=by, **known)


def _record(by: Actor, kind: Kind, volunteer_id: int, /, **values: object) -> int:
    key = draft_key(kind.name, by)
    return create_record(kind=kind, values=values, owner_id=volunteer_id, draft_key=key, by=by)


def _check(by: Actor, volunteer_id: int, due_in: int | None, *, kind: str = "pvg", back: int = 400) -> int:
    due_on = None if due_in is None else days_ago(-due_in)
    return _record(by, VOLUNTEER_CHECKS, volunteer_id, kind=kind, checked_on=days_ago(back), due_on=due_on)


def _put_right(by: Actor, kind: Kind, record_id: int, /, **values: object) -> int:
    """As somebody does who saw the first version."""
    key = draft_key(f"{kind.name}_change", by)
    return change_record(kind=kind, record_id=record_id, values=values, version=1, draft_key=key, by=by)


def _only(by: Actor) -> VolunteerRow:
    (row,) = list_volunteers(actor=by)
    return row


def test_a_stranger_and_a_parent_we_know(home: Home) -> None:
    by, draft = home.worker, draft_key("volunteer", home.worker)
    assert len({add_volunteer(draft_key=draft, values=GIL, by=by) for _ in range(2)}) == 1
    _add(by, ANOTHER)
    donna = {"name": "Donna Madeup", "kind": VolunteerKind.VOLUNTEER}
    _add(by, donna, adult_id=home.adult_id)
    with pytest.raises(InvalidInput, match="Donna Madeup is among the volunteers"):
        _add(by, donna, adult_id=home.adult_id)
    rows = [(row.name, row.family_id) for row in list_volunteers(actor=by)]
    assert rows == [("Another Volunteer", None), ("Donna Madeup", home.family_id), ("Gil Madeup", None)]


@pytest.mark.both_databases
def test_another_workers_family_is_neither_linked_nor_shown(home: Home) -> None:
    other = make_home(username="other", number="051234561", reference="F002")
    for who in ({"adult_id": other.adult_id}, {"pupil_id": other.pupil_id}):
        with pytest.raises(NotFound):
            _add(home.worker, {"name": "Somebody", "kind": VolunteerKind.MENTOR}, **who)
    _add(other.worker, {"name": "Ava Madeup", "kind": VolunteerKind.MENTOR}, pupil_id=other.pupil_id)
    assert (_only(other.worker).family_id, _only(home.worker).family_id) == (other.family_id, None)


def test_the_newest_check_of_each_kind_counts(home: Home) -> None:
    by, volunteer_id = home.worker, _add(home.worker)
    assert _only(by).state is CheckState.MISSING
    _check(by, volunteer_id, -35)
    assert _only(by).state is CheckState.OVERDUE
    _check(by, volunteer_id, 300, back=2)
    assert (_only(by).state, len(_only(by).checks)) == (CheckState.FINE, 1)
    _check(by, volunteer_id, 60, kind="first_aid")
    assert (_only(by).state, _only(by).due_on) == (CheckState.SOON, days_ago(-60))
    _put_right(by, VOLUNTEERS, volunteer_id, has_stopped=True)
    assert _only(by).state is CheckState.FINE


def test_hours_of_registers_and_by_hand(home: Home) -> None:
    by, volunteer_id = home.worker, _add(home.worker)
    programme_id = make_programme()
    helps = {"volunteer_id": volunteer_id, "role": ParticipantRole.VOLUNTEER}
    attend(programme_id, days_ago=9, **helps)
    attend(programme_id, days_ago=2, **helps)
    attend(programme_id, days_ago=3, is_present=False, **helps)
    attend(programme_id, days_ago=-3, **helps)
    hours = {"given_on": days_ago(1), "minutes": 45, "what": "Shopping"}
    sent = {
        "kind": CONTRIBUTIONS,
        "values": hours,
        "owner_id": volunteer_id,
        "draft_key": draft_key("contribution", by),
    }
    assert len({create_record(**sent, by=by) for _ in range(2)}) == 1
    row = _only(by)
    assert (row.register_minutes, row.minutes, row.hours) == (180, 45, 3.8)


def test_what_they_went_on_to(home: Home) -> None:
    by, volunteer_id = home.worker, _add(home.worker)
    for kind, back in (("training", 30), ("work", 5)):
        _record(by, DESTINATIONS, volunteer_id, kind=kind, began_on=days_ago(back))
    assert [one.values["kind"] for one in _only(by).went_on_to] == ["work", "training"]


def test_what_cannot_be(home: Home) -> None:
    by, volunteer_id = home.worker, _add(home.worker)
    with pytest.raises(InvalidInput, match="still to come"):
        _check(by, volunteer_id, None, back=-1)
    with pytest.raises(InvalidInput, match="has to come after"):
        _check(by, volunteer_id, -5, back=5)
    with pytest.raises(InvalidInput, match="one of the list"):
        _check(by, volunteer_id, None, kind="made_up")
    with pytest.raises(NotFound):
        _check(by, 99, None)
    with pytest.raises(InvalidInput, match="still to come"):
        _record(by, CONTRIBUTIONS, volunteer_id, given_on=today() + timedelta(days=1), minutes=60)
    change = {"name": "Gil Pretend", "kind": VolunteerKind.MENTOR, "phone": ""}
    _put_right(by, VOLUNTEERS, volunteer_id, **change)
    assert _only(by).record.values == {**change, "has_stopped": False}
    with pytest.raises(Conflict):
        _put_right(by, VOLUNTEERS, volunteer_id, **change | {"name": "Gil Again"})
    head = make_actor(role=Role.HEADTEACHER)
    with pytest.raises(PermissionDenied):
        list_volunteers(actor=head)
    with pytest.raises(PermissionDenied):
        _add(head)


def test_a_check_is_put_right_unless_somebody_else_did(home: Home) -> None:
    by, volunteer_id = home.worker, _add(home.worker)
    check_id = _check(by, volunteer_id, -5)
    right = {"kind": "pvg", "checked_on": days_ago(400), "due_on": days_ago(-200)}
    assert _put_right(by, VOLUNTEER_CHECKS, check_id, **right) == check_id
    assert [one.values for one in _only(by).all_checks] == [right]
    assert _only(by).state is CheckState.FINE
    assert logged(AuditAction.VOLUNTEER_CHANGED)[-1] == f"pvg checked on {day_text(days_ago(400))}, put right: due on"
    with pytest.raises(Conflict):
        _put_right(by, VOLUNTEER_CHECKS, check_id, **right | {"kind": "first_aid"})
    other_id = _add(by, ANOTHER)
    with pytest.raises(InvalidInput, match="has no volunteer_id"):
        _put_right(by, VOLUNTEER_CHECKS, check_id, **right, volunteer_id=other_id)


def test_what_was_recorded_by_mistake_is_taken_back_with_the_reason_in_the_log(home: Home) -> None:
    by, volunteer_id = home.worker, _add(home.worker)
    hours_id = _record(by, CONTRIBUTIONS, volunteer_id, given_on=days_ago(1), minutes=45)
    values = {"kind": CONTRIBUTIONS, "record_id": hours_id, "why": Mistake.WRONG_PERSON, "by": by}
    with pytest.raises(Conflict):
        undo_record(draft_key=draft_key("contribution_back", by), version=9, **values)
    draft = draft_key("contribution_back", by)
    for _ in range(2):  # a second tap does nothing more
        undo_record(draft_key=draft, version=1, **values)
    assert not _only(by).contributions
    with pytest.raises(NotFound):
        undo_record(draft_key=draft_key("contribution_back", by), version=2, **values)
    taken = f"took away 45 minutes on {day_text(days_ago(1))}: it was somebody else's"
    assert logged(AuditAction.VOLUNTEER_CHANGED)[-1] == taken
