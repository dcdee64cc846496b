"""The answers of one programme to one questionnaire at one time: who has answered, and what nobody is matched to."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.core.audit import check_permission
from data.core.db import reading
from data.core.queries.drafts import handed_over_draft
from data.evaluations.queries.questionnaires import Version, version_with_questions
from data.programmes.queries.programmes import programme_in_scope
from models.attendance.pupils import Pupil, full_name
from models.awards.volunteers import Volunteer
from models.errors import NotFound
from models.evaluations.questionnaires import (
    Answer,
    AnsweredBy,
    AnswerSheet,
    AnswerWay,
    Question,
    QuestionnaireVersion,
    Stage,
)
from models.families.people import Adult
from models.permissions import Actor, Permission
from models.programmes.programme import Audience, Participant, ParticipantRole

Answers = Mapping[str, int | str]  # by the question's code


@dataclass(frozen=True, slots=True)
class Answerer:
    """One person, and their sheet of answers if there is one. `version` 0: there is none."""

    participant_id: int
    name: str
    version: int
    answers: Answers


@dataclass(frozen=True, slots=True)
class LooseSheet:
    """A set of answers nobody is matched to."""

    id: int
    stage: Stage
    said_name: str
    answered_on: date
    way: AnswerWay
    version: int


@dataclass(frozen=True, slots=True)
class AnswerBook:
    """Everything the page of answers shows."""

    programme_id: int
    stage: Stage
    asked: Version
    people: tuple[Answerer, ...]
    loose: tuple[LooseSheet, ...]  # of this questionnaire, before and after
    only_before: tuple[str, ...]
    only_after: tuple[str, ...]

    @property
    def edition(self) -> int:
        """A number that grows with every change of a sheet."""
        return sum(person.version for person in self.people)


def answer_book(*, actor: Actor, programme_id: int, version_id: int, stage: Stage) -> AnswerBook:
    """People who take part, with their answers; and the sets that are not paired."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        programme_in_scope(session, actor=actor, programme_id=programme_id)
        asked = version_with_questions(session, version_id=version_id)
        if asked is None or not asked.is_published:
            raise NotFound
        names, fitting = _names(session, programme_id, asked.answered_by)
        sheets = _sheets(session, programme_id, asked.questionnaire_id)
        answers = _answers(session, [sheet.id or 0 for sheet in sheets])
    own = {sheet.participant_id: sheet for sheet in sheets if sheet.stage is stage and sheet.version_id == version_id}
    people = tuple(
        Answerer(key, name, sheet.version if sheet else 0, answers[sheet.id or 0] if sheet else {})
        for key, name in names.items()
        for sheet in (own.get(key),)
        if sheet or key in fitting
    )
    both = {when: {sheet.participant_id for sheet in sheets if sheet.stage is when} - {None} for when in Stage}
    loose = tuple(
        LooseSheet(sheet.id or 0, sheet.stage, sheet.said_name, sheet.answered_on, sheet.way, sheet.version)
        for sheet in sheets
        if sheet.participant_id is None
    )
    before, after = both[Stage.PRE], both[Stage.POST]
    only_before, only_after = (_named(keys, names) for keys in (before - after, after - before))
    return AnswerBook(programme_id, stage, asked, people, loose, only_before, only_after)


def _named(keys: Iterable[int | None], names: Mapping[int, str]) -> tuple[str, ...]:
    return tuple(sorted(names.get(key or 0, "Somebody who left") for key in keys))


def _names(session: Session, programme_id: int, answered_by: AnsweredBy) -> tuple[dict[int, str], frozenset[int]]:
    """Who takes part, by name; and whom of them the questionnaire is for: children, or else adults.

    Walk-ins may be either. Where only children are on the register, a parent's answers stand beside their child.
    """
    rows = session.exec(
        select(Participant, Pupil, Adult, Volunteer)
        .join(Pupil, col(Pupil.id) == col(Participant.pupil_id), isouter=True)
        .join(Adult, col(Adult.id) == col(Participant.adult_id), isouter=True)
        .join(Volunteer, col(Volunteer.id) == col(Participant.volunteer_id), isouter=True)
        .where(Participant.programme_id == programme_id, Participant.role == ParticipantRole.TAKES_PART)
    )
    names, fitting = {}, set()
    for one, pupil, adult, volunteer in rows:
        person = pupil or adult
        number = f"Pupil {pupil.candidate_number}" if pupil else "Somebody"
        name = full_name(person.forename, person.surname) if person else volunteer.name if volunteer else one.name
        names[one.id or 0] = name or number
        if bool(adult) == (answered_by is AnsweredBy.PARENT) or not person:
            fitting.add(one.id or 0)
    ordered = dict(sorted(names.items(), key=lambda item: (item[1].casefold(), item[0])))
    return ordered, frozenset(fitting or names)


def _sheets(session: Session, programme_id: int, questionnaire_id: int) -> list[AnswerSheet]:
    rows = (
        select(AnswerSheet)
        .join(QuestionnaireVersion, col(QuestionnaireVersion.id) == col(AnswerSheet.version_id))
        .where(AnswerSheet.programme_id == programme_id, QuestionnaireVersion.questionnaire_id == questionnaire_id)
        .order_by(col(AnswerSheet.answered_on), col(AnswerSheet.id))
    )
    return list(session.exec(rows))


def _answers(session: Session, sheet_ids: list[int]) -> dict[int, dict[str, int | str]]:
    found: defaultdict[int, dict[str, int | str]] = defaultdict(dict)
    rows = select(Answer, Question.code).join(Question, col(Question.id) == col(Answer.question_id))
    for answer, code in session.exec(rows.where(col(Answer.sheet_id).in_(sheet_ids))):
        found[answer.sheet_id][code] = answer.words if answer.value is None else answer.value
    return found


def used_questionnaire(*, actor: Actor, programme_id: int, offered: Mapping[int, Version]) -> int | None:
    """Which of those offered a programme's answers are to; before there are any, the one for its people."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        programme = programme_in_scope(session, actor=actor, programme_id=programme_id)
        used = session.exec(
            select(QuestionnaireVersion.questionnaire_id)
            .join(AnswerSheet, col(AnswerSheet.version_id) == col(QuestionnaireVersion.id))
            .where(AnswerSheet.programme_id == programme_id)
            .order_by(col(AnswerSheet.id).desc())
        ).first()
    likely = "parent" if programme.audience is Audience.FAMILIES else "child"
    fitting = [id_ for id_, one in offered.items() if one.questionnaire_id == used]
    return next(iter([*fitting, *(id_ for id_, one in offered.items() if one.answered_by == likely), *offered]), None)


def handed_over_questions(*, actor: Actor) -> tuple[Version, Stage]:
    """What somebody who holds the tablet is asked: read from the one form that is theirs."""
    check_permission(actor, Permission.CHILD_FORM)
    draft = handed_over_draft(actor=actor)
    _, _, version_id, stage, _ = (draft.subject if draft else "").split(":")
    with reading() as session:
        asked = version_with_questions(session, version_id=int(version_id))
    if asked is None:
        raise NotFound
    return asked, Stage(stage)
