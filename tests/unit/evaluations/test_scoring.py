"""Scoring by data: sums, reversed items, subscales, conversions and gaps, tried on two published scales' rules."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from models.evaluations.scoring import ScaleScore, scale_score

ITEMS = tuple(f"q{number}" for number in range(1, 13))
STIRLING = ScaleScore(name="total", items=ITEMS)
OUTLOOK = ScaleScore(name="outlook", items=ITEMS[6:])
SEVEN = tuple(f"w{number}" for number in range(1, 8))
# domain guide, 5.1: raw 7 to 35 to the metric score
METRIC = (
    7.00,
    9.51,
    11.25,
    12.40,
    13.33,
    14.08,
    14.75,
    15.32,
    15.84,
    16.36,
    16.88,
    17.43,
    17.98,
    18.59,
    19.25,
    19.98,
    20.73,
    21.54,
    22.35,
    23.21,
    24.11,
    25.03,
    26.02,
    27.03,
    28.13,
    29.31,
    30.70,
    32.55,
    35.00,
)
SHORT = ScaleScore(name="metric", items=SEVEN, conversion=dict(zip(range(7, 36), METRIC, strict=True)))


def test_twelve_items_add_up_from_12_to_60() -> None:
    assert scale_score(STIRLING, dict.fromkeys(ITEMS, 1)) == 12
    assert scale_score(STIRLING, dict.fromkeys(ITEMS, 5)) == 60
    assert scale_score(OUTLOOK, dict.fromkeys(ITEMS, 5)) == 30


def test_a_raw_sum_becomes_its_metric_score() -> None:
    answers = dict(zip(SEVEN, (3, 3, 4, 2, 3, 4, 4), strict=True))  # 23
    assert scale_score(SHORT, answers) == 20.73
    assert scale_score(SHORT, dict.fromkeys(SEVEN, 1)) == 7.00
    assert scale_score(SHORT, dict.fromkeys(SEVEN, 5)) == 35.00


def test_one_gap_means_no_score_where_every_item_is_needed() -> None:
    assert scale_score(SHORT, {**dict.fromkeys(SEVEN, 3), "w4": None}) is None
    assert scale_score(SHORT, {}) is None


def test_allowed_gaps_are_filled_with_the_mean_of_the_rest_and_never_with_zero() -> None:
    scale = ScaleScore(name="total", items=("a", "b", "c", "d"), most_missing=1)
    assert scale_score(scale, {"a": 2, "b": 4, "c": 3}) == 12
    assert scale_score(scale, {"a": 2, "b": 4}) is None


@given(st.lists(st.integers(0, 10), min_size=3, max_size=3))
def test_turning_every_item_round_mirrors_the_score(values: list[int]) -> None:
    items = ("a", "b", "c")
    plain = ScaleScore(name="s", items=items, lowest=0, highest=10)
    turned = ScaleScore(name="s", items=items, lowest=0, highest=10, reversed_items=frozenset(items))
    answers = dict(zip(items, values, strict=True))
    assert scale_score(plain, answers) + scale_score(turned, answers) == 30  # type: ignore[operator]


def test_an_answer_off_the_scale_is_refused() -> None:
    with pytest.raises(ValueError, match="outside 1 to 5"):
        scale_score(STIRLING, {**dict.fromkeys(ITEMS, 1), "q1": 6})


@pytest.mark.parametrize(
    "wrong",
    [
        {"reversed_items": {"z"}},
        {"lowest": 5, "highest": 5},
        {"most_missing": 2},
        {"conversion": {2: 1.0}},
        {"items": ()},
    ],
)
def test_a_scale_that_does_not_fit_together_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValidationError):
        ScaleScore.model_validate({"name": "s", "items": ("a", "b"), **wrong})
