"""Action plans: made once, ticked off, dropped with a reason, closed knowingly; and the summary for the family."""

from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import select

from data.core.db import reading
from data.families.actions.plans import (
    add_action,
    close_plan,
    drop_action,
    finish_action,
    make_plan,
    open_plans,
    reopen_action,
    review_plan,
)
from data.families.actions.summaries_for_family import export_family_summary
from data.families.queries.plans import PlanRow, family_summary, plan_page
from models.audit import AuditAction, AuditEvent
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.families.plans import ActionStatus, PlanAction, PlanActionBase, PlanCreate, PlanStatus
from models.permissions import Actor, Role
from models.wellbeing.web import Indicator, Voice
from tests.factories import make_actor, make_school, make_worker
from tests.rows.support import YESTERDAY, key, make_child, make_web, make_worker_actor, support

CLUB = PlanActionBase(
    indicator="included",
    what="Join the football club",
    who="Ava and Dad",
    due_on=date(2026, 12, 1),
    good_looks_like="She has somebody to sit with",
)
WALK = PlanActionBase(what="Walk to school together", who="Mum")


@pytest.fixture
def pupil_id(database: str) -> int:
    return make_child(make_school())


@pytest.fixture
def worker(pupil_id: int) -> Actor:
    actor = make_worker_actor(make_worker())
    support(actor.worker_id or 0, pupil_id)
    return actor


@pytest.fixture
def plan(worker: Actor, pupil_id: int) -> PlanRow:
    _make(worker, pupil_id)
    return _plan(worker, pupil_id)


def _make(by: Actor, pupil_id: int, draft_key: str | None = None, **fields: Any) -> int:
    values = {"actions": (CLUB, WALK), **fields}
    plan = PlanCreate(pupil_id=pupil_id, **values)
    return make_plan(plan=plan, draft_key=draft_key or key(by, "plan"), by=by)


def _plan(by: Actor, pupil_id: int) -> PlanRow:
    return plan_page(actor=by, pupil_id=pupil_id).plans[0]


def _close(by: Actor, plan: PlanRow, draft_key: str | None = None, **fields: Any) -> None:
    values = {"note": "", "left_open": (), **fields}
    close_plan(plan_id=plan.id, draft_key=draft_key or key(by, "plan_close"), by=by, **values)


def test_a_plan_is_made_once_and_one_is_open_at_a_time(worker: Actor, pupil_id: int) -> None:
    reading_id = make_web(pupil_id, {Indicator.SAFE: 3})
    draft_key = key(worker, "plan")
    assert len({_make(worker, pupil_id, draft_key, reading_id=reading_id) for _ in range(2)}) == 1
    plan = plan_page(actor=worker, pupil_id=pupil_id).plan
    assert plan is not None
    assert [(one.what, one.status) for one in plan.actions] == [
        (CLUB.what, ActionStatus.OPEN),
        (WALK.what, ActionStatus.OPEN),
    ]
    assert plan.review_on == today() + timedelta(days=42)
    with reading() as session:
        assert session.exec(select(PlanAction.draft_key)).all() == [f"{draft_key}:0", f"{draft_key}:1"]
    with pytest.raises(InvalidInput, match="open plan already"):
        _make(worker, pupil_id)


def test_a_plan_is_complete(worker: Actor, pupil_id: int) -> None:
    other_web = make_web(make_child(1, place=1), {Indicator.SAFE: 3})
    for fields, words in (
        ({"actions": ()}, "at least one thing"),
        ({"review_on": today()}, "day to come"),
        ({"actions": (PlanActionBase(what=" ", who="Mum"),)}, "what will be done"),
        ({"actions": (PlanActionBase(what="Walk", who=""),)}, "who will do"),
    ):
        with pytest.raises(InvalidInput, match=words):
            _make(worker, pupil_id, **fields)
    for reading_id in (other_web, 99):
        with pytest.raises(NotFound):
            _make(worker, pupil_id, reading_id=reading_id)
    assert plan_page(actor=worker, pupil_id=pupil_id).plan is None


