"""Awards: setting out, hours by hand, each step up to the award, and the list for a celebration."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlmodel import Session, select

from data.awards.queries.awards import AwardRecord, award_in_scope, award_record, certificates
from data.awards.queries.people import AwardPerson, may_set_out
from data.core.audit import check_permission, record
from data.core.db import find_row, transaction
from data.core.row_versions import apply_change, take_version
from data.core.scope import visible_programmes
from data.core.sending import send_once
from data.core.visits import refusal_noted
from data.exporting.workbook import ExportSheet, workbook
from models.attendance.pupils import Pupil
from models.audit import AuditAction, Mistake
from models.awards.award import (
    AWARD_TRANSITIONS,
    Award,
    AwardChange,
    AwardCreate,
    AwardFor,
    AwardLevel,
    AwardScheme,
    AwardStatus,
    AwardWork,
    AwardWorkCreate,
    expiry,
    is_awarded_to,
    not_eligible,
)
from models.clock import day_text, today
from models.errors import InvalidInput, NotFound
from models.permissions import Actor, Permission
from models.programmes.programme import Programme
from models.workflow import check_transition

_KEPT = "What you filled in is kept."
_STARTED = frozenset({AwardStatus.PLANNED, AwardStatus.IN_PROGRESS, AwardStatus.SUBMITTED})


def open_award(*, award_id: int, by: Actor) -> AwardRecord:
    """An award for its page; the log notes it when this person may not open the one asked for."""
    check_permission(by, Permission.AWARD_WRITE)
    with refusal_noted(target=f"award:{award_id}", by=by):
        return award_record(actor=by, award_id=award_id)


def set_out(*, draft_key: str, awards: Sequence[AwardCreate], by: Actor) -> int:
    """Set one or several people, or a family, out for a level; the id of the first."""
    check_permission(by, Permission.AWARD_WRITE)
    if not awards:
        raise InvalidInput(f"Please choose at least one person. {_KEPT}")
    if any(award.started_on > today() for award in awards):
        raise InvalidInput(f"That day is still to come. {_KEPT}")

    def write(session: Session) -> int:
        ids = [
            _set_out(session, award, f"{draft_key}:{place}" if place else draft_key, by)
            for place, award in enumerate(awards)
        ]
        return ids[0]

    return send_once(draft_key=draft_key, form="award", by=by, write=write)


def _set_out(session: Session, award: AwardCreate, draft_key: str, by: Actor) -> int:
    holder = _holder(award)
    person = AwardPerson(holder, award.pupil_id or award.adult_id or award.family_id or 0, "")
    if not may_set_out(session, actor=by, person=person, programme_id=award.programme_id):
        raise NotFound
    _check_programme(session, award.programme_id, by)
    level, scheme = _level(session, award.level_id)
    pupil = session.get(Pupil, award.pupil_id) if award.pupil_id else None
    if not scheme.is_offered or not is_awarded_to(scheme.awarded_to, holder):
        raise InvalidInput(f"{scheme.name} is not offered to them. {_KEPT}")
    if why := not_eligible(scheme, started_on=award.started_on, born_on=pupil.born_on if pupil else None):
        raise InvalidInput(f"{_named(pupil)}{why} {_KEPT}")
    same = select(Award.id).where(
        Award.level_id == award.level_id,
        Award.pupil_id == award.pupil_id,
        Award.adult_id == award.adult_id,
        Award.family_id == award.family_id,
    )
    if session.exec(same).first() is not None:
        already = f"They are on the way to {level.name}, or have it, already."
        raise InvalidInput(f"{_named(pupil)}{already} Leave them out, or choose another award. {_KEPT}")
    row = Award(**award.model_dump(), recorded_by=by.username, draft_key=draft_key)
    session.add(row)
    session.flush()
    _record(session, row, f"{scheme.name}, {level.name}: planned", by)
    return row.id or 0


def _holder(award: AwardCreate) -> AwardFor:
    """Who the award is for; InvalidInput unless exactly one child, adult or family is given."""
    given = [
        kind
        for kind, id_ in (
            (AwardFor.CHILD, award.pupil_id),
            (AwardFor.ADULT, award.adult_id),
            (AwardFor.FAMILY, award.family_id),
        )
        if id_ is not None
    ]
    if len(given) != 1:
        raise InvalidInput(f"An award is one child's, one adult's or one family's. {_KEPT}")
    return given[0]


def _named(pupil: Pupil | None) -> str:
    return f"{pupil.forename}: " if pupil and pupil.forename else ""


def _level(session: Session, level_id: int) -> tuple[AwardLevel, AwardScheme]:
    level = find_row(session, AwardLevel, level_id)
    return level, session.get_one(AwardScheme, level.scheme_id)


def _check_programme(session: Session, programme_id: int | None, by: Actor) -> None:
    known = select(Programme.id).where(Programme.id == programme_id, visible_programmes(by))
    if programme_id is not None and session.exec(known).first() is None:
        raise NotFound


def change_award(*, draft_key: str, award_id: int, version: int, change: AwardChange, by: Actor) -> int:
    """Change what shows it was done, the first day or whose registers count, unless somebody else did since."""
    check_permission(by, Permission.AWARD_WRITE)

    def write(session: Session) -> int:
        row = award_in_scope(session, actor=by, award_id=award_id, is_locked=True)
        _check_programme(session, change.programme_id, by)
        _check_day(row, change)
        if changed := apply_change(row, change.model_dump(), seen=version):
            _record(session, row, changed, by)
        return award_id

    return send_once(draft_key=draft_key, form="award_change", by=by, write=write)


def _check_day(row: Award, change: AwardChange) -> None:
    if change.started_on > (row.awarded_on or today()):
        raise InvalidInput(f"The first day cannot be after today, or after the award. {_KEPT}")


def add_work(*, draft_key: str, award_id: int, work: AwardWorkCreate, by: Actor) -> int:
    """Add time, a day or activities by hand. A planned award is on its way with that."""
    check_permission(by, Permission.AWARD_WRITE)

    def write(session: Session) -> int:
        award = award_in_scope(session, actor=by, award_id=award_id, is_locked=True)
        _check_work(session, award, work)
        row = AwardWork(award_id=award_id, **work.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        if award.status is AwardStatus.PLANNED:
            award.status = AwardStatus.IN_PROGRESS
            award.version += 1
        session.flush()
        detail = f"{work.minutes} minutes, {work.activities} activities on {day_text(work.done_on)}"
        _record(session, award, detail, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="award_work", by=by, write=write)


def _check_work(session: Session, award: Award, work: AwardWorkCreate) -> None:
    if award.status not in _STARTED:
        raise InvalidInput(f"This award is earned already, or stopped. {_KEPT}")
    if not award.started_on <= work.done_on <= today():
        raise InvalidInput(f"Work counts from {day_text(award.started_on)} up to today. {_KEPT}")
    if not (work.minutes or work.activities or _level(session, award.level_id)[0].days):
        raise InvalidInput(f"Please say how long it took, or how many activities. {_KEPT}")


def remove_work(*, draft_key: str, work_id: int, version: int, why: Mistake, by: Actor) -> int:
    """Take away what was added by mistake, and say why; the log keeps that it was there."""
    check_permission(by, Permission.AWARD_WRITE)

    def write(session: Session) -> int:
        row = find_row(session, AwardWork, work_id)
        award = award_in_scope(session, actor=by, award_id=row.award_id, is_locked=True)
        if award.status not in _STARTED:
            raise InvalidInput("This award is earned already, or stopped. Nothing was changed.")
        take_version(award, seen=version)
        session.delete(row)
        _record(session, award, f"took away {row.minutes} minutes of {day_text(row.done_on)}: {why.lower()}", by)
        return row.award_id

    return send_once(draft_key=draft_key, form="award_work_back", by=by, write=write)


def move_awards(*, versions: Mapping[int, int], to: AwardStatus, on: date, by: Actor) -> None:
    """Move one or several awards a step on. `versions` are those the person saw; what is there already stays."""
    check_permission(by, Permission.AWARD_WRITE)
    with transaction() as session:
        for award_id in sorted(versions):
            row = award_in_scope(session, actor=by, award_id=award_id, is_locked=True)
            if row.status is not to:
                _move(session, row, to, on, seen=versions[award_id])
                _record(session, row, f"now {to}", by)


def _move(session: Session, row: Award, to: AwardStatus, on: date, *, seen: int) -> None:
    check_transition(AWARD_TRANSITIONS, row.status, to)
    take_version(row, seen=seen)
    row.status = to
    if to is not AwardStatus.AWARDED:
        return
    if not row.started_on <= on <= today():
        raise InvalidInput("An award is made on a day from its start up to today. Nothing was changed.")
    months = _level(session, row.level_id)[1].expires_after_months
    row.awarded_on, row.expires_on = on, expiry(on, months)


def take_award_back(*, draft_key: str, award_id: int, version: int, why: Mistake, by: Actor) -> int:
    """Undo an award that was given by mistake, and say why: it is submitted still, and not earned."""
    check_permission(by, Permission.AWARD_WRITE)

    def write(session: Session) -> int:
        row = award_in_scope(session, actor=by, award_id=award_id, is_locked=True)
        if row.status is not AwardStatus.AWARDED:
            raise InvalidInput("This award is not earned. Nothing was changed.")
        apply_change(row, {"status": AwardStatus.SUBMITTED, "awarded_on": None, "expires_on": None}, seen=version)
        _record(session, row, f"taken back: {why.lower()}", by)
        return award_id

    return send_once(draft_key=draft_key, form="award_back", by=by, write=write)


def export_certificates(*, first_on: date, last_on: date, school: str = "", by: Actor) -> bytes:
    """The names to call at a celebration, as a workbook: of the awards this person may open."""
    check_permission(by, Permission.AWARD_WRITE)
    rows = certificates(actor=by, first_on=first_on, last_on=last_on, school=school)
    headings = ("Name", "Award", "Awarded on", "School", "Programme")
    lines = [(row.who, row.award, row.awarded_on, row.school, row.programme) for row in rows]
    period = f"{day_text(first_on)} to {day_text(last_on)}"
    sheet = ExportSheet("Certificates", headings, lines, (f"Awards from {period}", "Keep this list safe."))
    content = workbook([sheet])
    with transaction() as session:
        detail = f"{period}{', ' if school else ''}{school} ({len(rows)} names)"
        record(
            session, action=AuditAction.FIGURES_EXPORTED, by=by.username, target="a certificates list", detail=detail
        )
    return content


def _record(session: Session, row: Award, detail: str, by: Actor) -> None:
    record(session, action=AuditAction.AWARD_CHANGED, by=by.username, target=f"award:{row.id}", detail=detail)
