"""Attendance files as they really come: other headings, orders and mess, read right or named with row and reason."""

from datetime import date
from io import BytesIO

import pytest
from openpyxl import Workbook
from sqlmodel import select

from data.actions.imports import confirm_import, preview_import
from data.db import reading
from data.importing.fields import ImportOptions, Severity
from models import Attendance, AttendancePeriod, Pupil, SchoolAlias
from models.errors import ImportProblem
from models.permissions import SYSTEM
from models.schools import Sector
from tests.factories import make_school

VALID = ["012345674", "051234561", "190001237", "240000016"]  # invented numbers whose check digit is right
AUGUST = (date(2026, 8, 1), date(2026, 8, 28))


def csv(*lines: str) -> bytes:
    return "\n".join(lines).encode()


def book(*rows, title: str = "Sheet1", extra=()) -> bytes:
    workbook = Workbook()
    sheet = workbook.active
    sheet.title = title
    for row in rows:
        sheet.append(row)
    for name, state, more in extra:
        other = workbook.create_sheet(name)
        other.sheet_state = state
        for row in more:
            other.append(row)
    out = BytesIO()
    workbook.save(out)
    return out.getvalue()


def preview(content: bytes, filename: str = "attendance.csv", *, period=AUGUST, **asked):
    return preview_import(content=content, filename=filename, by=SYSTEM, period=period, **asked)


def confirm(content: bytes, filename: str = "attendance.csv", *, period=AUGUST, **asked):
    return confirm_import(content=content, filename=filename, by=SYSTEM, period=period, **asked)


def reasons(found) -> dict[int, str]:
    return {problem.row: problem.reason for problem in found.problems}


def rows() -> list[tuple]:
    with reading() as session:
        query = select(
            Pupil.candidate_number,
            Attendance.possible,
            Attendance.attended,
            Attendance.authorised,
            Attendance.unauthorised,
        ).join(Pupil, Pupil.id == Attendance.pupil_id)
        return sorted(session.exec(query).all())


@pytest.fixture
def schools(database: str) -> dict[str, int]:
    return {
        "patna": make_school(name="Patna Primary School", seed_code="8242720"),
        "doon": make_school(name="Doon Academy", seed_code="8244138", sector=Sector.SECONDARY),
        "patrick": make_school(name="St Patrick's Primary School - Auchinleck", seed_code="8240728"),
    }


HEADINGS = "SCN,School,Total Possible,Total Attendance,Authorised Absence,Unauthorised Absence"


def test_other_headings_orders_and_titles_are_read(schools) -> None:
    content = book(
        ["East Ayrshire Council"],
        ["Attendance summary", None, "01/08/2026 to 28/08/2026"],
        [],
        ["Establishment", "Pupil name", "Unauth. Absence", "AUTH ABSENCE", "Openings_Attended", "Possible Openings",
         "Scottish Candidate Number"],
        ["PATNA PS", "Madeup, Test", 1, 2, 33, 36, 12345674],
        ["Patna Primary School", "Madeup, Other", 0, 0, "36", " 36 ", "051234561"],
        [None, None, None, None, None, None, None],
        ["Grand total", None, 1, 2, 69, 72, None],
        ["Printed 30/08/2026"],
    )  # fmt: skip
    result = confirm(content, "august.xlsx", period=None)
    assert result.preview.period == AUGUST
    assert rows() == [("012345674", 36, 33, 2, 1), ("051234561", 36, 36, 0, 0)]
    assert [(skipped.row, skipped.reason[:12]) for skipped in result.preview.skipped] == [
        (8, "A row of tot"),
        (9, "A note betwe"),
    ]
    assert [(p.row, p.severity) for p in result.preview.problems] == [(5, Severity.REPAIRED)]


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
        ["Patna Primary School"], ["SCN", "Possible", "Present"], [VALID[0], 36, 30],
        title="Aug", extra=[("Doon Academy", "visible", [["SCN", "Possible", "Present"], [VALID[1], 36, 31]])],
    )  # fmt: skip
    confirm(content, "two sheets.xlsx")
    with reading() as session:
        assert set(session.exec(select(Attendance.school_id))) == {schools["patna"], schools["doon"]}


