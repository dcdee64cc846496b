"""Contacts, meetings and statements: logged once, restricted notes, and all of it on one time axis."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

import pytest
from sqlmodel import col, select

from components.families.addresses import story_address
from data.core.actions.records import change_record, create_record
from data.core.db import reading, transaction
from data.core.queries.records import list_records, record_of
from data.families.actions.contacts import log_contacts, read_restricted
from data.families.queries.contacts import list_contact_families
from data.families.queries.timeline import family_timeline
from models.attendance.openings import Attendance, AttendancePeriod
from models.audit import AuditAction, AuditEvent
from models.clock import instant, today
from models.columns import now
from models.errors import Conflict, InvalidInput, NotFound
from models.families.contacts import CONTACTS, Contact, ContactPerson
from models.families.family import FamilyChild, SupportExtension, SupportPeriod, SupportStatus
from models.families.meetings import MEETINGS, STATEMENTS, Meeting, Statement
from models.families.plans import ActionStatus, Plan, PlanAction, PlanStatus
from models.families.timeline import TimelineKind
from models.kinds import Kind, Record
from models.permissions import Actor, Role
from models.referrals import Referral, ReferralStatus
from models.wellbeing.web import Indicator, Voice, WebReading, WebScore, WebStage
from tests.factories import logged, make_actor, make_pupil, make_school, save
from tests.rows.families import STARTED_ON, Home, draft_key, make_family, make_home

AT = instant(date(2026, 10, 1), "10:00")


def _contact(**fields: object) -> dict[str, Any]:
    return {"kind": "phone_call", "happened_at": AT, **fields}


def _log(home: Home, contacts: Mapping[int, dict[str, Any]] | None = None, **fields: object) -> int:
    contacts = {home.family_id: _contact(**fields)} if contacts is None else contacts
    return log_contacts(draft_key=draft_key("contact", home.worker), contacts=contacts, by=home.worker)


def _put_right(home: Home, contact_id: int, version: int, **fields: object) -> int:
    key, by = draft_key("contact_change", home.worker), home.worker
    ids = {
        change_record(kind=CONTACTS, record_id=contact_id, values=fields, version=version, draft_key=key, by=by)
        for _ in range(2)
    }
    return ids.pop()


def _found(contact_id: int, actor: Actor) -> Record:
    return record_of(kind=CONTACTS, record_id=contact_id, actor=actor)


def _count(table: type) -> int:
    with reading() as session:
        return len(session.exec(select(table)).all())


def test_one_draft_sent_five_times_is_one_contact_with_each_family(home: Home) -> None:
    second = make_family(
        pupil_ids=(make_pupil(candidate_number="333333333"),), worker_id=home.worker.worker_id, reference="F009"
    )
    people = frozenset({f"pupil:{home.pupil_id}", f"adult:{home.adult_id}"})
    key, contacts = draft_key("contact", home.worker), {home.family_id: _contact(who=people), second: _contact()}
    ids = {log_contacts(draft_key=key, contacts=contacts, by=home.worker) for _ in range(5)}
    assert (len(ids), _count(Contact), _count(ContactPerson)) == (1, 2, 2)
    record = _found(ids.pop(), home.worker)
    assert record.labels["who"] == {f"adult:{home.adult_id}": "Donna Madeup", f"pupil:{home.pupil_id}": "Ava Madeup"}
    assert record.words("who") == "Donna Madeup, Ava Madeup"
    with reading() as session:
        rows = session.exec(select(Contact)).all()
    assert {(row.worker_id, row.account_id) for row in rows} == {(home.worker.worker_id, home.worker.account_id)}


@pytest.mark.parametrize("wrong", ["nobody", "to come", "another's family", "another's child", "another's adult"])
def test_what_is_refused_leaves_nothing(home: Home, wrong: str) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002")
    contacts = {
        "nobody": {},
        "to come": {home.family_id: _contact(happened_at=now() + timedelta(hours=1))},
        "another's family": {home.family_id: _contact(), other.family_id: _contact()},
        "another's child": {home.family_id: _contact(who=frozenset({f"pupil:{other.pupil_id}"}))},
        "another's adult": {home.family_id: _contact(who=frozenset({f"adult:{other.adult_id}"}))},
    }[wrong]
    with pytest.raises(InvalidInput if wrong in ("nobody", "to come") else NotFound):
        _log(home, contacts)
    assert _count(Contact) == 0


def test_a_phones_clock_may_be_a_little_ahead(home: Home) -> None:
    assert _log(home, happened_at=now() + timedelta(minutes=4))


def test_a_restricted_note_is_read_only_on_a_click_that_is_written_down(home: Home) -> None:
    contact_id = _log(home, note="Between us", is_restricted=True)
    lead = make_actor(role=Role.LEAD)
    record = _found(contact_id, lead)
    assert ("note" in record.values, record.values["is_restricted"], record.written_by) == (False, True, "Worker")
    (listed,) = list_records(kind=CONTACTS, actor=lead)
    assert "Between us" not in f"{record}{listed}"
    items = family_timeline(actor=lead, family_id=home.family_id)
    assert "Restricted note: ask Worker" in [item.line for item in items]
    assert not any("Between us" in item.line for item in items)
    assert read_restricted(contact_id=contact_id, by=lead) == "Between us"
    with reading() as session:
        events = session.exec(select(AuditEvent).where(AuditEvent.action == AuditAction.RESTRICTED_READ)).all()
    assert [(event.by_username, event.target) for event in events] == [("lead", f"contact:{contact_id}")]
    stranger = make_home(username="colleague", number="222222222", reference="F002").worker
    with pytest.raises(NotFound):
        read_restricted(contact_id=contact_id, by=stranger)
    with pytest.raises(NotFound):
        _found(contact_id, stranger)
    open_id = _log(home, note="For all")
    assert _found(open_id, lead).values["note"] == "For all"
    with pytest.raises(NotFound):
        read_restricted(contact_id=open_id, by=lead)
    with pytest.raises(InvalidInput, match="Write the restricted note first"):
        _log(home, is_restricted=True)


@pytest.mark.both_databases
def test_a_contact_is_put_right_once_and_never_over_somebody_elses_change(home: Home) -> None:
    contact_id = _log(home, note="Between us", is_restricted=True)
    right = {"kind": "message", "note": "Gone", "is_answered": False}
    assert _put_right(home, contact_id, 1, line="First", **right) == contact_id
    with pytest.raises(Conflict):
        _put_right(home, contact_id, 1, line="Second", **right)
    record = _found(contact_id, home.worker)
    assert (record.values["line"], record.version) == ("First", 2)
    assert read_restricted(contact_id=contact_id, by=home.worker) == "Between us"
    _put_right(home, contact_id, 1, line="First", **right)  # the same words change nothing
    assert _found(contact_id, home.worker).version == 2


@pytest.mark.both_databases
def test_its_day_and_its_people_are_put_right(home: Home) -> None:
    contact_id = _log(home, kind="message", who=frozenset({f"pupil:{home.pupil_id}"}))
    adult, nobody = frozenset({f"adult:{home.adult_id}"}), frozenset()
    earlier = AT - timedelta(days=1)
    _put_right(home, contact_id, 1, happened_at=earlier, who=adult)
    record = _found(contact_id, home.worker)
    assert (record.values["happened_at"], record.version) == (earlier, 2)
    assert record.labels["who"] == {f"adult:{home.adult_id}": "Donna Madeup"}
    _put_right(home, contact_id, 2, happened_at=earlier, who=nobody)
    assert _found(contact_id, home.worker).version == 3, "Only the people changed."
    assert logged(AuditAction.CONTACT_CHANGED) == ["happened at, with whom", "with whom"]
    with pytest.raises(Conflict):
        _put_right(home, contact_id, 2, happened_at=earlier, who=adult)
    with pytest.raises(InvalidInput):
        _put_right(home, contact_id, 3, happened_at=now() + timedelta(hours=1))
    other = make_home(username="colleague", number="222222222", reference="F002")
    with pytest.raises(NotFound):
        _put_right(home, contact_id, 3, happened_at=earlier, who=frozenset({f"adult:{other.adult_id}"}))
    assert _found(contact_id, home.worker).version == 3


def test_who_has_left_the_family_stays_in_its_contacts(home: Home) -> None:
    child = frozenset({f"pupil:{home.pupil_id}"})
    contact_id = _log(home, who=child)
    with transaction() as session:
        session.delete(session.exec(select(FamilyChild)).one())
    _put_right(home, contact_id, 1, who=child, line="x")
    record = _found(contact_id, home.worker)
    assert (record.values["line"], record.words("who")) == ("x", "Ava Madeup")


@pytest.mark.both_databases
def test_the_families_to_choose_from_are_ones_own_and_the_one_asked_for(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", safety_note="Dog")
    lead = make_actor(role=Role.LEAD)
    assert [f.family_id for f in list_contact_families(actor=home.worker, family_id=other.family_id)] == [
        home.family_id
    ]
    (asked,) = list_contact_families(actor=lead, family_id=other.family_id)
    assert asked.safety_note == "Dog"
    assert asked.people == {f"adult:{other.adult_id}": "Donna Madeup", f"pupil:{other.pupil_id}": "Ava Madeup"}


def _send(home: Home, kind: Kind, values: Mapping[str, object], *, key: str, family_id: int | None = None) -> int:
    return create_record(kind=kind, values=values, owner_id=family_id, draft_key=key, by=home.worker)


def test_meetings_and_statements_are_kept_once(home: Home) -> None:
    meeting = {"pupil_id": home.pupil_id, "kind": "childs_plan", "held_on": STARTED_ON}
    concern = {"is_safety_concern": True, "action_taken": "Rang my lead"}
    statement = {"pupil_id": home.pupil_id, "kind": "good_news", "made_on": STARTED_ON, **concern}
    meeting_key, statement_key = draft_key("meeting", home.worker), draft_key("statement", home.worker)
    for _ in range(2):
        _send(home, MEETINGS, meeting, key=meeting_key, family_id=home.family_id)
        _send(home, STATEMENTS, statement, key=statement_key)
    assert (_count(Meeting), _count(Statement)) == (1, 1)
    assert logged(AuditAction.STATEMENT_RECORDED) == ["good_news, with a safety concern"]
    other = make_home(username="colleague", number="222222222", reference="F002")
    key, mine = draft_key("meeting", home.worker), home.family_id
    for wrong, family_id in (({}, other.family_id), ({"pupil_id": other.pupil_id}, mine)):
        with pytest.raises(NotFound):
            _send(home, MEETINGS, {**meeting, "pupil_id": None, **wrong}, key=key, family_id=family_id)
    tomorrow = today() + timedelta(days=1)
    with pytest.raises(InvalidInput):
        _send(home, MEETINGS, meeting | {"held_on": tomorrow}, key=key, family_id=mine)
    key = draft_key("statement", home.worker)
    with pytest.raises(NotFound):
        _send(home, STATEMENTS, statement | {"pupil_id": other.pupil_id}, key=key)
    for name in ("made_on", "child_told_on"):
        with pytest.raises(InvalidInput):
            _send(home, STATEMENTS, statement | {name: tomorrow}, key=key)


def _whole_story(home: Home) -> None:
    _log(home, minutes=15, line="Rang", is_answered=False)
    base = {"recorded_by": "worker"}
    save(Meeting(family_id=home.family_id, kind="gone_kind", held_on=date(2026, 10, 2), summary="Agreed", **base))
    told = {"child_told_on": date(2026, 10, 5)}
    save(Statement(pupil_id=home.pupil_id, kind="good_news", made_on=date(2026, 10, 3), summary="Star", **told, **base))
    save(Statement(pupil_id=home.pupil_id, kind="other", made_on=date(2026, 10, 4), is_safety_concern=True, **base))
    web = {"taken_on": date(2026, 10, 6), "voice": Voice.CHILD, "stage": WebStage.BASELINE, "lowest": 0, "highest": 10}
    reading_id = save(WebReading(pupil_id=home.pupil_id, **web, **base)).id
    save(WebScore(reading_id=reading_id, indicator=Indicator.SAFE, score=4))
    save(WebScore(reading_id=reading_id, indicator=Indicator.ACTIVE))
    made = {"started_on": date(2026, 10, 7), "made_by": "worker"}
    plan_id = save(
        Plan(pupil_id=home.pupil_id, status=PlanStatus.CLOSED, closed_at=instant(date(2026, 10, 9), "09:00"), **made)
    ).id
    action = {"plan_id": plan_id, "what": "Walk to school", "who": "Donna"}
    save(PlanAction(status=ActionStatus.DONE, done_at=instant(date(2026, 10, 8), "09:00"), **action))
    save(PlanAction(**action))
    period_id = save(AttendancePeriod(first_on=date(2026, 10, 1), last_on=date(2026, 10, 31))).id
    school_id = make_school()
    save(Attendance(period_id=period_id, pupil_id=home.pupil_id, school_id=school_id, possible=40, attended=30))
    referral = {"source": "class_teacher", "referrer_name": "Ms Test", "main_reason": "attendance", "reason": "Late"}
    save(
        Referral(
            pupil_id=home.pupil_id,
            school_id=school_id,
            referred_on=date(2026, 9, 1),
            received_by="head",
            status=ReferralStatus.ALLOCATED,
            **referral,
        )
    )


def test_one_time_axis_holds_everything_newest_first(home: Home) -> None:
    _whole_story(home)
    items = family_timeline(actor=home.worker, family_id=home.family_id)
    told_elsewhere = {TimelineKind.PROGRAMME, TimelineKind.AWARD}  # tests of registers and of awards
    assert {item.kind for item in items} == set(TimelineKind) - told_elsewhere
    assert [(item.happened_on.day, item.title, item.line) for item in items] == [
        (31, "Ava attended 75.0%", "30 of 40 openings in Oct 2026"),
        (9, "Plan closed", "Ava"),
        (8, "Action done", "Walk to school (Donna)"),
        (7, "Plan made", "Ava"),
        (6, "Wellbeing web, baseline", "Ava, in the child's voice: 1 of 8 scored"),
        (4, "Another statement", "Ava; safety concern; not told yet"),
        (3, "Share good news", "Ava: Star; told what was done on 5 Oct 2026"),
        (2, "gone_kind", "Agreed"),
        (1, "Phone call: tried, no answer", "Rang. 15 minutes"),
        (7, "Support began", "Ava, with HLW of worker"),
        (1, "Referred: Class teacher", "Ava, a worker supports the family: Late"),
    ]
    pages = {item.kind: story_address(item).partition("?")[0] for item in items}
    assert pages == {
        "attendance": "pupil",
        "action": "plan",
        "web": "webs",
        "statement": "statement",
        "meeting": "meeting",
        "contact": "contact",
        "support": "support",
        "referral": "refer",
    }
    assert items[-2].until_on == today(), "Support goes on."
    with pytest.raises(NotFound):
        family_timeline(actor=make_actor(role=Role.WORKER, username="other"), family_id=home.family_id)


def test_support_shows_its_end_its_extension_and_the_wait(home: Home) -> None:
    with reading() as session:
        period = session.exec(select(SupportPeriod).order_by(col(SupportPeriod.id))).one()
    until = date(2026, 12, 1)
    save(SupportExtension(period_id=period.id, until_on=until, reason="Mornings", extended_by="x", extended_at=AT))
    days = {"started_on": date(2026, 1, 5), "ended_on": date(2026, 3, 2), "status": SupportStatus.CLOSED}
    ids = {"pupil_id": home.pupil_id, "family_id": home.family_id, "worker_id": home.worker.worker_id}
    save(SupportPeriod(**ids, **days))
    save(SupportPeriod(**ids, started_on=date(2026, 11, 2), status=SupportStatus.WAITING))
    titles = [item.title for item in family_timeline(actor=home.worker, family_id=home.family_id)]
    assert titles == ["Waiting for support", "Support extended", "Support began", "Support ended", "Support began"]


def test_two_families_of_one_name_are_told_apart_by_their_children(home: Home) -> None:
    twin = make_pupil(candidate_number="222222222", forename="Rory")
    make_family(pupil_ids=(twin,), worker_id=home.worker.worker_id, reference="F003")
    names = [family.name for family in list_contact_families(actor=home.worker)]
    assert names == ["Madeup family: Ava", "Madeup family: Rory"]
