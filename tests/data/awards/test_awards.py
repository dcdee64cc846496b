"""Awards: set out within one's scope, counted from registers and by hand, and moved on once."""

from datetime import timedelta
from typing import Any

import pytest

from data.awards.actions.awards import add_work, change_award, move_awards, remove_work, set_out, take_award_back
from data.awards.queries.awards import award_record, list_awards
from data.awards.queries.people import people_of_programme, people_to_award
from data.core.db import reading, transaction
from data.families.queries.timeline import family_timeline
from models.audit import AuditAction, Mistake
from models.awards.award import Award, AwardChange, AwardCreate, AwardStatus, AwardWork, AwardWorkCreate
from models.clock import day_text, today
from models.errors import Conflict, InvalidInput, InvalidTransition, NotFound, PermissionDenied
from models.families.family import FamilyChild
from models.families.timeline import TimelineKind
from models.permissions import Actor, Role
from models.programmes.programme import ProgrammeSession
from tests.factories import logged, make_actor, make_pupil, save
from tests.rows.awards import STARTED_ON, attend, days_ago, earn, level_id, make_award, make_programme, mark
from tests.rows.families import Home, draft_key, make_home


def _set_out(by: Actor, scheme: str = "Hi5", key: str | None = None, **fields: Any) -> int:
    award = AwardCreate(**{"level_id": level_id(scheme), "started_on": STARTED_ON, **fields})
    return set_out(draft_key=key or draft_key("award", by), awards=[award], by=by)


def _award(award_id: int) -> Award:
    with reading() as session:
        return session.get_one(Award, award_id)


def _remove(work_id: int, by: Actor, *, version: int) -> None:
    key = draft_key("award_work_back", by)
    remove_work(draft_key=key, work_id=work_id, version=version, why=Mistake.TWICE, by=by)


def _move(award_id: int, to: AwardStatus, by: Actor, *, back: int = 0) -> None:
    move_awards(versions={award_id: _award(award_id).version}, to=to, on=days_ago(back), by=by)


@pytest.mark.both_databases
def test_sent_twice_is_one_award(home: Home) -> None:
    key = draft_key("award", home.worker)
    assert len({_set_out(home.worker, key=key, pupil_id=home.pupil_id) for _ in range(2)}) == 1
    with pytest.raises(InvalidInput, match="Ava: They are on the way to One star"):
        _set_out(home.worker, pupil_id=home.pupil_id)


def test_each_kind_of_holder(home: Home) -> None:
    _set_out(home.worker, pupil_id=home.pupil_id)
    _set_out(home.worker, "Elementary Food Hygiene", adult_id=home.adult_id)
    _set_out(home.worker, "John Muir Award (family)", family_id=home.family_id)
    rows = list_awards(actor=home.worker)
    assert [(row.who, row.award, row.family_id) for row in rows] == [
        ("Ava Madeup", "Hi5, One star", home.family_id),
        ("Donna Madeup", "Elementary Food Hygiene, Elementary", home.family_id),
        ("Madeup family", "John Muir Award (family), Discovery", home.family_id),
    ]


CANNOT_BE = [
    ("Hi5", {"adult_id": 1}, "not offered to them"),
    ("John Muir Award (family)", {"pupil_id": 1}, "not offered to them"),
    ("Youth Achievement Award", {"pupil_id": 1}, "14 and over"),
    ("Hi5", {"pupil_id": 1, "adult_id": 1}, "one child's, one adult's or one family's"),
    ("Hi5", {}, "one child's, one adult's or one family's"),
    ("Hi5", {"pupil_id": 1, "started_on": today() + timedelta(days=1)}, "still to come"),
]


@pytest.mark.both_databases
def test_what_cannot_be(home: Home) -> None:
    for scheme, fields, words in CANNOT_BE:
        with pytest.raises(InvalidInput, match=words):
            _set_out(home.worker, scheme, **fields)
    assert not list_awards(actor=home.worker)


