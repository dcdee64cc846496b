"""Families, contacts, meetings, statements and My week, as they are used."""

from datetime import date
from pathlib import Path

import pytest

from data.core.actions.drafts import save_answers
from data.core.queries.drafts import find_draft
from data.families.actions.families import change_family
from models.audit import AuditAction, AuditEvent
from models.clock import instant
from models.columns import now
from models.families.contacts import Contact, ContactPerson
from models.families.family import Family, FamilyChange, Worker
from models.families.meetings import Appointment, AppointmentKind, CalendarLink
from models.families.people import Adult, Consent
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, save
from tests.pages.tab import Tab, rows_of
from tests.rows.families import Home, draft_key, make_home
from tests.rows.programmes import make_programme, make_session

SHELL = str(Path(__file__).parents[3] / "components" / "access" / "shell.py")

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def home(sqlite_database: str) -> Home:
    return make_home(safety_note="Large *dog*")


def test_a_contact_is_four_taps_and_a_line(home: Home) -> None:
    tab = Tab(home.worker, "families/contact", family=home.family_id)
    assert "Large *dog*" in tab.words
    tab.field("radio", "kind").set_value("phone_call").run()
    tab.field("checkbox", f"who.{home.family_id}.adult:{home.adult_id}").check().run()
    tab.field("radio", "minutes").set_value("15").run()
    tab.field("text_input", "line").set_value("Rang about mornings").run()
    tab.press("Save the contact")
    (contact,) = rows_of(Contact)
    assert (contact.kind, contact.minutes, contact.line, contact.is_answered) == (
        "phone_call",
        15,
        "Rang about mornings",
        True,
    )
    assert [person.adult_id for person in rows_of(ContactPerson)] == [home.adult_id]
    assert "The contact is saved." in tab.words


def test_a_forgotten_kind_is_said_and_every_answer_stays(home: Home) -> None:
    tab = Tab(home.worker, "families/contact")
    tab.field("text_input", "line").set_value("Rang").run()
    tab.press("Save the contact")
    assert [error.value for error in tab.at.error] == [
        "Please tap the kind of contact.",
        "Please choose at least one family.",
        "Not sent yet. What to mend stands beside each field above; everything is kept.",
    ]
    assert tab.field("text_input", "line").value == "Rang"
    assert not rows_of(Contact)


def test_a_half_filled_contact_comes_back_in_a_fresh_tab_and_is_due(home: Home) -> None:
    draft_key("contact", home.worker, subject=f"family:{home.family_id}", line="Half a line", kind="message")
    tab = Tab(home.worker, "families/contact", family=home.family_id)
    assert tab.field("text_input", "line").value == "Half a line"
    week = Tab(home.worker, "families/my_week")
    assert any(label.startswith("A contact: since") for label in week.links)


def test_a_family_is_opened_by_name_where_a_table_cannot_be_tapped(home: Home) -> None:
    tab = Tab(home.worker, "families/families")
    tab.at.selectbox(key="families.open").set_value(home.family_id).run()
    assert not tab.at.exception
    assert "Large *dog*" in tab.words, "The page of the family."


def test_a_restricted_note_waits_for_a_click(home: Home) -> None:
    row = {"happened_at": now(), "recorded_by": "worker", "is_restricted": True, "note": "Between us"}
    contact_id = save(Contact(family_id=home.family_id, kind="message", line="Text", **row)).id
    tab = Tab(home.worker, "families/contact", id=contact_id)
    assert "There is a restricted note. Worker wrote it." in tab.words
    assert "Between us" not in tab.words
    tab.press("Show the note; this is written down")
    assert "Between us" in tab.words
    assert [event.action for event in rows_of(AuditEvent)].count(AuditAction.RESTRICTED_READ) == 1
    assert "could not find" in Tab(make_actor(role=Role.WORKER, username="x"), "families/contact", id=contact_id).words


def test_a_contact_is_put_right(home: Home) -> None:
    row = {"happened_at": now(), "recorded_by": "worker", "minutes": 5, "line": "Tekst", "note": "Long"}
    contact_id = save(Contact(family_id=home.family_id, kind="message", **row)).id
    tab = Tab(home.worker, "families/contact", opened=(f"drawer.contact_change.contact:{contact_id}.1",), id=contact_id)
    tab.field("text_input", "line").set_value("Text").run()
    tab.press("Save the change")
    (contact,) = rows_of(Contact)
    assert (contact.line, contact.note, contact.minutes, contact.version) == ("Text", "Long", 5, 2)
    assert contact.happened_at == row["happened_at"], "Untouched, it keeps its seconds."


