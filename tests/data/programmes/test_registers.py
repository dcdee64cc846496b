"""Registers: every tap kept once, nobody said is not absence, and what whoever runs a session has to know."""

from datetime import date, timedelta

import pytest
from sqlmodel import select

from data.core.db import reading
from data.families.queries.timeline import family_timeline
from data.programmes.actions.registers import (
    add_walk_in,
    change_health_note,
    count_meals,
    leave_register,
    mark,
    mark_rest_present,
)
from data.programmes.queries.registers import Register, register, walk_ins
from models.audit import AuditAction, AuditEvent
from models.awards.volunteers import Volunteer, VolunteerKind
from models.clock import today
from models.columns import now
from models.errors import Conflict, InvalidInput, NotFound, PermissionDenied
from models.evaluations.questionnaires import AnswerSheet, AnswerWay, QuestionnaireVersion, Stage
from models.families.people import Consent
from models.families.timeline import TimelineKind
from models.permissions import Role
from models.programmes.programme import Participant, ParticipantRole, ProgrammeSession, RegisterMark
from tests.factories import make_actor, make_pupil, save
from tests.rows.families import Home, draft_key, make_adult, make_home
from tests.rows.programmes import join, make_programme, make_reach, make_session


@pytest.fixture
def programme_id(home: Home) -> int:
    return make_programme()


@pytest.fixture
def session_id(programme_id: int) -> int:
    return make_session(programme_id)


def _events(action: AuditAction) -> list[str]:
    with reading() as session:
        return [event.detail for event in session.exec(select(AuditEvent).where(AuditEvent.action == action))]


def _said(found: Register) -> dict[str, bool | None]:
    return {person.name: person.is_present for person in found.people}


@pytest.mark.both_databases
def test_everybody_is_here_and_then_tap_the_absent(home: Home, programme_id: int, session_id: int) -> None:
    ids = {name: join(programme_id, name=name) for name in ("Ann", "Bob", "Cat")}
    mark(session_id=session_id, marks={ids["Bob"]: False}, by=home.worker)
    for _ in range(2):
        mark_rest_present(session_id=session_id, by=home.worker)
    found = register(actor=home.worker, session_id=session_id)
    assert _said(found) == {"Ann": True, "Bob": False, "Cat": True}
    assert (found.here, found.unsaid, found.meals) == (2, 0, 2)
    for _ in range(2):  # the second tap of two
        mark(session_id=session_id, marks={ids["Cat"]: False}, by=home.worker)
    mark(session_id=session_id, marks={ids["Ann"]: None}, by=home.worker)
    found = register(actor=home.worker, session_id=session_id)
    assert _said(found) == {"Ann": None, "Bob": False, "Cat": False}, "Nobody said is not absence."
    assert [detail.partition(", ")[2].partition(", ")[2] for detail in _events(AuditAction.REGISTER_TAKEN)] == [
        "0 here, 1 absent", "2 here, 1 absent", "1 here, 2 absent", "0 here, 2 absent",
    ]  # fmt: skip
    mark(session_id=session_id, marks={ids["Bob"]: None, ids["Cat"]: None}, by=home.worker)
    assert register(actor=home.worker, session_id=session_id).taken_at is None


def test_meals_follow_the_number_here_until_counted(home: Home, programme_id: int, session_id: int) -> None:
    ids = [join(programme_id, name=name) for name in ("Ann", "Bob")]
    assert register(actor=home.worker, session_id=session_id).meals is None, "Nobody counted is not zero."
    mark(session_id=session_id, marks={ids[0]: True}, by=home.worker)
    count_meals(session_id=session_id, meals=5, by=home.worker)
    mark(session_id=session_id, marks={ids[1]: True}, by=home.worker)
    assert register(actor=home.worker, session_id=session_id).meals == 5
    with pytest.raises(InvalidInput):
        count_meals(session_id=session_id, meals=501, by=home.worker)
    hungry = make_programme(has_meal=False)
    other = make_session(hungry)
    mark(session_id=other, marks={join(hungry, name="Cat"): True}, by=home.worker)
    assert register(actor=home.worker, session_id=other).meals is None


