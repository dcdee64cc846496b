"""Making, versioning and publishing questionnaires, and loading one from a file nobody can trust."""

import json
from typing import Any

import pytest
from sqlmodel import select

from data.core.db import reading
from data.evaluations.actions.questionnaires import (
    load_questionnaire,
    make_questionnaire,
    make_version,
    move_question,
    offer_questionnaire,
    publish_version,
    remove_question,
    save_question,
)
from data.evaluations.queries.questionnaires import Version, list_questionnaires, offered_versions
from models.audit import AuditEvent
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.evaluations.making import QuestionEntry, QuestionnaireCreate
from models.evaluations.questionnaires import AnsweredBy, AskedAt, QuestionKind, Stage
from models.evaluations.scoring import scale_score
from models.permissions import Actor, Role
from tests.factories import make_actor
from tests.rows.support import key

pytestmark = pytest.mark.usefixtures("database")
FILE: dict[str, Any] = {
    "name": "An invented scale",
    "licence": "Invented; free to use.",
    "answered_by": "young_person",
    "introduction": "There are no right or wrong answers.",
    "questions": [
        {"code": "calm", "words": "I felt calm", "kind": "one_to_five", "aim": "wellbeing"},
        {"code": "worried", "words": "I felt worried", "kind": "one_to_five"},
        {"code": "why", "words": "Why?", "kind": "text", "asked_when": "post"},
    ],
    "scoring": [{"name": "Calm", "items": ["calm", "worried"], "reversed_items": ["worried"]}],
}


def as_bytes(file: object) -> bytes:
    return json.dumps(file).encode()


def _lead() -> Actor:
    return make_actor(role=Role.LEAD)


def _versions(lead: Actor, name: str) -> tuple[Version, ...]:
    return next(row.versions for row in list_questionnaires(actor=lead) if row.name == name)


def _question(words: str = "Do you sleep well?", **more: Any) -> QuestionEntry:
    return QuestionEntry(**{"words": words, "kind": QuestionKind.ONE_TO_FIVE, **more})


def _made(lead: Actor, name: str = "Sleep") -> int:
    made = QuestionnaireCreate(name=name, answered_by=AnsweredBy.PARENT, introduction="Thank you.")
    return make_questionnaire(draft_key=key(lead, "questionnaire"), questionnaire=made, by=lead)


def _add(lead: Actor, version_id: int, question: QuestionEntry, question_id: int | None = None) -> int:
    return save_question(
        draft_key=key(lead, "question"), version_id=version_id, question=question, question_id=question_id, by=lead
    )


def test_a_questionnaire_is_made_question_by_question_and_published() -> None:
    lead = _lead()
    version_id = _made(lead)
    first = _add(lead, version_id, _question(aim="wellbeing"))
    second = _add(lead, version_id, _question("What helps?", kind=QuestionKind.TEXT, asked_when=AskedAt.POST))
    _add(lead, version_id, _question("How well do you sleep?"), question_id=first)
    remove_question(version_id=version_id, question_id=second, by=lead)
    _add(lead, version_id, _question("And now?", asked_when=AskedAt.POST))
    publish_version(version_id=version_id, by=lead)
    (version,) = _versions(lead, "Sleep")
    assert [(one.code, one.words) for one in version.questions] == [
        ("q1", "How well do you sleep?"),
        ("q2", "And now?"),
    ]
    assert [one.words for one in version.asked_at(Stage.PRE)] == ["How well do you sleep?"]
    assert version_id in offered_versions(actor=lead)


def test_a_question_moves_up_and_down_and_not_beyond_the_ends() -> None:
    lead = _lead()
    version_id = _made(lead)
    one, two, three = (_add(lead, version_id, _question(words)) for words in ("One?", "Two?", "Three?"))
    remove_question(version_id=version_id, question_id=two, by=lead)
    four = _add(lead, version_id, _question("Four?"))

    def order() -> list[str]:
        return [each.words for each in _versions(lead, "Sleep")[0].questions]

    for question_id, is_up, after in (
        (one, True, ["One?", "Three?", "Four?"]),
        (one, False, ["Three?", "One?", "Four?"]),
        (four, False, ["Three?", "One?", "Four?"]),
        (four, True, ["Three?", "Four?", "One?"]),
        (three, False, ["Four?", "Three?", "One?"]),
    ):
        move_question(version_id=version_id, question_id=question_id, is_up=is_up, by=lead)
        assert order() == after


def test_what_is_published_never_changes() -> None:
    lead = _lead()
    version_id = _made(lead)
    question_id = _add(lead, version_id, _question())
    publish_version(version_id=version_id, by=lead)
    before = _versions(lead, "Sleep")
    for attempt in (
        lambda: _add(lead, version_id, _question("Another?")),
        lambda: _add(lead, version_id, _question("Put right?"), question_id=question_id),
        lambda: remove_question(version_id=version_id, question_id=question_id, by=lead),
        lambda: move_question(version_id=version_id, question_id=question_id, is_up=True, by=lead),
        lambda: publish_version(version_id=version_id, by=lead),
    ):
        with pytest.raises(Conflict, match="never changes"):
            attempt()
    assert _versions(lead, "Sleep") == before


