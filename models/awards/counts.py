"""Counting awards by school year; for people outside the team small numbers are hidden."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from models.disclosure import hidden_cells

Holder = tuple[int | None, int | None, int | None]


class CountBy(StrEnum):
    """The lines of a table of awards: schools, programmes or schemes."""

    SCHOOL = "school"
    PROGRAMME = "programme"
    SCHEME = "scheme"


COUNT_BY_NAMES: dict[CountBy, str] = {
    CountBy.SCHOOL: "By school",
    CountBy.PROGRAMME: "By programme",
    CountBy.SCHEME: "By award",
}


@dataclass(frozen=True, slots=True)
class Earned:
    """One award that was earned: the school year, who holds it, and what it is counted under."""

    year: int
    holder: Holder
    keys: dict[CountBy, str]


@dataclass(frozen=True, slots=True)
class AwardTable:
    """Numbers of awards, a line for each name and a column for each school year; None stands for a hidden one."""

    years: tuple[int, ...]
    lines: dict[str, tuple[int | None, ...]]
    total: tuple[int | None, ...]


def count_tables(earned: Iterable[Earned], *, is_suppressed: bool) -> dict[CountBy, AwardTable]:
    """A table for each way of counting. They share the totals of each year, so a total hidden in one is in all."""
    rows = list(earned)
    years = tuple(sorted({row.year for row in rows}))
    names = {by: sorted({row.keys[by] for row in rows}) for by in CountBy}
    columns = {
        (by, year): _column([row for row in rows if row.year == year], by, names[by])
        for by in CountBy
        for year in years
    }
    masks = {place: hidden_counts(*column) if is_suppressed else frozenset() for place, column in columns.items()}
    closed = {year for year in years if any(masks[by, year] is None for by in CountBy)}

    def shown(by: CountBy, year: int, row: int) -> int | None:
        is_hidden = year in closed or row in (masks[by, year] or ())
        return None if is_hidden else columns[by, year][0][row]

    totals = tuple(None if year in closed else sum(row.year == year for row in rows) for year in years)
    return {
        by: AwardTable(
            years,
            {name: tuple(shown(by, year, place) for year in years) for place, name in enumerate(names[by])},
            totals,
        )
        for by in CountBy
    }


def _column(rows: Sequence[Earned], by: CountBy, names: Sequence[str]) -> tuple[list[int], list[int]]:
    """Two lists in the order of `names`: how many awards, and how many people hold them."""
    awards = Counter(row.keys[by] for row in rows)
    holders = Counter(key for key, _ in {(row.keys[by], row.holder) for row in rows})
    return [awards[name] for name in names], [holders[name] for name in names]


def hidden_counts(awards: Sequence[int], holders: Sequence[int]) -> frozenset[int] | None:
    """Which of these counts of awards to hide from people outside the team; None: the total, and so all of them.

    Five awards of one child are still one child, so the people who hold them are counted as well.
    """
    hidden = hidden_cells([[count] for count in awards]) | hidden_cells([[count] for count in holders])
    rows = frozenset(row for row, _ in hidden)
    return None if len(awards) in rows else rows
