"""Links to answer by: guessed, used, expired, stopped and tampered with; one answer each, and no way to another's."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import partial

import pytest
from sqlmodel import col, select

from data.access.queries.accounts import token_hash
from data.core.actions.drafts import save_answers, start_draft
from data.core.db import reading, transaction
from data.core.queries.drafts import find_draft
from data.evaluations.actions.answer_links import WRONG_LIMIT, make_links, open_link, revoke_links
from data.evaluations.actions.answers import record_answers
from data.evaluations.queries.answer_links import THANKS_FOR, LinkClosed, check_link, link_form, list_links
from data.evaluations.queries.answers import answer_book
from models.access import Account
from models.audit import AuditEvent
from models.columns import now
from models.drafts import Draft
from models.errors import HomeLinkError, InvalidInput, NotFound, PermissionDenied
from models.evaluations.questionnaires import AnswerLink, AnswerSheet, AnswerWay, Stage
from models.permissions import Actor, Permission, Role
from tests.factories import make_actor
from tests.rows.answer_links import Link, make_link
from tests.rows.evaluations import answer_batch, make_participant, make_programme, make_sheet, shipped_version
from tests.rows.support import key

FORM = "answer_link"
pytestmark = pytest.mark.usefixtures("database")


def _open(token: str, *, device: str = "phone", address: str | None = "192.0.2.7") -> Actor | None:
    visit = open_link(token=token, device=device, address=address)
    return visit.actor if visit else None


def _send(link: Link, programme_id: int, person: int | None, *, device: str = "phone", said: int = 4) -> int:
    subject = link_form(actor=link.actor, device=device).subject
    batch = answer_batch(programme_id, person, {"help": said}, way=AnswerWay.LINK)
    return record_answers(draft_key=key(link.actor, FORM, subject), batch=batch, by=link.actor)


def _sheets() -> list[AnswerSheet]:
    with reading() as session:
        return list(session.exec(select(AnswerSheet).order_by(col(AnswerSheet.id))))


def _change(link: Link, **fields: object) -> None:
    with transaction() as session:
        row = session.get_one(AnswerLink, link.id)
        for name, value in fields.items():
            setattr(row, name, value)


@pytest.mark.both_databases
def test_a_link_gives_one_permission_and_nothing_else() -> None:
    make_actor(role=Role.LEAD)
    link = make_link(make_programme())
    actor = _open(link.token)
    assert actor == link.actor
    assert [one for one in Permission if actor.can(one)] == [Permission.ANSWER_FORM]
    for refused in (
        partial(list_links, programme_id=1, version_id=1, stage=Stage.PRE),
        partial(answer_book, programme_id=1, version_id=shipped_version(), stage=Stage.PRE),
    ):
        with pytest.raises(PermissionDenied):
            refused(actor=actor)


def test_guessed_tampered_expired_stopped_and_used_links_open_nothing() -> None:
    programme_id = make_programme()
    person, other = make_participant(programme_id), make_participant(programme_id, name="Ben")
    link = make_link(programme_id, participant_id=person)
    assert _open(link.token)
    for wrong in (
        "",
        "guess",
        link.token[:-1],
        link.token + "x",
        link.token.upper(),
        token_hash(link.token),
        "x" * 999,
    ):
        assert _open(wrong) is None
    expired = make_link(programme_id, token="expired", participant_id=person, expires_at=now() - timedelta(seconds=1))
    stopped = make_link(programme_id, token="stopped", participant_id=person)
    revoke_links(link_ids=[stopped.id], by=make_actor(role=Role.WORKER))
    answered = make_link(programme_id, token="answered", participant_id=other)
    make_sheet(programme_id, Stage.PRE, {"help": 1}, participant_id=other)
    for closed in (expired, stopped, answered):
        assert _open(closed.token) is None
    _send(link, programme_id, person)
    assert _open(link.token), "Whoever just answered is thanked."
    with transaction() as session:
        session.exec(select(Draft)).one().submitted_at = now() - THANKS_FOR
    assert _open(link.token) is None


def test_a_closed_link_takes_no_answers_from_a_page_still_open() -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    for place, change in enumerate(({"expires_at": now()}, {"revoked_at": now()})):
        link = make_link(programme_id, token=f"link-{place}", participant_id=person)
        _change(link, **change)
        with pytest.raises(LinkClosed):
            _send(link, programme_id, person)
    assert _sheets() == []


@pytest.mark.parametrize(
    "change", [{"stage": Stage.POST}, {"way": AnswerWay.GRID}, {"programme_id": 4711}, {"version_id": 4711}]
)
def test_a_link_cannot_answer_for_anything_else(change: dict) -> None:
    programme_id = make_programme()
    person, other = make_participant(programme_id), make_participant(programme_id, name="Ben")
    link = make_link(programme_id, participant_id=person)
    batch = answer_batch(programme_id, person, {"help": 1}, way=AnswerWay.LINK)
    draft = key(link.actor, FORM)
    for wrong in (batch.model_copy(update=change), answer_batch(programme_id, other, {"help": 1}, way=AnswerWay.LINK)):
        with pytest.raises(HomeLinkError):
            record_answers(draft_key=draft, batch=wrong, by=link.actor)
    assert _sheets() == []


@pytest.mark.both_databases
def test_sent_twice_is_one_record_and_another_tab_cannot_add_a_second() -> None:
    programme_id = make_programme()
    group = make_link(programme_id)
    subject = link_form(actor=group.actor, device="phone").subject
    batch = answer_batch(programme_id, None, {"help": 2}, way=AnswerWay.LINK)
    draft = key(group.actor, FORM, subject)
    first = record_answers(draft_key=draft, batch=batch, by=group.actor)
    assert record_answers(draft_key=draft, batch=batch, by=group.actor) == first
    with pytest.raises(LinkClosed):
        record_answers(draft_key=key(group.actor, FORM, subject), batch=batch, by=group.actor)
    assert _send(group, programme_id, None, device="another phone") != first
    assert [sheet.recorded_by for sheet in _sheets()] == [group.actor.username] * 2


@pytest.mark.both_databases
def test_two_personal_links_of_one_person_make_one_record() -> None:
    programme_id = make_programme()
    person = make_participant(programme_id)
    links = [make_link(programme_id, token=f"card-{place}", participant_id=person) for place in range(5)]

    def send(link: Link) -> bool:
        try:
            return bool(_send(link, programme_id, person))
        except HomeLinkError:
            return False

    with ThreadPoolExecutor(5) as pool:
        assert sum(pool.map(send, links)) == 1
    assert len(_sheets()) == 1


def test_a_group_link_is_full_at_twice_the_places() -> None:
    programme_id = make_programme(places=2)
    group = make_link(programme_id)
    for place in range(4):
        _send(group, programme_id, None, device=f"phone {place}")
    assert _open(group.token, device="phone 3"), "Whoever just answered is thanked."
    assert _open(group.token, device="phone 4") is None
    with pytest.raises(LinkClosed):
        _send(group, programme_id, None, device="phone 4")
    assert len(_sheets()) == 4


def test_nobody_reaches_the_draft_of_another_link_or_phone() -> None:
    programme_id = make_programme()
    one, two = make_link(programme_id), make_link(programme_id, token="two")
    worker = make_actor(role=Role.WORKER)
    subject, elsewhere = (link_form(actor=one.actor, device=device).subject for device in ("phone", "tablet"))
    mine = start_draft(form=FORM, subject=subject, by=one.actor)
    save_answers(key=mine.key, answers={"best": "The soup"}, by=one.actor)
    assert find_draft(actor=one.actor, form=FORM, subject=subject).answers == {"best": "The soup"}
    assert start_draft(form=FORM, subject=elsewhere, by=one.actor).answers == {}
    for stranger in (two.actor, worker):
        assert find_draft(actor=stranger, form=FORM, subject=subject) is None
        with pytest.raises(NotFound):
            save_answers(key=mine.key, answers={"best": "Nothing"}, by=stranger)
    theirs = start_draft(form=FORM, subject=subject, by=worker)
    with pytest.raises(NotFound):
        save_answers(key=theirs.key, answers={"best": "Nothing"}, by=one.actor)


def test_guessing_is_stopped_by_address_and_stops_nobody_who_is_answering() -> None:
    link = make_link(make_programme())
    for place in range(WRONG_LIMIT):
        assert _open(f"guess-{place}") is None
    assert _open(link.token) is None
    assert _open(link.token, address="192.0.2.8")
    assert open_link(token=link.token, device="phone", address="192.0.2.7", is_known=True)
    assert open_link(token="guess", device="phone", address="192.0.2.7", is_known=True) is None


def _asked(programme_id: int, **more: object) -> dict:
    usual = {"days": 14, "address": "https://home-link.example/answer?k=", "closes_earlier": False, "is_group": False}
    return {"programme_id": programme_id, "version_id": shipped_version(), "stage": Stage.PRE, **usual, **more}


def test_cards_and_poster_hold_tokens_that_are_kept_nowhere() -> None:
    programme_id = make_programme()
    make_sheet(programme_id, Stage.PRE, {"help": 1}, participant_id=make_participant(programme_id, name="Done already"))
    person = make_participant(programme_id, name="Ada")
    worker = make_actor(role=Role.WORKER)
    made = [make_links(**_asked(programme_id, is_group=is_group), by=worker) for is_group in (False, True)]
    assert all(each.document.startswith(b"%PDF") for each in made)
    cards = [card for each in made for card in each.cards]
    assert [card.name for card in cards] == ["Ada", ""]
    tokens = [re.fullmatch(r"https://home-link\.example/answer\?k=([\w-]{22})", card.link)[1] for card in cards]
    rows = list_links(actor=worker, programme_id=programme_id, version_id=shipped_version(), stage=Stage.PRE)
    assert [row.participant_id for row in rows] == [None, person]
    assert all(_open(token) for token in tokens)
    with reading() as session:
        stored = repr([session.exec(select(table)).all() for table in (AuditEvent, AnswerLink, Draft, Account)])
    assert not [token for token in tokens if token in stored]


def test_made_again_the_earlier_links_of_the_same_people_are_closed_if_wanted() -> None:
    programme_id = make_programme()
    person, done = make_participant(programme_id, name="Ada"), make_participant(programme_id, name="Done already")
    make_sheet(programme_id, Stage.PRE, {"help": 1}, participant_id=done)
    worker = make_actor(role=Role.WORKER)
    card = make_link(programme_id, token="card", participant_id=person)
    others = [
        make_link(programme_id, token="after", participant_id=person, stage=Stage.POST),
        make_link(programme_id, token="done", participant_id=done),
        make_link(programme_id, token="poster"),
    ]
    assert make_links(**_asked(programme_id), by=worker).closed == 0
    assert _open(card.token), "Nothing is closed that the worker wants left open."
    made = make_links(**_asked(programme_id, closes_earlier=True), by=worker)
    assert (made.closed, _open(card.token)) == (2, None)
    assert _open(made.cards[0].link.split("=")[1])
    with reading() as session:
        assert [session.get_one(AnswerLink, each.id).revoked_at for each in others] == [None] * 3
    assert make_links(**_asked(programme_id, closes_earlier=True, is_group=True), by=worker).closed == 1
    assert _open("poster") is None


@pytest.mark.parametrize("wrong", [{"days": 0}, {"days": 61}, {"address": "javascript:alert(1)"}, {"is_group": False}])
def test_links_that_make_no_sense_are_not_made(wrong: dict) -> None:
    worker, programme_id = make_actor(role=Role.WORKER), make_programme()
    with pytest.raises(InvalidInput):
        make_links(**_asked(programme_id, **{"is_group": True, **wrong}), by=worker)
    with pytest.raises(NotFound):
        revoke_links(link_ids=[4711], by=worker)
    with reading() as session:
        assert session.exec(select(AnswerLink)).all() == []


def test_check_link_asks_for_a_link_that_is_there() -> None:
    link = make_link(make_programme())
    draft = key(link.actor, FORM)
    nobody = Actor(None, "link 99", "link 99", Role.LINK, link_id=99)
    batch = answer_batch(1, None, {"help": 1}, way=AnswerWay.LINK)
    with transaction() as session, pytest.raises(LinkClosed):
        check_link(session, batch=batch, draft_key=draft, by=nobody)
