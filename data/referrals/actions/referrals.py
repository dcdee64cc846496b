"""Referring a child, answering the team's question, and taking a referral back."""

from sqlmodel import Session, col, select

from data.core.audit import check_permission, record
from data.core.db import find_visible, transaction
from data.core.row_versions import take_version
from data.core.scope import is_newest_place, visible_referrals, visible_schools
from data.core.sending import send_once
from data.referrals.queries import ChildRow, find_children
from models.attendance.pupils import Enrolment, Pupil
from models.attendance.schools import School
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.permissions import Actor, Permission
from models.referrals import TRANSITIONS, Referral, ReferralCreate, ReferralStatus, missing_of
from models.text import is_searchable, plain_words
from models.workflow import check_transition


def search_children(*, text: str, by: Actor, is_repeat: bool) -> tuple[ChildRow, ...]:
    """Find a child to refer, and write down that a search was made, never what was typed.

    `is_repeat` is true when the same tab shows the same search again, which is not another search.
    """
    check_permission(by, Permission.REFERRAL_WRITE)
    found = find_children(actor=by, text=text)
    if is_searchable(text) and not is_repeat:
        with transaction() as session:
            detail = f"to refer, {len(found)} found"
            record(session, action=AuditAction.PUPIL_SEARCHED, by=by.username, detail=detail)
    return found


def make_referral(*, referral: ReferralCreate, draft_key: str, by: Actor) -> int:
    """Record a referral. Consent may follow: it is needed for the waiting list, not to ask."""
    check_permission(by, Permission.REFERRAL_WRITE)
    for words in missing_of(referral, today=today()).values():
        raise InvalidInput(words)

    def write(session: Session) -> int:
        school_id = _school(session, referral, by)
        values = referral.model_dump(exclude={"concerns", "school_id"})
        row = Referral(
            **values,
            school_id=school_id,
            concerns=",".join(referral.concerns),
            account_id=by.account_id,
            received_by=by.username,
            draft_key=draft_key,
        )
        session.add(row)
        session.flush()
        target, detail = f"referral:{row.id}", f"school:{school_id}"
        record(session, action=AuditAction.REFERRAL_MADE, by=by.username, target=target, detail=detail)
        return row.id or 0

    return send_once(draft_key=draft_key, form="referral", by=by, write=write)


def _school(session: Session, referral: ReferralCreate, by: Actor) -> int:
    """The school a listed child is at now, or the one named; either must be this person's to refer from."""
    wanted = select(School.id).where(visible_schools(by))
    if referral.pupil_id is None:
        wanted = wanted.where(col(School.id) == referral.school_id)
    else:
        wanted = (
            wanted.join(Enrolment, col(Enrolment.school_id) == col(School.id))
            .join(Pupil, col(Pupil.id) == Enrolment.pupil_id)
            .where(col(Pupil.id) == referral.pupil_id, is_newest_place())
        )
    found = session.exec(wanted).first()
    if found is None:
        raise NotFound
    return found


def answer_question(*, referral_id: int, version: int, answer: str, draft_key: str, by: Actor) -> None:
    """Tell the team what it asked; the referral goes back to be looked at."""
    check_permission(by, Permission.REFERRAL_WRITE)
    answer = plain_words(answer, at_most=1_000, missing="Please write your answer first.")

    def write(session: Session) -> int:
        row = locked_referral(session, referral_id=referral_id, version=version, by=by)
        move(session, row, to=ReferralStatus.RECEIVED, by=by)
        row.answer = plain_words("\n".join((row.answer, answer)), at_most=2_000)
        return referral_id

    send_once(draft_key=draft_key, form="referral_answer", by=by, write=write)


def withdraw_referral(*, referral_id: int, version: int, reason: str, draft_key: str, by: Actor) -> None:
    """Take one's own referral back."""
    check_permission(by, Permission.REFERRAL_WRITE)
    reason = plain_words(reason, at_most=1_000, missing="Please say in a few words why.")

    def write(session: Session) -> int:
        row = locked_referral(session, referral_id=referral_id, version=version, by=by)
        if row.account_id != by.account_id:
            raise InvalidInput("Only the person who sent a referral can take it back. Nothing was changed.")
        move(session, row, to=ReferralStatus.WITHDRAWN, by=by)
        row.outcome = reason
        return referral_id

    send_once(draft_key=draft_key, form="referral_withdraw", by=by, write=write)


def locked_referral(session: Session, *, referral_id: int, version: int, by: Actor) -> Referral:
    """A referral this person may see, held until the transaction ends, as they saw it."""
    row = find_visible(
        session, select(Referral).where(col(Referral.id) == referral_id, visible_referrals(by)), is_locked=True
    )
    take_version(row, seen=version)
    return row


def move(session: Session, row: Referral, *, to: ReferralStatus, by: Actor) -> None:
    """Take a referral along TRANSITIONS, and write it down. Part of another action's transaction."""
    check_transition(TRANSITIONS, row.status, to)
    detail = f"{row.status} to {to}"
    row.status = to
    record(session, action=AuditAction.REFERRAL_MOVED, by=by.username, target=f"referral:{row.id}", detail=detail)
