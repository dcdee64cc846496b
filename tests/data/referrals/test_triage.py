"""Triage by need, the waiting list, declining, allocating and telling; never one's own referral."""

from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from data.core.db import reading, transaction
from data.referrals.actions.triage import allocate_referral, link_referral, tell_outcome, triage_referral
from data.referrals.queries import find_referral, list_for_triage
from models.clock import today
from models.errors import Conflict, InvalidInput, InvalidTransition, NotFound, PermissionDenied
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.families.people import Consent
from models.permissions import Actor, Role
from models.referrals import Need, Referral, ReferralStatus, Triage
from tests.factories import make_actor, make_worker, save
from tests.rows.support import YESTERDAY, key, make_child, refer, support

AGREED = {"consent_by": "Mum", "consent_on": YESTERDAY}


def _triage(referral_id: int, by: Actor, to: ReferralStatus, version: int = 1, **fields: Any) -> None:
    triage = Triage(to=to, version=version, **fields)
    triage_referral(referral_id=referral_id, triage=triage, draft_key=key(by, "triage"), by=by)


def _waiting(head: Actor, lead: Actor, school_id: int, pupil_id: int | None, need: Need = Need.SOON) -> int:
    referral_id = refer(head, school_id, pupil_id, **AGREED)
    _triage(referral_id, lead, ReferralStatus.WAITING, need=need)
    return referral_id


def _allocate(referral_id: int, by: Actor, worker_id: int, *, version: int = 2, **fields: Any) -> int:
    values = {"review_on": None, "outcome": "", "draft_key": key(by, "allocation"), **fields}
    return allocate_referral(referral_id=referral_id, version=version, worker_id=worker_id, by=by, **values)


def _record(referral_id: int) -> Referral:
    with reading() as session:
        return session.get_one(Referral, referral_id)


def test_the_list_is_by_need_and_then_by_arrival(head: Actor, lead: Actor, school_id: int) -> None:
    names = {}
    for name, need in (("A B", Need.PLANNED), ("C D", Need.URGENT), ("E F", None), ("G H", Need.URGENT)):
        referral_id = refer(head, school_id, child_name=name, **AGREED)
        names[name] = referral_id
        if need:
            _triage(referral_id, lead, ReferralStatus.WAITING, need=need)
    assert [row.child for row in list_for_triage(actor=lead)] == ["C D", "G H", "A B", "E F"]