def test_nobody_sets_out_people_they_may_not_open(home: Home) -> None:
    other = make_home(username="other", number="051234561", reference="F002")
    theirs = {"pupil_id": other.pupil_id}, {"adult_id": other.adult_id}, {"family_id": other.family_id}
    for who in theirs:
        with pytest.raises(NotFound):
            _set_out(home.worker, "Wild Challenge", **who)
    award_id = _set_out(other.worker, "Wild Challenge", adult_id=other.adult_id)
    assert not list_awards(actor=home.worker)
    with pytest.raises(NotFound):
        award_record(actor=home.worker, award_id=award_id)
    with pytest.raises(NotFound):
        _move(award_id, AwardStatus.IN_PROGRESS, home.worker)
    lead = make_actor(role=Role.LEAD)
    assert [row.award_id for row in list_awards(actor=lead)] == [award_id]
    with pytest.raises(PermissionDenied):
        list_awards(actor=make_actor(role=Role.HEADTEACHER))


@pytest.mark.both_databases
def test_whoever_runs_a_programme_sets_its_group_out(home: Home) -> None:
    other = make_home(username="other", number="051234561", reference="F002")
    stranger = make_pupil(candidate_number="190001237", forename="Zoe")
    save(FamilyChild(family_id=other.family_id, pupil_id=stranger))
    mine, others = make_programme(worker_id=home.worker.worker_id), make_programme(name="Another")
    for programme_id in (mine, others):
        attend(programme_id, days_ago=3, pupil_id=stranger)
        attend(programme_id, days_ago=2, pupil_id=home.pupil_id)
    names = [[one.name for one in people_of_programme(actor=home.worker, programme_id=key)] for key in (mine, others)]
    assert names == [["Ava Madeup", "Madeup family", "Zoe Madeup"], ["Ava Madeup", "Madeup family"]]
    _set_out(home.worker, pupil_id=stranger, programme_id=mine)
    assert [(row.who, row.family_id) for row in list_awards(actor=home.worker)] == [("Zoe Madeup", None)]
    with pytest.raises(NotFound):
        _set_out(home.worker, pupil_id=stranger, programme_id=others, level_id=level_id("Hi5", 1))


def test_registers_count_for_those_who_were_there(home: Home) -> None:
    programme_id = make_programme()
    started_on = days_ago(20)
    award_id = make_award(level_id("Hi5"), pupil_id=home.pupil_id, programme_id=programme_id, started_on=started_on)
    attend(programme_id, days_ago=10, minutes=100, pupil_id=home.pupil_id)
    attend(programme_id, days_ago=9, minutes=100, pupil_id=home.pupil_id)
    attend(programme_id, days_ago=8, minutes=100, pupil_id=home.pupil_id, is_present=False)
    attend(programme_id, days_ago=30, minutes=100, pupil_id=home.pupil_id)  # before they set out
    attend(programme_id, days_ago=-2, minutes=100, pupil_id=home.pupil_id)  # to come
    attend(make_programme(name="Another"), days_ago=5, minutes=100, pupil_id=home.pupil_id)
    cancelled = attend(programme_id, days_ago=7, minutes=100, pupil_id=home.pupil_id)
    row = award_record(actor=home.worker, award_id=award_id).row
    assert row.progress.words == "5 of 5 hours"
    with transaction() as session:
        session.get_one(ProgrammeSession, cancelled).is_cancelled = True
    row = award_record(actor=home.worker, award_id=award_id).row
    assert (row.progress.words, row.progress.is_nearly_there) == ("3 of 5 hours", False)


def test_a_session_counts_once_for_a_family(home: Home) -> None:
    sister = make_pupil(candidate_number="190001237", forename="Zoe")
    save(FamilyChild(family_id=home.family_id, pupil_id=sister))
    programme_id = make_programme()
    level = level_id("John Muir Award (family)")
    award_id = make_award(level, family_id=home.family_id, programme_id=programme_id, started_on=days_ago(30))
    for back in (20, 13, 6):
        held = attend(programme_id, days_ago=back, pupil_id=home.pupil_id)
        mark(programme_id, held, pupil_id=sister)
        mark(programme_id, held, adult_id=home.adult_id)
    row = award_record(actor=home.worker, award_id=award_id).row
    assert (row.progress.words, row.progress.is_nearly_there) == ("3 of 4 days", True)