@pytest.mark.both_databases
def test_a_new_version_keeps_the_codes_and_leaves_the_old_one_alone() -> None:
    lead = _lead()
    version_id = _made(lead)
    with pytest.raises(InvalidInput, match="no questions"):
        publish_version(version_id=version_id, by=lead)
    _add(lead, version_id, _question())
    with pytest.raises(Conflict, match="being made already"):
        make_version(questionnaire_id=_versions(lead, "Sleep")[0].questionnaire_id, by=lead)
    publish_version(version_id=version_id, by=lead)
    newer = make_version(questionnaire_id=_versions(lead, "Sleep")[0].questionnaire_id, by=lead)
    copied = _versions(lead, "Sleep")[0].questions[0]
    _add(lead, newer, _question("Do you sleep soundly?"), question_id=copied.id)
    new, old = _versions(lead, "Sleep")
    assert (new.number, new.is_published, new.questions[0].code) == (2, False, old.questions[0].code)
    assert (old.questions[0].words, new.questions[0].words) == ("Do you sleep well?", "Do you sleep soundly?")
    assert version_id in offered_versions(actor=lead), "Until the new one is published the old one is asked."
    publish_version(version_id=newer, by=lead)
    assert version_id not in offered_versions(actor=lead)


def test_a_retired_questionnaire_is_not_offered_and_a_name_is_used_once() -> None:
    lead = _lead()
    version_id = _made(lead)
    _add(lead, version_id, _question())
    publish_version(version_id=version_id, by=lead)
    questionnaire_id = _versions(lead, "Sleep")[0].questionnaire_id
    offer_questionnaire(questionnaire_id=questionnaire_id, is_offered=False, by=lead)
    assert version_id not in offered_versions(actor=lead)
    with pytest.raises(InvalidInput, match="of this name already"):
        _made(lead)


@pytest.mark.both_databases
def test_a_licensed_scale_is_loaded_with_its_scoring_and_looked_over_before_it_is_asked() -> None:
    lead = _lead()
    version_id = load_questionnaire(content=as_bytes(FILE), filename="scale.json", by=lead)
    assert version_id not in offered_versions(actor=lead)
    (version,) = _versions(lead, "An invented scale")
    assert [one.code for one in version.questions] == ["calm", "worried", "why"]
    assert scale_score(version.scoring[0], {"calm": 5, "worried": 2}) == 9
    publish_version(version_id=version_id, by=lead)
    assert version_id in offered_versions(actor=lead)
    with reading() as session:
        assert [row.action for row in session.exec(select(AuditEvent))][-2:] == [
            "questionnaire_changed",
            "questionnaire_published",
        ]


_SCALE = FILE["scoring"][0]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not json",
        b"[" * 50_000,
        b'{"name": NaN}',
        as_bytes([FILE]),
        as_bytes({**FILE, "licence": " "}),
        as_bytes({key_: value for key_, value in FILE.items() if key_ != "licence"}),
        as_bytes({**FILE, "extra": 1}),
        as_bytes({**FILE, "name": "x" * 200}),
        as_bytes({**FILE, "questions": []}),
        as_bytes({**FILE, "questions": FILE["questions"] * 30}),
        as_bytes({**FILE, "questions": [{**FILE["questions"][0], "code": "Not a code"}]}),
        as_bytes({**FILE, "questions": [{**FILE["questions"][0], "kind": "choice"}], "scoring": []}),
        as_bytes({**FILE, "scoring": [{**_SCALE, "items": ["nothing"]}]}),
        as_bytes({**FILE, "scoring": [{**_SCALE, "items": ["why"], "reversed_items": []}]}),
        as_bytes({**FILE, "scoring": [{**_SCALE, "highest": 10**9, "conversion": {"1": 2}}]}),
        as_bytes({**FILE, "scoring": [_SCALE, _SCALE]}),
        b" " * 200_001,
    ],
)
def test_a_file_that_is_not_right_changes_nothing(content: bytes) -> None:
    lead = _lead()
    before = list_questionnaires(actor=lead)
    with pytest.raises(InvalidInput, match="Nothing was changed"):
        load_questionnaire(content=content, filename="scale.JSON", by=lead)
    assert list_questionnaires(actor=lead) == before


def test_who_may_not_make_questionnaires() -> None:
    lead, worker = _lead(), make_actor(role=Role.WORKER)
    version_id = _made(lead)
    with pytest.raises(PermissionDenied):
        publish_version(version_id=version_id, by=worker)
    with pytest.raises(PermissionDenied):
        list_questionnaires(actor=worker)
    for missing in (
        lambda: publish_version(version_id=4711, by=lead),
        lambda: make_version(questionnaire_id=4711, by=lead),
        lambda: offer_questionnaire(questionnaire_id=4711, is_offered=True, by=lead),
        lambda: remove_question(version_id=version_id, question_id=4711, by=lead),
    ):
        with pytest.raises(NotFound):
            missing()
