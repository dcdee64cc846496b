"""Whether two records may be of the same family: name, birth date and postcode, compared."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from rapidfuzz import fuzz

SIMILAR, NEARLY_SAME = 80, 92  # of 100, as rapidfuzz scores two names whose words may stand in any order


@dataclass(frozen=True, slots=True)
class Likeness:
    """What is known of one child or adult, to compare with another."""

    name: str  # as models.text.search_key gives it
    born_on: date | None = None
    postcode: str | None = None  # as models.attendance.simd.postcode_key gives it


def may_be_same(one: Likeness, other: Likeness) -> bool:
    """Two of the three agree, or the full names are nearly the same; a surname alone says too little."""
    alike = fuzz.token_sort_ratio(one.name, other.name)
    is_full_name = len(one.name.split()) > 1
    if is_full_name and alike >= NEARLY_SAME:
        return True
    is_same_day = one.born_on is not None and one.born_on == other.born_on
    is_same_place = one.postcode is not None and one.postcode == other.postcode
    return sum((alike >= SIMILAR and bool(one.name), is_same_day, is_same_place)) > 1


def any_alike(wanted: Iterable[Likeness], known: Iterable[Likeness]) -> bool:
    """Whether anybody wanted may be somebody known."""
    known = list(known)
    return any(may_be_same(one, other) for one in wanted for other in known)
