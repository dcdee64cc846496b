"""Caseloads: whose families, what is due with each, and how often it was tried."""

from datetime import date, timedelta

import pytest

from data.families.queries.families import list_families
from data.families.queries.transfers import list_rooms
from models.clock import instant
from models.errors import PermissionDenied
from models.families.contacts import Contact
from models.families.family import SupportStatus
from models.permissions import Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, save
from tests.rows.families import STARTED_ON, Home, make_family, make_home
from tests.rows.support import enrol

pytestmark = pytest.mark.both_databases


def test_a_caseload_holds_ones_own_families_and_no_other(home: Home) -> None:
    other = make_home(username="colleague", number="222222222", reference="F002", name="Pretend family")
    school_id = make_school()
    enrol(home.pupil_id, school_id)
    save(
        Contact(
            family_id=home.family_id, kind="message", happened_at=instant(date(2026, 10, 1), "10:00"), recorded_by="x"
        )
    )
    (row,) = list_families(actor=home.worker)
    assert (row.name, row.reference, row.children, row.schools) == (
        "Madeup family",
        "F001",
        ("Ava Madeup",),
        ("Madeup Primary School",),
    )
    assert row.last_contact_at is not None
    assert row.last_contact_at.date() == date(2026, 10, 1)
    assert (row.review_on, row.has_safety_note) == (STARTED_ON + timedelta(days=91), False)
    assert [one.family_id for one in list_families(actor=other.worker)] == [other.family_id]
    lead = make_actor(role=Role.LEAD)
    assert list_families(actor=lead) == ()
    assert [one.name for one in list_families(actor=lead, is_mine=False)] == ["Madeup family", "Pretend family"]
    assert len(list_families(actor=home.worker, is_mine=False)) == 1
    with pytest.raises(PermissionDenied):
        list_families(actor=make_actor(role=Role.ADMINISTRATOR))


def test_a_waiting_family_has_no_review_and_a_closed_one_is_gone(database: str) -> None:
    worker_id = make_worker()
    worker = make_actor(role=Role.WORKER, worker_id=worker_id)
    make_family(pupil_ids=(make_pupil(),), worker_id=worker_id, status=SupportStatus.WAITING)
    closed = make_pupil(candidate_number="222222222")
    make_family(pupil_ids=(closed,), worker_id=worker_id, status=SupportStatus.CLOSED, reference="F002")
    assert [row.review_on for row in list_families(actor=worker)] == [None]


def test_tries_since_the_last_answer_are_counted(home: Home) -> None:
    def tried_on(day: int, *, is_answered: bool = False) -> None:
        at = instant(date(2026, 10, day), "10:00")
        save(
            Contact(
                family_id=home.family_id,
                kind="phone_call",
                happened_at=at,
                recorded_by="worker",
                is_answered=is_answered,
            )
        )

    tried_on(1)
    (row,) = list_families(actor=home.worker)
    assert (row.last_contact_at, row.tries) == (None, 1)
    tried_on(2, is_answered=True)
    (row,) = list_families(actor=home.worker)
    assert (row.last_contact_at, row.tries) == (instant(date(2026, 10, 2), "10:00"), 0)
    tried_on(3)
    tried_on(4)
    assert list_families(actor=home.worker)[0].tries == 2


def test_the_worker_with_most_room_is_listed_first(home: Home) -> None:
    busy = make_worker(name="Ann")
    make_worker(name="Zoe")
    for number, reference in (("222222222", "F002"), ("333333333", "F003")):
        make_family(pupil_ids=(make_pupil(candidate_number=number),), worker_id=busy, reference=reference)
    assert [room.name for room in list_rooms(actor=home.worker)] == ["Zoe", "HLW of worker", "Ann"]
