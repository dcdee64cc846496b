"""Handing families over: one family to a colleague, or a leaver's whole caseload, offered and answered."""

from collections.abc import Mapping

from sqlmodel import Session, col, select

from data.attendance.actions.pupils import COVER_LENGTH
from data.core.audit import check_permission, record
from data.core.db import transaction
from data.core.queries.choices import labels
from data.core.row_versions import take_version
from data.core.scope import visible_families
from data.core.sending import send_once
from data.exporting.handover_pack import handover_pack
from data.families.queries.handover import handover_families
from data.families.queries.transfers import count_open_drafts
from models.access import Account, Cover
from models.audit import AuditAction
from models.choices import ChoiceList
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.families.family import (
    TRANSFER_TRANSITIONS,
    CaseloadOffer,
    Family,
    FamilyChild,
    SupportPeriod,
    SupportStatus,
    Transfer,
    TransferStatus,
    Worker,
)
from models.permissions import Actor, Permission
from models.referrals import Referral, ReferralStatus
from models.text import plain_words
from models.workflow import check_transition


def offer_families(*, offer: CaseloadOffer, draft_key: str, by: Actor) -> int:
    """Offer one family, or a leaver's whole caseload in the order of hand-over. Returns how many were offered.

    A worker offers families of their own; who sees every caseload may offer anyone's.
    """
    check_permission(by, Permission.TRANSFER_WRITE)
    if offer.from_worker_id != by.worker_id:
        check_permission(by, Permission.CASELOAD_READ_ALL)
    _check_offer(offer)

    def write(session: Session) -> int:
        for position, (family_id, to_worker_id) in enumerate(offer.families):
            _check_family(session, offer.from_worker_id, family_id, to_worker_id, by)
            session.add(_offer(offer, family_id, to_worker_id, position, draft_key, by))
            target, detail = f"family:{family_id}", f"worker:{offer.from_worker_id} to worker:{to_worker_id}"
            record(session, action=AuditAction.TRANSFER_OFFERED, by=by.username, target=target, detail=detail)
        return len(offer.families)

    return send_once(draft_key=draft_key, form="hand_over", by=by, write=write)


def _check_offer(offer: CaseloadOffer) -> None:
    plain_words(offer.reason, at_most=300, missing="Please say in a sentence why.")
    if not offer.families:
        raise InvalidInput("Please choose at least one family and who takes over. Nothing was changed.")
    if len({family_id for family_id, _ in offer.families}) < len(offer.families):
        raise InvalidInput("A family is in the list twice. Nothing was changed.")


def _check_family(session: Session, from_worker_id: int, family_id: int, to_worker_id: int, by: Actor) -> None:
    held = session.exec(
        select(SupportPeriod.id)
        .join(Family, col(Family.id) == SupportPeriod.family_id)
        .where(
            SupportPeriod.family_id == family_id,
            SupportPeriod.worker_id == from_worker_id,
            SupportPeriod.status != SupportStatus.CLOSED,
            visible_families(by),
        )
    ).first()
    if held is None or session.get(Worker, to_worker_id) is None:
        raise NotFound
    if to_worker_id == from_worker_id:
        raise InvalidInput("Please choose a colleague: this worker supports the family already. Nothing was changed.")
    offered = select(Transfer.id).where(
        Transfer.family_id == family_id,
        Transfer.from_worker_id == from_worker_id,
        Transfer.status == TransferStatus.OFFERED,
    )
    if session.exec(offered).first() is not None:
        raise InvalidInput("One of these families is already offered to a colleague. Nothing was changed.")


def _offer(
    offer: CaseloadOffer, family_id: int, to_worker_id: int, position: int, draft_key: str, by: Actor
) -> Transfer:
    return Transfer(
        family_id=family_id,
        from_worker_id=offer.from_worker_id,
        to_worker_id=to_worker_id,
        reason=offer.reason.strip(),
        handover_note=offer.handover_note.strip(),
        batch=draft_key,
        position=position,
        offered_by=by.username,
    )


def accept_offers(*, offers: Mapping[int, int], by: Actor) -> None:
    """Take over the families offered to one, all or none of them; the lead may do it for anyone.

    `offers` are the transfers with the version seen of each. The new worker has the same periods of support from
    today; the transfer keeps who had them before.
    """
    check_permission(by, Permission.TRANSFER_WRITE)
    with transaction() as session:
        for transfer_id, version in sorted(offers.items()):
            row = _answered(session, transfer_id, version, TransferStatus.ACCEPTED, by)
            _let_finish(session, row, by)
            _change_worker(session, row)


