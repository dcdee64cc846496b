"""Searching for pupils, opening one, and covering for a colleague: each is written down."""

from datetime import timedelta

from sqlmodel import Session, col, select

from data.attendance.queries.pupils import PupilRecord, PupilSearch, find_pupils, pupil_record
from data.core.audit import check_permission, record
from data.core.db import reading, transaction
from data.core.scope import visible_pupils
from data.core.visits import is_noted
from models.access import Cover
from models.attendance.pupils import Pupil
from models.audit import AuditAction
from models.clock import local_text
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.permissions import Actor, Permission
from models.text import is_searchable

COVER_LENGTH = timedelta(days=7)
LEAST_REASON, MOST_REASON = 5, 300


def search_pupils(*, text: str, by: Actor, is_repeat: bool) -> PupilSearch:
    """Find pupils, and write down that a search was made, never what was typed: it may be a child's name.

    `is_repeat` is true when the same tab shows the same search again, which is not another search.
    """
    check_permission(by, Permission.PUPIL_SEARCH)
    found = find_pupils(actor=by, text=text)
    if is_searchable(text) and not is_repeat:
        with transaction() as session:
            detail = f"by {found.kind}, {found.total} found"
            record(session, action=AuditAction.PUPIL_SEARCHED, by=by.username, detail=detail)
    return found


def open_pupil(*, pupil_id: int, by: Actor) -> PupilRecord:
    """One pupil's record, once the visit, or the refusal of it, is written down.

    A page is run again at every click; data.core.visits says what one visit is.
    """
    check_permission(by, Permission.PUPIL_SEARCH)
    try:
        found = pupil_record(actor=by, pupil_id=pupil_id)
    except NotFound:
        _note_once(AuditAction.REFUSED, by, pupil_id)
        raise
    _note_once(AuditAction.PUPIL_VIEWED, by, pupil_id)
    return found


def _note_once(action: AuditAction, by: Actor, pupil_id: int) -> None:
    target = f"pupil:{pupil_id}"
    with reading() as session:
        if is_noted(session, action, by.username, target):
            return
        detail = "not theirs to open" if action is AuditAction.REFUSED else _reason(session, by, pupil_id)
    with transaction() as session:
        record(session, action=action, by=by.username, target=target, detail=detail)


def _reason(session: Session, by: Actor, pupil_id: int) -> str:
    """Why this person may open the page, for the log."""
    if by.can(Permission.PUPIL_READ_ALL):
        return "they may open every pupil"
    mine = select(Cover.id).where(Cover.account_id == by.account_id, Cover.pupil_id == pupil_id, Cover.until_at > now())
    return "covering for a colleague" if session.exec(mine).first() else "on their caseload"


def give_cover(*, pupil_id: int, reason: str, by: Actor) -> None:
    """Open a colleague's pupil to this worker for seven days. Doing it twice gives one cover.

    The reason is kept with the cover, where the lead reads it, and not in the log, which can never forget.
    """
    check_permission(by, Permission.COVER_WRITE)
    words = " ".join(reason.split())
    if not LEAST_REASON <= len(words) <= MOST_REASON:
        raise InvalidInput(
            "Please say in a few words why you need to open this page, in at most 300 letters. "
            "Your team lead will see it. Nothing has been saved yet."
        )
    with transaction() as session:
        if session.exec(select(Pupil.id).where(Pupil.id == pupil_id).with_for_update()).first() is None:
            raise NotFound
        if session.exec(select(Pupil.id).where(col(Pupil.id) == pupil_id, visible_pupils(by))).first():
            return
        until_at = now() + COVER_LENGTH
        session.add(
            Cover(
                account_id=by.account_id or 0, pupil_id=pupil_id, reason=words, given_by=by.username, until_at=until_at
            )
        )
        detail = f"until {local_text(until_at)}"
        record(session, action=AuditAction.COVER_GIVEN, by=by.username, target=f"pupil:{pupil_id}", detail=detail)
