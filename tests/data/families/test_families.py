"""Families: whose is seen by whom, searching, near matches, adding, changing, consents."""

from datetime import date, timedelta

import pytest
from sqlmodel import col, select

from data.core import visits
from data.core.actions.records import change_record, create_record
from data.core.db import reading
from data.families.actions.families import add_child, add_family, change_family, open_family, search_families
from data.families.queries.families import child_names, find_families, list_families, near_matches
from data.families.queries.family import family_record
from models.attendance.pupils import Characteristic, CharacteristicKind, Source
from models.audit import AuditAction, AuditEvent
from models.clock import today
from models.columns import now
from models.errors import Conflict, InvalidInput, NotFound
from models.families.family import Family, FamilyChange, FamilyCreate, SupportPeriod, SupportStatus
from models.families.likeness import Likeness
from models.families.people import ADULTS, CONSENTS
from models.permissions import Actor, Role
from tests.factories import make_actor, make_pupil, make_school, make_worker, save
from tests.rows.families import STARTED_ON, Home, draft_key, make_adult, make_family, make_home
from tests.rows.support import enrol

pytestmark = pytest.mark.both_databases


def _other() -> Home:
    """A colleague's family."""
    return make_home(username="colleague", number="222222222", reference="F002", name="Pretend family")


def _audited(action: AuditAction) -> list[tuple[str, str, str]]:
    with reading() as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.action == action).order_by(col(AuditEvent.id)))
        return [(row.by_username, row.target, row.detail) for row in rows]


@pytest.mark.parametrize("text", ["madeup fam", "F001", "ava", "AVA Madeup", "donna", "ka1 5ej", "KA15EJ"])
def test_a_family_is_found_by_name_reference_child_adult_and_postcode(home: Home, text: str) -> None:
    _fact(home.pupil_id, "KA1 5EJ")
    found = search_families(text=text, by=home.worker, is_repeat=False)
    assert [(row.family_id, row.can_open) for row in found.rows] == [(home.family_id, True)]
    assert _audited(AuditAction.PUPIL_SEARCHED) == [("worker", "", "for a family, 1 found")]
    search_families(text=text, by=home.worker, is_repeat=True)
    search_families(text="x", by=home.worker, is_repeat=False)
    assert len(_audited(AuditAction.PUPIL_SEARCHED)) == 1


def _fact(pupil_id: int, postcode: str) -> None:
    save(
        Characteristic(
            pupil_id=pupil_id,
            kind=CharacteristicKind.POSTCODE,
            value=postcode,
            observed_on=date(2026, 8, 20),
            source=Source.SEEMIS,
        )
    )


def test_of_a_colleagues_family_one_learns_name_school_and_worker(home: Home) -> None:
    other = _other()
    (row,) = find_families(actor=home.worker, text="pretend").rows
    assert (row.name, row.worker, row.can_open) == ("Pretend family", "HLW of colleague", False)
    assert not find_families(actor=home.worker, text="nobody").rows
    for asked in (other.family_id, 999):
        with pytest.raises(NotFound):
            open_family(family_id=asked, by=home.worker)
    assert [target for _, target, _ in _audited(AuditAction.REFUSED)] == [f"family:{other.family_id}", "family:999"]


