"""One call of every action about referrals, support, transfers and plans that succeeds."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial

from data.families.actions import plans, summaries_for_family, support_periods, transfers
from data.referrals.actions import referrals, triage
from models.clock import today
from models.families.family import CaseloadOffer, SupportClosing, SupportStatus
from models.families.plans import PlanActionBase, PlanCreate
from models.permissions import Actor, Role
from models.referrals import Need, Referral, ReferralStatus, Triage
from tests.factories import make_actor, make_school, make_worker, save
from tests.rows.support import YESTERDAY, key, make_child, make_worker_actor, referral_of, support

Call = Callable[[], object]
SOON = today() + timedelta(days=30)
WALK = PlanActionBase(what="Walk to school together", who="Mum")


def _lead() -> Actor:
    return make_actor(role=Role.LEAD)


def _referral(status: ReferralStatus, by: Actor | None = None) -> int:
    values = referral_of(make_school(), make_child(1)).model_dump(exclude={"concerns"})
    values |= {"consent_by": "Mum", "consent_on": YESTERDAY, "received_by": "head", "status": status}
    return save(Referral(**values, account_id=by and by.account_id)).id


def _of_lead(action: Callable[..., object], form: str, status: ReferralStatus, **values: object) -> Call:
    by = _lead()
    return partial(action, referral_id=_referral(status), draft_key=key(by, form), by=by, **values)


def _make_referral() -> Call:
    by = _lead()
    entry = referral_of(make_school(), make_child(1))
    return partial(referrals.make_referral, referral=entry, draft_key=key(by, "referral"), by=by)


def _withdraw() -> Call:
    by = _lead()
    referral_id = _referral(ReferralStatus.RECEIVED, by)
    values = {"referral_id": referral_id, "version": 1, "reason": "Moved away"}
    return partial(referrals.withdraw_referral, **values, draft_key=key(by, "referral_withdraw"), by=by)


def _link() -> Call:
    referral_id = _referral(ReferralStatus.WAITING)
    return partial(triage.link_referral, referral_id=referral_id, version=1, pupil_id=1, by=_lead())


def _triage() -> Call:
    decision = Triage(to=ReferralStatus.WAITING, version=1, need=Need.SOON)
    return _of_lead(triage.triage_referral, "triage", ReferralStatus.RECEIVED, triage=decision)


def _allocate() -> Call:
    values = {"version": 1, "worker_id": make_worker(), "review_on": None, "outcome": "HLW 01 will ring"}
    return _of_lead(triage.allocate_referral, "allocation", ReferralStatus.WAITING, **values)


def _supported() -> Actor:
    """A worker with one family: worker 1, family 1, pupil 1, period 1."""
    by = make_worker_actor(make_worker())
    support(by.worker_id or 0, make_child(make_school()))
    return by


def _extend() -> Call:
    by = _supported()
    values = {"period_id": 1, "version": 1, "until_on": SOON, "reason": "A new baby"}
    return partial(support_periods.extend_support, **values, draft_key=key(by, "extend_support"), by=by)


def _close_support() -> Call:
    by = _supported()
    closing = SupportClosing(period_id=1, version=1, ended_on=today(), next_step="club")
    return partial(support_periods.close_support, closing=closing, draft_key=key(by, "close_support"), by=by)


def _offer() -> Call:
    by = _supported()
    offer = CaseloadOffer(from_worker_id=1, families=((1, make_worker(name="HLW 02")),), reason="A new post")
    return partial(transfers.offer_families, offer=offer, draft_key=key(by, "hand_over"), by=by)


def _accept_all() -> Call:
    _offer()()
    return partial(transfers.accept_offers, offers={1: 1}, by=_lead())


def _answer(answer: Callable[..., object]) -> Call:
    _offer()()
    return partial(answer, transfer_id=1, version=1, by=_lead())


def _decline() -> Call:
    _offer()()
    by = _lead()
    values = {"transfer_id": 1, "version": 1, "reason": "No room"}
    return partial(transfers.decline_offer, **values, draft_key=key(by, "decline_offer"), by=by)


def _make_plan(by: Actor) -> Call:
    plan = PlanCreate(pupil_id=1, actions=(WALK,))
    return partial(plans.make_plan, plan=plan, draft_key=key(by, "plan"), by=by)


def _planned() -> Actor:
    """The same, with plan 1 and its action 1."""
    by = _supported()
    _make_plan(by)()
    return by


def _of_plan(call: Callable[..., object], form: str, /, **values: object) -> Call:
    by = _planned()
    return partial(call, draft_key=key(by, form), by=by, **values)


def _reopen() -> Call:
    by = _planned()
    plans.finish_action(action_id=1, version=1, by=by)
    return partial(plans.reopen_action, action_id=1, version=2, by=by)


SUPPORT_CALLS: dict[str, Callable[[], Call]] = {
    "referrals.search_children": lambda: partial(referrals.search_children, text="Madeup", by=_lead(), is_repeat=False),
    "referrals.make_referral": _make_referral,
    "referrals.answer_question": lambda: _of_lead(
        referrals.answer_question, "referral_answer", ReferralStatus.MORE_NEEDED, version=1, answer="Mum and Dad"
    ),
    "referrals.withdraw_referral": _withdraw,
    "triage.triage_referral": _triage,
    "triage.link_referral": _link,
    "triage.allocate_referral": _allocate,
    "triage.tell_outcome": lambda: _of_lead(
        triage.tell_outcome, "outcome", ReferralStatus.DECLINED, version=1, words="Rang them"
    ),
    "support_periods.open_support": lambda: partial(support_periods.open_support, family_id=1, by=_supported()),
    "support_periods.move_support": lambda: partial(
        support_periods.move_support, period_id=1, version=1, to=SupportStatus.STEPPED_DOWN, by=_supported()
    ),
    "support_periods.extend_support": _extend,
    "support_periods.close_support": _close_support,
    "transfers.offer_families": _offer,
    "transfers.accept_offers": _accept_all,
    "transfers.take_offer_back": lambda: _answer(transfers.take_offer_back),
    "transfers.decline_offer": _decline,
    "transfers.export_handover": lambda: partial(transfers.export_handover, worker_id=1, by=_supported()),
    "plans.open_plans": lambda: partial(plans.open_plans, pupil_id=1, by=_supported()),
    "plans.make_plan": lambda: _make_plan(_supported()),
    "plans.add_action": lambda: _of_plan(plans.add_action, "plan_action", plan_id=1, action=WALK),
    "plans.finish_action": lambda: partial(plans.finish_action, action_id=1, version=1, by=_planned()),
    "plans.reopen_action": _reopen,
    "plans.drop_action": lambda: _of_plan(plans.drop_action, "plan_drop", action_id=1, version=1, reason="New bus"),
    "plans.review_plan": lambda: _of_plan(plans.review_plan, "plan_review", plan_id=1, review_on=SOON),
    "plans.close_plan": lambda: _of_plan(plans.close_plan, "plan_close", plan_id=1, note="Enough", left_open=(1,)),
    "summaries_for_family.export_family_summary": lambda: partial(
        summaries_for_family.export_family_summary, pupil_id=1, voice=None, by=_planned()
    ),
}
