"""A form becomes a record once, however often it is sent."""

from collections.abc import Callable

from sqlmodel import Session

from data.core.actions.drafts import finish_draft, take_draft
from data.core.db import transaction
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