def test_only_those_on_the_register_are_marked_and_never_at_a_cancelled_session(
    home: Home, programme_id: int, session_id: int
) -> None:
    elsewhere = join(make_programme(name="Other"), name="Ann")
    with pytest.raises(NotFound):
        mark(session_id=session_id, marks={elsewhere: True}, by=home.worker)
    off = make_session(programme_id, on=date(2026, 9, 8), is_cancelled=True)
    with pytest.raises(InvalidInput):
        mark_rest_present(session_id=off, by=home.worker)
    for role in (Role.HEADTEACHER, Role.VIEWER, Role.ADMINISTRATOR):
        actor = make_actor(role=role)
        with pytest.raises(NotFound):
            register(actor=actor, session_id=session_id)
        with pytest.raises(PermissionDenied):
            mark(session_id=session_id, marks={}, by=actor)
    with pytest.raises(NotFound):
        register(actor=home.worker, session_id=99)


@pytest.mark.both_databases
def test_walk_ins_known_and_unknown_stand_there_once(home: Home, programme_id: int, session_id: int) -> None:
    invited = make_home(username="colleague", number="222222222", reference="F002")
    make_home(username="third", number="333333333", reference="F003")
    make_reach(programme_id, invited.family_id, home.worker)
    helper = save(Volunteer(name="Vi Helper", kind=VolunteerKind.VOLUNTEER, recorded_by="worker")).id
    save(Volunteer(name="Gone", kind=VolunteerKind.MENTOR, recorded_by="worker", has_stopped=True))
    choices = walk_ins(actor=home.worker, session_id=session_id)
    known = {f"pupil:{home.pupil_id}", f"adult:{home.adult_id}", f"pupil:{invited.pupil_id}",
             f"adult:{invited.adult_id}", f"volunteer:{helper}"}  # fmt: skip
    assert set(choices) == known, "One's own families, those invited, and those who give; nobody else."
    for who in (f"pupil:{invited.pupil_id}", f"volunteer:{helper}", "  Kit   Friend ", "kit friend", " vi  helper"):
        for _ in range(2):
            add_walk_in(session_id=session_id, who=who, by=home.worker)
    people = register(actor=home.worker, session_id=session_id).people
    assert [(one.name, one.role, one.is_present) for one in people] == [
        ("Ava Madeup", ParticipantRole.TAKES_PART, True),
        ("Kit Friend", ParticipantRole.TAKES_PART, True),
        ("Vi Helper", ParticipantRole.VOLUNTEER, True),
    ]
    assert f"volunteer:{helper}" not in walk_ins(actor=home.worker, session_id=session_id)
    for wrong in ("pupil:99", "   "):
        with pytest.raises((NotFound, InvalidInput)):
            add_walk_in(session_id=session_id, who=wrong, by=home.worker)


def test_who_left_or_came_later_is_not_on_an_earlier_register(home: Home, programme_id: int) -> None:
    taken = make_session(programme_id, on=today() - timedelta(days=7))
    early = join(programme_id, name="Ann", added_at=now() - timedelta(days=30))
    mark(session_id=taken, marks={early: True}, by=home.worker)
    join(programme_id, name="Late")
    later = make_session(programme_id)
    assert _said(register(actor=home.worker, session_id=taken)) == {"Ann": True}
    assert _said(register(actor=home.worker, session_id=later)) == {"Ann": None, "Late": None}
    for _ in range(2):
        leave_register(session_id=later, participant_id=early, by=home.worker)
    assert len(_events(AuditAction.PARTICIPANT_CHANGED)) == 1
    assert _said(register(actor=home.worker, session_id=later)) == {"Late": None}
    assert _said(register(actor=home.worker, session_id=taken)) == {"Ann": True}


def test_somebody_put_there_by_mistake_leaves_no_trace_unless_they_answered(
    home: Home, programme_id: int, session_id: int
) -> None:
    mistake, answered = join(programme_id, name="Ann"), join(programme_id, name="Bob")
    save_answer_sheet(programme_id, answered)
    for participant_id in (mistake, answered):
        leave_register(session_id=session_id, participant_id=participant_id, by=home.worker)
    with reading() as session:
        assert {one.name: one.left_on for one in session.exec(select(Participant))} == {"Bob": today()}