def test_a_contacts_day_and_people_are_put_right(home: Home) -> None:
    row = {"happened_at": instant(date(2026, 11, 3), "14:02"), "recorded_by": "worker"}
    contact_id = save(Contact(family_id=home.family_id, kind="message", **row)).id
    tab = Tab(home.worker, "families/contact", opened=(f"drawer.contact_change.contact:{contact_id}.1",), id=contact_id)
    assert tab.field("selectbox", "happened_at.time").value == "14:02"
    tab.field("date_input", "happened_at.day").set_value(date(2026, 11, 2)).run()
    tab.field("checkbox", f"who.adult:{home.adult_id}").check().run()
    tab.press("Save the change")
    assert {"Day: 2 Nov 2026, 14:02", "With whom: Donna Madeup"} <= set(tab.words.splitlines())


def test_the_family_page_shows_safety_first_and_the_story(home: Home) -> None:
    tab = Tab(home.worker, "families/family", id=home.family_id)
    assert tab.at.warning[0].value == "**Safety:** Large \\*dog\\*"
    assert "Log a contact" in [button.label for button in tab.at.button]
    assert "Support 1." in tab.words
    assert "Time axis." in tab.at.get("plotly_chart")[0].proto.alt
    assert "Find a family first" in Tab(home.worker, "families/family").words
    stranger = make_home(username="colleague", number="222222222", reference="F002").worker
    refused = Tab(stranger, "families/family", id=home.family_id)
    assert "could not find" in refused.words
    assert "dog" not in refused.words


def _details(home: Home) -> Tab:
    subject = f"family:{home.family_id}"
    return Tab(home.worker, "families/family", opened=(f"drawer.family.{subject}.1",), id=home.family_id)


def test_two_people_change_a_family_and_the_second_sees_both(home: Home) -> None:
    tab = _details(home)
    tab.field("text_input", "name").set_value("My name").run()
    lead = make_actor(role=Role.LEAD)
    theirs = FamilyChange(name="Their name", suits_when="Mondays")
    change_family(draft_key=draft_key("family", lead), family_id=home.family_id, version=1, change=theirs, by=lead)
    tab = Tab(home.worker, "families/family", opened=(f"drawer.family.family:{home.family_id}.2",), id=home.family_id)
    tab.press("Save")
    assert "Somebody else changed this" in tab.words
    both = next(frame.value for frame in tab.at.dataframe if "Yours" in frame.value)
    assert both[["There now", "Yours"]].to_numpy().tolist()[0] == ["Their name", "My name"]
    assert rows_of(Family)[0].name == "Their name"
    tab.press("Save")
    (family,) = rows_of(Family)
    assert (family.name, family.suits_when) == ("My name", "Mondays"), (
        "What was not touched stays as the other left it."
    )


def test_an_adult_and_a_consent_are_added(home: Home) -> None:
    subject = f"family:{home.family_id}"
    opened = (f"drawer.adult.{subject}.1", f"drawer.consent.{subject}.0")
    tab = Tab(home.worker, "families/family", opened=opened, id=home.family_id)
    tab.press("Save this adult")
    assert "Please enter the adult's first name." in tab.words
    tab.field("text_input", "forename").set_value("Craig").run()
    tab.press("Save this adult")
    assert [adult.forename for adult in rows_of(Adult)] == ["Donna", "Craig"]
    tab.press("Save the consent")
    assert "Please tap what they said." in tab.words
    tab.field("radio", "kind").set_value("support").run()
    tab.field("radio", "is_given").set_value("no").run()
    tab.field("text_input", "who").set_value("Donna").run()
    tab.press("Save the consent")
    assert [(row.kind, row.is_given, row.who) for row in rows_of(Consent)] == [("support", False, "Donna")]


def test_a_family_is_searched_for_before_it_is_added(home: Home) -> None:
    twin = make_pupil(candidate_number="222222222", forename="Ava", surname="Madeup")
    tab = Tab(home.worker, "families/families", opened=("drawer.new_family..0",))
    assert "1 family" in tab.words
    assert not [button for button in tab.at.button if button.label == "Add the family"]
    tab.at.text_input(key="families.text").set_value("madeup").run()
    assert "Madeup family" in tab.links
    tab.field("text_input", "child_search").set_value("222222222").run()
    tab.field("text_input", "name").set_value("New family").run()
    tab.press("Add the family")
    assert "Please choose at least one child." in tab.words
    tab.field("checkbox", f"children.{twin}").check().run()
    tab.press("Add the family")
    assert "This may be the same family: Madeup family" in tab.words
    assert len(rows_of(Family)) == 1
    tab.field("checkbox", "is_different").check().run()
    tab.press("Add the family")
    assert [family.name for family in rows_of(Family)] == ["Madeup family", "New family"]
    assert "New family is added." in tab.words


def test_a_brother_joins_the_family(home: Home) -> None:
    twin = make_pupil(candidate_number="222222222", forename="Rory")
    opened = (f"drawer.family_child.family:{home.family_id}.1",)
    tab = Tab(home.worker, "families/family", opened=opened, id=home.family_id)
    tab.press("Add the child")
    assert "Please find the child" in tab.words
    tab.field("text_input", "child_search").set_value("Rory").run()
    tab.field("radio", "child").set_value(str(twin)).run()
    tab.press("Add the child")
    assert "Rory Madeup" in tab.links


