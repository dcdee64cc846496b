"""Awards, their schemes and people who give, as they are used: few taps, sent once, names where they belong."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import func, select
from streamlit.testing.v1 import AppTest

from data.actions.award_schemes import save_scheme
from data.actions.awards import move_awards
from data.db import reading
from data.queries.award_schemes import list_schemes
from models.accounts import AuthSession
from models.awards import Award, AwardStatus, AwardWork
from models.clock import today
from models.giving import Giver, GiverCheck, GiverHours, GiverKind, GiverNext
from models.permissions import Actor, Role
from tests.award_rows import STARTED_ON, attend, days_ago, level_id, make_award, make_programme
from tests.factories import make_actor, make_pupil, make_school, save, sign_in_as
from tests.family_rows import Home, make_home
from tests.support_rows import enrol, key

SHELL = str(Path(__file__).parents[2] / "components" / "shell.py")
AWARDS, VOLUNTEERS, SCHEMES = "programmes/awards", "programmes/giving", "admin/award_schemes"

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def home(sqlite_database: str) -> Home:
    return make_home()


def _tab(actor: Actor, page: str, **query: object) -> AppTest:
    at = AppTest.from_file(SHELL, default_timeout=30)
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
    words = [element.value for kind in kinds for element in at.get(kind)]
    buttons = [button.label for button in at.button]
    return "\n".join([*words, *buttons]).replace("\\", "")


def _field(at: AppTest, kind: str, label: str) -> object:
    return [element for element in at.get(kind) if element.label.replace("\\", "") == label][-1]


def _set(at: AppTest, kind: str, label: str, value: object) -> AppTest:
    _field(at, kind, label).set_value(value)
    at.run()
    assert not at.exception
    return at


def _press(at: AppTest, label: str) -> AppTest:
    [button for button in at.button if button.label.replace("\\", "") == label][-1].click()
    at.run()
    assert not at.exception
    return at


def _count(table: type) -> int:
    with reading() as session:
        return session.exec(select(func.count()).select_from(table)).one()


def _one(table: type) -> object:
    with reading() as session:
        return session.exec(select(table)).one()


def test_from_setting_out_to_the_award(home: Home) -> None:
    at = _tab(home.worker, AWARDS, **{"awards.view": "Set somebody out"})
    _set(at, "radio", "What to see", "Set somebody out")
    _press(at, "Set out")
    assert "Please choose the award, who it is for" in _texts(at)
    _set(at, "selectbox", "Which award?", str(level_id("Hi5")))
    assert _field(at, "selectbox", "Who?").options == ["Ava Madeup"]  # neither the adult nor the family
    _set(at, "selectbox", "Who?", "child:1")
    _set(at, "date_input", "From which day", STARTED_ON)
    _press(at, "Set out")
    assert "Ava Madeup is on the way" in _texts(at)
    one = _tab(home.worker, AWARDS, id=1)
    _set(one, "number_input", "Hours", 4.0)
    _press(one, "Add it")
    assert _one(Award).status is AwardStatus.IN_PROGRESS
    assert "4 of 5 hours: Ava Madeup, Hi5, One star" in _texts(_tab(home.worker, AWARDS))
    _set(one, "number_input", "Hours", 1.5)
    _press(one, "Add it")
    _press(one, "Submitted to the provider")
    _press(one, "Awarded")
    award = _one(Award)
    assert (award.status, award.awarded_on, _count(AwardWork)) == (AwardStatus.AWARDED, today(), 2)
    assert "Awarded on" in _texts(one)
    assert not [button for button in one.button if button.label == "Add it"]


def test_what_was_added_by_mistake_is_taken_away(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id)
    save(AwardWork(award_id=1, done_on=STARTED_ON, minutes=240, recorded_by="worker"))
    at = _tab(home.worker, AWARDS)
    _press(at, "4 of 5 hours: Ava Madeup, Hi5, One star")
    assert at.query_params["id"] == "1"
    _set(at, "selectbox", "Added by mistake?", 1)
    _press(at, "Take it away")
    assert _count(AwardWork) == 0
    _press(at, "All awards")
    assert "Nobody is within a quarter" in _texts(at)


def test_two_taps_and_two_tabs_award_once(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, status=AwardStatus.SUBMITTED)
    first, second = (_tab(home.worker, AWARDS, id=1) for _ in range(2))
    _press(first, "Awarded")
    _press(second, "Awarded")
    award = _one(Award)
    assert (award.status, award.version) == (AwardStatus.AWARDED, 2)


def test_a_step_is_not_taken_from_where_it_stood_before(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, status=AwardStatus.IN_PROGRESS)
    at = _tab(home.worker, AWARDS, id=1)
    move_awards(versions={1: 1}, to=AwardStatus.STOPPED, on=today(), by=home.worker)
    _press(at, "Submitted to the provider")
    assert "Stopped for now" in _texts(at)
    assert _one(Award).status is AwardStatus.STOPPED


def test_a_whole_group_sets_out_and_moves_on(home: Home) -> None:
    programme_id = make_programme(worker_id=home.worker.worker_id)
    stranger = make_pupil(candidate_number="190001237", forename="Zoe")
    for pupil_id in (home.pupil_id, stranger):
        attend(programme_id, days_ago=3, minutes=300, pupil_id=pupil_id)
    at = _tab(home.worker, AWARDS)
    _set(at, "radio", "What to see", "A whole group")
    _set(at, "selectbox", "Which programme?", str(programme_id))
    _set(at, "selectbox", "Which award?", str(level_id("Hi5")))
    assert "2 of 2 set out" in _texts(at)
    _set(at, "date_input", "From which day", days_ago(10))
    _press(at, "Set out")
    assert _count(Award) == 2
    for label, status in (("Begin", AwardStatus.IN_PROGRESS), ("Submit", AwardStatus.SUBMITTED), ("Award", "awarded")):
        _press(at, f"{label} 2: Hi5, One star")
        with reading() as session:
            assert set(session.exec(select(Award.status))) == {status}


def test_a_headteacher_sees_numbers_of_the_school_and_no_names(home: Home) -> None:
    school_id = make_school()
    for place in range(6):
        pupil_id = make_pupil(candidate_number=f"20000000{place}", forename="Named")
        enrol(pupil_id, school_id)
        make_award(level_id("Hi5"), pupil_id=pupil_id, status=AwardStatus.AWARDED, awarded_on=days_ago(1))
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    at = _tab(head, AWARDS, id=1)
    assert "2026/27: 6" in _texts(at)
    assert "are not shown" in _texts(at)
    assert "Named" not in _texts(at) + str([frame.value for frame in at.dataframe])
    stranger = make_actor(
        role=Role.HEADTEACHER, username="other", school_ids=(make_school(name="B", seed_code="8240002"),)
    )
    assert "No award has been earned yet" in _texts(_tab(stranger, AWARDS))


def test_another_workers_award_looks_like_none(home: Home) -> None:
    other = make_home(username="other", number="051234561", reference="F002")
    make_award(level_id("Hi5"), pupil_id=other.pupil_id)
    for award_id in (1, 99):
        assert "We could not find that" in _texts(_tab(home.worker, AWARDS, id=award_id))
    assert "No awards here yet" in _texts(_tab(home.worker, AWARDS))


def test_certificates_renewals_and_counts_for_the_lead(home: Home) -> None:
    fields = {"status": AwardStatus.AWARDED, "awarded_on": days_ago(3)}
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, **fields)
    make_award(level_id("Elementary Food Hygiene"), adult_id=home.adult_id, expires_on=days_ago(-30), **fields)
    at = _tab(make_actor(role=Role.LEAD), AWARDS)
    _set(at, "radio", "What to see", "Certificates")
    assert list(at.dataframe[0].value["Name"]) == ["Ava Madeup", "Donna Madeup"]
    _set(at, "radio", "What to see", "To renew")
    assert ": Donna Madeup, Elementary Food Hygiene, Elementary" in _texts(at)
    _set(at, "radio", "What to see", "How many")
    _set(at, "radio", "Count", "scheme")
    assert "2026/27: 2" in _texts(at)


def test_a_scheme_is_changed_and_given_a_level() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    at = _tab(administrator, SCHEMES)
    hi5 = next(one for one in list_schemes(actor=administrator) if one.content.name == "Hi5")
    _set(at, "selectbox", "Change which award?", hi5.scheme_id)
    _set(at, "number_input", "Least age on the day they start", 6)
    _press(at, "Save the scheme")
    _set(at, "radio", "Which level?", 0)
    _press(at, "Save the level")
    assert "Please name it" in _texts(at)
    _set(at, "text_input", "Name of the level", "Four stars")
    _set(at, "number_input", "Hours", 40)
    _press(at, "Save the level")
    hi5 = next(one for one in list_schemes(actor=administrator) if one.content.name == "Hi5")
    assert (hi5.content.min_age, hi5.levels[-1].content.name, hi5.levels[-1].content.hours) == (6, "Four stars", 40)


def test_two_who_change_a_scheme_see_both_versions() -> None:
    lead = make_actor(role=Role.LEAD)
    at = _tab(lead, SCHEMES)
    hi5 = next(one for one in list_schemes(actor=lead) if one.content.name == "Hi5")
    _set(at, "selectbox", "Change which award?", hi5.scheme_id)
    _set(at, "text_input", "Provider", "Mine")
    theirs = hi5.content.model_copy(update={"provider": "Theirs"})
    other = make_actor(role=Role.LEAD, username="other")
    save_scheme(draft_key=key(other, "award_scheme"), scheme=theirs, scheme_id=hi5.scheme_id, version=1, by=other)
    _press(at, "Save the scheme")
    assert "Somebody else changed this" in _texts(at)
    both = next(frame.value for frame in at.dataframe if "Yours" in frame.value)
    assert list(both[["There now", "Yours"]].iloc[0]) == ["Theirs", "Mine"]


def test_a_volunteer_from_first_name_to_work(home: Home) -> None:
    at = _tab(home.worker, VOLUNTEERS)
    assert "Add the first volunteer" in _texts(at)
    at.session_state["drawer.giver..0"] = True
    at.run()
    _set(at, "selectbox", "Is it somebody we know?", "adult:1")
    _press(at, "Add them")
    assert "Please tap one" in _texts(at)
    _set(at, "radio", "How do they give?", "volunteer")
    _press(at, "Add them")
    giver = _one(Giver)
    assert (giver.name, giver.adult_id) == ("Donna Madeup", home.adult_id)
    assert "Donna Madeup: no check recorded yet" in _texts(at)
    one = _tab(home.worker, VOLUNTEERS, id=1)
    _set(one, "radio", "What to add or change?", "A check")
    _set(one, "radio", "Which check?", "pvg")
    _set(one, "date_input", "Next due on, if it is", today() + timedelta(days=30))
    _press(one, "Record the check")
    assert (_count(GiverCheck), "due again on" in _texts(one)) == (1, True)
    _set(one, "radio", "What to add or change?", "Hours")
    _set(one, "number_input", "Hours", 1.5)
    _press(one, "Add the hours")
    assert (_count(GiverHours), "1.5 hours given" in _texts(one)) == (1, True)
    _set(one, "radio", "What to add or change?", "What they went on to")
    _set(one, "radio", "What did they go on to?", "work")
    _press(one, "Record it")
    assert (_count(GiverNext), "Went on to" in _texts(one)) == (1, True)


def test_who_has_stopped_is_asked_for_no_checks(home: Home) -> None:
    save(Giver(name="Gil Madeup", kind=GiverKind.MENTOR, recorded_by="worker"))
    at = _tab(home.worker, VOLUNTEERS, id=1)
    _set(at, "radio", "What to add or change?", "Their details")
    _set(at, "checkbox", "They have stopped giving time", True)
    _press(at, "Save")
    assert not _one(Giver).is_active
    assert "Every check is up to date" in _texts(_tab(home.worker, VOLUNTEERS))


def test_what_was_typed_comes_back_after_a_lost_connection(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id)
    _set(_tab(home.worker, AWARDS, id=1), "text_input", "What was done", "Built a bird box")
    again = _tab(home.worker, AWARDS, id=1)
    assert _field(again, "text_input", "What was done").value == "Built a bird box"
