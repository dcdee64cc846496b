"""Adding up the attendance summaries, and hiding what may not be shown. Used by the attendance queries only."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, false
from sqlalchemy.sql.functions import coalesce
from sqlmodel import Session, col, func, select

from data.core.scope import FiguresScope
from models.attendance.figures import HIDDEN, Figures, GroupBy, Period, PupilFilters, total
from models.attendance.openings import AttendanceSummary, Span
from models.attendance.pupils import PRIMARY_STAGES, SECONDARY_STAGES, STAGES_WITH_UNIVERSAL_MEALS
from models.attendance.schools import School, Sector
from models.disclosure import HiddenLines, hidden_lines, is_small

Where = Sequence[ColumnElement[bool]]
Lines = dict[str, Figures]
LEAST_OTHER_SCHOOLS = 3  # an average of fewer would nearly name them

TOTAL = "*"
# Stages whose sums other views give away (a sector, or free meals from P6), each kept safe on its own.
_STAGE_BLOCKS = (PRIMARY_STAGES[:5], PRIMARY_STAGES[5:], SECONDARY_STAGES, ("SP", ""))


def own_schools(scope: FiguresScope, filters: PupilFilters) -> Where:
    """The part of the person's scope that they ask for. Ids outside the scope match nothing."""
    where: list[ColumnElement[bool]] = []
    if scope.school_ids is not None:
        where.append(col(School.id).in_(scope.school_ids) if scope.school_ids else false())
    if filters.school_ids:
        where.append(col(School.id).in_(filters.school_ids))
    if filters.sector:
        where.append(col(School.sector) == filters.sector if filters.sector in set(Sector) else false())
    if filters.cluster:
        where.append(col(School.cluster) == filters.cluster)
    if filters.stage:
        where.append(col(AttendanceSummary.stage) == filters.stage)
    return where


def other_schools(scope: FiguresScope) -> Where:
    """Every other supported school: one fixed set for each person, so that two choices cannot be subtracted."""
    return [col(School.is_supported).is_(True), col(School.id).not_in(scope.school_ids or frozenset())]


def count_schools(session: Session, where: Where) -> int:
    """How many schools have attendance among those asked for."""
    found = session.exec(
        _joined(select(func.count(func.distinct(col(School.id)))).select_from(School), GroupBy.SCHOOL, where)
    ).one()
    return int(found)


def schools_by_key(session: Session, *, by: GroupBy, where: Where) -> dict[str, int]:
    """How many schools each line is made of."""
    counted: Any = select(_key(by), func.count(func.distinct(col(School.id)))).select_from(School)
    rows = session.exec(_joined(counted, by, where).group_by(_key(by))).all()
    return {str(key): number for key, number in rows}


def sums(session: Session, *, by: GroupBy, span: Span, where: Where, is_total: bool = False) -> dict[Period, Lines]:
    """Sums of the summaries by period, then by key; under TOTAL alone when only the total is asked for."""
    key: Any = col(AttendanceSummary.dimension) if is_total else _key(by)
    statement: Any = select(
        key,
        col(AttendanceSummary.first_on),
        func.max(AttendanceSummary.last_on),
        *(func.sum(getattr(AttendanceSummary, name)) for name in Figures.__slots__),
    ).select_from(School)
    statement = _joined(statement, by, [*where, col(AttendanceSummary.span) == span])
    rows = session.exec(statement.group_by(key, col(AttendanceSummary.first_on))).all()
    last_on = {first: max(row[2] for row in rows if row[1] == first) for first in {row[1] for row in rows}}
    found: dict[Period, Lines] = {(first, last_on[first]): {} for first in sorted(last_on)}
    for name, first, _, *counts in rows:
        found[first, last_on[first]][TOTAL if is_total else str(name)] = Figures(*(int(count) for count in counts))
    return found


def _key(by: GroupBy) -> Any:  # noqa: ANN401 - a column of any type
    keys: dict[GroupBy, Any] = {
        GroupBy.SCHOOL: col(School.id),
        GroupBy.CLUSTER: coalesce(School.cluster, ""),
        GroupBy.SECTOR: col(School.sector),
        GroupBy.STAGE: col(AttendanceSummary.stage),
    }
    return keys.get(by, col(AttendanceSummary.value))


