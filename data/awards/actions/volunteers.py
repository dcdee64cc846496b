"""Volunteers and young mentors: added, changed, checked; the time they gave and what they went on to."""

from typing import cast

from sqlmodel import Session, col, select

from data.awards.queries.volunteers import locked_volunteer
from data.core.audit import check_permission, record
from data.core.row_versions import apply_change, take_version
from data.core.scope import visible_families, visible_pupils
from data.core.sending import send_once
from models.attendance.pupils import Pupil
from models.audit import AuditAction, Mistake
from models.awards.volunteers import (
    GIVEN_CHOICES,
    GIVEN_TABLES,
    ContributionCreate,
    DestinationCreate,
    Given,
    GivenKind,
    GivenRecord,
    Volunteer,
    VolunteerChange,
    VolunteerCheckCreate,
    VolunteerCreate,
)
from models.choices import Choice
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.families.family import Adult, Family
from models.permissions import Actor, Permission

_KEPT = "What you filled in is kept."


def add_volunteer(*, draft_key: str, volunteer: VolunteerCreate, by: Actor) -> int:
    """Add somebody who gives time, perhaps a parent or pupil this person may open."""
    check_permission(by, Permission.VOLUNTEER_WRITE)

    def write(session: Session) -> int:
        _check_known(session, volunteer, by)
        row = Volunteer(**volunteer.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, row.id or 0, f"added as {volunteer.kind}", by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="volunteer", by=by, write=write)


def _check_known(session: Session, volunteer: VolunteerCreate, by: Actor) -> None:
    families = select(Family.id).where(visible_families(by))
    adult = select(Adult.id).where(Adult.id == volunteer.adult_id, col(Adult.family_id).in_(families))
    pupil = select(Pupil.id).where(Pupil.id == volunteer.pupil_id, visible_pupils(by))
    for id_, known, column in (
        (volunteer.adult_id, adult, Volunteer.adult_id),
        (volunteer.pupil_id, pupil, Volunteer.pupil_id),
    ):
        if id_ is None:
            continue
        if session.exec(known).first() is None:
            raise NotFound
        if session.exec(select(Volunteer.id).where(column == id_)).first() is not None:
            raise InvalidInput(f"{volunteer.name} is among the volunteers and mentors already. {_KEPT}")


def change_volunteer(*, draft_key: str, volunteer_id: int, version: int, change: VolunteerChange, by: Actor) -> int:
    """Change how somebody gives or is reached, or note that they stopped, unless somebody else did since."""
    check_permission(by, Permission.VOLUNTEER_WRITE)

    def write(session: Session) -> int:
        row = locked_volunteer(session, volunteer_id=volunteer_id)
        if changed := apply_change(row, change.model_dump(), seen=version):
            _record(session, volunteer_id, changed, by)
        return volunteer_id

    return send_once(draft_key=draft_key, form="volunteer_change", by=by, write=write)


def record_given(*, draft_key: str, given: Given, record_id: int | None = None, version: int = 0, by: Actor) -> int:
    """Record a check that was made, hours outside a session or a step onward; or put one right.

    What a check said is not kept. What registers say counts by itself.
    """
    check_permission(by, Permission.VOLUNTEER_WRITE)
    _check(given)

    def write(session: Session) -> int:
        volunteer = locked_volunteer(session, volunteer_id=given.volunteer_id)
        _check_choice(session, given)
        if record_id is not None:
            row = _given(session, given.KIND, given.volunteer_id, record_id)
            before = row.for_the_log
            if changed := apply_change(row, given.model_dump(), seen=version, counted_by=volunteer):
                _record(session, given.volunteer_id, f"{before}, put right: {changed}", by)
            return record_id
        row = GIVEN_TABLES[given.KIND](**given.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, given.volunteer_id, given.for_the_log, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form=given.KIND, by=by, write=write)


def take_given_back(
    *, draft_key: str, volunteer_id: int, kind: GivenKind, record_id: int, version: int, why: Mistake, by: Actor
) -> int:
    """Take away what was recorded by mistake, and say why; the log keeps that it was there."""
    check_permission(by, Permission.VOLUNTEER_WRITE)

    def write(session: Session) -> int:
        take_version(locked_volunteer(session, volunteer_id=volunteer_id), seen=version)
        row = _given(session, kind, volunteer_id, record_id)
        session.delete(row)
        _record(session, volunteer_id, f"took away {row.for_the_log}: {why.lower()}", by)
        return volunteer_id

    return send_once(draft_key=draft_key, form="volunteer_back", by=by, write=write)


def _given(session: Session, kind: GivenKind, volunteer_id: int, record_id: int) -> GivenRecord:
    row = cast("GivenRecord | None", session.get(GIVEN_TABLES[kind], record_id))
    if row is None or row.volunteer_id != volunteer_id:
        raise NotFound
    return row


def _check(given: Given) -> None:
    if not isinstance(given, DestinationCreate) and given.day > today():
        raise InvalidInput(f"That day is still to come. {_KEPT}")
    if isinstance(given, VolunteerCheckCreate) and given.due_on and given.due_on <= given.checked_on:
        raise InvalidInput(f"The next check has to come after this one. {_KEPT}")


def _check_choice(session: Session, given: Given) -> None:
    if isinstance(given, ContributionCreate):
        return
    list_name = GIVEN_CHOICES[given.KIND]
    if session.exec(select(Choice.id).where(Choice.list_name == list_name, Choice.code == given.kind)).first() is None:
        raise InvalidInput(f"Please choose one of the list. {_KEPT}")


def _record(session: Session, volunteer_id: int, detail: str, by: Actor) -> None:
    target = f"volunteer:{volunteer_id}"
    record(session, action=AuditAction.VOLUNTEER_CHANGED, by=by.username, target=target, detail=detail)
