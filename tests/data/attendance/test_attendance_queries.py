"""Attendance figures: sums, who sees which, and that what is hidden cannot be had another way."""

from datetime import date

import pytest

from data.attendance.queries.attendance import benchmarks, breakdown, figure_choices, trend
from models.attendance.figures import HIDDEN, GroupBy, PupilFilters
from models.attendance.openings import Benchmark, BenchmarkMark, Dimension
from models.attendance.schools import Sector
from models.permissions import Actor, Role
from tests.factories import make_school, save
from tests.rows.attendance import MONTHS, groups, summary

pytestmark = pytest.mark.both_databases

WORKER = Actor(1, "worker", "Worker", Role.WORKER)
VIEWER = Actor(2, "viewer", "Viewer", Role.VIEWER)
ADMINISTRATOR = Actor(3, "admin", "Admin", Role.ADMINISTRATOR)


def _head(*school_ids: int) -> Actor:
    return Actor(4, "head", "Head", Role.HEADTEACHER, frozenset(school_ids))


def _schools(number: int, **fields) -> list[int]:
    return [make_school(name=f"School {n}", seed_code=f"82400{n:02d}", **fields) for n in range(number)]


def _pupils(found) -> dict[str, int | None]:
    return {line.key: line.figures.pupils for line in found.lines}


def test_a_worker_sees_every_school_weighted_by_openings(database):
    one, two = _schools(2)
    summary(one, 10, attended=40)
    summary(two, 30, attended=20)
    found = breakdown(actor=WORKER, by=GroupBy.SCHOOL, year=2025)
    assert _pupils(found) == {str(one): 10, str(two): 30}
    assert found.total.rate == pytest.approx(62.5)  # not the 75 that averaging 100% and 50% would give
    assert found.period == (date(2025, 8, 1), MONTHS[-1][1])
    assert found.others is None


def test_filters_leave_a_part_and_ids_outside_the_scope_match_nothing(database):
    one, two = make_school(cluster="Doon"), make_school(seed_code="8240002", sector=Sector.SECONDARY)
    summary(one, 10, stage="P6")
    summary(one, 11, stage="P7")
    summary(two, 12, stage="S1")

    def total(actor, **filters):
        return breakdown(actor=actor, by=GroupBy.SCHOOL, year=2025, filters=PupilFilters(**filters)).total.pupils

    assert total(WORKER, stage="P6") == 10
    assert total(WORKER, cluster="Doon") == 21
    assert total(WORKER, sector="secondary") == 12
    assert total(WORKER, school_ids=(two,)) == 12
    assert total(WORKER, sector="nonsense") is None
    assert total(_head(one)) == 21
    assert total(_head(one), school_ids=(two,)) is None
    assert total(_head()) is None
    assert total(ADMINISTRATOR) is None


def test_free_meals_leave_out_stages_where_everyone_has_them(database):
    [school] = _schools(1)
    summary(school, 50, stage="P3")
    summary(school, 20, stage="P6")
    summary(school, 20, stage="P6", dimension=Dimension.FREE_MEALS, value="yes")
    summary(school, 50, stage="P3", dimension=Dimension.FREE_MEALS, value="yes")  # even if a summary had it
    found = breakdown(actor=WORKER, by=GroupBy.FREE_MEALS, year=2025)
    assert (found.total.pupils, found.everyone.pupils) == (20, 70)


def test_the_trend_has_a_point_for_each_month_and_only_the_lines_asked_for(database):
    one, two = _schools(2)
    summary(one, 10, attended=30)
    summary(two, 10, attended=40, months=MONTHS[1:])
    found = trend(actor=WORKER, school_ids=(two,))
    assert found.periods == MONTHS
    assert [series.key for series in found.series] == [str(two)]
    assert found.series[0].points[0] is None
    assert [round(point.rate, 1) for point in found.total.points] == [75.0, 87.5]
    assert trend(actor=ADMINISTRATOR).periods == ()


def test_a_headteacher_sees_the_average_of_three_or_more_others(database):
    own, *others = _schools(4)
    for school, attended in zip((own, *others), (40, 20, 30, 38), strict=True):
        summary(school, 10, attended=attended, absent=5)
    far = make_school(name="Not supported", seed_code="8249999", is_supported=False)
    summary(far, 500, attended=0)
    found = breakdown(actor=_head(own), by=GroupBy.SCHOOL, year=2025)
    assert _pupils(found) == {str(own): 10}
    assert found.others.spread == (50.0, 75.0, 95.0)
    assert found.others.total.rate == pytest.approx(100 * 88 / 120)
    assert found.others.lines == ()  # never one by one
    months = trend(actor=_head(own))
    assert (months.other_schools, months.others.points[0].pupils) == (3, 30)


