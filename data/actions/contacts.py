"""Logging contacts, mending them, and reading what is restricted."""

from collections.abc import Sequence
from datetime import timedelta

from sqlmodel import Session

from data.actions.families import check_members
from data.audit import check_permission, record
from data.db import transaction
from data.queries.contacts import contact_in_scope
from data.queries.family import family_in_scope
from data.row_versions import mend
from data.sending import send_once
from models.audit import AuditAction
from models.columns import now
from models.contacts import Contact, ContactChange, ContactCreate, ContactPerson
from models.errors import InvalidInput, NotFound
from models.permissions import Actor, Permission

CLOCKS_DIFFER = timedelta(minutes=5)


def log_contacts(*, draft_key: str, contacts: Sequence[ContactCreate], by: Actor) -> int:
    """Log one contact, or one with each of several families; the id of the first."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if not contacts:
        raise InvalidInput("Please choose at least one person. What you filled in is kept.")
    if any(contact.happened_at > now() + CLOCKS_DIFFER for contact in contacts):
        raise InvalidInput("That time is still to come. Put it in your week instead. What you filled in is kept.")

    def write(session: Session) -> int:
        ids = [
            _log(session, contact, f"{draft_key}:{place}" if place else draft_key, by)
            for place, contact in enumerate(contacts)
        ]
        return ids[0]

    return send_once(draft_key=draft_key, form="contact", by=by, write=write)


def _log(session: Session, contact: ContactCreate, draft_key: str, by: Actor) -> int:
    family_in_scope(session, actor=by, family_id=contact.family_id)
    check_members(session, contact.family_id, pupil_ids=contact.pupil_ids, adult_ids=contact.adult_ids)
    row = Contact(
        **contact.model_dump(exclude={"pupil_ids", "adult_ids"}), worker_id=by.worker_id, account_id=by.account_id,
        recorded_by=by.username, draft_key=draft_key,
    )  # fmt: skip
    session.add(row)
    session.flush()
    contact_id = row.id or 0
    session.add_all(ContactPerson(contact_id=contact_id, pupil_id=key) for key in sorted(contact.pupil_ids))
    session.add_all(ContactPerson(contact_id=contact_id, adult_id=key) for key in sorted(contact.adult_ids))
    detail = f"{contact.kind}, {'answered' if contact.is_answered else 'no answer'}"
    target = f"family:{contact.family_id}"
    record(session, action=AuditAction.CONTACT_LOGGED, by=by.username, target=target, detail=detail)
    return contact_id


def change_contact(*, draft_key: str, contact_id: int, version: int, change: ContactChange, by: Actor) -> int:
    """Mend a contact, unless somebody else did since it was seen. A restricted note stays as it was written."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        row = contact_in_scope(session, actor=by, contact_id=contact_id, is_locked=True)
        new = change.model_dump(exclude={"note"} if change.note is None or row.is_restricted else None)
        if changed := mend(row, new, seen=version):
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
