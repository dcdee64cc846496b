"""The path into a programme: one step a tap, taken back too; joining puts the family on the register."""

from datetime import timedelta

import pytest
from sqlmodel import select

from data.core.db import reading
from data.programmes.actions.reach import invite_families, say_where, set_stage, take_off_list
from data.programmes.actions.registers import mark
from data.programmes.queries.reach import families_at_school, families_named, funnel, list_reach, never_reached
from models.audit import AuditAction
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.permissions import Role
from models.programmes.programme import Audience, Participant, Reach, ReachStage, ReachStep
from tests.factories import logged, make_actor, make_school, save
from tests.rows.families import Home, draft_key, make_home
from tests.rows.programmes import make_programme, make_reach, make_session
from tests.rows.support import enrol


def _move(home: Home, reach_id: int, seen: ReachStage, stage: ReachStage) -> None:
    for _ in range(2):  # two taps
        set_stage(reach_id=reach_id, seen=seen, stage=stage, by=home.worker)


def _steps() -> list[ReachStage]:
    with reading() as session:
        return sorted((step.stage for step in session.exec(select(ReachStep))), key=list(ReachStage).index)


def _on_register() -> set[tuple[int | None, int | None]]:
    with reading() as session:
        return {(one.pupil_id, one.adult_id) for one in session.exec(select(Participant)) if one.left_on is None}


