"""Summaries agree with the rows they are made from, and take each characteristic as it was."""

from datetime import date

import pytest
from sqlmodel import select

from data.attendance.summaries import rebuild_summaries
from data.core.db import reading, transaction
from models.attendance.openings import Attendance, AttendancePeriod, AttendanceSummary, Dimension, Span
from models.attendance.pupils import Characteristic, Enrolment, Source
from models.attendance.pupils import CharacteristicKind as Kind
from models.attendance.simd import PostcodeSimd
from models.families.family import Family, SupportPeriod, SupportStatus
from tests.factories import make_pupil, make_school, make_worker, save

pytestmark = pytest.mark.both_databases

SEPTEMBER = (date(2025, 9, 1), date(2025, 9, 30))
OCTOBER = (date(2025, 10, 1), date(2025, 10, 31))
NEXT_YEAR = (date(2026, 9, 1), date(2026, 9, 30))


def period(days) -> int:
    return save(AttendancePeriod(first_on=days[0], last_on=days[1])).id


def attend(period_id: int, pupil_id: int, school_id: int, possible: int, attended: int, authorised: int | None = None):
    save(
        Attendance(
            period_id=period_id,
            pupil_id=pupil_id,
            school_id=school_id,
            possible=possible,
            attended=attended,
            authorised=authorised,
        )
    )


def know(pupil_id: int, kind: Kind, value: str, day: date, source: Source = Source.SEEMIS) -> None:
    save(Characteristic(pupil_id=pupil_id, kind=kind, value=value, observed_on=day, source=source))


def enrol(pupil_id: int, school_id: int, stage: str, day: date, source: Source = Source.SEEMIS) -> None:
    save(Enrolment(pupil_id=pupil_id, school_id=school_id, stage=stage, observed_on=day, source=source))


def rebuild(period_ids=None) -> None:
    with transaction() as session:
        rebuild_summaries(session, period_ids)


def summary(dimension: Dimension, *, span: Span = Span.PERIOD, first_on: date = SEPTEMBER[0]):
    with reading() as session:
        rows = session.exec(
            select(AttendanceSummary).where(
                AttendanceSummary.dimension == dimension,
                AttendanceSummary.span == span,
                AttendanceSummary.first_on == first_on,
            )
        ).all()
    return {(row.stage, row.value): (row.pupils, row.possible, row.attended) for row in rows}


@pytest.fixture
def school(database: str) -> int:
    return make_school()


def test_openings_are_summed_over_period_and_year(school) -> None:
    one, two = make_pupil(), make_pupil(candidate_number="051234561")
    september, october = period(SEPTEMBER), period(OCTOBER)
    attend(september, one, school, 40, 36, 3)
    attend(september, two, school, 0, 0)
    attend(october, one, school, 40, 38)
    attend(october, two, school, 40, 40)
    rebuild()
    assert summary(Dimension.EVERYONE) == {("", ""): (1, 40, 36)}
    assert summary(Dimension.EVERYONE, span=Span.SCHOOL_YEAR, first_on=date(2025, 8, 1)) == {("", ""): (2, 120, 114)}
    with reading() as session:
        row = session.exec(select(AttendanceSummary).where(AttendanceSummary.first_on == SEPTEMBER[0])).first()
    assert (row.authorised, row.unauthorised, row.persistently_absent) == (3, 0, 1)


def test_a_pupil_at_two_schools_counts_at_each_for_its_own_openings(school) -> None:
    other = make_school(name="Other", seed_code="8240002")
    pupil = make_pupil()
    attend(period(SEPTEMBER), pupil, school, 40, 40)
    attend(period(OCTOBER), pupil, other, 30, 15)
    rebuild()
    with reading() as session:
        rows = session.exec(
            select(AttendanceSummary.school_id, AttendanceSummary.possible).where(
                AttendanceSummary.span == Span.SCHOOL_YEAR, AttendanceSummary.dimension == Dimension.EVERYONE
            )
        ).all()
    assert sorted(rows) == [(school, 40), (other, 30)]


def test_the_value_in_force_counts_then_the_earliest_known_after(school) -> None:
    pupil = make_pupil()
    for days in (SEPTEMBER, OCTOBER, NEXT_YEAR):
        attend(period(days), pupil, school, 40, 30)
    enrol(pupil, school, "P6", date(2025, 10, 10))
    enrol(pupil, school, "P7", date(2026, 8, 20))
    know(pupil, Kind.FREE_MEALS, "no", date(2025, 10, 10))
    know(pupil, Kind.FREE_MEALS, "yes", date(2026, 8, 20))
    rebuild()
    assert summary(Dimension.FREE_MEALS) == {("P6", "no"): (1, 40, 30)}
    assert summary(Dimension.FREE_MEALS, first_on=OCTOBER[0]) == {("P6", "no"): (1, 40, 30)}
    assert summary(Dimension.FREE_MEALS, first_on=NEXT_YEAR[0]) == {("P7", "yes"): (1, 40, 30)}


