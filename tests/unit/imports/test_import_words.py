"""Days in titles and file names, schools by name, and cells of one kind only."""

from datetime import date

import pytest

from data.importing.kinds.benchmark import read_year
from data.importing.kinds.schools import read_degrees, read_sector, seed_fits_check_digit
from data.importing.kinds.shared_fields import read_digits, read_postcode
from data.importing.kinds.tracker import read_care, read_quintile, read_status, read_support_reason
from data.importing.matching import KnownSchool, SchoolMatcher
from data.importing.periods import day_in, period_in
from models.attendance.schools import Sector
from models.families.family import SupportStatus


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("attendance_2025-08.csv", (date(2025, 8, 1), date(2025, 8, 31))),
        ("attendance_2025_08_final.csv", (date(2025, 8, 1), date(2025, 8, 31))),
        ("1st August 2026 to 28th Aug 2026", (date(2026, 8, 1), date(2026, 8, 28))),
        ("28/08/26 - 01/08/26", (date(2026, 8, 1), date(2026, 8, 28))),
        ("Printed on 30/08/2026", None),
        ("session 2025-26", None),
        ("home_link_tracker_2025-26.xlsx", None),
        ("31/02/2026 to 01/03/2026", None),
        ("Jan 2026, Feb 2026, Mar 2026", None),
        ("Sept 2026", (date(2026, 9, 1), date(2026, 9, 30))),
        ("", None),
    ],
)
def test_a_period_is_two_days_or_months_and_nothing_else(text: str, expected) -> None:
    assert period_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("pupils_2026-10.csv", date(2026, 10, 1)), ("As at 5 October 2026", date(2026, 10, 5)), ("Tracker 2025-26", None)],
)
def test_the_day_of_a_list(text: str, expected) -> None:
    assert day_in(text) == expected


ROWS = [
    (1, "Patna Primary School", "8242720", Sector.PRIMARY),
    (2, "Doon Academy", "8244138", Sector.SECONDARY),
    (3, "Auchinleck Primary School", "8240620", Sector.PRIMARY),
    (4, "Hill Primary School", "8240001", Sector.PRIMARY),
    (5, "Hill Academy", "8240002", Sector.SECONDARY),
    (6, "Allthrough School", "8240003", Sector.PRIMARY),
    (7, "Allthrough School", "8240003", Sector.SECONDARY),
    (8, "Loch School", "8240004", Sector.SPECIAL),
]


def matcher(**confirmed: int) -> SchoolMatcher:
    return SchoolMatcher(tuple(KnownSchool(*row) for row in ROWS), {"the old place": 2}, confirmed)


@pytest.mark.parametrize(
    ("code", "name", "stage", "expected"),
    [
        (None, "PATNA P.S.", None, 1),
        (None, "Patna", None, 1),
        (None, "Patna Primary Sch", None, 1),
        (None, "Doon High", None, 2),
        (None, "Auchinleck Academy", None, None),  # closed long ago; never the primary school
        (None, "Hill", None, None),
        (None, "Hill", "S2", 5),
        (None, "Hill PS", None, 4),
        (None, "Allthrough School", "P2", 6),
        ("8240003", None, "S2", 7),
        ("8240003", None, None, None),
        ("8242720", "Doon Academy", None, 1),
        ("9999999", "Doon Academy", None, 2),
        ("9999999", None, None, None),
        (None, "The Old Place", None, 2),
        (None, "Loch", "SP", 8),
        (None, None, None, None),
    ],
)
def test_a_school_is_found_surely_or_not_at_all(code, name, stage, expected) -> None:
    match = matcher().find(code, name, stage=stage)
    assert (match.school.id if match.school else None) == expected
    assert bool(match.reason) is (expected is None)


def test_a_person_may_say_which_school_a_name_means() -> None:
    assert matcher(Nonsense=3).find(None, "Nonsense").school.id == 3
    assert matcher(Nonsense=99).find(None, "Nonsense").school is None
    assert matcher().find(None, "Auchinlek Primary").suggestion.id == 3
    assert matcher().find(None, "Zzzz Qqqq").suggestion is None


@pytest.mark.parametrize(
    ("read", "cell", "expected"),
    [
        (read_digits, 90238671.0, "90238671"),
        (read_digits, "'012345674", "012345674"),
        (read_digits, True, None),
        (read_digits, "8242720.0", "8242720"),
        (read_digits, " ", None),
        (read_digits, 0.5, "0.5"),
        (read_postcode, " ka6  7ly", "KA6 7LY"),
        (read_postcode, None, None),
        (read_sector, "Secondary", Sector.SECONDARY),
        (read_sector, "SP", Sector.SPECIAL),
        (read_sector, None, None),
        (read_degrees, "55.4", 55.4),
        (read_degrees, None, None),
        (read_quintile, "Q2", "2"),
        (read_quintile, 1.0, "1"),
        (read_quintile, "SIMD 1", "1"),
        (read_quintile, "1 (most deprived)", "1"),
        (read_quintile, None, None),
        (read_care, "Prev.", "previously"),
        (read_care, "C", "currently"),
        (read_care, "No", "no"),
        (read_care, "", None),
        (read_support_reason, "none", (False, None)),
        (read_support_reason, "Yes", (True, None)),
        (read_support_reason, "Dyslexia", (True, "Dyslexia")),
        (read_support_reason, "n/a", None),
        (read_status, "On hold", SupportStatus.ACTIVE),
        (read_status, "Moved on", SupportStatus.CLOSED),
        (read_status, "Waiting list", SupportStatus.WAITING),
        (read_status, None, None),
        (read_year, "2008-09", "2008/09"),
        (read_year, "1999/2000", "1999/00"),
        (read_year, None, None),
    ],
)
def test_cells_of_one_kind(read, cell, expected) -> None:
    assert read(cell) == expected


@pytest.mark.parametrize(
    ("read", "cell"),
    [
        (read_postcode, "Kilmarnock"),
        (read_sector, "Primary and secondary"),
        (read_degrees, "north"),
        (read_quintile, "6"),
        (read_quintile, "Decile 2"),
        (read_care, "perhaps"),
        (read_status, "jumping"),
        (read_support_reason, "x" * 81),
        (read_year, "2008/10"),
        (read_year, "2008"),
    ],
)
def test_cells_that_cannot_be_read_say_why(read, cell) -> None:
    with pytest.raises(ValueError, match="[.]$"):
        read(cell)


@pytest.mark.parametrize(
    ("code", "fits"), [("8242720", True), ("8244138", True), ("1005014", True), ("8244139", False)]
)
def test_the_check_digit_published_codes_follow(code: str, fits: bool) -> None:
    assert seed_fits_check_digit(code) is fits
