"""Award schemes as the team edits them: added, changed, retired, and never by two people at once."""

from typing import Any

import pytest

from data.awards.actions.awards import set_out
from data.awards.queries.schemes import SchemeRow, list_schemes
from data.core.actions.records import change_record, create_record
from models.awards.award import AWARD_LEVELS, AWARD_SCHEMES, AwardCreate, AwardFor
from models.errors import Conflict, InvalidInput, PermissionDenied
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil
from tests.rows.awards import STARTED_ON
from tests.rows.support import key

CYCLING = {"name": "Cycling", "awarded_to": AwardFor.CHILD, "min_age": 8}


def _scheme(actor: Actor, name: str) -> SchemeRow:
    return next(one for one in list_schemes(actor=actor) if one.record.heading == name)


def _add(by: Actor, **values: Any) -> int:
    draft = key(by, "award_scheme")
    return create_record(kind=AWARD_SCHEMES, values={**CYCLING, **values}, draft_key=draft, by=by)


def _change(by: Actor, row: SchemeRow, **values: Any) -> int:
    record, draft = row.record, key(by, "award_scheme_change")
    return change_record(
        kind=AWARD_SCHEMES, record_id=record.record_id, values=values, version=record.version, draft_key=draft, by=by
    )


def _level(by: Actor, scheme_id: int, **values: Any) -> int:
    draft = key(by, "award_level")
    return create_record(kind=AWARD_LEVELS, values=values, owner_id=scheme_id, draft_key=draft, by=by)


def _change_level(by: Actor, level_id: int, version: int, **values: Any) -> int:
    draft = key(by, "award_level_change")
    return change_record(kind=AWARD_LEVELS, record_id=level_id, values=values, version=version, draft_key=draft, by=by)


def test_shipped_schemes_are_there_with_their_levels_in_order(lead: Actor) -> None:
    hi5 = _scheme(lead, "Hi5")
    assert [(one.heading, one.values["hours"]) for one in hi5.levels] == [
        ("One star", 5),
        ("Two stars", 15),
        ("Three stars", 25),
    ]
    assert hi5.scheme.source.startswith("https://")


def test_added_changed_and_retired(lead: Actor) -> None:
    draft = key(lead, "award_scheme")
    ids = {create_record(kind=AWARD_SCHEMES, values=CYCLING, draft_key=draft, by=lead) for _ in range(2)}
    assert len(ids) == 1
    with pytest.raises(InvalidInput, match="There is a scheme “cycling” from that day"):
        _add(lead, name="cycling")
    _add(lead, name="cycling", valid_from=STARTED_ON)  # with the rules of another time
    row = _scheme(lead, "Cycling")
    level_id = _level(lead, row.record.record_id, name="One", days=3)
    _level(lead, row.record.record_id, name="Two", days=6)
    _change_level(lead, level_id, row.record.version, days=4)
    row = _scheme(lead, "Cycling")
    assert [(one.heading, one.values["days"]) for one in row.levels] == [("One", 4), ("Two", 6)]
    with pytest.raises(InvalidInput, match="There is a scheme “cycling” from that day"):
        _change(lead, row, name="cycling", valid_from=STARTED_ON)
    _change(lead, row, is_offered=False)
    assert list_schemes(actor=lead)[-1].record.heading == "Cycling"
    award = AwardCreate(level_id=level_id, pupil_id=make_pupil(), started_on=STARTED_ON)
    with pytest.raises(InvalidInput, match="Cycling is not offered"):
        set_out(draft_key=key(lead, "award"), awards=[award], by=lead)


@pytest.mark.both_databases
def test_the_second_of_two_is_told(lead: Actor) -> None:
    row = _scheme(lead, "Hi5")
    _change_level(lead, row.levels[0].record_id, row.record.version, hours=6)
    with pytest.raises(Conflict):
        _change(lead, row, min_age=6)
    assert _scheme(lead, "Hi5").scheme.min_age == 5


@pytest.mark.both_databases
def test_what_cannot_be(lead: Actor) -> None:
    with pytest.raises(InvalidInput, match="The last day is before the first"):
        _add(lead, valid_from=STARTED_ON, valid_to=STARTED_ON.replace(day=1))
    worker = make_actor(role=Role.WORKER)
    assert list_schemes(actor=worker)
    with pytest.raises(PermissionDenied):
        _add(worker)
    with pytest.raises(PermissionDenied):
        list_schemes(actor=make_actor(role=Role.HEADTEACHER))
