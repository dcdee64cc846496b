"""Schools, postcodes and published figures: the lists everything else leans on."""

import pytest
from sqlmodel import select

from data.core.db import reading
from data.importing.fields import ImportOptions
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import
from models.attendance.openings import Benchmark, BenchmarkMark
from models.attendance.schools import School, Sector
from models.attendance.simd import PostcodeSimd
from models.imports import ImportKind
from models.permissions import SYSTEM
from tests.data.imports.import_files import book, csv, reasons


def confirm(content: bytes, filename: str = "file.csv", **asked):
    return confirm_import(source=read_source(content, filename), by=SYSTEM, answers=FileAnswers(**asked))


def every(model):
    with reading() as session:
        return session.exec(select(model)).all()


def test_schools_in_another_layout(database: str) -> None:
    content = book(
        ["School level statistics 2025"],
        [
            "Local Authority",
            "SeedCode",
            "School Name",
            "School Type",
            "Pupil roll",
            "SIMD Quintile 1 [Note 6]",
            "Latitude",
            "Cluster",
            "Supported",
        ],
        ["East Ayrshire", 8242720, "Patna Primary School", "Primary", "110", "c", "55.36", "Doon", "yes"],
        ["East Ayrshire", "8244138", "Doon Academy", None, 239, 185, 999, None, "x"],
        ["East Ayrshire", "8244138", "Doon Academy", "Primary", 239, 185, None, None, "no"],
        ["East Ayrshire", "8244138", "Doon Academy", "Secondary", 239, 185, None, None, "no"],
        ["East Ayrshire", "8244139", "Wrong Digit Primary School", "Primary", "z", 0, None, None, None],
        ["East Ayrshire", "824", "Short Code School", "Primary", None, None, None, None, None],
        ["East Ayrshire", None, "No Code School", "Primary", None, None, None, None, None],
        ["East Ayrshire", "8240620", None, "Primary", None, None, None, None, None],
        ["East Ayrshire", "8240620", "Neither Campus", None, None, None, None, None, None],
        ["East Ayrshire", "8240620", "Auchinleck", "Nursery", None, None, None, None, None],
        ["Total", None, None, None, 1000, 500, None, None, None],
    )
    result = confirm(content, "schools.xlsx")
    assert result.preview.kind is ImportKind.SCHOOLS
    assert (result.counts.new, result.counts.rejected, result.counts.skipped) == (5, 5, 1)
    found = {(school.seed_code, school.sector): school for school in every(School)}
    patna = found["8242720", Sector.PRIMARY]
    assert (patna.roll, patna.quintile_1_pupils, patna.cluster, patna.is_supported) == (110, None, "Doon", True)
    assert found["8244138", Sector.SECONDARY].latitude is None
    said = reasons(result.preview)
    assert "already in row 4" in said[6]
    assert "usual check digit" in said[7]
    assert {"seven digits", "name of the school is missing"} <= {
        part for row in (8, 9, 10) for part in ("seven digits", "name of the school is missing") if part in said[row]
    }
    assert "By its SEED code it is primary" in said[11]


def test_a_blank_cell_leaves_what_is_known_of_a_school(database: str) -> None:
    confirm(csv("SEED,Name,Sector,Cluster,Roll,Supported", "8242720,Patna Primary School,Primary,Doon,110,Y"))
    result = confirm(csv("SEED,Name,Sector,Cluster,Roll", "8242720,Patna Primary School,Primary,,112"))
    assert result.counts.changed == 1
    (school,) = every(School)
    assert (school.cluster, school.roll, school.is_supported) == ("Doon", 112, True)


