"""Attendance by school, stage and one characteristic, kept ready so that a chart reads few rows."""

from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import ColumnElement, Row, Select, String, cast, delete, func, literal_column, select
from sqlmodel import Session, col

from data.core.collecting import uncollected
from data.core.tables import insert_rows, table_of
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span, school_year
from models.attendance.pupils import STAGES_WITH_UNIVERSAL_MEALS, Characteristic, CharacteristicKind, Enrolment, Source
from models.attendance.simd import PostcodeSimd, quintile
from models.families.family import SupportPeriod, is_supported_during

_COUNTS = ("possible", "attended", "authorised", "unauthorised")
_COLUMNS = (
    "dimension",
    "span",
    "first_on",
    "last_on",
    "school_id",
    "stage",
    "value",
    "pupils",
    *_COUNTS,
    "persistently_absent",
)
_TEXTS = ("", "yes", "no", "currently", "previously")  # always have these places
_UNKNOWN, _YES, _NO, _CURRENTLY, _PREVIOUSLY = range(len(_TEXTS))
_STAGE = "stage"  # beside the kinds of characteristic
_KINDS = (
    _STAGE,
    CharacteristicKind.POSTCODE,
    CharacteristicKind.STATED_QUINTILE,
    CharacteristicKind.FREE_MEALS,
    CharacteristicKind.ADDITIONAL_SUPPORT,
    CharacteristicKind.CARE_EXPERIENCE,
    CharacteristicKind.LOOKED_AFTER,
    CharacteristicKind.KINSHIP,
)

Numbers = NDArray[np.int64]
Texts = NDArray[np.str_]


@dataclass(frozen=True, slots=True)
class _Period:
    id: int
    first_on: date
    last_on: date


@dataclass(frozen=True, slots=True)
class _Part:
    """The periods one set of summary rows is made from."""

    span: Span
    first_on: date
    last_on: date
    period_ids: tuple[int, ...]
    traits_on: date  # characteristics are as on this day


@uncollected()
def rebuild_summaries(session: Session, period_ids: Collection[int] | None) -> None:
    """Work the summaries out afresh: for the periods given and their school years, or (None) for everything."""
    if period_ids is None:
        session.execute(delete(AttendanceSummary))
    parts = list(_parts(_periods(session), period_ids))
    if not parts:
        return
    facts, support = _facts(session), _support(session)
    for part in parts:
        if period_ids is not None:
            session.execute(
                delete(AttendanceSummary)
                .where(col(AttendanceSummary.dimension).in_(list(Dimension)))  # all: so that its index is used
                .where(col(AttendanceSummary.span) == part.span)
                .where(col(AttendanceSummary.first_on) == part.first_on)
            )
        rows = list(_rows(part, _openings(session, part), facts, support))
        insert_rows(session, table_of(AttendanceSummary), _COLUMNS, rows)


def _periods(session: Session) -> list[_Period]:
    columns = select(AttendancePeriod.id, AttendancePeriod.first_on, AttendancePeriod.last_on)  # type: ignore[call-overload]
    return [_Period(*row) for row in session.execute(columns.order_by(col(AttendancePeriod.first_on)))]


def _parts(periods: list[_Period], wanted: Collection[int] | None) -> Iterator[_Part]:
    for started, group in groupby(periods, key=lambda period: school_year(period.first_on)):
        year = list(group)
        touched = [period for period in year if wanted is None or period.id in wanted]
        for period in touched:
            yield _Part(Span.PERIOD, period.first_on, period.last_on, (period.id,), period.last_on)
        if touched:
            last_on = max(period.last_on for period in year)
            ids = tuple(period.id for period in year)
            yield _Part(Span.SCHOOL_YEAR, date(started, 8, 1), last_on, ids, last_on)


def _openings(session: Session, part: _Part) -> Numbers:
    """Pupil, school and the four counts, a line for each with at least one possible opening in the span."""
    columns = table_of(Attendance).c
    who, counts = (columns.pupil_id, columns.school_id), [columns[name] for name in _COUNTS]
    chosen = columns.period_id.in_(part.period_ids)
    if len(part.period_ids) == 1:  # a pupil stands in a period once: there is nothing to add up
        query = select(*who, *(func.coalesce(count, 0) for count in counts)).where(chosen, columns.possible > 0)
    else:
        sums = [func.coalesce(func.sum(count), 0) for count in counts]
        query = select(*who, *sums).where(chosen).group_by(*who).having(func.sum(columns.possible) > 0)
    found = session.connection().execute(query).all()
    return np.fromiter(chain.from_iterable(found), dtype=np.int64).reshape(-1, 2 + len(_COUNTS))


