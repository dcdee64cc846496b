"""The directory of services on screen, and the forms of kinds of record in general."""

import pytest
from streamlit.testing.v1 import AppTest

from data.access.queries.audit import AuditFilter, list_events
from data.core.actions.records import change_record
from models.clock import day_text, today
from models.library.directory import SERVICES, Service, ServiceNote
from models.permissions import Role
from tests.factories import make_actor, save
from tests.pages.tab import Tab, _token, rows_of
from tests.rows.families import Home, draft_key

PAGE = "library/directory"


def _service(**fields: object) -> int:
    values = {"name": "Food bank", "reach": "local", "phone": "01294", "recorded_by": "worker", **fields}
    return save(Service(**values)).id


def test_a_service_is_added_found_and_opened(home: Home) -> None:
    tab = Tab(home.worker, PAGE, opened=("drawer.service..0",))
    assert "No service like that yet" in tab.words
    tab.press("Save the service")
    assert "Please give its name." in tab.words
    tab.field("text_input", "name").set_value("Food bank").run()
    tab.field("radio", "reach").set_value("local").run()
    tab.field("checkbox", "indicators.nurtured").check().run()
    tab.press("Save the service")
    (row,) = rows_of(Service)
    assert (row.name, row.reach, row.indicators) == ("Food bank", "local", "nurtured")
    assert (row.checked_on, row.checked_by) == (today(), "Worker")
    assert "1 service" in tab.words
    lead = make_actor(role=Role.LEAD)
    sentences = [event.sentence for event in list_events(actor=lead, wanted=AuditFilter()).rows]
    assert "Worker added to the directory: Food bank" in sentences
    tab.at.selectbox(key="service.list.0.open").set_value(row.id).run()
    assert tab.at.query_params["service"] == str(row.id)
    assert f"Last checked: {day_text(today())} by Worker" in tab.words


def test_it_is_searched_by_words_indicator_age_and_area(home: Home) -> None:
    _service(indicators="nurtured", ages="family", area="Doon Valley", what="Parcels on Fridays")
    _service(name="Swimming", ages="primary", area="Irvine Valley")
    tab = Tab(home.worker, PAGE)
    assert "2 services" in tab.words
    for widget, value, found in (
        ("text_input", "parcels friday", 1),
        ("text_input", "ballet", 0),
        ("selectbox", ("indicators", "nurtured"), 1),
        ("selectbox", ("ages", "primary"), 1),
        ("selectbox", ("area", "Doon Valley"), 1),
    ):
        name, chosen = value if isinstance(value, tuple) else ("text", value)
        element = next(one for one in tab.at.get(widget) if one.key == f"service.list.0.{name}")
        element.set_value(chosen).run()
        assert ("1 service" if found else "No service like that yet") in tab.words
        next(one for one in tab.at.get(widget) if one.key == f"service.list.0.{name}").set_value(
            "" if name == "text" else None
        ).run()


