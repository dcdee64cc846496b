"""The team's lists: shipped once, edited by the team, and stable codes."""

import pytest
from sqlmodel import col, delete

from data.access.actions.choices import add_choice, change_choice, set_child_protection_words, set_room
from data.access.queries.choices import child_protection_words, worker_rooms
from data.core import db
from data.core.db import transaction
from data.core.queries.choices import labels, list_choices, offered
from data.reference.choices import SHIPPED
from models.choices import CHILD_PROTECTION_WORDS, LIST_NAMES, Choice, ChoiceList, ChoiceUpdate
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.permissions import Actor, Role
from tests.factories import make_actor, make_worker

KINDS = ChoiceList.CONTACT_KIND


@pytest.fixture
def administrator(database: str) -> Actor:
    return make_actor(role=Role.ADMINISTRATOR)


@pytest.mark.parametrize("list_name", ChoiceList)
def test_every_list_comes_filled(administrator: Actor, list_name: ChoiceList) -> None:
    assert offered(actor=administrator, list_name=list_name) == SHIPPED[list_name]
    assert LIST_NAMES[list_name]


@pytest.mark.parametrize(
    ("list_name", "words"),
    [
        (ChoiceList.MEETING_KIND, {"Children's hearing"}),
        (
            ChoiceList.PROGRAMME_KIND,
            {
                "Breakfast club",
                "Break club",
                "Homework club",
                "Craft club",
                "Drop-in",
                "Nurture class",
                "Health and wellbeing group",
                "Adult literacy",
            },
        ),
        (ChoiceList.MOVED_ON_TO, {"Funding secured"}),
    ],
)
def test_the_services_own_words_are_offered_from_the_start(
    administrator: Actor, list_name: ChoiceList, words: set[str]
) -> None:
    assert words <= set(offered(actor=administrator, list_name=list_name).values())


def test_an_older_installation_gets_what_is_new_and_never_twice(administrator: Actor) -> None:
    """Craft club is not there yet; Break club the team added itself, in its own spelling and place."""
    programmes = ChoiceList.PROGRAMME_KIND
    with transaction() as session:
        session.exec(delete(Choice).where(col(Choice.code).in_(("craft_club", "break_club"))))
    add_choice(list_name=programmes, label="Break Club", by=administrator)
    db.migrate()
    entries = {row.code: row.label for row in list_choices(actor=administrator, list_name=programmes)}
    assert entries == SHIPPED[programmes] | {"break_club": "Break Club"}


def test_the_teams_own_words_survive_a_restart(administrator: Actor) -> None:
    first = list_choices(actor=administrator, list_name=KINDS)[0]
    change = ChoiceUpdate(label="Telephone", position=99, is_offered=False)
    change_choice(choice_id=first.id, seen=first.changeable, change=change, by=administrator)
    db.migrate()
    assert first.code not in offered(actor=administrator, list_name=KINDS)
    assert labels(actor=administrator, list_name=KINDS)[first.code] == "Telephone"
    assert list_choices(actor=administrator, list_name=KINDS)[-1].code == first.code
    with pytest.raises(Conflict, match="Telephone"):
        change_choice(choice_id=first.id, seen=first.changeable, change=change, by=administrator)
    with pytest.raises(NotFound):
        change_choice(choice_id=9999, seen=change, change=change, by=administrator)


def test_an_entry_is_added_once_at_the_end(administrator: Actor) -> None:
    add_choice(list_name=KINDS, label="  Café  visit ", by=administrator)
    *_, last = offered(actor=administrator, list_name=KINDS).items()
    assert last == ("cafe_visit", "Café visit")
    for label in ("café visit", "Cafe visit", "", "!!!", "x" * 81):
        with pytest.raises(InvalidInput):
            add_choice(list_name=KINDS, label=label, by=administrator)
    entry = list_choices(actor=administrator, list_name=KINDS)[0]
    same = entry.changeable.model_copy(update={"label": "message"})
    with pytest.raises(InvalidInput, match="already"):
        change_choice(choice_id=entry.id, seen=entry.changeable, change=same, by=administrator)


def test_the_words_about_child_protection_are_the_teams(administrator: Actor) -> None:
    worker = make_actor(role=Role.WORKER)
    assert child_protection_words(actor=worker) == CHILD_PROTECTION_WORDS
    assert len(CHILD_PROTECTION_WORDS) <= 200
    set_child_protection_words(words="Phone 01234 567890, any hour.", by=administrator)
    assert child_protection_words(actor=worker) == "Phone 01234 567890, any hour."
    for words in ("", "Too short", "x" * 201):
        with pytest.raises(InvalidInput, match="still in use"):
            set_child_protection_words(words=words, by=administrator)


@pytest.mark.both_databases
def test_how_many_families_a_worker_has_room_for(administrator: Actor) -> None:
    worker_id = make_worker(name="HLW 01")
    assert worker_rooms(actor=administrator) == {worker_id: ("HLW 01", 15)}
    set_room(worker_id=worker_id, room_for=9, by=administrator)
    assert worker_rooms(actor=administrator)[worker_id] == ("HLW 01", 9)
    for id_, room_for, error in ((worker_id, 61, InvalidInput), (worker_id, -1, InvalidInput), (999, 9, NotFound)):
        with pytest.raises(error):
            set_room(worker_id=id_, room_for=room_for, by=administrator)
    with pytest.raises(PermissionDenied):
        worker_rooms(actor=make_actor(role=Role.WORKER, username="w"))
