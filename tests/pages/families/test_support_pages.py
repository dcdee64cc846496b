"""Referring, triage, support, plans and hand-over as they are used: what is missing, what is kept, both versions."""

from datetime import timedelta

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import Button

from data.core.db import reading, transaction
from data.families.actions.support_periods import move_support
from models.clock import today
from models.families.family import SupportExtension, SupportPeriod, SupportStatus
from models.families.plans import Plan, PlanAction
from models.permissions import Actor, Role
from models.referrals import Need, Referral, ReferralStatus
from tests.factories import make_actor, make_school, make_worker, save
from tests.pages.labelled import field, one, pick, press, tab_of, texts
from tests.rows.support import YESTERDAY, make_child, make_worker_actor, referral_of, support

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def school_id(sqlite_database: str) -> int:
    return make_school()


@pytest.fixture
def worker(sqlite_database: str) -> Actor:
    return make_worker_actor(make_worker())


def _referral(school_id: int, pupil_id: int | None, **values: object) -> int:
    fields = referral_of(school_id, pupil_id).model_dump(exclude={"concerns"}) | {"received_by": "head"} | values
    return save(Referral(**fields)).id


def test_a_headteacher_refers_and_mends_what_is_missing(school_id: int) -> None:
    pupil_id = make_child(school_id)
    _referral(school_id, pupil_id)
    at = tab_of(make_actor(role=Role.HEADTEACHER, school_ids=(school_id,)), "referrals/refer")
    field(at, "text_input", "Child's name or candidate number").set_value("madeup")
    at.run()
    field(at, "selectbox", "Which child?").set_value(str(pupil_id)).run()
    assert "Ava Madeup was referred on" in texts(at).replace("\\", "")
    field(at, "text_area", "What is happening, and what would help?").set_value("Late most mornings")
    press(at, "Send the referral")
    assert "Please choose the main reason." in texts(at)
    assert field(at, "text_area", "What is happening, and what would help?").value == "Late most mornings"
    field(at, "selectbox", "The referral comes from").set_value("class_teacher")
    field(at, "selectbox", "Main reason").set_value("attendance")
    field(at, "text_input", "Name of the person referring").set_value("Mr Teacher")
    field(at, "text_input", "How the team can reach them").set_value("At the school")
    press(at, "Send the referral")
    assert "The referral is with the team" in texts(at)
    with reading() as session:
        assert [row.reason for row in session.exec(select(Referral))][-1] == "Late most mornings"


def test_a_referral_needs_a_child(school_id: int) -> None:
    at = tab_of(make_actor(role=Role.HEADTEACHER, school_ids=(school_id,)), "referrals/refer")
    press(at, "Send the referral")
    assert "Please choose the child" in texts(at)
    field(at, "text_input", "Child's name or candidate number").set_value("nobody at all")
    at.run()
    assert "Nobody of this name" in texts(at)
    field(at, "date_input", "Day of the referral").set_value(None)
    press(at, "Send the referral")
    assert "Please enter a day." in texts(at)


def test_the_teams_question_is_answered_and_a_referral_taken_back(school_id: int) -> None:
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    _referral(
        school_id, None, account_id=head.account_id, status=ReferralStatus.MORE_NEEDED, question="Who is at home?"
    )
    at = tab_of(head, "referrals/refer")
    assert "Who is at home?" in texts(at)
    field(at, "text_area", "Your answer").set_value("Mum and two brothers")
    press(at, "Send the answer")
    assert one(Referral).answer == "Mum and two brothers"
    field(at, "selectbox", "Open a referral").set_value(1).run()
    field(at, "text_area", "If you take it back: why?").set_value("Moved away")
    press(at, "Take it back")
    assert one(Referral).status is ReferralStatus.WITHDRAWN


def test_the_lead_triages_links_allocates_and_tells(school_id: int) -> None:
    worker_id, pupil_id = make_worker(), make_child(school_id)
    referral_id = _referral(school_id, None)
    at = tab_of(make_actor(role=Role.LEAD), "referrals/referrals", id=referral_id)
    assert "(not on the pupil list)" in texts(at)
    pick(at, "What should happen?", "waiting")
    pick(at, "How soon is help needed?", "urgent")
    field(at, "text_input", "Who agreed?").set_value("Mum")
    field(at, "date_input", "On which day?").set_value(YESTERDAY)
    press(at, "Put on the waiting list")
    assert (one(Referral).status, one(Referral).need) == (ReferralStatus.WAITING, Need.URGENT)
    at.selectbox(key=f"referrals.link.child.{referral_id}").select_index(0).run()
    press(at, "This is the child")
    assert one(Referral).pupil_id == pupil_id
    field(at, "selectbox", "Worker, most room first").set_value(str(worker_id)).run()
    press(at, "Begin support")
    assert one(SupportPeriod).worker_id == worker_id
    field(at, "text_area", "What did you tell them?").set_value("HLW 01 rings on Monday")
    press(at, "They have been told")
    assert one(Referral).told_by == "lead"
    assert "Everybody has been told." in texts(at)


