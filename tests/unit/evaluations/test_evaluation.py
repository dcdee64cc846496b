"""Change between before and after, and the test of it, against SciPy and by hand."""

import pytest
from scipy.stats import wilcoxon

from data.evaluations.significance import signed_rank
from models.evaluations.change import change_of, differences, share


def test_each_pair_counts_once() -> None:
    change = change_of([(1, 3), (3, 3), (4, 2), (2, 5)])
    assert (change.pairs, change.improved, change.same, change.lower) == (4, 2, 1, 1)
    assert (change.median_before, change.median_after) == (2.5, 3)


def test_nobody_means_no_middle() -> None:
    change = change_of([])
    assert (change.pairs, change.median_before, change.median_after) == (0, None, None)
    assert share(0, 0) is None
    assert share(1, 3) == 33


def test_nothing_is_said_of_chance_below_thirty_pairs() -> None:
    assert signed_rank([1] * 29) is None
    assert signed_rank([0] * 40) is None


def test_the_test_agrees_with_scipy_on_the_pairs_themselves() -> None:
    before = [1, 2, 3, 4, 2, 3, 1, 5, 2, 3] * 4
    after = [2, 2, 4, 4, 3, 2, 3, 5, 4, 3] * 4
    found = signed_rank(differences(zip(before, after, strict=True)))
    assert found is not None
    expected = wilcoxon(after, before, zero_method="wilcox", correction=True, method="asymptotic")
    assert found.p_value == pytest.approx(expected.pvalue)
    assert (found.pairs, found.changed) == (40, 24)


def test_the_effect_is_one_when_everybody_rose_and_less_when_some_fell() -> None:
    assert signed_rank([1, 2] * 20).effect == 1.0  # type: ignore[union-attr]
    # 36 pairs of equal size: 27 rose and 9 fell, so (27 - 9) / 36
    assert signed_rank([1, 1, 1, -1] * 9).effect == pytest.approx(0.5)  # type: ignore[union-attr]