def test_two_others_are_too_few_to_average(database):
    own, *others = _schools(3)
    for school in (own, *others):
        summary(school, 10)
    assert breakdown(actor=_head(own), by=GroupBy.SCHOOL, year=2025).others is None
    assert trend(actor=_head(own)).others is None


def test_a_group_found_in_too_few_other_schools_is_not_compared(database):
    own, *others = _schools(4)
    for school in (own, *others):
        groups(school, Dimension.QUINTILE, **{"1": 20})
    assert len(breakdown(actor=_head(own), by=GroupBy.QUINTILE, year=2025).others.lines) == 1
    summary(others[0], 20, dimension=Dimension.QUINTILE, value="5")
    assert breakdown(actor=_head(own), by=GroupBy.QUINTILE, year=2025).others.lines == ()


def test_small_numbers_of_other_schools_are_hidden_from_a_headteacher(database):
    own, *others = _schools(4)
    groups(own, Dimension.KINSHIP, yes=2, no=30)
    for school in others:
        groups(school, Dimension.KINSHIP, yes=1, no=30)
    found = breakdown(actor=_head(own), by=GroupBy.KINSHIP, year=2025)
    assert _pupils(found) == {"yes": 2, "no": 30}
    assert {line.figures for line in found.others.lines} == {HIDDEN}


def test_others_are_not_offered_beside_a_part_of_the_own_school(database):
    own, *others = _schools(4)
    for school in (own, *others):
        summary(school, 10)
    found = breakdown(actor=_head(own), by=GroupBy.SCHOOL, year=2025, filters=PupilFilters(stage="P7"))
    assert found.others is None


def test_a_viewer_sees_every_school_but_no_small_group(database):
    schools = _schools(2)
    for school in schools:
        groups(school, Dimension.KINSHIP, yes=1, no=40)
    found = breakdown(actor=VIEWER, by=GroupBy.KINSHIP, year=2025)
    assert {line.figures for line in found.lines} == {HIDDEN}
    assert found.total.pupils == 82
    months = trend(actor=VIEWER, by=GroupBy.KINSHIP)
    assert {point for series in months.series for point in series.points} == {HIDDEN}
    assert months.total.points[0].pupils == 82


def test_a_group_small_in_one_month_is_hidden_in_all_and_in_the_year(database):
    [school] = _schools(1)
    groups(school, Dimension.QUINTILE, **{"1": 50, "2": 20, "3": 40})
    for stage, month in zip(("P6", "P7"), MONTHS, strict=True):  # six over the year, three in each month
        summary(school, 3, stage=stage, dimension=Dimension.QUINTILE, value="5", months=(month,))
    year = {line.key: line.figures for line in breakdown(actor=VIEWER, by=GroupBy.QUINTILE, year=2025).lines}
    series = {line.key: line.points for line in trend(actor=VIEWER, by=GroupBy.QUINTILE).series}
    hidden = {key for key, figures in year.items() if figures == HIDDEN}
    assert hidden >= {"2", "5"}
    assert "1" not in hidden
    for key in hidden:
        assert set(series[key]) <= {HIDDEN, None}


def test_how_many_are_often_absent_is_hidden_without_hiding_the_rate(database):
    one, two, three = _schools(3)
    summary(one, 50, absent=3)
    summary(two, 50, absent=20)
    summary(three, 50, absent=25)
    lines = {line.key: line.figures for line in breakdown(actor=VIEWER, by=GroupBy.SCHOOL, year=2025).lines}
    assert lines[str(one)].persistently_absent is None
    assert lines[str(one)].persistent_rate is None
    assert lines[str(one)].rate == 90
    assert sum(figures.persistently_absent is None for figures in lines.values()) >= 2


def test_filters_do_not_reach_a_viewer(database):
    one, two = _schools(2)
    summary(one, 30)
    summary(two, 40)
    found = breakdown(actor=VIEWER, by=GroupBy.SECTOR, year=2025, filters=PupilFilters(school_ids=(one,)))
    assert found.total.pupils == 70


