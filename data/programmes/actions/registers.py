"""Taking a register: every tap is kept at once, and a second tap of the same changes nothing."""

from collections.abc import Collection, Mapping
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, func, select

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.row_versions import take_version
from data.core.sending import send_once
from data.programmes.queries.registers import on_register, people_who_may_come, walk_in_choices
from data.programmes.queries.sessions import session_in_scope
from models.audit import AuditAction
from models.awards.volunteers import Volunteer
from models.clock import local_text, today
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.evaluations.questionnaires import AnswerLink, AnswerSheet
from models.permissions import Actor, Permission
from models.programmes.programme import (
    HealthNote,
    Participant,
    ParticipantRole,
    Programme,
    ProgrammeSession,
    RegisterMark,
    meals_after,
)
from models.text import plain_words

MOST_MEALS = 500


def mark(*, session_id: int, marks: Mapping[int, bool | None], by: Actor) -> None:
    """Say who was present, who was absent, and of whom nobody can say (None), by participant."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row, programme = _open(session, session_id, by)
        if not set(marks) <= on_register(session, row=row):
            raise NotFound
        _mark(session, row, programme, marks, by)


def mark_rest_present(*, session_id: int, by: Actor) -> None:
    """Say that everybody was present of whom nobody said anything yet."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row, programme = _open(session, session_id, by)
        of_this = select(RegisterMark.participant_id).where(RegisterMark.session_id == session_id)
        said = set(session.exec(of_this))
        rest = on_register(session, row=row) - said
        _mark(session, row, programme, dict.fromkeys(rest, True), by)


def _open(session: Session, session_id: int, by: Actor) -> tuple[ProgrammeSession, Programme]:
    row, programme = session_in_scope(session, actor=by, session_id=session_id, is_locked=True)
    if row.is_cancelled:
        raise InvalidInput("This session was cancelled, so it has no register. Nothing was changed.")
    return row, programme


def _mark(
    session: Session, row: ProgrammeSession, programme: Programme, marks: Mapping[int, bool | None], by: Actor
) -> None:
    there = session.exec(select(RegisterMark).where(RegisterMark.session_id == row.id)).all()
    known = {one.participant_id: one for one in there}
    changed = {
        key: said for key, said in marks.items() if said is not (known[key].is_present if key in known else None)
    }
    if not changed:
        return
    were_here = sum(one.is_present for one in there)
    instant = now()
    for participant_id, said in changed.items():
        _say(session, row.id or 0, known.get(participant_id), participant_id, instant, by, is_present=said)
    session.flush()
    _count(session, row, programme, were_here, instant, by)


def _say(
    session: Session,
    session_id: int,
    old: RegisterMark | None,
    participant_id: int,
    instant: datetime,
    by: Actor,
    *,
    is_present: bool | None,
) -> None:
    if is_present is None:
        session.delete(old)
    elif old is None:
        session.add(
            RegisterMark(
                session_id=session_id,
                participant_id=participant_id,
                is_present=is_present,
                marked_at=instant,
                marked_by=by.username,
            )
        )
    else:
        old.is_present, old.marked_at, old.marked_by = is_present, instant, by.username


def _count(
    session: Session, row: ProgrammeSession, programme: Programme, were_here: int, instant: datetime, by: Actor
) -> None:
    counts = select(RegisterMark.is_present, func.count()).where(RegisterMark.session_id == row.id)
    said = dict(session.exec(counts.group_by(col(RegisterMark.is_present))).all())
    if programme.has_meal:
        row.meals = meals_after(row.meals, were_here=were_here, are_here=said.get(True, 0))
    row.taken_at, row.taken_by = (instant, by.username) if said else (None, "")
    detail = f"{local_text(row.starts_at)}, {said.get(True, 0)} here, {said.get(False, 0)} absent"
    _record(session, AuditAction.REGISTER_TAKEN, row, detail, by)


def count_meals(*, session_id: int, meals: int, by: Actor) -> None:
    """Keep how many meals were eaten, when it is not the number present."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    if not 0 <= meals <= MOST_MEALS:
        raise InvalidInput(f"Please give a number from 0 to {MOST_MEALS}. Nothing was changed.")
    with transaction() as session:
        row, _ = _open(session, session_id, by)
        if row.meals != meals:
            row.meals = meals
            _record(session, AuditAction.REGISTER_TAKEN, row, f"{local_text(row.starts_at)}, {meals} meals", by)


def add_walk_in(*, session_id: int, who: str, by: Actor) -> int:
    """Put somebody on the register and mark them present: a person we know, such as `pupil:3`, or a name."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row, programme = _open(session, session_id, by)
        who = _meant(people_who_may_come(session, actor=by, row=row), who)
        kind, _, number = who.partition(":")
        is_known = kind in ("pupil", "adult", "volunteer") and number.isdigit()
        one = _known(session, row, kind, int(number), by) if is_known else _named(session, row, who, by)
        one.left_on = None
        session.add(one)
        session.flush()
        _mark(session, row, programme, {one.id or 0: True}, by)
        detail = f"added {kind if is_known else 'somebody by name'}"
        _record(session, AuditAction.PARTICIPANT_CHANGED, row, detail, by)
        return one.id or 0


