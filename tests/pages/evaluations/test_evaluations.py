"""Questionnaires, answers and results as they are used, without a browser."""

import pytest
from sqlmodel import select
from streamlit.testing.v1 import AppTest

from data.access.passwords import hash_password
from data.access.queries.accounts import current_visit
from data.core.actions.drafts import start_draft
from data.core.db import reading, transaction
from data.core.queries.drafts import find_draft
from data.evaluations.actions.answers import record_answers
from data.wellbeing.actions.tablet import lend_tablet
from models.access import Account
from models.evaluations.questionnaires import Answer, AnswerSheet, Question, Stage
from models.permissions import Actor, Role
from tests.factories import PASSWORD, make_actor, make_school, sign_in_as
from tests.pages.evaluations.evaluation_tab import Tab, signed_in
from tests.pages.programme_tab import SHELL
from tests.rows.evaluations import answer_batch, make_participant, make_programme, make_sheet, shipped_version
from tests.rows.support import key

pytestmark = pytest.mark.usefixtures("sqlite_database")


@pytest.fixture
def worker(sqlite_database: str) -> Actor:
    return signed_in(Role.WORKER)


def _grid(programme_id: int) -> str:
    return f"grid:{programme_id}:{shipped_version()}:{Stage.PRE}"


def test_a_grid_keeps_each_tap_and_is_saved_once(worker: Actor) -> None:
    programme_id = make_programme()
    people = [make_participant(programme_id, name=name) for name in ("Ada", "Ben", "Cal")]
    tab = Tab(worker, "answers", programme=str(programme_id))
    assert "1 Strongly disagree, 2 Disagree" in tab.words
    assert tab.field("radio", f"{people[0]}.learning").value is None, "There is no default."
    tab.fill("radio", f"{people[0]}.learning", "4")
    tab.fill("radio", f"{people[1]}.help", "2")
    stored = find_draft(actor=worker, form="answer_grid", subject=_grid(programme_id))
    assert stored is not None
    assert (stored.answers[f"{people[0]}.learning"], stored.answers[f"{people[1]}.help"]) == ("4", "2")
    again = Tab(worker, "answers", programme=str(programme_id))
    assert again.field("radio", f"{people[0]}.learning").value == "4", "Nothing is lost with the tab."
    again.press("Save these answers")
    assert "Saved: the answers of 2 people." in again.words
    assert "2 of 3 people have answers" in again.words
    again.press("Save these answers")
    assert "nothing new to save" in again.words
    with reading() as session:
        assert sorted(session.exec(select(Answer.value))) == [2, 4]


def test_two_workers_at_one_grid_write_nothing_over(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id, name="Ada")
    tab = Tab(worker, "answers", programme=str(programme_id))
    tab.fill("radio", f"{person}.learning", "1")
    colleague = make_actor(role=Role.LEAD)
    record_answers(
        draft_key=key(colleague, "answer_grid"),
        batch=answer_batch(programme_id, person, {"learning": 5, "help": 4}),
        by=colleague,
    )
    tab.press("Save these answers")
    assert "Somebody else changed this" in tab.words
    assert tab.field("radio", f"{person}.help").value == "4"
    tab.press("Save these answers")
    with reading() as session:
        asked = select(Question.code, Answer.value).join(Answer, Answer.question_id == Question.id)
        assert dict(session.exec(asked).all()) == {"learning": 1, "help": 4}


def test_many_people_are_drawn_a_few_at_a_time_and_saved_together(worker: Actor) -> None:
    programme_id = make_programme()
    people = [make_participant(programme_id, name=f"Person {place:02d}") for place in range(10)]
    tab = Tab(worker, "answers", programme=str(programme_id))
    tab.fill("radio", f"{people[0]}.help", "3")
    tab.at.radio(key="answers.people").set_value(8).run()
    tab.fill("radio", f"{people[9]}.help", "5")
    tab.press("Save these answers")
    assert "the answers of 2 people" in tab.words


def test_people_who_fit_the_screen_together_are_not_chosen_from(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id, name="Ada")
    tab = Tab(worker, "answers", programme=str(programme_id))
    assert tab.field("radio", f"{person}.help").options
    assert "People" not in [choice.label for choice in tab.at.radio]


