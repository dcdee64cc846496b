"""What changed between the answers before and after, said honestly: counts, medians, and never an average of few."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from statistics import median

LEAST_FOR_AVERAGE = 10  # pairs, below which no average is shown
LEAST_FOR_TEST = 30  # pairs, below which nothing is said of chance (Warwick's rule of thumb for group analysis)


@dataclass(frozen=True, slots=True)
class Change:
    """The pairs of one question: how many answered higher, the same or lower afterwards, and the middle answers."""

    pairs: int
    improved: int
    same: int
    lower: int
    median_before: float | None
    median_after: float | None


def change_of(pairs: Sequence[tuple[int, int]], *, is_reversed: bool = False) -> Change:
    """Before and after of each person who answered both times. Reversed: a lower answer is the better one."""
    better, worse = (-1, 1) if is_reversed else (1, -1)
    moves = [(second > first) - (second < first) for first, second in pairs]
    before, after = [first for first, _ in pairs], [second for _, second in pairs]
    return Change(
        pairs=len(pairs),
        improved=moves.count(better),
        same=moves.count(0),
        lower=moves.count(worse),
        median_before=median(before) if pairs else None,
        median_after=median(after) if pairs else None,
    )


def together(changes: Iterable[Change]) -> Change:
    """The counts of several questions added up. Their scales may differ, so that there is no middle answer."""
    each = list(changes)
    return Change(
        pairs=sum(one.pairs for one in each),
        improved=sum(one.improved for one in each),
        same=sum(one.same for one in each),
        lower=sum(one.lower for one in each),
        median_before=None,
        median_after=None,
    )


def share(part: int, whole: int) -> int | None:
    """A whole per cent; None of nothing."""
    return round(100 * part / whole) if whole else None


def differences(pairs: Iterable[tuple[int, int]]) -> list[int]:
    """After less before, for each pair."""
    return [second - first for first, second in pairs]
