"""Which school a row of attendance means."""

import pytest
from sqlmodel import select

from data.core.db import reading
from data.importing.fields import ImportOptions
from data.importing.reading import read_source
from data.imports.actions import confirm_import
from models.attendance.openings import Attendance
from models.attendance.pupils import Pupil
from models.attendance.schools import SchoolAlias, Sector
from models.permissions import SYSTEM
from tests.data.imports.import_files import HEADINGS, VALID, book, confirm, csv, preview, reasons
from tests.factories import make_school


def test_a_name_of_a_school_between_groups_stands_for_the_rows_below(schools) -> None:
    content = csv(
        "SCN,Possible,Present",
        "Name of school: Patna PS,,",
        f"{VALID[0]},36,30",
        "DOON ACADEMY,,",
        f"{VALID[1]},36,31",
        f"{VALID[2]},36,32",
        "SCN,Possible,Present",
        "Auchinlek High School,,",
        f"{VALID[3]},36,33",
    )
    result = confirm(content)
    with reading() as session:
        found = dict(
            session.exec(
                select(Pupil.candidate_number, Attendance.school_id).join(Pupil, Pupil.id == Attendance.pupil_id)
            ).all()
        )
    assert found == {VALID[0]: schools["patna"], VALID[1]: schools["doon"], VALID[2]: schools["doon"]}
    assert [skipped.row for skipped in result.preview.skipped] == [2, 4, 7, 8]
    assert list(reasons(result.preview)) == [9]
    assert "no school called “Auchinlek High School”" in reasons(result.preview)[9]


def test_a_school_named_in_the_title_or_by_the_sheet_stands_for_its_rows(schools) -> None:
    content = book(
        ["Patna Primary School"],
        ["SCN", "Possible", "Present"],
        [VALID[0], 36, 30],
        title="Aug",
        extra=[("Doon Academy", "visible", [["SCN", "Possible", "Present"], [VALID[1], 36, 31]])],
    )
    confirm(content, "two sheets.xlsx")
    with reading() as session:
        assert set(session.exec(select(Attendance.school_id))) == {schools["patna"], schools["doon"]}


@pytest.mark.both_databases
def test_a_misspelt_school_is_suggested_confirmed_and_remembered(schools) -> None:
    content = csv(HEADINGS, f"{VALID[0]},Patna Primry Schol,36,33,2,1", f"{VALID[1]},Patna,36,33,2,1")
    found = preview(content)
    assert found.counts.rejected == 1
    (unknown,) = found.unknown_schools
    assert (unknown.name, unknown.rows, unknown.suggestion_id) == ("Patna Primry Schol", 1, schools["patna"])
    options = ImportOptions(school_matches={unknown.name: schools["patna"]})
    assert confirm(content, options=options).counts.new == 2
    with reading() as session:
        assert session.exec(select(SchoolAlias.school_id)).all() == [schools["patna"]]
    assert confirm(content).counts.same == 2


@pytest.mark.parametrize(
    "name", ["St. Patrick's PS, Auchinleck", "ST PATRICKS PRIMARY SCHOOL - AUCHINLECK", "St Patrick’s PS - Auchinleck"]
)
def test_short_and_capital_names_are_the_same_school(schools, name) -> None:
    content = book(["SCN", "School", "Possible", "Present"], [VALID[0], name, 36, 33])
    assert preview(content, "a.xlsx").counts.new == 1


def test_two_schools_of_one_name_are_told_apart_by_stage_or_named(schools) -> None:
    make_school(name="Alltogether School", seed_code="8240001")
    make_school(name="Alltogether School", seed_code="8240001", sector=Sector.SECONDARY)
    content = csv(
        "SCN,School,Stage,Possible,Present",
        f"{VALID[0]},Alltogether School,P3,36,33",
        f"{VALID[1]},Alltogether School,S3,36,33",
        f"{VALID[2]},Alltogether School,,36,33",
    )
    found = preview(content)
    assert (found.counts.new, found.counts.rejected) == (2, 1)
    assert "more than one school" in reasons(found)[4]


def test_nothing_can_be_placed_before_the_schools_are_known(database: str) -> None:
    found = preview(csv(HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1"))
    assert found.blocked.startswith("Bring in the list of schools first.")


def test_a_school_column_that_is_missing_falls_back_on_the_pupil_list(schools) -> None:
    listing = csv("SCN,Forename,Surname,Year Group,School", f"{VALID[0]},Test,Madeup,P3,Patna PS")
    confirm_import(source=read_source(listing, "pupils_2026-10.csv"), by=SYSTEM)
    result = confirm(csv("SCN,Possible,Present", f"{VALID[0]},36,33", f"{VALID[1]},36,33"))
    assert (result.counts.new, result.counts.rejected) == (1, 1)
    assert "names no school" in reasons(result.preview)[3]


def test_a_code_and_a_name_of_different_schools_are_pointed_out(schools) -> None:
    found = preview(csv("SCN,SEED,School,Possible,Present", f"{VALID[0]},8242720,Doon Academy,36,33"))
    assert (found.counts.new, found.counts.doubtful) == (1, 1)
    assert "different schools; we went by the code" in found.problems[0].reason