def test_one_person_answers_on_the_tablet_and_the_worker_saves_it(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id, name="Ada")
    with transaction() as session:
        session.get_one(Account, worker.account_id).password_hash = hash_password(PASSWORD)
    subject = f"answers:{programme_id}:{shipped_version()}:post:{person}"
    draft = start_draft(form="answer_sheet", subject=subject, by=worker)
    visit = current_visit(token=f"token-of-{worker.username}")
    assert visit is not None
    lend_tablet(draft_key=draft.key, form="answer_sheet", by=visit.actor)
    at = AppTest.from_file(SHELL, default_timeout=20)
    at.session_state["session.token"] = f"token-of-{worker.username}"
    at.run()
    assert [title.value for title in at.title] == ["I feel confident helping my child learn at home"]
    for label in ("Agree", "Next", "Skip this one"):
        next(button for button in at.button if button.label == label).click().run()
        assert not at.exception
    assert [title.value for title in at.title] == ["I feel welcome in school"]
    assert "Ada" not in "".join(str(each.value) for each in at.main if getattr(each, "value", None))
    for _ in range(6):
        next(button for button in at.button if button.label == "Next").click().run()
    assert "Thank you" in at.title[0].value
    at.text_input(key="child_web.password").set_value(PASSWORD)
    at.button(key="child_web.take_back").click().run()
    assert not at.exception
    tab = Tab(worker, "answers", programme=str(programme_id), **{"answers.stage": "post"})
    tab.at.radio(key="answers.stage").set_value(Stage.POST).run()
    tab.at.radio(key="answers.way").set_value("One person, or the tablet").run()
    tab.at.selectbox(key="answers.person").set_value(person).run()
    assert str(person) in tab.at.query_params["person"], "The address holds a number, never a name."
    assert not any("Ada" in str(said) for said in tab.at.query_params.values())
    assert tab.field("radio", "learning").value == "4"
    tab.press("Save these answers")
    with reading() as session:
        assert session.exec(select(Answer.value)).all() == [4]


def test_answers_nobody_is_matched_to_are_matched_by_hand(worker: Actor) -> None:
    programme_id = make_programme()
    person = make_participant(programme_id, name="Ada")
    make_sheet(programme_id, Stage.PRE, {"help": 1}, said_name="A. Bee")
    tab = Tab(worker, "answers", programme=str(programme_id))
    assert "1 not matched" in tab.words
    tab.at.radio(key="answers.way").set_value("Match people").run()
    which = tab.at.selectbox[-2]
    assert which.options == ["A. Bee, before, 24/08/2026"]
    tab.press("Match them")
    assert "Choose both" in tab.words
    tab.at.selectbox[-2].select_index(0)
    tab.at.selectbox[-1].select_index(0)
    tab.press("Match them")
    with reading() as session:
        assert session.exec(select(AnswerSheet.participant_id)).one() == person


def test_answers_need_a_programme_and_people(worker: Actor) -> None:
    assert "Plan a programme first" in Tab(worker, "answers").words
    programme_id = make_programme()
    assert "Nobody is on the register" in Tab(worker, "answers", programme=str(programme_id)).words


def _pairs(programme_id: int, moves: list[tuple[int, int]]) -> None:
    for before, after in moves:
        person = make_participant(programme_id)
        make_sheet(programme_id, Stage.PRE, {"help": before}, participant_id=person)
        make_sheet(programme_id, Stage.POST, {"help": after, "again": 3, "best": "The soup"}, participant_id=person)


def test_one_is_not_counted_as_many(worker: Actor) -> None:
    programme_id = make_programme()
    for name, stages in (("Ada", (Stage.PRE, Stage.POST)), ("Bo", (Stage.PRE,))):
        person = make_participant(programme_id, name=name)
        for stage in stages:
            make_sheet(programme_id, stage, {"help": 2}, participant_id=person)
    tab = Tab(worker, "results")
    tab.at.selectbox(key="results.question").set_value("help").run()
    words = tab.words
    assert "2 sets of answers before and 1 after. 1 person answered both times and is compared" in words
    assert "1 set is not paired (1 only before, 0 only after)" in words
    assert "1 person answered this both times" in words


