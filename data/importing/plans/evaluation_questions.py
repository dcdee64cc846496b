"""Which columns of a file are the questions of which questionnaire: found by their words."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from rapidfuzz import fuzz, process
from sqlmodel import Session, col, select

from data.importing.fields import FileField, FileKind, Reader, Severity, cell_text
from data.importing.headings import heading_key, heading_text
from data.importing.kinds.shared_fields import short_text
from data.importing.recognise import CLOSE_ENOUGH, Column, Recognised
from data.importing.source import Cell
from models.evaluations.answers import LONGEST_WORDS, answer_words, read_answer
from models.evaluations.questionnaires import Question, QuestionKind, QuestionnaireVersion
from models.imports import ImportKind

_FIELD = "question:"
_LEAST = 2  # questions found, for the file to be taken for a questionnaire's


@dataclass(slots=True)
class _Match:
    """The questions of one version found among the headings; those that only resemble one are doubtful."""

    found: dict[str, Question] = field(default_factory=dict)  # by heading
    doubtful: set[str] = field(default_factory=set)


def with_questions(session: Session, recognised: Recognised) -> Recognised:
    """The file read with the questions of the published questionnaire that most of its headings belong to."""
    if recognised.kind.kind is not ImportKind.EVALUATIONS:
        return recognised
    headings = [column.heading for one in recognised.sheets for column in one.columns if not column.field]
    matches = [_match(headings, questions) for questions in _published(session)]
    best = max(matches, key=lambda match: len(match.found) - len(match.doubtful) / 2, default=_Match())
    if len(best.found) < _LEAST:
        return recognised
    asked = {question.id: question for question in best.found.values()}.values()
    kind = replace(recognised.kind, fields=(*recognised.kind.fields, *map(_field, asked)))
    sheets = tuple(
        replace(one, columns=tuple(_column(column, best) for column in one.columns)) for one in recognised.sheets
    )
    return replace(recognised, kind=kind, sheets=sheets)


def _published(session: Session) -> Iterable[list[Question]]:
    """The questions of each published version, the newest version first."""
    published = select(QuestionnaireVersion.id).where(
        col(QuestionnaireVersion.published_at).is_not(None), col(QuestionnaireVersion.is_score_only).is_(False)
    )
    by_version: defaultdict[int, list[Question]] = defaultdict(list)
    rows = select(Question).where(col(Question.version_id).in_(published))
    for question in session.exec(rows.order_by(col(Question.version_id).desc(), col(Question.position))):
        by_version[question.version_id].append(question)
    return by_version.values()


def _match(headings: list[str], questions: list[Question]) -> _Match:
    match, free = _Match(), {heading_key(heading_text(question.words)): question for question in questions}
    for heading in headings:
        if question := free.pop(heading_key(heading), None):
            match.found[heading] = question
    for heading in headings:
        if heading not in match.found and len(heading) > 8:
            close = process.extractOne(heading_key(heading), free.keys(), scorer=fuzz.ratio, score_cutoff=CLOSE_ENOUGH)
            if close is not None:
                match.found[heading] = free.pop(close[0])
                match.doubtful.add(heading)
    return match


def _column(column: Column, match: _Match) -> Column:
    question = match.found.get(column.heading)
    if question is None or column.field:
        return column
    is_doubtful = column.heading in match.doubtful
    return replace(
        column, field=f"{_FIELD}{question.id}", label=question.words, is_doubtful=is_doubtful, note="", is_personal=True
    )


def _field(question: Question) -> FileField:
    is_text = question.kind is QuestionKind.TEXT
    read = short_text(LONGEST_WORDS) if is_text else _reader(question)
    return FileField(f"{_FIELD}{question.id}", question.words, (), read, is_personal=True, on_fault=Severity.DOUBTFUL)


def _reader(question: Question) -> Reader:
    words = answer_words(question.kind, question.options)

    def read(cell: Cell) -> int | None:
        return read_answer(cell_text(cell), words)

    return read


def asked_in(session: Session, kind: FileKind) -> dict[str, Question]:
    """The questions the file was read with, by the name of their field."""
    ids = [int(field.name.removeprefix(_FIELD)) for field in kind.fields if field.name.startswith(_FIELD)]
    rows = session.exec(select(Question).where(col(Question.id).in_(ids)).order_by(col(Question.position)))
    return {f"{_FIELD}{question.id}": question for question in rows}


def scale_words(asked: Iterable[Question]) -> Iterator[str]:
    """How words become places, once for each scale in the file, highest first."""
    scales = {tuple(answer_words(question.kind, question.options).items()): None for question in asked}
    for scale in scales:
        if any(words != str(place) for place, words in scale):
            places = ", ".join(f"{words} = {place}" for place, words in reversed(scale))
            yield f"We read the answers as: {places}."
