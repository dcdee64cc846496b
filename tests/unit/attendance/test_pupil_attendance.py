"""One pupil compared with itself and the school: weighted by openings, with what belongs nowhere left out."""

from calendar import monthrange
from datetime import date

from models.attendance.pupil_attendance import PupilAttendance, add_up, around_support, year_on_year


def _month(year: int, month: int, attended: int = 30, *, possible: int = 40) -> PupilAttendance:
    last_on = date(year, month, monthrange(year, month)[1])
    return PupilAttendance(date(year, month, 1), last_on, possible, attended, None, None, 400, 380)


def test_openings_are_added_and_rates_never_averaged() -> None:
    total = add_up("Both", [_month(2026, 2, 10, possible=10), _month(2026, 3, 45, possible=90)])
    assert total is not None
    assert (total.rate, total.possible, total.attended, total.periods, total.school_rate) == (55.0, 100, 55, 2, 95.0)
    assert (total.first_on, total.last_on) == (date(2026, 2, 1), date(2026, 3, 31))


def test_nothing_to_add_is_not_zero() -> None:
    assert add_up("None", []) is None
    assert add_up("No openings", [_month(2026, 2, 0, possible=0)]) is None
    assert year_on_year([]) == []


def test_this_year_is_compared_with_the_same_months_of_the_last() -> None:
    points = [_month(2025, 8, 20), _month(2025, 9, 40), _month(2026, 5, 0), _month(2026, 8, 30), _month(2026, 9, 30)]
    now, before = year_on_year(points)
    assert (now.name, now.rate, now.periods) == ("This school year so far", 75.0, 2)
    assert (before.rate, before.first_on, before.last_on) == (75.0, date(2025, 8, 1), date(2025, 9, 30))


def test_a_first_year_has_nothing_to_compare_with() -> None:
    assert [total.name for total in year_on_year([_month(2026, 8)])] == ["This school year so far"]


def test_months_in_which_support_began_or_ended_belong_nowhere() -> None:
    points = [_month(2026, month, month) for month in (1, 2, 3, 4, 5, 6)]
    totals = around_support(points, [(date(2026, 2, 10), date(2026, 5, 20))])
    assert [(total.name, total.attended) for total in totals] == [
        ("The year before support", 1),
        ("During support", 3 + 4),
        ("After support", 6),
    ]


def test_before_looks_back_one_year_and_support_that_goes_on_has_no_after() -> None:
    points = [_month(2025, 1), _month(2025, 2), _month(2026, 1), _month(2026, 3), _month(2026, 4)]
    before, during = around_support(points, [(date(2026, 2, 10), None)])
    assert (before.first_on, before.periods, during.periods) == (date(2025, 2, 1), 2, 2)


def test_between_two_supports_is_neither_before_nor_after() -> None:
    points = [_month(2026, month, month) for month in (1, 2, 3, 4, 5)]
    spans = [(date(2026, 4, 1), None), (date(2026, 2, 1), date(2026, 2, 28))]
    assert [(total.name, total.attended) for total in around_support(points, spans)] == [
        ("The year before support", 1),
        ("During support", 2 + 4 + 5),
    ]


def test_a_child_never_supported_has_no_before() -> None:
    assert around_support([_month(2026, 1)], []) == []
