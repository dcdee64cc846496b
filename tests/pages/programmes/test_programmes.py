"""Programmes and the path into them, as they are used; and the school calendar."""

from datetime import date

import pytest

from data.programmes.actions.registers import mark
from models.audit import Mistake
from models.clock import today
from models.permissions import Role
from models.programmes.programme import Audience, Participant, Programme, ProgrammeSession, Reach, ReachStage, VenueKind
from models.programmes.school_calendar import CalendarDays, CalendarKind
from tests.factories import make_actor, make_school, save
from tests.pages.programme_tab import Tab, rows
from tests.rows.families import Home, draft_key, make_home
from tests.rows.programmes import join, make_programme, make_reach, make_session
from tests.rows.support import enrol

pytestmark = pytest.mark.usefixtures("sqlite_database")


def _plan(home: Home, **answers: object) -> Tab:
    school_id = make_school()
    days = {"first_on": date(2026, 10, 19), "last_on": date(2026, 11, 6), "recorded_by": "lead"}
    save(CalendarDays(kind=CalendarKind.TERM, name="Term 2", **days))
    given = {
        "kind": "ilunch",
        "audience": "families",
        "is_for": f"school:{school_id}",
        "venue_kind": "school",
        "span": "1",
        "weekdays": ["1"],
        "at": "15:15",
        "aims": ["relationships"],
    }
    draft_key("programme", home.worker, **given | answers)
    return Tab(home.worker, "programmes/programmes")


def test_a_programme_is_planned_from_a_term(home: Home) -> None:
    tab = _plan(home)
    tab.press("Plan the programme")
    (row,) = rows(Programme)
    planned = (row.name, row.audience, row.venue_kind, row.places, row.first_on, row.worker_id, row.has_meal, row.aims)
    assert planned == (
        "iLunch family learning",
        Audience.FAMILIES,
        VenueKind.SCHOOL,
        10,
        date(2026, 10, 19),
        home.worker.worker_id,
        True,
        "relationships",
    )
    assert len(rows(ProgrammeSession)) == 3
    assert tab.at.title[0].value == "Programme"
    assert "iLunch family learning is planned." in tab.words
    assert "19 Oct 2026 to 6 Nov 2026" in tab.words


def test_a_programme_is_changed_and_called_off(home: Home) -> None:
    programme_id = make_programme()
    drawers = (f"drawer.programme_change.programme:{programme_id}.1", f"drawer.sessions.programme:{programme_id}.0")
    tab = Tab(home.worker, "programmes/programme", id=programme_id, opened=drawers)
    assert "No sessions yet" in tab.words
    tab.field("number_input", "places").set_value(12).run()
    tab.press("Save the change")
    assert [(row.places, row.name) for row in rows(Programme)] == [(12, "Cooking club")]
    tab.press("Call the programme off")
    assert "This programme was called off" in tab.words
    tab.press("It is on again")
    assert "This programme was called off" not in tab.words


def test_sessions_are_added_by_rule(home: Home) -> None:
    programme_id = make_programme()
    subject = f"programme:{programme_id}"
    draft_key("sessions", home.worker, subject=subject, weekdays=["1"], at="15:15")
    tab = Tab(home.worker, "programmes/programme", id=programme_id)
    tab.press("Add the sessions")
    assert len(rows(ProgrammeSession)) == 15
    assert "Sessions (15)" in tab.words
    assert sum("Register, " in link for link in tab.links) == 15 + 3


