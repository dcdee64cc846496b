"""Links by which somebody answers without an account: what one opens, and which are out there."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session, col, func, select

from data.access.queries.accounts import Visit, setting, token_hash
from data.core.audit import check_permission
from data.core.db import reading
from data.evaluations.queries.questionnaires import Version, version_with_questions
from data.programmes.queries.programmes import programme_in_scope
from models.columns import now
from models.drafts import Draft
from models.errors import HomeLinkError
from models.evaluations.answers import AnswerBatch
from models.evaluations.questionnaires import AnswerLink, AnswerSheet, AnswerWay, Stage
from models.permissions import Actor, Permission, Role
from models.programmes.programme import Programme

THANKS_FOR = timedelta(minutes=10)  # how long whoever just answered is thanked, should they look again
ANSWERS_PER_PLACE = 2  # of a group link: both parents, or some who came only once
CLOSED = (
    "This link is not open. The questions may have been answered already, or their time may be over. "
    "If you would like to answer, please ask whoever gave you the link."
)


class LinkClosed(HomeLinkError):
    """The same words for a link that is guessed, used, expired or revoked."""

    def __init__(self) -> None:
        super().__init__(CLOSED)


@dataclass(frozen=True, slots=True)
class LinkForm:
    """What a link asks, and nothing about anyone. `subject` is what the draft of whoever answers is about."""

    programme_id: int
    programme: str
    asked: Version
    stage: Stage
    participant_id: int | None
    subject: str
    is_answered: bool


@dataclass(frozen=True, slots=True)
class LinkRow:
    """One link that is still open, as a worker sees it. No participant: it is for the whole group."""

    id: int
    participant_id: int | None
    expires_at: datetime
    answers: int


def link_of(session: Session, *, token: str) -> AnswerLink | None:
    """The link of a token, found by its hash; whether it is open is another question."""
    return session.exec(select(AnswerLink).where(AnswerLink.token_hash == token_hash(token))).first()


def visit_of(session: Session, *, link: AnswerLink, device: str) -> Visit | None:
    """Somebody who may do one thing: answer what this link asks, or be thanked for it. None when it is closed."""
    if link.revoked_at is not None or link.expires_at <= now():
        return None
    answered_at = _answered_at(session, link, _subject(link, device))
    if now() - answered_at > THANKS_FOR if answered_at else not _has_room(session, link):
        return None
    name = _name(link.id)
    actor = Actor(account_id=None, username=name, display_name=name, role=Role.LINK, link_id=link.id)
    return Visit(
        actor=actor,
        is_due_for_touch=False,
        must_change_password=False,
        is_demonstration=setting(session, "is_demo") == "1",
        data_version=0,
    )


def link_form(*, actor: Actor, device: str) -> LinkForm:
    """What whoever opened a link is asked."""
    check_permission(actor, Permission.ANSWER_FORM)
    with reading() as session:
        link = session.get(AnswerLink, actor.link_id)
        asked = version_with_questions(session, version_id=link.version_id) if link else None
        programme = session.get(Programme, link.programme_id) if link else None
        if link is None or asked is None or programme is None:
            raise LinkClosed
        subject = _subject(link, device)
        is_answered = _answered_at(session, link, subject) is not None
    return LinkForm(link.programme_id, programme.name, asked, link.stage, link.participant_id, subject, is_answered)


def check_link(session: Session, *, batch: AnswerBatch, draft_key: str, by: Actor) -> None:
    """Raise LinkClosed unless these are the answers this link asks for, and the first by whoever sends them."""
    link = session.exec(select(AnswerLink).where(AnswerLink.id == by.link_id).with_for_update()).first()
    subject = session.exec(select(Draft.subject).where(Draft.key == draft_key)).one()
    if link is None or link.revoked_at is not None or link.expires_at <= now():
        raise LinkClosed
    wanted = (AnswerWay.LINK, link.programme_id, link.version_id, link.stage, [link.participant_id])
    people = [sheet.participant_id for sheet in batch.sheets]
    if wanted != (batch.way, batch.programme_id, batch.version_id, batch.stage, people):
        raise LinkClosed
    if _answered_at(session, link, subject) is not None or not _has_room(session, link):
        raise LinkClosed


def list_links(*, actor: Actor, programme_id: int, version_id: int, stage: Stage) -> tuple[LinkRow, ...]:
    """The links that are open, those of the whole group first, then by how long they stay so."""
    check_permission(actor, Permission.EVALUATION_WRITE)
    with reading() as session:
        programme_in_scope(session, actor=actor, programme_id=programme_id)
        rows = open_links(session, programme_id=programme_id, version_id=version_id, stage=stage)
        return tuple(LinkRow(row.id or 0, row.participant_id, row.expires_at, _sent(session, row)) for row in rows)


def open_links(session: Session, *, programme_id: int, version_id: int, stage: Stage) -> list[AnswerLink]:
    """The rows of the links that are neither stopped nor over."""
    rows = (
        select(AnswerLink)
        .where(
            AnswerLink.programme_id == programme_id,
            AnswerLink.version_id == version_id,
            AnswerLink.stage == stage,
            col(AnswerLink.revoked_at).is_(None),
            col(AnswerLink.expires_at) > now(),
        )
        .order_by(col(AnswerLink.participant_id).is_not(None), col(AnswerLink.expires_at), col(AnswerLink.id))
    )
    return list(session.exec(rows))


def _name(link_id: int | None) -> str:
    """What the audit log calls whoever opened a link; never its token."""
    return f"link {link_id}"


def _subject(link: AnswerLink, device: str) -> str:
    """One draft for the person a link was made for; one for each browser where it is for a group."""
    if link.participant_id is not None:
        return f"participant:{link.participant_id}"
    return f"device:{hashlib.sha256(device.encode()).hexdigest()[:40]}"


def _answered_at(session: Session, link: AnswerLink, subject: str) -> datetime | None:
    sent = select(func.max(Draft.submitted_at)).where(Draft.link_id == link.id, Draft.subject == subject)
    return session.exec(sent).one()


def _has_room(session: Session, link: AnswerLink) -> bool:
    if link.participant_id is None:
        places = session.exec(select(Programme.places).where(Programme.id == link.programme_id)).one()
        return _sent(session, link) < places * ANSWERS_PER_PLACE
    answered = select(AnswerSheet.id).where(
        AnswerSheet.programme_id == link.programme_id,
        AnswerSheet.version_id == link.version_id,
        AnswerSheet.stage == link.stage,
        AnswerSheet.participant_id == link.participant_id,
    )
    return session.exec(answered).first() is None


def _sent(session: Session, link: AnswerLink) -> int:
    return session.exec(select(func.count()).where(col(AnswerSheet.recorded_by) == _name(link.id))).one()
