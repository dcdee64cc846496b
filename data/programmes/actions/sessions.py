"""Sessions made by rule, and one session moved or cancelled without touching its register."""

from datetime import date

from sqlmodel import Session, col, select

from data.core.audit import check_permission, record
from data.core.row_versions import apply_change
from data.core.sending import send_once
from data.programmes.queries.programmes import programme_in_scope
from data.programmes.queries.school_calendar import holidays
from data.programmes.queries.sessions import session_in_scope
from models.audit import AuditAction
from models.clock import instant, local_text
from models.errors import InvalidInput
from models.permissions import Actor, Permission
from models.programmes.programme import Programme, ProgrammeSession, SessionChange, SessionRule, meeting_days

MOST_SESSIONS = 120  # of one programme


def make_sessions(
    session: Session,
    programme: Programme,
    rule: SessionRule,
    *,
    first_on: date | None = None,
    last_on: date | None = None,
) -> int:
    """The sessions the rule gives, beside those there are already; how many are new."""
    days = meeting_days(first_on or programme.first_on, last_on or programme.last_on, rule, holidays=holidays(session))
    same = ProgrammeSession.programme_id == programme.id
    there = set(session.exec(select(ProgrammeSession.starts_at).where(same)))
    new = [starts_at for starts_at in (instant(day, rule.at) for day in days) if starts_at not in there]
    if not days:
        raise InvalidInput("None of those days is one of the weekdays chosen, outside the holidays. Nothing was made.")
    if len(there) + len(new) > MOST_SESSIONS:
        raise InvalidInput(f"That would be more than {MOST_SESSIONS} sessions. Choose fewer days. Nothing was made.")
    session.add_all(
        ProgrammeSession(programme_id=programme.id or 0, starts_at=starts_at, minutes=rule.minutes) for starts_at in new
    )
    return len(new)


def add_sessions(
    *, draft_key: str, programme_id: int, rule: SessionRule, first_on: date, last_on: date, by: Actor
) -> int:
    """Add sessions by a rule; those there already stay as they are. The programme's id."""
    check_permission(by, Permission.PROGRAMME_WRITE)

    def write(session: Session) -> int:
        programme = programme_in_scope(session, actor=by, programme_id=programme_id, is_locked=True)
        if first_on < programme.first_on or last_on > programme.last_on:
            raise InvalidInput("Some of those days are outside the programme's. Move its first or last day first.")
        made = make_sessions(session, programme, rule, first_on=first_on, last_on=last_on)
        _record(session, programme_id, f"{made} added", by)
        return programme_id

    return send_once(draft_key=draft_key, form="sessions", by=by, write=write)


def change_session(*, draft_key: str, session_id: int, version: int, change: SessionChange, by: Actor) -> int:
    """Move a session, cancel it or note something about it, unless somebody else did since. Its register stays."""
    check_permission(by, Permission.PROGRAMME_WRITE)

    def write(session: Session) -> int:
        row, programme = session_in_scope(session, actor=by, session_id=session_id, is_locked=True)
        taken = select(ProgrammeSession.id).where(
            ProgrammeSession.programme_id == row.programme_id,
            ProgrammeSession.starts_at == change.starts_at,
            col(ProgrammeSession.id) != session_id,
        )
        if session.exec(taken).first() is not None:
            raise InvalidInput("The programme has a session at that time already. What you filled in is kept.")
        if changed := apply_change(row, change.model_dump(), seen=version):
            _record(session, programme.id or 0, f"{local_text(row.starts_at)}: {changed}", by)
        return session_id

    return send_once(draft_key=draft_key, form="session_change", by=by, write=write)


def _record(session: Session, programme_id: int, detail: str, by: Actor) -> None:
    target = f"programme:{programme_id}"
    record(session, action=AuditAction.SESSION_CHANGED, by=by.username, target=target, detail=detail)
