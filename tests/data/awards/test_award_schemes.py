"""Award schemes as the team edits them: added, changed, retired, and never by two people at once."""

import pytest

from data.awards.actions.award_schemes import save_level, save_scheme
from data.awards.actions.awards import set_out
from data.awards.queries.schemes import SchemeRow, list_schemes
from models.awards.award import AwardCreate, AwardFor, AwardLevelCreate, AwardSchemeChange
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil
from tests.rows.awards import STARTED_ON
from tests.rows.support import key

CYCLING = AwardSchemeChange(name="Cycling", awarded_to=AwardFor.CHILD, min_age=8)


def _scheme(actor: Actor, name: str) -> SchemeRow:
    return next(one for one in list_schemes(actor=actor) if one.content.name == name)


def _save(by: Actor, scheme: AwardSchemeChange, **fields: int) -> int:
    return save_scheme(draft_key=key(by, "award_scheme"), scheme=scheme, **fields, by=by)


def _level(by: Actor, level: AwardLevelCreate, **fields: int) -> int:
    return save_level(draft_key=key(by, "award_level"), level=level, **fields, by=by)


def test_shipped_schemes_are_there_with_their_levels_in_order(lead: Actor) -> None:
    hi5 = _scheme(lead, "Hi5")
    assert [(one.content.name, one.content.hours) for one in hi5.levels] == [
        ("One star", 5),
        ("Two stars", 15),
        ("Three stars", 25),
    ]
    assert hi5.content.source.startswith("https://")


def test_added_changed_and_retired(lead: Actor) -> None:
    draft = key(lead, "award_scheme")
    assert len({save_scheme(draft_key=draft, scheme=CYCLING, by=lead) for _ in range(2)}) == 1
    with pytest.raises(InvalidInput, match="There is a scheme “cycling” from that day"):
        _save(lead, CYCLING.model_copy(update={"name": "cycling"}))
    row = _scheme(lead, "Cycling")
    level_id = _level(lead, AwardLevelCreate(name="One", days=3), scheme_id=row.scheme_id, version=1)
    _level(lead, AwardLevelCreate(name="Two", days=6), scheme_id=row.scheme_id, version=2)
    _level(lead, AwardLevelCreate(name="One", days=4), scheme_id=row.scheme_id, version=3, level_id=level_id)
    row = _scheme(lead, "Cycling")
    assert [(one.content.name, one.content.days) for one in row.levels] == [("One", 4), ("Two", 6)]
    _save(lead, CYCLING.model_copy(update={"is_offered": False}), scheme_id=row.scheme_id, version=row.version)
    assert list_schemes(actor=lead)[-1].content.name == "Cycling"
    award = AwardCreate(level_id=level_id, pupil_id=make_pupil(), started_on=STARTED_ON)
    with pytest.raises(InvalidInput, match="Cycling is not offered"):
        set_out(draft_key=key(lead, "award"), awards=[award], by=lead)


@pytest.mark.both_databases
def test_the_second_of_two_is_told(lead: Actor) -> None:
    row = _scheme(lead, "Hi5")
    _level(lead, AwardLevelCreate(name="Four stars", hours=40), scheme_id=row.scheme_id, version=row.version)
    with pytest.raises(Conflict):
        _save(lead, row.content.model_copy(update={"min_age": 6}), scheme_id=row.scheme_id, version=row.version)
    assert _scheme(lead, "Hi5").content.min_age == 5


@pytest.mark.both_databases
def test_what_cannot_be(lead: Actor) -> None:
    days = {"valid_from": STARTED_ON, "valid_to": STARTED_ON.replace(day=1)}
    with pytest.raises(InvalidInput, match="The last day is before the first"):
        _save(lead, CYCLING.model_copy(update=days))
    first, second = list_schemes(actor=lead)[:2]
    stray = {"scheme_id": first.scheme_id, "version": first.version, "level_id": second.levels[0].level_id}
    with pytest.raises(NotFound):
        _level(lead, AwardLevelCreate(name="Stray"), **stray)
    worker = make_actor(role=Role.WORKER)
    assert list_schemes(actor=worker)
    with pytest.raises(PermissionDenied):
        _save(worker, CYCLING)
    with pytest.raises(PermissionDenied):
        list_schemes(actor=make_actor(role=Role.HEADTEACHER))
