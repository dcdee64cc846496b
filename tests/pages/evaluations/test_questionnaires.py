"""Questionnaires as they are made, put in order, published and loaded from a file, without a browser."""

import pytest
from sqlmodel import select

from data.core.db import reading
from data.evaluations.actions.questionnaires import make_questionnaire, publish_version, save_question
from data.evaluations.queries.questionnaires import list_questionnaires, offered_versions
from models.evaluations.making import QuestionEntry, QuestionnaireCreate
from models.evaluations.questionnaires import Answer
from models.permissions import Role
from tests.factories import make_actor
from tests.pages.evaluations.evaluation_tab import Tab, signed_in
from tests.rows.evaluations import make_participant, make_programme
from tests.rows.support import key

pytestmark = pytest.mark.usefixtures("sqlite_database")


def test_a_questionnaire_is_made_and_published() -> None:
    lead = signed_in(Role.LEAD)
    tab = Tab(lead, "questionnaires")
    assert "published and stays as it is" in tab.words
    tab.press("Make the questionnaire")
    assert "Please fill this in." in tab.words
    tab.fill("text_input", "name", "Sleep")
    tab.fill("radio", "answered_by", "parent")
    tab.press("Make the questionnaire")
    made = next(row for row in list_questionnaires(actor=lead) if row.name == "Sleep")
    assert "Sleep, version 1" in tab.words, "The one just made is there, for its questions."
    tab.press("Save the question")
    assert "Please fill this in." in tab.words
    tab.fill("text_input", "words", "Do you sleep well?")
    tab.fill("selectbox", "kind", "one_to_five")
    tab.press("Save the question")
    tab.fill("text_input", "words", "Sleep score")
    tab.fill("selectbox", "kind", "score")
    tab.press("Save the question")
    tab.at.selectbox(key=f"questionnaires.question.{made.versions[0].id}").select_index(1).run()
    tab.press("Move it up")
    (version,) = next(row.versions for row in list_questionnaires(actor=lead) if row.name == "Sleep")
    assert [one.words for one in version.questions] == ["Sleep score", "Do you sleep well?"]
    tab.at.checkbox(key=f"questionnaires.sure.{made.versions[0].id}").check().run()
    tab.press("Publish")
    assert made.versions[0].id in offered_versions(actor=lead)
    tab.press("Make a new version")
    assert "Sleep, version 2" in tab.words
    tab.press("Retire this questionnaire")
    assert made.versions[0].id not in offered_versions(actor=lead)


def test_a_file_with_mistakes_is_answered_row_by_row_and_a_good_one_is_loaded() -> None:
    lead = signed_in(Role.LEAD)
    tab = Tab(lead, "questionnaires")
    good = b"Name,Sleep\nLicence,Ours\nAnswered by,Children\nQuestion,Kind of answer\nDo you sleep?,Five faces\n"

    def load(content: bytes) -> None:
        tab.field("file_uploader", f"file.{len(list_questionnaires(actor=lead))}").set_value(
            ("sleep.csv", content, "text/csv")
        ).run()
        tab.press("Load the questionnaire")

    load(good.replace(b"Five faces", b"Stars"))
    assert "- Row 5: Kind of answer says “Stars”." in tab.words
    load(good)
    assert "sleep.csv is loaded." in tab.words
    assert "Sleep, version 1" in tab.words
    assert "Sleep" in [row.name for row in list_questionnaires(actor=lead)]


def test_a_score_kept_elsewhere_is_entered_with_its_decimals() -> None:
    worker, lead, programme_id = signed_in(Role.WORKER), make_actor(role=Role.LEAD), make_programme()
    made = QuestionnaireCreate(name="Scores", answered_by="parent")
    version_id = make_questionnaire(draft_key=key(lead, "questionnaire"), questionnaire=made, by=lead)
    entry = QuestionEntry(words="The score", kind="score")
    save_question(draft_key=key(lead, "question"), version_id=version_id, question=entry, by=lead)
    publish_version(version_id=version_id, by=lead)
    person = make_participant(programme_id, name="Ada")
    tab = Tab(worker, "answers", programme=str(programme_id))
    tab.at.selectbox(key=f"answers.version.{programme_id}").set_value(version_id).run()
    tab.fill("number_input", f"{person}.q1", 21.54)
    tab.press("Save these answers")
    with reading() as session:
        assert session.exec(select(Answer.value)).all() == [2154]
