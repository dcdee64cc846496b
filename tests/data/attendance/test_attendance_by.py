"""Attendance by one grouping, as the command line gives it: distinct pupils over any days."""

from datetime import date

import pytest

from data.attendance.queries.attendance_by import attendance_by
from data.attendance.summaries import rebuild_summaries
from data.core.db import transaction
from models.attendance.figures import GroupBy
from models.attendance.openings import Attendance, AttendancePeriod
from models.attendance.pupils import Characteristic, CharacteristicKind, Enrolment, Source
from models.attendance.schools import Sector
from models.errors import InvalidInput
from models.permissions import SYSTEM, Actor, Role
from tests.factories import make_pupil, make_school, save

pytestmark = pytest.mark.both_databases

VIEWER = Actor(2, "viewer", "Viewer", Role.VIEWER)
JUNE, SEPTEMBER = (date(2026, 6, 1), date(2026, 6, 30)), (date(2026, 9, 1), date(2026, 9, 30))


@pytest.fixture
def schools(database) -> tuple[int, int]:
    """One pupil who moves from primary to secondary school, and one who stays."""
    primary = make_school(cluster="Doon")
    secondary = make_school(seed_code="8240002", sector=Sector.SECONDARY)
    periods = [save(AttendancePeriod(first_on=first, last_on=last)).id for first, last in (JUNE, SEPTEMBER)]
    mover, stayer = make_pupil(), make_pupil(candidate_number="051234561")
    rows = (
        (mover, periods[0], primary, 40, 30),
        (mover, periods[1], secondary, 40, 40),
        (stayer, periods[0], primary, 40, 40),
        (stayer, periods[1], primary, 40, 40),
    )
    for pupil, period, school, possible, attended in rows:
        save(
            Attendance(
                pupil_id=pupil,
                period_id=period,
                school_id=school,
                possible=possible,
                attended=attended,
                authorised=possible - attended,
                unauthorised=0,
            )
        )
    for pupil, school, stage, day in ((mover, primary, "P7", JUNE[0]), (mover, secondary, "S1", SEPTEMBER[0])):
        save(Enrolment(pupil_id=pupil, school_id=school, stage=stage, observed_on=day, source=Source.SEEMIS))
    save(Enrolment(pupil_id=stayer, school_id=primary, stage="P3", observed_on=JUNE[0], source=Source.SEEMIS))
    for pupil in (mover, stayer):
        fact = {"kind": CharacteristicKind.FREE_MEALS, "value": "yes", "observed_on": JUNE[0]}
        save(Characteristic(pupil_id=pupil, source=Source.SEEMIS, **fact))
    with transaction() as session:
        rebuild_summaries(session, None)
    return primary, secondary


def _lines(by: GroupBy, **asked) -> dict[str, tuple]:
    return {row.value: (row.openings, row.attended, row.pupils) for row in attendance_by(actor=SYSTEM, by=by, **asked)}


def test_each_pupil_is_counted_once_in_a_line(schools):
    primary, secondary = schools
    assert _lines(GroupBy.SCHOOL) == {str(primary): (120, 110, 2), str(secondary): (40, 40, 1)}
    assert _lines(GroupBy.SECTOR) == {"primary": (120, 110, 2), "secondary": (40, 40, 1)}
    assert _lines(GroupBy.CLUSTER) == {"Doon": (120, 110, 2), "": (40, 40, 1)}
    assert _lines(GroupBy.STAGE) == {"P3": (80, 80, 1), "S1": (80, 70, 1)}
    assert _lines(GroupBy.QUINTILE) == {"": (160, 150, 2)}
    assert _lines(GroupBy.FREE_MEALS) == {"yes": (80, 70, 1)}  # P6 and above only


def test_months_and_school_years(schools):
    assert _lines(GroupBy.MONTH) == {"2026-06": (80, 70, 2), "2026-09": (80, 80, 2)}
    assert _lines(GroupBy.SCHOOL_YEAR) == {"2025/26": (80, 70, 2), "2026/27": (80, 80, 2)}


def test_rates_absence_and_the_often_absent(schools):
    row = attendance_by(actor=SYSTEM, by=GroupBy.SCHOOL_YEAR, first=JUNE[0], last=JUNE[1])[0]
    assert (row.rate, row.authorised, row.unauthorised, row.persistently_absent) == (87.5, 10, 0, 1)


def test_only_periods_within_the_days_and_only_the_schools_asked_for(schools):
    primary, secondary = schools
    assert _lines(GroupBy.MONTH, first=date(2026, 6, 2)) == {"2026-09": (80, 80, 2)}
    assert _lines(GroupBy.MONTH, last=date(2026, 9, 29), schools=[primary]) == {"2026-06": (80, 70, 2)}
    assert _lines(GroupBy.SCHOOL, schools=[secondary]) == {str(secondary): (40, 40, 1)}
    assert _lines(GroupBy.SCHOOL, last=date(2020, 1, 1)) == {}


def test_scope_and_suppression_apply(schools):
    primary, _ = schools
    head = Actor(3, "head", "Head", Role.HEADTEACHER, frozenset({primary}))
    assert [row.value for row in attendance_by(actor=head, by=GroupBy.SCHOOL)] == [str(primary)]
    for by in (GroupBy.SCHOOL, GroupBy.MONTH, GroupBy.SCHOOL_YEAR):
        rows = attendance_by(actor=VIEWER, by=by)
        assert rows
        assert {row.pupils for row in rows} == {row.rate for row in rows} == {None}
    nobody = Actor(4, "admin", "Admin", Role.ADMINISTRATOR)
    assert attendance_by(actor=nobody, by=GroupBy.SCHOOL) == []


@pytest.mark.parametrize("asked", [{"schools": [1]}, {"first": JUNE[0]}, {"last": JUNE[1]}])
def test_suppressed_figures_come_as_fixed_views(database, asked):
    with pytest.raises(InvalidInput, match="fixed views"):
        attendance_by(actor=VIEWER, by=GroupBy.SCHOOL, **asked)
