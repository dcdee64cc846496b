"""Programmes and the school calendar: planned once, by rule, skipping holidays; who may know of which."""

from datetime import date

import pytest
from sqlmodel import select

from data.core.actions.records import change_record, create_record, undo_record
from data.core.db import reading
from data.core.queries.records import list_records
from data.programmes.actions.programmes import cancel_programme, change_programme, plan_programme
from data.programmes.actions.sessions import add_sessions, change_session
from data.programmes.queries.programmes import list_programmes, programme_record, team_workers
from data.programmes.queries.school_calendar import calendar_for_planning
from data.programmes.queries.sessions import list_sessions, session_record, sessions_between
from models.audit import Mistake
from models.clock import HERE, instant
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.permissions import Actor, Role
from models.programmes.programme import (
    ParticipantRole,
    Programme,
    ProgrammeSession,
    RegisterMark,
    SessionChange,
    SessionRule,
)
from models.programmes.school_calendar import CALENDAR, CalendarKind
from tests.factories import make_actor, make_school, make_worker, save
from tests.rows.families import draft_key
from tests.rows.programmes import FIRST_ON, LAST_ON, join, make_programme, make_session, programme_of

TUESDAYS = SessionRule(weekdays=frozenset({1}), at="15:15", minutes=90)
FROM, UNTIL = date(2026, 10, 12), date(2026, 10, 23)
AUTUMN = {"kind": CalendarKind.HOLIDAY, "name": "October", "first_on": FROM, "last_on": UNTIL}


@pytest.fixture
def worker(database: str) -> Actor:
    return make_actor(role=Role.WORKER, worker_id=make_worker())


def _add(by: Actor, **values: object) -> int:
    draft = draft_key("calendar_days", by)
    return create_record(kind=CALENDAR, values={**AUTUMN, **values}, draft_key=draft, by=by)


def _days(worker: Actor, programme_id: int) -> list[date]:
    rows = list_sessions(actor=worker, programme_id=programme_id)
    return [row.starts_at.astimezone(HERE).date() for row in rows]


def _plan(by: Actor, rule: SessionRule | None = TUESDAYS, **fields: object) -> int:
    key = draft_key("programme", by)
    ids = {plan_programme(draft_key=key, programme=programme_of(**fields), rule=rule, by=by) for _ in range(2)}
    assert len(ids) == 1, "Two taps plan one programme."
    return ids.pop()


def test_sessions_follow_the_rule_and_skip_holidays(worker: Actor, lead: Actor) -> None:
    _add(lead)
    programme_id = _plan(worker, first_on=date(2026, 10, 5), last_on=date(2026, 10, 31))
    assert _days(worker, programme_id) == [date(2026, 10, 6), date(2026, 10, 27)]
    holiday_id = _plan(worker, first_on=FROM, last_on=UNTIL)
    assert _days(worker, holiday_id) == [date(2026, 10, 13), date(2026, 10, 20)]
    row = list_sessions(actor=worker, programme_id=programme_id)[0]
    assert (row.starts_at, row.venue, row.here) == (instant(date(2026, 10, 6), "15:15"), "Hall", None)


def test_every_other_week_across_the_change_of_the_clocks(worker: Actor) -> None:
    rule = TUESDAYS.model_copy(update={"every_weeks": 2, "weekdays": frozenset({1, 3})})
    programme_id = _plan(worker, rule, first_on=date(2026, 10, 13), last_on=date(2026, 11, 1))
    assert _days(worker, programme_id) == [date(2026, 10, day) for day in (13, 15, 27, 29)]
    rows = list_sessions(actor=worker, programme_id=programme_id)
    assert {f"{row.starts_at.astimezone(HERE):%H:%M}" for row in rows} == {"15:15"}


