"""What changed between the answers before and after programmes, and what people said."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from data.core.audit import check_permission
from data.core.db import reading
from data.evaluations.scope import EVERYTHING, AnswerFilters, answers_in_scope
from data.evaluations.significance import SignedRank, signed_rank
from models.evaluations.answers import ORDERED, answer_words
from models.evaluations.change import Change, change_of, differences, together
from models.evaluations.questionnaires import (
    Answer,
    AnswerSheet,
    Question,
    QuestionKind,
    Questionnaire,
    QuestionnaireVersion,
    Stage,
)
from models.evaluations.scoring import ScaleScore, scale_score, scales_of
from models.permissions import Actor, Permission
from models.programmes.programme import Participant, Programme

Pairs = tuple[tuple[int, int], ...]
Person = tuple[int, int]  # programme and participant: the same person in two programmes is asked in each
People = frozenset[Person]


@dataclass(frozen=True, slots=True)
class Measure:
    """One question, or one score of several: every pair of answers, and what changed."""

    code: str
    words: str
    aim: str
    scale: Mapping[int, str]  # place: its words; empty for a score
    pairs: Pairs
    change: Change
    before_only: int  # people who answered this only before
    after_only: int
    test: SignedRank | None  # None below the least number of pairs
    moves: tuple[People, ...] = ()  # whose answers improved, stayed the same and are lower


@dataclass(frozen=True, slots=True)
class Count:
    """How many gave each answer to something that is not compared, such as whether they would come again."""

    code: str
    words: str
    answers: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ProgrammeResult:
    """How many answered at one programme, and what changed there."""

    id: int
    name: str
    first_on: date
    before: int
    after: int
    pairs: int
    change: Change


@dataclass(frozen=True, slots=True)
class Evaluation:
    """The answers to one questionnaire, in any of its versions. Sheets nobody is matched to are never paired."""

    questionnaire_id: int
    name: str
    before: int  # sets of answers
    after: int
    pairs: int  # people with both
    measures: tuple[Measure, ...]
    scores: tuple[Measure, ...]
    aims: Mapping[str, Change]
    counts: tuple[Count, ...]
    programmes: tuple[ProgrammeResult, ...]

    @property
    def not_paired(self) -> tuple[int, int]:
        """Sets of answers only before, and only after."""
        return self.before - self.pairs, self.after - self.pairs


@dataclass(slots=True)
class _Sheet:
    programme_id: int
    stage: Stage
    person: Person | None
    answers: dict[str, int] = field(default_factory=dict)


def evaluations(*, actor: Actor, filters: AnswerFilters = EVERYTHING) -> tuple[Evaluation, ...]:
    """Each questionnaire that was answered, the one used most first. In full: for the team."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        return evaluate(session, actor=actor, filters=filters)


def evaluate(session: Session, *, actor: Actor, filters: AnswerFilters) -> tuple[Evaluation, ...]:
    """The evaluations in full, whoever asks: whoever calls this hides what the person may not see."""
    wanted = answers_in_scope(actor, filters)
    sheets = _sheets(session, wanted)
    if not sheets:
        return ()
    programmes = {row.id: row for row in session.exec(select(Programme))}
    found = [
        _evaluation(session, questionnaire, sheets[questionnaire.id or 0], programmes)
        for questionnaire in session.exec(select(Questionnaire).where(col(Questionnaire.id).in_(sheets)))
    ]
    return tuple(sorted(found, key=lambda one: (-one.before - one.after, one.questionnaire_id)))


def _sheets(session: Session, wanted: tuple[ColumnElement[bool], ...]) -> dict[int, list[_Sheet]]:
    """The sheets by questionnaire, with the places of their answers by the question's code."""
    rows = (
        select(AnswerSheet, QuestionnaireVersion.questionnaire_id)
        .join(Programme, col(Programme.id) == col(AnswerSheet.programme_id))
        .join(QuestionnaireVersion, col(QuestionnaireVersion.id) == col(AnswerSheet.version_id))
        .join(Participant, col(Participant.id) == col(AnswerSheet.participant_id), isouter=True)
        .where(*wanted)
    )
    by_id: dict[int, _Sheet] = {}
    found: defaultdict[int, list[_Sheet]] = defaultdict(list)
    for row, questionnaire_id in session.exec(rows):
        person = (row.programme_id, row.participant_id) if row.participant_id else None
        by_id[row.id or 0] = one = _Sheet(row.programme_id, row.stage, person)
        found[questionnaire_id].append(one)
    given = (
        select(Answer.sheet_id, Question.code, Answer.value)
        .join(Question, col(Question.id) == col(Answer.question_id))
        .where(col(Answer.value).is_not(None))
    )
    for sheet_id, code, value in session.exec(given):
        if sheet_id in by_id and value is not None:
            by_id[sheet_id].answers[code] = value
    return found