def test_work_by_hand_adds_up_and_can_be_taken_away(home: Home) -> None:
    by, award_id = home.worker, _set_out(home.worker, pupil_id=home.pupil_id)
    key = draft_key("award_work", by)
    work = AwardWorkCreate(done_on=days_ago(1), minutes=390, what="Litter pick")
    ids = {add_work(draft_key=key, award_id=award_id, work=work, by=by) for _ in range(2)}
    record = award_record(actor=by, award_id=award_id)
    assert (len(ids), record.row.progress.words, record.row.status) == (1, "6 of 5 hours", AwardStatus.IN_PROGRESS)
    assert [one.content for one in record.added] == [work]
    _remove(ids.pop(), by, version=2)
    assert award_record(actor=by, award_id=award_id).row.progress.words == "0 of 5 hours"
    taken = f"took away 390 minutes of {day_text(days_ago(1))}: it is recorded twice"
    assert logged(AuditAction.AWARD_CHANGED)[-1] == taken
    with pytest.raises(NotFound):
        _remove(99, by, version=3)


def test_work_that_cannot_be(home: Home) -> None:
    award_id = _set_out(home.worker, pupil_id=home.pupil_id)
    for fields, words in (
        ({"done_on": today() + timedelta(days=1), "minutes": 60}, "up to today"),
        ({"done_on": STARTED_ON - timedelta(days=1), "minutes": 60}, "Work counts from 7 Sep 2026"),
        ({"done_on": STARTED_ON}, "how long it took"),
    ):
        key, work = draft_key("award_work", home.worker), AwardWorkCreate(**fields)
        with pytest.raises(InvalidInput, match=words):
            add_work(draft_key=key, award_id=award_id, work=work, by=home.worker)


def test_planned_to_awarded_with_the_day_it_lapses(home: Home) -> None:
    by = home.worker
    award_id = _set_out(by, "Elementary Food Hygiene", adult_id=home.adult_id)
    with pytest.raises(InvalidTransition):
        _move(award_id, AwardStatus.AWARDED, by)
    for to in (AwardStatus.IN_PROGRESS, AwardStatus.STOPPED, AwardStatus.IN_PROGRESS, AwardStatus.SUBMITTED):
        _move(award_id, to, by)
    with pytest.raises(InvalidInput, match="from its start up to today"):
        _move(award_id, AwardStatus.AWARDED, by, back=-1)
    version = _award(award_id).version
    for _ in range(2):  # a second tap does nothing more
        move_awards(versions={award_id: version}, to=AwardStatus.AWARDED, on=today(), by=by)
    award = _award(award_id)
    assert award.awarded_on == today()
    assert award.expires_on == today().replace(year=today().year + 3)
    assert logged(AuditAction.AWARD_CHANGED).count("now awarded") == 1
    work = AwardWorkCreate(done_on=today(), minutes=60)
    with pytest.raises(InvalidInput, match="earned already"):
        add_work(draft_key=draft_key("award_work", by), award_id=award_id, work=work, by=by)


@pytest.mark.both_databases
def test_a_stale_step_moves_nobody(home: Home) -> None:
    by, sister = home.worker, make_pupil(candidate_number="190001237", forename="Zoe")
    save(FamilyChild(family_id=home.family_id, pupil_id=sister))
    awards = [
        AwardCreate(level_id=level_id("Hi5"), pupil_id=key, started_on=STARTED_ON) for key in (home.pupil_id, sister)
    ]
    set_out(draft_key=draft_key("award", by), awards=awards, by=by)
    first, second = (row.award_id for row in list_awards(actor=by))
    with pytest.raises(Conflict):
        move_awards(versions={first: 1, second: 9}, to=AwardStatus.IN_PROGRESS, on=today(), by=by)
    assert {row.status for row in list_awards(actor=by)} == {AwardStatus.PLANNED}
    move_awards(versions={first: 1, second: 1}, to=AwardStatus.IN_PROGRESS, on=today(), by=by)
    assert {row.status for row in list_awards(actor=by)} == {AwardStatus.IN_PROGRESS}


