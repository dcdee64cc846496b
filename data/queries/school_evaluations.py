"""Results as a school is told them: its own programmes, with small numbers and what would reveal them hidden."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from data.answer_scope import Filters
from data.audit import check_permission
from data.db import reading
from data.queries.evaluations import Evaluation, evaluate
from data.scope import counted_programmes
from models.disclosure import hidden_cells, with_totals
from models.evaluation import Change, together
from models.permissions import Actor, Permission
from models.programmes import Programme


@dataclass(frozen=True, slots=True)
class CountTable:
    """People by programme, or by question and answer, with totals. None is hidden."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


_SETS = ("Both times", "Only before", "Only after")
_CHANGES = ("Improved", "The same", "Lower")


def school_evaluations(*, actor: Actor) -> tuple[tuple[str, tuple[CountTable, ...]], ...]:
    """By questionnaire: who answered by programme, then each question over all programmes and never over some.

    One fixed set of tables, so that no two views can be taken from one another.
    """
    check_permission(actor, Permission.EVALUATION_READ)
    with reading() as session:
        rows = session.exec(select(Programme).where(counted_programmes(actor)).order_by(col(Programme.first_on)))
        names = {row.id or 0: f"{row.name}, {row.first_on:%B %Y}" for row in rows}
        found: dict[str, list[tuple[str, Evaluation]]] = {}
        for programme_id, name in names.items():
            for one in evaluate(session, actor=actor, filters=Filters(programme_id=programme_id)):
                found.setdefault(one.name, []).append((name, one))
    return tuple((questionnaire, tuple(_tables(results))) for questionnaire, results in found.items())


def _tables(results: Sequence[tuple[str, Evaluation]]) -> list[CountTable]:
    """By programme only who answered: what they answered would be hidden nearly everywhere."""
    found = [one for _, one in results]
    by_programme = [[one.pairs, *one.not_paired] for one in found]
    hidden = hidden_cells(by_programme)
    lines = zip([*(name for name, _ in results), "All of them"], with_totals(by_programme), strict=True)
    rows = tuple(
        (name, tuple(None if (row, column) in hidden else count for column, count in enumerate(line)))
        for row, (name, line) in enumerate(lines)
    )
    changes = {
        measure.words: _counts(together(one.measures[place].change for one in found))
        for place, measure in enumerate(found[0].measures)
    }
    tables = [CountTable("Sets of answers", (*_SETS, "All"), rows), _hidden("What changed", _CHANGES, changes)]
    for place, count in enumerate(found[0].counts):
        given = [sum(one.counts[place].answers[answer] for one in found) for answer in count.answers]
        tables.append(_hidden(count.words, tuple(count.answers), {"All programmes": given}))
    return [table for table in tables if table.rows]


def _counts(change: Change) -> list[int]:
    return [change.improved, change.same, change.lower]


def _hidden(title: str, headings: tuple[str, ...], counts: Mapping[str, list[int]]) -> CountTable:
    """Each line by itself with its total: lines of different questions do not add up. Empty lines are left out."""
    rows = {name: _masked(line) for name, line in counts.items() if any(line)}
    return CountTable(title, (*headings, "All"), tuple(rows.items()))


def _masked(counts: list[int]) -> tuple[int | None, ...]:
    hidden = {column for _, column in hidden_cells([counts])}
    return tuple(None if place in hidden else count for place, count in enumerate([*counts, sum(counts)]))
