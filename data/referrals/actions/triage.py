"""Deciding about referrals: asking for more, the waiting list, declining, allocating, and telling the outcome."""

from datetime import date

from sqlmodel import Session, select

from data.core.audit import check_permission, record
from data.core.db import find_visible, transaction
from data.core.scope import visible_rows
from data.core.sending import send_once
from data.referrals.actions.referrals import locked_referral, move
from models.attendance.pupils import Pupil
from models.audit import AuditAction
from models.clock import today
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker, next_reference
from models.families.people import Consent
from models.families.week import support_due
from models.library.directory import Service
from models.permissions import Actor, Permission
from models.referrals import OUTCOMES, Referral, ReferralStatus, Triage, consent_problem
from models.text import plain_words

_DECISIONS = {ReferralStatus.MORE_NEEDED, ReferralStatus.WAITING, ReferralStatus.DECLINED}


def triage_referral(*, referral_id: int, triage: Triage, draft_key: str, by: Actor) -> None:
    """Ask the referrer for more, put the child on the waiting list, or decline and say why."""
    check_permission(by, Permission.REFERRAL_TRIAGE)
    _check_decision(triage)

    def write(session: Session) -> int:
        row = _undecided(session, referral_id, triage.version, by)
        move(session, row, to=triage.to, by=by)
        row.triaged_at, row.triaged_by = now(), by.username
        if triage.to is ReferralStatus.MORE_NEEDED:
            row.question = triage.words.strip()
        elif triage.to is ReferralStatus.DECLINED:
            row.outcome = triage.words.strip()
            _point_to_service(session, row, triage, by)
        else:
            _put_on_list(row, triage)
        return referral_id

    send_once(draft_key=draft_key, form="triage", by=by, write=write)


def _point_to_service(session: Session, row: Referral, triage: Triage, by: Actor) -> None:
    """The referrer reads who could help instead, beside the reason."""
    if triage.service_id is None:
        return
    wanted = select(Service).where(Service.id == triage.service_id, visible_rows(Service, by))
    service = find_visible(session, wanted)
    row.service_id = service.id
    row.outcome = f"{row.outcome} This service may help: {', '.join(filter(None, (service.name, service.phone)))}."


def _check_decision(triage: Triage) -> None:
    if triage.to not in _DECISIONS:
        raise InvalidInput("Please choose what to do with this referral. Nothing was changed.")
    if triage.to is not ReferralStatus.WAITING and not triage.words.strip():
        raise InvalidInput("Please write what the referrer is to be told. Nothing was changed.")
    if triage.to is ReferralStatus.WAITING and triage.need is None:
        raise InvalidInput("Please say how soon help is needed. Nothing was changed.")
    if problem := consent_problem(triage.consent_by, triage.consent_on, today=today()):
        raise InvalidInput(problem)


def _put_on_list(row: Referral, triage: Triage) -> None:
    row.need, row.triage_note = triage.need, triage.words.strip()
    row.consent_by = triage.consent_by.strip() or row.consent_by
    row.consent_on = triage.consent_on or row.consent_on
    if not row.consent_by or row.consent_on is None:
        raise InvalidInput(
            "The family has to agree before the child goes on the waiting list. Please say who agreed and when, "
            "or ask the referrer. Nothing was changed."
        )


def _undecided(session: Session, referral_id: int, version: int, by: Actor) -> Referral:
    """A referral somebody else entered: nobody decides about their own."""
    row = locked_referral(session, referral_id=referral_id, version=version, by=by)
    if row.account_id == by.account_id:
        raise InvalidInput(
            "You recorded this referral yourself, so a colleague who may decide has to look at it. Nothing was changed."
        )
    return row


def link_referral(*, referral_id: int, version: int, pupil_id: int, by: Actor) -> None:
    """Say which child of the pupil list a referral is about."""
    check_permission(by, Permission.REFERRAL_TRIAGE)
    with transaction() as session:
        row = locked_referral(session, referral_id=referral_id, version=version, by=by)
        if session.get(Pupil, pupil_id) is None:
            raise NotFound
        row.pupil_id = pupil_id
        detail = f"is about pupil:{pupil_id}"
        record(
            session, action=AuditAction.REFERRAL_MOVED, by=by.username, target=f"referral:{referral_id}", detail=detail
        )


