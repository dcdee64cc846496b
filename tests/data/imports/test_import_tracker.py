"""The team's tracker: who wins, what is kept, and what is said of the rest."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import select

from data.core.db import reading
from data.importing.fields import Severity
from models.attendance.pupils import CharacteristicKind as Kind
from models.attendance.pupils import Enrolment, Pupil, Sex
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus, Worker
from tests.data.imports.import_files import VALID, child, facts, listing, only, reasons, tracker, valid_numbers


def test_only_what_differs_is_written_at_a_later_date(schools) -> None:
    listing(f"{VALID[0]},Test,Madeup,26/04/2018,P4,P4A,KA6 7LY,Y,N,N,F,Patna PS")
    result = listing(f"{VALID[0]},Test,Madeup,26/04/2018,P5,P5A,KA6 7LY,Y,Y,,F,Patna PS", day=date(2027, 8, 20))
    assert (result.counts.changed, result.counts.same) == (1, 0)
    assert [value for value, _, _ in facts()[Kind.FREE_MEALS]] == ["no", "yes"]
    assert len(facts()[Kind.POSTCODE]) == len(facts()[Kind.LOOKED_AFTER]) == 1
    with reading() as session:
        assert sorted(session.exec(select(Enrolment.stage))) == ["P4", "P5"]
    again = listing(f"{VALID[0]},Test,Madeup,26/04/2018,P5,P5A,KA6 7LY,Y,Y,,F,Patna PS", day=date(2027, 8, 21))
    assert again.import_id is None


def test_the_tracker_gives_family_worker_support_and_what_only_it_knows(schools) -> None:
    row = child(
        int(VALID[0]),
        DOB="26.04.18",
        **{"M/F": "Male"},
        SIMD="Q1",
        FSM="Y",
        ASN="Dyslexia",
        Postcode="KA67LY",
        **{"LAC (prev/curr)": "Previously", "Non-stat kinship": "Y", "Support end": "28/05/2026", "Status": "Closed"},
    )
    result = tracker(row, [None, "Average", *[None] * 16, 0.87])
    assert (result.counts.new, result.counts.repaired, len(result.preview.skipped)) == (1, 1, 1)
    pupil, support = only(Pupil), only(SupportPeriod)
    assert (pupil.candidate_number, pupil.sex, pupil.born_on) == (VALID[0], Sex.MALE, date(2018, 4, 26))
    assert (support.started_on, support.ended_on) == (date(2026, 1, 15), date(2026, 5, 28))
    assert support.status is SupportStatus.CLOSED
    assert (only(Worker).name, only(Family).reference) == ("HLW 01", "F001")
    assert only(FamilyChild).pupil_id == pupil.id
    assert {kind: value for kind, [(value, _, _)] in facts().items()} == {
        Kind.POSTCODE: "KA6 7LY",
        Kind.STATED_QUINTILE: "1",
        Kind.FREE_MEALS: "yes",
        Kind.ADDITIONAL_SUPPORT: "yes",
        Kind.ADDITIONAL_SUPPORT_REASON: "Dyslexia",
        Kind.CARE_EXPERIENCE: "previously",
        Kind.KINSHIP: "yes",
    }
    (month,) = [column for column in result.preview.columns if column.heading == "Aug-25"]
    assert month.field is None
    assert month.note.startswith("Not brought in")


def test_the_schools_system_is_kept_where_the_tracker_differs(schools) -> None:
    listing(f"{VALID[0]},Test,Madeup,26/04/2018,P4,P4A,KA6 7LY,N,N,N,F,Patna PS")
    row = child(
        VALID[0], Surname="Otherwise", FSM="Y", ASN="Dyslexia", Stage="P5", School="Doon Academy", DOB="27/04/2018"
    )
    result = tracker(row)
    differing = {problem.column: problem for problem in result.preview.problems}
    assert set(differing) == {"Surname", "FSM", "ASN", "Stage", "School", "DOB"}
    assert differing["FSM"].severity is Severity.DOUBTFUL
    assert differing["FSM"].detail == "The tracker says yes; the schools system says no."
    assert differing["DOB"].detail == "The tracker says 27/04/2018; the schools system says 26/04/2018."
    assert only(Pupil).surname == "Madeup"
    assert [value for value, _, _ in facts()[Kind.FREE_MEALS]] == ["no"]
    assert facts()[Kind.ADDITIONAL_SUPPORT_REASON][0][0] == "Dyslexia"
    assert only(Enrolment).stage == "P4"
    again = tracker(row)
    assert again.import_id is None
    assert again.counts.same == 1


def test_support_that_cannot_be_right_or_whole_is_named(schools) -> None:
    numbers = valid_numbers(9)
    result = tracker(
        child(numbers[0], **{"Support end": date(2025, 1, 1)}),
        child(numbers[1], HLW=None),
        child(numbers[2], Family=None),
        child(numbers[3], **{"Support start": None}),
        child(numbers[4], Status="Closed"),
        child(numbers[5], Status="Jumping"),
        child(numbers[6], Status="Active", **{"Support end": date(2026, 2, 1)}),
        child(numbers[7], Status=None, **{"Support end": date(2026, 2, 1)}),
        child(numbers[7], **{"Support end": date(2026, 2, 1)}),
        child(numbers[8], **{"Support start": "soon"}),
    )
    said = reasons(result.preview)
    assert (result.counts.new, result.counts.rejected) == (8, 2)
    assert "cannot end before it starts" in said[4]
    assert "no worker" in said[5]
    assert "no family" in said[6]
    assert "no start date" in said[7]
    assert "no end date" in said[8]
    assert "went by the dates" in said[9]
    assert "end date has passed" in said[10]
    assert "already in row 11" in said[12]
    assert "full date" in [problem.reason for problem in result.preview.problems if problem.row == 13][0]
    with reading() as session:
        found = Counter(session.exec(select(SupportPeriod.status)))
    assert found == {SupportStatus.ACTIVE: 2, SupportStatus.CLOSED: 1}


@pytest.mark.both_databases
def test_support_changes_with_the_tracker_and_a_second_period_is_kept_beside_the_first(schools) -> None:
    tracker(child())
    second = child(**{"Support start": date(2026, 9, 1)}, HLW="hlw01", Family="f001")
    result = tracker(child(Status="Closed", **{"Support end": date(2026, 6, 1)}), second)
    assert (result.counts.changed, result.counts.new) == (1, 1)
    with reading() as session:
        found = sorted(session.exec(select(SupportPeriod.started_on, SupportPeriod.ended_on)))
        assert len(session.exec(select(Worker)).all()) == len(session.exec(select(Family)).all()) == 1
    assert found == [(date(2026, 1, 15), date(2026, 6, 1)), (date(2026, 9, 1), None)]


def test_a_child_who_changes_family_is_pointed_out(schools) -> None:
    tracker(child())
    result = tracker(child(Family="F002"))
    assert "another family" in result.preview.problems[0].reason
    with reading() as session:
        family = session.exec(select(Family).where(Family.reference == "F002")).one()
    assert only(FamilyChild).family_id == only(SupportPeriod).family_id == family.id


def test_words_the_tracker_uses_for_yes_and_care(schools) -> None:
    numbers = valid_numbers(4)
    result = tracker(
        child(numbers[0], FSM="✓", **{"LAC (prev/curr)": "Y"}),
        child(numbers[1], FSM="x", ASN="No", **{"LAC (prev/curr)": "Currently looked after"}),
        child(numbers[2], FSM="maybe", ASN="Y", SIMD="9", **{"LAC (prev/curr)": "N"}),
        child(numbers[3], School="Nowhere Primary"),
    )
    assert result.counts.new == 4
    assert sorted(value for value, _, _ in facts()[Kind.CARE_EXPERIENCE]) == ["currently", "currently", "no"]
    assert sorted(value for value, _, _ in facts()[Kind.ADDITIONAL_SUPPORT]) == ["no", "yes"]
    assert [value for value, _, _ in facts()[Kind.FREE_MEALS]] == ["yes", "yes"]
    columns = Counter((problem.row, problem.column) for problem in result.preview.problems)
    assert set(columns) == {(4, "LAC (prev/curr)"), (6, "FSM"), (6, "SIMD"), (7, "School")}