def test_more_sessions_are_added_beside_those_there(worker: Actor) -> None:
    programme_id = _plan(worker, first_on=FIRST_ON, last_on=FIRST_ON.replace(day=20))
    values = {"programme_id": programme_id, "first_on": FIRST_ON, "last_on": FIRST_ON.replace(day=20), "by": worker}
    both = TUESDAYS.model_copy(update={"weekdays": frozenset({1, 2})})
    add_sessions(draft_key=draft_key("sessions", worker), rule=both, **values)
    assert [day.day for day in _days(worker, programme_id)] == [8, 9, 15, 16]
    with pytest.raises(InvalidInput, match="outside"):
        add_sessions(draft_key=draft_key("sessions", worker), rule=both, **values | {"last_on": LAST_ON})
    with pytest.raises(InvalidInput, match="None of those days"):
        add_sessions(draft_key=draft_key("sessions", worker), rule=both, **values | {"last_on": FIRST_ON})
    every_day = SessionRule(weekdays=frozenset(range(7)), at="10:00", minutes=60)
    with pytest.raises(InvalidInput, match="more than"):
        _plan(worker, every_day, first_on=date(2026, 1, 1), last_on=date(2026, 12, 1))


@pytest.mark.parametrize("wrong", [{"last_on": date(2026, 9, 1)}, {"last_on": date(2028, 1, 1)}, {"school_id": 99}])
def test_a_programme_that_cannot_be_is_refused(worker: Actor, wrong: dict[str, object]) -> None:
    with pytest.raises((InvalidInput, NotFound)):
        plan_programme(draft_key=draft_key("programme", worker), programme=programme_of(**wrong), rule=None, by=worker)
    with reading() as session:
        assert session.exec(select(Programme)).first() is None


def test_moving_a_session_leaves_its_register(worker: Actor) -> None:
    programme_id = make_programme()
    session_id, other = make_session(programme_id, on=FIRST_ON), make_session(programme_id, on=LAST_ON)
    save(
        RegisterMark(
            session_id=session_id, participant_id=join(programme_id, name="Kit"), is_present=True, marked_by="worker"
        )
    )
    moved = SessionChange(starts_at=instant(LAST_ON, "18:00"), minutes=60, venue="Park", note="Rain", is_cancelled=True)

    def change(values: SessionChange, version: int) -> None:
        key = draft_key("session_change", worker)
        for _ in range(2):
            change_session(draft_key=key, session_id=session_id, version=version, change=values, by=worker)

    change(moved, 1)
    with reading() as session:
        row = session.get_one(ProgrammeSession, session_id)
        assert len(session.exec(select(RegisterMark).where(RegisterMark.session_id == session_id)).all()) == 1
    assert (row.version, row.starts_at, row.is_cancelled) == (2, moved.starts_at, True)
    assert session_record(actor=worker, session_id=session_id).content == moved
    with pytest.raises(Conflict):
        change(moved.model_copy(update={"minutes": 30}), 1)
    with pytest.raises(InvalidInput, match="at that time already"):
        change(moved.model_copy(update={"starts_at": instant(LAST_ON, "15:15")}), 2)
    on = sessions_between(actor=worker, first_on=FIRST_ON, last_on=LAST_ON)
    assert [one.session_id for one in on] == [other], "A cancelled session is not on."
    with pytest.raises(NotFound):
        session_record(actor=make_actor(role=Role.HEADTEACHER), session_id=session_id)


@pytest.mark.both_databases
def test_changes_do_not_write_over_each_other(worker: Actor) -> None:
    programme_id = make_programme()

    def change(places: int, version: int) -> None:
        values = {"programme_id": programme_id, "version": version, "programme": programme_of(places=places)}
        change_programme(draft_key=draft_key("programme_change", worker), **values, by=worker)

    change(9, 1)
    with pytest.raises(Conflict):
        change(10, 1)
    for _ in range(2):
        cancel_programme(programme_id=programme_id, version=2, is_cancelled=True, by=worker)
    with pytest.raises(Conflict):
        cancel_programme(programme_id=programme_id, version=2, is_cancelled=False, by=worker)
    record = programme_record(actor=worker, programme_id=programme_id)
    assert (record.content.places, record.is_cancelled, record.version) == (9, True, 3)


def test_a_programme_nobody_takes_part_in_says_none_of_anything(worker: Actor) -> None:
    join(make_programme(), name="Vi", role=ParticipantRole.VOLUNTEER)
    (row,) = list_programmes(actor=worker)
    assert (row.taking_part, row.sessions, row.next_at) == (0, 0, None)


