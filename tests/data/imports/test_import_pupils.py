"""Pupil lists: what is kept, from which day, and who may see or bring it."""

from collections import Counter
from datetime import date

import pytest
from sqlmodel import select

from data.core.db import reading
from data.importing.fields import ImportOptions, Severity
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import, save_mapping
from models.attendance.pupils import CharacteristicKind as Kind
from models.attendance.pupils import Enrolment, Pupil, Sex, Source
from models.imports import ImportKind
from models.permissions import SYSTEM, Role
from tests.data.imports.import_files import (
    LIST,
    TRACKER,
    VALID,
    book,
    child,
    csv,
    facts,
    listing,
    only,
    reasons,
    tracker,
    valid_numbers,
)
from tests.factories import make_actor


def test_a_list_gives_names_school_stage_and_dated_characteristics(schools) -> None:
    listing(f"{VALID[0]},Tést,O'Madeup,26.04.18,Primary 4,P4A,ka67ly,Yes,N,0,female,PATNA P.S.")
    pupil, enrolment = only(Pupil), only(Enrolment)
    assert (pupil.forename, pupil.surname, pupil.born_on, pupil.sex) == (
        "Tést",
        "O'Madeup",
        date(2018, 4, 26),
        Sex.FEMALE,
    )
    assert pupil.search_key == "test omadeup"
    assert (enrolment.school_id, enrolment.stage, enrolment.registration_class) == (schools["patna"], "P4", "P4A")
    day = date(2026, 10, 1)
    assert facts() == {
        Kind.POSTCODE: [("KA6 7LY", day, Source.SEEMIS)],
        Kind.ADDITIONAL_SUPPORT: [("yes", day, Source.SEEMIS)],
        Kind.FREE_MEALS: [("no", day, Source.SEEMIS)],
        Kind.LOOKED_AFTER: [("no", day, Source.SEEMIS)],
    }


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
    named = preview_import(source=read_source(content, "pupils_2026-10.csv"), by=SYSTEM)
    assert named.observed_on == date(2026, 10, 1)
    exact = preview_import(source=read_source(content, "pupils 2026-10-05.csv"), by=SYSTEM)
    assert exact.observed_on == date(2026, 10, 5)
    unnamed = preview_import(source=read_source(content, "pupils.csv"), by=SYSTEM)
    assert any("today, as the file gives no date" in note for note in unnamed.notes)


def test_a_pupil_first_met_in_attendance_is_named_by_the_list(schools) -> None:
    attendance = csv("SCN,School,Possible,Present", f"{VALID[0]},Patna PS,36,33")
    confirm_import(source=read_source(attendance, "attendance_2026-09.csv"), by=SYSTEM)
    result = listing(f"{VALID[0]},Test,Madeup,,P4,,,Y,N,N,F,Patna PS")
    assert result.counts.changed == 1
    assert not result.preview.warnings
    assert only(Pupil).surname == "Madeup"


def test_a_list_that_leaves_many_out_has_to_be_acknowledged(schools) -> None:
    lines = [f"{number},Test,Madeup,,P4,,,Y,N,N,F,Patna PS" for number in valid_numbers(20)]
    listing(*lines)
    short = preview_import(
        source=read_source(csv(LIST, *lines[:10]), "p.csv"),
        by=SYSTEM,
        answers=FileAnswers(observed_on=date(2026, 10, 1)),
    )
    assert "10 of the 20 pupils we know of at these schools" in short.warnings[0]
    moved = [line.replace("P4", "P5") for line in lines]
    up = preview_import(
        source=read_source(csv(LIST, *moved), "p.csv"), by=SYSTEM, answers=FileAnswers(observed_on=date(2027, 8, 20))
    )
    assert not up.can_confirm
    options = ImportOptions(accept_unusual_share=True)
    assert listing(*moved, day=date(2027, 8, 20), options=options).counts.changed == 20


def test_an_administrator_sees_counts_and_faults_but_no_child(schools) -> None:
    listing(f"{VALID[0]},Test,Madeup,26/04/2018,P4,P4A,KA6 7LY,N,N,N,F,Patna PS")
    administrator = make_actor(role=Role.ADMINISTRATOR)
    content = book(
        TRACKER, child(VALID[0], FSM="Y", Surname="Secretname"), child("12345", FSM="perhaps", Postcode="Nosuch")
    )
    found = preview_import(
        source=read_source(content, "t.xlsx"), by=administrator, answers=FileAnswers(observed_on=date(2026, 11, 1))
    )
    shown = repr(found)
    for secret in ("Secretname", "Madeup", "Test'", "KA6 7LY", "Nosuch", "perhaps", "tracker says"):
        assert secret not in shown
    assert "12345" in shown
    assert (found.counts.new, found.counts.rejected) == (1, 1)
    assert {column.heading: column.examples for column in found.columns}["Surname"] == ("hidden",)
    lead = preview_import(
        source=read_source(content, "t.xlsx"),
        by=make_actor(role=Role.LEAD),
        answers=FileAnswers(observed_on=date(2026, 11, 1)),
    )
    assert "Secretname" in repr(lead)


@pytest.mark.parametrize("role", [Role.WORKER, Role.HEADTEACHER, Role.VIEWER])
def test_others_may_not_bring_files_in(schools, role) -> None:
    from data.imports.actions import export_problems, undo_import
    from data.imports.queries import list_imports
    from models.errors import PermissionDenied

    actor = make_actor(role=role)
    found = tracker(child(), confirm=False)
    for call in (
        lambda: preview_import(source=read_source(b"a", "a.csv"), by=actor),
        lambda: confirm_import(source=read_source(b"a", "a.csv"), by=actor),
        lambda: undo_import(import_id=1, by=actor),
        lambda: save_mapping(name="n", kind=ImportKind.SIMD, headings_key="k", mapping={}, by=actor),
        lambda: export_problems(preview=found, by=actor),
        lambda: list_imports(actor=actor),
    ):
        with pytest.raises(PermissionDenied):
            call()