def _meant(choices: Mapping[str, str], who: str) -> str:
    """The one of the list whose name was typed, so that nobody stands there twice; else `who` as it is."""
    typed = " ".join(who.lower().split())
    alike = [key for key, name in choices.items() if typed in (name.lower(), name.lower().rpartition(" (")[0])]
    return alike[0] if len(alike) == 1 else who


def _known(session: Session, row: ProgrammeSession, kind: str, number: int, by: Actor) -> Participant:
    """The place on the register of somebody on record, which they may have left, or taken after the session's day."""
    column = f"{kind}_id"
    of_them = select(Participant).where(
        Participant.programme_id == row.programme_id, getattr(Participant, column) == number
    )
    if found := session.exec(of_them).first():
        return found
    if f"{kind}:{number}" not in walk_in_choices(session, actor=by, row=row):
        raise NotFound
    volunteer = session.get(Volunteer, number) if kind == "volunteer" else None
    role = ParticipantRole(volunteer.kind) if volunteer else ParticipantRole.TAKES_PART
    who: dict[str, Any] = {column: number, "role": role}
    return Participant(programme_id=row.programme_id, added_by=by.username, **who)


def _named(session: Session, row: ProgrammeSession, who: str, by: Actor) -> Participant:
    """The place on the register of somebody known by a name alone. The same name again is the same person."""
    name = plain_words(" ".join(who.split()), at_most=80, missing="Please choose somebody, or type a name.")
    same = select(Participant).where(
        Participant.programme_id == row.programme_id, func.lower(Participant.name) == name.lower()
    )
    found = session.exec(same).first()
    return found or Participant(programme_id=row.programme_id, name=name, added_by=by.username)


def leave_register(*, session_id: int, participant_id: int, by: Actor) -> None:
    """Take somebody off the register from today. What earlier registers say of them stays."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    with transaction() as session:
        row, _ = session_in_scope(session, actor=by, session_id=session_id, is_locked=True)
        if take_off(session, [participant_id], programme_id=row.programme_id):
            _record(session, AuditAction.PARTICIPANT_CHANGED, row, f"participant:{participant_id} taken off", by)


def take_off(session: Session, participant_ids: Collection[int], *, programme_id: int) -> int:
    """Take people off a programme's register, and say how many; those nothing speaks of leave no trace."""
    found = session.exec(
        select(Participant).where(
            col(Participant.id).in_(participant_ids),
            Participant.programme_id == programme_id,
            col(Participant.left_on).is_(None),
        )
    ).all()
    spoken_of = {
        id_
        for table in (RegisterMark, AnswerSheet, AnswerLink)
        for id_ in session.exec(select(col(table.participant_id)).where(col(table.participant_id).in_(participant_ids)))
    }
    for one in found:
        if one.id in spoken_of:
            one.left_on = today()
        else:
            session.delete(one)
    return len(found)


def change_health_note(
    *, draft_key: str, session_id: int, participant_id: int, version: int, allergies: str, by: Actor
) -> int:
    """Keep what whoever runs a session has to know about one person, unless somebody else changed it since."""
    check_permission(by, Permission.PROGRAMME_WRITE)
    words = plain_words(allergies, at_most=300)

    def write(session: Session) -> int:
        row, _ = session_in_scope(session, actor=by, session_id=session_id)
        one = session.get(Participant, participant_id)
        if one is None or one.programme_id != row.programme_id or not (one.pupil_id or one.adult_id):
            raise NotFound
        note = _note_of(session, one) or HealthNote(
            pupil_id=one.pupil_id, adult_id=one.adult_id, allergies="", recorded_by=by.username, version=0
        )
        take_version(note, seen=version)
        note.allergies, note.recorded_at, note.recorded_by = words, now(), by.username
        session.add(note)
        target = f"pupil:{one.pupil_id}" if one.pupil_id else f"adult:{one.adult_id}"
        record(session, action=AuditAction.HEALTH_NOTE_CHANGED, by=by.username, target=target)
        return participant_id

    return send_once(draft_key=draft_key, form="health_note", by=by, write=write)


def _note_of(session: Session, one: Participant) -> HealthNote | None:
    is_theirs = HealthNote.pupil_id == one.pupil_id if one.pupil_id else HealthNote.adult_id == one.adult_id
    return session.exec(select(HealthNote).where(is_theirs).with_for_update()).first()


def _record(session: Session, action: AuditAction, row: ProgrammeSession, detail: str, by: Actor) -> None:
    record(session, action=action, by=by.username, target=f"programme:{row.programme_id}", detail=detail)
