"""Awards, their schemes and people who give, as they are used: few taps, sent once, names where they belong."""

from datetime import timedelta

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.awards.actions.awards import move_awards
from data.awards.queries.schemes import list_schemes
from data.core.actions.records import change_record
from data.core.db import reading
from models.audit import Mistake
from models.awards.award import AWARD_SCHEMES, Award, AwardStatus, AwardWork
from models.awards.volunteers import Contribution, Destination, Volunteer, VolunteerCheck, VolunteerKind
from models.clock import day_text, today
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_school, save
from tests.pages.labelled import field, fill, one, press, tab_of, texts
from tests.pages.tab import rows_of, unescaped
from tests.rows.awards import STARTED_ON, attend, days_ago, level_id, make_award, make_programme
from tests.rows.families import Home, make_home
from tests.rows.support import enrol, key

AWARDS, VOLUNTEERS, SCHEMES = "awards/awards", "awards/volunteers", "awards/schemes"

pytestmark = pytest.mark.usefixtures("sqlite_database")


def _texts(at: AppTest) -> str:
    return "\n".join([texts(at), *(unescaped(button.label) for button in at.button)])


def _count(table: type) -> int:
    return len(rows_of(table))


def test_from_setting_out_to_the_award(home: Home) -> None:
    at = tab_of(home.worker, AWARDS, **{"awards.view": "Set somebody out"})
    fill(at, "radio", "What to see", "Set somebody out")
    press(at, "Set out")
    assert "Please choose the award, who it is for" in _texts(at)
    fill(at, "selectbox", "Which award?", str(level_id("Hi5")))
    assert field(at, "selectbox", "Who?").options == ["Ava Madeup"]  # neither the adult nor the family
    fill(at, "selectbox", "Who?", "pupil:1")
    fill(at, "date_input", "From which day", STARTED_ON)
    press(at, "Set out")
    assert "Ava Madeup is on the way" in _texts(at)
    opened = tab_of(home.worker, AWARDS, id=1)
    fill(opened, "number_input", "Hours", 4.0)
    press(opened, "Add it")
    assert one(Award).status is AwardStatus.IN_PROGRESS
    assert "4 of 5 hours: Ava Madeup, Hi5, One star" in _texts(tab_of(home.worker, AWARDS))
    fill(opened, "number_input", "Hours", 1.5)
    press(opened, "Add it")
    press(opened, "Submitted to the provider")
    press(opened, "Awarded")
    award = one(Award)
    assert (award.status, award.awarded_on, _count(AwardWork)) == (AwardStatus.AWARDED, today(), 2)
    assert "Awarded on" in _texts(opened)
    assert not [button for button in opened.button if button.label == "Add it"]


def test_what_was_added_by_mistake_is_taken_away(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id)
    save(AwardWork(award_id=1, done_on=STARTED_ON, minutes=240, recorded_by="worker"))
    at = tab_of(home.worker, AWARDS)
    press(at, "4 of 5 hours: Ava Madeup, Hi5, One star")
    assert at.query_params["id"] == "1"
    fill(at, "selectbox", "Added by mistake?", 1)
    at.session_state["drawer.award_work_back.award_work:1.1"] = True
    at.run()
    press(at, "Take it back")
    assert "Please tap why" in _texts(at)
    fill(at, "radio", "Why?", Mistake.TWICE.value)
    press(at, "Take it back")
    assert _count(AwardWork) == 0
    press(at, "All awards")
    assert "Nobody is within a quarter" in _texts(at)


def test_two_taps_and_two_tabs_award_once(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, status=AwardStatus.SUBMITTED)
    first, second = (tab_of(home.worker, AWARDS, id=1) for _ in range(2))
    press(first, "Awarded")
    press(second, "Awarded")
    award = one(Award)
    assert (award.status, award.version) == (AwardStatus.AWARDED, 2)


def test_a_step_is_not_taken_from_where_it_stood_before(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, status=AwardStatus.IN_PROGRESS)
    at = tab_of(home.worker, AWARDS, id=1)
    move_awards(versions={1: 1}, to=AwardStatus.STOPPED, on=today(), by=home.worker)
    press(at, "Submitted to the provider")
    assert "Stopped for now" in _texts(at)
    assert one(Award).status is AwardStatus.STOPPED