def test_results_say_what_they_are_made_of_and_nothing_of_chance_below_thirty(worker: Actor) -> None:
    programme_id = make_programme()
    _pairs(programme_id, [(2, 4), (3, 3), (4, 2)])
    make_sheet(programme_id, Stage.POST, {"help": 5}, said_name="Jo")
    tab = Tab(worker, "results")
    assert "3 sets of answers before and 4 after. 3 people answered both times" in tab.words
    tab.at.selectbox(key="results.question").set_value("help").run()
    assert "There are 3 pairs. Below 30 we say nothing about chance." in tab.words
    assert "Below 10 pairs we show no middle answer." in tab.words
    assert "1 improved (33%), 1 stayed the same (33%), 1 answered lower (33%)" in tab.words
    assert "Would you come again?" in tab.words
    tab.at.text_input(key="results.search").set_value("soup").run()
    assert "3 answers in people's own words" in tab.words
    tab.at.text_input(key="results.search").set_value("nothing like it").run()
    assert "Nobody said anything that fits" in tab.words


def test_thirty_pairs_get_the_sentence_a_lay_person_needs(worker: Actor) -> None:
    _pairs(make_programme(), [(2, 4)] * 31)
    tab = Tab(worker, "results")
    tab.at.selectbox(key="results.question").set_value("help").run()
    assert "better afterwards, by more than chance alone would usually bring" in tab.words
    assert "effect +1.00 on a scale from −1 to 1, large" in tab.words
    assert "The middle answer was “Disagree” before and “Agree” after." in tab.words
    assert "does not show that the programme caused it" in tab.words


def test_something_said_is_tagged(worker: Actor) -> None:
    _pairs(make_programme(), [(2, 4)])
    tab = Tab(worker, "results")
    with reading() as session:
        answer_id = session.exec(select(Answer.id).where(Answer.words != "")).one()
    tab.at.selectbox(key="results.tagging").set_value(answer_id).run()
    next(box for box in tab.at.checkbox if box.label == "Food").check()
    tab.press("Save the tags")
    with reading() as session:
        assert session.exec(select(Answer.tags).where(Answer.id == answer_id)).one() == "food"


def test_results_without_answers_and_narrowed_to_none(worker: Actor) -> None:
    assert "No answers yet" in Tab(worker, "results").words
    make_sheet(make_programme(), Stage.PRE, {"help": 1})
    tab = Tab(worker, "results")
    assert "nothing to compare" in tab.words


def test_a_programmes_own_page_opens_its_results(worker: Actor) -> None:
    boats, walks, empty = (make_programme(name=name) for name in ("Boats", "Walks", "Empty"))
    for programme_id in (boats, walks):
        _pairs(programme_id, [(2, 4)])
    tab = Tab(worker, "results", programme=boats)
    assert tab.at.selectbox(key="results.programme").value == boats
    assert "1 set of answers before and 1 after" in tab.words
    tab.at.selectbox(key="results.programme").set_value(None).run()
    assert "2 sets of answers before and 2 after" in tab.words, "The choice is the person's from here on."
    assert "That programme has no answers yet" in Tab(worker, "results", programme=empty).words


def test_a_headteacher_sees_counts_and_nobodys_words(sqlite_database: str) -> None:
    school_id = make_school()
    head = make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    sign_in_as(head)
    assert "no answers yet from programmes at your school" in Tab(head, "results").words
    _pairs(make_programme(school_id=school_id), [(2, 4)] * 6 + [(4, 2)])
    tab = Tab(head, "results")
    assert "Numbers from 1 to 4 are hidden" in tab.words
    assert not tab.at.get("text_input")
    tables = "".join(str(frame.value) for frame in tab.at.dataframe)
    assert "soup" not in tables
    assert "hidden" in tables


def test_people_and_programmes_of_one_name_are_told_apart(worker: Actor) -> None:
    first, second = make_programme(), make_programme()
    people = [make_participant(second, name="Walk-in") for _ in range(2)]
    for name in ("Jo", "Jo"):
        make_sheet(second, Stage.PRE, {"help": 1}, said_name=name)
    tab = Tab(worker, "answers", programme=str(second))
    chosen = tab.at.selectbox(key="answers.programme_choice")
    assert chosen.value == second, "A list of one name twice would turn to the other programme."
    assert len(set(chosen.options)) == len({first, second})
    tab.at.radio(key="answers.way").set_value("Match people").run()
    assert all(len(set(box.options)) == len(people) for box in tab.at.selectbox[-2:])