def test_somebody_is_taken_out_of_a_family(home: Home) -> None:
    opened = (f"drawer.family_leaving.family:{home.family_id}.2",)
    tab = Tab(home.worker, "families/family", opened=opened, id=home.family_id)
    tab.press("Take them out")
    assert "Please tap who." in tab.words
    tab.field("radio", "who").set_value(f"pupil:{home.pupil_id}").run()
    tab.field("radio", "why").set_value("They are here twice").run()
    tab.press("Take them out")
    assert "only child" in tab.words
    tab.field("radio", "who").set_value(f"adult:{home.adult_id}").run()
    tab.press("Take them out")
    assert not rows_of(Adult)
    assert "Donna Madeup is taken out of the family." in tab.words


@pytest.fixture
def soon(home: Home) -> int:
    row = {"worker_id": home.worker.worker_id, "family_id": home.family_id, "recorded_by": "worker"}
    return save(Appointment(kind=AppointmentKind.VISIT, starts_at=now(), title="Bring *form*", **row)).id


def test_my_week_is_where_a_worker_lands(home: Home, soon: int) -> None:
    tab = Tab(home.worker, "families/my_week")
    assert "Your caseload: 1 of 15 families: room for 14 more." in tab.words
    assert "Bring *form*" in tab.words
    assert "Safety: Large *dog*" in tab.words.replace("**", ""), "Seen before the visit."
    assert any(label.startswith("Ava Madeup: ") for label in tab.links), "The web is due."
    tab.press("Cancel this")
    assert rows_of(Appointment)[0].is_cancelled
    assert "Bring *form*" not in tab.words


def test_one_programme_at_two_schools_is_told_apart(home: Home) -> None:
    for name, code in (("Madeup Primary School", "8240001"), ("Pretend Primary School", "8240002")):
        school_id = make_school(name=name, seed_code=code)
        make_session(make_programme(worker_id=home.worker.worker_id, school_id=school_id))
    make_session(make_programme(worker_id=home.worker.worker_id), at="17:00")
    links = Tab(home.worker, "families/my_week").links
    assert [label.partition("Cooking club, ")[2] for label in links if "Cooking club" in label] == [
        "Madeup Primary School",
        "Pretend Primary School",
        "Hall",
    ]


def test_something_is_planned_and_the_calendar_made_and_stopped(home: Home) -> None:
    tab = Tab(home.worker, "families/my_week", opened=("drawer.appointment..0",))
    tab.press("Put it in my week")
    assert "Please choose the day and when it begins." in tab.words
    tab.field("radio", "kind").set_value("group").run()
    tab.field("selectbox", "starts_at.time").set_value("10:15").run()
    tab.press("Put it in my week")
    assert [row.kind for row in rows_of(Appointment)] == [AppointmentKind.GROUP]
    tab.press("Make my address")
    assert "/calendar/" in tab.at.code[0].value
    tab.at.run()
    assert not tab.at.code, "It is shown once."
    tab.press("Stop this address working")
    assert all(link.revoked_at for link in rows_of(CalendarLink))


def test_lists_are_edited(home: Home) -> None:
    tab = Tab(make_actor(role=Role.ADMINISTRATOR), "access/lists")
    tab.at.text_input(key="lists.add.contact_kind.label").set_value("Letter")
    tab.press("Add the entry")
    assert "Letter" in tab.at.dataframe[0].value["Entry"].tolist()
    box = tab.at.selectbox(key="lists.chosen.contact_kind")
    box.select_index(0).run()
    next(field for field in tab.at.text_input if field.label == "Words").set_value("Telephone")
    tab.press("Save the entry")
    assert tab.at.dataframe[0].value["Entry"].tolist()[0] == "Telephone"
    tab.at.text_area(key="lists.protection.words").set_value("Phone 01234 567890, any hour.")
    tab.press("Save the wording")
    worker_id = make_worker(name="Aileen")
    tab.at.run()
    tab.at.selectbox(key="lists.worker").set_value(worker_id).run()
    tab.at.number_input(key=f"lists.room.{worker_id}.15").set_value(9)
    tab.press("Save the number")
    assert [worker.room_for for worker in rows_of(Worker)] == [15, 9]
    tab.press("Count families by weight")
    assert "can count as two or three" in tab.words


def test_a_draft_keeps_the_version_it_began_from(home: Home) -> None:
    tab = _details(home)
    tab.field("text_input", "name").set_value("My name").run()
    draft = find_draft(actor=home.worker, form="family", subject=f"family:{home.family_id}")
    assert draft is not None
    assert draft.answers == {"name": "My name", "seen_version": 1}
    save_answers(key=draft.key, answers={"suits_when": "Never"}, by=home.worker)
