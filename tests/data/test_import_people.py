"""Pupil lists and the team's tracker: who wins, what is kept, and what is said of the rest."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import select

from data.actions.imports import confirm_import, preview_import
from data.db import reading
from data.importing.fields import ImportOptions, Severity
from models import Characteristic, Enrolment, Family, FamilyChild, Pupil, SupportPeriod, Worker
from models.families import SupportStatus
from models.permissions import SYSTEM, Role
from models.pupils import CharacteristicKind as Kind
from models.pupils import Sex, Source
from models.schools import Sector
from tests.data.test_import_attendance import VALID, _numbers, book, csv, reasons
from tests.factories import make_actor, make_school

LIST = "SCN,Forename,Surname,DOB,Year Group,Reg Class,Postcode,ASN,FSM,LAC,Gender,School"
TRACKER = [
    "Candidate Number", "Forename", "Surname", "DOB", "M/F", "School", "Stage", "Postcode", "SIMD", "FSM", "ASN",
    "LAC (prev/curr)", "Non-stat kinship", "HLW", "Family", "Support start", "Support end", "Status", "Aug-25",
]  # fmt: skip


@pytest.fixture
def schools(database: str) -> dict[str, int]:
    return {
        "patna": make_school(name="Patna Primary School", seed_code="8242720"),
        "doon": make_school(name="Doon Academy", seed_code="8244138", sector=Sector.SECONDARY),
    }


def listing(*lines: str, day: date | None = date(2026, 10, 1), headings: str = LIST, **asked):
    content = csv(headings, *lines)
    return confirm_import(content=content, filename="pupils.csv", by=SYSTEM, observed_on=day, **asked)


def child(number: str = VALID[0], **cells) -> list:
    values = dict.fromkeys(TRACKER) | {
        "Candidate Number": number, "Forename": "Test", "Surname": "Madeup", "School": "Patna PS", "Stage": "P4",
        "HLW": "HLW 01", "Family": "F001", "Support start": date(2026, 1, 15), "Status": "Active",
    }  # fmt: skip
    return list((values | cells).values())


def tracker(*rows, day: date | None = date(2026, 11, 1), confirm: bool = True, **asked):
    action = confirm_import if confirm else preview_import
    content = book(["HOME LINK TEAM TRACKER 2025/26"], [], TRACKER, *rows)
    return action(content=content, filename="tracker.xlsx", by=SYSTEM, observed_on=day, **asked)


def facts() -> dict[Kind, list[tuple[str, date, Source]]]:
    found: dict[Kind, list] = {}
    with reading() as session:
        for row in session.exec(select(Characteristic).order_by(Characteristic.observed_on)):
            found.setdefault(row.kind, []).append((row.value, row.observed_on, row.source))
    return found


def only(model):
    with reading() as session:
        return session.exec(select(model)).one()


def test_a_list_gives_names_school_stage_and_dated_characteristics(schools) -> None:
    listing(f"{VALID[0]},Tést,O'Madeup,26.04.18,Primary 4,P4A,ka67ly,Yes,N,0,female,PATNA P.S.")
    pupil, enrolment = only(Pupil), only(Enrolment)
    assert (pupil.forename, pupil.surname, pupil.born_on, pupil.sex) == (
        "Tést", "O'Madeup", date(2018, 4, 26), Sex.FEMALE,
    )  # fmt: skip
    assert pupil.search_key == "test omadeup"
    assert (enrolment.school_id, enrolment.stage, enrolment.registration_class) == (schools["patna"], "P4", "P4A")
    day = date(2026, 10, 1)
    assert facts() == {
        Kind.POSTCODE: [("KA6 7LY", day, Source.SEEMIS)],
        Kind.ADDITIONAL_SUPPORT: [("yes", day, Source.SEEMIS)],
        Kind.FREE_MEALS: [("no", day, Source.SEEMIS)],
        Kind.LOOKED_AFTER: [("no", day, Source.SEEMIS)],
    }


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


def test_the_same_day_corrected_replaces_the_value(schools) -> None:
    listing(f"{VALID[0]},Test,Madeup,,P4,,,Y,N,N,F,Patna PS")
    listing(f"{VALID[0]},Test,Madeup,,P4,,,Y,Y,N,F,Doon Academy")
    assert [value for value, _, _ in facts()[Kind.FREE_MEALS]] == ["yes"]
    assert only(Enrolment).school_id == schools["doon"]


def test_full_names_and_missing_or_unlikely_values(schools) -> None:
    result = listing(
        f'{VALID[0]},"Madeup, Test",P4,Patna PS,26/04/2018',
        f"{VALID[1]},Second Madeup,P4,Patna PS,01/01/1980",
        f"{VALID[2]},,P4,Patna PS,",
        f"{VALID[3]},Third Madeup,Nursery,Patna PS,31/02/2018",
        headings="SCN,Pupil Name,Stage,School,Date of Birth",
    )
    assert (result.counts.new, result.counts.rejected) == (2, 2)
    with reading() as session:
        names = set(session.exec(select(Pupil.forename, Pupil.surname, Pupil.born_on)))
    assert names == {("Test", "Madeup", date(2018, 4, 26)), ("Second", "Madeup", None)}
    said = reasons(result.preview)
    assert "not likely" in said[3]
    assert "name is missing" in said[4]
    assert Counter(problem.row for problem in result.preview.problems) == {3: 1, 4: 1, 5: 2}


def test_an_unmatched_stage_or_school_is_named(schools) -> None:
    result = listing(
        f"{VALID[0]},Test,Madeup,,P4,,,Y,N,N,F,Patna PS",
        f"{VALID[1]},Test,Madeup,,,,,Y,N,N,F,Patna PS",
        f"{VALID[2]},Test,Madeup,,P4,,,Y,N,N,F,",
        f"{VALID[3]},Test,Madeup,,P4,,KA,perhaps,N,N,F,Patna PS",
    )
    said = reasons(result.preview)
    assert (said[3], said[4]) == ("The stage is missing.", "The school is missing.")
    assert {p.row: p.severity for p in result.preview.problems}[5] is Severity.DOUBTFUL
    assert Kind.ADDITIONAL_SUPPORT in facts()


def test_the_day_is_taken_from_the_name_or_is_today_and_said(schools) -> None:
    content = csv(LIST, f"{VALID[0]},Test,Madeup,,P4,,,Y,N,N,F,Patna PS")
    named = preview_import(content=content, filename="pupils_2026-10.csv", by=SYSTEM)
    assert named.observed_on == date(2026, 10, 1)
    exact = preview_import(content=content, filename="pupils 2026-10-05.csv", by=SYSTEM)
    assert exact.observed_on == date(2026, 10, 5)
    unnamed = preview_import(content=content, filename="pupils.csv", by=SYSTEM)
    assert any("today, as the file gives no date" in note for note in unnamed.notes)


def test_a_pupil_first_met_in_attendance_is_named_by_the_list(schools) -> None:
    attendance = csv("SCN,School,Possible,Present", f"{VALID[0]},Patna PS,36,33")
    confirm_import(content=attendance, filename="attendance_2026-09.csv", by=SYSTEM)
    result = listing(f"{VALID[0]},Test,Madeup,,P4,,,Y,N,N,F,Patna PS")
    assert result.counts.changed == 1
    assert not result.preview.warnings
    assert only(Pupil).surname == "Madeup"


def test_a_list_that_leaves_many_out_has_to_be_acknowledged(schools) -> None:
    lines = [f"{number},Test,Madeup,,P4,,,Y,N,N,F,Patna PS" for number in _numbers(20)]
    listing(*lines)
    short = preview_import(content=csv(LIST, *lines[:10]), filename="p.csv", by=SYSTEM, observed_on=date(2026, 10, 1))
    assert "10 of the 20 pupils we know of at these schools" in short.warnings[0]
    moved = [line.replace("P4", "P5") for line in lines]
    up = preview_import(content=csv(LIST, *moved), filename="p.csv", by=SYSTEM, observed_on=date(2027, 8, 20))
    assert not up.can_confirm
    options = ImportOptions(accept_unusual_share=True)
    assert listing(*moved, day=date(2027, 8, 20), options=options).counts.changed == 20


def test_the_tracker_gives_family_worker_support_and_what_only_it_knows(schools) -> None:
    row = child(
        int(VALID[0]), DOB="26.04.18", **{"M/F": "Male"}, SIMD="Q1", FSM="Y", ASN="Dyslexia", Postcode="KA67LY",
        **{"LAC (prev/curr)": "Previously", "Non-stat kinship": "Y", "Support end": "28/05/2026", "Status": "Closed"},
    )  # fmt: skip
    result = tracker(row, [None, "Average", *[None] * 16, 0.87])
    assert (result.counts.new, result.counts.repaired, len(result.preview.skipped)) == (1, 1, 1)
    pupil, support = only(Pupil), only(SupportPeriod)
    assert (pupil.candidate_number, pupil.sex, pupil.born_on) == (VALID[0], Sex.MALE, date(2018, 4, 26))
    assert (support.started_on, support.ended_on) == (date(2026, 1, 15), date(2026, 5, 28))
    assert support.status is SupportStatus.CLOSED
    assert (only(Worker).name, only(Family).reference) == ("HLW 01", "F001")
    assert only(FamilyChild).pupil_id == pupil.id
    assert {kind: value for kind, [(value, _, _)] in facts().items()} == {
        Kind.POSTCODE: "KA6 7LY", Kind.STATED_QUINTILE: "1", Kind.FREE_MEALS: "yes", Kind.ADDITIONAL_SUPPORT: "yes",
        Kind.ADDITIONAL_SUPPORT_REASON: "Dyslexia", Kind.CARE_EXPERIENCE: "previously", Kind.KINSHIP: "yes",
    }  # fmt: skip
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
    numbers = _numbers(9)
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
    numbers = _numbers(4)
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


def test_an_administrator_sees_counts_and_faults_but_no_child(schools) -> None:
    listing(f"{VALID[0]},Test,Madeup,26/04/2018,P4,P4A,KA6 7LY,N,N,N,F,Patna PS")
    administrator = make_actor(role=Role.ADMINISTRATOR)
    content = book(
        TRACKER, child(VALID[0], FSM="Y", Surname="Secretname"), child("12345", FSM="perhaps", Postcode="Nosuch")
    )
    found = preview_import(content=content, filename="t.xlsx", by=administrator, observed_on=date(2026, 11, 1))
    shown = repr(found)
    for secret in ("Secretname", "Madeup", "Test'", "KA6 7LY", "Nosuch", "perhaps", "tracker says"):
        assert secret not in shown
    assert "12345" in shown
    assert (found.counts.new, found.counts.rejected) == (1, 1)
    assert {column.heading: column.examples for column in found.columns}["Surname"] == ("hidden",)
    lead = preview_import(
        content=content, filename="t.xlsx", by=make_actor(role=Role.LEAD), observed_on=date(2026, 11, 1)
    )
    assert "Secretname" in repr(lead)


@pytest.mark.parametrize("role", [Role.WORKER, Role.HEADTEACHER, Role.VIEWER])
def test_others_may_not_bring_files_in(schools, role) -> None:
    from data.actions.imports import export_problems, save_mapping, undo_import
    from data.queries.imports import list_imports, list_mappings
    from models.errors import PermissionDenied
    from models.imports import ImportKind

    actor = make_actor(role=role)
    found = tracker(child(), confirm=False)
    for call in (
        lambda: preview_import(content=b"a", filename="a.csv", by=actor),
        lambda: confirm_import(content=b"a", filename="a.csv", by=actor),
        lambda: undo_import(import_id=1, by=actor),
        lambda: save_mapping(name="n", kind=ImportKind.SIMD, headings_key="k", mapping={}, by=actor),
        lambda: export_problems(preview=found, by=actor),
        lambda: list_imports(actor=actor),
        lambda: list_mappings(actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            call()
