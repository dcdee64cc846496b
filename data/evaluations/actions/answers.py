"""Recording answers, matching them to people, tagging what was said, and the workbook of results."""

from collections.abc import Collection, Mapping

from sqlmodel import Session, select

from data.core.audit import check_permission, record
from data.core.db import reading, transaction
from data.core.row_versions import take_version
from data.core.sending import send_once
from data.evaluations.queries.answer_links import check_link
from data.evaluations.queries.evaluations import Evaluation, Measure, evaluate
from data.evaluations.scope import AnswerFilters
from data.exporting.workbook import ExportSheet, workbook
from data.programmes.queries.programmes import programme_in_scope
from models.audit import AuditAction
from models.choices import Choice, ChoiceList
from models.clock import today
from models.errors import Conflict, InvalidInput, NotFound
from models.evaluations.answers import LONGEST_WORDS, AnswerBatch, SheetEntry, answer_words
from models.evaluations.change import LEAST_FOR_AVERAGE
from models.evaluations.questionnaires import (
    ANSWER_FORMS,
    STAGE_WORDS,
    Answer,
    AnswerSheet,
    AnswerWay,
    Question,
    QuestionKind,
    QuestionnaireVersion,
)
from models.permissions import Actor, Permission
from models.programmes.programme import Participant

HIGHEST_SCORE = 100_000  # in hundredths


def record_answers(*, draft_key: str, batch: AnswerBatch, by: Actor) -> int:
    """Record the answers of one or several people once; the id of the first sheet. What changed since is not lost."""
    check_permission(by, Permission.EVALUATION_WRITE if by.link_id is None else Permission.ANSWER_FORM)
    if batch.answered_on > today():
        raise InvalidInput("That day is still to come. What you filled in is kept.")

    def write(session: Session) -> int:
        if by.link_id is None:
            programme_in_scope(session, actor=by, programme_id=batch.programme_id)
        else:
            check_link(session, batch=batch, draft_key=draft_key, by=by)
        asked = _asked(session, batch.version_id)
        ids = [
            _record_one(session, batch, entry, asked, f"{draft_key}:{place}" if place else draft_key, by)
            for place, entry in enumerate(batch.sheets)
        ]
        record(
            session,
            action=AuditAction.ANSWERS_RECORDED,
            by=by.username,
            target=f"programme:{batch.programme_id}",
            detail=f"{STAGE_WORDS[batch.stage]}, {batch.way}, {len(ids)} sets",
        )
        return ids[0]

    return send_once(draft_key=draft_key, form=ANSWER_FORMS[batch.way], by=by, write=write)


def _asked(session: Session, version_id: int) -> dict[str, Question]:
    version = session.get(QuestionnaireVersion, version_id)
    if version is None or version.published_at is None:
        raise NotFound
    rows = session.exec(select(Question).where(Question.version_id == version_id))
    return {row.code: row for row in rows}


def _record_one(
    session: Session, batch: AnswerBatch, entry: SheetEntry, asked: Mapping[str, Question], draft_key: str, by: Actor
) -> int:
    _check_answers(entry, asked)
    sheet = _sheet_of(session, batch, entry)
    if sheet is None:
        sheet = AnswerSheet(
            **batch.model_dump(exclude={"sheets"}),
            participant_id=entry.participant_id,
            said_name=entry.said_name.strip(),
            recorded_by=by.username,
            draft_key=draft_key,
        )
        session.add(sheet)
        session.flush()
    elif batch.way in (AnswerWay.TABLET, AnswerWay.LINK):
        raise Conflict("These questions have been answered already. Nothing was changed, and nothing is lost.")
    else:
        take_version(sheet, seen=entry.seen)
    _write(session, sheet.id or 0, entry.answers, asked)
    return sheet.id or 0


def _check_answers(entry: SheetEntry, asked: Mapping[str, Question]) -> None:
    for code, said in entry.answers.items():
        question = asked.get(code)
        if question is None or (said is not None and not _fits(question, said)):
            raise InvalidInput("One of the answers does not fit its question. What you filled in is kept.")


def _fits(question: Question, said: int | str) -> bool:
    if question.kind is QuestionKind.TEXT:
        return isinstance(said, str) and len(said) <= LONGEST_WORDS
    if question.kind is QuestionKind.SCORE:
        return isinstance(said, int) and abs(said) <= HIGHEST_SCORE
    return said in answer_words(question.kind, question.options)


def _sheet_of(session: Session, batch: AnswerBatch | AnswerSheet, entry: SheetEntry) -> AnswerSheet | None:
    if entry.participant_id is None:
        return None
    person = session.get(Participant, entry.participant_id, with_for_update=True)  # one at a time, by link or by hand
    if person is None or person.programme_id != batch.programme_id:
        raise NotFound
    return session.exec(
        select(AnswerSheet)
        .where(
            AnswerSheet.programme_id == batch.programme_id,
            AnswerSheet.version_id == batch.version_id,
            AnswerSheet.stage == batch.stage,
            AnswerSheet.participant_id == entry.participant_id,
        )
        .with_for_update()
    ).first()