@pytest.mark.both_databases
def test_evidence_is_kept_unless_somebody_else_changed_it(home: Home) -> None:
    by, award_id = home.worker, _set_out(home.worker, pupil_id=home.pupil_id)
    change = AwardChange(started_on=STARTED_ON, evidence="Photo diary")
    change_award(draft_key=draft_key("award_change", by), award_id=award_id, version=1, change=change, by=by)
    assert award_record(actor=by, award_id=award_id).content == change
    other = AwardChange(started_on=STARTED_ON, evidence="Challenge sheet")
    with pytest.raises(Conflict):
        change_award(draft_key=draft_key("award_change", by), award_id=award_id, version=1, change=other, by=by)
    nowhere = AwardChange(started_on=STARTED_ON, programme_id=99)
    with pytest.raises(NotFound):
        change_award(draft_key=draft_key("award_change", by), award_id=award_id, version=2, change=nowhere, by=by)


def test_qualifications_that_lapse_soon(home: Home) -> None:
    for place, (days, expected) in enumerate(((90, True), (91, False), (-20, True), (-91, False))):
        fields = {"awarded_on": days_ago(60), "started_on": days_ago(70), "expires_on": days_ago(-days)}
        level = level_id("Youth Achievement Award", place)
        award_id = make_award(level, adult_id=home.adult_id, status=AwardStatus.AWARDED, **fields)
        assert award_record(actor=home.worker, award_id=award_id).row.lapses_soon is expected


@pytest.mark.both_databases
def test_people_to_award_are_of_ones_own_families(home: Home) -> None:
    make_home(username="other", number="051234561", reference="F002")
    assert [one.key for one in people_to_award(actor=home.worker)] == ["pupil:1", "adult:1", "family:1"]
    assert not people_to_award(actor=home.worker, family_id=2)


@pytest.mark.both_databases
def test_awards_stand_in_the_familys_story(home: Home) -> None:
    earn(home.pupil_id)
    make_award(level_id("John Muir Award (family)"), family_id=home.family_id)
    items = family_timeline(actor=home.worker, family_id=home.family_id)
    told = sorted((item.title, item.line) for item in items if item.kind is TimelineKind.AWARD)
    assert told == [
        ("Award earned", "Ava: Hi5, One star"),
        ("Set out for an award", "Ava: Hi5, One star"),
        ("Set out for an award", "The whole family: John Muir Award (family), Discovery"),
    ]


def test_taking_work_away_from_an_earned_award_is_refused(home: Home) -> None:
    award_id = earn(home.pupil_id)
    work_id = save(AwardWork(award_id=award_id, done_on=STARTED_ON, minutes=60, recorded_by="worker")).id
    with pytest.raises(InvalidInput, match="earned already"):
        _remove(work_id, home.worker, version=1)


def test_an_award_given_by_mistake_is_taken_back_once_with_the_reason_in_the_log(home: Home) -> None:
    by, award_id = home.worker, earn(home.pupil_id, expires_on=days_ago(-30))
    values = {"award_id": award_id, "why": Mistake.NEVER, "by": by}
    with pytest.raises(Conflict):
        take_award_back(draft_key=draft_key("award_back", by), version=9, **values)
    other = make_home(username="other", number="051234561", reference="F002").worker
    with pytest.raises(NotFound):
        take_award_back(draft_key=draft_key("award_back", other), version=1, **values | {"by": other})
    draft = draft_key("award_back", by)
    for _ in range(2):  # a second tap does nothing more
        take_award_back(draft_key=draft, version=1, **values)
    award = _award(award_id)
    assert (award.status, award.awarded_on, award.expires_on) == (AwardStatus.SUBMITTED, None, None)
    assert logged(AuditAction.AWARD_CHANGED) == ["taken back: it did not happen"]
    with pytest.raises(InvalidInput, match="not earned"):
        take_award_back(draft_key=draft_key("award_back", by), version=2, **values)
    _move(award_id, AwardStatus.AWARDED, by)
    assert _award(award_id).awarded_on == today()