def test_ticking_dropping_adding_and_opening_again(worker: Actor, pupil_id: int, plan: PlanRow) -> None:
    club, walk = plan.actions
    finish_action(action_id=club.id, version=1, by=worker)
    drop_key = key(worker, "plan_drop")
    with pytest.raises(InvalidInput, match="why it is dropped"):
        drop_action(action_id=walk.id, version=1, reason=" ", draft_key=drop_key, by=worker)
    for _ in range(2):
        drop_action(action_id=walk.id, version=1, reason="New bus", draft_key=drop_key, by=worker)
    add_key = key(worker, "plan_action")
    assert len({add_action(plan_id=plan.id, action=WALK, draft_key=add_key, by=worker) for _ in range(2)}) == 1
    found = _plan(worker, pupil_id)
    assert [one.status for one in found.actions] == [ActionStatus.DONE, ActionStatus.DROPPED, ActionStatus.OPEN]
    assert (found.actions[0].done_at is None, found.actions[1].drop_reason) == (False, "New bus")
    with pytest.raises(InvalidInput, match="not open any more"):
        finish_action(action_id=club.id, version=2, by=worker)
    reopen_action(action_id=walk.id, version=2, by=worker)
    again = _plan(worker, pupil_id).actions[1]
    assert (again.status, again.drop_reason, again.done_at) == (ActionStatus.OPEN, "", None)


@pytest.mark.both_databases
def test_the_second_of_two_is_told(worker: Actor, plan: PlanRow) -> None:
    finish_action(action_id=plan.actions[0].id, version=1, by=worker)
    with pytest.raises(Conflict):
        finish_action(action_id=plan.actions[0].id, version=1, by=worker)


def test_a_plan_is_looked_at_again(worker: Actor, pupil_id: int, plan: PlanRow) -> None:
    for review_on in (today() - timedelta(days=1), today()):
        with pytest.raises(InvalidInput, match="day to come"):
            review_plan(plan_id=plan.id, review_on=review_on, draft_key=key(worker, "plan_review"), by=worker)
    draft_key, soon = key(worker, "plan_review"), today() + timedelta(days=1)
    for _ in range(2):
        review_plan(plan_id=plan.id, review_on=soon, draft_key=draft_key, by=worker)
    assert _plan(worker, pupil_id).review_on == soon
    for on, words in ((soon, "together again on"), (soon + timedelta(days=1), "It is time to look")):
        assert words in family_summary(actor=worker, pupil_id=pupil_id, voice=None, on=on).next_step


def test_an_action_nobody_named_is_not_left_open(worker: Actor, plan: PlanRow) -> None:
    """A colleague may add one while the form to close is open."""
    seen = [action.id for action in plan.actions]
    finish_action(action_id=seen[0], version=1, by=worker)
    add_action(plan_id=plan.id, action=WALK, draft_key=key(worker, "plan_action"), by=worker)
    with pytest.raises(InvalidInput, match="2 actions of the plan are still open"):
        _close(worker, plan, note="x", left_open=seen)


def test_open_actions_are_left_only_on_purpose(worker: Actor, pupil_id: int, plan: PlanRow) -> None:
    left_open = [action.id for action in plan.actions]
    for fields in ({}, {"left_open": left_open}, {"note": "Fine"}):
        with pytest.raises(InvalidInput, match="2 actions of the plan are still open"):
            _close(worker, plan, **fields)
    draft_key = key(worker, "plan_close")
    for _ in range(2):
        _close(worker, plan, draft_key, note="The family carries on by itself", left_open=left_open)
    closed = _plan(worker, pupil_id)
    assert (closed.status, closed.closing_note) == (PlanStatus.CLOSED, "The family carries on by itself")
    with pytest.raises(InvalidInput, match="closed"):
        add_action(plan_id=plan.id, action=WALK, draft_key=key(worker, "plan_action"), by=worker)
    _make(worker, pupil_id)