@pytest.mark.both_databases
def test_a_school_knows_of_its_own_and_counts_only_them(worker: Actor) -> None:
    mine, other = make_school(cluster="North"), make_school(seed_code="8240002", name="Other", cluster="South")
    ids = {
        "own": make_programme(school_id=mine, name="own"),
        "cluster": make_programme(cluster="North", name="cluster"),
        "team": make_programme(name="team"),
    }
    hidden = [make_programme(school_id=other, name="x"), make_programme(cluster="South", name="y")]
    for programme_id in (*ids.values(), *hidden):
        session_id = make_session(programme_id, on=FIRST_ON, meals=1)
        kit = join(programme_id, name="Kit")
        join(programme_id, name="Vi", role=ParticipantRole.VOLUNTEER)
        save(RegisterMark(session_id=session_id, participant_id=kit, is_present=True, marked_by="worker"))
    head = make_actor(role=Role.HEADTEACHER, school_ids=(mine,))
    rows = {row.name: row for row in list_programmes(actor=head)}
    assert {name: row.taking_part for name, row in rows.items()} == {"own": 1, "cluster": None, "team": None}
    assert rows["own"].sessions == 1
    here = {name: list_sessions(actor=head, programme_id=id_)[0].here for name, id_ in ids.items()}
    assert here == {"own": 1, "cluster": None, "team": None}
    assert programme_record(actor=head, programme_id=ids["own"]).is_for == "Madeup Primary School"
    for programme_id in hidden:
        with pytest.raises(NotFound):
            programme_record(actor=head, programme_id=programme_id)
        with pytest.raises(NotFound):
            list_sessions(actor=head, programme_id=programme_id)
    assert len(list_programmes(actor=worker)) == 5
    for role in (Role.VIEWER, Role.ADMINISTRATOR):
        with pytest.raises(PermissionDenied):
            list_programmes(actor=make_actor(role=role))
    with pytest.raises(PermissionDenied):
        team_workers(actor=head)
    assert list(team_workers(actor=worker).values()) == ["HLW 01"]


def test_the_calendar_refuses_what_overlaps(lead: Actor) -> None:
    first = _add(lead)
    _add(lead, kind=CalendarKind.TERM, name="Term 1")  # a term may hold a holiday
    for values in ({"name": "Late", "first_on": UNTIL, "last_on": date(2026, 11, 1)}, {"last_on": date(2026, 10, 1)}):
        with pytest.raises(InvalidInput, match="is kept"):
            _add(lead, **values)

    def change(version: int, last_on: date = UNTIL) -> int:
        draft = draft_key("calendar_days_change", lead)
        return change_record(
            kind=CALENDAR, record_id=first, values={"last_on": last_on}, version=version, draft_key=draft, by=lead
        )

    def remove(version: int) -> int:
        draft = draft_key("calendar_days_back", lead)
        return undo_record(kind=CALENDAR, record_id=first, version=version, why=Mistake.OTHER, draft_key=draft, by=lead)

    change(1, date(2026, 10, 24))
    for stale in (change, remove):
        with pytest.raises(Conflict):
            stale(1)
    found = list_records(kind=CALENDAR, actor=lead)
    assert [(one.values["name"], one.values["last_on"]) for one in found] == [
        ("October", date(2026, 10, 24)),
        ("Term 1", UNTIL),
    ]
    remove(2)
    with pytest.raises(NotFound):
        remove(2)
    with pytest.raises(PermissionDenied):
        _add(make_actor(role=Role.WORKER))


@pytest.mark.both_databases
def test_planning_starts_from_the_term_that_runs(lead: Actor) -> None:
    months = (date(2026, 1, 5), date(2026, 4, 6), date(2026, 8, 17), date(2027, 1, 4), date(2027, 4, 5))
    for first in months:
        days = {"name": f"{first:%B %Y}", "first_on": first, "last_on": first.replace(day=28)}
        _add(lead, **days)
    ordered = calendar_for_planning(actor=lead, on=date(2026, 8, 28))
    names = [one.values["name"] for one in ordered]
    assert names == ["August 2026", "January 2027", "April 2027", "April 2026", "January 2026"]