def _write(
    session: Session, sheet_id: int, answers: Mapping[str, int | str | None], asked: Mapping[str, Question]
) -> None:
    held = {row.question_id: row for row in session.exec(select(Answer).where(Answer.sheet_id == sheet_id))}
    for code, said in answers.items():
        question_id = asked[code].id or 0
        words = said.strip() if isinstance(said, str) else ""
        row = held.get(question_id) or Answer(sheet_id=sheet_id, question_id=question_id)
        if said is None or (isinstance(said, str) and not words):  # missing is no row
            if question_id in held:
                session.delete(row)
            continue
        row.value, row.words = (None, words) if isinstance(said, str) else (said, "")
        session.add(row)


def match_answers(*, sheet_id: int, participant_id: int | None, seen: int, by: Actor) -> None:
    """Say whose answers these are, or that it was not them after all."""
    check_permission(by, Permission.EVALUATION_WRITE)
    with transaction() as session:
        sheet = _locked(session, sheet_id, by)
        if participant_id is not None:
            entry = SheetEntry(participant_id=participant_id)
            if _sheet_of(session, sheet, entry) is not None:
                raise Conflict("There are answers of this person for this time already. Nothing was changed.")
        take_version(sheet, seen=seen)
        sheet.participant_id = participant_id
        detail = "nobody" if participant_id is None else f"participant:{participant_id}"
        record(session, action=AuditAction.ANSWERS_MATCHED, by=by.username, target=f"answers:{sheet_id}", detail=detail)


def _locked(session: Session, sheet_id: int, by: Actor) -> AnswerSheet:
    sheet = session.exec(select(AnswerSheet).where(AnswerSheet.id == sheet_id).with_for_update()).first()
    if sheet is None:
        raise NotFound
    programme_in_scope(session, actor=by, programme_id=sheet.programme_id)
    return sheet


def tag_answer(*, answer_id: int, tags: Collection[str], seen: Collection[str], by: Actor) -> None:
    """Sort what somebody said by the team's own tags, unless a colleague did in the meantime."""
    check_permission(by, Permission.EVALUATION_WRITE)
    with transaction() as session:
        answer = session.exec(select(Answer).where(Answer.id == answer_id).with_for_update()).first()
        if answer is None:
            raise NotFound
        sheet = _locked(session, answer.sheet_id, by)
        offered = session.exec(select(Choice.code).where(Choice.list_name == ChoiceList.TAG)).all()
        if not set(tags) <= set(offered):
            raise InvalidInput("That tag is not on the list any more. Nothing was changed.")
        if answer.tags != ",".join(seen):
            raise Conflict("Somebody else tagged this while you had it open. Look again, and tag it if it should be.")
        answer.tags = ",".join(tags)
        sheet.version += 1  # worked on since, so that undoing a file leaves it
        record(session, action=AuditAction.ANSWERS_TAGGED, by=by.username, target=f"answers:{sheet.id}")


def export_evaluation(*, filters: AnswerFilters, by: Actor) -> bytes:
    """The results as a workbook: counts, shares and middle answers, and nobody's words or names."""
    check_permission(by, Permission.EVALUATION_WRITE)
    with reading() as session:
        found = evaluate(session, actor=by, filters=filters)
    content = workbook([_sheet(one) for one in found] or [ExportSheet("Results", ("There are no answers.",), [])])
    with transaction() as session:
        record(
            session,
            action=AuditAction.EVALUATION_EXPORTED,
            by=by.username,
            target=f"programme:{filters.programme_id}" if filters.programme_id else "all programmes",
            detail=f"{sum(one.pairs for one in found)} pairs",
        )
    return content


_HEADINGS = (
    "Question",
    "Aim",
    "Pairs",
    "Improved",
    "The same",
    "Lower",
    "Middle before",
    "Middle after",
    "Only before",
    "Only after",
    "p (Wilcoxon signed-rank)",
    "Effect (rank-biserial)",
)


def _sheet(one: Evaluation) -> ExportSheet:
    only_before, only_after = one.not_paired
    notes = (
        one.name,
        f"{one.before} sets of answers before, {one.after} after; {one.pairs} people answered both times.",
        f"Not paired: {only_before} only before, {only_after} only after. Only pairs are compared.",
        f"Below {LEAST_FOR_AVERAGE} pairs no middle answer is given. A change does not show what caused it.",
    )
    return ExportSheet(one.name, _HEADINGS, [_line(each) for each in (*one.measures, *one.scores)], notes)


def _line(one: Measure) -> list[str | int | float | None]:
    change, test, unit = one.change, one.test, 1 if one.scale else 100
    middles = (change.median_before, change.median_after)
    shown = [None if middle is None or change.pairs < LEAST_FOR_AVERAGE else middle / unit for middle in middles]
    return [
        one.words,
        one.aim,
        change.pairs,
        change.improved,
        change.same,
        change.lower,
        *shown,
        one.before_only,
        one.after_only,
        test.p_value if test else None,
        test.effect if test else None,
    ]
