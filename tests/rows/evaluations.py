"""Rows that tests of questionnaires, answers and results share."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlmodel import select

from data.core.db import reading
from models.evaluations.answers import AnswerBatch, SheetEntry
from models.evaluations.questionnaires import (
    Answer,
    AnswerSheet,
    AnswerWay,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionnaireVersion,
    Stage,
)
from models.programmes.programme import Audience, Participant, Programme, VenueKind
from tests.factories import save

PARENT = {
    "learning": "I feel confident helping my child learn at home",
    "help": "I know who to ask when I need help",
    "welcome": "I feel welcome in school",
    "together": "We enjoy doing things together as a family",
    "local": "I know what is on in my community",
}


def make_programme(*, name: str = "Madeup mornings", school_id: int | None = None, **fields: Any) -> int:
    fields = {"first_on": date(2026, 8, 24), "last_on": date(2026, 10, 9), "kind": "ilunch", "places": 10, **fields}
    return save(
        Programme(
            name=name,
            school_id=school_id,
            audience=Audience.FAMILIES,
            venue_kind=VenueKind.SCHOOL,
            recorded_by="tests",
            **fields,
        )
    ).id


def make_participant(programme_id: int, *, name: str = "Walk-in", **who: int) -> int:
    return save(Participant(programme_id=programme_id, name="" if who else name, added_by="tests", **who)).id


def shipped_version(code: str = "parent") -> int:
    with reading() as session:
        found = select(QuestionnaireVersion.id).join(Questionnaire).where(Questionnaire.code == code)
        return session.exec(found).one() or 0


def make_sheet(
    programme_id: int,
    stage: Stage,
    answers: Mapping[str, int | str],
    *,
    participant_id: int | None = None,
    version_id: int | None = None,
    **fields: Any,
) -> int:
    """One set of answers by the questions' codes."""
    version_id = version_id or shipped_version()
    with reading() as session:
        asked = {row.code: row for row in session.exec(select(Question).where(Question.version_id == version_id))}
    sheet = save(
        AnswerSheet(
            programme_id=programme_id,
            version_id=version_id,
            stage=stage,
            participant_id=participant_id,
            way=AnswerWay.GRID,
            answered_on=date(2026, 8, 24),
            recorded_by="tests",
            **fields,
        )
    )
    for code, said in answers.items():
        is_text = asked[code].kind is QuestionKind.TEXT
        save(
            Answer(
                sheet_id=sheet.id,
                question_id=asked[code].id,
                value=None if is_text else said,
                words=str(said) if is_text else "",
            )
        )
    return sheet.id


def answer_batch(
    programme_id: int,
    participant_id: int | None,
    answers: Mapping[str, int | str | None],
    *,
    seen: int = 0,
    stage: Stage = Stage.PRE,
    way: AnswerWay = AnswerWay.GRID,
) -> AnswerBatch:
    """One person's answers as a page sends them."""
    entry = SheetEntry(participant_id=participant_id, answers=dict(answers), seen=seen)
    return AnswerBatch(
        programme_id=programme_id,
        version_id=shipped_version(),
        stage=stage,
        way=way,
        answered_on=date(2026, 8, 24),
        sheets=(entry,),
    )
