"""Questionnaires, their versions and what each asks."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlmodel import Session, col, select

from data.core.audit import check_permission
from data.core.db import reading
from data.core.queries.choices import offered
from data.exporting.questionnaire_template import template
from models.choices import ChoiceList
from models.evaluations.making import QuestionEntry
from models.evaluations.questionnaires import (
    AnsweredBy,
    AskedAt,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionnaireVersion,
    Stage,
)
from models.evaluations.scoring import ScaleScore, scales_of
from models.permissions import Actor, Permission


@dataclass(frozen=True, slots=True)
class AskedQuestion:
    """One question of a version."""

    id: int
    code: str
    words: str
    kind: QuestionKind
    asked_when: AskedAt
    options: str
    aim: str

    @property
    def entry(self) -> QuestionEntry:
        """The part that may be changed while the version is not published."""
        return QuestionEntry(
            words=self.words, kind=self.kind, asked_when=self.asked_when, options=self.options, aim=self.aim
        )


@dataclass(frozen=True, slots=True)
class Version:
    """One wording of a questionnaire."""

    id: int
    questionnaire_id: int
    name: str
    answered_by: AnsweredBy
    number: int
    introduction: str
    is_published: bool
    questions: tuple[AskedQuestion, ...]
    scoring: tuple[ScaleScore, ...]

    def asked_at(self, stage: Stage) -> tuple[AskedQuestion, ...]:
        """What is asked at one of the two times."""
        return tuple(one for one in self.questions if one.asked_when in ("both", stage))


@dataclass(frozen=True, slots=True)
class QuestionnaireRow:
    """A questionnaire with its versions, the newest first."""

    id: int
    name: str
    answered_by: AnsweredBy
    licence: str
    is_offered: bool
    versions: tuple[Version, ...]


def list_questionnaires(*, actor: Actor) -> tuple[QuestionnaireRow, ...]:
    """Every questionnaire by name, the retired ones last, for those who make them."""
    check_permission(actor, Permission.QUESTIONNAIRE_WRITE)
    with reading() as session:
        return _rows(session)


def questionnaire_template(*, actor: Actor) -> bytes:
    """A workbook filled in as an example, to be loaded once its words are those of another questionnaire."""
    check_permission(actor, Permission.QUESTIONNAIRE_WRITE)
    return template(aims=offered(actor=actor, list_name=ChoiceList.AIM))


def offered_versions(*, actor: Actor) -> dict[int, Version]:
    """The newest published version of each questionnaire that is offered, by id."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        rows = _rows(session)
    newest = (next((one for one in row.versions if one.is_published), None) for row in rows if row.is_offered)
    return {one.id: one for one in newest if one}


def version_with_questions(session: Session, *, version_id: int) -> Version | None:
    """One version, for whoever may already see what it belongs to."""
    return next((one for row in _rows(session) for one in row.versions if one.id == version_id), None)


def _rows(session: Session) -> tuple[QuestionnaireRow, ...]:
    questions: defaultdict[int, list[Question]] = defaultdict(list)
    for question in session.exec(select(Question).order_by(col(Question.position))):
        questions[question.version_id].append(question)
    versions: defaultdict[int, list[QuestionnaireVersion]] = defaultdict(list)
    for version in session.exec(select(QuestionnaireVersion).order_by(col(QuestionnaireVersion.number).desc())):
        versions[version.questionnaire_id].append(version)
    rows = session.exec(
        select(Questionnaire).order_by(col(Questionnaire.is_offered).desc(), col(Questionnaire.name))
    ).all()
    return tuple(
        QuestionnaireRow(
            row.id or 0,
            row.name,
            row.answered_by,
            row.licence,
            row.is_offered,
            tuple(_version(row, one, questions[one.id or 0]) for one in versions[row.id or 0]),
        )
        for row in rows
    )


def _version(row: Questionnaire, version: QuestionnaireVersion, questions: Iterable[Question]) -> Version:
    return Version(
        id=version.id or 0,
        questionnaire_id=row.id or 0,
        name=row.name,
        answered_by=row.answered_by,
        number=version.number,
        introduction=version.introduction,
        is_published=version.published_at is not None,
        questions=tuple(
            AskedQuestion(one.id or 0, one.code, one.words, one.kind, one.asked_when, one.options, one.aim)
            for one in questions
        ),
        scoring=scales_of(version.scoring),
    )
