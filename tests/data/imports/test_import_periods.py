"""The days an attendance file covers, and the same days again."""

from datetime import date

import pytest
from sqlmodel import select

from data.core.db import reading
from models.attendance.openings import AttendancePeriod
from models.errors import ImportProblem
from tests.data.imports.import_files import AUGUST, HEADINGS, VALID, confirm, csv, preview, rows


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
