"""Finding pupils, opening one, and covering for a colleague."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from data.attendance.actions.pupils import give_cover, open_pupil, search_pupils
from data.attendance.queries.pupils import PupilRow, find_pupils, pupil_record
from data.core import visits
from data.core.db import reading
from models.access import Cover
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span
from models.attendance.pupils import NO_NAME, Characteristic, CharacteristicKind, Enrolment, Pupil, Sex, Source
from models.attendance.simd import PostcodeSimd
from models.audit import AuditAction, AuditEvent
from models.columns import now
from models.errors import InvalidInput, NotFound, PermissionDenied
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, save

pytestmark = pytest.mark.both_databases

ACTIVE, WAITING, CLOSED = SupportStatus.ACTIVE, SupportStatus.WAITING, SupportStatus.CLOSED


def enrol(pupil_id: int, school_id: int, *, stage: str = "P5", on: date = date(2025, 8, 20)) -> None:
    save(Enrolment(pupil_id=pupil_id, school_id=school_id, stage=stage, observed_on=on, source=Source.SEEMIS))


def support(
    worker_id: int, *pupil_ids: int, status: SupportStatus = ACTIVE, reference: str = "F1", ended_on: date | None = None
) -> None:
    """One family of these children; the worker supports the first."""
    family_id = save(Family(reference=reference)).id
    for pupil_id in pupil_ids:
        save(FamilyChild(family_id=family_id, pupil_id=pupil_id))
    save(
        SupportPeriod(
            pupil_id=pupil_ids[0],
            family_id=family_id,
            worker_id=worker_id,
            started_on=date(2026, 1, 12),
            ended_on=ended_on,
            status=status,
        )
    )


def _attend(pupil_id: int, school_id: int, month: int, *, possible: int = 40, attended: int = 30) -> None:
    days = {"first_on": date(2026, month, 1), "last_on": date(2026, month, 28)}
    period_id = save(AttendancePeriod(**days)).id
    save(
        Attendance(
            period_id=period_id,
            pupil_id=pupil_id,
            school_id=school_id,
            possible=possible,
            attended=attended,
            authorised=possible - attended,
            unauthorised=0,
        )
    )
    for stage, dimension in (("P5", Dimension.EVERYONE), ("P6", Dimension.EVERYONE), ("P5", Dimension.SUPPORTED)):
        save(
            AttendanceSummary(
                dimension=dimension,
                span=Span.PERIOD,
                **days,
                school_id=school_id,
                stage=stage,
                value="",
                pupils=10,
                possible=400,
                attended=360,
                authorised=40,
                unauthorised=0,
                persistently_absent=1,
            )
        )


def _audited(action: AuditAction) -> list[tuple[str, str, str]]:
    with reading() as session:
        found = session.exec(select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.id)))
        return [(event.by_username, event.target, event.detail) for event in found]


@pytest.fixture
def worker(database: str) -> Actor:
    return make_actor(role=Role.WORKER, worker_id=make_worker())


@pytest.mark.parametrize(
    "text", ["neil", "ONEIL", "o'neil", "O’Neil", "Zoe", "zoë oneil", "neil  zo", "e-louise"], ids=lambda text: text
)
def test_a_pupil_is_found_by_any_part_of_the_name(lead: Actor, text: str) -> None:
    make_pupil(forename="Zoë-Louise", surname="O’Neil")
    make_pupil(candidate_number="012345682", forename="Ann", surname="Testcase")
    assert [row.name for row in find_pupils(actor=lead, text=text).rows] == ["Zoë-Louise O’Neil"]


@pytest.mark.parametrize("text", ["012345674", "12345674", "012 345 674", "3456"])
def test_a_pupil_is_found_by_the_number_with_or_without_its_zero(lead: Actor, text: str) -> None:
    make_pupil(candidate_number="012345674")
    make_pupil(candidate_number="999999998", forename="Ann")
    found = find_pupils(actor=lead, text=text)
    assert [(row.name, found.kind) for row in found.rows] == [("Test Madeup", "candidate number")]


@pytest.mark.parametrize("text", ["", " ", "a", "'", "9", "%_", "xyz"])
def test_too_little_or_nothing_like_it_finds_nobody(lead: Actor, text: str) -> None:
    make_pupil()
    assert find_pupils(actor=lead, text=text).rows == ()


def test_at_most_fifty_are_shown_and_all_are_counted(lead: Actor) -> None:
    for number in range(53):
        make_pupil(candidate_number=f"{number:09d}", forename=f"Test{number:02d}")
    found = find_pupils(actor=lead, text="madeup")
    assert (len(found.rows), found.total) == (50, 53)
    assert found.rows[0].name == "Test00 Madeup"


def test_a_worker_sees_of_another_family_only_enough_not_to_do_work_twice(worker: Actor) -> None:
    school_id, other_worker = make_school(), make_worker(name="HLW 02")
    own, sibling = make_pupil(), make_pupil(candidate_number="1" * 9, forename="Younger")
    other, past = (
        make_pupil(candidate_number="2" * 9, forename="Other"),
        make_pupil(candidate_number="3" * 9, forename="Zed"),
    )
    enrol(other, make_school(seed_code="8240002", name="Old School"), stage="P4", on=date(2024, 8, 20))
    enrol(other, school_id)
    support(worker.worker_id or 0, own, sibling)
    support(other_worker, other, reference="F2", status=WAITING)
    support(worker.worker_id or 0, past, reference="F3", status=CLOSED)
    assert find_pupils(actor=worker, text="madeup").rows == (
        PupilRow(other, "Other Madeup", "Madeup Primary School", "P5", "HLW 02", can_open=False),
        PupilRow(own, "Test Madeup", "", "", "HLW 01", can_open=True),
        PupilRow(sibling, "Younger Madeup", "", "", "HLW 01", can_open=True),
        PupilRow(past, "Zed Madeup", "", "", "", can_open=False),
    )


def test_a_pupil_no_list_has_named_yet_is_found_by_number(lead: Actor) -> None:
    save(Pupil(candidate_number="012345674"))
    assert [row.name for row in find_pupils(actor=lead, text="5674").rows] == [NO_NAME]


@pytest.mark.parametrize("role", [Role.HEADTEACHER, Role.ADMINISTRATOR, Role.VIEWER])
def test_only_the_team_searches_or_opens(database: str, role: Role) -> None:
    actor = make_actor(role=role)
    pupil_id = make_pupil()
    with pytest.raises(PermissionDenied):
        find_pupils(actor=actor, text="madeup")
    with pytest.raises(PermissionDenied):
        search_pupils(text="madeup", by=actor, is_repeat=False)
    with pytest.raises(PermissionDenied):
        open_pupil(pupil_id=pupil_id, by=actor)
    with pytest.raises(PermissionDenied):
        give_cover(pupil_id=pupil_id, reason="curious", by=actor)
    with pytest.raises(NotFound):
        pupil_record(actor=actor, pupil_id=pupil_id)
    assert [target for _, target, _ in _audited(AuditAction.REFUSED)] == ["pupil_search", "pupil_search", "cover_write"]


def test_a_search_is_written_down_without_what_was_typed(worker: Actor) -> None:
    make_pupil()
    search_pupils(text="madeup", by=worker, is_repeat=False)
    search_pupils(text="madeup", by=worker, is_repeat=True)
    search_pupils(text="m", by=worker, is_repeat=False)
    search_pupils(text="0123", by=worker, is_repeat=False)
    assert _audited(AuditAction.PUPIL_SEARCHED) == [
        ("worker", "", "by name, 1 found"),
        ("worker", "", "by candidate number, 1 found"),
    ]


def test_a_visit_is_written_down_once_until_it_is_another(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    pupil_id = make_pupil()
    support(worker.worker_id or 0, pupil_id)
    for _ in range(3):
        open_pupil(pupil_id=pupil_id, by=worker)
    assert _audited(AuditAction.PUPIL_VIEWED) == [("worker", f"pupil:{pupil_id}", "on their caseload")]
    later = now() + visits.ONE_VISIT + timedelta(seconds=1)
    monkeypatch.setattr(visits, "now", lambda: later)
    open_pupil(pupil_id=pupil_id, by=worker)
    assert len(_audited(AuditAction.PUPIL_VIEWED)) == 2


def test_missing_and_forbidden_look_the_same_and_both_are_written_down(worker: Actor) -> None:
    pupil_id = make_pupil()
    support(make_worker(name="HLW 02"), pupil_id)
    words = []
    for asked in (pupil_id, pupil_id + 1):
        with pytest.raises(NotFound) as refusal:
            open_pupil(pupil_id=asked, by=worker)
        words.append(str(refusal.value))
    assert words[0] == words[1]
    assert [(by, target) for by, target, _ in _audited(AuditAction.REFUSED)] == [
        ("worker", f"pupil:{pupil_id}"),
        ("worker", f"pupil:{pupil_id + 1}"),
    ]
    assert _audited(AuditAction.PUPIL_VIEWED) == []


def test_a_worker_without_a_caseload_opens_nobody(database: str) -> None:
    pupil_id = make_pupil()
    support(make_worker(), pupil_id)
    with pytest.raises(NotFound):
        open_pupil(pupil_id=pupil_id, by=make_actor(role=Role.WORKER))


def test_cover_opens_a_pupil_for_seven_days_and_is_given_once(worker: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    pupil_id = make_pupil()
    support(make_worker(name="HLW 02"), pupil_id)
    for _ in range(2):
        give_cover(pupil_id=pupil_id, reason="  Carol is   ill ", by=worker)
    with reading() as session:
        covers = session.exec(select(Cover)).all()
    assert [(cover.account_id, cover.pupil_id, cover.reason) for cover in covers] == [
        (worker.account_id, pupil_id, "Carol is ill")
    ]
    ((_, target, detail),) = _audited(AuditAction.COVER_GIVEN)
    assert target == f"pupil:{pupil_id}"
    assert "ill" not in detail
    assert open_pupil(pupil_id=pupil_id, by=worker).pupil_id == pupil_id
    assert _audited(AuditAction.PUPIL_VIEWED)[0][2] == "covering for a colleague"
    monkeypatch.setattr("data.core.scope.now", lambda: now() + timedelta(days=7, seconds=1))
    with pytest.raises(NotFound):
        pupil_record(actor=worker, pupil_id=pupil_id)


@pytest.mark.parametrize("reason", ["", "  x  ", "x" * 301])
def test_cover_needs_a_reason_in_a_few_words(worker: Actor, reason: str) -> None:
    with pytest.raises(InvalidInput, match="few words"):
        give_cover(pupil_id=make_pupil(), reason=reason, by=worker)


def test_cover_for_nobody_is_not_found(worker: Actor) -> None:
    with pytest.raises(NotFound):
        give_cover(pupil_id=77, reason="Carol is ill", by=worker)


def test_ones_own_caseload_needs_no_cover(worker: Actor) -> None:
    pupil_id = make_pupil()
    support(worker.worker_id or 0, pupil_id)
    give_cover(pupil_id=pupil_id, reason="Carol is ill", by=worker)
    assert _audited(AuditAction.COVER_GIVEN) == []


def test_the_record_holds_dated_facts_attendance_and_support(lead: Actor) -> None:
    school_id, worker_id = make_school(), make_worker()
    pupil_id = make_pupil(sex=Sex.FEMALE)
    enrol(pupil_id, school_id, stage="P4", on=date(2024, 8, 20))
    enrol(pupil_id, school_id)
    support(worker_id, pupil_id, status=CLOSED, ended_on=date(2026, 2, 1))
    save(PostcodeSimd(postcode="KA11AA", data_zone="S01000001", rank=1396))
    for kind, value, on in (
        (CharacteristicKind.POSTCODE, "KA1 1AA", date(2024, 8, 20)),
        (CharacteristicKind.POSTCODE, "KA9 9ZZ", date(2025, 8, 20)),
        (CharacteristicKind.FREE_MEALS, "yes", date(2025, 1, 1)),
    ):
        save(Characteristic(pupil_id=pupil_id, kind=kind, value=value, observed_on=on, source=Source.SEEMIS))
    _attend(pupil_id, school_id, 3)
    _attend(pupil_id, school_id, 2, attended=20)
    record = pupil_record(actor=lead, pupil_id=pupil_id)
    assert (record.name, record.candidate_number, record.sex) == ("Test Madeup", "012345674", Sex.FEMALE)
    assert [(place.stage, place.school) for place in record.places] == [
        ("P4", "Madeup Primary School"),
        ("P5", "Madeup Primary School"),
    ]
    assert [(fact.value, fact.quintile) for fact in record.facts] == [("KA9 9ZZ", None), ("yes", None), ("KA1 1AA", 2)]
    assert [(point.first_on.month, point.attended) for point in record.attendance] == [(2, 20), (3, 30)]
    assert {(point.school_possible, point.school_attended) for point in record.attendance} == {(800, 720)}
    assert [(each.worker, each.ended_on, each.status) for each in record.supports] == [
        ("HLW 01", date(2026, 2, 1), CLOSED)
    ]


def test_attendance_before_any_summary_stands_alone(lead: Actor) -> None:
    pupil_id, school_id = make_pupil(), make_school()
    period_id = save(AttendancePeriod(first_on=date(2026, 2, 1), last_on=date(2026, 2, 28))).id
    save(Attendance(period_id=period_id, pupil_id=pupil_id, school_id=school_id, possible=40, attended=40))
    (point,) = pupil_record(actor=lead, pupil_id=pupil_id).attendance
    assert (point.school_possible, point.school_attended, point.authorised) == (0, 0, None)