def test_ones_own_referral_is_for_a_colleague(school_id: int) -> None:
    lead = make_actor(role=Role.LEAD)
    referral_id = _referral(school_id, None, account_id=lead.account_id)
    at = tab_of(lead, "referrals/referrals", id=referral_id)
    assert "a colleague who may decide looks at it" in texts(at)
    assert not [button for button in at.button if button.label == "Send the answer"]


def test_support_is_extended_stepped_down_and_closed(school_id: int, worker: Actor) -> None:
    pupil_id = make_child(school_id)
    family_id = support(worker.worker_id or 0, pupil_id)
    plan_id = save(Plan(pupil_id=pupil_id, started_on=today(), made_by="worker")).id
    save(PlanAction(plan_id=plan_id, what="Walk", who="Mum"))
    at = tab_of(worker, "families/support", family=family_id)
    what = "What next for Ava Madeup?"
    pick(at, what, "extend")
    press(at, "Set this date")
    assert "Please choose the day" in texts(at)
    field(at, "date_input", "New review date").set_value(today() + timedelta(days=30))
    field(at, "text_area", "Why? Support is extended to build independence.").set_value("A new baby")
    press(at, "Set this date")
    assert one(SupportExtension).reason == "A new baby"
    pick(at, what, "stepped_down")
    press(at, "Step down to a lighter touch")
    assert one(SupportPeriod).status is SupportStatus.STEPPED_DOWN
    pick(at, what, "close")
    press(at, "Close this support")
    assert "where the family goes next" in texts(at)
    field(at, "selectbox", "Where does the family go next?").set_value("club")
    press(at, "Close this support")
    assert "1 action of the plan is still open" in texts(at)
    field(at, "radio", "What becomes of them?").set_value("stay")
    press(at, "Close this support")
    assert one(SupportPeriod).status is SupportStatus.CLOSED
    assert "Nobody supports this family just now" not in texts(tab_of(worker, "families/support"))


def test_the_second_of_two_sees_both_versions(school_id: int, worker: Actor) -> None:
    family_id = support(worker.worker_id or 0, make_child(school_id))
    at = tab_of(worker, "families/support", family=family_id)
    pick(at, "What next for Ava Madeup?", "extend")
    field(at, "date_input", "New review date").set_value(today() + timedelta(days=30))
    field(at, "text_area", "Why? Support is extended to build independence.").set_value("A new baby")
    at.run()
    move_support(period_id=1, version=1, to=SupportStatus.STEPPED_DOWN, by=worker)
    press(at, "Set this date")
    assert "Somebody else changed this" in texts(at)
    assert "Stepped down" in texts(at)
    assert field(at, "text_area", "Why? Support is extended to build independence.").value == "A new baby"
    press(at, "Set this date")
    assert one(SupportExtension).reason == "A new baby"


def _opening(at: AppTest) -> list[Button]:
    return [button for button in at.button if (button.key or "").startswith("support.open.")]


def test_reviews_lead_to_families(school_id: int, worker: Actor) -> None:
    assert "No family is supported now" in texts(tab_of(worker, "families/support"))
    family_id = support(worker.worker_id or 0, make_child(school_id))
    at = tab_of(worker, "families/support")
    at.button(key=f"support.open.{family_id}").click().run()
    assert at.header[0].value
    assert at.query_params["family"] == str(family_id)
    with transaction() as session:
        session.get_one(SupportPeriod, 1).status = SupportStatus.CLOSED
    boss = make_actor(role=Role.LEAD)
    assert "Nobody supports this family just now" in texts(tab_of(boss, "families/support", family=family_id))
    mine = support(worker.worker_id or 0, make_child(school_id, place=1))
    support(make_worker(name="HLW 02"), make_child(school_id, place=2))
    lead = tab_of(boss, "families/support")
    assert len(_opening(lead)) == 2
    field(lead, "selectbox", "Whose families?").set_value("HLW 01").run()
    assert [button.key for button in _opening(lead)] == [f"support.open.{mine}"]


def test_a_family_page_shows_a_review_of_open_support_only(school_id: int, worker: Actor) -> None:
    family_id = support(worker.worker_id or 0, make_child(school_id), make_child(school_id, place=1, forename="Ben"))
    review_on = today() + timedelta(days=30)
    with transaction() as session:
        for period in session.exec(select(SupportPeriod)):
            period.review_on = review_on
        session.get_one(SupportPeriod, 1).status = SupportStatus.CLOSED
    at = tab_of(worker, "families/family", id=family_id)
    (table,) = (frame.value for frame in at.dataframe if "Review" in frame.value)
    assert dict(zip(table["Child"], table["Review"], strict=True)) == {"Ava Madeup": None, "Ben Madeup": review_on}


@pytest.mark.parametrize(("page", "name"), [("families/support", "family"), ("families/plan", "pupil")])
def test_what_is_not_theirs_shows_nothing(school_id: int, worker: Actor, page: str, name: str) -> None:
    support(make_worker(name="HLW 02"), make_child(school_id))
    at = tab_of(worker, page, **{name: 1})
    assert "could not find that" in texts(at)
    assert "Ava" not in texts(at)
