"""Handing over one family or a whole caseload: offered, answered once, and nothing of the work lost."""

from datetime import date
from typing import Any

import pytest
from sqlmodel import select

from data.core.actions.drafts import save_answers
from data.core.db import reading, transaction
from data.families.actions import transfers
from data.families.actions.transfers import accept_offers, decline_offer, export_handover, offer_families
from data.families.queries.handover import RESTRICTED, handover_families
from data.families.queries.support_periods import family_support
from data.families.queries.transfers import OfferRow, list_caseload, list_offers, list_rooms
from data.families.queries.week import my_week
from models.access import Cover, Setting
from models.audit import AuditAction, AuditEvent
from models.clock import today
from models.columns import now
from models.errors import Conflict, InvalidInput, InvalidTransition, NotFound, PermissionDenied
from models.families.contacts import Contact
from models.families.family import CaseloadOffer, Family, SupportPeriod, SupportStatus, Transfer, TransferStatus
from models.families.people import Adult
from models.families.plans import ActionStatus, Plan, PlanAction
from models.families.week import DueKind
from models.permissions import Actor, Role
from models.referrals import Referral, ReferralStatus
from tests.factories import make_actor, make_worker, save
from tests.rows.support import key, make_child, make_worker_actor, referral_of, support

pytestmark = pytest.mark.both_databases


@pytest.fixture
def leaver(database: str) -> Actor:
    return make_worker_actor(make_worker(name="HLW 01"), "leaver")


@pytest.fixture
def colleague(leaver: Actor) -> Actor:
    return make_worker_actor(make_worker(name="HLW 02"), "colleague")


@pytest.fixture
def family_id(leaver: Actor, school_id: int) -> int:
    children = make_child(school_id), make_child(school_id, place=1, forename="Ben")
    return support(leaver.worker_id or 0, *children)


def _offer(by: Actor, from_worker: Actor, families: dict[int, Actor], **fields: Any) -> int:
    pairs = tuple((family_id, to.worker_id or 0) for family_id, to in families.items())
    values = {"reason": "Moving to another post", "handover_note": "Ring in the evening", **fields}
    offer = CaseloadOffer(from_worker_id=from_worker.worker_id or 0, families=pairs, **values)
    return offer_families(offer=offer, draft_key=key(by, "hand_over"), by=by)


def _accept(by: Actor, offer: OfferRow, version: int | None = None) -> None:
    accept_offers(offers={offer.id: version or offer.version}, by=by)


def _decline(by: Actor, offer: OfferRow, draft_key: str | None = None, reason: str = "No room before May") -> None:
    draft_key = draft_key or key(by, "decline_offer")
    decline_offer(transfer_id=offer.id, version=offer.version, reason=reason, draft_key=draft_key, by=by)


def _workers(family_id: int) -> set[int]:
    with reading() as session:
        return set(session.exec(select(SupportPeriod.worker_id).where(SupportPeriod.family_id == family_id)))


def test_an_accepted_family_changes_hands_with_its_history(leaver: Actor, colleague: Actor, family_id: int) -> None:
    values = referral_of(1, 1).model_dump(exclude={"concerns"}) | {"family_id": family_id, "received_by": "head"}
    save(Referral(**values, status=ReferralStatus.ALLOCATED, worker_id=leaver.worker_id))
    assert _offer(leaver, leaver, {family_id: colleague}) == 1
    (offer,) = list_offers(actor=colleague)
    assert (offer.children, offer.handover_note) == (("Ava Madeup", "Ben Madeup"), "Ring in the evening")
    assert (offer.is_to_me, offer.is_from_me) == (True, False)
    _accept(colleague, offer)
    assert _workers(family_id) == {colleague.worker_id}
    with reading() as session:
        assert session.exec(select(Referral.worker_id)).one() == colleague.worker_id
    found = family_support(actor=colleague, family_id=family_id)
    assert [(one.from_worker, one.to_worker) for one in found.handovers] == [("HLW 01", "HLW 02")]
    assert {period.started_on for period in found.periods} == {date(2026, 8, 24)}
    with pytest.raises(NotFound):
        family_support(actor=leaver, family_id=family_id)
    assert list_offers(actor=colleague) == ()


