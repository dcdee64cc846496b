"""Finding, opening, adding and changing families, and what they agree to. Each is written down."""

from sqlmodel import Session, col, select

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.row_versions import apply_change
from data.core.scope import visible_families
from data.core.sending import send_once
from data.core.visits import note_visit, refusal_noted
from data.families.queries.families import FamilySearch, find_families
from data.families.queries.family import FamilyRecord, family_in_scope, family_record
from models.attendance.pupils import Pupil
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.families.family import (
    Family,
    FamilyChange,
    FamilyChild,
    FamilyCreate,
    SupportPeriod,
    SupportStatus,
    next_reference,
)
from models.families.people import ADULTS, Adult
from models.kinds import checked
from models.permissions import Actor, Permission
from models.text import is_searchable


def search_families(*, text: str, by: Actor, is_repeat: bool) -> FamilySearch:
    """Find families, and write down that a search was made, never what was typed: it may be a name."""
    check_permission(by, Permission.CASEWORK_READ)
    found = find_families(actor=by, text=text)
    if is_searchable(text) and not is_repeat:
        with transaction() as session:
            detail = f"for a family, {found.total} found"
            record(session, action=AuditAction.PUPIL_SEARCHED, by=by.username, detail=detail)
    return found


def open_family(*, family_id: int, by: Actor) -> FamilyRecord:
    """One family's record, once the visit, or the refusal of it, is written down."""
    check_permission(by, Permission.CASEWORK_READ)
    target = f"family:{family_id}"
    with refusal_noted(target=target, by=by):
        found = family_record(actor=by, family_id=family_id)
    note_visit(action=AuditAction.FAMILY_VIEWED, target=target, detail=_reason(by, found), by=by)
    return found


def _reason(by: Actor, family: FamilyRecord) -> str:
    if by.can(Permission.PUPIL_READ_ALL):
        return "they may open every family"
    theirs = {row.worker_id for row in family.supports if row.status is not SupportStatus.CLOSED}
    return "on their caseload" if by.worker_id in theirs else "covering for a colleague"


def add_family(*, draft_key: str, family: FamilyCreate, by: Actor) -> int:
    """Add a family and its children. A worker who adds one supports it from today."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if by.worker_id is None and not by.can(Permission.PUPIL_READ_ALL):
        raise InvalidInput(
            "Your account is not linked to a worker of the team, so you could not open the family afterwards. Please "
            "ask your administrator. Nothing was added, and what you filled in is kept."
        )

    adult = checked(ADULTS, family.adult) if family.adult else {}

    def write(session: Session) -> int:
        _check_children(session, family.pupil_ids)
        fields = family.model_dump(exclude={"pupil_ids", "adult"})
        row = Family(reference=next_reference(session.exec(select(Family.reference))), **fields)
        session.add(row)
        session.flush()
        family_id = row.id or 0
        if adult:
            session.add(Adult(family_id=family_id, recorded_by=by.username, **adult, **ADULTS.derived(Adult(**adult))))
        detail = "with " + ", ".join(f"pupil:{pupil_id}" for pupil_id in sorted(family.pupil_ids))
        target = f"family:{family_id}"
        record(session, action=AuditAction.FAMILY_ADDED, by=by.username, target=target, detail=detail)
        _put_in(session, family_id, family.pupil_ids)
        _start_support(session, family_id, family.pupil_ids, by)
        return family_id

    return send_once(draft_key=draft_key, form="new_family", by=by, write=write)


def add_child(*, draft_key: str, family_id: int, pupil_id: int, by: Actor) -> int:
    """Add a brother or sister to a family. Support of the child begins with a referral, not with this."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        locked_family(session, family_id, by)
        _check_children(session, frozenset({pupil_id}))
        _put_in(session, family_id, frozenset({pupil_id}))
        record_change(session, family_id, f"a child added, pupil:{pupil_id}", by)
        return pupil_id

    return send_once(draft_key=draft_key, form="family_child", by=by, write=write)


def _put_in(session: Session, family_id: int, pupil_ids: frozenset[int]) -> None:
    session.add_all(FamilyChild(family_id=family_id, pupil_id=pupil_id) for pupil_id in sorted(pupil_ids))


def _check_children(session: Session, pupil_ids: frozenset[int]) -> None:
    known = session.exec(select(Pupil.id).where(col(Pupil.id).in_(pupil_ids)).with_for_update()).all()
    if len(known) != len(pupil_ids):
        raise NotFound
    if session.exec(select(FamilyChild.id).where(col(FamilyChild.pupil_id).in_(pupil_ids))).first():
        raise InvalidInput(
            "One of these children belongs to a family here already. Search for the child to find it. "
            "Nothing was added, and what you filled in is kept."
        )


def _start_support(session: Session, family_id: int, pupil_ids: frozenset[int], by: Actor) -> None:
    if by.worker_id is None:
        return
    for pupil_id in sorted(pupil_ids):
        period = SupportPeriod(
            pupil_id=pupil_id,
            family_id=family_id,
            worker_id=by.worker_id,
            started_on=today(),
            status=SupportStatus.ACTIVE,
        )
        session.add(period)
    target = f"family:{family_id}"
    record(session, action=AuditAction.SUPPORT_STARTED, by=by.username, target=target, detail="with the family added")


def change_family(*, draft_key: str, family_id: int, version: int, change: FamilyChange, by: Actor) -> int:
    """Change a family's details, such as its name and the note to read before a visit; returns its id."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        row = locked_family(session, family_id, by)
        if changed := apply_change(row, change.model_dump(), seen=version):
            record_change(session, family_id, changed, by)
        return family_id

    return send_once(draft_key=draft_key, form="family", by=by, write=write)


def locked_adult(session: Session, adult_id: int, family_id: int) -> Adult:
    """The adult's row, locked until the transaction ends; NotFound when they are of another family."""
    row = session.get(Adult, adult_id, with_for_update=True)
    if row is None or row.family_id != family_id:
        raise NotFound
    return row


def locked_family(session: Session, family_id: int, by: Actor) -> Family:
    """The family's row, locked until the transaction ends; NotFound when this person may not open it."""
    family_in_scope(session, actor=by, family_id=family_id)
    return session.exec(select(Family).where(Family.id == family_id, visible_families(by)).with_for_update()).one()


def record_change(session: Session, family_id: int, detail: str, by: Actor) -> None:
    """Log under the family that it, or one of its people, changed."""
    target = f"family:{family_id}"
    record(session, action=AuditAction.FAMILY_CHANGED, by=by.username, target=target, detail=detail)
