"""Volunteers and young mentors: added, changed, checked; the time they gave and what they went on to."""

from collections.abc import Callable
from datetime import date

from sqlmodel import Session, col, select

from data.audit import check_permission, record
from data.queries.giving import locked_giver
from data.row_versions import mend
from data.scope import visible_families, visible_pupils
from data.sending import send_once
from models.audit import AuditAction
from models.choices import Choice, ChoiceList
from models.clock import day_text, today
from models.errors import InvalidInput, NotFound
from models.families import Adult, Family
from models.giving import (
    Giver,
    GiverChange,
    GiverCheck,
    GiverCheckCreate,
    GiverCreate,
    GiverHours,
    GiverHoursCreate,
    GiverNext,
    GiverNextCreate,
)
from models.permissions import Actor, Permission
from models.pupils import Pupil

_KEPT = "What you filled in is kept."


def add_giver(*, draft_key: str, giver: GiverCreate, by: Actor) -> int:
    """Add somebody who gives time, perhaps a parent or pupil this person may open."""
    check_permission(by, Permission.GIVER_WRITE)

    def write(session: Session) -> int:
        _check_known(session, giver, by)
        row = Giver(**giver.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, row.id or 0, f"added as {giver.kind}", by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="giver", by=by, write=write)


def _check_known(session: Session, giver: GiverCreate, by: Actor) -> None:
    families = select(Family.id).where(visible_families(by))
    adult = select(Adult.id).where(Adult.id == giver.adult_id, col(Adult.family_id).in_(families))
    pupil = select(Pupil.id).where(Pupil.id == giver.pupil_id, visible_pupils(by))
    for id_, known, column in ((giver.adult_id, adult, Giver.adult_id), (giver.pupil_id, pupil, Giver.pupil_id)):
        if id_ is None:
            continue
        if session.exec(known).first() is None:
            raise NotFound
        if session.exec(select(Giver.id).where(column == id_)).first() is not None:
            raise InvalidInput(f"{giver.name} is among the volunteers and mentors already. {_KEPT}")


def change_giver(*, draft_key: str, giver_id: int, version: int, change: GiverChange, by: Actor) -> int:
    """Change how somebody gives or is reached, or note that they stopped, unless somebody else did since."""
    check_permission(by, Permission.GIVER_WRITE)

    def write(session: Session) -> int:
        row = locked_giver(session, giver_id=giver_id)
        if changed := mend(row, change.model_dump(), seen=version):
            _record(session, giver_id, changed, by)
        return giver_id

    return send_once(draft_key=draft_key, form="giver_change", by=by, write=write)


def record_check(*, draft_key: str, made: GiverCheckCreate, by: Actor) -> int:
    """Record that a check was made, and when the next is due. What it said is not kept."""
    check_permission(by, Permission.GIVER_WRITE)
    _check_past(made.checked_on)
    if made.due_on and made.due_on <= made.checked_on:
        raise InvalidInput(f"The next check has to come after this one. {_KEPT}")

    def new(session: Session) -> GiverCheck:
        _check_choice(session, ChoiceList.CHECK_KIND, made.kind)
        return GiverCheck(**made.model_dump(), recorded_by=by.username, draft_key=draft_key)

    detail = f"{made.kind} checked on {day_text(made.checked_on)}"
    return _add(draft_key, "giver_check", made.giver_id, new, detail, by)


def add_hours(*, draft_key: str, hours: GiverHoursCreate, by: Actor) -> int:
    """Add time given outside a session: what registers say counts by itself."""
    check_permission(by, Permission.GIVER_WRITE)
    _check_past(hours.given_on)

    def new(_session: Session) -> GiverHours:
        return GiverHours(**hours.model_dump(), recorded_by=by.username, draft_key=draft_key)

    detail = f"{hours.minutes} minutes on {day_text(hours.given_on)}"
    return _add(draft_key, "giver_hours", hours.giver_id, new, detail, by)


def record_next(*, draft_key: str, went_on: GiverNextCreate, by: Actor) -> int:
    """Record what somebody went on to."""
    check_permission(by, Permission.GIVER_WRITE)

    def new(session: Session) -> GiverNext:
        _check_choice(session, ChoiceList.MOVED_ON_TO, went_on.kind)
        return GiverNext(**went_on.model_dump(), recorded_by=by.username, draft_key=draft_key)

    return _add(draft_key, "giver_next", went_on.giver_id, new, f"went on to {went_on.kind}", by)


_Given = GiverCheck | GiverHours | GiverNext


def _add(
    draft_key: str, form: str, giver_id: int, new: Callable[[Session], _Given], detail: str, by: Actor
) -> int:  # fmt: skip
    def write(session: Session) -> int:
        locked_giver(session, giver_id=giver_id)
        row = new(session)
        session.add(row)
        session.flush()
        _record(session, giver_id, detail, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form=form, by=by, write=write)


def _check_past(day: date) -> None:
    if day > today():
        raise InvalidInput(f"That day is still to come. {_KEPT}")


def _check_choice(session: Session, list_name: ChoiceList, code: str) -> None:
    if session.exec(select(Choice.id).where(Choice.list_name == list_name, Choice.code == code)).first() is None:
        raise InvalidInput(f"Please choose one of the list. {_KEPT}")


def _record(session: Session, giver_id: int, detail: str, by: Actor) -> None:
    target = f"giver:{giver_id}"
    record(session, action=AuditAction.GIVER_CHANGED, by=by.username, target=target, detail=detail)