def test_a_list_that_is_cut_says_so(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    _service(), _service(name="Swimming")
    for most, words in ((2, "2 services"), (1, "The first 1 service. Search to find the others.")):
        monkeypatch.setattr("components.kit.records.MOST_LISTED", most)
        assert words in [caption.value for caption in Tab(home.worker, PAGE).at.caption]


def test_notes_are_its_own_and_a_head_only_reads(home: Home) -> None:
    service_id = _service()
    tab = Tab(home.worker, PAGE, opened=(f"drawer.service_note.service:{service_id}.0",), service=service_id)
    tab.field("text_input", "words").set_value("Full until March").run()
    tab.press("Save the note")
    assert [(row.service_id, row.words) for row in rows_of(ServiceNote)] == [(service_id, "Full until March")]
    assert "Full until March" in tab.words
    head = Tab(make_actor(role=Role.HEADTEACHER), PAGE, service=service_id)
    assert "Full until March" in head.words
    assert "How often we used it" not in head.words
    assert not [button.label for button in head.at.button if button.label.startswith(("Save", "Take", "I checked"))]


def test_a_service_is_put_right_and_taken_out(home: Home) -> None:
    service_id = _service()
    opened = (f"drawer.service_change.service:{service_id}.1",)
    tab = Tab(home.worker, PAGE, opened=opened, service=service_id)
    tab.field("text_input", "cost").set_value("Free").run()
    tab.press("Save the change")
    assert [(row.cost, row.phone, row.version) for row in rows_of(Service)] == [("Free", "01294", 2)]
    tab = Tab(home.worker, PAGE, opened=(f"drawer.service_back.service:{service_id}.2",), service=service_id)
    tab.field("radio", "why").set_value("It is recorded twice").run()
    tab.press("Take it back")
    assert not rows_of(Service)


def test_a_service_with_notes_stays(home: Home) -> None:
    service_id = _service()
    save(ServiceNote(service_id=service_id, noted_on=today(), words="Full", recorded_by="worker"))
    tab = Tab(home.worker, PAGE, opened=(f"drawer.service_back.service:{service_id}.1",), service=service_id)
    tab.field("radio", "why").set_value("It is recorded twice").run()
    tab.press("Take it back")
    assert "There is a note with it" in tab.words
    assert [row.version for row in rows_of(Service)] == [1]


def test_one_press_says_that_it_is_still_right(home: Home) -> None:
    service_id = _service(checked_by="Somebody before")
    (waiting,) = [one for one in Tab(home.worker, PAGE).at.expander if "too long ago" in one.label]
    assert waiting.label == "1 service was last checked too long ago, or never"
    tab = Tab(home.worker, PAGE, service=service_id)
    assert "Please check it." in tab.words
    tab.press("I checked it today, and it is right")
    (row,) = rows_of(Service)
    assert (row.checked_on, row.checked_by, row.version) == (today(), "Worker", 2)
    assert not [one for one in Tab(home.worker, PAGE).at.expander if "too long ago" in one.label]


def _only_the_name() -> None:
    from components.access.guard import require
    from components.kit.records import change_fields
    from data.core.queries.records import record_of
    from models.library.directory import SERVICES
    from models.permissions import Permission

    actor = require(Permission.SERVICE_READ)
    record = record_of(kind=SERVICES, record_id=1, actor=actor)
    change_fields(record, actor=actor, draw=lambda fields: fields.draw("name"))


def test_a_form_that_draws_one_field_empties_no_other(home: Home) -> None:
    _service(cost="Free", indicators="safe,active")
    at = AppTest.from_function(_only_the_name, default_timeout=30)
    at.session_state["session.token"] = _token(home.worker)
    at.run()
    at.text_input[0].set_value("Pantry").run()
    next(button for button in at.button if button.label == "Save the change").click().run()
    (row,) = rows_of(Service)
    assert (row.name, row.cost, row.phone, row.indicators, row.version) == ("Pantry", "Free", "01294", "safe,active", 2)


def test_two_who_change_one_service_see_both(home: Home) -> None:
    service_id = _service()
    opened = (f"drawer.service_change.service:{service_id}.1",)
    tab = Tab(home.worker, PAGE, opened=opened, service=service_id)
    tab.field("text_input", "cost").set_value("Free").run()
    lead = make_actor(role=Role.LEAD)
    change_record(
        kind=SERVICES,
        record_id=service_id,
        values={"cost": "A pound", "phone": "999"},
        version=1,
        draft_key=draft_key("service_change", lead),
        by=lead,
    )
    tab.press("Save the change")
    assert "Somebody else changed this" in tab.words
    both = next(frame.value for frame in tab.at.dataframe if "Yours" in frame.value)
    assert [tuple(row) for row in both.to_numpy()] == [("Cost", "A pound", "Free")]
    tab.press("Save the change")
    assert [(row.cost, row.phone, row.version) for row in rows_of(Service)] == [("Free", "999", 3)]


def test_what_was_begun_comes_back(home: Home) -> None:
    service_id = _service()
    draft_key("service", home.worker, name="Half a name")
    draft_key("service_note", home.worker, subject=f"service:{service_id}", words="Half a note")
    assert Tab(home.worker, PAGE).field("text_input", "name").value == "Half a name"
    assert Tab(home.worker, PAGE, service=service_id).field("text_input", "words").value == "Half a note"
