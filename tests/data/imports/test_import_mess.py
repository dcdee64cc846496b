"""Files of other shapes than the samples: read right, or named with row and reason, and never guessed silently."""

from datetime import date

import pytest
from sqlmodel import select

from data.core.db import reading
from data.importing.fields import Severity
from models.attendance.openings import Benchmark
from models.attendance.schools import School, Sector
from models.imports import ImportKind
from tests.data.imports.import_files import AUGUST, VALID, book, confirm, csv, preview, reasons, rows, valid_numbers


def test_semicolons_and_thousands_and_odd_spaces(schools) -> None:
    confirm(
        csv(
            "Establishment;Cand No;Present;Possible Half Days",
            f"Patna\u00a0PS; {VALID[0]}\u00a0;1,030;1,036",
            f"Doon Academy;{VALID[1][:3]} {VALID[1][3:6]} {VALID[1][6:]};33;36",
        )
    )
    assert [row[:3] for row in rows()] == [(VALID[0], 1036, 1030), (VALID[1], 36, 33)]


def test_tabs_in_utf_16(schools) -> None:
    content = f"SCN\tSchool\tPossible\tAttended\r\n{VALID[0]}\tPatna Primary\t36\t30\r\n".encode("utf-16")
    assert preview(content, "attendance_2026-08.txt", period=None).counts.new == 1


def test_a_sheet_for_each_school_with_two_rows_of_headings_stages_between_and_totals(schools) -> None:
    def sheet(school: str, *numbers: str) -> list[list]:
        return [
            [school],
            ["August 2026"],
            ["Pupil", None, "Openings"],
            ["SCN", "Stage", "Possible", "Attended"],
            ["Primary 4"],
            *([number, "P4", 36, 30] for number in numbers),
            ["School total", None, 72, 60],
            ["All schools", None, 144, 120],
        ]

    content = book(
        *sheet("Patna Primary School", *VALID[:2]),
        extra=[
            ("Two", "visible", sheet("Doon Academy", *VALID[2:])),
            ("Old", "hidden", sheet("Doon Academy", *VALID[:2])),
        ],
    )
    result = confirm(content, "book.xlsx", period=None)
    assert len(rows()) == result.counts.new == 4
    assert not result.preview.problems
    assert [(one.row, one.reason) for one in result.preview.skipped if one.sheet == "Two"] == [
        (5, "A note between the rows."),
        (8, "A row of totals."),
        (9, "A row of totals."),
    ]


def test_a_number_that_excel_wrote_short_is_read_only_when_whole(schools) -> None:
    content = csv("SCN,School,Possible,Attended", "1.90001237E+08,Patna PS,36,30", "1.9E+08,Patna PS,36,30")
    found = preview(content)
    assert (found.counts.new, found.counts.rejected) == (1, 1)
    assert reasons(found) == {3: "Excel shortened this number, and its last digits are lost. Ask for the file again."}


def test_a_tracker_in_csv_with_other_headings(schools) -> None:
    content = csv(
        "SCN No,Pupil first name,Pupil last name,Home Link Worker,Start of support,End of support,Family ref,School",
        f"{VALID[0]},Test,Madeup,HLW 01,1 Sept 2026,30.09.26,F1,Patna PS",
        f"{VALID[1]},Test,Madeup,HLW 02,Sept 2026,,F2,Patna PS",
    )
    found = preview(content, "t.csv", period=None, observed_on=date(2026, 10, 1))
    assert (found.kind, found.counts.new) == (ImportKind.TRACKER, 2)
    assert {"forename", "surname", "worker", "started_on", "ended_on", "family"} <= found.mapping.keys()
    assert {problem.row for problem in found.problems} == {3}


def test_schools_without_a_sector_are_told_by_their_code_and_doubted(database: str) -> None:
    content = csv(
        "Seed,School",
        "8242720,Newplace School",
        "8244138,Otherplace School",
        "1004573,Thirdplace School",
        "8240027,Otherplace Primary",
    )
    result = confirm(content, "list.csv", period=None)
    with reading() as session:
        assert dict(session.exec(select(School.seed_code, School.sector)).all()) == {
            "8242720": Sector.PRIMARY,
            "8244138": Sector.SECONDARY,
            "8240027": Sector.PRIMARY,
        }
    severity = {problem.row: problem.severity for problem in result.preview.problems if problem.column == "School"}
    assert severity == {2: Severity.DOUBTFUL, 3: Severity.DOUBTFUL, 4: Severity.REJECTED}


@pytest.mark.both_databases
def test_published_attendance_with_a_column_for_each_measure(database: str) -> None:
    content = csv(
        "Year,SEED code,School,Stage,Attendance %,Authorised absence %,Unauthorised absence %,Exclusions",
        "2023/24,8244138,Doon Academy,All,88.1,7.2,c,",
        "2024/25,8244138,Doon Academy,All,,,,",
        "2025/26,8244138,Doon Academy,All,many,1,1,1",
    )
    result = confirm(content, "published.csv", period=None)
    assert (result.counts.rows, result.counts.new, result.counts.rejected) == (5, 3, 2)
    assert set(reasons(result.preview)) == {3, 4}
    with reading() as session:
        found = session.exec(select(Benchmark.measure, Benchmark.percent, Benchmark.mark)).all()
    assert {(measure, percent) for measure, percent, _ in found} == {
        ("attendance", 88.1),
        ("authorised", 7.2),
        ("unauthorised", None),
    }


def test_shares_per_cents_and_signs_in_one_column(schools) -> None:
    numbers = valid_numbers(5)
    cells = [0.87, 87, "87%", 1, 1.5]
    content = book(
        ["SCN", "School", "Possible", "% Att"],
        *([number, "Patna PS", 100, cell] for number, cell in zip(numbers, cells, strict=True)),
    )
    found = confirm(content, "a.xlsx", period=AUGUST)
    assert [row[2] for row in rows()] == [87, 87, 87]
    assert set(reasons(found.preview)) == {5, 6}
