"""Registers as they are taken on a phone: one tap for all, one for each absent, nothing written over."""

from datetime import date

import pytest

from data.programmes.actions.registers import mark
from models.families.people import Consent
from models.programmes.programme import HealthNote, Participant, ProgrammeSession, RegisterMark
from tests.factories import save
from tests.pages.programme_tab import Tab, rows
from tests.rows.families import Home, make_adult
from tests.rows.programmes import join, make_programme, make_session

pytestmark = pytest.mark.usefixtures("sqlite_database")


def _register(home: Home, *names: str) -> tuple[int, dict[str, int]]:
    programme_id = make_programme()
    return make_session(programme_id), {name: join(programme_id, name=name) for name in names}


def _said() -> dict[int, bool]:
    return {row.participant_id: row.is_present for row in rows(RegisterMark)}


def test_a_register_takes_one_tap_and_one_for_each_absent(home: Home) -> None:
    session_id, ids = _register(home, "Ann", "Bob", "Cat *x*")
    tab = Tab(home.worker, "programmes/register", session=session_id)
    assert "0 here, 0 absent, 3 not said".replace("0 here", "**0 here**") in tab.words
    tab.press("Everybody is here")
    assert _said() == dict.fromkeys(ids.values(), True)
    tab.tap("Cat *x*", "absent")
    assert (_said()[ids["Cat *x*"]], tab.value("Cat *x*")) == (False, "absent")
    assert "**2 here**, 1 absent, 0 not said" in tab.words
    tab.tap("Cat *x*", "unsaid")
    assert ids["Cat *x*"] not in _said(), "A mistaken tap can be taken back."
    assert [row.meals for row in rows(ProgrammeSession)] == [2]
    tab.field("number_input", "meals").set_value(4).run()
    assert [row.meals for row in rows(ProgrammeSession)] == [4]


def test_two_tablets_do_not_write_over_each_other(home: Home) -> None:
    session_id, ids = _register(home, "Ann", "Bob")
    tab = Tab(home.worker, "programmes/register", session=session_id)
    mark(session_id=session_id, marks={ids["Ann"]: False}, by=home.worker)
    tab.tap("Bob", "here")
    assert _said() == {ids["Ann"]: False, ids["Bob"]: True}
    assert tab.value("Ann") == "absent"


def test_a_walk_in_takes_two_taps(home: Home) -> None:
    session_id, _ = _register(home)
    tab = Tab(home.worker, "programmes/register", session=session_id)
    assert "Nobody is on the register yet" in tab.words
    tab.field("selectbox", "walk_in").set_value(f"pupil:{home.pupil_id}").run()
    assert not tab.at.exception
    (one,) = rows(Participant)
    assert (one.pupil_id, _said()) == (home.pupil_id, {one.id: True})


def test_what_matters_of_each_is_there_and_can_be_changed(home: Home) -> None:
    programme_id = make_programme()
    session_id, one = make_session(programme_id), join(programme_id, pupil_id=home.pupil_id)
    make_adult(home.family_id, forename="Gran", phone="07700 900123", is_emergency_contact=True)
    save(
        Consent(
            family_id=home.family_id,
            kind="photos",
            is_given=False,
            who="Mum",
            given_on=date(2026, 9, 1),
            recorded_by="worker",
        )
    )
    save(HealthNote(pupil_id=home.pupil_id, allergies="Nuts", recorded_by="worker"))
    tab = Tab(home.worker, "programmes/register", session=session_id, opened=("register.health",))
    assert "**Nuts**" in tab.words
    assert "No photos. In an emergency: Gran Madeup, 07700 900123" in tab.words
    tab.field("selectbox", "health_of").set_value(one).run()
    assert tab.field("text_area", "allergies").value == "Nuts"
    tab.field("text_area", "allergies").set_value("Nuts and milk").run()
    tab.press("Save this")
    assert [row.allergies for row in rows(HealthNote)] == ["Nuts and milk"]
    assert "**Nuts and milk**" in tab.words


def test_a_session_is_cancelled_and_its_register_stays(home: Home) -> None:
    session_id, ids = _register(home, "Ann")
    mark(session_id=session_id, marks={ids["Ann"]: True}, by=home.worker)
    drawer = f"drawer.session_change.session:{session_id}.1"
    tab = Tab(home.worker, "programmes/register", session=session_id, opened=(drawer,))
    tab.field("checkbox", "is_cancelled").set_value(True).run()
    tab.press("Save the change")
    assert "This session was cancelled" in tab.words
    assert _said() == {ids["Ann"]: True}


def test_somebody_is_taken_off_the_register(home: Home) -> None:
    session_id, ids = _register(home, "Ann", "Bob")
    tab = Tab(home.worker, "programmes/register", session=session_id)
    tab.field("selectbox", "leaving").set_value(ids["Ann"]).run()
    tab.press("Take them off")
    assert [one.name for one in rows(Participant)] == ["Bob"]


def test_the_register_page_offers_the_sessions_near_today(home: Home) -> None:
    assert "No session is planned" in Tab(home.worker, "programmes/register").words
    _register(home)
    tab = Tab(home.worker, "programmes/register")
    (opening,) = [button for button in tab.at.button if "Cooking club" in button.label]
    opening.click().run()
    assert tab.at.query_params["session"] == opening.key.rpartition(".")[2]  # the next tap finds it again
    assert tab.at.header[0].value == "Cooking club"
    assert "We could not find that" in Tab(home.worker, "programmes/register", session=99).words