def test_a_whole_group_sets_out_and_moves_on(home: Home) -> None:
    programme_id = make_programme(worker_id=home.worker.worker_id)
    stranger = make_pupil(candidate_number="190001237", forename="Zoe")
    for pupil_id in (home.pupil_id, stranger):
        attend(programme_id, days_ago=3, minutes=300, pupil_id=pupil_id)
    at = tab_of(home.worker, AWARDS)
    fill(at, "radio", "What to see", "A whole group")
    fill(at, "selectbox", "Which programme?", str(programme_id))
    fill(at, "selectbox", "Which award?", str(level_id("Hi5")))
    assert "2 of 2 set out" in _texts(at)
    fill(at, "date_input", "From which day", days_ago(10))
    press(at, "Set out")
    assert _count(Award) == 2
    for label, status in (("Begin", AwardStatus.IN_PROGRESS), ("Submit", AwardStatus.SUBMITTED), ("Award", "awarded")):
        press(at, f"{label} 2: Hi5, One star")
        with reading() as session:
            assert set(session.exec(select(Award.status))) == {status}


def test_a_headteacher_sees_numbers_of_the_school_and_no_names(home: Home) -> None:
    school_id = make_school()
    for place in range(6):
        pupil_id = make_pupil(candidate_number=f"20000000{place}", forename="Named")
        enrol(pupil_id, school_id)
        make_award(level_id("Hi5"), pupil_id=pupil_id, status=AwardStatus.AWARDED, awarded_on=days_ago(1))
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    at = tab_of(head, AWARDS, id=1)
    assert "2026/27: 6" in _texts(at)
    assert "are not shown" in _texts(at)
    assert "Named" not in _texts(at) + str([frame.value for frame in at.dataframe])
    assert len(at.get("plotly_chart")) == 1
    other_id = make_school(name="B", seed_code="8240002")
    stranger = make_actor(role=Role.HEADTEACHER, username="other", school_ids=(other_id,))
    assert "No award has been earned yet" in _texts(tab_of(stranger, AWARDS))
    enrol(pupil_id, other_id, on=days_ago(2))
    at = tab_of(stranger, AWARDS)
    assert "2026/27: not shown" in _texts(at)
    assert not at.get("plotly_chart"), "One award is hidden, and an empty chart says nothing."


def test_another_workers_award_looks_like_none(home: Home) -> None:
    other = make_home(username="other", number="051234561", reference="F002")
    make_award(level_id("Hi5"), pupil_id=other.pupil_id)
    for award_id in (1, 99):
        assert "We could not find that" in _texts(tab_of(home.worker, AWARDS, id=award_id))
    assert "No awards here yet" in _texts(tab_of(home.worker, AWARDS))


def test_certificates_renewals_and_counts_for_the_lead(home: Home) -> None:
    fields = {"status": AwardStatus.AWARDED, "awarded_on": days_ago(3)}
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, **fields)
    make_award(level_id("Elementary Food Hygiene"), adult_id=home.adult_id, expires_on=days_ago(-30), **fields)
    at = tab_of(make_actor(role=Role.LEAD), AWARDS)
    fill(at, "radio", "What to see", "Certificates")
    assert list(at.dataframe[0].value["Name"]) == ["Ava Madeup", "Donna Madeup"]
    fill(at, "radio", "What to see", "To renew")
    assert ": Donna Madeup, Elementary Food Hygiene, Elementary" in _texts(at)
    fill(at, "radio", "What to see", "How many")
    fill(at, "radio", "Count", "scheme")
    assert "2026/27: 2" in _texts(at)


def test_a_scheme_is_changed_and_given_a_level() -> None:
    administrator = make_actor(role=Role.ADMINISTRATOR)
    at = tab_of(administrator, SCHEMES)
    hi5 = next(one for one in list_schemes(actor=administrator) if one.record.heading == "Hi5")
    fill(at, "selectbox", "Change which award?", hi5.record.record_id)
    fill(at, "number_input", "Least age on the day they start", 6)
    press(at, "Save the scheme")
    fill(at, "radio", "Which level?", 0)
    press(at, "Save the level")
    assert "Please name it" in _texts(at)
    fill(at, "text_input", "Name of the level", "Four stars")
    fill(at, "number_input", "Hours", 40)
    press(at, "Save the level")
    hi5 = next(one for one in list_schemes(actor=administrator) if one.record.heading == "Hi5")
    level = hi5.levels[-1]
    assert (hi5.scheme.min_age, level.heading, level.values["hours"]) == (6, "Four stars", 40)


def test_two_who_change_a_scheme_see_both_versions() -> None:
    lead = make_actor(role=Role.LEAD)
    at = tab_of(lead, SCHEMES)
    hi5 = next(one for one in list_schemes(actor=lead) if one.record.heading == "Hi5")
    fill(at, "selectbox", "Change which award?", hi5.record.record_id)
    fill(at, "text_input", "Provider", "Mine")
    other = make_actor(role=Role.LEAD, username="other")
    change_record(
        kind=AWARD_SCHEMES,
        record_id=hi5.record.record_id,
        values={"provider": "Theirs"},
        version=1,
        draft_key=key(other, "award_scheme_change"),
        by=other,
    )
    press(at, "Save the scheme")
    assert "Somebody else changed this" in _texts(at)
    both = next(frame.value for frame in at.dataframe if "Yours" in frame.value)
    assert list(both[["There now", "Yours"]].iloc[0]) == ["Theirs", "Mine"]


