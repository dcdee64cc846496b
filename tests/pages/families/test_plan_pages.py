"""Plans and hand-over as they are used: from the web, ticked, closed knowingly; offered, accepted, declined."""

from datetime import timedelta

import pytest
from sqlmodel import select

from data.core.db import reading
from models.clock import today
from models.families.family import SupportPeriod, Transfer, TransferStatus
from models.families.plans import ActionStatus, Plan, PlanAction, PlanStatus
from models.permissions import Actor, Role
from models.wellbeing.web import Indicator
from tests.factories import make_actor, make_school, make_worker, save
from tests.pages.labelled import field, one, pick, press, tab_of, texts
from tests.pages.tab import Tab
from tests.rows.support import make_child, make_web, make_worker_actor, support

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def school_id(sqlite_database: str) -> int:
    return make_school()


@pytest.fixture
def worker(sqlite_database: str) -> Actor:
    return make_worker_actor(make_worker())


def test_a_plan_from_the_web_is_added_to_and_ticked(school_id: int, worker: Actor) -> None:
    pupil_id = make_child(school_id)
    support(worker.worker_id or 0, pupil_id)
    make_web(pupil_id, {Indicator.SAFE: 2, Indicator.ACTIVE: 9}, matters_to_me="My dog")
    at = tab_of(worker, "families/plan", pupil=pupil_id)
    assert "Lowest in the web of" in texts(at)
    press(at, "Save the plan")
    assert "one thing at least" in texts(at)
    field(at, "text_input", "What will be done? (Safe)").set_value("Walk together")
    press(at, "Save the plan")
    assert "who will do this" in texts(at)
    field(at, "text_input", "Who will do it? (Safe)").set_value("Mum")
    press(at, "Save the plan")
    assert "My dog" in texts(at)
    pick(at, "Change the plan", "add")
    field(at, "selectbox", "What is it about?").set_value("other").run()
    press(at, "Add this action")
    assert "what will be done" in texts(at)
    field(at, "text_input", "What will be done? (New action)").set_value("Lunch club")
    field(at, "text_input", "Who will do it? (New action)").set_value("School")
    press(at, "Add this action")
    press(at, "Done: Walk together")


def test_a_plan_is_dropped_from_looked_at_again_and_closed(school_id: int, worker: Actor) -> None:
    pupil_id = make_child(school_id)
    support(worker.worker_id or 0, pupil_id)
    plan_id = save(Plan(pupil_id=pupil_id, started_on=today(), made_by="worker")).id
    save(PlanAction(plan_id=plan_id, what="Walk together", who="Mum", status=ActionStatus.DONE))
    save(PlanAction(plan_id=plan_id, what="Lunch club", who="School"))
    at = tab_of(worker, "families/plan", pupil=pupil_id)
    pick(at, "Change the plan", "drop")
    at.selectbox(key="plan.drop.1").select_index(0).run()
    field(at, "text_input", "Why?").set_value("Full")
    press(at, "Drop this action")
    with reading() as session:
        assert session.exec(select(PlanAction.status)).all() == [ActionStatus.DONE, ActionStatus.DROPPED]
    press(at, "Open again: Lunch club")
    pick(at, "Change the plan", "review")
    press(at, "Set this day")
    assert "Please choose a day to come." in texts(at)
    field(at, "date_input", "You looked at it together. When again?").set_value(today() + timedelta(days=30))
    press(at, "Set this day")
    assert one(Plan).review_on == today() + timedelta(days=30)
    pick(at, "Change the plan", "close")
    press(at, "Close the plan")
    assert "1 action of the plan is still open" in texts(at)
    field(at, "checkbox", "They stay open on purpose, and I say why").check()
    field(at, "text_area", "How did it go?").set_value("They carry on")
    press(at, "Close the plan")
    assert one(Plan).status is PlanStatus.CLOSED


def test_a_caseload_is_offered_and_accepted(school_id: int, worker: Actor) -> None:
    support(worker.worker_id or 0, make_child(school_id))
    colleague = make_worker_actor(make_worker(name="HLW 02"), "colleague")
    lead = tab_of(make_actor(role=Role.LEAD), "families/handover")
    lead.selectbox(key="handover.worker").set_value(worker.worker_id).run()
    press(lead, "Suggest by room")
    pick(lead, "In which order?", "name")
    field(lead, "text_input", "Why?").set_value("A new post")
    press(lead, "Offer these families")
    assert "1 family is offered" in texts(lead)
    at = tab_of(colleague, "families/handover")
    assert "From HLW 01 to HLW 02" in texts(at)
    what = "What becomes of the offer of Madeup family?"
    assert field(at, "radio", what).options == ["Accept", "Decline"]
    pick(at, what, "accept")
    press(at, "Accept")
    assert one(Transfer).status is TransferStatus.ACCEPTED
    assert "No family is on offer" in texts(at)
    assert "there is none" in texts(tab_of(worker, "families/handover"))


def test_all_of_one_colleague_are_accepted_with_one_tap(school_id: int, worker: Actor) -> None:
    colleague = make_worker_actor(make_worker(name="HLW 02"), "colleague")
    offer = {"from_worker_id": worker.worker_id, "to_worker_id": colleague.worker_id, "offered_by": "worker"}
    for place in (0, 1):
        family_id = support(worker.worker_id or 0, make_child(school_id, place=place))
        save(Transfer(family_id=family_id, reason="A new post", batch="1", **offer))
    assert "Accept all 2" not in [button.label for button in tab_of(worker, "families/handover").button]
    week = Tab(colleague, "families/my_week").links
    assert [words.partition(": since ")[1] for words in week if words.startswith("Family ")] == [": since "] * 2
    at = tab_of(colleague, "families/handover")
    assert "HLW 01 offers you 2 families: Madeup family, Madeup family." in texts(at)
    press(at, "Accept all 2")
    assert "2 families are handed over." in texts(at)
    with reading() as session:
        assert set(session.exec(select(Transfer.status))) == {TransferStatus.ACCEPTED}
        assert set(session.exec(select(SupportPeriod.worker_id))) == {colleague.worker_id}


def test_a_declined_offer_says_why_and_one_is_taken_back(school_id: int, worker: Actor) -> None:
    family_id = support(worker.worker_id or 0, make_child(school_id))
    colleague = make_worker_actor(make_worker(name="HLW 02"), "colleague")
    offer = {"from_worker_id": worker.worker_id, "to_worker_id": colleague.worker_id, "offered_by": "worker"}
    save(Transfer(family_id=family_id, reason="A new post", batch="1", **offer))
    at = tab_of(colleague, "families/handover")
    what = "What becomes of the offer of Madeup family?"
    pick(at, what, "decline")
    press(at, "Decline")
    assert "for whoever offered" in texts(at)
    field(at, "text_input", "Why not? Whoever offered reads this.").set_value("No room before May")
    press(at, "Decline")
    assert "No room before May" not in texts(at)
    mine = tab_of(worker, "families/handover")
    assert "HLW 02 cannot take this family over" in texts(mine)
    assert "No room before May" in texts(mine)
    assert "HLW 02: No room before May" in texts(tab_of(worker, "families/my_week"))
    press(mine, "Keep this family")
    assert "No room before May" not in texts(tab_of(worker, "families/my_week"))
    save(Transfer(family_id=family_id, reason="Once more", batch="2", **offer))
    again = tab_of(worker, "families/handover")
    pick(again, what, "take_back")
    press(again, "Take the offer back")
    with reading() as session:
        assert session.get_one(Transfer, 2).status is TransferStatus.WITHDRAWN
