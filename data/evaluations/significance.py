"""Whether a change is more than chance would often bring: the signed-rank test for paired, ordinal answers."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.stats import rankdata, wilcoxon

from models.evaluations.change import LEAST_FOR_TEST


@dataclass(frozen=True, slots=True)
class SignedRank:
    """Wilcoxon's signed-rank test. `effect` is the matched-pairs rank-biserial correlation, from -1 to 1."""

    pairs: int
    changed: int  # pairs that differ: only these carry ranks
    p_value: float
    effect: float


def signed_rank(differences: Sequence[int]) -> SignedRank | None:
    """The test of after less before; None below 30 pairs, or where nobody's answer changed.

    Pairs without a change are left out of the ranks, and ties share theirs (Wilcoxon 1945; Kerby 2014 for the
    effect: the ranks of rises less those of falls, over all).
    """
    moved = np.array([each for each in differences if each], dtype=np.int64)
    if len(differences) < LEAST_FOR_TEST or not len(moved):
        return None
    ranks = rankdata(np.abs(moved))
    effect = float(np.sum(ranks * np.sign(moved)) / np.sum(ranks))
    test = wilcoxon(moved, zero_method="wilcox", correction=True, method="asymptotic")
    return SignedRank(len(differences), len(moved), float(test.pvalue), effect)