def test_a_volunteer_from_first_name_to_work(home: Home) -> None:
    at = tab_of(home.worker, VOLUNTEERS)
    assert "Add the first volunteer" in _texts(at)
    at.session_state["drawer.volunteer..0"] = True
    at.run()
    fill(at, "selectbox", "Is it somebody we know?", "adult:1")
    press(at, "Add them")
    assert "Please tap one" in _texts(at)
    fill(at, "radio", "How do they give?", "volunteer")
    press(at, "Add them")
    volunteer = one(Volunteer)
    assert (volunteer.name, volunteer.adult_id) == ("Donna Madeup", home.adult_id)
    assert "Donna Madeup: no check recorded yet" in _texts(at)
    opened = tab_of(home.worker, VOLUNTEERS, volunteer=1)
    fill(opened, "radio", "What to add or change?", "A check")
    fill(opened, "radio", "Which check?", "pvg")
    fill(opened, "date_input", "Next due on, if it is", today() + timedelta(days=30))
    press(opened, "Record the check")
    assert (_count(VolunteerCheck), "due again on" in _texts(opened)) == (1, True)
    fill(opened, "radio", "What to add or change?", "Hours")
    fill(opened, "number_input", "Hours", 1.5)
    press(opened, "Add the hours")
    assert (_count(Contribution), "1.5 hours given" in _texts(opened)) == (1, True)
    fill(opened, "radio", "What to add or change?", "What they went on to")
    fill(opened, "radio", "What did they go on to?", "work")
    press(opened, "Record it")
    assert (_count(Destination), "Went on to" in _texts(opened)) == (1, True)


def test_an_award_given_by_mistake_is_taken_back(home: Home) -> None:
    fields = {"status": AwardStatus.AWARDED, "awarded_on": days_ago(3)}
    make_award(level_id("Hi5"), pupil_id=home.pupil_id, **fields)
    at = tab_of(home.worker, AWARDS, id=1)
    at.session_state["drawer.award_back.award:1.1"] = True
    at.run()
    fill(at, "radio", "Why?", Mistake.WRONG_PERSON.value)
    press(at, "Take it back")
    assert "Submitted, since" in _texts(at)
    assert one(Award).awarded_on is None


def test_a_check_is_put_right_and_taken_back(home: Home) -> None:
    save(Volunteer(name="Gil Madeup", kind=VolunteerKind.MENTOR, recorded_by="worker"))
    save(VolunteerCheck(volunteer_id=1, kind="pvg", checked_on=STARTED_ON, recorded_by="worker"))
    at = tab_of(home.worker, VOLUNTEERS, volunteer=1)
    fill(at, "radio", "What to add or change?", "Put something right")
    fill(at, "selectbox", "Which one?", ("volunteer_check", 1))
    at.session_state["drawer.volunteer_check_change.volunteer_check:1.1"] = True
    at.run()
    fill(at, "date_input", "Next due on, if it is", today() + timedelta(days=300))
    press(at, "Save the change")
    assert f"due again on {day_text(today() + timedelta(days=300))}" in _texts(at)
    fill(at, "selectbox", "Which one?", ("volunteer_check", 1))
    at.session_state["drawer.volunteer_check_back.volunteer_check:1.2"] = True
    at.run()
    fill(at, "radio", "Why?", Mistake.NEVER.value)
    press(at, "Take it back")
    assert "No check recorded yet" in _texts(at)
    assert _count(VolunteerCheck) == 0


def test_who_has_stopped_is_asked_for_no_checks(home: Home) -> None:
    save(Volunteer(name="Gil Madeup", kind=VolunteerKind.MENTOR, recorded_by="worker"))
    at = tab_of(home.worker, VOLUNTEERS, volunteer=1)
    fill(at, "radio", "What to add or change?", "Their details")
    fill(at, "checkbox", "They have stopped giving time", True)
    press(at, "Save")
    assert one(Volunteer).has_stopped
    assert "Every check is up to date" in _texts(tab_of(home.worker, VOLUNTEERS))


def test_what_was_typed_comes_back_after_a_lost_connection(home: Home) -> None:
    make_award(level_id("Hi5"), pupil_id=home.pupil_id)
    fill(tab_of(home.worker, AWARDS, id=1), "text_input", "What was done", "Built a bird box")
    again = tab_of(home.worker, AWARDS, id=1)
    assert field(again, "text_input", "What was done").value == "Built a bird box"
