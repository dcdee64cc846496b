"""The demonstration's answers before and after its programmes: most of them pairs, and some that are not."""

from collections.abc import Iterator, Sequence
from datetime import timedelta
from random import Random
from typing import Any

from sqlmodel import Session, col, select

from data.demo.casework import RECORDED_BY
from data.demo.people import TODAY
from models.clock import instant
from models.evaluations.answers import ORDERED, answer_words
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
from models.programmes.programme import Audience, Participant, ParticipantRole, Programme

_SAID = {
    "best": ("The cooking", "Meeting other families", "Being outdoors", "My new friend", "Nobody rushed us"),
    "change": ("Start later", "More dates", "Nothing at all", "A bus to get there", "Warmer hall"),
}
_TAGS = {"The cooking": "food", "Meeting other families": "met_people", "More dates": "more", "Start later": "change"}


def add_evaluations(session: Session) -> None:
    """Read what was stored so far and add to it; the same every time."""
    random = Random(4)  # noqa: S311 - invented data, the same every time
    asked = {Audience.FAMILIES: _asked(session, "parent"), Audience.PUPILS: _asked(session, "child")}
    for programme in session.exec(
        select(Programme).where(Programme.first_on <= TODAY).order_by(col(Programme.id))
    ).all():
        people = _answerers(session, programme)
        for place, participant_id in enumerate(people):
            _add_person(session, random, programme, asked[programme.audience], (place, participant_id))
    session.flush()


def _asked(session: Session, code: str) -> list[Question]:
    version = select(QuestionnaireVersion.id).join(Questionnaire).where(Questionnaire.code == code)
    rows = select(Question).where(col(Question.version_id).in_(version)).order_by(col(Question.position))
    return list(session.exec(rows))


def _answerers(session: Session, programme: Programme) -> Sequence[int | None]:
    """The adults of a family programme, or the children."""
    is_adult = programme.audience is Audience.FAMILIES
    who = Participant.adult_id if is_adult else Participant.pupil_id
    return session.exec(
        select(Participant.id)
        .where(
            Participant.programme_id == programme.id,
            Participant.role == ParticipantRole.TAKES_PART,
            col(who).is_not(None),
        )
        .order_by(col(Participant.id))
    ).all()


def _add_person(
    session: Session, random: Random, programme: Programme, asked: list[Question], person: tuple[int, int | None]
) -> None:
    """Every ninth answered only before, every thirteenth only after, and of some nobody knows who they were."""
    place, participant_id = person
    before: dict[str, int] = {}
    for stage, on in ((Stage.PRE, programme.first_on), (Stage.POST, programme.last_on)):
        is_missing = place % 9 == 8 if stage is Stage.POST else place % 13 == 12
        if is_missing or on > TODAY:
            continue
        day = min(on + timedelta(days=place % 2), TODAY)
        is_loose = place % 7 == 6 and stage is Stage.POST
        sheet = AnswerSheet(
            programme_id=programme.id or 0,
            version_id=asked[0].version_id,
            stage=stage,
            way=AnswerWay.GRID,
            participant_id=None if is_loose else participant_id,
            said_name="Mum of two" if is_loose else "",
            answered_on=day,
            recorded_by=RECORDED_BY,
            recorded_at=instant(day, "16:00"),
        )
        session.add(sheet)
        session.flush()
        session.add_all(_answers(random, sheet.id or 0, stage, asked, before))


def _answers(
    random: Random, sheet_id: int, stage: Stage, asked: list[Question], before: dict[str, int]
) -> Iterator[Answer]:
    for question in asked:
        if question.asked_when not in ("both", stage) or random.random() < 0.06:
            continue
        yield Answer(sheet_id=sheet_id, question_id=question.id or 0, **_said(random, question, before))


def _said(random: Random, question: Question, before: dict[str, int]) -> dict[str, Any]:
    """Usually a little more than before, sometimes less."""
    if question.kind is QuestionKind.TEXT:
        words = random.choice(_SAID[question.code])
        return {"words": words, "tags": _TAGS.get(words, "")}
    places = sorted(answer_words(question.kind, question.options))
    if question.code in before:
        moved = before[question.code] + random.choice((-1, 0, 0, 1, 1, 1, 2))
    elif question.kind in ORDERED and question.asked_when == "both":
        moved = before[question.code] = random.choice(places[:4])
    else:
        moved = random.choice((*places, places[-1]))
    return {"value": max(places[0], min(places[-1], moved))}