def test_an_offer_is_made_once(leaver: Actor, colleague: Actor, family_id: int) -> None:
    draft_key = key(leaver, "hand_over")
    offer = CaseloadOffer(
        from_worker_id=leaver.worker_id or 0, families=((family_id, colleague.worker_id or 0),), reason="x"
    )
    for _ in range(2):
        assert offer_families(offer=offer, draft_key=draft_key, by=leaver) == 1
    with pytest.raises(InvalidInput, match="already offered"):
        _offer(leaver, leaver, {family_id: colleague})
    with reading() as session:
        assert session.exec(select(Transfer)).one().batch == draft_key


def _offers(actor: Actor) -> list[tuple[TransferStatus, str]]:
    return [(offer.status, offer.decline_reason) for offer in list_offers(actor=actor)]


def test_who_offered_is_told_why_it_was_declined(leaver: Actor, colleague: Actor, lead: Actor, family_id: int) -> None:
    _offer(leaver, leaver, {family_id: colleague})
    (offer,) = list_offers(actor=colleague)
    with pytest.raises(InvalidInput, match="for whoever offered"):
        _decline(colleague, offer, reason=" ")
    draft_key = key(colleague, "decline_offer")
    for _ in range(2):
        _decline(colleague, offer, draft_key)
    assert _workers(family_id) == {leaver.worker_id}
    assert _offers(leaver) == _offers(lead) == [(TransferStatus.DECLINED, "No room before May")]
    assert _offers(colleague) == []
    _offer(leaver, leaver, {family_id: colleague})
    assert _offers(leaver) == [(TransferStatus.OFFERED, "")]


def _told(actor: Actor) -> list[tuple[str, str]]:
    due = my_week(actor=actor, on=today()).due
    return [(item.title, item.line) for item in due if item.kind is DueKind.DECLINED]


def test_ones_week_says_so_until_it_is_offered_again_or_kept(
    leaver: Actor, colleague: Actor, lead: Actor, family_id: int
) -> None:
    _offer(leaver, leaver, {family_id: colleague})
    assert _told(leaver) == []
    _decline(colleague, list_offers(actor=colleague)[0])
    assert _told(leaver) == [("Madeup family", "HLW 02: No room before May")]
    assert _told(colleague) == _told(lead) == []
    _offer(lead, leaver, {family_id: colleague})
    assert _told(leaver) == []
    _decline(colleague, list_offers(actor=colleague)[0])
    assert _told(leaver) == _told(lead), "The lead offered it, and is told too."
    (offer,) = list_offers(actor=leaver)
    with pytest.raises(NotFound):
        transfers.take_offer_back(transfer_id=offer.id, version=offer.version, by=colleague)
    transfers.take_offer_back(transfer_id=offer.id, version=offer.version, by=leaver)
    assert _told(leaver) == _told(lead) == _offers(leaver) == []
    assert _workers(family_id) == {leaver.worker_id}


def test_all_that_one_colleague_offered_is_accepted_at_once_or_not_at_all(
    leaver: Actor, colleague: Actor, school_id: int, family_id: int
) -> None:
    others = [support(leaver.worker_id or 0, make_child(school_id, place=place)) for place in (2, 3)]
    _offer(leaver, leaver, dict.fromkeys((family_id, *others), colleague))
    offers = {offer.id: offer.version for offer in list_offers(actor=colleague)}
    _decline(colleague, list_offers(actor=colleague)[-1])
    with pytest.raises(Conflict):
        accept_offers(offers=offers, by=colleague)
    assert _workers(family_id) == {leaver.worker_id}, "All or nothing."
    rest = {offer.id: offer.version for offer in list_offers(actor=colleague)}
    accept_offers(offers=rest, by=colleague)
    assert [_workers(one) for one in (family_id, *others)] == [
        {colleague.worker_id},
        {colleague.worker_id},
        {leaver.worker_id},
    ]
    with reading() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.TRANSFER_ANSWERED)).all()
    answers = {(event.target, event.detail.partition(",")[0]) for event in events}
    assert answers == {
        (f"family:{family_id}", "accepted"),
        (f"family:{others[0]}", "accepted"),
        (f"family:{others[1]}", "declined"),
    }


