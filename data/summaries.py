"""Attendance by school, stage and one characteristic, kept ready so that a chart reads few rows."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from sqlalchemy import String, delete, func, insert, literal, select, type_coerce
from sqlmodel import Session, col

from models.attendance import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span, school_year
from models.families import SupportPeriod, is_supported_during
from models.pupils import STAGES_WITH_UNIVERSAL_MEALS, Characteristic, CharacteristicKind, Enrolment, Source
from models.simd import PostcodeSimd, quintile

_COUNTS = ("possible", "attended", "authorised", "unauthorised")
_STAGE = "stage"  # beside the kinds of characteristic
_KINDS = (
    _STAGE, CharacteristicKind.POSTCODE, CharacteristicKind.STATED_QUINTILE, CharacteristicKind.FREE_MEALS,
    CharacteristicKind.ADDITIONAL_SUPPORT, CharacteristicKind.CARE_EXPERIENCE, CharacteristicKind.LOOKED_AFTER,
    CharacteristicKind.KINSHIP,
)  # fmt: skip

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


def rebuild_summaries(session: Session, period_ids: Collection[int] | None) -> None:
    """Work the summaries out afresh: for the periods given and their school years, or (None) for everything."""
    if period_ids is None:
        session.execute(delete(AttendanceSummary))
    parts = list(_parts(_periods(session), period_ids))
    if not parts:
        return
    facts, support = _facts(session), _support(session)
    rows: list[dict[str, Any]] = []
    for part in parts:
        if period_ids is not None:
            session.execute(
                delete(AttendanceSummary)
                .where(col(AttendanceSummary.span) == part.span)
                .where(col(AttendanceSummary.first_on) == part.first_on)
            )
        rows += _rows(part, _openings(session, part), facts, support)
    if rows:
        session.connection().execute(insert(AttendanceSummary.__table__), rows)  # type: ignore[attr-defined]


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
    sums = [func.coalesce(func.sum(getattr(Attendance, name)), 0) for name in _COUNTS]
    query = (
        select(col(Attendance.pupil_id), col(Attendance.school_id), *sums)
        .where(col(Attendance.period_id).in_(part.period_ids))
        .group_by(col(Attendance.pupil_id), col(Attendance.school_id))
        .having(func.sum(Attendance.possible) > 0)
    )
    found = [tuple(row) for row in session.connection().execute(query).all()]
    return np.array(found, dtype=np.int64).reshape(-1, 2 + len(_COUNTS))


@dataclass(frozen=True, slots=True)
class _Facts:
    """Every dated fact about a pupil, a place in each array. Values are places in `texts`."""

    pupils: Numbers  # the pupils there are facts of, in order
    subject: Numbers  # place in `pupils` times the number of kinds, plus the kind
    value: Numbers
    day: Numbers
    is_register: Numbers
    texts: Texts

    def on(self, day: date, pupil_ids: Numbers) -> dict[str, Texts]:
        """What is known of each of the pupils as on a day, by kind; "" where nothing is.

        The schools system's newest up to the day counts first, then the tracker's; where none is that old, the
        earliest known after it, since a pupil list is usually newer than the attendance.
        """
        is_known = self.day <= day.toordinal()
        nearness = np.where(is_known, self.day, -self.day)
        order = np.lexsort((nearness, self.is_register, is_known))  # the last named counts first
        best = np.zeros((len(self.pupils) + 1) * len(_KINDS), dtype=np.int64)
        best[self.subject[order]] = self.value[order]  # the best is written last
        places = np.searchsorted(self.pupils, pupil_ids)
        is_missing = places == len(self.pupils)
        is_missing[~is_missing] = self.pupils[places[~is_missing]] != pupil_ids[~is_missing]
        places[is_missing] = len(self.pupils)  # a line of unknowns
        table = self.texts[best.reshape(-1, len(_KINDS))[places]]
        return {kind: table[:, index] for index, kind in enumerate(_KINDS)}


def _facts(session: Session) -> _Facts:
    """Characteristics as they are, but quintiles for postcodes, and stages."""
    columns = (type_coerce(Characteristic.kind, String), Characteristic.value, Characteristic.observed_on,
               type_coerce(Characteristic.source, String))  # fmt: skip
    stages = (literal(_STAGE), Enrolment.stage, Enrolment.observed_on, type_coerce(Enrolment.source, String))
    queries = (
        select(Characteristic.pupil_id, *columns).where(col(Characteristic.kind).in_(_KINDS[1:])),  # type: ignore[call-overload]
        select(Enrolment.pupil_id, *stages),  # type: ignore[call-overload]
    )
    rows = [row for query in queries for row in session.connection().execute(query).all()]
    pupil_ids, kinds, values, days, sources = zip(*rows, strict=True) if rows else ((),) * 5
    quintiles, postcode = _quintiles(session), CharacteristicKind.POSTCODE.value
    found = {
        (kind, value): quintiles.get(value, "") if kind == postcode else value
        for kind, value in set(zip(kinds, values, strict=True))
    }
    texts = {text: place for place, text in enumerate(dict.fromkeys(("", *found.values())))}
    pupils, places = np.unique(np.array(pupil_ids, dtype=np.int64), return_inverse=True)
    return _Facts(
        pupils=pupils,
        subject=places * len(_KINDS) + _coded(kinds, {str(kind): place for place, kind in enumerate(_KINDS)}),
        value=_coded(zip(kinds, values, strict=True), {key: texts[text] for key, text in found.items()}),
        day=_coded(days, {day: day.toordinal() for day in set(days)}),
        is_register=_coded(sources, {Source.SEEMIS.value: 1, Source.TRACKER.value: 0}),
        texts=np.array(list(texts), dtype=np.str_),
    )


def _coded(values: Iterable[Any], codes: Mapping[Any, int]) -> Numbers:
    return np.array([codes[value] for value in values], dtype=np.int64)


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
) -> Iterator[dict[str, Any]]:
    pupil_ids, school_ids = openings[:, 0], openings[:, 1]
    supported = _supported(support, part)
    traits = facts.on(part.traits_on, pupil_ids)
    possible, attended = openings[:, 2], openings[:, 3]
    is_persistent = (possible - attended) * 10 >= possible  # as models.attendance.is_persistently_absent
    counts: Numbers = np.column_stack((np.ones_like(possible), openings[:, 2:], is_persistent)).astype(np.int64)
    fixed = {"span": part.span, "first_on": part.first_on, "last_on": part.last_on}
    for dimension, values in _values(traits, np.isin(pupil_ids, supported)).items():
        chosen = np.ones(len(openings), dtype=bool)
        if dimension is Dimension.FREE_MEALS:
            chosen = ~np.isin(traits[_STAGE], list(STAGES_WITH_UNIVERSAL_MEALS))
        for group, sums in _summed((school_ids, traits[_STAGE], values), counts, chosen):
            yield {"dimension": dimension, **fixed, **group, **sums}


def _summed(
    columns: tuple[Numbers, Texts, Texts], counts: Numbers, chosen: NDArray[np.bool_]
) -> Iterator[tuple[dict[str, Any], dict[str, int]]]:
    """The counts of each combination of school, stage and value there is."""
    if not chosen.any():
        return
    names, places = zip(*(np.unique(column[chosen], return_inverse=True) for column in columns), strict=True)
    shape = tuple(len(found) for found in names)
    groups, group_of = np.unique(np.ravel_multi_index(places, shape), return_inverse=True)
    sums = np.zeros((len(groups), counts.shape[1]), dtype=np.int64)
    np.add.at(sums, group_of, counts[chosen])
    schools, stages, values = (
        found[place].tolist() for found, place in zip(names, np.unravel_index(groups, shape), strict=True)
    )
    for school, stage, value, line in zip(schools, stages, values, sums.tolist(), strict=True):
        yield (
            {"school_id": school, "stage": stage, "value": value},
            dict(zip(("pupils", *_COUNTS, "persistently_absent"), line, strict=True)),
        )


def _values(traits: dict[str, Texts], is_supported: NDArray[np.bool_]) -> dict[Dimension, Texts]:
    by_postcode, stated = traits[CharacteristicKind.POSTCODE], traits[CharacteristicKind.STATED_QUINTILE]
    care, looked_after = traits[CharacteristicKind.CARE_EXPERIENCE], traits[CharacteristicKind.LOOKED_AFTER]
    is_cared_for = np.isin(care, ("currently", "previously")) | (looked_after == "yes")
    is_known = (care != "") | (looked_after != "")
    return {
        Dimension.EVERYONE: np.full(len(care), ""),
        Dimension.QUINTILE: np.where(by_postcode != "", by_postcode, stated),
        Dimension.FREE_MEALS: traits[CharacteristicKind.FREE_MEALS],
        Dimension.ADDITIONAL_SUPPORT: traits[CharacteristicKind.ADDITIONAL_SUPPORT],
        Dimension.CARE_EXPERIENCE: np.where(is_cared_for, "yes", np.where(is_known, "no", "")),
        Dimension.KINSHIP: traits[CharacteristicKind.KINSHIP],
        Dimension.SUPPORTED: np.where(is_supported, "yes", "no"),
    }


def pupil_openings(session: Session, first_on: date, last_on: date) -> pd.DataFrame:
    """One row for each pupil and school over the periods within these days, with stage and every dimension's value.

    For questions no summary answers, such as distinct pupils over two school years.
    """
    ids = tuple(period.id for period in _periods(session) if first_on <= period.first_on and period.last_on <= last_on)
    part = _Part(Span.SCHOOL_YEAR, first_on, last_on, ids, last_on)
    openings = _openings(session, part)
    traits = _facts(session).on(last_on, openings[:, 0])
    values = _values(traits, np.isin(openings[:, 0], _supported(_support(session), part)))
    frame = pd.DataFrame(openings, columns=["pupil_id", "school_id", *_COUNTS])
    return frame.assign(stage=traits[_STAGE], **{str(name): value for name, value in values.items()})