def test_a_visit_is_written_down_once_in_fifteen_minutes(home: Home, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        open_family(family_id=home.family_id, by=home.worker)
    open_family(family_id=home.family_id, by=make_actor(role=Role.LEAD))
    target = f"family:{home.family_id}"
    assert _audited(AuditAction.FAMILY_VIEWED) == [
        ("worker", target, "on their caseload"),
        ("lead", target, "they may open every family"),
    ]
    later = now() + visits.ONE_VISIT + timedelta(seconds=1)
    monkeypatch.setattr(visits, "now", lambda: later)
    open_family(family_id=home.family_id, by=home.worker)
    assert len(_audited(AuditAction.FAMILY_VIEWED)) == 3


def test_a_family_shows_its_people_and_support(home: Home) -> None:
    enrol(home.pupil_id, make_school())
    record = family_record(actor=home.worker, family_id=home.family_id)
    assert [(child.name, child.school, child.stage) for child in record.children] == [
        ("Ava Madeup", "Madeup Primary School", "P5")
    ]
    assert record.worker == "HLW of worker"
    assert [row.review_on for row in record.supports] == [STARTED_ON + timedelta(days=91)]


def test_near_matches_tell_a_colleagues_family(home: Home) -> None:
    other = _other()
    _fact(other.pupil_id, "KA1 5EJ")
    twin = make_pupil(candidate_number="333333333", forename="Eve", surname="Different")
    _fact(twin, "KA1 5EJ")
    near = near_matches(actor=home.worker, wanted=[], pupil_ids={twin})
    assert [(row.family_id, row.worker, row.can_open) for row in near] == [(other.family_id, "HLW of colleague", False)]
    wanted = [Likeness("dona madeup", None, "KA15EJ")]
    assert {row.family_id for row in near_matches(actor=home.worker, wanted=wanted)} == {
        home.family_id,
        other.family_id,
    }
    assert near_matches(actor=home.worker, wanted=[]) == ()


def test_children_to_choose_from_carry_stage_and_school(home: Home) -> None:
    enrol(home.pupil_id, make_school())
    nowhere = make_pupil(candidate_number="333333333", forename="Bo")
    assert child_names(actor=home.worker, pupil_ids=[home.pupil_id, nowhere]) == {
        home.pupil_id: "Ava Madeup, P5, Madeup Primary School",
        nowhere: "Bo Madeup",
    }


def _new_family(pupil_id: int) -> FamilyCreate:
    return FamilyCreate(name="New family", pupil_ids=frozenset({pupil_id}), adult={"forename": "Craig"})


def test_adding_a_family_twice_adds_one_and_supports_it_from_today(home: Home) -> None:
    pupil_id = make_pupil(candidate_number="333333333")
    key = draft_key("new_family", home.worker)
    ids = {add_family(draft_key=key, family=_new_family(pupil_id), by=home.worker) for _ in range(3)}
    (family_id,) = ids
    record = family_record(actor=home.worker, family_id=family_id)
    assert (record.reference, record.name, record.adults[0].name) == ("F002", "New family", "Craig")
    assert [(row.started_on, row.status) for row in record.supports] == [(today(), SupportStatus.ACTIVE)]
    assert _audited(AuditAction.FAMILY_ADDED) == [("worker", f"family:{family_id}", f"with pupil:{pupil_id}")]


def test_a_lead_adds_a_family_that_nobody_supports_yet(home: Home) -> None:
    lead, pupil_id = make_actor(role=Role.LEAD), make_pupil(candidate_number="333333333")
    family_id = add_family(draft_key=draft_key("new_family", lead), family=_new_family(pupil_id), by=lead)
    assert family_record(actor=lead, family_id=family_id).worker == ""
    with pytest.raises(NotFound):
        family_record(actor=home.worker, family_id=family_id)


def test_an_account_without_a_worker_adds_no_family_it_could_not_open(database: str) -> None:
    by = make_actor(role=Role.WORKER)
    family = FamilyCreate(name="Madeup family", pupil_ids=frozenset({make_pupil()}))
    with pytest.raises(InvalidInput, match="not linked to a worker"):
        add_family(draft_key=draft_key("new_family", by), family=family, by=by)


def test_a_child_of_a_family_cannot_be_added_to_another(home: Home) -> None:
    key = draft_key("new_family", home.worker)
    with pytest.raises(InvalidInput, match="already"):
        add_family(draft_key=key, family=_new_family(home.pupil_id), by=home.worker)
    with pytest.raises(NotFound):
        add_family(draft_key=key, family=_new_family(999), by=home.worker)
    with reading() as session:
        assert len(session.exec(select(Family)).all()) == 1


def test_the_second_of_two_changes_is_told_and_nothing_is_written_over(home: Home) -> None:
    def change(name: str, version: int, by: Actor) -> None:
        key = draft_key("family", by, subject=f"family:{home.family_id}")
        for _ in range(2):
            change_family(
                draft_key=key, family_id=home.family_id, version=version, change=FamilyChange(name=name), by=by
            )

    lead = make_actor(role=Role.LEAD)
    change("Theirs", 1, lead)
    with pytest.raises(Conflict):
        change("Mine", 1, home.worker)
    record = family_record(actor=home.worker, family_id=home.family_id)
    assert (record.name, record.version) == ("Theirs", 2)
    change("Theirs", 1, home.worker)  # the same words change nothing, and so cannot clash
    assert _audited(AuditAction.FAMILY_CHANGED) == [("lead", f"family:{home.family_id}", "name")]


def test_adults_are_added_and_changed(home: Home) -> None:
    other, by = _other(), home.worker
    adult = {"forename": "Zoë", "surname": "O'Neil"}
    key = draft_key("adult", by)
    added = create_record(kind=ADULTS, values=adult, owner_id=home.family_id, draft_key=key, by=by)

    def change_one(adult_id: int, forename: str, **more: int) -> int:
        values, key = {**adult, "forename": forename, **more}, draft_key("adult_change", by)
        return change_record(kind=ADULTS, record_id=adult_id, values=values, version=1, draft_key=key, by=by)

    assert change_one(added, "Zoë") == added
    assert change_one(added, "Zoe") == added
    assert find_families(actor=by, text="zoe oneil").total == 1
    with pytest.raises(Conflict):
        change_one(added, "Zoë")
    for stranger in (other.adult_id, 999):
        with pytest.raises(NotFound):
            change_one(stranger, "Zoë")
    with pytest.raises(InvalidInput, match="has no family_id"):
        change_one(added, "Zoë", family_id=other.family_id)
    key = draft_key("adult", other.worker)
    for _ in range(2):
        again = create_record(
            kind=ADULTS, values={"forename": "Once"}, owner_id=other.family_id, draft_key=key, by=other.worker
        )
    assert len(family_record(actor=other.worker, family_id=other.family_id).adults) == 2
    assert again


def test_the_newest_word_on_a_consent_counts_and_earlier_ones_stay(home: Home) -> None:
    def say(given_on: date, *, is_given: bool, pupil_id: int | None = None) -> None:
        said = {"kind": "support", "is_given": is_given, "who": "Donna", "given_on": given_on, "pupil_id": pupil_id}
        key = draft_key("consent", home.worker)
        for _ in range(2):
            create_record(kind=CONSENTS, values=said, owner_id=home.family_id, draft_key=key, by=home.worker)

    say(date(2026, 9, 9), is_given=False)
    say(date(2026, 9, 7), is_given=True)
    say(date(2026, 9, 7), is_given=True, pupil_id=home.pupil_id)
    rows = family_record(actor=home.worker, family_id=home.family_id).consents
    assert [(row.child, row.is_given, row.is_newest) for row in rows] == [
        ("", False, True),
        ("Ava Madeup", True, True),
        ("", True, False),
    ]
    with pytest.raises(InvalidInput, match="still to come"):
        say(today() + timedelta(days=1), is_given=True)
    with pytest.raises(NotFound):
        say(today(), is_given=True, pupil_id=_other().pupil_id)


def test_cover_opens_a_family_and_is_the_reason_written_down(home: Home) -> None:
    from data.attendance.actions.pupils import give_cover

    other = _other()
    give_cover(pupil_id=home.pupil_id, reason="A colleague is away", by=other.worker)
    open_family(family_id=home.family_id, by=other.worker)
    assert _audited(AuditAction.FAMILY_VIEWED)[-1][2] == "covering for a colleague"


def test_siblings_are_one_family(database: str) -> None:
    worker_id = make_worker()
    worker = make_actor(role=Role.WORKER, worker_id=worker_id)
    pupils = (make_pupil(), make_pupil(candidate_number="222222222", forename="Bo", born_on=date(2012, 1, 1)))
    family_id = make_family(pupil_ids=pupils, worker_id=worker_id, name="")
    make_adult(family_id)
    assert [row.children for row in list_families(actor=worker)] == [("Bo Madeup", "Test Madeup")]
    with reading() as session:
        assert len(session.exec(select(SupportPeriod)).all()) == 2
    assert family_record(actor=worker, family_id=family_id).name == "Madeup family"


def test_a_brother_is_added_to_the_family_and_to_no_other(home: Home) -> None:
    brother = make_pupil(candidate_number="240000016", forename="Rory")
    key = draft_key("family_child", home.worker)
    for _ in range(2):
        add_child(draft_key=key, family_id=home.family_id, pupil_id=brother, by=home.worker)
    record = family_record(actor=home.worker, family_id=home.family_id)
    assert [child.name for child in record.children] == ["Ava Madeup", "Rory Madeup"]
    assert len(record.supports) == 1, "Support of the brother begins with a referral."
    other = _other()
    for family_id, pupil_id, by, error in (
        (other.family_id, brother, other.worker, InvalidInput),
        (home.family_id, 999, home.worker, NotFound),
        (other.family_id, brother, home.worker, NotFound),
    ):
        with pytest.raises(error):
            add_child(draft_key=draft_key("family_child", by), family_id=family_id, pupil_id=pupil_id, by=by)
