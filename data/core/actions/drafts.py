"""Keeping half-filled forms.

Drafts are working copies, seen by nobody but their writer: saving one is not an audited event. What it becomes is.
"""

import json
import secrets
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, or_

from data.core.db import transaction
from data.core.queries.drafts import Answers, OpenDraft, find_draft, open_draft_of
from data.core.sending import own_draft
from models.columns import now
from models.drafts import RECEIPT_LIMIT, UNTOUCHED_LIMIT, Draft
from models.errors import InvalidInput, NotFound
from models.permissions import Actor

LONGEST_ANSWERS = 60_000  # characters of JSON


def start_draft(*, form: str, subject: str, by: Actor) -> OpenDraft:
    """The person's open draft of this form about this subject, begun now if there is none."""
    if found := find_draft(actor=by, form=form, subject=subject):
        return found
    if by.account_id is None and by.link_id is None:
        raise NotFound
    try:
        with transaction() as session:
            row = Draft(
                key=secrets.token_hex(16), account_id=by.account_id, link_id=by.link_id, form=form, subject=subject
            )
            session.add(row)
            session.flush()
            return open_draft_of(row)
    except IntegrityError:  # another tab of the same person began it in the same moment
        return start_draft(form=form, subject=subject, by=by)


def save_answers(*, key: str, answers: Answers, by: Actor) -> datetime | None:
    """Keep these answers beside those already kept; the instant they were saved, or None if already sent."""
    with transaction() as session:
        draft = own_draft(session, key=key, by=by)
        if draft.submitted_at is not None:
            return None
        merged = json.dumps(json.loads(draft.answers) | answers, ensure_ascii=False)
        if len(merged) > LONGEST_ANSWERS:
            raise InvalidInput("That is longer than one record can hold. What you saved before is still kept.")
        draft.answers, draft.saved_at = merged, now()
        return draft.saved_at


def discard_draft(*, key: str, by: Actor) -> None:
    """Throw an open draft away, because its writer said so."""
    with transaction() as session:
        draft = own_draft(session, key=key, by=by)
        if draft.submitted_at is None:
            session.delete(draft)


def expire_drafts() -> int:
    """Remove drafts nobody came back to and receipts nobody can still need; how many went."""
    instant = now()
    with transaction() as session:
        gone = session.exec(
            delete(Draft).where(
                or_(
                    col(Draft.submitted_at) < instant - RECEIPT_LIMIT,
                    col(Draft.submitted_at).is_(None)
                    & (or_(col(Draft.saved_at) < instant - UNTOUCHED_LIMIT, col(Draft.saved_at).is_(None)))
                    & (col(Draft.started_at) < instant - UNTOUCHED_LIMIT),
                )
            )
        )
        return int(gone.rowcount)