def test_hidden_sheets_are_left_out_and_said(schools) -> None:
    content = book(
        ["SCN", "School", "Possible", "Present"], [VALID[0], "Patna PS", 36, 30],
        extra=[("Old", "hidden", [["SCN", "School", "Possible", "Present"], [VALID[1], "Patna PS", 36, 31]])],
    )  # fmt: skip
    found = preview(content, "a.xlsx")
    assert found.counts.rows == 1
    assert any("hidden sheet “Old”" in note for note in found.notes)


def test_every_faulty_row_is_named_with_its_reason_and_the_rest_is_brought_in(schools) -> None:
    content = csv(
        HEADINGS,
        f"{VALID[0]},Patna PS,36,33,2,1",
        "051234561,Patna PS,36,40,0,0",
        "190001237,Patna PS,36,,1,1",
        "240000016,Patna PS,n/a,33,1,2",
        "240000017,Patna PS,36,33,1,2",
        "12345,Patna PS,36,33,1,2",
        "051234561,Nowhere Primary School,36,33,1,2",
        f"{VALID[0]},Patna PS,36,33,2,1",
        f"{VALID[0]},Patna PS,36,32,2,2",
        ",Patna PS,36,33,1,2",
        "051234561,Patna PS,-1,0,0,0",
        "240000016,Patna PS,0,0,0,0",
        "190001237,Patna PS,36,30,2,2",
    )
    result = confirm(content)
    assert rows() == [(VALID[0], 36, 33, 2, 1), ("190001237", 36, 30, 2, 2), ("240000016", 0, 0, 0, 0)]
    assert (result.counts.rows, result.counts.new, result.counts.rejected) == (13, 3, 10)
    said = reasons(result.preview)
    assert "More openings attended (40) than possible (36)" in said[3]
    assert "missing is not zero" in said[4]
    assert "not a whole number" in said[5]
    assert "last digit does not fit" in said[6]
    assert "nine digits" in said[7]
    assert "no school called" in said[8]
    assert "row 2, with the same values" in said[9]
    assert "row 2, with other values" in said[10]
    assert "candidate number is missing" in said[11]
    assert "fewer than no openings" in said[12]
    assert "add up to 34" in said[14]


def test_a_lost_zero_is_put_back_only_when_that_is_wanted(schools) -> None:
    content = csv(HEADINGS, "12345674,Patna PS,36,33,2,1", "12345675,Patna PS,36,33,2,1")
    refused = preview(content, options=ImportOptions(repair_lost_zeros=False))
    assert refused.counts.rejected == 2
    found = preview(content)
    assert (found.counts.new, found.counts.repaired, found.counts.rejected) == (1, 1, 1)
    assert found.problems[0].detail == "We read 012345674."


def test_an_unusual_number_can_be_accepted_and_is_known_from_then_on(schools) -> None:
    content = csv(HEADINGS, "240000017,Patna PS,36,33,2,1")
    assert not preview(content).can_confirm
    accepted = confirm(content, options=ImportOptions(accept_unusual_numbers=True))
    assert (accepted.counts.new, accepted.counts.doubtful) == (1, 1)
    again = preview(content)
    assert (again.counts.same, again.counts.doubtful) == (1, 1)


@pytest.mark.parametrize(
    ("cells", "attended", "is_doubtful"),
    [
        (("36", "91.7%"), 33, False),
        ((36, 0.9167), 33, False),
        ((40, "87.5"), 35, False),
        ((380, "87%"), 331, True),
        ((36, "100%"), 36, False),
        ((36, "50.5%"), 18, True),
    ],
)
def test_a_percentage_becomes_openings_or_is_doubted(schools, cells, attended, is_doubtful) -> None:
    content = book(["SCN", "School", "Possible", "Attendance %"], [VALID[0], "Patna PS", *cells])
    result = confirm(content, "percent.xlsx")
    assert [row[2] for row in rows()] == [attended]
    assert (result.counts.doubtful == 1) is is_doubtful


def test_a_percentage_alone_is_refused_with_the_reason(schools) -> None:
    found = preview(csv("SCN,School,% Attendance", f"{VALID[0]},Patna PS,91%"))
    assert found.counts.rejected == 1
    assert "how many openings" in found.problems[0].reason