def test_a_cluster_or_sector_is_hidden_with_any_of_its_schools(database):
    sizes = {
        ("A", "8240001"): 30,
        ("A", "8240002"): 3,
        ("B", "8240003"): 40,
        ("B", "8240004"): 50,
        ("C", "8240005"): 60,
    }
    for (cluster, code), pupils in sizes.items():
        summary(make_school(name=code, seed_code=code, cluster=cluster), pupils)
    shown = _pupils(breakdown(actor=VIEWER, by=GroupBy.CLUSTER, year=2025))
    schools = _pupils(breakdown(actor=VIEWER, by=GroupBy.SCHOOL, year=2025))
    assert shown["A"] is None
    assert shown["C"] == 60
    assert list(schools.values()).count(None) >= 2


def test_stages_and_free_meals_are_withheld_when_a_block_of_stages_is_small(database):
    [school] = _schools(1)
    summary(school, 60, stage="P2")
    summary(school, 3, stage="P6")
    summary(school, 3, stage="P6", dimension=Dimension.FREE_MEALS, value="yes")
    summary(school, 40, stage="S1")
    for by in (GroupBy.STAGE, GroupBy.FREE_MEALS):
        found = breakdown(actor=VIEWER, by=by, year=2025)
        assert {line.figures for line in found.lines} == {HIDDEN}
        assert found.total == HIDDEN
    summary(school, 30, stage="P7")
    shown = _pupils(breakdown(actor=VIEWER, by=GroupBy.STAGE, year=2025))
    assert (shown["P2"], shown["S1"]) == (60, 40)
    assert shown["P6"] is None
    assert shown["P7"] is None


@pytest.mark.parametrize(("absent", "is_withheld"), [(3, True), (57, True), (20, False)])
def test_free_meals_are_withheld_when_few_below_them_are_often_absent_or_few_are_not(database, absent, is_withheld):
    [school] = _schools(1)
    summary(school, 60, stage="P2", absent=absent)
    summary(school, 80, stage="P6", absent=40)
    for value in ("yes", "no"):
        summary(school, 40, stage="P6", absent=20, dimension=Dimension.FREE_MEALS, value=value)
    assert (breakdown(actor=VIEWER, by=GroupBy.FREE_MEALS, year=2025).total == HIDDEN) is is_withheld


def test_few_often_absent_in_a_month_but_not_in_the_year_withhold_no_stages(database):
    for school, month in zip(_schools(2), MONTHS, strict=True):
        summary(school, 60, stage="P2", absent=3, months=(month,))
    assert _pupils(breakdown(actor=VIEWER, by=GroupBy.STAGE, year=2025)) == {"P2": 120}


def test_a_whole_that_is_small_shows_nothing(database):
    [school] = _schools(1)
    summary(school, 3)
    found = breakdown(actor=VIEWER, by=GroupBy.SCHOOL, year=2025)
    assert found.total == HIDDEN
    assert trend(actor=VIEWER).total.points == (HIDDEN, HIDDEN)


def test_choices_are_those_with_attendance_in_scope(database):
    one, two = _schools(2)
    summary(one, 10, stage="P7")
    summary(two, 10, stage="")
    make_school(name="No attendance", seed_code="8249999")
    choices = figure_choices(actor=WORKER)
    assert [school.id for school in choices.schools] == [one, two]
    assert (choices.years, choices.stages) == ((2025,), ("P7",))
    assert [school.id for school in figure_choices(actor=_head(two)).schools] == [two]
    assert figure_choices(actor=ADMINISTRATOR).schools == ()


def test_a_year_without_attendance_is_empty(database):
    found = breakdown(actor=WORKER, by=GroupBy.SCHOOL, year=1999)
    assert (found.period, found.lines) == (None, ())


def test_published_figures_name_only_schools_in_scope(database):
    own = make_school(name="Own Academy", seed_code="8240001", sector=Sector.SECONDARY)
    make_school(name="Other Academy", seed_code="8240002", sector=Sector.SECONDARY)
    areas = (("0", "scotland"), ("8240001", "school"), ("8240002", "school"))
    for code, kind in areas:
        save(
            Benchmark(
                year="2023/24",
                area_code=code,
                area_name=f"Area {code}",
                area_kind=kind,
                sector="secondary",
                stage="all",
                measure="attendance",
                percent=None,
                mark=BenchmarkMark.CONFIDENTIAL,
            )
        )
    assert {row.area_code for row in benchmarks(actor=_head(own))} == {"0", "8240001"}
    assert len(benchmarks(actor=WORKER)) == 3
    assert benchmarks(actor=ADMINISTRATOR) == ()
