"""Forms somebody has begun."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import col, select

from data.core.db import reading
from data.core.scope import own_drafts
from models.drafts import Draft
from models.permissions import Actor

Answers = dict[str, Any]  # plain JSON values


@dataclass(frozen=True, slots=True)
class OpenDraft:
    """A form not yet sent; `answers` are as last saved."""

    key: str
    form: str
    subject: str
    answers: Answers
    started_at: datetime
    saved_at: datetime | None


@dataclass(frozen=True, slots=True)
class Receipt:
    """The last time this person sent this form about this subject."""

    submitted_at: datetime
    record_id: int | None


def open_draft_of(row: Draft) -> OpenDraft:
    """A frozen copy of a draft's row, which pages may hold after the session ends."""
    return OpenDraft(row.key, row.form, row.subject, json.loads(row.answers), row.started_at, row.saved_at)


def find_draft(*, actor: Actor, form: str, subject: str) -> OpenDraft | None:
    """The person's own open draft of this form about this subject. Nobody else's is ever found."""
    with reading() as session:
        row = session.exec(
            select(Draft).where(
                *own_drafts(actor), Draft.form == form, Draft.subject == subject, col(Draft.submitted_at).is_(None)
            )
        ).first()
        return open_draft_of(row) if row else None


def handed_over_draft(*, actor: Actor) -> OpenDraft | None:
    """The one form a child who holds this person's tablet is filling in; None once it is gone or sent."""
    with reading() as session:
        row = session.exec(
            select(Draft).where(
                Draft.key == actor.handed_over_key, *own_drafts(actor), col(Draft.submitted_at).is_(None)
            )
        ).first()
        return open_draft_of(row) if row else None


def list_drafts(*, actor: Actor) -> list[OpenDraft]:
    """The forms this person began and has not sent, newest first; untouched ones are not worth showing."""
    with reading() as session:
        rows = session.exec(
            select(Draft)
            .where(*own_drafts(actor), col(Draft.submitted_at).is_(None), col(Draft.saved_at).is_not(None))
            .order_by(col(Draft.saved_at).desc())
        ).all()
        return [open_draft_of(row) for row in rows]


def last_receipt(*, actor: Actor, form: str, subject: str) -> Receipt | None:
    """When this person last sent this form about this subject, so that a lost answer can still be told."""
    with reading() as session:
        row = session.exec(
            select(Draft)
            .where(
                *own_drafts(actor), Draft.form == form, Draft.subject == subject, col(Draft.submitted_at).is_not(None)
            )
            .order_by(col(Draft.submitted_at).desc())
        ).first()
        return Receipt(row.submitted_at, row.record_id) if row and row.submitted_at else None
