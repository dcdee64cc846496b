"""Somebody added to the wrong family is taken out; what hangs on them keeps them there, and nothing is erased."""

import pytest
from sqlmodel import select

from data.core.db import reading, transaction
from data.families.actions.families import add_child
from data.families.actions.family_leaving import take_out
from data.families.queries.family import family_record
from data.families.queries.timeline import family_timeline
from models.audit import AuditAction, AuditEvent
from models.awards.volunteers import Volunteer
from models.clock import today
from models.columns import now
from models.errors import InvalidInput, NotFound
from models.families.contacts import Contact, ContactPerson
from models.families.family import FamilyChild, Leaving, SupportPeriod, SupportStatus
from models.families.meetings import Meeting
from models.families.people import Adult, Consent
from models.permissions import Actor, Role
from models.programmes.programme import HealthNote, Participant
from tests.factories import make_actor, make_pupil, save
from tests.rows.families import Home, draft_key, make_family, make_home
from tests.rows.programmes import make_programme


@pytest.fixture
def stray(home: Home) -> int:
    """A child who was added to the family by mistake."""
    pupil_id = make_pupil(candidate_number="222222222", forename="Rory")
    add_child(
        draft_key=draft_key("family_child", home.worker), family_id=home.family_id, pupil_id=pupil_id, by=home.worker
    )
    return pupil_id


def _take_out(home: Home, *, by: Actor | None = None, **who: int) -> None:
    by = by or home.worker
    key = draft_key("family_leaving", by)
    for _ in range(2):
        take_out(draft_key=key, family_id=home.family_id, why=Leaving.WRONG_FAMILY, by=by, **who)


def _people(home: Home) -> list[str]:
    record = family_record(actor=home.worker, family_id=home.family_id)
    return [one.name for one in (*record.children, *record.adults)]


def _changes() -> list[str]:
    with reading() as session:
        return list(session.exec(select(AuditEvent.detail).where(AuditEvent.action == AuditAction.FAMILY_CHANGED)))


def test_a_child_and_an_adult_are_taken_out_and_the_log_says_why(home: Home, stray: int) -> None:
    assert _people(home) == ["Ava Madeup", "Rory Madeup", "Donna Madeup"]
    _take_out(home, pupil_id=stray)
    _take_out(home, adult_id=home.adult_id)
    assert _people(home) == ["Ava Madeup"]
    why = "They were added to the wrong family"
    assert _changes()[1:] == [f"pupil:{stray} taken out. {why}", f"adult:{home.adult_id} taken out. {why}"]
    make_family(pupil_ids=(stray,), reference="F009")  # the child is free to join the right one


def test_the_last_child_stays(home: Home) -> None:
    with pytest.raises(InvalidInput, match="only child"):
        _take_out(home, pupil_id=home.pupil_id)


def test_support_is_closed_first_and_stays_in_the_story(home: Home, stray: int) -> None:
    fields = {"pupil_id": stray, "family_id": home.family_id, "worker_id": home.worker.worker_id}
    period_id = save(SupportPeriod(**fields, started_on=today(), status=SupportStatus.ACTIVE)).id
    with pytest.raises(InvalidInput, match="close it first"):
        _take_out(home, pupil_id=stray)
    with transaction() as session:
        period = session.get_one(SupportPeriod, period_id)
        period.status, period.ended_on = SupportStatus.CLOSED, today()
    _take_out(home, pupil_id=stray)
    assert "Rory" in [item.line for item in family_timeline(actor=home.worker, family_id=home.family_id)]


def _hang(home: Home, what: str, pupil_id: int) -> None:
    by = {"recorded_by": "worker"}
    if what == "contact":
        contact_id = save(Contact(family_id=home.family_id, kind="message", happened_at=now(), **by)).id
        save(ContactPerson(contact_id=contact_id, pupil_id=pupil_id))
        save(ContactPerson(contact_id=contact_id, adult_id=home.adult_id))
    elif what == "meeting":
        save(Meeting(family_id=home.family_id, pupil_id=pupil_id, kind="childs_plan", held_on=today(), **by))
    elif what == "consent":
        said = {"kind": "support", "is_given": True, "who": "Donna", "given_on": today()}
        save(Consent(family_id=home.family_id, pupil_id=pupil_id, **said, **by))
    elif what == "register":
        save(Participant(programme_id=make_programme(), adult_id=home.adult_id, added_by="worker"))
    elif what == "health":
        save(HealthNote(adult_id=home.adult_id, allergies="Nuts", **by))
    else:
        save(Volunteer(name="Donna", adult_id=home.adult_id, kind="volunteer", **by))


@pytest.mark.parametrize(("what", "words"), [("contact", "contacts"), ("meeting", "meetings"), ("consent", "consent")])
def test_what_is_recorded_with_a_child_keeps_them(home: Home, stray: int, what: str, words: str) -> None:
    _hang(home, what, stray)
    with pytest.raises(InvalidInput, match=words):
        _take_out(home, pupil_id=stray)
    assert len(_rows(FamilyChild)) == 2


@pytest.mark.parametrize(
    ("what", "words"),
    [("contact", "contacts"), ("register", "register"), ("health", "health note"), ("giving", "give time")],
)
def test_what_is_recorded_with_an_adult_keeps_them(home: Home, stray: int, what: str, words: str) -> None:
    _hang(home, what, stray)
    with pytest.raises(InvalidInput, match=words):
        _take_out(home, adult_id=home.adult_id)
    assert len(_rows(Adult)) == 1


def _rows(table: type) -> list:
    with reading() as session:
        return list(session.exec(select(table)))


@pytest.mark.both_databases
def test_nobody_takes_out_what_is_not_theirs(home: Home, stray: int) -> None:
    other = make_home(username="colleague", number="333333333", reference="F002")
    for by, who in (
        (other.worker, {"pupil_id": stray}),
        (home.worker, {"adult_id": other.adult_id}),
        (home.worker, {"pupil_id": other.pupil_id}),
        (home.worker, {}),
    ):
        with pytest.raises(NotFound):
            _take_out(home, by=by, **who)
    _take_out(home, by=make_actor(role=Role.LEAD), pupil_id=stray)