@pytest.mark.parametrize(
    "headings",
    [
        "Postcode,DZ,SIMD2020v2_Rank,SIMD2020v2_Quintile",
        "post code,Data_Zone,Rank,Quintile",
        "PCD,DataZone2011,SIMD 2020 rank,SIMD quintile",
    ],
)
def test_simd_in_several_layouts(database: str, headings: str) -> None:
    content = csv(
        headings,
        "ka67ly,S01007877,100,1",
        "KA1 5DL,s01007878,1396,1",
        "KA6 7LY,S01007877,100,1",
        "KA1 5DM,S01007878,7000,5",
        "KA1 5DN,W01007878,1,1",
        "KA1 5DP,S01007878,,1",
        "nowhere,S01007878,1,1",
        "KA1 5DQ,S01007878,0.5,1",
    )
    result = confirm(content)
    assert (result.counts.new, result.counts.rejected, result.counts.doubtful) == (2, 6, 1)
    assert {(row.postcode, row.rank) for row in every(PostcodeSimd)} == {("KA67LY", 100), ("KA15DL", 1396)}
    said = reasons(result.preview)
    assert said[3] == "The file says quintile 1; rank 1396 is in quintile 2, which we use."
    assert "already in row 2" in said[4]
    assert said[7] == "The simd rank is missing." or "missing" in said[7]


@pytest.mark.both_databases
def test_an_unusual_share_of_changed_postcodes_is_asked_about(database: str) -> None:
    lines = [f"KA1 {number}AB,S01007877,{number + 1}" for number in range(10)]
    confirm(csv("Postcode,DZ,Rank", *lines))
    changed = csv("Postcode,DZ,Rank", *(line + "0" for line in lines))
    found = preview_import(source=read_source(changed, "simd.csv"), by=SYSTEM)
    assert found.warnings == ("10 of the 10 postcodes we hold would change. Please check that this is the right file.",)
    assert not found.can_confirm
    asked = preview_import(
        source=read_source(changed, "simd.csv"),
        by=SYSTEM,
        answers=FileAnswers(options=ImportOptions(accept_unusual_share=True)),
    )
    assert asked.can_confirm


PUBLISHED = "Year,SeedCode,LA code,LA name,School name,School type,Stage,Measure,Value"


def test_published_figures_marks_and_areas(database: str) -> None:
    content = csv(
        PUBLISHED,
        "2023/24,0,0,Scotland,All schools,Secondary,All Stages,Attendance,90.3%",
        "2023-24,,190,East Ayrshire,All schools,Secondary,All,Attendance rate,84.3",
        "2023/2024,8244138,190,East Ayrshire,Doon Academy,Secondary,S1,Unauthorised absence,c",
        "2023/24,8244138,190,East Ayrshire,Doon Academy,Secondary,S1,Authorised absence,7.8%",
        "2023/24,8244138,190,East Ayrshire,Doon Academy,Secondary,S1,Temporary exclusions,low",
        "2010/11,1005014,190,East Ayrshire,Robert Burns Academy,Secondary,All Stages,Attendance,0%",
        "2010/11,1005014,190,East Ayrshire,Robert Burns Academy,Secondary,All Stages,Authorised absence,0%",
        "2023/25,0,0,Scotland,All schools,Secondary,All Stages,Attendance,90.3%",
        "2023/24,0,0,Scotland,All schools,Secondary,Nursery,Attendance,90.3%",
        "2023/24,0,0,Scotland,All schools,Secondary,All Stages,Lateness,90.3%",
        "2023/24,0,0,Scotland,All schools,Secondary,All Stages,Attendance,",
        "2023/24,0,0,Scotland,All schools,Secondary,All Stages,Attendance,91%",
        "2023/24,,,,All schools,Secondary,All Stages,Attendance,91%",
    )
    result = confirm(content)
    assert result.preview.kind is ImportKind.BENCHMARK
    assert (result.counts.new, result.counts.rejected, result.counts.doubtful) == (7, 6, 2)
    found = {(row.area_code, row.stage, row.measure): row for row in every(Benchmark)}
    assert (found["0", "all", "attendance"].percent, found["0", "all", "attendance"].area_kind) == (90.3, "scotland")
    assert (found["190", "all", "attendance"].percent, found["190", "all", "attendance"].area_kind) == (84.3, "council")
    assert found["8244138", "S1", "unauthorised"].mark is BenchmarkMark.CONFIDENTIAL
    assert found["8244138", "S1", "exclusions"].mark is BenchmarkMark.LOW
    assert found["1005014", "all", "authorised"].mark is BenchmarkMark.NOT_AVAILABLE
    assert {row.year for row in every(Benchmark)} == {"2023/24", "2010/11"}
    changed = confirm(csv(PUBLISHED, "2023/24,0,0,Scotland,All schools,Secondary,All Stages,Attendance,90.4%"))
    assert changed.counts.changed == 1