def test_the_schools_system_counts_before_the_tracker(school) -> None:
    pupil = make_pupil()
    attend(period(SEPTEMBER), pupil, school, 40, 30)
    know(pupil, Kind.ADDITIONAL_SUPPORT, "no", date(2025, 8, 1))
    know(pupil, Kind.ADDITIONAL_SUPPORT, "yes", date(2025, 9, 1), Source.TRACKER)
    rebuild()
    assert summary(Dimension.ADDITIONAL_SUPPORT) == {("", "no"): (1, 40, 30)}


def test_free_meals_are_left_out_where_they_are_universal(school) -> None:
    pupil = make_pupil()
    attend(period(SEPTEMBER), pupil, school, 40, 30)
    enrol(pupil, school, "P5", date(2025, 8, 1))
    know(pupil, Kind.FREE_MEALS, "yes", date(2025, 8, 1))
    rebuild()
    assert summary(Dimension.FREE_MEALS) == {}
    assert summary(Dimension.EVERYONE) == {("P5", ""): (1, 40, 30)}


def test_quintile_by_postcode_then_as_stated_then_unknown(school) -> None:
    save(PostcodeSimd(postcode="KA67LY", data_zone="S01007877", rank=100))
    september = period(SEPTEMBER)
    numbers = ("012345674", "051234561", "190001237", "240000016")
    by_postcode, stated, unknown, differing = (make_pupil(candidate_number=number) for number in numbers)
    for pupil in (by_postcode, stated, unknown, differing):
        attend(september, pupil, school, 40, 30)
    know(by_postcode, Kind.POSTCODE, "KA6 7LY", date(2025, 8, 1))
    know(by_postcode, Kind.STATED_QUINTILE, "4", date(2025, 8, 1), Source.TRACKER)
    know(stated, Kind.STATED_QUINTILE, "3", date(2025, 8, 1), Source.TRACKER)
    know(differing, Kind.POSTCODE, "ZZ1 1ZZ", date(2025, 8, 1))
    rebuild()
    assert summary(Dimension.QUINTILE) == {("", "1"): (1, 40, 30), ("", "3"): (1, 40, 30), ("", ""): (2, 80, 60)}


@pytest.mark.parametrize(
    ("care", "looked_after", "value"),
    [
        ("currently", None, "yes"),
        ("previously", "no", "yes"),
        ("no", "yes", "yes"),
        (None, "yes", "yes"),
        ("no", None, "no"),
        (None, "no", "no"),
        (None, None, ""),
    ],
)
def test_care_experience_joins_both_sources(school, care, looked_after, value) -> None:
    pupil = make_pupil()
    attend(period(SEPTEMBER), pupil, school, 40, 30)
    if care:
        know(pupil, Kind.CARE_EXPERIENCE, care, date(2025, 8, 1), Source.TRACKER)
    if looked_after:
        know(pupil, Kind.LOOKED_AFTER, looked_after, date(2025, 8, 1))
    rebuild()
    assert summary(Dimension.CARE_EXPERIENCE) == {("", value): (1, 40, 30)}


def test_supported_are_those_whose_support_touches_the_days(school) -> None:
    pupil, worker = make_pupil(), make_worker()
    family = save(Family(reference="F001")).id
    for days in (SEPTEMBER, OCTOBER):
        attend(period(days), pupil, school, 40, 30)
    save(
        SupportPeriod(
            pupil_id=pupil,
            family_id=family,
            worker_id=worker,
            started_on=date(2025, 8, 1),
            ended_on=date(2025, 9, 1),
            status=SupportStatus.CLOSED,
        )
    )
    rebuild()
    assert summary(Dimension.SUPPORTED) == {("", "yes"): (1, 40, 30)}
    assert summary(Dimension.SUPPORTED, first_on=OCTOBER[0]) == {("", "no"): (1, 40, 30)}


def test_rebuilding_one_period_gives_what_rebuilding_all_gives(school) -> None:
    pupil, other = make_pupil(), make_pupil(candidate_number="051234561")
    ids = [period(days) for days in (SEPTEMBER, OCTOBER, NEXT_YEAR)]
    know(pupil, Kind.KINSHIP, "yes", date(2025, 8, 1), Source.TRACKER)
    for period_id in ids:
        attend(period_id, pupil, school, 40, 30)
        rebuild([period_id])
    attend(ids[1], other, school, 40, 20)
    rebuild([ids[1]])
    part = everything()
    rebuild()
    assert everything() == part
    rebuild([])
    assert everything() == part


def everything() -> list[tuple]:
    with reading() as session:
        return sorted(tuple(row.model_dump(exclude={"id"}).values()) for row in session.exec(select(AttendanceSummary)))


def test_nothing_to_summarise_leaves_nothing(database: str) -> None:
    rebuild()
    assert everything() == []
    period(SEPTEMBER)
    rebuild()
    assert everything() == []