def _joined(statement: Any, by: GroupBy, where: Where) -> Any:  # noqa: ANN401 - any select of the summaries
    limits: list[ColumnElement[bool]] = [*where, col(AttendanceSummary.dimension) == by.dimension]
    if by is GroupBy.FREE_MEALS:
        limits.append(col(AttendanceSummary.stage).not_in(STAGES_WITH_UNIVERSAL_MEALS))
    return statement.join(AttendanceSummary, col(School.id) == col(AttendanceSummary.school_id)).where(*limits)


def in_year(started: int) -> Where:
    """The summaries of one school year."""
    return [col(AttendanceSummary.first_on).between(date(started, 8, 1), date(started + 1, 7, 31))]


def hidden_in_year(session: Session, *, by: GroupBy, started: int, where: Where) -> HiddenLines:
    """What of one school year may not be shown to people who do not work with the children."""
    where = [*where, *in_year(started)]
    if by in (GroupBy.CLUSTER, GroupBy.SECTOR):
        return _hidden_parents(session, by=by, started=started, where=where)
    tables = [sums(session, by=by, span=span, where=where) for span in (Span.SCHOOL_YEAR, Span.PERIOD)]
    if by is GroupBy.STAGE:
        blocks = [[_only(table, block) for table in tables] for block in _STAGE_BLOCKS]
        return _together([_hidden(*block) for block in blocks], is_withheld=_gives_away_stages(tables))
    hidden = _hidden(*tables)
    if by is GroupBy.FREE_MEALS:
        stages = [sums(session, by=GroupBy.STAGE, span=s, where=where) for s in (Span.SCHOOL_YEAR, Span.PERIOD)]
        return _together([hidden], is_withheld=_gives_away_stages(stages))
    return hidden


def _hidden_parents(session: Session, *, by: GroupBy, started: int, where: Where) -> HiddenLines:
    """A cluster or sector is shown only when it is a sum of schools that are all shown, and so tells nothing new."""
    schools = hidden_in_year(session, by=GroupBy.SCHOOL, started=started, where=where)
    pairs = session.exec(_joined(select(col(School.id), _key(by)).select_from(School).distinct(), by, where)).all()

    def parents(keys: frozenset[str]) -> frozenset[str]:
        return frozenset(str(parent) for school, parent in pairs if str(school) in keys)

    return HiddenLines(schools.is_everything, parents(schools.lines), parents(schools.shares))


def _hidden(year: Mapping[Period, Lines], months: Mapping[Period, Lines]) -> HiddenLines:
    counts = {
        key: (figures.pupils or 0, figures.persistently_absent or 0)
        for lines in year.values()
        for key, figures in lines.items()
    }
    return hidden_lines(
        counts, [{key: figures.pupils or 0 for key, figures in lines.items()} for lines in months.values()]
    )


def _only(table: Mapping[Period, Lines], keys: Iterable[str]) -> dict[Period, Lines]:
    return {period: {key: lines[key] for key in keys if key in lines} for period, lines in table.items()}


def _gives_away_stages(tables: Sequence[Mapping[Period, Lines]]) -> bool:
    """Whether a group of stages, which other views give away, is small or has few often absent, or few not."""
    sizes = []
    for table in tables:
        for block in _STAGE_BLOCKS:
            for lines in _only(table, block).values():
                sum_of = total(lines.values())
                sizes.append(sum_of.pupils or 0)
                if table is tables[0]:
                    absent = sum_of.persistently_absent or 0
                    sizes.extend((absent, sizes[-1] - absent))
    return any(map(is_small, sizes))


def _together(parts: Sequence[HiddenLines], *, is_withheld: bool) -> HiddenLines:
    return HiddenLines(
        is_withheld or any(part.is_everything for part in parts),
        frozenset().union(*(part.lines for part in parts)),
        frozenset().union(*(part.shares for part in parts)),
    )


def show(lines: Lines, hidden: HiddenLines | None) -> Lines:
    """The lines as they may be shown; None hides nothing."""
    if hidden is None:
        return lines
    return {key: _show_line(key, figures, hidden) for key, figures in lines.items()}


def _show_line(key: str, figures: Figures, hidden: HiddenLines) -> Figures:
    if hidden.is_everything or key in hidden.lines:
        return HIDDEN
    return figures.without_share() if key in hidden.shares else figures


def show_total(figures: Figures, hidden: HiddenLines | None) -> Figures:
    """The total as it may be shown."""
    return HIDDEN if hidden is not None and hidden.is_everything else figures
