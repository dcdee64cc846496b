"""Referring, triage, support, plans and hand-over as they are used: what is missing, what is kept, both versions."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.actions.support_periods import move_support
from data.db import reading, transaction
from models.accounts import AuthSession
from models.clock import today
from models.families import SupportExtension, SupportPeriod, SupportStatus, Transfer, TransferStatus
from models.permissions import Actor, Role
from models.plans import ActionStatus, Plan, PlanAction, PlanStatus
from models.referrals import Need, Referral, ReferralStatus
from models.wellbeing import Indicator
from tests.factories import make_actor, make_school, make_worker, save, sign_in_as
from tests.support_rows import YESTERDAY, make_child, make_web, make_worker_actor, referral_of, support

SHELL = str(Path(__file__).parents[2] / "components" / "shell.py")

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def school_id(sqlite_database: str) -> int:
    return make_school()


@pytest.fixture
def worker(sqlite_database: str) -> Actor:
    return make_worker_actor(make_worker())


def _tab(actor: Actor, page: str, **query: object) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=20)
    with reading() as session:
        is_signed_in = session.exec(select(AuthSession).where(AuthSession.account_id == actor.account_id)).first()
    at.session_state["session.token"] = f"token-of-{actor.username}" if is_signed_in else sign_in_as(actor)
    at.run()
    for name, value in query.items():
        at.query_params[name] = str(value)
    at.switch_page(f"../pages/{page}.py").run()
    assert not at.exception
    return at


def _texts(at: AppTest) -> str:
    kinds = ("text", "caption", "info", "warning", "error", "success", "header", "subheader")
    return "\n".join(element.value for kind in kinds for element in at.get(kind))


def _field(at: AppTest, kind: str, label: str) -> object:
    return [element for element in at.get(kind) if element.label.replace("\\", "") == label][-1]


def _press(at: AppTest, label: str) -> AppTest:
    [button for button in at.button if button.label.replace("\\", "") == label][-1].click()
    at.run()
    assert not at.exception
    return at


def _pick(at: AppTest, label: str, value: object) -> AppTest:
    """Choose a segment, which AppTest knows as a button group."""
    _field(at, "button_group", label).set_value(value)
    at.run()
    assert not at.exception
    return at


def _one(table: type) -> object:
    with reading() as session:
        return session.exec(select(table)).one()


def _referral(school_id: int, pupil_id: int | None, **values: object) -> int:
    fields = referral_of(school_id, pupil_id).model_dump(exclude={"concerns"}) | {"received_by": "head"} | values
    return save(Referral(**fields)).id


def test_a_headteacher_refers_and_mends_what_is_missing(school_id: int) -> None:
    pupil_id = make_child(school_id)
    _referral(school_id, pupil_id)
    at = _tab(make_actor(role=Role.HEADTEACHER, school_ids=(school_id,)), "school/refer")
    _field(at, "text_input", "Child's name or candidate number").set_value("madeup")
    at.run()
    _field(at, "selectbox", "Which child?").set_value(str(pupil_id)).run()
    assert "Ava Madeup was referred on" in _texts(at).replace("\\", "")
    _field(at, "text_area", "What is happening, and what would help?").set_value("Late most mornings")
    _press(at, "Send the referral")
    assert "Please choose the main reason." in _texts(at)
    assert _field(at, "text_area", "What is happening, and what would help?").value == "Late most mornings"
    _field(at, "selectbox", "The referral comes from").set_value("class_teacher")
    _field(at, "selectbox", "Main reason").set_value("attendance")
    _field(at, "text_input", "Name of the person referring").set_value("Mr Teacher")
    _field(at, "text_input", "How the team can reach them").set_value("At the school")
    _press(at, "Send the referral")
    assert "The referral is with the team" in _texts(at)
    with reading() as session:
        assert [row.reason for row in session.exec(select(Referral))][-1] == "Late most mornings"


def test_a_referral_needs_a_child(school_id: int) -> None:
    at = _tab(make_actor(role=Role.HEADTEACHER, school_ids=(school_id,)), "school/refer")
    _press(at, "Send the referral")
    assert "Please choose the child" in _texts(at)
    _field(at, "text_input", "Child's name or candidate number").set_value("nobody at all")
    at.run()
    assert "Nobody of this name" in _texts(at)
    _field(at, "date_input", "Day of the referral").set_value(None)
    _press(at, "Send the referral")
    assert "Please enter a day." in _texts(at)


def test_the_teams_question_is_answered_and_a_referral_taken_back(school_id: int) -> None:
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    _referral(
        school_id, None, account_id=head.account_id, status=ReferralStatus.MORE_NEEDED, question="Who is at home?"
    )
    at = _tab(head, "school/refer")
    assert "Who is at home?" in _texts(at)
    _field(at, "text_area", "Your answer").set_value("Mum and two brothers")
    _press(at, "Send the answer")
    assert _one(Referral).answer == "Mum and two brothers"
    _field(at, "selectbox", "Take a referral back").set_value(1).run()
    _field(at, "text_area", "Why do you take it back?").set_value("Moved away")
    _press(at, "Take it back")
    assert _one(Referral).status is ReferralStatus.WITHDRAWN


def test_the_lead_triages_links_allocates_and_tells(school_id: int) -> None:
    worker_id, pupil_id = make_worker(), make_child(school_id)
    referral_id = _referral(school_id, None)
    at = _tab(make_actor(role=Role.LEAD), "team/referrals", id=referral_id)
    assert "(not on the pupil list)" in _texts(at)
    _pick(at, "What should happen?", "waiting")
    _pick(at, "How soon is help needed?", "urgent")
    _field(at, "text_input", "Who agreed?").set_value("Mum")
    _field(at, "date_input", "On which day?").set_value(YESTERDAY)
    _press(at, "Put on the waiting list")
    assert (_one(Referral).status, _one(Referral).need) == (ReferralStatus.WAITING, Need.URGENT)
    at.selectbox(key=f"referrals.link.child.{referral_id}").select_index(0).run()
    _press(at, "This is the child")
    assert _one(Referral).pupil_id == pupil_id
    _field(at, "selectbox", "Worker, most room first").set_value(str(worker_id)).run()
    _press(at, "Begin support")
    assert _one(SupportPeriod).worker_id == worker_id
    _field(at, "text_area", "What did you tell them?").set_value("HLW 01 rings on Monday")
    _press(at, "They have been told")
    assert _one(Referral).told_by == "lead"
    assert "Everybody has been told." in _texts(at)


def test_ones_own_referral_is_for_a_colleague(school_id: int) -> None:
    lead = make_actor(role=Role.LEAD)
    referral_id = _referral(school_id, None, account_id=lead.account_id)
    at = _tab(lead, "team/referrals", id=referral_id)
    assert "a colleague who may decide looks at it" in _texts(at)
    assert not [button for button in at.button if button.label == "Send the answer"]


def test_support_is_extended_stepped_down_and_closed(school_id: int, worker: Actor) -> None:
    pupil_id = make_child(school_id)
    family_id = support(worker.worker_id or 0, pupil_id)
    plan_id = save(Plan(pupil_id=pupil_id, started_on=today(), made_by="worker")).id
    save(PlanAction(plan_id=plan_id, what="Walk", who="Mum"))
    at = _tab(worker, "casework/support", family=family_id)
    what = "What next for Ava Madeup?"
    _pick(at, what, "extend")
    _press(at, "Set this date")
    assert "Please choose the day" in _texts(at)
    _field(at, "date_input", "New review date").set_value(today() + timedelta(days=30))
    _field(at, "text_area", "Why? Support is extended to build independence.").set_value("A new baby")
    _press(at, "Set this date")
    assert _one(SupportExtension).reason == "A new baby"
    _pick(at, what, "stepped_down")
    _press(at, "Step down to a lighter touch")
    assert _one(SupportPeriod).status is SupportStatus.STEPPED_DOWN
    _pick(at, what, "close")
    _press(at, "Close this support")
    assert "where the family goes next" in _texts(at)
    _field(at, "selectbox", "Where does the family go next?").set_value("club")
    _press(at, "Close this support")
    assert "still has 1 open action" in _texts(at)
    _field(at, "checkbox", "They stay open on purpose").check()
    _press(at, "Close this support")
    assert _one(SupportPeriod).status is SupportStatus.CLOSED
    assert "Nobody supports this family just now" not in _texts(_tab(worker, "casework/support"))


def test_the_second_of_two_sees_both_versions(school_id: int, worker: Actor) -> None:
    family_id = support(worker.worker_id or 0, make_child(school_id))
    at = _tab(worker, "casework/support", family=family_id)
    _pick(at, "What next for Ava Madeup?", "extend")
    _field(at, "date_input", "New review date").set_value(today() + timedelta(days=30))
    _field(at, "text_area", "Why? Support is extended to build independence.").set_value("A new baby")
    at.run()
    move_support(period_id=1, version=1, to=SupportStatus.STEPPED_DOWN, by=worker)
    _press(at, "Set this date")
    assert "Somebody else changed this" in _texts(at)
    assert "Stepped down" in _texts(at)
    assert _field(at, "text_area", "Why? Support is extended to build independence.").value == "A new baby"
    _press(at, "Set this date")
    assert _one(SupportExtension).reason == "A new baby"


def test_reviews_lead_to_families(school_id: int, worker: Actor) -> None:
    assert "No family is supported now" in _texts(_tab(worker, "casework/support"))
    family_id = support(worker.worker_id or 0, make_child(school_id))
    (link,) = _tab(worker, "casework/support").get("page_link")
    assert f"family={family_id}" in link.proto.query_string
    with transaction() as session:
        session.get_one(SupportPeriod, 1).status = SupportStatus.CLOSED
    lead = _tab(make_actor(role=Role.LEAD), "casework/support", family=family_id)
    assert "Nobody supports this family just now" in _texts(lead)


@pytest.mark.parametrize(("page", "name"), [("casework/support", "family"), ("casework/plan", "pupil")])
def test_what_is_not_theirs_shows_nothing(school_id: int, worker: Actor, page: str, name: str) -> None:
    support(make_worker(name="HLW 02"), make_child(school_id))
    at = _tab(worker, page, **{name: 1})
    assert "could not find that" in _texts(at)
    assert "Ava" not in _texts(at)


def test_a_plan_from_the_web_is_ticked_dropped_and_closed(school_id: int, worker: Actor) -> None:
    pupil_id = make_child(school_id)
    support(worker.worker_id or 0, pupil_id)
    make_web(pupil_id, {Indicator.SAFE: 2, Indicator.ACTIVE: 9}, matters_to_me="My dog")
    at = _tab(worker, "casework/plan", pupil=pupil_id)
    assert "Lowest in the web of" in _texts(at)
    _press(at, "Save the plan")
    assert "one thing at least" in _texts(at)
    _field(at, "text_input", "What will be done? (Safe)").set_value("Walk together")
    _press(at, "Save the plan")
    assert "who will do this" in _texts(at)
    _field(at, "text_input", "Who will do it? (Safe)").set_value("Mum")
    _press(at, "Save the plan")
    assert "My dog" in _texts(at)
    _pick(at, "Change the plan", "add")
    _field(at, "selectbox", "What is it about?").set_value("other").run()
    _press(at, "Add this action")
    assert "what will be done" in _texts(at)
    _field(at, "text_input", "What will be done? (New action)").set_value("Lunch club")
    _field(at, "text_input", "Who will do it? (New action)").set_value("School")
    _press(at, "Add this action")
    _press(at, "Done: Walk together")
    _pick(at, "Change the plan", "drop")
    at.selectbox(key="plan.drop.1").select_index(0).run()
    _field(at, "text_input", "Why?").set_value("Full")
    _press(at, "Drop this action")
    with reading() as session:
        assert session.exec(select(PlanAction.status)).all() == [ActionStatus.DONE, ActionStatus.DROPPED]
    _press(at, "Open again: Lunch club")
    _pick(at, "Change the plan", "close")
    _press(at, "Close the plan")
    assert "1 action is still open" in _texts(at)
    _field(at, "checkbox", "They stay open on purpose, and I say why").check()
    _field(at, "text_area", "How did it go?").set_value("They carry on")
    _press(at, "Close the plan")
    assert _one(Plan).status is PlanStatus.CLOSED


def test_a_caseload_is_offered_and_accepted(school_id: int, worker: Actor) -> None:
    support(worker.worker_id or 0, make_child(school_id))
    colleague = make_worker_actor(make_worker(name="HLW 02"), "colleague")
    lead = _tab(make_actor(role=Role.LEAD), "casework/handover")
    lead.selectbox(key="handover.worker").set_value(worker.worker_id).run()
    _press(lead, "Suggest by room")
    _pick(lead, "In which order?", "name")
    _field(lead, "text_input", "Why?").set_value("A new post")
    _press(lead, "Offer these families")
    assert "1 family is offered" in _texts(lead)
    at = _tab(colleague, "casework/handover")
    assert "From HLW 01 to HLW 02" in _texts(at)
    assert not [button for button in at.button if button.label.startswith("Take back")]
    _press(at, "Accept: Madeup family")
    assert _one(Transfer).status is TransferStatus.ACCEPTED
    assert "No family is on offer" in _texts(at)
    assert "there is none" in _texts(_tab(worker, "casework/handover"))
