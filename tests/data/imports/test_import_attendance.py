"""Attendance files as they really come: other headings, orders and mess, read right or named with row and reason."""

import pytest
from sqlmodel import select

from data.core.db import reading
from data.importing.fields import ImportOptions, Severity
from data.imports.actions import save_mapping
from models.attendance.pupils import Pupil
from models.errors import ImportProblem
from models.imports import ImportKind
from models.permissions import SYSTEM
from tests.data.imports.import_files import (
    AUGUST,
    HEADINGS,
    VALID,
    book,
    confirm,
    csv,
    preview,
    reasons,
    rows,
    valid_numbers,
)


def test_other_headings_orders_and_titles_are_read(schools) -> None:
    content = book(
        ["East Ayrshire Council"],
        ["Attendance summary", None, "01/08/2026 to 28/08/2026"],
        [],
        [
            "Establishment",
            "Pupil name",
            "Unauth. Absence",
            "AUTH ABSENCE",
            "Openings_Attended",
            "Possible Openings",
            "Scottish Candidate Number",
        ],
        ["PATNA PS", "Madeup, Test", 1, 2, 33, 36, 12345674],
        ["Patna Primary School", "Madeup, Other", 0, 0, "36", " 36 ", "051234561"],
        [None, None, None, None, None, None, None],
        ["Grand total", None, 1, 2, 69, 72, None],
        ["Printed 30/08/2026"],
    )
    result = confirm(content, "august.xlsx", period=None)
    assert result.preview.period == AUGUST
    assert rows() == [("012345674", 36, 33, 2, 1), ("051234561", 36, 36, 0, 0)]
    assert [(skipped.row, skipped.reason[:12]) for skipped in result.preview.skipped] == [
        (8, "A row of tot"),
        (9, "A note betwe"),
    ]
    assert [(p.row, p.severity) for p in result.preview.problems] == [(5, Severity.REPAIRED)]


def test_hidden_sheets_are_left_out_and_said(schools) -> None:
    content = book(
        ["SCN", "School", "Possible", "Present"],
        [VALID[0], "Patna PS", 36, 30],
        extra=[("Old", "hidden", [["SCN", "School", "Possible", "Present"], [VALID[1], "Patna PS", 36, 31]])],
    )
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


def test_pupils_without_a_list_are_kept_by_number_and_counted(schools) -> None:
    result = confirm(csv(HEADINGS, f"{VALID[0]},Patna PS,36,33,2,1"))
    assert any(note.startswith("1 of these pupils are not on a pupil list yet") for note in result.preview.notes)
    with reading() as session:
        pupil = session.exec(select(Pupil)).one()
    assert (pupil.candidate_number, pupil.surname, pupil.forename) == (VALID[0], None, None)


def test_an_unusual_share_has_to_be_acknowledged(schools) -> None:
    numbers = valid_numbers(20)
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


def test_absences_that_cannot_be_and_percentages_among_openings_are_named(schools) -> None:
    content = csv(
        HEADINGS, f"{VALID[0]},Patna PS,36,33,-1,1", f"{VALID[1]},Patna PS,36,91%,1,1", f"{VALID[2]},Patna PS,36,-3,1,1"
    )
    result = confirm(content)
    assert rows() == [(VALID[0], 36, 33, None, 1)]
    said = reasons(result.preview)
    assert "we left this empty" in said[2]
    assert "percentage" in [problem.reason for problem in result.preview.problems if problem.row == 3][0]
    assert "fewer than no openings attended" in said[4]