def test_an_offer_taken_back_leaves_it_where_it_is(leaver: Actor, colleague: Actor, family_id: int) -> None:
    _offer(leaver, leaver, {family_id: colleague})
    (offer,) = list_offers(actor=leaver)
    transfers.take_offer_back(transfer_id=offer.id, version=offer.version, by=leaver)
    assert _workers(family_id) == {leaver.worker_id}
    assert list_offers(actor=leaver) == ()


def test_who_may_answer_and_only_once(leaver: Actor, colleague: Actor, lead: Actor, family_id: int) -> None:
    _offer(leaver, leaver, {family_id: colleague})
    (offer,) = list_offers(actor=lead)
    stranger = make_worker_actor(make_worker(name="HLW 03"), "stranger")
    for attempt in (
        lambda: _accept(leaver, offer),
        lambda: _decline(leaver, offer),
        lambda: _accept(stranger, offer),
        lambda: transfers.take_offer_back(transfer_id=offer.id, version=offer.version, by=colleague),
        lambda: accept_offers(offers={99: 1}, by=lead),
    ):
        with pytest.raises(NotFound):
            attempt()
    assert list_offers(actor=stranger) == ()
    _accept(lead, offer)
    with pytest.raises(Conflict):
        _decline(colleague, offer)
    with pytest.raises(InvalidTransition):
        _accept(colleague, offer, version=2)


@pytest.mark.parametrize(
    ("families", "fields", "words"), [(1, {"reason": " "}, "sentence why"), (0, {}, "at least one"), (2, {}, "twice")]
)
def test_an_offer_is_complete(
    leaver: Actor, colleague: Actor, family_id: int, families: int, fields: dict, words: str
) -> None:
    pairs = ((family_id, colleague.worker_id or 0),) * families
    offer = CaseloadOffer(from_worker_id=leaver.worker_id or 0, families=pairs, **{"reason": "x", **fields})
    with pytest.raises(InvalidInput, match=words):
        offer_families(offer=offer, draft_key=key(leaver, "hand_over"), by=leaver)


def test_nobody_offers_what_is_not_theirs(leaver: Actor, colleague: Actor, lead: Actor, family_id: int) -> None:
    with pytest.raises(PermissionDenied):
        _offer(colleague, leaver, {family_id: colleague})
    with pytest.raises(NotFound):
        _offer(colleague, colleague, {family_id: leaver})
    with pytest.raises(InvalidInput, match="choose a colleague"):
        _offer(leaver, leaver, {family_id: leaver})
    offer = CaseloadOffer(from_worker_id=leaver.worker_id or 0, families=((family_id, 99),), reason="x")
    with pytest.raises(NotFound):
        offer_families(offer=offer, draft_key=key(lead, "hand_over"), by=lead)


def test_a_whole_caseload_goes_in_one_batch_in_order(
    leaver: Actor, colleague: Actor, lead: Actor, school_id: int, family_id: int
) -> None:
    third = make_worker_actor(make_worker(name="HLW 03"), "third")
    other = support(leaver.worker_id or 0, make_child(school_id, place=2, surname="Pretend"))
    assert _offer(lead, leaver, {other: third, family_id: colleague}) == 2
    with reading() as session:
        rows = session.exec(select(Transfer)).all()
    assert [(row.family_id, row.position) for row in rows] == [(other, 0), (family_id, 1)]
    assert len({row.batch for row in rows}) == 1
    assert [family.family_id for family in handover_families(actor=lead, worker_id=leaver.worker_id or 0)] == [
        other,
        family_id,
    ]


