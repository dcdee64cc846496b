"""Logging a contact with several families at once, and reading a restricted note."""

from collections.abc import Mapping

from sqlmodel import Session

from data.core.actions.records import add_record
from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.queries.records import find_record
from data.core.sending import send_once
from models.audit import AuditAction
from models.errors import InvalidInput, NotFound
from models.families.contacts import CONTACTS, Contact
from models.kinds import KEPT, Values, checked
from models.permissions import Actor, Permission


def log_contacts(*, draft_key: str, contacts: Mapping[int, Values], by: Actor) -> int:
    """Log one contact with each family of `contacts`, whose keys are family ids; returns the id of the first."""
    check_permission(by, CONTACTS.write)
    if not contacts:
        raise InvalidInput(f"Please choose at least one person. {KEPT}")
    given = {family_id: checked(CONTACTS, values) for family_id, values in contacts.items()}

    def write(session: Session) -> int:
        ids = [
            add_record(
                session,
                kind=CONTACTS,
                given=values,
                owner_id=family_id,
                draft_key=f"{draft_key}:{place}" if place else draft_key,
                by=by,
                worker_id=by.worker_id,
                account_id=by.account_id,
            )
            for place, (family_id, values) in enumerate(given.items())
        ]
        return ids[0]

    return send_once(draft_key=draft_key, form=CONTACTS.name, by=by, write=write)


def read_restricted(*, contact_id: int, by: Actor) -> str:
    """The text of a restricted note, once the reading of it is written down."""
    check_permission(by, Permission.RESTRICTED_READ)
    with transaction() as session:
        row = find_record(session, kind=CONTACTS, record_id=contact_id, actor=by)
        if not isinstance(row, Contact) or not row.is_restricted:
            raise NotFound
        record(session, action=AuditAction.RESTRICTED_READ, by=by.username, target=f"contact:{contact_id}")
        return row.note