def test_only_those_who_may_open_the_child(worker: Actor, pupil_id: int, plan: PlanRow) -> None:
    stranger = make_worker_actor(make_worker(name="HLW 02"), "stranger")
    for attempt in (
        lambda: open_plans(pupil_id=pupil_id, by=stranger),
        lambda: _make(stranger, pupil_id),
        lambda: finish_action(action_id=plan.actions[0].id, version=1, by=stranger),
        lambda: _close(stranger, plan),
        lambda: export_family_summary(pupil_id=pupil_id, voice=None, by=stranger),
        lambda: finish_action(action_id=99, version=1, by=worker),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(PermissionDenied):
        plan_page(actor=make_actor(role=Role.HEADTEACHER), pupil_id=pupil_id)
    for _ in range(2):
        open_plans(pupil_id=pupil_id, by=worker)
    with reading() as session:
        viewed = session.exec(select(AuditEvent.id).where(AuditEvent.action == AuditAction.PUPIL_VIEWED)).all()
    assert len(viewed) == 1


def test_the_lowest_of_the_latest_web_are_proposed(worker: Actor, pupil_id: int) -> None:
    make_web(pupil_id, {Indicator.ACTIVE: 1}, taken_on=date(2026, 1, 5))
    make_web(pupil_id, {Indicator.SAFE: 2, Indicator.HEALTHY: 9, Indicator.INCLUDED: 4, Indicator.NURTURED: 8})
    page = plan_page(actor=worker, pupil_id=pupil_id)
    assert page.proposed == (Indicator.SAFE, Indicator.INCLUDED, Indicator.NURTURED)
    assert page.web is not None
    assert page.web.taken_on == YESTERDAY


def test_the_summary_speaks_with_one_voice_and_names_what_was_agreed(
    worker: Actor, pupil_id: int, plan: PlanRow
) -> None:
    make_web(pupil_id, {Indicator.SAFE: 2, Indicator.ACTIVE: 5, Indicator.HEALTHY: 5}, taken_on=date(2026, 1, 5))
    make_web(pupil_id, {Indicator.SAFE: 6, Indicator.ACTIVE: 5, Indicator.HEALTHY: 3}, matters_to_me="My dog")
    make_web(pupil_id, {Indicator.SAFE: 1}, voice=Voice.PARENT, matters_to_me="Dad drinks")
    drop_action(action_id=plan.actions[1].id, version=1, reason="x", draft_key=key(worker, "plan_drop"), by=worker)
    summary = family_summary(actor=worker, pupil_id=pupil_id, voice=Voice.CHILD, on=today())
    assert (summary.matters_to_me, [one.what for one in summary.agreed]) == ("My dog", [CLUB.what])
    assert summary.going == (
        "Feeling safe: better than when we started",
        "Feeling well: harder just now",
        "Playing and joining in: about the same as when we started",
    )
    silent = family_summary(actor=worker, pupil_id=pupil_id, voice=None, on=today())
    assert (silent.matters_to_me, silent.going) == ("", ())
    assert "Dad" not in repr(summary.going) + summary.matters_to_me
    assert export_family_summary(pupil_id=pupil_id, voice=Voice.CHILD, by=worker).startswith(b"%PDF")


def test_a_summary_of_no_plan_and_of_a_closed_one(worker: Actor, pupil_id: int) -> None:
    empty = family_summary(actor=worker, pupil_id=pupil_id, voice=Voice.CHILD, on=today())
    assert (empty.agreed, empty.next_step) == ((), "")
    _make(worker, pupil_id)
    last = _plan(worker, pupil_id)
    _close(worker, last, note="Enough", left_open=[action.id for action in last.actions])
    assert len(family_summary(actor=worker, pupil_id=pupil_id, voice=None, on=today()).agreed) == 2