def test_a_form_begun_may_still_be_finished(leaver: Actor, colleague: Actor, lead: Actor, family_id: int) -> None:
    draft_key = key(leaver, "contact", f"family:{family_id}")
    save_answers(key=draft_key, answers={"line": "Half a note"}, by=leaver)
    _offer(leaver, leaver, {family_id: colleague})
    _accept(colleague, list_offers(actor=colleague)[0])
    assert family_support(actor=leaver, family_id=family_id).family_id == family_id
    with reading() as session:
        assert {cover.account_id for cover in session.exec(select(Cover))} == {leaver.account_id}
        assert AuditAction.COVER_GIVEN in session.exec(select(AuditEvent.action)).all()


def test_room_counts_families_or_weights(leaver: Actor, colleague: Actor, school_id: int, family_id: int) -> None:
    support(colleague.worker_id or 0, make_child(school_id, place=2), status=SupportStatus.CLOSED)

    def taken() -> dict[str, int]:
        return {room.name: room.room.taken for room in list_rooms(actor=leaver)}

    assert taken() == {"HLW 02": 0, "HLW 01": 1}
    with transaction() as session:
        session.get_one(Family, family_id).weight = 3
        session.add(Setting(key="uses_weights", value="1"))
    assert taken() == {"HLW 02": 0, "HLW 01": 3}
    with pytest.raises(PermissionDenied):
        list_rooms(actor=make_actor(role=Role.VIEWER))


def test_the_pack_holds_what_a_colleague_needs_and_no_note(leaver: Actor, lead: Actor, family_id: int) -> None:
    said = {"family_id": family_id, "kind": "phone_call", "happened_at": now(), "recorded_by": "leaver"}
    save(Contact(**said, line="Spoke about school", note="Private"))
    save(Contact(**said, line="Hidden line", note="Secret", is_restricted=True))
    save(
        Adult(family_id=family_id, forename="Morag", phone="01234 567890", relationship="mother", recorded_by="worker")
    )
    with reading() as session:
        pupil_id = session.exec(select(SupportPeriod.pupil_id)).first()
    plan_id = save(Plan(pupil_id=pupil_id, started_on=date(2026, 9, 1), made_by="leaver")).id
    for status in ActionStatus:
        save(PlanAction(plan_id=plan_id, what=f"{status} action", who="Mum", due_on=date(2026, 12, 1), status=status))
    (family,) = handover_families(actor=leaver, worker_id=leaver.worker_id or 0)
    assert family.people[-1] == "Morag, mother, 01234 567890"
    assert family.actions == ("open action (Mum, by 1 Dec 2026)",)
    assert {line for _, _, line in family.contacts} == {"Spoke about school", RESTRICTED}
    assert [on for on, _ in family.next_due] == [date(2026, 10, 13), date(2026, 11, 23), date(2026, 11, 23)]
    assert export_handover(worker_id=leaver.worker_id or 0, by=leaver).startswith(b"%PDF")
    with reading() as session:
        exported = session.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.SUMMARY_EXPORTED)).one()
    assert exported.target == f"worker:{leaver.worker_id}, 1 to hand over"


def test_a_pack_is_ones_own_or_the_leads(leaver: Actor, colleague: Actor, lead: Actor, family_id: int) -> None:
    with pytest.raises(PermissionDenied):
        export_handover(worker_id=leaver.worker_id or 0, by=colleague)
    with pytest.raises(NotFound):
        export_handover(worker_id=99, by=lead)
    assert list_caseload(actor=colleague, worker_id=leaver.worker_id or 0) == {}
