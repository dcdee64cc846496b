"""Making questionnaires. What is published never changes: a new version does."""

import json
import re
from collections.abc import Iterable

from pydantic import ValidationError
from sqlmodel import Session, col, func, select

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.queries.choices import offered
from data.core.sending import send_once
from data.importing.questionnaires import read_questionnaire
from data.importing.reading import read_source
from models.audit import AuditAction
from models.choices import ChoiceList
from models.columns import now
from models.errors import Conflict, InvalidInput, NotFound
from models.evaluations.making import (
    MOST_QUESTIONS,
    QuestionEntry,
    QuestionnaireCreate,
    QuestionnaireFile,
    scoring_problem,
)
from models.evaluations.questionnaires import Question, QuestionKind, Questionnaire, QuestionnaireVersion
from models.evaluations.scoring import scales_of
from models.permissions import Actor, Permission

LARGEST_FILE = 200_000  # bytes
_PUBLISHED = "This version is published and never changes. Make a new version instead. Nothing was changed."
_FILE = "This file does not describe a questionnaire as docs/questionnaires.md asks. Nothing was changed."


def make_questionnaire(*, draft_key: str, questionnaire: QuestionnaireCreate, by: Actor) -> int:
    """A questionnaire with its first, empty version, which is not published."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)

    def write(session: Session) -> int:
        return _add(session, questionnaire, by)

    return send_once(draft_key=draft_key, form="questionnaire", by=by, write=write)


def _add(session: Session, made: QuestionnaireCreate, by: Actor, *, licence: str = "", scoring: str = "[]") -> int:
    """The id of the first version."""
    if session.exec(select(Questionnaire.id).where(Questionnaire.name == made.name)).first() is not None:
        raise InvalidInput("There is a questionnaire of this name already. Please choose another name.")
    slug = re.sub(r"[^a-z0-9]+", "_", made.name.casefold())[:30].strip("_") or "questionnaire"
    taken = session.exec(select(func.count()).select_from(Questionnaire)).one()
    row = Questionnaire(
        code=f"{slug}_{taken + 1}",
        name=made.name,
        answered_by=made.answered_by,
        licence=licence,
        recorded_by=by.username,
    )
    session.add(row)
    session.flush()
    version = QuestionnaireVersion(
        questionnaire_id=row.id or 0, number=1, introduction=made.introduction, scoring=scoring
    )
    return _keep(session, version, row, "made", by)


def _keep(session: Session, version: QuestionnaireVersion, row: Questionnaire, what: str, by: Actor) -> int:
    session.add(version)
    session.flush()
    detail = f"{row.name}, version {version.number}: {what}"
    target = f"questionnaire:{row.id}"
    record(session, action=AuditAction.QUESTIONNAIRE_CHANGED, by=by.username, target=target, detail=detail)
    return version.id or 0


def make_version(*, questionnaire_id: int, by: Actor) -> int:
    """A new version that begins as a copy of the last, unless one is being made already."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)
    with transaction() as session:
        row = session.exec(select(Questionnaire).where(Questionnaire.id == questionnaire_id).with_for_update()).first()
        if row is None:
            raise NotFound
        last = session.exec(
            select(QuestionnaireVersion)
            .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
            .order_by(col(QuestionnaireVersion.number).desc())
        ).first()
        if last is None or last.published_at is None:
            raise Conflict("A new version is being made already. Publish that one, or go on with it.")
        version = QuestionnaireVersion(
            questionnaire_id=questionnaire_id,
            number=last.number + 1,
            introduction=last.introduction,
            scoring=last.scoring,
        )
        version_id = _keep(session, version, row, "made", by)
        for question in _questions(session, last.id or 0):
            session.add(Question(**question.model_dump(exclude={"id", "version_id"}), version_id=version_id))
        return version_id


def save_question(
    *, draft_key: str, version_id: int, question: QuestionEntry, question_id: int | None = None, by: Actor
) -> int:
    """Add a question at the end, or put one right, in a version that is not published."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)

    def write(session: Session) -> int:
        version, row = _open_version(session, version_id)
        there = _questions(session, version_id)
        if question_id is None:
            if len(there) >= MOST_QUESTIONS:
                raise InvalidInput(f"A questionnaire has at most {MOST_QUESTIONS} questions. Yours is kept.")
            stored = Question(
                **question.model_dump(),
                version_id=version_id,
                code=_free_code(session, row.id or 0),
                position=max((one.position for one in there), default=-1) + 1,
            )
        else:
            stored = _one_of(there, question_id).sqlmodel_update(question.model_dump())
        session.add(stored)
        session.flush()
        _keep(session, version, row, f"question “{question.words[:80]}”", by)
        return stored.id or 0

    return send_once(draft_key=draft_key, form="question", by=by, write=write)


def remove_question(*, version_id: int, question_id: int, by: Actor) -> None:
    """Take a question out of a version that is not published."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)
    with transaction() as session:
        version, row = _open_version(session, version_id)
        question = _one_of(_questions(session, version_id), question_id)
        session.delete(question)
        _keep(session, version, row, f"without “{question.words[:80]}”", by)


