"""The demonstration: an invented service, the same every time, that refuses to sit beside real records.

Who is in it and what was done stands in `data/reference/demonstration`, a file for each table; attendance is made here.
"""

from datetime import date

from sqlalchemy import text
from sqlmodel import Session, SQLModel, func, select

from data.access.passwords import hash_password
from data.access.queries.accounts import setting
from data.attendance.summaries import rebuild_summaries
from data.core.audit import check_permission, record
from data.core.db import reading, transaction
from data.core.versions import next_data_version
from data.demo.attendance import add_attendance
from data.reference.demo_accounts import DEMO_PASSWORD, DEMONSTRATION
from data.reference.files import Known, Loader
from models.access import Account, Setting
from models.attendance.pupils import Pupil
from models.attendance.schools import School
from models.audit import AuditAction
from models.awards.award import AwardLevel, AwardScheme
from models.errors import HomeLinkError
from models.evaluations.questionnaires import Question, Questionnaire, QuestionnaireVersion
from models.imports import ImportRun
from models.permissions import Actor, Permission
from models.text import search_key

IS_DEMO = "is_demo"
TODAY = date(2026, 10, 31)  # the day on which the story stands still
_REAL: tuple[type[SQLModel], ...] = (School, Pupil, Account, ImportRun)


def load_demonstration(*, by: Actor) -> None:
    """Fill an empty database with the demonstration; does nothing when it is there already."""
    check_permission(by, Permission.DEMO_WRITE)
    with reading() as session:
        if setting(session, IS_DEMO):
            return
    with transaction() as session:
        if session.get_bind().dialect.name == "postgresql":  # SQLite's writers already queue
            session.execute(text("LOCK TABLE setting IN EXCLUSIVE MODE"))
        if setting(session, IS_DEMO):
            return
        _refuse_beside_real_records(session)
        _load(session)
        record(session, action=AuditAction.DEMO_LOADED, by=by.username)


def _refuse_beside_real_records(session: Session) -> None:
    if any(session.exec(select(func.count()).select_from(table)).one() for table in _REAL):
        raise HomeLinkError(
            "There are real records here already, so the demonstration was not loaded. Nothing was changed. "
            "To look at the demonstration, start Home Link with HOME_LINK_DEMO=1: it uses a database of its own."
        )


def _load(session: Session) -> None:
    password_hash = hash_password(DEMO_PASSWORD)
    computed = {
        "password_hash": lambda _: password_hash,
        "search_key": lambda cells: search_key(cells["forename"], cells["surname"]),
    }
    Loader(session.connection(), TODAY, known=_shipped(session), computed=computed).load(DEMONSTRATION)
    add_attendance(session, until=TODAY)
    rebuild_summaries(session, None)
    session.add(Setting(key=IS_DEMO, value="1"))
    next_data_version(session)


def _shipped(session: Session) -> Known:
    """What the files call the rows that every installation has."""
    levels = select(AwardScheme.name, AwardLevel.name, AwardLevel.id).select_from(AwardLevel).join(AwardScheme)
    versions = select(Questionnaire.code, QuestionnaireVersion.id).select_from(QuestionnaireVersion).join(Questionnaire)
    questions = select(Questionnaire.code, Question.code, Question.id).select_from(Question)
    questions = questions.join(QuestionnaireVersion).join(Questionnaire)
    return {
        "award_level": {f"{scheme}: {level}": id_ or 0 for scheme, level, id_ in session.exec(levels)},
        "questionnaire_version": {code: id_ or 0 for code, id_ in session.exec(versions)},
        "question": {f"{asked}: {code}": id_ or 0 for asked, code, id_ in session.exec(questions)},
    }