def decline_offer(*, transfer_id: int, version: int, reason: str, draft_key: str, by: Actor) -> None:
    """Leave a family where it is, and tell whoever offered it why."""
    check_permission(by, Permission.TRANSFER_WRITE)
    reason = plain_words(reason, at_most=300, missing="Please say in a sentence why, for whoever offered.")

    def write(session: Session) -> int:
        _answered(session, transfer_id, version, TransferStatus.DECLINED, by).decline_reason = reason
        return transfer_id

    send_once(draft_key=draft_key, form="decline_offer", by=by, write=write)


def take_offer_back(*, transfer_id: int, version: int, by: Actor) -> None:
    """Take one's own offer back before it is answered, or keep a family a colleague declined.

    The lead may do it for anyone.
    """
    check_permission(by, Permission.TRANSFER_WRITE)
    with transaction() as session:
        _answered(session, transfer_id, version, TransferStatus.WITHDRAWN, by)


def _answered(session: Session, transfer_id: int, version: int, answer: TransferStatus, by: Actor) -> Transfer:
    """Lock an offer, set and log the answer; NotFound when the offer is not theirs to answer or withdraw."""
    row = session.get(Transfer, transfer_id, with_for_update=True)
    whose = row and (row.from_worker_id if answer is TransferStatus.WITHDRAWN else row.to_worker_id)
    if row is None or not (by.can(Permission.CASELOAD_READ_ALL) or by.worker_id == whose):
        raise NotFound
    take_version(row, seen=version)
    check_transition(TRANSFER_TRANSITIONS, row.status, answer)
    row.status, row.answered_at, row.answered_by = answer, now(), by.username
    target, detail = f"family:{row.family_id}", f"{answer}, to worker:{row.to_worker_id}"
    record(session, action=AuditAction.TRANSFER_ANSWERED, by=by.username, target=target, detail=detail)
    return row


def _change_worker(session: Session, row: Transfer) -> None:
    """Give the new worker the open periods, and the allocated referrals too, so that the school sees whom to ask."""
    held = SupportPeriod.family_id == row.family_id, SupportPeriod.worker_id == row.from_worker_id
    periods = select(SupportPeriod).where(*held, SupportPeriod.status != SupportStatus.CLOSED)
    referrals = select(Referral).where(
        Referral.family_id == row.family_id,
        Referral.status == ReferralStatus.ALLOCATED,
        Referral.worker_id == row.from_worker_id,
    )
    moved = *session.exec(periods.with_for_update()), *session.exec(referrals.with_for_update())
    for one in moved:
        one.worker_id = row.to_worker_id
        one.version += 1


def _let_finish(session: Session, row: Transfer, by: Actor) -> None:
    """Give the old worker seven days of cover if forms about the family are begun, so that these can be finished."""
    if not count_open_drafts(session, worker_id=row.from_worker_id, family_id=row.family_id):
        return
    until_at = now() + COVER_LENGTH
    children = session.exec(select(FamilyChild.pupil_id).where(FamilyChild.family_id == row.family_id)).all()
    for account in session.exec(select(Account).where(Account.worker_id == row.from_worker_id)).all():
        for pupil_id in children:
            cover = Cover(
                account_id=account.id or 0,
                pupil_id=pupil_id,
                reason="To finish forms begun before the family was handed over",
                given_by=by.username,
                until_at=until_at,
            )
            session.add(cover)
            detail = f"{account.username}, to finish forms after a hand-over"
            target = f"pupil:{pupil_id}"
            record(session, action=AuditAction.COVER_GIVEN, by=by.username, target=target, detail=detail)


def export_handover(*, worker_id: int, by: Actor) -> bytes:
    """The hand-over pack of a worker's whole caseload, as a document to print."""
    check_permission(by, Permission.TRANSFER_WRITE)
    if worker_id != by.worker_id:
        check_permission(by, Permission.CASELOAD_READ_ALL)
    families = handover_families(actor=by, worker_id=worker_id)
    with transaction() as session:
        worker = session.get(Worker, worker_id)
        if worker is None:
            raise NotFound
        target = f"worker:{worker_id}, {len(families)} to hand over"
        record(session, action=AuditAction.SUMMARY_EXPORTED, by=by.username, target=target)
    kinds = labels(actor=by, list_name=ChoiceList.CONTACT_KIND)
    return handover_pack(families, worker=worker.name, kinds=kinds)
