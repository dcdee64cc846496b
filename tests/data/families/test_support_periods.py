"""Support as it goes on: begun, extended, stepped down, closed, and only by those who may open the family."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from data.core.db import reading, transaction
from data.families.actions.plans import finish_action, make_plan
from data.families.actions.support_periods import close_support, extend_support, move_support, open_support
from data.families.queries.plans import plan_page
from data.families.queries.support_periods import PeriodRow, family_support
from models.audit import AuditAction, AuditEvent
from models.clock import today
from models.errors import Conflict, InvalidInput, InvalidTransition, NotFound, PermissionDenied
from models.families.family import OpenActions, SupportClosing, SupportPeriod, SupportStatus
from models.families.plans import ActionStatus, PlanActionBase, PlanCreate, PlanStatus
from models.permissions import Actor, Role
from models.referrals import Referral, ReferralStatus
from tests.factories import make_actor, make_school, make_worker, save
from tests.rows.support import key, make_child, make_worker_actor, referral_of, support

SOON = today() + timedelta(days=60)


@pytest.fixture
def pupil_id(database: str) -> int:
    return make_child(make_school())


@pytest.fixture
def worker(database: str) -> Actor:
    return make_worker_actor(make_worker())


@pytest.fixture
def family_id(worker: Actor, pupil_id: int) -> int:
    return support(worker.worker_id or 0, pupil_id)


def _period(by: Actor, family_id: int) -> PeriodRow:
    return family_support(actor=by, family_id=family_id).periods[0]


def _extend(by: Actor, period: PeriodRow, **fields: Any) -> int:
    values = {"until_on": SOON, "reason": "Not there yet", "draft_key": key(by, "extend_support"), **fields}
    return extend_support(**{"period_id": period.id, "version": period.version, **values}, by=by)


def _close(by: Actor, period: PeriodRow, draft_key: str | None = None, **fields: Any) -> int:
    values = {"ended_on": today(), "next_step": "club", "closing_note": "Goes to football", **fields}
    closing = SupportClosing(**{"period_id": period.id, "version": period.version, **values})
    return close_support(closing=closing, draft_key=draft_key or key(by, "close_support"), by=by)


def test_review_is_a_term_after_the_start_unless_set(worker: Actor, family_id: int) -> None:
    period = _period(worker, family_id)
    assert period.review_on == period.started_on + timedelta(days=91)
    draft_key = key(worker, "extend_support")
    assert len({_extend(worker, period, draft_key=draft_key) for _ in range(2)}) == 1
    second = _period(worker, family_id)
    _extend(worker, second, until_on=SOON + timedelta(days=30), reason="A new baby")
    period = _period(worker, family_id)
    assert [(one.until_on, one.reason) for one in period.extensions] == [
        (SOON, "Not there yet"),
        (SOON + timedelta(days=30), "A new baby"),
    ]
    assert (period.review_on, period.version) == (SOON + timedelta(days=30), 3)


def test_an_extension_says_why_and_lies_ahead(worker: Actor, family_id: int) -> None:
    period = _period(worker, family_id)
    with pytest.raises(InvalidInput, match="sentence why"):
        _extend(worker, period, reason=" ")
    with pytest.raises(InvalidInput, match="at most 300"):
        _extend(worker, period, reason="x" * 301)
    with pytest.raises(InvalidInput, match="day to come"):
        _extend(worker, period, until_on=today())
    with pytest.raises(Conflict):
        _extend(worker, period, version=7)


def test_steps_down_and_up_and_no_other_way(worker: Actor, family_id: int) -> None:
    for to in (SupportStatus.STEPPED_DOWN, SupportStatus.ACTIVE):
        period = _period(worker, family_id)
        move_support(period_id=period.id, version=period.version, to=to, by=worker)
    period = _period(worker, family_id)
    assert (period.status, period.version) == (SupportStatus.ACTIVE, 3)
    with pytest.raises(InvalidTransition):
        move_support(period_id=period.id, version=3, to=SupportStatus.ACTIVE, by=worker)
    with pytest.raises(InvalidInput, match="please close it"):
        move_support(period_id=period.id, version=3, to=SupportStatus.CLOSED, by=worker)


@pytest.mark.both_databases
def test_what_was_waiting_begins_its_term_today(worker: Actor, pupil_id: int) -> None:
    family_id = support(worker.worker_id or 0, pupil_id, status=SupportStatus.WAITING)
    period = _period(worker, family_id)
    other = {"pupil_id": pupil_id, "family_id": family_id, "worker_id": worker.worker_id, "started_on": today()}
    earlier = save(SupportPeriod(**other, ended_on=today(), status=SupportStatus.CLOSED))
    with pytest.raises(InvalidInput, match="tomorrow"):
        move_support(period_id=period.id, version=1, to=SupportStatus.ACTIVE, by=worker)
    with transaction() as session:
        session.delete(session.get_one(SupportPeriod, earlier.id))
    move_support(period_id=period.id, version=1, to=SupportStatus.ACTIVE, by=worker)
    begun = _period(worker, family_id)
    assert (begun.started_on, begun.review_on) == (today(), today() + timedelta(days=91))


def test_closing_says_where_next_and_ends_the_referral(worker: Actor, family_id: int, pupil_id: int) -> None:
    values = referral_of(1, pupil_id).model_dump(exclude={"concerns"})
    referral_id = save(Referral(**values, status=ReferralStatus.ALLOCATED, received_by="lead")).id
    period = _period(worker, family_id)
    for fields, words in (
        ({"next_step": ""}, "goes next"),
        ({"ended_on": today() + timedelta(days=1)}, "up to today"),
        ({"ended_on": period.started_on - timedelta(days=1)}, "from its start"),
    ):
        with pytest.raises(InvalidInput, match=words):
            _close(worker, period, **fields)
    draft_key = key(worker, "close_support")
    assert [_close(worker, period, draft_key) for _ in range(2)] == [period.id] * 2
    lead = make_actor(role=Role.LEAD)
    closed = _period(lead, family_id)
    assert (closed.status, closed.ended_on, closed.next_step) == (SupportStatus.CLOSED, today(), "club")
    with reading() as session:
        assert session.get_one(Referral, referral_id).status is ReferralStatus.CLOSED
    with pytest.raises(InvalidInput, match="goes on"):
        _extend(lead, closed)


@pytest.mark.parametrize(
    ("becomes", "status", "action"),
    [
        (OpenActions.STAY, PlanStatus.OPEN, (ActionStatus.OPEN, "")),
        (OpenActions.DROP, PlanStatus.CLOSED, (ActionStatus.DROPPED, "Support ended")),
    ],
)
def test_open_actions_are_not_left_behind_unnoticed(
    worker: Actor, family_id: int, pupil_id: int, becomes: OpenActions, status: PlanStatus, action: tuple
) -> None:
    actions = (PlanActionBase(what="Breakfast club", who="School"), PlanActionBase(what="Walk in", who="Mum"))
    make_plan(plan=PlanCreate(pupil_id=pupil_id, actions=actions), draft_key=key(worker, "plan"), by=worker)
    period = _period(worker, family_id)
    assert period.open_actions == ("Breakfast club", "Walk in")
    with pytest.raises(InvalidInput, match="2 actions of the plan are still open"):
        _close(worker, period)
    _close(worker, period, open_actions=becomes)
    (plan,) = plan_page(actor=make_actor(role=Role.LEAD), pupil_id=pupil_id).plans
    assert plan.status is status
    assert {(one.status, one.drop_reason) for one in plan.actions} == {action}


def test_a_plan_with_nothing_open_ends_with_the_support(worker: Actor, family_id: int, pupil_id: int) -> None:
    plan = PlanCreate(pupil_id=pupil_id, actions=(PlanActionBase(what="Walk in", who="Mum"),))
    make_plan(plan=plan, draft_key=key(worker, "plan"), by=worker)
    finish_action(action_id=1, version=1, by=worker)
    _close(worker, _period(worker, family_id))
    (ended,) = plan_page(actor=make_actor(role=Role.LEAD), pupil_id=pupil_id).plans
    assert (ended.status, ended.closing_note) == (PlanStatus.CLOSED, "Support ended")


def test_only_those_who_may_open_the_family(worker: Actor, family_id: int) -> None:
    stranger = make_worker_actor(make_worker(name="HLW 02"), "stranger")
    period = _period(worker, family_id)
    for attempt in (
        lambda: family_support(actor=stranger, family_id=family_id),
        lambda: open_support(family_id=family_id, by=stranger),
        lambda: move_support(period_id=period.id, version=1, to=SupportStatus.STEPPED_DOWN, by=stranger),
        lambda: _extend(stranger, period),
        lambda: _close(stranger, period),
    ):
        with pytest.raises(NotFound):
            attempt()
    with pytest.raises(PermissionDenied):
        open_support(family_id=family_id, by=make_actor(role=Role.HEADTEACHER))
    for _ in range(2):
        open_support(family_id=family_id, by=worker)
    with reading() as session:
        events = session.exec(select(AuditEvent.action, AuditEvent.by_username)).all()
    assert events.count((AuditAction.FAMILY_VIEWED, "worker")) == 1
    assert events.count((AuditAction.REFUSED, "stranger")) == 1
