"""Short questionnaires of our own, ready to use. Published scales are not shipped: the team loads what it may use."""

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, insert, inspect, select
from sqlmodel import col

from models.evaluations.questionnaires import (
    AnsweredBy,
    AskedAt,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionnaireVersion,
)
from models.permissions import SYSTEM

PUBLISHED_AT = datetime(2026, 11, 21, 12, tzinfo=UTC)  # when these words were settled, wherever they are loaded
_AGREE, _FACES, _TEN = QuestionKind.AGREE, QuestionKind.FACES, QuestionKind.ZERO_TO_TEN
_AFTER = AskedAt.POST


def _asked(
    code: str, words: str, kind: QuestionKind, aim: str = "", asked_when: AskedAt = AskedAt.BOTH
) -> dict[str, Any]:
    return {"code": code, "words": words, "kind": kind, "aim": aim, "asked_when": asked_when}


_AFTERWARDS = (
    _asked("best", "What was best?", QuestionKind.TEXT, asked_when=_AFTER),
    _asked("change", "What should we change?", QuestionKind.TEXT, asked_when=_AFTER),
    _asked("again", "Would you come again?", QuestionKind.YES_NO_MAYBE, asked_when=_AFTER),
)

SHIPPED: tuple[tuple[str, str, AnsweredBy, str, tuple[dict[str, Any], ...]], ...] = (
    (
        "child",
        "Our short questions for children",
        AnsweredBy.CHILD,
        "There are no right or wrong answers. You can leave any question out.",
        (
            _asked("happy", "I feel happy at school", _FACES, "wellbeing"),
            _asked("friends", "I have friends to do things with", _FACES, "relationships"),
            _asked("try", "I like to try new things", _FACES, "broader_achievement"),
            _asked("ask", "I can ask a grown-up for help", _FACES, "barriers"),
            *_AFTERWARDS,
        ),
    ),
    (
        "young_person",
        "Our short questions for young people",
        AnsweredBy.YOUNG_PERSON,
        "Say it as it is for you. You can leave any question out.",
        (
            _asked("confident", "I feel confident trying something new", _AGREE, "broader_achievement"),
            _asked("belong", "I feel that I belong at school", _AGREE, "attendance"),
            _asked("people", "I have people I can talk to", _AGREE, "relationships"),
            _asked("future", "I can see what I might do next", _AGREE, "aspiration"),
            _asked("life", "How happy are you with your life these days?", _TEN, "wellbeing"),
            *_AFTERWARDS,
        ),
    ),
    (
        "parent",
        "Our short questions for parents and carers",
        AnsweredBy.PARENT,
        "Thank you for telling us how things are. You can leave any question out.",
        (
            _asked("learning", "I feel confident helping my child learn at home", _AGREE, "capacity"),
            _asked("help", "I know who to ask when I need help", _AGREE, "barriers"),
            _asked("welcome", "I feel welcome in school", _AGREE, "home_school"),
            _asked("together", "We enjoy doing things together as a family", _AGREE, "relationships"),
            _asked("local", "I know what is on in my community", _AGREE, "engagement"),
            *_AFTERWARDS,
        ),
    ),
)


def ensure_questionnaires(connection: Connection) -> None:
    """Add and publish the shipped questionnaires that are not there yet."""
    if not inspect(connection).has_table("questionnaire"):  # a migration before the one that makes the table
        return
    here = set(connection.scalars(select(col(Questionnaire.code))))
    for code, name, answered_by, introduction, questions in SHIPPED:
        if code not in here:
            _add(connection, code=code, name=name, answered_by=answered_by, introduction=introduction, asked=questions)


def _add(
    connection: Connection,
    *,
    code: str,
    name: str,
    answered_by: AnsweredBy,
    introduction: str,
    asked: tuple[dict[str, Any], ...],
) -> None:
    instant, by = PUBLISHED_AT, SYSTEM.username
    questionnaire = insert(Questionnaire).values(
        code=code, name=name, answered_by=answered_by, licence="", is_offered=True, recorded_at=instant, recorded_by=by
    )
    questionnaire_id = connection.scalars(questionnaire.returning(col(Questionnaire.id))).one()
    version = insert(QuestionnaireVersion).values(
        questionnaire_id=questionnaire_id,
        number=1,
        introduction=introduction,
        scoring="[]",
        is_score_only=False,
        published_at=instant,
        published_by=by,
    )
    version_id = connection.scalars(version.returning(col(QuestionnaireVersion.id))).one()
    rows = [{"version_id": version_id, "position": place, "options": "", **one} for place, one in enumerate(asked)]
    connection.execute(insert(Question), rows)