def test_consent_is_needed_to_wait_and_may_come_with_triage(head: Actor, lead: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    with pytest.raises(InvalidInput, match="has to agree"):
        _triage(referral_id, lead, ReferralStatus.WAITING, need=Need.SOON)
    assert _record(referral_id).status is ReferralStatus.RECEIVED
    _triage(referral_id, lead, ReferralStatus.WAITING, need=Need.SOON, words="Met the family", **AGREED)
    row = _record(referral_id)
    assert (row.status, row.need, row.consent_by) == (ReferralStatus.WAITING, Need.SOON, "Mum")
    assert (row.triage_note, row.triaged_by, row.version) == ("Met the family", lead.username, 2)


@pytest.mark.parametrize(
    ("to", "fields", "words"),
    [
        (ReferralStatus.ALLOCATED, {"words": "x"}, "what to do"),
        (ReferralStatus.MORE_NEEDED, {"words": " "}, "is to be told"),
        (ReferralStatus.DECLINED, {}, "is to be told"),
        (ReferralStatus.WAITING, {}, "how soon"),
        (ReferralStatus.WAITING, {"need": Need.SOON, "consent_by": "Mum"}, "on which day"),
    ],
)
def test_a_decision_is_complete(
    head: Actor, lead: Actor, school_id: int, to: ReferralStatus, fields: dict, words: str
) -> None:
    referral_id = refer(head, school_id)
    with pytest.raises(InvalidInput, match=words):
        _triage(referral_id, lead, to, **fields)


def test_asking_and_declining_keep_the_words(head: Actor, lead: Actor, school_id: int) -> None:
    asked, declined = refer(head, school_id), refer(head, school_id)
    _triage(asked, lead, ReferralStatus.MORE_NEEDED, words="Who lives at home?")
    _triage(declined, lead, ReferralStatus.DECLINED, words="Already with another service")
    assert (_record(asked).status, _record(asked).question) == (ReferralStatus.MORE_NEEDED, "Who lives at home?")
    assert _record(declined).outcome == "Already with another service"
    with pytest.raises(InvalidTransition, match="not possible"):
        _triage(declined, lead, ReferralStatus.WAITING, version=2, need=Need.SOON, **AGREED)


def test_a_decision_is_made_once_and_by_those_who_may(head: Actor, lead: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    draft_key = key(lead, "triage")
    triage = Triage(to=ReferralStatus.DECLINED, version=1, words="No")
    for _ in range(2):
        triage_referral(referral_id=referral_id, triage=triage, draft_key=draft_key, by=lead)
    assert _record(referral_id).version == 2
    with pytest.raises(PermissionDenied):
        _triage(referral_id, head, ReferralStatus.DECLINED, words="No")
    with pytest.raises(Conflict):
        _triage(referral_id, lead, ReferralStatus.DECLINED, words="No")


def test_nobody_decides_about_their_own(lead: Actor, school_id: int) -> None:
    referral_id = refer(lead, school_id, make_child(school_id), **AGREED)
    for to in (ReferralStatus.WAITING, ReferralStatus.DECLINED):
        with pytest.raises(InvalidInput, match="recorded this referral yourself"):
            _triage(referral_id, lead, to, need=Need.SOON, words="x")
    second = make_actor(role=Role.LEAD, username="second")
    _triage(referral_id, second, ReferralStatus.WAITING, need=Need.SOON)
    with pytest.raises(InvalidInput, match="recorded this referral yourself"):
        _allocate(referral_id, lead, make_worker())


@pytest.mark.both_databases
def test_allocating_begins_support_of_a_new_family(head: Actor, lead: Actor, school_id: int) -> None:
    pupil_id, worker_id = make_child(school_id), make_worker()
    referral_id = _waiting(head, lead, school_id, pupil_id)
    draft_key = key(lead, "allocation")
    families = {
        _allocate(referral_id, lead, worker_id, draft_key=draft_key, outcome="HLW 01 will ring") for _ in range(2)
    }
    with reading() as session:
        period = session.exec(select(SupportPeriod)).one()
        family = session.exec(select(Family)).one()
        consent = session.exec(select(Consent)).one()
    assert families == {family.id}
    assert (period.pupil_id, period.worker_id, period.status) == (pupil_id, worker_id, SupportStatus.ACTIVE)
    assert (period.started_on, period.review_on) == (today(), today() + timedelta(days=91))
    assert (family.reference, consent.who, consent.given_on) == ("F001", "Mum", YESTERDAY)
    row = _record(referral_id)
    assert (row.status, row.worker_id, row.family_id) == (ReferralStatus.ALLOCATED, worker_id, family.id)
    assert (row.outcome, row.told_at) == ("HLW 01 will ring", None)


@pytest.mark.both_databases
def test_a_known_family_is_not_made_twice(head: Actor, lead: Actor, school_id: int) -> None:
    pupil_id, worker_id = make_child(school_id), make_worker()
    family_id = support(worker_id, pupil_id, status=SupportStatus.CLOSED)
    referral_id = _waiting(head, lead, school_id, pupil_id)
    review_on = today() + timedelta(days=30)
    assert _allocate(referral_id, lead, worker_id, review_on=review_on) == family_id
    with reading() as session:
        assert len(session.exec(select(FamilyChild)).all()) == 1
        assert (
            session.exec(select(SupportPeriod.review_on).where(SupportPeriod.started_on == today())).one() == review_on
        )


def test_what_stands_in_the_way_of_allocating(head: Actor, lead: Actor, school_id: int) -> None:
    worker_id = make_worker()
    unlisted = _waiting(head, lead, school_id, None)
    with pytest.raises(InvalidInput, match="pupil list first"):
        _allocate(unlisted, lead, worker_id)
    pupil_id = make_child(school_id)
    link_referral(referral_id=unlisted, version=2, pupil_id=pupil_id, by=lead)
    with pytest.raises(NotFound):
        link_referral(referral_id=unlisted, version=3, pupil_id=99, by=lead)
    with pytest.raises(NotFound):
        _allocate(unlisted, lead, 99, version=3)
    with pytest.raises(InvalidInput, match="day to come"):
        _allocate(unlisted, lead, worker_id, version=3, review_on=today())
    family_id = support(worker_id, pupil_id)
    with pytest.raises(InvalidInput, match="has a worker already"):
        _allocate(unlisted, lead, worker_id, version=3)
    with transaction() as session:
        session.exec(select(SupportPeriod)).one().status = SupportStatus.CLOSED
    save(
        SupportPeriod(
            pupil_id=pupil_id,
            family_id=family_id,
            worker_id=worker_id,
            started_on=today(),
            ended_on=today(),
            status=SupportStatus.CLOSED,
        )
    )
    with pytest.raises(InvalidInput, match="tomorrow"):
        _allocate(unlisted, lead, worker_id, version=3)


def test_the_outcome_is_told(head: Actor, lead: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    with pytest.raises(InvalidInput, match="Nothing has been decided"):
        tell_outcome(referral_id=referral_id, version=1, words="No", draft_key=key(lead, "outcome"), by=lead)
    _triage(referral_id, lead, ReferralStatus.DECLINED, words="No")
    assert [row.id for row in list_for_triage(actor=lead)] == [referral_id]
    draft_key = key(lead, "outcome")
    with pytest.raises(InvalidInput, match="what you told"):
        tell_outcome(referral_id=referral_id, version=2, words=" ", draft_key=draft_key, by=lead)
    for _ in range(2):
        tell_outcome(referral_id=referral_id, version=2, words="Rang Mr Teacher", draft_key=draft_key, by=lead)
    found = find_referral(actor=lead, referral_id=referral_id)
    assert found.outcome == "Rang Mr Teacher"
    assert found.told_at is not None
    assert list_for_triage(actor=lead) == []
