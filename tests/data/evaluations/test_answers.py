"""Recording answers once, changing them, matching them, and what nobody may do."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from data.core.db import reading
from data.evaluations.actions.answers import match_answers, record_answers, tag_answer
from data.evaluations.queries.answer_links import LinkClosed
from data.evaluations.queries.answers import AnswerBook, answer_book, used_questionnaire
from data.evaluations.queries.choices import list_said, result_choices
from data.evaluations.queries.questionnaires import offered_versions
from data.evaluations.scope import EVERYTHING, AnswerFilters
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.evaluations.questionnaires import Answer, AnswerSheet, AnswerWay, Stage
from models.families.family import Family
from models.families.people import Adult
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil, make_school, save
from tests.rows.answer_links import make_link
from tests.rows.evaluations import answer_batch, make_participant, make_programme, make_sheet, shipped_version
from tests.rows.support import enrol, key

pytestmark = pytest.mark.usefixtures("database")


@pytest.fixture
def worker(database: str) -> Actor:
    return make_actor(role=Role.WORKER)


def _book(worker: Actor, programme_id: int, stage: Stage = Stage.PRE) -> AnswerBook:
    return answer_book(actor=worker, programme_id=programme_id, version_id=shipped_version(), stage=stage)


def test_a_grid_is_recorded_once_and_what_is_left_out_is_not_zero(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id, name="Ada")
    draft = key(worker, "answer_grid")
    batch = answer_batch(programme_id, person, {"learning": 4, "help": None})
    first = record_answers(draft_key=draft, batch=batch, by=worker)
    assert record_answers(draft_key=draft, batch=batch, by=worker) == first
    (answerer,) = _book(worker, programme_id).people
    assert (answerer.name, answerer.version, answerer.answers) == ("Ada", 1, {"learning": 4})


@pytest.mark.both_databases
def test_putting_an_answer_right_leaves_the_others_and_a_colleagues_change_is_not_written_over(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    record_answers(
        draft_key=key(worker, "answer_grid"),
        batch=answer_batch(programme_id, person, {"learning": 4, "help": 2}),
        by=worker,
    )
    change = answer_batch(programme_id, person, {"help": 3, "learning": None}, seen=1)
    record_answers(draft_key=key(worker, "answer_grid"), batch=change, by=worker)
    assert _book(worker, programme_id).people[0].answers == {"help": 3}
    with pytest.raises(Conflict):
        record_answers(draft_key=key(worker, "answer_grid"), batch=change, by=worker)
    tablet = answer_batch(programme_id, person, {"help": 1}, way=AnswerWay.TABLET)
    with pytest.raises(Conflict, match="answered already"):
        record_answers(draft_key=key(worker, "answer_sheet"), batch=tablet, by=worker)
    assert _book(worker, programme_id).people[0].answers == {"help": 3}


@pytest.mark.parametrize("answers", [{"learning": 6}, {"learning": 0}, {"learning": "Agree"}, {"best": 3}, {"no": 1}])
def test_an_answer_that_does_not_fit_keeps_nothing(worker: Actor, answers: dict) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    with pytest.raises(InvalidInput):
        record_answers(
            draft_key=key(worker, "answer_grid"), batch=answer_batch(programme_id, person, answers), by=worker
        )
    with reading() as session:
        assert session.exec(select(AnswerSheet)).all() == []


def test_people_of_other_programmes_and_days_to_come_are_refused(worker: Actor) -> None:
    programme_id, stranger = make_programme(), make_participant(make_programme(name="Other"))
    draft = key(worker, "answer_grid")
    with pytest.raises(NotFound):
        record_answers(draft_key=draft, batch=answer_batch(programme_id, stranger, {"help": 1}), by=worker)
    batch = answer_batch(programme_id, None, {"help": 1})
    tomorrow = batch.model_copy(update={"answered_on": today() + timedelta(1)})
    with pytest.raises(InvalidInput):
        record_answers(draft_key=draft, batch=tomorrow, by=worker)
    with pytest.raises(NotFound):
        record_answers(draft_key=draft, batch=batch.model_copy(update={"version_id": 4711}), by=worker)
    head = make_actor(role=Role.HEADTEACHER)
    with pytest.raises(PermissionDenied):
        record_answers(draft_key=key(head, "answer_grid"), batch=batch, by=head)


@pytest.mark.both_databases
def test_who_opened_a_link_answers_once(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    link = make_link(programme_id, participant_id=person).actor
    record_answers(
        draft_key=key(link, "answer_link"),
        batch=answer_batch(programme_id, person, {"help": 1}, way=AnswerWay.LINK),
        by=link,
    )
    again = answer_batch(programme_id, person, {"help": 2}, way=AnswerWay.LINK)
    with pytest.raises(LinkClosed):
        record_answers(draft_key=key(link, "answer_link"), batch=again, by=link)


def test_matching_by_hand_makes_a_pair(worker: Actor) -> None:
    programme_id = make_programme()
    person, other = make_participant(programme_id, name="Ada"), make_participant(programme_id, name="Ben")
    make_sheet(programme_id, Stage.PRE, {"help": 1}, participant_id=person)
    loose = make_sheet(programme_id, Stage.POST, {"help": 4}, said_name="A.")
    make_sheet(programme_id, Stage.POST, {"help": 4}, participant_id=other)
    book = _book(worker, programme_id)
    assert (book.only_before, book.only_after, [one.said_name for one in book.loose]) == (("Ada",), ("Ben",), ["A."])
    with pytest.raises(Conflict, match="already"):
        match_answers(sheet_id=loose, participant_id=other, seen=1, by=worker)
    match_answers(sheet_id=loose, participant_id=person, seen=1, by=worker)
    with pytest.raises(Conflict):
        match_answers(sheet_id=loose, participant_id=None, seen=1, by=worker)
    book = _book(worker, programme_id)
    assert (book.only_before, book.loose) == ((), ())
    match_answers(sheet_id=loose, participant_id=None, seen=2, by=worker)
    assert len(_book(worker, programme_id).loose) == 1
    for sheet_id, participant_id in ((4711, person), (loose, make_participant(make_programme(name="Other")))):
        with pytest.raises(NotFound):
            match_answers(sheet_id=sheet_id, participant_id=participant_id, seen=3, by=worker)


@pytest.mark.both_databases
def test_what_people_said_is_searched_and_tagged_without_their_name(worker: Actor) -> None:
    programme_id = make_programme()
    make_sheet(programme_id, Stage.POST, {"best": "The SOUP, and café talk", "change": "Longer"}, said_name="Jo Bloggs")
    everything = list_said(actor=worker, filters=EVERYTHING)
    assert {one.words for one in everything} == {"The SOUP, and café talk", "Longer"}
    assert "Bloggs" not in repr(everything)
    (found,) = list_said(actor=worker, filters=EVERYTHING, search="cafe")
    tag_answer(answer_id=found.id, tags=["food", "met_people"], seen=(), by=worker)
    assert [one.id for one in list_said(actor=worker, filters=EVERYTHING, tag="food")] == [found.id]
    assert list_said(actor=worker, filters=AnswerFilters(programme_id=4711)) == ()
    with pytest.raises(Conflict):
        tag_answer(answer_id=found.id, tags=["food"], seen=(), by=worker)
    with pytest.raises(InvalidInput):
        tag_answer(answer_id=found.id, tags=["made up"], seen=("food", "met_people"), by=worker)
    with pytest.raises(NotFound):
        tag_answer(answer_id=4711, tags=[], seen=(), by=worker)
    with pytest.raises(PermissionDenied):
        list_said(actor=make_actor(role=Role.HEADTEACHER), filters=EVERYTHING)


@pytest.mark.both_databases
def test_which_questionnaire_is_offered_first(worker: Actor) -> None:
    offered = offered_versions(actor=worker)
    programme_id = make_programme()
    assert offered[used_questionnaire(actor=worker, programme_id=programme_id, offered=offered) or 0].name.endswith(
        "carers"
    )
    make_sheet(programme_id, Stage.PRE, {"happy": 3}, version_id=shipped_version("child"))
    assert used_questionnaire(actor=worker, programme_id=programme_id, offered=offered) == shipped_version("child")
    assert used_questionnaire(actor=worker, programme_id=programme_id, offered={}) is None


@pytest.mark.both_databases
def test_results_can_be_narrowed_only_to_what_has_answers(worker: Actor) -> None:
    school_id, other = make_school(), make_school(name="Other Primary", seed_code="8240002")
    pupil_id = make_pupil()
    enrol(pupil_id, other)
    programme_id = make_programme(school_id=school_id, first_on=date(2025, 9, 1))
    make_programme(name="Nobody answered")
    make_sheet(programme_id, Stage.PRE, {"help": 1}, participant_id=make_participant(programme_id, pupil_id=pupil_id))
    choices = result_choices(actor=worker)
    assert list(choices.programmes) == [programme_id]
    assert set(choices.schools) == {school_id, other}
    assert choices.cohorts["2025/26"] == (date(2025, 8, 1), date(2026, 7, 31))


def test_undrawn_text_is_kept_as_words(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    batch = answer_batch(programme_id, person, {"best": "  =1+1 ", "change": "   "}, stage=Stage.POST)
    record_answers(draft_key=key(worker, "answer_grid"), batch=batch, by=worker)
    with reading() as session:
        assert [(row.value, row.words) for row in session.exec(select(Answer))] == [(None, "=1+1")]


def test_a_questionnaire_for_parents_lists_adults_and_one_for_children_lists_children(worker: Actor) -> None:
    programme_id, only_children = make_programme(), make_programme(name="Only children")
    pupil_id = make_pupil()
    family = save(Family(reference="F1"))
    adult = save(
        Adult(family_id=family.id, relationship="mother", forename="Mum", surname="Madeup", recorded_by="worker")
    )
    for who in ({"pupil_id": pupil_id}, {"adult_id": adult.id}, {}):
        make_participant(programme_id, **who)
    make_participant(only_children, pupil_id=pupil_id)
    names = {
        (place, code): [
            person.name
            for person in answer_book(
                actor=worker, programme_id=place, version_id=shipped_version(code), stage=Stage.PRE
            ).people
        ]
        for place in (programme_id, only_children)
        for code in ("parent", "child")
    }
    assert names[programme_id, "parent"] == ["Mum Madeup", "Walk-in"]
    assert names[programme_id, "child"] == ["Test Madeup", "Walk-in"]
    assert names[only_children, "parent"] == ["Test Madeup"]
