"""Links by which somebody answers without an account: making, stopping and opening them.

A token is shown once, on paper, and kept only as a hash. Why it is so: docs/decisions/answer-links.md.
"""

import secrets
from collections.abc import Collection, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlmodel import col, select

from data.access.queries.accounts import Visit, token_hash
from data.access.throttle import TooManyAttempts, address_subject, is_blocked, take_attempt
from data.core.audit import check_permission, record
from data.core.db import reading, transaction
from data.evaluations.queries.answer_links import link_of, open_links, visit_of
from data.evaluations.queries.answers import answer_book
from data.exporting.answer_links import Card, answer_links_document
from data.programmes.queries.programmes import programme_in_scope, programme_record
from models.audit import AuditAction
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.evaluations.questionnaires import STAGE_WORDS, AnswerLink, Stage
from models.permissions import Actor, Permission

USUAL_DAYS, MOST_DAYS = 14, 60
WRONG_LIMIT = 50  # wrong links from one address within a quarter of an hour; a whole school may share one
_LONGEST_TOKEN = 100


@dataclass(frozen=True, slots=True)
class MadeLinks:
    """New links, each with its token: nobody can show them again."""

    cards: tuple[Card, ...]
    document: bytes  # the same to print, as a PDF
    closed: int  # earlier links of the same people


def make_links(
    *, programme_id: int, version_id: int, stage: Stage, is_group: bool, days: int, address: str, closes_earlier: bool,
    by: Actor,
) -> MadeLinks:  # fmt: skip
    """One link for the group, or one for each person who has not answered yet; and their earlier ones closed.

    `address` is what each link begins with, up to its token.
    """
    check_permission(by, Permission.EVALUATION_WRITE)
    if not 1 <= days <= MOST_DAYS or urlsplit(address).scheme not in ("http", "https"):
        raise InvalidInput(f"A link can be open for 1 to {MOST_DAYS} days. Nothing was made.")
    book = answer_book(actor=by, programme_id=programme_id, version_id=version_id, stage=stage)
    waiting: dict[int | None, str] = {one.participant_id: one.name for one in book.people if not one.version}
    people = {None: ""} if is_group else waiting
    if not people:
        raise InvalidInput("Everybody on the register has answered, so no link was made.")
    asked: dict[str, Any] = {"programme_id": programme_id, "version_id": version_id, "stage": stage}
    expires_at = now() + timedelta(days=days)
    tokens = {person: secrets.token_urlsafe(16) for person in people}
    with transaction() as session:
        found = open_links(session, **asked) if closes_earlier else []
        earlier = [row for row in found if row.participant_id in people]
        _stop(earlier, by)
        session.add_all(
            AnswerLink(
                **asked, token_hash=token_hash(token), participant_id=person, expires_at=expires_at,
                made_by=by.username,
            )
            for person, token in tokens.items()
        )  # fmt: skip
        made = "one for the group" if is_group else f"{len(people)} personal"
        record(
            session, action=AuditAction.ANSWER_LINK_CHANGED, by=by.username, target=f"programme:{programme_id}",
            detail=f"made, {STAGE_WORDS[stage]}, {made}; {len(earlier)} earlier ones stopped",
        )  # fmt: skip
    name = programme_record(actor=by, programme_id=programme_id).content.name
    cards = tuple(Card(who, f"{address}{tokens[person]}") for person, who in people.items())
    document = answer_links_document(cards, programme=name, stage=stage, expires_at=expires_at)
    return MadeLinks(cards, document, len(earlier))


def _stop(rows: Iterable[AnswerLink], by: Actor) -> None:
    for row in rows:
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = now(), by.username


def revoke_links(*, link_ids: Collection[int], by: Actor) -> None:
    """Make these links stop working at once. What was answered by them stays."""
    check_permission(by, Permission.EVALUATION_WRITE)
    with transaction() as session:
        rows = session.exec(select(AnswerLink).where(col(AnswerLink.id).in_(link_ids)).with_for_update()).all()
        if not rows or len(rows) != len(set(link_ids)):
            raise NotFound
        for row in rows:
            programme_in_scope(session, actor=by, programme_id=row.programme_id)
        _stop(rows, by)
        record(
            session, action=AuditAction.ANSWER_LINK_CHANGED, by=by.username,
            target=f"programme:{rows[0].programme_id}",
            detail="stopped: " + ", ".join(f"link {row.id}" for row in rows),
        )  # fmt: skip


def open_link(*, token: str, device: str, address: str | None, is_known: bool = False) -> Visit | None:
    """What a link's token opens; None for one that is guessed, used, expired or revoked, without saying which.

    Wrong ones are counted for each address, which is then not listened to for a while. A tab whose link `is_known`
    goes on, so that somebody else's guessing next door stops nobody who is answering.
    """
    guesser = address_subject(f"links from {address}")
    with reading() as session:
        if not is_known and is_blocked(session, subject=guesser, limit=WRONG_LIMIT):
            return None
        link = link_of(session, token=token) if len(token) <= _LONGEST_TOKEN else None
        if link is not None:
            return visit_of(session, link=link, device=device)
    with suppress(TooManyAttempts), transaction() as session:
        take_attempt(session, subjects=[(guesser, WRONG_LIMIT)])
    return None
