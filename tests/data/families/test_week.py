"""A worker's week: counts right to the day, cleared by the work itself; and the private calendar."""

from datetime import date, timedelta

import icalendar
import pytest

from components.families.addresses import due_address
from data.access.actions.choices import set_uses_weights
from data.core.actions.records import create_record
from data.core.db import transaction
from data.exporting.calendar import calendar_file
from data.families.actions.appointments import cancel_appointment
from data.families.actions.calendar_links import make_calendar_link, revoke_calendar_link
from data.families.queries.week import Week, my_week
from data.programmes.queries.private_calendar import calendar_entries
from models.access import Account
from models.clock import instant
from models.columns import now
from models.errors import InvalidInput, NotFound, PermissionDenied
from models.families.family import Family, SupportPeriod, SupportStatus, Transfer
from models.families.meetings import APPOINTMENTS, Appointment, AppointmentKind
from models.families.plans import Plan, PlanAction, PlanStatus
from models.families.week import DueKind
from models.permissions import Actor, Role
from models.referrals import Referral, ReferralStatus
from models.wellbeing.web import Voice, WebReading, WebStage
from tests.factories import make_actor, make_pupil, make_school, make_worker, save
from tests.rows.families import STARTED_ON, Home, draft_key, make_family, make_home
from tests.rows.programmes import make_programme, make_session

REVIEW_ON = STARTED_ON + timedelta(days=91)


def _due(actor: Actor, on: date) -> dict[DueKind, int]:
    due = my_week(actor=actor, on=on).due
    return {kind: count for kind in DueKind if (count := sum(item.kind is kind for item in due))}


def _web(home: Home, taken_on: date) -> None:
    bounds = {"lowest": 0, "highest": 10, "recorded_by": "worker"}
    save(WebReading(pupil_id=home.pupil_id, taken_on=taken_on, voice=Voice.CHILD, stage=WebStage.REVIEW, **bounds))


def test_a_web_is_due_on_its_day_and_goes_when_it_is_taken(home: Home) -> None:
    shown_from = STARTED_ON + timedelta(days=7)
    assert _due(home.worker, shown_from - timedelta(days=1)) == {}
    assert _due(home.worker, shown_from) == {DueKind.WEB: 1}
    _web(home, STARTED_ON)
    assert _due(home.worker, STARTED_ON + timedelta(days=34)) == {}
    assert _due(home.worker, STARTED_ON + timedelta(days=35)) == {DueKind.WEB: 1}
    _web(home, STARTED_ON + timedelta(days=42))
    assert _due(home.worker, STARTED_ON + timedelta(days=42)) == {}


def test_support_is_due_fourteen_days_ahead_once_for_a_family(home: Home) -> None:
    _web(home, REVIEW_ON)
    _web(home, REVIEW_ON + timedelta(days=1))
    assert _due(home.worker, REVIEW_ON - timedelta(days=15)) == {}
    (item,) = my_week(actor=home.worker, on=REVIEW_ON - timedelta(days=14)).due
    assert (item.title, item.line, item.due_on) == ("Madeup family", "Support of Ava Madeup", REVIEW_ON)
    assert due_address(item) == f"support?family={home.family_id}"
    _set(home, review_on=REVIEW_ON + timedelta(days=30))
    assert _due(home.worker, REVIEW_ON) == {}
    _set(home, status=SupportStatus.STEPPED_DOWN)
    assert _due(home.worker, REVIEW_ON + timedelta(days=30)) == {DueKind.SUPPORT: 1}
    _set(home, status=SupportStatus.CLOSED)
    assert _due(home.worker, REVIEW_ON + timedelta(days=300)) == {}


def _set(home: Home, **fields: object) -> None:
    with transaction() as session:
        session.get_one(SupportPeriod, 1).sqlmodel_update(fields)


def test_plans_are_due_until_looked_at_or_closed(home: Home) -> None:
    _web(home, date(2026, 10, 1))
    _web(home, date(2026, 10, 2))
    plan_id = save(Plan(pupil_id=home.pupil_id, started_on=date(2026, 9, 10), made_by="worker")).id
    assert _due(home.worker, date(2026, 10, 14)) == {}
    (item,) = my_week(actor=home.worker, on=date(2026, 10, 15)).due
    assert (item.kind, item.title, item.due_on) == (DueKind.PLAN, "Ava Madeup", date(2026, 10, 22))
    with transaction() as session:
        session.get_one(Plan, plan_id).status = PlanStatus.CLOSED
    assert _due(home.worker, date(2026, 10, 22)) == {}