def test_families_are_invited_once_by_name_only(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", name="Reid family")
    programme_id = make_programme()
    key = draft_key("invite", home.worker)
    for _ in range(2):
        invite_families(
            draft_key=key, programme_id=programme_id, family_ids=[home.family_id, other.family_id], by=home.worker
        )
    values = {"programme_id": programme_id, "by": home.worker}
    invite_families(draft_key=draft_key("invite", home.worker), family_ids=[home.family_id], **values)
    for wrong in ([], [99]):
        with pytest.raises((InvalidInput, NotFound)):
            invite_families(draft_key=draft_key("invite", home.worker), family_ids=wrong, **values)
    rows = list_reach(actor=home.worker, programme_id=programme_id)
    assert [(row.family, row.worker, row.can_open) for row in rows] == [
        ("Madeup family", "HLW of worker", True),
        ("Reid family", "HLW of colleague", False),
    ]
    assert [row.steps for row in rows] == [{ReachStage.INVITED: today()}] * 2
    both = f"2 invited, family:{home.family_id}, family:{other.family_id}"
    assert logged(AuditAction.REACH_STEPPED) == [both, "0 invited"], "The log knows who put which family there."


def test_two_families_of_one_name_are_told_apart(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", name="Madeup family")
    names = families_named(actor=home.worker, family_ids=[home.family_id, other.family_id])
    assert names[home.family_id].startswith("Madeup family (Ava), with ")
    assert names[other.family_id].startswith("Madeup family (F002), with "), "Nothing of a colleague's children."


@pytest.mark.both_databases
def test_a_step_is_taken_and_taken_back(home: Home) -> None:
    reach_id = make_reach(make_programme(), home.family_id, home.worker)
    _move(home, reach_id, ReachStage.INVITED, ReachStage.CALLED)
    _move(home, reach_id, ReachStage.CALLED, ReachStage.JOINED)
    assert _on_register() == {(home.pupil_id, None)}, "Of a pupils' programme the children alone."
    with pytest.raises(Conflict):
        set_stage(reach_id=reach_id, seen=ReachStage.CALLED, stage=ReachStage.TASTER, by=home.worker)
    _move(home, reach_id, ReachStage.JOINED, ReachStage.TASTER)
    assert (_steps(), _on_register()) == ([ReachStage.CALLED, ReachStage.TASTER], set())
    with pytest.raises(InvalidInput):
        take_off_list(reach_id=reach_id, by=home.worker)
    _move(home, reach_id, ReachStage.TASTER, ReachStage.INVITED)
    take_off_list(reach_id=reach_id, by=home.worker)
    with reading() as session:
        assert (session.exec(select(Reach)).all(), _steps()) == ([], [])
    with pytest.raises(NotFound):
        take_off_list(reach_id=reach_id, by=home.worker)


def test_adults_join_a_family_programme_and_moving_on_keeps_what_was_marked(home: Home) -> None:
    programme_id = make_programme(audience=Audience.FAMILIES)
    reach_id = make_reach(programme_id, home.family_id, home.worker)
    _move(home, reach_id, ReachStage.INVITED, ReachStage.JOINED)
    assert _on_register() == {(home.pupil_id, None), (None, home.adult_id)}
    with reading() as session:
        child = session.exec(select(Participant.id).where(Participant.pupil_id == home.pupil_id)).one()
    mark(session_id=make_session(programme_id), marks={child: True}, by=home.worker)
    _move(home, reach_id, ReachStage.JOINED, ReachStage.MOVED_ON)
    with reading() as session:
        assert [(one.pupil_id, one.left_on) for one in session.exec(select(Participant))] == [(home.pupil_id, today())]
    say_where(reach_id=reach_id, version=3, moved_on_to="club", note=" Football ", by=home.worker)
    with pytest.raises(Conflict):
        say_where(reach_id=reach_id, version=3, moved_on_to="work", note="", by=home.worker)
    (row,) = list_reach(actor=home.worker, programme_id=programme_id)
    assert (row.moved_on_to, row.moved_on_note) == ("club", "Football")
    _move(home, reach_id, ReachStage.MOVED_ON, ReachStage.STAYED)
    assert _on_register() == {(home.pupil_id, None), (None, home.adult_id)}
    (row,) = list_reach(actor=home.worker, programme_id=programme_id)
    assert (row.moved_on_to, row.moved_on_note) == ("", "")
    with pytest.raises(InvalidInput):
        say_where(reach_id=reach_id, version=row.version, moved_on_to="work", note="", by=home.worker)


@pytest.mark.both_databases
def test_the_funnel_counts_who_came_at_least_this_far(home: Home) -> None:
    school_id = make_school()
    own, wider = make_programme(school_id=school_id), make_programme()
    other = make_home(username="colleague", number="222222222", reference="F002")
    make_reach(own, home.family_id, home.worker, stage=ReachStage.STAYED)
    make_reach(own, other.family_id, home.worker)
    make_reach(wider, home.family_id, home.worker, stage=ReachStage.CALLED)
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    assert list(funnel(actor=home.worker, programme_ids=[own, wider]).values()) == [3, 2, 1, 1, 1, 0]
    assert list(funnel(actor=head, programme_ids=[own, wider]).values()) == [2, 1, 1, 1, 1, 0]
    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            funnel(actor=make_actor(role=role), programme_ids=[own])
    with pytest.raises(PermissionDenied):
        list_reach(actor=head, programme_id=own)


@pytest.mark.both_databases
def test_who_was_never_reached_is_listed_across_programmes_those_who_waited_longest_first(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", name="Reid family")
    first, second, off = make_programme(), make_programme(name="Choir"), make_programme(is_cancelled=True)
    for place, (programme_id, family_id) in enumerate(((first, home.family_id), (second, other.family_id))):
        reach_id = make_reach(programme_id, family_id, home.worker)
        on = today() - timedelta(days=place)
        save(ReachStep(reach_id=reach_id, stage=ReachStage.INVITED, stepped_on=on, recorded_by="worker"))
    make_reach(second, home.family_id, home.worker, stage=ReachStage.CALLED)
    make_reach(off, home.family_id, home.worker)
    ids = [first, second, off]
    waiting = [(row.family, row.programme_id) for row in never_reached(actor=home.worker, programme_ids=ids)]
    assert waiting == [("Reid family", second), ("Madeup family", first)]
    assert [row.programme_id for row in never_reached(actor=home.worker, programme_ids=[first])] == [first]
    with pytest.raises(PermissionDenied):
        never_reached(actor=make_actor(role=Role.HEADTEACHER), programme_ids=ids)


@pytest.mark.both_databases
def test_families_of_a_school_are_those_supported_there_now(home: Home) -> None:
    here, there = make_school(), make_school(seed_code="8240002", name="Other")
    other = make_home(username="colleague", number="222222222", reference="F002", name="Reid family")
    enrol(home.pupil_id, here)
    enrol(other.pupil_id, there)
    assert families_at_school(actor=home.worker, school_id=here) == {
        home.family_id: "Madeup family, with HLW of worker"
    }
    named = families_named(actor=home.worker, family_ids=[other.family_id])
    assert named == {other.family_id: "Reid family, with HLW of colleague"}
    with pytest.raises(PermissionDenied):
        families_at_school(actor=make_actor(role=Role.HEADTEACHER, school_ids=(here,)), school_id=here)
