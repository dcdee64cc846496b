"""Logging contacts, mending them, and reading what is restricted."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlmodel import Session, select

from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.row_versions import apply_change, take_version
from data.core.sending import send_once
from data.families.actions.families import check_members
from data.families.queries.contacts import contact_in_scope
from data.families.queries.family import family_in_scope
from models.audit import AuditAction
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.families.contacts import Contact, ContactChange, ContactCreate, ContactPerson
from models.permissions import Actor, Permission

CLOCKS_DIFFER = timedelta(minutes=5)


def log_contacts(*, draft_key: str, contacts: Sequence[ContactCreate], by: Actor) -> int:
    """Log one contact, or one with each of several families; the id of the first."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if not contacts:
        raise InvalidInput("Please choose at least one person. What you filled in is kept.")
    for contact in contacts:
        _check_time(contact.happened_at)

    def write(session: Session) -> int:
        ids = [
            _log(session, contact, f"{draft_key}:{place}" if place else draft_key, by)
            for place, contact in enumerate(contacts)
        ]
        return ids[0]

    return send_once(draft_key=draft_key, form="contact", by=by, write=write)


def _check_time(happened_at: datetime) -> None:
    if happened_at > now() + CLOCKS_DIFFER:
        raise InvalidInput("That time is still to come. Put it in your week instead. What you filled in is kept.")


def _log(session: Session, contact: ContactCreate, draft_key: str, by: Actor) -> int:
    family_in_scope(session, actor=by, family_id=contact.family_id)
    row = Contact(
        **contact.model_dump(exclude={"pupil_ids", "adult_ids"}),
        worker_id=by.worker_id,
        account_id=by.account_id,
        recorded_by=by.username,
        draft_key=draft_key,
    )
    session.add(row)
    session.flush()
    _set_people(session, row, contact)
    detail = f"{contact.kind}, {'answered' if contact.is_answered else 'no answer'}"
    target = f"family:{contact.family_id}"
    record(session, action=AuditAction.CONTACT_LOGGED, by=by.username, target=target, detail=detail)
    return row.id or 0


def _set_people(session: Session, row: Contact, wanted: ContactCreate | ContactChange) -> bool:
    """Write whom it was with; whether that is new. Who has left the family since may stay, but nobody else joins."""
    found = session.exec(select(ContactPerson).where(ContactPerson.contact_id == row.id))
    there = {(one.adult_id, one.pupil_id): one for one in found}
    people = {*((key, None) for key in wanted.adult_ids), *((None, key) for key in wanted.pupil_ids)}
    new = people - there.keys()
    adult_ids, pupil_ids = {adult_id for adult_id, _ in new if adult_id}, {pupil_id for _, pupil_id in new if pupil_id}
    check_members(session, row.family_id, pupil_ids=pupil_ids, adult_ids=adult_ids)
    for gone in there.keys() - people:
        session.delete(there[gone])
    session.add_all(ContactPerson(contact_id=row.id or 0, adult_id=adult, pupil_id=pupil) for adult, pupil in new)
    return people != there.keys()


def change_contact(*, draft_key: str, contact_id: int, version: int, change: ContactChange, by: Actor) -> int:
    """Mend a contact, unless somebody else did since it was seen. A restricted note stays as it was written."""
    check_permission(by, Permission.CASEWORK_WRITE)
    _check_time(change.happened_at)

    def write(session: Session) -> int:
        row = contact_in_scope(session, actor=by, contact_id=contact_id, is_locked=True)
        stored = {"note"} if change.note is None or row.is_restricted else set()
        changed = apply_change(row, change.model_dump(exclude={"pupil_ids", "adult_ids", *stored}), seen=version)
        if _set_people(session, row, change):
            if not changed:
                take_version(row, seen=version)
            changed = ", ".join(filter(None, (changed, "with whom")))
        if changed:
            target = f"contact:{contact_id}"
            record(session, action=AuditAction.CONTACT_CHANGED, by=by.username, target=target, detail=changed)
        return contact_id

    return send_once(draft_key=draft_key, form="contact_change", by=by, write=write)


def read_restricted(*, contact_id: int, by: Actor) -> str:
    """The text of a restricted note, once the reading of it is written down."""
    check_permission(by, Permission.RESTRICTED_READ)
    with transaction() as session:
        row = contact_in_scope(session, actor=by, contact_id=contact_id)
        if not row.is_restricted:
            raise NotFound
        record(session, action=AuditAction.RESTRICTED_READ, by=by.username, target=f"contact:{contact_id}")
        return row.note