def save_answer_sheet(programme_id: int, participant_id: int) -> None:
    with reading() as session:
        version_id = session.exec(select(QuestionnaireVersion.id)).first()
    save(AnswerSheet(programme_id=programme_id, version_id=version_id, stage=next(iter(Stage)),
                     participant_id=participant_id, way=AnswerWay.GRID, answered_on=today(),
                     recorded_by="worker"))  # fmt: skip


def test_what_to_know_of_each_stands_on_the_register(home: Home, programme_id: int, session_id: int) -> None:
    sister = make_pupil(candidate_number="222222222", forename="Bea")
    gran = make_adult(home.family_id, forename="Gran", phone="07700 900123", is_emergency_contact=True)
    make_adult(home.family_id, forename="Silent", is_emergency_contact=True)
    child, adult = join(programme_id, pupil_id=home.pupil_id), join(programme_id, adult_id=gran)
    join(programme_id, pupil_id=sister)

    def consent(day: int, *, is_given: bool, pupil_id: int | None = None) -> None:
        save(Consent(family_id=home.family_id, pupil_id=pupil_id, kind="photos", is_given=is_given, who="Mum",
                     given_on=date(2026, 9, day), recorded_by="worker"))  # fmt: skip

    def photos() -> dict[str, bool | None]:
        return {one.name: one.photos for one in register(actor=home.worker, session_id=session_id).people}

    assert photos() == {"Ava Madeup": None, "Bea Madeup": None, "Gran Madeup": None}
    consent(1, is_given=True)
    consent(2, is_given=False, pupil_id=home.pupil_id)
    assert photos() == {"Ava Madeup": False, "Bea Madeup": None, "Gran Madeup": True}
    consent(3, is_given=True)
    assert photos()["Ava Madeup"] is True, "The family's newer word replaces the older one about the child."
    for participant_id in (child, adult):
        key = draft_key("health_note", home.worker, subject=f"participant:{participant_id}")
        values = {"draft_key": key, "session_id": session_id, "participant_id": participant_id, "by": home.worker}
        for _ in range(2):
            change_health_note(**values, version=0, allergies=" Nuts ")
    people = {one.participant_id: one for one in register(actor=home.worker, session_id=session_id).people}
    assert (people[child].allergies, people[child].health_version) == ("Nuts", 1)
    assert people[child].emergency == ("Gran Madeup, 07700 900123",)
    assert people[adult].emergency == (), "Nobody is told to ring the person in front of them."
    key = draft_key("health_note", home.worker, subject=f"participant:{child}")
    values = {"draft_key": key, "session_id": session_id, "participant_id": child, "by": home.worker}
    with pytest.raises(Conflict):
        change_health_note(**values, version=0, allergies="None")
    named = join(programme_id, name="Kit")
    with pytest.raises(NotFound):
        change_health_note(**values | {"participant_id": named}, version=0, allergies="Milk")
    assert "Nuts" not in "".join(_events(AuditAction.HEALTH_NOTE_CHANGED))


def test_the_family_story_tells_the_sessions_they_were_at(home: Home, programme_id: int, session_id: int) -> None:
    child, adult = join(programme_id, pupil_id=home.pupil_id), join(programme_id, adult_id=home.adult_id)
    missed = make_session(programme_id, on=date(2026, 9, 8))
    mark(session_id=session_id, marks={child: True, adult: True}, by=home.worker)
    mark(session_id=missed, marks={child: False}, by=home.worker)
    items = family_timeline(actor=home.worker, family_id=home.family_id)
    told = [(item.happened_on, item.title, item.line) for item in items if item.kind is TimelineKind.PROGRAMME]
    assert [(on, title) for on, title, _ in told] == [(today(), "Cooking club")]
    assert set(told[0][2].removeprefix("Was there: ").split(", ")) == {"Ava", "Donna"}


def test_marks_of_one_session_are_counted_for_it_alone(home: Home, programme_id: int, session_id: int) -> None:
    one = join(programme_id, name="Ann")
    other = make_session(programme_id, on=date(2026, 9, 8))
    mark(session_id=session_id, marks={one: True}, by=home.worker)
    with reading() as session:
        assert [row.session_id for row in session.exec(select(RegisterMark))] == [session_id]
        assert session.get_one(ProgrammeSession, other).taken_at is None
