"""Results as a school is told them: its own programmes, with small numbers and what would reveal them hidden."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import col, select

from data.core.audit import check_permission
from data.core.db import reading
from data.core.scope import counted_programmes
from data.evaluations.queries.evaluations import Evaluation, Measure, Person, evaluate
from data.evaluations.scope import AnswerFilters
from models.disclosure import hidden_cells, is_small
from models.evaluations.change import Change, together
from models.permissions import Actor, Permission
from models.programmes.programme import Participant, Programme


@dataclass(frozen=True, slots=True)
class PeopleTable:
    """People by programme, or by question and answer, with totals. None is hidden."""

    title: str
    headings: tuple[str, ...]
    rows: tuple[tuple[str, tuple[int | None, ...]], ...]


Known = Mapping[Person, tuple[object, ...]]  # programme and participant: who that is
_NOBODY: dict[str, list[int]] = {}
_SETS = ("Both times", "Only before", "Only after")
_CHANGES = ("Improved", "The same", "Lower")


def school_evaluations(*, actor: Actor) -> tuple[tuple[str, tuple[PeopleTable, ...]], ...]:
    """By questionnaire: who answered by programme, then each question over all programmes and never over some.

    One fixed set of tables, so that no two views can be taken from one another.
    """
    check_permission(actor, Permission.EVALUATION_READ)
    with reading() as session:
        rows = session.exec(select(Programme).where(counted_programmes(actor)).order_by(col(Programme.first_on)))
        names = {row.id or 0: f"{row.name}, {row.first_on:%B %Y}" for row in rows}
        found: dict[str, list[tuple[str, Evaluation]]] = {}
        for programme_id, name in names.items():
            for one in evaluate(session, actor=actor, filters=AnswerFilters(programme_id=programme_id)):
                found.setdefault(one.name, []).append((name, one))
        people = session.exec(select(Participant).where(col(Participant.programme_id).in_(names))).all()
    known = {
        (one.programme_id, one.id or 0): (one.pupil_id, one.adult_id, one.volunteer_id, one.name and one.id)
        for one in people
    }
    return tuple((questionnaire, tuple(_tables(results, known))) for questionnaire, results in found.items())


def _tables(results: Sequence[tuple[str, Evaluation]], known: Known) -> list[PeopleTable]:
    """By programme only who answered: what they answered would be hidden nearly everywhere."""
    found = [one for _, one in results]
    names = [*(name for name, _ in results), "All of them"]
    # Each column by itself, and no sum of them: how many answered both times stands beside every question below.
    columns = [_masked(counts) for counts in zip(*([one.pairs, *one.not_paired] for one in found), strict=True)]
    if is_small(len(_who((one for each in found for one in each.measures), known))):
        columns[0] = (None,) * len(names)
    rows = tuple(zip(names, zip(*columns, strict=True), strict=True))
    measured = [[one.measures[place] for one in found] for place in range(len(found[0].measures))]
    changes = {each[0].words: _counts(together(one.change for one in each)) for each in measured}
    people = {each[0].words: _people(each, known) for each in measured}
    tables = [PeopleTable("Sets of answers", _SETS, rows), _hidden("What changed", _CHANGES, changes, people)]
    for place, count in enumerate(found[0].counts):
        given = [sum(one.counts[place].answers[answer] for one in found) for answer in count.answers]
        tables.append(_hidden(count.words, tuple(count.answers), {"All programmes": given}))
    return [table for table in tables if table.rows]


def _counts(change: Change) -> list[int]:
    return [change.improved, change.same, change.lower]


def _people(measures: Sequence[Measure], known: Known) -> list[int]:
    """How many people the counts are of: three children in two programmes give six answers, and are still three."""
    return [len(_who(measures, known, slice(way, way + 1))) for way in range(len(_CHANGES))]


def _who(measures: Iterable[Measure], known: Known, ways: slice = slice(None)) -> set[tuple[object, ...]]:
    """The people who answered both times and whose answers went these ways: better, the same, lower."""
    return {known[who] for one in measures for people in one.moves[ways] for who in people}


def _hidden(
    title: str, headings: tuple[str, ...], counts: Mapping[str, list[int]], people: Mapping[str, list[int]] = _NOBODY
) -> PeopleTable:
    """Each line by itself with its total: lines of different questions do not add up. Empty lines are left out."""
    rows = {name: _masked(line, people.get(name, line)) for name, line in counts.items() if any(line)}
    return PeopleTable(title, (*headings, "All"), tuple(rows.items()))


def _masked(counts: Sequence[int], people: Sequence[int] | None = None) -> tuple[int | None, ...]:
    hidden = {column for _, column in hidden_cells([counts]) | hidden_cells([people or counts])}
    return tuple(None if place in hidden else count for place, count in enumerate([*counts, sum(counts)]))