@dataclass(frozen=True, slots=True)
class _Facts:
    """Every dated fact about a pupil, a place in each array. Values are places in `texts`."""

    pupils: Numbers  # the pupils there are facts of, in order
    subject: Numbers  # place in `pupils` times the number of kinds, plus the kind
    value: Numbers
    day: Numbers
    is_register: Numbers
    texts: Texts

    def on(self, day: date, pupil_ids: Numbers) -> dict[str, Numbers]:
        """What is known of each of the pupils as on a day, by kind, as places in `texts`; UNKNOWN where nothing is.

        The schools system's newest up to the day counts first, then the tracker's; where none is that old, the
        earliest known after it, since a pupil list is usually newer than the attendance.
        """
        is_known = self.day <= day.toordinal()
        nearness = np.where(is_known, self.day, -self.day)
        order = np.lexsort((nearness, self.is_register, is_known))  # the last named counts first
        best = np.full((len(self.pupils) + 1) * len(_KINDS), _UNKNOWN, dtype=np.int64)
        best[self.subject[order]] = self.value[order]  # the best is written last
        places = np.searchsorted(self.pupils, pupil_ids)
        is_missing = places == len(self.pupils)
        is_missing[~is_missing] = self.pupils[places[~is_missing]] != pupil_ids[~is_missing]
        places[is_missing] = len(self.pupils)  # a line of unknowns
        table = best.reshape(-1, len(_KINDS))[places]
        return {kind: table[:, index] for index, kind in enumerate(_KINDS)}


def _facts(session: Session) -> _Facts:
    """Characteristics as they are, but quintiles for postcodes, and stages."""
    groups, quintiles = _fact_groups(session), _quintiles(session)
    found = [
        quintiles.get(group.value, "") if group.kind == CharacteristicKind.POSTCODE else group.value for group in groups
    ]
    texts = {text: place for place, text in enumerate(dict.fromkeys((*_TEXTS, *found)))}
    each = np.repeat(np.arange(len(groups)), [group.pupil_ids.count(",") + 1 for group in groups])
    pupil_ids = np.fromstring(",".join(group.pupil_ids for group in groups), dtype=np.int64, sep=",")
    pupils, pupil_of = np.unique(pupil_ids, return_inverse=True)
    return _Facts(
        pupils=pupils,
        subject=pupil_of * len(_KINDS) + _numbers(_KINDS.index(group.kind) for group in groups)[each],
        value=_numbers(texts[text] for text in found)[each],
        day=_numbers(group.observed_on.toordinal() for group in groups)[each],
        is_register=_numbers(group.source is Source.SEEMIS for group in groups)[each],
        texts=np.array(list(texts), dtype=np.str_),
    )


def _fact_groups(session: Session) -> list[Row[Any]]:
    """What is said of pupils, each thing once with the ids of all it is said of: many pupils share few facts."""
    facts, stages = table_of(Characteristic).c, table_of(Enrolment).c

    def said(of: Any, value: ColumnElement[str], *kind: ColumnElement[Any]) -> Select[*tuple[Any, ...]]:  # noqa: ANN401 - columns
        pupil_ids = func.aggregate_strings(cast(of.pupil_id, String), ",").label("pupil_ids")
        columns = (*kind, of.source, of.observed_on, value.label("value"))
        return select(*columns, pupil_ids).group_by(*columns)

    queries = (
        said(facts, facts.value, facts.kind).where(facts.kind.in_(_KINDS[1:])),
        said(stages, stages.stage).add_columns(literal_column(f"'{_STAGE}'").label("kind")),
    )
    found = [row for query in queries for row in session.connection().execute(query)]
    # In one order on every server: it decides the order of the summary's rows.
    return sorted(found, key=lambda row: (row.kind, row.source, row.observed_on, row.value))


def _numbers(values: Iterable[int]) -> Numbers:
    return np.fromiter(values, dtype=np.int64)


def _quintiles(session: Session) -> dict[str, str]:
    """The quintile of every postcode a pupil has, as the postcode is written there."""
    written = (
        select(col(Characteristic.value).label("written"))
        .where(col(Characteristic.kind) == CharacteristicKind.POSTCODE)
        .distinct()
        .subquery()
    )
    query = select(written.c.written, PostcodeSimd.rank).join(  # type: ignore[call-overload]
        PostcodeSimd, col(PostcodeSimd.postcode) == func.replace(written.c.written, " ", "")
    )
    return {postcode: str(quintile(rank)) for postcode, rank in session.execute(query)}