@pytest.mark.both_databases
def test_a_lead_answers_referrals_and_a_worker_does_not(home: Home) -> None:
    school_id, lead = make_school(), make_actor(role=Role.LEAD)
    who = {"source": "health", "referrer_name": "N", "received_by": "x"}
    fields = {"school_id": school_id, "main_reason": "attendance", "reason": "R", **who}
    on = date(2026, 9, 7)
    save(Referral(child_name="Bo Madeup", referred_on=on, **fields))
    save(Referral(pupil_id=home.pupil_id, referred_on=on, **fields))
    save(Referral(child_name="Gone", referred_on=on, status=ReferralStatus.WAITING, **fields))
    items = my_week(actor=lead, on=on).due
    assert [(item.title, item.line) for item in items] == [
        ("Ava Madeup", "Referred at Madeup Primary School"),
        ("Bo Madeup", "Referred at Madeup Primary School"),
    ]
    assert _due(lead, on - timedelta(days=1)) == {}
    assert _due(home.worker, on) == {}


def test_a_question_about_a_referral_is_due_for_whoever_made_it(home: Home) -> None:
    asked = {"status": ReferralStatus.MORE_NEEDED, "question": "Who lives at home?"}
    made = {"source": "class_teacher", "referrer_name": "T", "main_reason": "attendance", "reason": "Late"}
    save(
        Referral(
            child_name="Ava Madeup",
            school_id=make_school(),
            account_id=home.worker.account_id,
            received_by="worker",
            referred_on=STARTED_ON,
            **asked,
            **made,
        )
    )
    (item,) = my_week(actor=home.worker, on=STARTED_ON).due
    assert (item.title, item.line, due_address(item)) == ("Ava Madeup", "Who lives at home?", "refer")
    assert not my_week(actor=make_actor(role=Role.WORKER, username="other"), on=STARTED_ON).due


def test_an_offered_family_is_to_be_answered(home: Home) -> None:
    to = make_home(username="colleague", number="222222222", reference="F002").worker
    on = date(2026, 9, 8)
    save(
        Transfer(
            family_id=home.family_id,
            from_worker_id=home.worker.worker_id,
            to_worker_id=to.worker_id,
            reason="Leaving",
            offered_by="worker",
            offered_at=instant(on, "10:00"),
            batch="b",
        )
    )
    assert [(i.kind, i.title, i.line) for i in my_week(actor=to, on=on).due] == [
        (DueKind.TRANSFER, "Family F001", "Offered by HLW of worker")
    ]


@pytest.mark.both_databases
def test_forms_in_hand_lead_to_the_page_that_finishes_them(home: Home) -> None:
    plan_id = save(Plan(pupil_id=home.pupil_id, started_on=STARTED_ON, made_by="worker")).id
    action_id = save(PlanAction(plan_id=plan_id, what="Walk", who="Donna")).id
    begun = {
        "contact": "",
        "family": f"family:{home.family_id}",
        "adult": f"adult:{home.adult_id}",
        "plan_drop": f"action:{action_id}",
        "close_support": "period:1",
        "unknown": "",
    }
    for form, subject in begun.items():
        draft_key(form, home.worker, subject=subject, line="x")
    draft_key("statement", home.worker)  # opened and untouched
    tomorrow = now().date() + timedelta(days=1)
    drafts = [item for item in my_week(actor=home.worker, on=tomorrow).due if item.kind is DueKind.DRAFT]
    assert sorted(map(due_address, drafts)) == [
        "contact",
        f"family?id={home.family_id}",
        f"family?id={home.family_id}",
        f"plan?pupil={home.pupil_id}",
        f"support?family={home.family_id}",
    ]


def test_room_counts_families_once_and_weights_when_the_team_uses_them(home: Home) -> None:
    worker_id = home.worker.worker_id
    siblings = tuple(make_pupil(candidate_number=f"{number}00000000") for number in (3, 4))
    make_family(pupil_ids=siblings, worker_id=worker_id, reference="F002", weight=3)
    waiting = (make_pupil(candidate_number="500000000"),)
    make_family(pupil_ids=waiting, worker_id=worker_id, reference="F003", status=SupportStatus.WAITING)
    room = _week(home).room
    assert room is not None
    assert (room.taken, room.room_for, room.left) == (2, 15, 13)
    set_uses_weights(is_used=True, by=make_actor(role=Role.LEAD))
    weighted = _week(home).room
    assert weighted is not None
    assert weighted.taken == 4
    assert my_week(actor=make_actor(role=Role.LEAD, username="lead2"), on=STARTED_ON).room is None
    with pytest.raises(PermissionDenied):
        my_week(actor=make_actor(role=Role.VIEWER), on=STARTED_ON)


def _week(home: Home, on: date = STARTED_ON) -> Week:
    return my_week(actor=home.worker, on=on)


