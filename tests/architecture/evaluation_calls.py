"""One call of every action about questionnaires and answers."""

from collections.abc import Callable
from functools import partial

from sqlmodel import col, select

from data.core.db import reading, transaction
from data.evaluations.actions import answers, questionnaires
from data.evaluations.scope import EVERYTHING
from models.evaluations.making import QuestionEntry, QuestionnaireCreate
from models.evaluations.questionnaires import Answer, AnsweredBy, Question, QuestionKind, Questionnaire, Stage
from models.permissions import Role
from tests.data.evaluations.test_questionnaires import FILE, as_bytes
from tests.factories import make_actor, save
from tests.rows.evaluations import answer_batch, make_participant, make_programme, make_sheet
from tests.rows.support import key

Call = Callable[[], object]
ENTRY = QuestionEntry(words="Do you sleep well?", kind=QuestionKind.ONE_TO_FIVE)


def _record() -> Call:
    worker, programme_id = make_actor(role=Role.WORKER), make_programme()
    batch = answer_batch(programme_id, make_participant(programme_id), {"learning": 3})
    return partial(answers.record_answers, draft_key=key(worker, "answer_grid"), batch=batch, by=worker)


def _match() -> Call:
    programme_id = make_programme()
    sheet_id = make_sheet(programme_id, Stage.PRE, {"learning": 3}, said_name="Jo")
    person = make_participant(programme_id)
    worker = make_actor(role=Role.WORKER)
    return partial(answers.match_answers, sheet_id=sheet_id, participant_id=person, seen=1, by=worker)


def _tag() -> Call:
    make_sheet(make_programme(), Stage.POST, {"best": "The soup"})
    with reading() as session:
        answer_id = session.exec(select(Answer.id)).one()
    return partial(answers.tag_answer, answer_id=answer_id, tags=["food"], seen=(), by=make_actor(role=Role.WORKER))


def _lead_with_version() -> tuple[object, int]:
    lead = make_actor(role=Role.LEAD)
    made = QuestionnaireCreate(name="Sleep", answered_by=AnsweredBy.PARENT)
    version_id = questionnaires.make_questionnaire(draft_key=key(lead, "questionnaire"), questionnaire=made, by=lead)
    with transaction() as session:
        fields = {"code": "q1", "position": 0, "words": "Well?", "kind": QuestionKind.ONE_TO_FIVE}
        session.add(Question(version_id=version_id, **fields))
    return lead, version_id


def _make() -> Call:
    lead = make_actor(role=Role.LEAD)
    made = QuestionnaireCreate(name="Sleep", answered_by=AnsweredBy.PARENT)
    return partial(questionnaires.make_questionnaire, draft_key=key(lead, "questionnaire"), questionnaire=made, by=lead)


def _shipped() -> int:
    with reading() as session:
        return session.exec(select(Questionnaire.id).where(Questionnaire.code == "parent")).one() or 0


def _save_question() -> Call:
    lead, version_id = _lead_with_version()
    draft_key = key(lead, "question")
    return partial(questionnaires.save_question, draft_key=draft_key, version_id=version_id, question=ENTRY, by=lead)


def _move() -> Call:
    lead, version_id = _lead_with_version()
    fields = {"code": "q2", "position": 1, "words": "Soundly?", "kind": QuestionKind.ONE_TO_FIVE}
    question_id = save(Question(version_id=version_id, **fields)).id
    return partial(questionnaires.move_question, version_id=version_id, question_id=question_id, is_up=True, by=lead)


def _remove() -> Call:
    lead, version_id = _lead_with_version()
    with reading() as session:
        question_id = session.exec(select(Question.id).order_by(col(Question.id).desc())).first()
    return partial(questionnaires.remove_question, version_id=version_id, question_id=question_id, by=lead)


def _publish() -> Call:
    lead, version_id = _lead_with_version()
    return partial(questionnaires.publish_version, version_id=version_id, by=lead)


def _lead(action: Callable[..., object], **arguments: object) -> Call:
    return partial(action, by=make_actor(role=Role.LEAD), **arguments)


EVALUATION_CALLS: dict[str, Callable[[], Call]] = {
    "answers.export_evaluation": lambda: _lead(answers.export_evaluation, filters=EVERYTHING),
    "answers.match_answers": _match,
    "answers.record_answers": _record,
    "answers.tag_answer": _tag,
    "questionnaires.load_questionnaire": lambda: _lead(
        questionnaires.load_questionnaire, content=as_bytes(FILE), filename="scale.json"
    ),
    "questionnaires.make_questionnaire": _make,
    "questionnaires.make_version": lambda: _lead(questionnaires.make_version, questionnaire_id=_shipped()),
    "questionnaires.move_question": _move,
    "questionnaires.offer_questionnaire": lambda: _lead(
        questionnaires.offer_questionnaire, questionnaire_id=_shipped(), is_offered=False
    ),
    "questionnaires.publish_version": _publish,
    "questionnaires.questionnaire_template": lambda: _lead(questionnaires.questionnaire_template),
    "questionnaires.remove_question": _remove,
    "questionnaires.save_question": _save_question,
}