@pytest.mark.parametrize(
    ("filename", "title", "expected"),
    [
        ("attendance_2025-08.csv", "", (date(2025, 8, 1), date(2025, 8, 31))),
        ("x.csv", "Attendance Summary 01/08/2026 to 28/08/2026", AUGUST),
        ("x.csv", "1 August 2026 - 28 August 2026", AUGUST),
        ("x.csv", "Period: 2026-08-01 until 2026-08-28", AUGUST),
        ("x.csv", "Attendance for Feb 2026", (date(2026, 2, 1), date(2026, 2, 28))),
        ("Attendance Aug-25.csv", "", (date(2025, 8, 1), date(2025, 8, 31))),
        ("August 2025.csv", "", (date(2025, 8, 1), date(2025, 8, 31))),
        ("x.csv", "Aug 2025 to Oct 2025", (date(2025, 8, 1), date(2025, 10, 31))),
    ],
)
def test_the_period_is_read_from_title_or_name(schools, filename, title, expected) -> None:
    found = preview(csv(title, HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1"), filename, period=None)
    assert found.period == expected


def test_a_file_without_a_period_asks_for_it(schools) -> None:
    content = csv(HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1")
    found = preview(content, "attendance.csv", period=None)
    assert not found.can_confirm
    assert "first and last day" in found.blocked
    assert found.counts.rejected == found.counts.rows == 1
    with pytest.raises(ImportProblem, match="first and last day"):
        confirm(content, period=None)
    with pytest.raises(ImportProblem, match="swap"):
        confirm(content, period=(AUGUST[1], AUGUST[0]))


def test_a_title_and_a_name_that_disagree_are_pointed_out(schools) -> None:
    content = csv("Attendance 01/08/2026 to 28/08/2026", HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1")
    found = preview(content, "attendance_2026-09.csv", period=None)
    assert found.period == AUGUST
    assert any("named for September 2026" in note for note in found.notes)


def test_a_period_that_shares_days_with_another_is_refused_naming_both(schools) -> None:
    content = csv(HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1")
    confirm(content)
    with pytest.raises(ImportProblem, match=r"01/08/2026 to 31/08/2026.*01/08/2026 to 28/08/2026"):
        confirm(content, period=(date(2026, 8, 1), date(2026, 8, 31)))
    confirm(content, period=(date(2026, 8, 29), date(2026, 9, 28)))
    with reading() as session:
        assert len(session.exec(select(AttendancePeriod)).all()) == 2


def test_the_same_period_again_changes_and_adds_rows(schools) -> None:
    confirm(csv(HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1", f"{VALID[1]},Patna PS,36,36,0,0"))
    result = confirm(csv(HEADINGS, f"{VALID[0]},Patna PS,36,34,2,0", f"{VALID[2]},Doon Academy,36,36,0,0"))
    assert (result.counts.new, result.counts.changed, result.counts.same) == (1, 1, 0)
    assert rows() == [(VALID[0], 36, 34, 2, 0), (VALID[1], 36, 36, 0, 0), (VALID[2], 36, 36, 0, 0)]


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
    "name",
    ["St. Patrick's PS, Auchinleck", "ST PATRICKS PRIMARY SCHOOL - AUCHINLECK", "St Patrick’s PS - Auchinleck"],
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


def test_pupils_without_a_list_are_kept_by_number_and_counted(schools) -> None:
    result = confirm(csv(HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1"))
    assert any(note.startswith("1 of these pupils are not on a pupil list yet") for note in result.preview.notes)
    with reading() as session:
        pupil = session.exec(select(Pupil)).one()
    assert (pupil.candidate_number, pupil.surname, pupil.forename) == (VALID[0], None, None)


def test_a_school_column_that_is_missing_falls_back_on_the_pupil_list(schools) -> None:
    listing = csv("SCN,Forename,Surname,Year Group,School", f"{VALID[0]},Test,Madeup,P3,Patna PS")
    confirm_import(content=listing, filename="pupils_2026-10.csv", by=SYSTEM)
    result = confirm(csv("SCN,Possible,Present", f"{VALID[0]},36,33", f"{VALID[1]},36,33"))
    assert (result.counts.new, result.counts.rejected) == (1, 1)
    assert "names no school" in reasons(result.preview)[3]


def test_an_unusual_share_has_to_be_acknowledged(schools) -> None:
    numbers = _numbers(20)
    confirm(csv(HEADINGS, *(f"{number},Patna PS,36,33,2,1" for number in numbers)))
    changed = csv(HEADINGS, *(f"{number},Patna PS,36,30,5,1" for number in numbers))
    found = preview(changed)
    assert not found.can_confirm
    assert "20 of the 20 rows of this period we hold would change" in found.warnings[0]
    with pytest.raises(ImportProblem, match="20 of the 20"):
        confirm(changed)
    assert confirm(changed, options=ImportOptions(accept_unusual_share=True)).counts.changed == 20
    short = csv(HEADINGS, *(f"{number},Patna PS,36,30,5,1" for number in numbers[:10]))
    assert "10 of the 20 pupils" in preview(short).warnings[0]


def _numbers(count: int) -> list[str]:
    from models.candidate_number import check_digit

    candidates = (f"{number:08d}" for number in range(1_000_000, 1_001_000))
    return [digits + check_digit(digits) for digits in candidates if check_digit(digits)][:count]


def test_columns_are_shown_with_examples_and_a_misspelt_heading_is_pointed_out(schools) -> None:
    content = csv("Candidte Number,School,Possibel Openings,Present,Colour", f"{VALID[0]},Patna PS,36,33,Blue")
    found = preview(content)
    assert found.mapping == {
        "candidate_number": "Candidte Number",
        "school": "School",
        "possible": "Possibel Openings",
        "attended": "Present",
    }
    assert [column.note for column in found.columns if column.heading == "Colour"] == ["Not used."]
    assert sum(column.is_doubtful for column in found.columns) == 2
    assert sum("Please check" in note for note in found.notes) == 2


def test_a_mapping_can_be_given_when_headings_mean_nothing_to_us(schools) -> None:
    from data.actions.imports import save_mapping
    from models.imports import ImportKind

    content = csv("Kennung,Schule,Soll,Ist", f"{VALID[0]},Patna PS,36,33")
    with pytest.raises(ImportProblem, match="could not tell what kind"):
        preview(content)
    asked = preview(content, kind=ImportKind.ATTENDANCE)
    assert "we need a column for" in asked.blocked
    assert [column.heading for column in asked.columns] == ["Kennung", "Schule", "Soll", "Ist"]
    mapping = {"candidate_number": "Kennung", "school": "Schule", "possible": "Soll", "attended": "Ist"}
    found = preview(content, kind=ImportKind.ATTENDANCE, mapping=mapping)
    assert found.counts.new == 1
    save_mapping(name="German", kind=ImportKind.ATTENDANCE, headings_key=found.headings_key, mapping=mapping, by=SYSTEM)
    by_itself = preview(content)
    assert (by_itself.counts.new, by_itself.saved_mapping) == (1, "German")


def test_a_heading_that_stands_twice_is_read_once_and_said(schools) -> None:
    found = preview(csv("SCN,School,Possible,Present,Present", f"{VALID[0]},Patna PS,36,33,12"))
    assert found.counts.new == 1
    assert [column.note for column in found.columns if column.heading == "Present (2)"] == [
        "Not used: this heading stands twice, and we read the first."
    ]


def test_a_code_and_a_name_of_different_schools_are_pointed_out(schools) -> None:
    found = preview(csv("SCN,SEED,School,Possible,Present", f"{VALID[0]},8242720,Doon Academy,36,33"))
    assert (found.counts.new, found.counts.doubtful) == (1, 1)
    assert "different schools; we went by the code" in found.problems[0].reason


def test_absences_that_cannot_be_and_percentages_among_openings_are_named(schools) -> None:
    content = csv(
        HEADINGS,
        f"{VALID[0]},Patna PS,36,33,-1,1",
        f"{VALID[1]},Patna PS,36,91%,1,1",
        f"{VALID[2]},Patna PS,36,-3,1,1",
    )
    result = confirm(content)
    assert rows() == [(VALID[0], 36, 33, None, 1)]
    said = reasons(result.preview)
    assert "we left this empty" in said[2]
    assert "percentage" in [problem.reason for problem in result.preview.problems if problem.row == 3][0]
    assert "fewer than no openings attended" in said[4]
