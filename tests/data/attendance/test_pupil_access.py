"""Who may see a child, and why: it agrees with what each person may really open."""

from datetime import date

import pytest

from data.attendance.actions.pupils import give_cover
from data.attendance.queries.pupil_access import Access, AccessReason, who_may_see
from data.attendance.queries.pupils import pupil_record
from models.access import Account
from models.errors import NotFound
from models.families.family import SupportStatus
from models.permissions import Actor, Role
from tests.data.attendance.test_pupils import enrol, support
from tests.factories import make_actor, make_pupil, make_school, make_worker, save

pytestmark = pytest.mark.both_databases


@pytest.fixture
def worker(database: str) -> Actor:
    return make_actor(role=Role.WORKER, worker_id=make_worker())


def test_who_may_see_a_child_and_why(worker: Actor, lead: Actor) -> None:
    school_id, other_school = make_school(), make_school(seed_code="8240002", name="Other School")
    pupil_id = make_pupil()
    enrol(pupil_id, other_school, on=date(2024, 8, 20))
    enrol(pupil_id, school_id)
    support(worker.worker_id or 0, pupil_id)
    make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    make_actor(role=Role.HEADTEACHER, username="old-head", school_ids=(other_school,))
    make_actor(role=Role.ADMINISTRATOR)
    make_actor(role=Role.VIEWER)
    make_actor(role=Role.WORKER, username="stranger", worker_id=make_worker(name="HLW 03"))
    coverer = make_actor(role=Role.WORKER, username="coverer", worker_id=make_worker(name="HLW 02"))
    give_cover(pupil_id=pupil_id, reason="Carol is ill", by=coverer)
    seen = who_may_see(actor=lead, pupil_id=pupil_id)
    assert [(access.name, access.reason) for access in seen] == [
        ("Worker", AccessReason.WORKER),
        ("Lead", AccessReason.EVERY_PUPIL),
        ("Coverer", AccessReason.COVER),
        ("Headteacher", AccessReason.SCHOOL),
    ]
    assert seen[2].words == "Carol is ill"


def test_whoever_is_named_may_open_and_nobody_else(worker: Actor, lead: Actor) -> None:
    """The answer given to a family agrees with the one function that decides."""
    pupil_id = make_pupil()
    support(worker.worker_id or 0, pupil_id)
    actors = [worker, lead, *(make_actor(role=role) for role in (Role.HEADTEACHER, Role.ADMINISTRATOR, Role.VIEWER))]
    named = {access.name for access in who_may_see(actor=lead, pupil_id=pupil_id)}
    for actor in actors:
        try:
            pupil_record(actor=actor, pupil_id=pupil_id)
            can_open = True
        except NotFound:
            can_open = False
        assert can_open == (actor.display_name in named)


def test_a_worker_without_an_account_and_a_closed_account(worker: Actor, lead: Actor) -> None:
    pupil_id = make_pupil()
    support(make_worker(name="HLW 09"), pupil_id)
    save(Account(username="gone", display_name="Gone", role=Role.LEAD, password_hash="-", is_active=False))
    assert who_may_see(actor=lead, pupil_id=pupil_id) == (
        Access("HLW 09", AccessReason.WORKER, has_account=False),
        Access("Lead", AccessReason.EVERY_PUPIL),
    )


def test_past_support_is_still_known_to_the_headteacher(lead: Actor) -> None:
    school_id, pupil_id = make_school(), make_pupil()
    enrol(pupil_id, school_id)
    support(make_worker(), pupil_id, status=SupportStatus.CLOSED, ended_on=date(2026, 5, 1))
    make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    assert [access.name for access in who_may_see(actor=lead, pupil_id=pupil_id)] == ["Lead", "Headteacher"]


def test_a_child_never_supported_is_no_business_of_the_headteacher(lead: Actor) -> None:
    school_id, pupil_id = make_school(), make_pupil()
    enrol(pupil_id, school_id)
    make_actor(role=Role.HEADTEACHER, school_ids=(school_id,))
    assert [access.name for access in who_may_see(actor=lead, pupil_id=pupil_id)] == ["Lead"]


def test_who_may_see_is_itself_only_for_those_who_may(worker: Actor) -> None:
    with pytest.raises(NotFound):
        who_may_see(actor=worker, pupil_id=make_pupil())