def move_question(*, version_id: int, question_id: int, is_up: bool, by: Actor) -> None:
    """Let a question change places with the one before or after it, in a version that is not published."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)
    with transaction() as session:
        version, row = _open_version(session, version_id)
        there = _questions(session, version_id)
        question = _one_of(there, question_id)
        place = there.index(question) + (-1 if is_up else 1)
        if not 0 <= place < len(there):
            return
        other, position = there[place], question.position
        question.position = -1  # two questions may not stand in one place, even for a moment
        session.flush()
        other.position, position = position, other.position
        session.flush()
        question.position = position
        _keep(session, version, row, f"moved “{question.words[:80]}”", by)


def publish_version(*, version_id: int, by: Actor) -> None:
    """Let a version be asked. From now on it stays as it is."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)
    with transaction() as session:
        version, row = _open_version(session, version_id)
        questions = _questions(session, version_id)
        if not questions:
            raise InvalidInput("There are no questions yet. Add one, and then publish.")
        names = set(QuestionEntry.model_fields)
        entries = {one.code: QuestionEntry(**one.model_dump(include=names)) for one in questions}
        if problem := scoring_problem(scales_of(version.scoring), entries):
            raise InvalidInput(f"{problem} Nothing was changed.")
        version.published_at, version.published_by = now(), by.username
        version.is_score_only = all(one.kind is QuestionKind.SCORE for one in questions)
        target = f"questionnaire:{row.id}, version {version.number}"
        record(session, action=AuditAction.QUESTIONNAIRE_PUBLISHED, by=by.username, target=target)


def offer_questionnaire(*, questionnaire_id: int, is_offered: bool, by: Actor) -> None:
    """Retire a questionnaire, or offer it again. Its answers and results stay."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)
    with transaction() as session:
        row = session.get(Questionnaire, questionnaire_id)
        if row is None:
            raise NotFound
        row.is_offered = is_offered
        detail = f"{row.name}: {'offered again' if is_offered else 'retired'}"
        target = f"questionnaire:{row.id}"
        record(session, action=AuditAction.QUESTIONNAIRE_CHANGED, by=by.username, target=target, detail=detail)


def load_questionnaire(*, content: bytes, filename: str, by: Actor) -> int:
    """A questionnaire from a file the team is licensed to use; the id of its version, not yet published."""
    check_permission(by, Permission.QUESTIONNAIRE_WRITE)
    if len(content) > LARGEST_FILE:
        raise InvalidInput("This file is too large to be a questionnaire. Nothing was changed.")
    if filename.lower().endswith(".json"):
        file = _read_json(content)
    else:
        aims = offered(actor=by, list_name=ChoiceList.AIM)
        file = read_questionnaire(read_source(content, filename), aims=aims)
    scoring = json.dumps([scale.model_dump(mode="json") for scale in file.scoring])
    if len(scoring) > 8_000:
        raise InvalidInput("The scoring in this file is longer than we can keep. Nothing was changed.")
    with transaction() as session:
        made = QuestionnaireCreate(**file.model_dump(include=set(QuestionnaireCreate.model_fields)))
        version_id = _add(session, made, by, licence=file.licence, scoring=scoring)
        session.add_all(
            Question(**question.model_dump(), version_id=version_id, position=place)
            for place, question in enumerate(file.questions)
        )
        return version_id


def _read_json(content: bytes) -> QuestionnaireFile:
    try:
        return QuestionnaireFile.model_validate_json(content)
    except ValidationError as problem:
        where = problem.errors(include_url=False, include_context=False, include_input=False)[0]
        place = " › ".join(str(part) for part in where["loc"])[:80]
        raise InvalidInput(f"{_FILE} {place}: {where['msg'][:120]}") from None


def _open_version(session: Session, version_id: int) -> tuple[QuestionnaireVersion, Questionnaire]:
    version = session.exec(
        select(QuestionnaireVersion).where(QuestionnaireVersion.id == version_id).with_for_update()
    ).first()
    if version is None:
        raise NotFound
    if version.published_at is not None:
        raise Conflict(_PUBLISHED)
    return version, session.get_one(Questionnaire, version.questionnaire_id)


def _questions(session: Session, version_id: int) -> list[Question]:
    rows = select(Question).where(Question.version_id == version_id).order_by(col(Question.position))
    return list(session.exec(rows))


def _one_of(questions: Iterable[Question], question_id: int) -> Question:
    found = next((one for one in questions if one.id == question_id), None)
    if found is None:
        raise NotFound
    return found


def _free_code(session: Session, questionnaire_id: int) -> str:
    """One no version of the questionnaire ever used, since answers are compared by it."""
    used = session.exec(
        select(Question.code)
        .join(QuestionnaireVersion, col(QuestionnaireVersion.id) == col(Question.version_id))
        .where(QuestionnaireVersion.questionnaire_id == questionnaire_id)
    ).all()
    return next(code for number in range(1, len(used) + 2) if (code := f"q{number}") not in used)