def _plan(home: Home, on: date, clock: str = "10:00", **fields: object) -> int:
    values = {"kind": AppointmentKind.VISIT, "starts_at": instant(on, clock), "place": "At home", **fields}
    key = draft_key("appointment", home.worker)
    return {_put_in(values, key=key, by=home.worker) for _ in range(3)}.pop()


def _put_in(values: dict[str, object], *, key: str, by: Actor) -> int:
    return create_record(kind=APPOINTMENTS, values=values, owner_id=by.worker_id, draft_key=key, by=by)


def test_the_week_is_from_monday_to_sunday_night(home: Home) -> None:
    sunday, monday = date(2026, 11, 22), date(2026, 11, 16)
    first = _plan(home, monday, "07:00", family_id=home.family_id)
    last = _plan(home, sunday, "21:45")
    _plan(home, sunday + timedelta(days=1), "07:00")
    week = _week(home, date(2026, 11, 21))
    assert [(row.appointment_id, row.family) for row in week.appointments] == [(first, "Madeup family"), (last, "")]
    for _ in range(2):
        cancel_appointment(appointment_id=first, by=home.worker)
    assert [row.appointment_id for row in _week(home, monday).appointments] == [last]
    other = make_home(username="colleague", number="222222222", reference="F002")
    with pytest.raises(NotFound):
        cancel_appointment(appointment_id=last, by=other.worker)
    with pytest.raises(NotFound):
        _plan(home, monday, family_id=other.family_id)


def test_without_a_caseload_there_is_no_week_to_fill(home: Home) -> None:
    lead = make_actor(role=Role.LEAD)
    appointment = {"kind": AppointmentKind.OTHER, "starts_at": now()}
    with pytest.raises(NotFound):
        _put_in(appointment, key=draft_key("appointment", lead), by=lead)
    with pytest.raises(InvalidInput, match="not linked"):
        make_calendar_link(by=lead)


def test_the_calendar_names_nobody_and_dies_with_its_link(home: Home) -> None:
    on = date(2026, 11, 21)
    _plan(home, on, "14:30", title="Talk to Ava", family_id=home.family_id, minutes=45)
    cancel_appointment(appointment_id=_plan(home, on), by=home.worker)
    _plan(home, on - timedelta(days=40))
    first = make_calendar_link(by=home.worker)
    token = make_calendar_link(by=home.worker)
    assert calendar_entries(token=first, on=on) is None, "Only the newest address works."
    entries = calendar_entries(token=token, on=on)
    assert entries is not None
    content = calendar_file(entries)
    (event,) = icalendar.Calendar.from_ical(content).walk("VEVENT")
    assert (str(event["SUMMARY"]), str(event["LOCATION"])) == ("Visit", "At home")
    assert event["DTSTART"].dt == instant(on, "14:30")
    for name in (b"Ava", b"Madeup", b"Donna", b"F001"):
        assert name not in content
    assert _week(home).has_calendar_link
    revoke_calendar_link(by=home.worker)
    assert calendar_entries(token=token, on=on) is None
    assert not _week(home).has_calendar_link


def test_the_calendar_holds_ones_own_sessions(home: Home) -> None:
    on = date(2026, 11, 21)
    make_session(make_programme(worker_id=home.worker.worker_id, name="Ava's group"), on=on)
    make_session(make_programme(name="Another's"), on=on)
    token = make_calendar_link(by=home.worker)
    (entry,) = calendar_entries(token=token, on=on) or ()
    assert (entry.kind, entry.starts_at, entry.place) == (AppointmentKind.GROUP, instant(on, "15:15"), "Hall")
    assert b"Ava" not in calendar_file([entry])


@pytest.mark.both_databases
def test_a_closed_account_closes_its_calendar(home: Home) -> None:
    token = make_calendar_link(by=home.worker)
    assert calendar_entries(token=token, on=STARTED_ON) == ()
    assert b"VEVENT" not in calendar_file(())
    with transaction() as session:
        session.get_one(Account, home.worker.account_id).is_active = False
    assert calendar_entries(token=token, on=STARTED_ON) is None


def test_an_appointment_without_a_place_has_none_in_the_calendar(home: Home) -> None:
    save(
        Appointment(worker_id=home.worker.worker_id, kind=AppointmentKind.GROUP, starts_at=now(), recorded_by="worker")
    )
    entries = calendar_entries(token=make_calendar_link(by=home.worker), on=now().date())
    assert b"LOCATION" not in calendar_file(entries or ())


def test_a_worker_without_families_has_a_quiet_week(database: str) -> None:
    worker = make_actor(role=Role.WORKER, worker_id=make_worker())
    week = my_week(actor=worker, on=STARTED_ON)
    assert (week.due, week.appointments) == ((), ())
    save(Family(reference="F100"))