def _evaluation(
    session: Session, questionnaire: Questionnaire, sheets: list[_Sheet], programmes: Mapping[int | None, Programme]
) -> Evaluation:
    versions = session.exec(
        select(QuestionnaireVersion)
        .where(QuestionnaireVersion.questionnaire_id == questionnaire.id)
        .order_by(col(QuestionnaireVersion.number))
    ).all()
    questions = _questions(session, versions)
    scales = scales_of(versions[-1].scoring)
    reversed_codes = frozenset(code for scale in scales for code in scale.reversed_items)
    people = _people(sheets)
    compared = [question for question in questions if question.kind in ORDERED and question.asked_when == "both"]
    measures = tuple(_measure(question, people, is_reversed=question.code in reversed_codes) for question in compared)
    aims = dict.fromkeys(measure.aim for measure in measures if measure.aim)
    return Evaluation(
        questionnaire_id=questionnaire.id or 0,
        name=questionnaire.name,
        before=sum(sheet.stage is Stage.PRE for sheet in sheets),
        after=sum(sheet.stage is Stage.POST for sheet in sheets),
        pairs=sum(len(stages) == len(Stage) for stages in people.values()),
        measures=measures,
        scores=tuple(_score(scale, people) for scale in scales),
        aims={aim: together(one.change for one in measures if one.aim == aim) for aim in aims},
        counts=tuple(_counts(question, sheets) for question in questions if _is_counted(question)),
        programmes=_programmes(sheets, compared, reversed_codes, programmes),
    )


def _questions(session: Session, versions: Iterable[QuestionnaireVersion]) -> list[Question]:
    """Every question ever asked, in its newest words."""
    newest: dict[str, Question] = {}
    for version in versions:
        rows = select(Question).where(Question.version_id == version.id).order_by(col(Question.position))
        newest |= {question.code: question for question in session.exec(rows)}
    return list(newest.values())


def _people(sheets: Iterable[_Sheet]) -> dict[Person, dict[Stage, dict[str, int]]]:
    people: defaultdict[Person, dict[Stage, dict[str, int]]] = defaultdict(dict)
    for sheet in sheets:
        if sheet.person:
            people[sheet.person].setdefault(sheet.stage, {}).update(sheet.answers)
    return people


def _measure(
    question: Question, people: Mapping[Person, Mapping[Stage, Mapping[str, int]]], *, is_reversed: bool
) -> Measure:
    given = {
        who: (stages.get(Stage.PRE, {}).get(question.code), stages.get(Stage.POST, {}).get(question.code))
        for who, stages in people.items()
    }
    scale = {} if question.kind is QuestionKind.SCORE else answer_words(question.kind, question.options)
    return _measured(question.code, question.words, question.aim, scale, given, is_reversed=is_reversed)


def _score(scale: ScaleScore, people: Mapping[Person, Mapping[Stage, Mapping[str, int]]]) -> Measure:
    """A score is compared in hundredths, as the tables that convert it have two decimals."""
    given = {
        who: (_hundredths(scale, stages.get(Stage.PRE)), _hundredths(scale, stages.get(Stage.POST)))
        for who, stages in people.items()
    }
    return _measured(scale.name, scale.name, "", {}, given)


def _hundredths(scale: ScaleScore, answers: Mapping[str, int] | None) -> int | None:
    score = scale_score(scale, answers) if answers else None
    return None if score is None else round(score * 100)


def _measured(
    code: str,
    words: str,
    aim: str,
    scale: Mapping[int, str],
    given: Mapping[Person, tuple[int | None, int | None]],
    *,
    is_reversed: bool = False,
) -> Measure:
    both = {who: (first, then) for who, (first, then) in given.items() if first is not None and then is not None}
    pairs, better = tuple(both.values()), -1 if is_reversed else 1
    ways = {who: ((then > first) - (then < first)) * better for who, (first, then) in both.items()}
    moves = differences(pairs)
    return Measure(
        code=code,
        words=words,
        aim=aim,
        scale=scale,
        pairs=pairs,
        moves=tuple(frozenset(who for who, way in ways.items() if way == wanted) for wanted in (1, 0, -1)),
        change=change_of(pairs, is_reversed=is_reversed),
        before_only=sum(before is not None and after is None for before, after in given.values()),
        after_only=sum(before is None and after is not None for before, after in given.values()),
        test=signed_rank([-move for move in moves] if is_reversed else moves),
    )


def _is_counted(question: Question) -> bool:
    is_closed = question.kind not in (QuestionKind.TEXT, QuestionKind.SCORE)
    return is_closed and (question.kind not in ORDERED or question.asked_when != "both")


def _counts(question: Question, sheets: Iterable[_Sheet]) -> Count:
    """Everybody's answer: nothing is compared, so nobody has to be matched."""
    given = Counter(sheet.answers[question.code] for sheet in sheets if question.code in sheet.answers)
    words = answer_words(question.kind, question.options)
    return Count(question.code, question.words, {label: given[place] for place, label in reversed(words.items())})


def _programmes(
    sheets: Iterable[_Sheet],
    compared: list[Question],
    reversed_codes: frozenset[str],
    programmes: Mapping[int | None, Programme],
) -> tuple[ProgrammeResult, ...]:
    by_programme: defaultdict[int, list[_Sheet]] = defaultdict(list)
    for sheet in sheets:
        by_programme[sheet.programme_id].append(sheet)
    results = []
    for programme_id, own in by_programme.items():
        people, programme = _people(own), programmes[programme_id]
        measures = [_measure(one, people, is_reversed=one.code in reversed_codes) for one in compared]
        results.append(
            ProgrammeResult(
                id=programme_id,
                name=programme.name,
                first_on=programme.first_on,
                before=sum(sheet.stage is Stage.PRE for sheet in own),
                after=sum(sheet.stage is Stage.POST for sheet in own),
                pairs=sum(len(stages) == len(Stage) for stages in people.values()),
                change=together(measure.change for measure in measures),
            )
        )
    return tuple(sorted(results, key=lambda one: (one.name.casefold(), one.first_on)))
