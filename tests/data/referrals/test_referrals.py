"""Referring a child: who may, whom they find, what they learn, and what may be done with it afterwards."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from data.core.db import reading, transaction
from data.referrals.actions.referrals import answer_question, make_referral, search_children, withdraw_referral
from data.referrals.queries import find_children, find_referral, find_similar, list_for_triage, list_referrals
from models.audit import AuditAction, AuditEvent
from models.clock import today
from models.errors import Conflict, InvalidInput, InvalidTransition, NotFound, PermissionDenied
from models.families.family import SupportStatus
from models.permissions import Actor, Role
from models.referrals import Referral, ReferralStatus
from models.wellbeing.web import Indicator
from tests.factories import make_actor, make_school, make_worker
from tests.rows.support import enrol, key, make_child, make_worker_actor, refer, referral_of, support


@pytest.fixture
def other_school_id(database: str) -> int:
    return make_school(name="Other Primary School", seed_code="8240002")


def _put(referral_id: int, **values: object) -> None:
    with transaction() as session:
        row = session.get_one(Referral, referral_id)
        for name, value in values.items():
            setattr(row, name, value)


def test_a_headteacher_finds_children_at_their_own_school_now(
    head: Actor, school_id: int, other_school_id: int
) -> None:
    make_child(school_id)
    moved = make_child(school_id, place=1)
    enrol(moved, other_school_id, on=date(2026, 8, 19))
    make_child(other_school_id, place=2)
    assert [(row.name, row.school_id) for row in find_children(actor=head, text="madeup")] == [
        ("Ava Madeup", school_id)
    ]
    assert [row.stage for row in find_children(actor=head, text="12345")] == ["P5"]
    assert find_children(actor=head, text="a") == ()
    assert len(find_children(actor=make_worker_actor(make_worker()), text="madeup")) == 3


def test_a_search_is_written_down_once_without_the_name(head: Actor, school_id: int) -> None:
    make_child(school_id)
    for is_repeat in (False, True):
        assert len(search_children(text="madeup", by=head, is_repeat=is_repeat)) == 1
    with reading() as session:
        (event,) = session.exec(select(AuditEvent)).all()
    assert (event.action, event.detail) == (AuditAction.PUPIL_SEARCHED, "to refer, 1 found")


@pytest.mark.both_databases
def test_a_referral_is_kept_once_however_often_it_is_sent(head: Actor, school_id: int) -> None:
    pupil_id = make_child(school_id)
    draft_key = key(head, "referral")
    ids = {make_referral(referral=referral_of(0, pupil_id), draft_key=draft_key, by=head) for _ in range(3)}
    assert len(ids) == 1
    (row,) = list_referrals(actor=head)
    assert (row.child, row.status, row.is_own) == ("Ava Madeup", ReferralStatus.RECEIVED, True)
    with reading() as session:
        stored = session.exec(select(Referral)).one()
    assert (stored.school_id, stored.concerns, stored.draft_key) == (school_id, "safe,included", draft_key)


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("child_name", " ", "who the child is"),
        ("source", "", "who is referring"),
        ("referrer_name", " ", "name of the person"),
        ("referrer_contact", "", "reach them"),
        ("main_reason", "", "main reason"),
        ("reason", " ", "sentence or two"),
        ("referred_on", today() + timedelta(days=1), "not come yet"),
        ("consent_by", "Mum", "on which day"),
        ("consent_on", today(), "who agreed"),
    ],
)
def test_what_is_missing_is_said(head: Actor, school_id: int, field: str, value: object, words: str) -> None:
    with pytest.raises(InvalidInput, match=words):
        refer(head, school_id, **{field: value})
    with pytest.raises(InvalidInput, match="not come yet"):
        refer(head, school_id, consent_by="Mum", consent_on=today() + timedelta(days=1))


def test_a_headteacher_refers_from_their_own_school_only(head: Actor, other_school_id: int) -> None:
    pupil_id = make_child(other_school_id)
    for child in (None, pupil_id):
        with pytest.raises(NotFound):
            refer(head, other_school_id, child)


@pytest.mark.both_databases
def test_who_sees_which_referrals(head: Actor, lead: Actor, school_id: int, other_school_id: int) -> None:
    mine, theirs = refer(head, school_id), refer(lead, other_school_id)
    worker_id = make_worker()
    worker = make_worker_actor(worker_id)
    unlinked = make_actor(role=Role.WORKER, username="unlinked")
    assert [row.id for row in list_referrals(actor=head)] == [mine]
    assert {row.id for row in list_referrals(actor=lead)} == {mine, theirs}
    assert list_referrals(actor=worker) == list_referrals(actor=unlinked) == []
    support(worker_id, make_child(school_id))
    assert [row.id for row in list_referrals(actor=worker)] == [mine]
    _put(theirs, worker_id=worker_id)
    assert {row.id for row in list_referrals(actor=worker)} == {mine, theirs}
    assert list_referrals(actor=unlinked) == []
    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            list_referrals(actor=make_actor(role=role))


def test_what_others_told_the_team_of_a_child_is_not_for_its_school(head: Actor, lead: Actor, school_id: int) -> None:
    by_phone = refer(lead, school_id)  # of a class teacher, who rang the team
    theirs = refer(lead, school_id, source="social_work")
    colleague = make_actor(role=Role.HEADTEACHER, username="coordinator", school_ids=(school_id,))
    shared = refer(colleague, school_id, source="family")
    _put(theirs, status=ReferralStatus.MORE_NEEDED, question="Who lives at home?")
    assert {row.id for row in list_referrals(actor=head)} == {by_phone, shared}
    with pytest.raises(NotFound):
        answer_question(referral_id=theirs, version=1, answer="Mum", draft_key=key(head, "referral_answer"), by=head)


def test_triage_sees_everything_and_nobody_else_does(head: Actor, lead: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    (record,) = list_for_triage(actor=lead)
    assert record == find_referral(actor=lead, referral_id=referral_id)
    assert (record.reason, record.concerns) == ("Often late since the summer", (Indicator.SAFE, Indicator.INCLUDED))
    assert record.waiting_days == 0
    with pytest.raises(PermissionDenied):
        list_for_triage(actor=head)
    with pytest.raises(NotFound):
        find_referral(actor=lead, referral_id=99)
    assert not {"reason", "tried", "triage_note", "concerns"} & set(list_referrals(actor=head)[0].__slots__)


def test_a_similar_referral_is_told(head: Actor, lead: Actor, school_id: int, other_school_id: int) -> None:
    pupil_id = make_child(school_id)
    refer(lead, school_id, pupil_id)
    refer(lead, other_school_id, child_name="Ava Maddeup")
    _put(refer(lead, school_id, pupil_id), status=ReferralStatus.DECLINED)
    support(make_worker(), pupil_id, status=SupportStatus.STEPPED_DOWN)

    def similar(by: Actor, *, child: int | None = None, name: str = "", at: int | None = None) -> list[object]:
        found = find_similar(actor=by, pupil_id=child, child_name=name, school_id=at)
        return [row.standing for row in found]

    assert similar(head, child=pupil_id) == [ReferralStatus.RECEIVED, SupportStatus.STEPPED_DOWN]
    assert similar(head, name="Ava Madeup", at=school_id) == [ReferralStatus.RECEIVED]
    assert similar(head, name="Ava Madeup", at=other_school_id) == []
    assert similar(make_worker_actor(make_worker(name="HLW 02")), name="Ava Madeup", at=other_school_id) == [
        ReferralStatus.RECEIVED
    ]
    assert similar(lead, name="Somebody Else", at=school_id) == similar(lead, name="", at=school_id) == []


@pytest.mark.both_databases
def test_a_headteacher_learns_nothing_of_a_child_elsewhere(head: Actor, lead: Actor, other_school_id: int) -> None:
    pupil_id = make_child(other_school_id)
    refer(lead, other_school_id, pupil_id)
    support(make_worker(), pupil_id)
    assert find_similar(actor=head, pupil_id=pupil_id, child_name="", school_id=None) == ()


def test_an_answer_takes_it_back_to_the_team(head: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    _put(referral_id, status=ReferralStatus.MORE_NEEDED, answer="First answer")
    draft_key = key(head, "referral_answer")
    with pytest.raises(InvalidInput, match="write your answer"):
        answer_question(referral_id=referral_id, version=1, answer=" ", draft_key=draft_key, by=head)
    for _ in range(2):
        answer_question(referral_id=referral_id, version=1, answer="More", draft_key=draft_key, by=head)
    (row,) = list_referrals(actor=head)
    assert (row.status, row.answer, row.version) == (ReferralStatus.RECEIVED, "First answer\nMore", 2)
    with pytest.raises(InvalidTransition):
        answer_question(
            referral_id=referral_id, version=2, answer="More", draft_key=key(head, "referral_answer"), by=head
        )


def test_only_the_sender_takes_it_back(head: Actor, lead: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    with pytest.raises(InvalidInput, match="person who sent"):
        withdraw_referral(
            referral_id=referral_id, version=1, reason="x", draft_key=key(lead, "referral_withdraw"), by=lead
        )
    draft_key = key(head, "referral_withdraw")
    for _ in range(2):
        withdraw_referral(referral_id=referral_id, version=1, reason="Moved away", draft_key=draft_key, by=head)
    assert [(row.status, row.outcome) for row in list_referrals(actor=head)] == [
        (ReferralStatus.WITHDRAWN, "Moved away")
    ]


@pytest.mark.both_databases
def test_the_second_of_two_is_told(head: Actor, school_id: int) -> None:
    referral_id = refer(head, school_id)
    with pytest.raises(Conflict, match="Somebody else"):
        withdraw_referral(
            referral_id=referral_id, version=7, reason="x", draft_key=key(head, "referral_withdraw"), by=head
        )
    with pytest.raises(NotFound):
        withdraw_referral(referral_id=99, version=1, reason="x", draft_key=key(head, "referral_withdraw"), by=head)
