"""A form becomes a record once, however often it is sent."""

from collections.abc import Callable

from sqlmodel import Session, select

from data.core.db import transaction
from data.core.scope import own_drafts
from models.columns import now
from models.drafts import Draft
from models.errors import NotFound
from models.permissions import Actor


def send_once(*, draft_key: str, form: str, by: Actor, write: Callable[[Session], int]) -> int:
    """Write what the draft holds and return the record's id, or that of the record it made before."""
    with transaction() as session:
        draft = take_draft(session, key=draft_key, form=form, by=by)
        if draft.submitted_at:
            return draft.record_id or 0
        record_id = write(session)
        finish_draft(session, draft=draft, record_id=record_id)
        return record_id


def take_draft(session: Session, *, key: str, form: str, by: Actor) -> Draft:
    """The draft an action is about to turn into a record, locked until its transaction ends.

    When `submitted_at` is set it has been sent before: the action returns `record_id` and writes nothing.
    """
    draft = own_draft(session, key=key, by=by)
    if draft.form != form:
        raise NotFound
    return draft


def finish_draft(session: Session, *, draft: Draft, record_id: int) -> None:
    """Mark a draft as sent, in the transaction that made the record, and empty it."""
    draft.submitted_at, draft.record_id, draft.answers = now(), record_id, "{}"
    session.add(draft)


def own_draft(session: Session, *, key: str, by: Actor) -> Draft:
    """The person's own draft, locked until the transaction ends; NotFound for everybody else."""
    if by.handed_over_key not in (None, key):  # a child holding the tablet has this one form only
        raise NotFound
    found = session.exec(select(Draft).where(Draft.key == key, *own_drafts(by)).with_for_update()).first()
    if found is None:
        raise NotFound
    return found
