"""Support as it goes on: begun, extended, stepped down, closed. Always for a family the person may open."""

from datetime import date

from sqlmodel import Session, col, select

from data.core.audit import check_permission, record
from data.core.db import find_visible, transaction
from data.core.row_versions import take_version
from data.core.scope import visible_families
from data.core.sending import send_once
from data.core.visits import note_visit, refusal_noted
from data.families.actions.plans import end_plan
from data.families.queries.support_periods import FamilySupport, family_support
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput
from models.families.family import (
    SUPPORT_TRANSITIONS,
    Family,
    SupportClosing,
    SupportExtension,
    SupportPeriod,
    SupportStatus,
)
from models.families.week import support_due
from models.permissions import Actor, Permission
from models.referrals import Referral, ReferralStatus
from models.text import plain_words
from models.workflow import check_transition

_STEPS = frozenset({SupportStatus.ACTIVE, SupportStatus.STEPPED_DOWN})


def open_support(*, family_id: int, by: Actor) -> FamilySupport:
    """The support of one family, once the visit, or the refusal of it, is written down."""
    check_permission(by, Permission.CASEWORK_READ)
    target = f"family:{family_id}"
    with refusal_noted(target=target, by=by):
        found = family_support(actor=by, family_id=family_id)
    note_visit(action=AuditAction.FAMILY_VIEWED, target=target, detail="its support", by=by)
    return found


def move_support(*, period_id: int, version: int, to: SupportStatus, by: Actor) -> None:
    """Begin support that was waiting, step it down, or step it up again. Beginning starts its term today."""
    check_permission(by, Permission.CASEWORK_WRITE)
    with transaction() as session:
        period = _locked(session, period_id, version, by)
        if to not in _STEPS:
            raise InvalidInput("To end support, please close it and say where the family goes next.")
        check_transition(SUPPORT_TRANSITIONS, period.status, to)
        if period.status is SupportStatus.WAITING:
            _check_free_day(session, period)
            period.started_on, period.review_on = today(), support_due(today(), None)
        detail = f"{period.status} to {to}"
        period.status = to
        _record(session, AuditAction.SUPPORT_CHANGED, period, by, detail)


def _check_free_day(session: Session, period: SupportPeriod) -> None:
    others = select(SupportPeriod.id).where(
        SupportPeriod.pupil_id == period.pupil_id, SupportPeriod.started_on == today(), SupportPeriod.id != period.id
    )
    if session.exec(others).first() is not None:
        raise InvalidInput("Other support of this child began today. Please begin this one tomorrow.")


def extend_support(*, period_id: int, version: int, until_on: date, reason: str, draft_key: str, by: Actor) -> int:
    """Agree a new review date and say why. Each extension stays visible."""
    check_permission(by, Permission.CASEWORK_WRITE)
    reason = plain_words(reason, at_most=300, missing="Please say in a sentence why.")

    def write(session: Session) -> int:
        period = _locked(session, period_id, version, by)
        if period.status is SupportStatus.CLOSED or until_on <= today():
            raise InvalidInput("A review has to be on a day to come, of support that goes on. Nothing was changed.")
        period.review_on = until_on
        row = SupportExtension(
            period_id=period_id, until_on=until_on, reason=reason, extended_by=by.username, draft_key=draft_key
        )
        session.add(row)
        session.flush()
        _record(session, AuditAction.SUPPORT_CHANGED, period, by, f"next review on {until_on}")
        return row.id or 0

    return send_once(draft_key=draft_key, form="extend_support", by=by, write=write)


def close_support(*, closing: SupportClosing, draft_key: str, by: Actor) -> int:
    """End support, and the child's plan with it; say where the family goes next, and what becomes of open actions."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        period = _locked(session, closing.period_id, closing.version, by)
        check_transition(SUPPORT_TRANSITIONS, period.status, SupportStatus.CLOSED)
        _check_closing(period, closing)
        end_plan(session, period.pupil_id, by, open_actions=closing.open_actions)
        period.status, period.ended_on = SupportStatus.CLOSED, closing.ended_on
        period.next_step, period.closing_note = closing.next_step, closing.closing_note.strip()
        _close_referrals(session, period, by)
        _record(session, AuditAction.SUPPORT_CLOSED, period, by, closing.next_step)
        return closing.period_id

    return send_once(draft_key=draft_key, form="close_support", by=by, write=write)


def _check_closing(period: SupportPeriod, closing: SupportClosing) -> None:
    if not closing.next_step:
        raise InvalidInput("Please say where the family goes next. Nothing was changed.")
    if not period.started_on <= closing.ended_on <= today():
        raise InvalidInput("Support can end on a day from its start up to today. Please check the date.")


def _close_referrals(session: Session, period: SupportPeriod, by: Actor) -> None:
    """Close the allocated referrals of the child whose support ends."""
    rows = session.exec(
        select(Referral)
        .where(Referral.pupil_id == period.pupil_id, Referral.status == ReferralStatus.ALLOCATED)
        .with_for_update()
    )
    for row in rows:
        row.status = ReferralStatus.CLOSED
        row.version += 1
        target, detail = f"referral:{row.id}", f"{ReferralStatus.ALLOCATED} to {ReferralStatus.CLOSED}"
        record(session, action=AuditAction.REFERRAL_MOVED, by=by.username, target=target, detail=detail)


def _locked(session: Session, period_id: int, version: int, by: Actor) -> SupportPeriod:
    period = find_visible(
        session,
        select(SupportPeriod)
        .join(Family, col(Family.id) == SupportPeriod.family_id)
        .where(col(SupportPeriod.id) == period_id, visible_families(by))
        .with_for_update(of=SupportPeriod),
    )
    take_version(period, seen=version)
    return period


def _record(session: Session, action: AuditAction, period: SupportPeriod, by: Actor, detail: str) -> None:
    record(session, action=action, by=by.username, target=f"pupil:{period.pupil_id}", detail=detail)
