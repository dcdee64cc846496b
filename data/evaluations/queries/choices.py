"""What results can be narrowed to, and what people said in their own words."""

from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, select

from data.core.audit import check_permission
from data.core.db import reading
from data.core.scope import counted_programmes, is_newest_place
from data.evaluations.scope import AnswerFilters, answers_in_scope
from models.attendance.openings import school_year, school_year_name
from models.attendance.pupils import Enrolment
from models.attendance.schools import School, name_key
from models.evaluations.answers import tags_of
from models.evaluations.questionnaires import Answer, AnswerSheet, Question, Stage
from models.permissions import Actor, Permission
from models.programmes.programme import Participant, Programme
from models.programmes.school_calendar import CalendarDays
from models.text import search_key


@dataclass(frozen=True, slots=True)
class ResultChoices:
    """Programmes, schools and cohorts with answers. A cohort is the programmes that began between two days."""

    programmes: dict[int, str]
    schools: dict[int, str]
    cohorts: dict[str, tuple[date, date]]


def result_choices(*, actor: Actor) -> ResultChoices:
    """The programmes, schools and cohorts that have answers, so that no choice gives an empty page."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        answered = select(AnswerSheet.programme_id)
        programmes = session.exec(
            select(Programme)
            .where(counted_programmes(actor), col(Programme.id).in_(answered))
            .order_by(col(Programme.first_on).desc(), col(Programme.name))
        ).all()
        schools = _schools(session, [row.id or 0 for row in programmes])
        terms = session.exec(select(CalendarDays).order_by(col(CalendarDays.first_on).desc())).all()
    begun = {row.first_on for row in programmes}
    years = {
        school_year_name(year): (date(year, 8, 1), date(year + 1, 7, 31))
        for year in sorted({school_year(day) for day in begun}, reverse=True)
    }
    spans = {f"{row.name}, {row.first_on:%Y}": (row.first_on, row.last_on) for row in terms}
    used = {name: span for name, span in spans.items() if any(span[0] <= day <= span[1] for day in begun)}
    names = {row.id or 0: f"{row.name} ({row.first_on:%b %Y})" for row in programmes}
    return ResultChoices(names, schools, years | used)


def _schools(session: Session, programme_ids: list[int]) -> dict[int, str]:
    """Where the programmes are, and where the children are whose answers these are."""
    own = select(Programme.school_id).where(col(Programme.id).in_(programme_ids))
    pupils = select(Participant.pupil_id).where(col(Participant.programme_id).in_(programme_ids))
    there = select(Enrolment.school_id).where(col(Enrolment.pupil_id).in_(pupils), is_newest_place())
    rows = session.exec(
        select(School).where(col(School.id).in_(own) | col(School.id).in_(there)).order_by(col(School.name))
    )
    return {row.id or 0: row.name for row in rows}


def programmes_called(*, said: str, actor: Actor) -> tuple[int, ...]:
    """The programme of this number, or every programme of this name: it may run each year."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        rows = session.exec(select(Programme).where(counted_programmes(actor)).order_by(col(Programme.id)))
        names = {row.id or 0: name_key(row.name) for row in rows}
    if said.strip().isdigit() and int(said) in names:
        return (int(said),)
    return tuple(id_ for id_, name in names.items() if name == name_key(said))


@dataclass(frozen=True, slots=True)
class Said:
    """One answer in somebody's own words. Never with their name."""

    id: int
    words: str
    question: str
    programme: str
    stage: Stage
    tags: tuple[str, ...]


def list_said(*, actor: Actor, filters: AnswerFilters, search: str = "", tag: str = "") -> tuple[Said, ...]:
    """What people said, the newest first, for the team only."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    query = (
        select(Answer, Question, Programme, AnswerSheet.stage)
        .join(Question, col(Question.id) == col(Answer.question_id))
        .join(AnswerSheet, col(AnswerSheet.id) == col(Answer.sheet_id))
        .join(Programme, col(Programme.id) == col(AnswerSheet.programme_id))
        .join(Participant, col(Participant.id) == col(AnswerSheet.participant_id), isouter=True)
        .where(Answer.words != "", *answers_in_scope(actor, filters))
        .order_by(col(AnswerSheet.answered_on).desc(), col(Answer.id).desc())
    )
    with reading() as session:
        rows = session.exec(query).all()
    found = (
        Said(answer.id or 0, answer.words, question.words, programme.name, Stage(stage), tags_of(answer.tags))
        for answer, question, programme, stage in rows
    )
    wanted = search_key(search)
    return tuple(one for one in found if wanted in search_key(one.words) and (not tag or tag in one.tags))
