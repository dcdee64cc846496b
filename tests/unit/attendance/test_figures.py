"""Sums of attendance, hidden or shown, and what a breakdown may not show."""

import pytest

from models.attendance.figures import HIDDEN, Figures, GroupBy, spread, total
from models.attendance.openings import Dimension
from models.disclosure import hidden_lines

SOME = Figures(pupils=10, possible=200, attended=150, authorised=30, unauthorised=10, persistently_absent=4)


def test_rates_are_of_openings_and_shares_of_pupils():
    assert (SOME.rate, SOME.authorised_rate, SOME.unauthorised_rate, SOME.persistent_rate) == (75, 15, 5, 40)


def test_a_hidden_figure_has_no_rate():
    assert (HIDDEN.rate, HIDDEN.authorised_rate, HIDDEN.unauthorised_rate, HIDDEN.persistent_rate) == (None,) * 4
    assert Figures(pupils=0, persistently_absent=0).persistent_rate is None


def test_a_sum_is_hidden_where_a_part_is():
    assert total([SOME, SOME]).attended == 300
    assert total([SOME, SOME.without_share()]) == Figures(20, 400, 300, 60, 20, None)
    assert total([]).pupils == 0


@pytest.mark.parametrize(
    ("rates", "expected"),
    [([80.0, 90.0], None), ([90.0, None, 80.0], None), ([90.0, 70.0, 80.0], (70, 80, 90)), ([1, 2, 3, 4], (1, 2.5, 4))],
)
def test_a_spread_needs_three_and_names_none(rates, expected):
    assert spread(rates) == expected


def test_every_grouping_has_a_stored_breakdown():
    assert GroupBy.SUPPORTED.dimension is Dimension.SUPPORTED
    assert GroupBy.STAGE.dimension is Dimension.EVERYONE


def test_nothing_is_hidden_of_large_groups():
    hidden = hidden_lines({"1": (100, 20), "2": (80, 0)}, [{"1": 98, "2": 80}])
    assert (hidden.is_everything, hidden.lines, hidden.shares) == (False, frozenset(), frozenset())


def test_a_small_share_is_hidden_with_another_but_the_lines_stay():
    hidden = hidden_lines({"a": (50, 3), "b": (60, 20), "c": (70, 30)}, [])
    assert hidden.lines == frozenset()
    assert "a" in hidden.shares
    assert len(hidden.shares) >= 2


def test_a_line_small_in_one_month_is_hidden_with_another():
    hidden = hidden_lines({"a": (9, 0), "b": (60, 20), "c": (70, 30)}, [{"a": 4, "b": 60, "c": 70}])
    assert hidden.lines == {"a", "b"}
    assert hidden.shares >= hidden.lines


def test_a_small_total_hides_everything():
    assert hidden_lines({"a": (3, 1)}, []).is_everything
    assert hidden_lines({"a": (90, 20)}, [{"a": 3}]).is_everything


def test_groups_of_nobody_are_shown_as_zero():
    assert hidden_lines({"a": (0, 0), "b": (50, 10)}, [{"a": 0, "b": 50}]).lines == frozenset()