def _support(session: Session) -> list[tuple[int, date, date | None]]:
    columns = select(SupportPeriod.pupil_id, SupportPeriod.started_on, SupportPeriod.ended_on)  # type: ignore[call-overload]
    return [tuple(row) for row in session.execute(columns)]


def _supported(support: list[tuple[int, date, date | None]], part: _Part) -> list[int]:
    return [
        pupil_id
        for pupil_id, started_on, ended_on in support
        if is_supported_during(started_on, ended_on, part.first_on, part.last_on)
    ]


def _rows(
    part: _Part, openings: Numbers, facts: _Facts, support: list[tuple[int, date, date | None]]
) -> Iterator[tuple[Any, ...]]:
    """The part's summary rows, in the order of _COLUMNS."""
    pupil_ids, school_ids = openings[:, 0], openings[:, 1]
    traits = facts.on(part.traits_on, pupil_ids)
    stages = traits[_STAGE]
    possible, attended = openings[:, 2], openings[:, 3]
    is_persistent = (possible - attended) * 10 >= possible  # as models.attendance.openings.is_persistently_absent
    counts: Numbers = np.column_stack((np.ones_like(possible), openings[:, 2:], is_persistent)).astype(np.int64)
    is_counted = ~np.isin(facts.texts, list(STAGES_WITH_UNIVERSAL_MEALS))[stages]
    fixed = (part.span, part.first_on, part.last_on)
    for dimension, values in _values(traits, np.isin(pupil_ids, _supported(support, part))).items():
        chosen = is_counted if dimension is Dimension.FREE_MEALS else slice(None)
        groups, group_of = np.unique(
            np.column_stack((school_ids, stages, values))[chosen] @ _weights(facts.texts), return_inverse=True
        )
        sums = np.zeros((len(groups), counts.shape[1]), dtype=np.int64)
        np.add.at(sums, group_of, counts[chosen])
        schools, rest = np.divmod(groups, len(facts.texts) ** 2)
        names = (facts.texts[place].tolist() for place in np.divmod(rest, len(facts.texts)))
        for school, stage, value, line in zip(schools.tolist(), *names, sums.tolist(), strict=True):
            yield dimension, *fixed, school, stage, value, *line


def _weights(texts: Texts) -> Numbers:
    """The factors by which a school, a stage and a value become one number, to be divided into the three again."""
    return np.array([len(texts) ** 2, len(texts), 1], dtype=np.int64)


def _values(traits: dict[str, Numbers], is_supported: NDArray[np.bool_]) -> dict[Dimension, Numbers]:
    by_postcode, stated = traits[CharacteristicKind.POSTCODE], traits[CharacteristicKind.STATED_QUINTILE]
    care, looked_after = traits[CharacteristicKind.CARE_EXPERIENCE], traits[CharacteristicKind.LOOKED_AFTER]
    is_cared_for = (care == _CURRENTLY) | (care == _PREVIOUSLY) | (looked_after == _YES)
    is_known = (care != _UNKNOWN) | (looked_after != _UNKNOWN)
    return {
        Dimension.EVERYONE: np.full_like(care, _UNKNOWN),
        Dimension.QUINTILE: np.where(by_postcode != _UNKNOWN, by_postcode, stated),
        Dimension.FREE_MEALS: traits[CharacteristicKind.FREE_MEALS],
        Dimension.ADDITIONAL_SUPPORT: traits[CharacteristicKind.ADDITIONAL_SUPPORT],
        Dimension.CARE_EXPERIENCE: np.where(is_cared_for, _YES, np.where(is_known, _NO, _UNKNOWN)),
        Dimension.KINSHIP: traits[CharacteristicKind.KINSHIP],
        Dimension.SUPPORTED: np.where(is_supported, _YES, _NO),
    }


def pupil_openings(session: Session, first_on: date, last_on: date) -> pd.DataFrame:
    """One row for each pupil and school over the periods within these days, with stage and every dimension's value.

    For questions no summary answers, such as distinct pupils over two school years.
    """
    ids = tuple(period.id for period in _periods(session) if first_on <= period.first_on and period.last_on <= last_on)
    part = _Part(Span.SCHOOL_YEAR, first_on, last_on, ids, last_on)
    openings = _openings(session, part)
    facts = _facts(session)
    traits = facts.on(last_on, openings[:, 0])
    values = _values(traits, np.isin(openings[:, 0], _supported(_support(session), part)))
    frame = pd.DataFrame(openings, columns=["pupil_id", "school_id", *_COUNTS])
    named = {"stage": traits[_STAGE], **{str(name): value for name, value in values.items()}}
    return frame.assign(**{name: facts.texts[value] for name, value in named.items()})