def allocate_referral(
    *, referral_id: int, version: int, worker_id: int, review_on: date | None, outcome: str, draft_key: str, by: Actor
) -> int:
    """Give the child a worker: support begins today and is reviewed a term later, or on the day given.

    Returns the family's id.
    """
    check_permission(by, Permission.REFERRAL_TRIAGE)

    def write(session: Session) -> int:
        row = _undecided(session, referral_id, version, by)
        move(session, row, to=ReferralStatus.ALLOCATED, by=by)
        if session.get(Worker, worker_id) is None:
            raise NotFound
        row.family_id = _family(session, row, by)
        row.worker_id, row.outcome = worker_id, plain_words(outcome, at_most=1_000)
        row.allocated_at, row.allocated_by = now(), by.username
        _start_support(session, row, review_on, by)
        return row.family_id

    return send_once(draft_key=draft_key, form="allocation", by=by, write=write)


def _family(session: Session, row: Referral, by: Actor) -> int:
    """The child's family, made now if there is none, with the consent the referral brought."""
    if row.pupil_id is None:
        raise InvalidInput("Please find the child on the pupil list first. Nothing was changed.")
    family_id = session.exec(select(FamilyChild.family_id).where(FamilyChild.pupil_id == row.pupil_id)).first()
    if family_id is None:
        family = Family(reference=next_reference(session.exec(select(Family.reference))))
        session.add(family)
        session.flush()
        family_id = family.id or 0
        session.add(FamilyChild(family_id=family_id, pupil_id=row.pupil_id))
        target = f"family:{family_id}"
        record(session, action=AuditAction.FAMILY_ADDED, by=by.username, target=target)
    if row.consent_on is not None:
        session.add(_consent(row, family_id, by))
    return family_id


def _consent(row: Referral, family_id: int, by: Actor) -> Consent:
    return Consent(
        family_id=family_id,
        kind="support",
        is_given=True,
        who=row.consent_by,
        given_on=row.consent_on or today(),
        recorded_by=by.username,
    )


def _start_support(session: Session, row: Referral, review_on: date | None, by: Actor) -> None:
    others = session.exec(select(SupportPeriod).where(SupportPeriod.pupil_id == row.pupil_id)).all()
    if any(period.status is not SupportStatus.CLOSED for period in others):
        raise InvalidInput(
            "This child has a worker already. You can hand the family over instead, or decline this referral and "
            "say so. Nothing was changed."
        )
    if any(period.started_on == today() for period in others):
        raise InvalidInput("Support of this child began and ended today. Please allocate the referral tomorrow.")
    if review_on is not None and review_on <= today():
        raise InvalidInput("The review has to be on a day to come. Nothing was changed.")
    period = SupportPeriod(
        pupil_id=row.pupil_id or 0,
        family_id=row.family_id or 0,
        worker_id=row.worker_id or 0,
        started_on=today(),
        review_on=support_due(today(), review_on),
        status=SupportStatus.ACTIVE,
    )
    session.add(period)
    target, detail = f"pupil:{row.pupil_id}", f"worker:{row.worker_id}, from referral:{row.id}"
    record(session, action=AuditAction.SUPPORT_STARTED, by=by.username, target=target, detail=detail)


def tell_outcome(*, referral_id: int, version: int, words: str, draft_key: str, by: Actor) -> None:
    """Note that the referrer was told what became of the referral, and in which words."""
    check_permission(by, Permission.REFERRAL_TRIAGE)
    words = plain_words(words, at_most=1_000, missing="Please write what you told them.")

    def write(session: Session) -> int:
        row = locked_referral(session, referral_id=referral_id, version=version, by=by)
        if row.status not in OUTCOMES:
            raise InvalidInput("Nothing has been decided about this referral yet. Nothing was changed.")
        row.outcome, row.told_at, row.told_by = words, now(), by.username
        detail = "the referrer was told"
        record(
            session, action=AuditAction.REFERRAL_MOVED, by=by.username, target=f"referral:{referral_id}", detail=detail
        )
        return referral_id

    send_once(draft_key=draft_key, form="outcome", by=by, write=write)