def test_a_step_is_one_tap_and_who_was_never_reached_comes_first(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", name="Reid family")
    programme_id = make_programme()
    for family_id in (home.family_id, other.family_id):
        make_reach(programme_id, family_id, home.worker)
    tab = Tab(home.worker, "programmes/reach", programme=programme_id)
    assert "Invited and not reached yet (2)" in tab.words
    assert tab.links.count("Log a contact") == 1 + ("Log a contact" in Tab(home.worker, "families/my_week").links)
    tab.tap("Madeup family", "joined")
    assert "Invited and not reached yet (1)" in tab.words
    assert f"Joined on {today().day}" in tab.words
    assert [one.pupil_id for one in rows(Participant)] == [home.pupil_id]
    tab.tap("Madeup family", "called")
    assert rows(Participant) == []
    tab.tap("Madeup family", "moved_on")
    tab.press("Save where to")
    assert "Please choose where to." in tab.words
    tab.field("selectbox", "to").set_value("club")
    tab.field("text_input", "note").set_value("Football")
    tab.press("Save where to")
    assert ("club", "Football") in [(row.moved_on_to, row.moved_on_note) for row in rows(Reach)]


def test_who_was_never_reached_is_listed_across_programmes(home: Home) -> None:
    for name in ("Choir", "Cooking club"):
        make_reach(make_programme(name=name), home.family_id, home.worker)
    tab = Tab(home.worker, "programmes/programmes", opened=("programmes.waiting",))
    assert [link for link in tab.links if "Madeup" in link] == ["Madeup family: Choir", "Madeup family: Cooking club"]
    folded = Tab(home.worker, "programmes/programmes")
    assert not [link for link in folded.links if "Madeup" in link], "Nobody is named on a shared screen."


def test_families_are_chosen_by_school_and_by_name(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", name="Reid family")
    school_id = make_school()
    enrol(home.pupil_id, school_id)
    programme_id = make_programme(school_id=school_id)
    drawer = f"drawer.invite.programme:{programme_id}.0"
    tab = Tab(home.worker, "programmes/reach", programme=programme_id, opened=(drawer,))
    labels = [box.label.replace("\\", "") for box in tab.at.checkbox]
    assert labels == ["Madeup family, with HLW of worker"]
    tab.press("Invite them")
    assert "Please tap at least one family." in tab.words
    tab.field("text_input", "name").set_value("Reid").run()
    for box in tab.at.checkbox:
        box.set_value(True)
    tab.press("Invite them")
    assert {row.family_id: row.stage for row in rows(Reach)} == {
        home.family_id: ReachStage.INVITED,
        other.family_id: ReachStage.INVITED,
    }


def test_a_headteacher_sees_status_and_counts_and_no_name(home: Home) -> None:
    school_id = make_school()
    programme_id = make_programme(school_id=school_id, needs="Ask for Reid")
    session_id = make_session(programme_id, note="Reid was upset")
    mark(session_id=session_id, marks={join(programme_id, pupil_id=home.pupil_id): True}, by=home.worker)
    make_reach(programme_id, home.family_id, home.worker, stage=ReachStage.JOINED)
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    tab = Tab(head, "programmes/programme", id=programme_id)
    assert "Cooking club" in tab.words
    assert "joined 1" in tab.words
    everything = tab.words + "".join(tab.links) + "".join(str(table.value) for table in tab.at.dataframe)
    assert not any(name in everything for name in ("Madeup family", "Ava", "Reid", "Donna"))
    assert not [button.label for button in tab.at.button if "Sign out" not in button.label]
    listed = Tab(head, "programmes/programmes")
    assert "1 programme." in listed.words
    assert "Plan a programme" not in [part.label for part in listed.at.expander]
    hidden = make_programme(school_id=make_school(seed_code="8240002", name="Other"))
    assert "We could not find that" in Tab(head, "programmes/programme", id=hidden).words


def test_a_workers_week_shows_their_own_sessions(home: Home) -> None:
    own = make_programme(worker_id=home.worker.worker_id, name="Own club")
    make_session(own)
    make_session(make_programme(name="Another club"))
    links = Tab(home.worker, "families/my_week").links
    assert sum("Own club" in link for link in links) == 1
    assert not any("Another club" in link for link in links)


def test_the_list_is_filtered_by_time_and_place(home: Home) -> None:
    make_programme(school_id=make_school(), name="Now", first_on=date(2026, 1, 1), last_on=date(2099, 1, 1))
    make_programme(cluster="North", name="Gone", first_on=date(2025, 1, 1), last_on=date(2025, 2, 1))
    tab = Tab(home.worker, "programmes/programmes")
    assert list(tab.at.dataframe[0].value["Programme"]) == ["Now"]
    tab.at.radio(key="programmes.when").set_value("Past").run()
    assert list(tab.at.dataframe[0].value["Programme"]) == ["Gone"]
    tab.at.selectbox(key="programmes.school").set_value("Madeup Primary School").run()
    assert "No programme here" in tab.words


def test_a_programme_is_opened_by_name_where_a_table_cannot_be_tapped(home: Home) -> None:
    programme_id = make_programme(name="Boats", first_on=today(), last_on=today())
    tab = Tab(home.worker, "programmes/programmes")
    tab.at.selectbox(key="programmes.open").set_value(programme_id).run()
    assert tab.at.title[0].value == "Programme"
    assert "Boats" in tab.words


def test_the_lead_keeps_the_calendar(sqlite_database: str) -> None:
    tab = Tab(make_actor(role=Role.LEAD), "programmes/school_calendar")
    assert "The calendar is empty" in tab.words
    tab.at.session_state["drawer.calendar_days..0"] = True
    tab.at.run()
    tab.press("Save the term or holiday")
    assert "Please give it a name" in tab.words
    tab.field("text_input", "name").set_value("Term 1").run()
    tab.field("date_input", "first_on").set_value(date(2026, 8, 17)).run()
    tab.press("Save the term or holiday")
    assert "Please choose the last day." in tab.words
    assert tab.field("text_input", "name").value == "Term 1", "What was typed is still there."
    tab.field("date_input", "last_on").set_value(date(2026, 10, 9)).run()
    tab.press("Save the term or holiday")
    assert [(row.name, row.kind) for row in rows(CalendarDays)] == [("Term 1", CalendarKind.TERM)]
    tab = Tab(make_actor(role=Role.LEAD, username="other"), "programmes/school_calendar")
    tab.at.selectbox(key="school_calendar.chosen").set_value(1).run()
    tab.field("text_input", "name").set_value("Autumn").run()
    tab.press("Save the change")
    assert [row.name for row in rows(CalendarDays)] == ["Autumn"]
    tab.at.session_state["drawer.calendar_days_back.calendar_days:1.2"] = True
    tab.at.run()
    tab.field("radio", "why").set_value(Mistake.OTHER.value).run()
    tab.press("Take it back")
    assert rows(CalendarDays) == []


def test_what_is_missing_is_said_next_to_the_field_and_nothing_is_lost(home: Home) -> None:
    tab = _plan(home, kind=None, span=None, at=None, first_on="2026-11-06", last_on="2026-11-01", venue="Hall")
    tab.press("Plan the programme")
    assert "Please choose what kind of programme it is." in tab.words
    assert "The last day is before the first." in tab.words
    assert rows(Programme) == []
    assert tab.field("text_input", "venue").value == "Hall"
