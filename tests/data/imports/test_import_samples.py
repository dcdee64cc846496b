"""The team's own sample files give what the published expectations say. Skipped where the samples are absent."""

import json
from collections import Counter
from pathlib import Path

import pytest
from sqlalchemy import func
from sqlmodel import col, select

from data.core.db import reading
from data.importing.fields import Severity
from data.importing.reading import read_source
from data.imports.actions import confirm_import, preview_import
from models.attendance.openings import (
    Attendance,
    AttendancePeriod,
    AttendanceSummary,
    Benchmark,
    BenchmarkMark,
    Dimension,
    Span,
)
from models.attendance.pupils import Characteristic, CharacteristicKind, Pupil
from models.attendance.schools import School
from models.families.family import Family, SupportPeriod, Worker
from models.imports import ImportKind
from models.permissions import SYSTEM
from tests.conftest import SAMPLES

pytestmark = pytest.mark.skipif(not SAMPLES.exists(), reason="The sample files are not on this machine.")

FIRST = ["schools.csv", "simd_2020v2_postcode_lookup.xlsx", "seemis/pupils_2026-10.csv"]
LAST = ["home_link_tracker_2025-26.xlsx", "open-data/secondary_attendance_east_ayrshire.csv"]


def expected() -> dict:
    return json.loads((SAMPLES / "expected.json").read_text())


def months() -> list[str]:
    return [f"seemis/attendance_{month}.csv" for month in expected()["mean_month_rates"]]


def bring(name: str):
    path: Path = SAMPLES / name
    return confirm_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM)


def test_the_sample_files_give_the_expected_figures(database: str) -> None:
    results = {name: bring(name) for name in [*FIRST, *months(), *LAST]}
    check_counts(results)
    check_rates()
    check_planted_problems(results["seemis/attendance_2026-02.csv"].preview)
    check_tracker(results["home_link_tracker_2025-26.xlsx"].preview)
    check_benchmark()
    check_same_again()


def check_counts(results) -> None:
    for name, result in results.items():
        counts = result.counts
        assert counts.rows == counts.new + counts.changed + counts.same + counts.rejected, name
    assert results["simd_2020v2_postcode_lookup.xlsx"].counts.new == 8598
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Pupil)) == expected()["pupils"]
        supported = select(func.count()).select_from(School).where(col(School.is_supported))
        assert session.scalar(supported) == expected()["schools"]


def check_rates() -> None:
    """Every clean month to two decimals, from the summaries."""
    with reading() as session:
        sums = session.exec(
            select(
                AttendanceSummary.first_on, func.sum(AttendanceSummary.attended), func.sum(AttendanceSummary.possible)
            )
            .where(AttendanceSummary.span == Span.PERIOD, AttendanceSummary.dimension == Dimension.EVERYONE)
            .group_by(col(AttendanceSummary.first_on))
        ).all()
    found = {f"{first_on:%Y-%m}": round(100 * attended / possible, 2) for first_on, attended, possible in sums}
    clean = {month: rate for month, rate in expected()["mean_month_rates"].items() if month != "2026-02"}
    assert {month: found[month] for month in clean} == clean
    assert abs(found["2026-02"] - expected()["mean_month_rates"]["2026-02"]) < 0.05


def check_planted_problems(preview) -> None:
    found = {problem.row: problem.severity for problem in preview.problems}
    rows = expected()["attendance_2026-02_problems (rows counted from 1, heading included)"]
    assert {f"row {row}" for row in found} == set(rows)
    assert found.pop(12) is Severity.REPAIRED
    assert set(found.values()) == {Severity.REJECTED}
    assert preview.counts.rejected == 6


def check_tracker(preview) -> None:
    wanted = expected()["tracker"]
    assert preview.counts.repaired == wanted["candidate_numbers_that_lost_a_zero"]
    assert preview.counts.rejected == 0
    assert [skipped.row for skipped in preview.skipped] == [175]
    with reading() as session:
        assert session.scalar(select(func.count()).select_from(Family)) == wanted["families"]
        assert session.scalar(select(func.count()).select_from(SupportPeriod)) == wanted["pupils"]
        pairs = session.exec(
            select(Worker.name, SupportPeriod.family_id)
            .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
            .distinct()
        ).all()
        facts = Counter(session.exec(select(Characteristic.kind, Characteristic.value)).all())
    assert Counter(name for name, _ in pairs) == wanted["per_worker_families"]
    care = CharacteristicKind.CARE_EXPERIENCE
    assert facts[care, "previously"] + facts[care, "currently"] == wanted["previously_or_currently_looked_after"]
    assert facts[CharacteristicKind.KINSHIP, "yes"] == wanted["kinship"]


def check_benchmark() -> None:
    with reading() as session:
        figures = session.exec(select(Benchmark)).all()
    assert Counter(figure.area_kind for figure in figures) == {"school": 420, "council": 60, "scotland": 60}
    one = next(f for f in figures if (f.year, f.area_code, f.measure) == ("2008/09", "0", "attendance"))
    assert (one.percent, one.stage) == (91.2, "all")
    not_open = [f for f in figures if f.area_code == "1005014" and f.year == "2008/09" and f.measure == "attendance"]
    assert [(f.percent, f.mark) for f in not_open] == [(None, BenchmarkMark.NOT_AVAILABLE)]


def check_same_again() -> None:
    """The same file twice changes nothing."""
    for name in [*FIRST, months()[6], months()[-1], *LAST]:
        result = bring(name)
        assert result.import_id is None, name
        assert (result.counts.new, result.counts.changed) == (0, 0), name


def test_any_order_gives_the_same_summaries(sqlite_database: str, empty_sqlite: Path, tmp_path: Path) -> None:
    some = [months()[0], months()[-1]]
    for name in [*FIRST, *some, LAST[0]]:
        bring(name)
    first = summary_rows()
    clear()
    for name in [FIRST[0], some[1], LAST[0], some[0], FIRST[2], FIRST[1]]:
        bring(name)
    assert summary_rows() == first
    assert len(first) > 1000


def summary_rows() -> list[tuple]:
    with reading() as session:
        names = {school.id: school.name for school in session.exec(select(School))}
        rows = session.exec(select(AttendanceSummary)).all()
    left_out = {"id", "school_id"}
    return sorted(
        (names[row.school_id], *(str(value) for key, value in sorted(row.model_dump().items()) if key not in left_out))
        for row in rows
    )


def clear() -> None:
    from data.imports.actions import undo_import
    from data.imports.queries import list_imports

    for run in list_imports(actor=SYSTEM):
        undo_import(import_id=run.id, by=SYSTEM)
    with reading() as session:
        for model in (Pupil, School, Attendance, AttendancePeriod, Family, Worker, AttendanceSummary):
            assert session.scalar(select(func.count()).select_from(model)) == 0, model


@pytest.mark.parametrize(
    "name",
    [
        "records/weekly_activity_2026-09.xlsx",
        "records/headteacher_survey_2025-11.xlsx",
        "open-data/simd2020v2_datazone_lookup.xlsx",
    ],
)
def test_files_of_other_kinds_are_refused_in_a_sentence(sqlite_database: str, name: str) -> None:
    from models.errors import ImportProblem

    path = SAMPLES / name
    with pytest.raises(ImportProblem, match="Nothing was changed"):
        preview_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM)


def test_the_national_statistics_workbook_is_read_as_a_list_of_schools(sqlite_database: str) -> None:
    path = SAMPLES / "open-data" / "school_level_stats_2025.xlsx"
    preview = preview_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM)
    assert preview.kind is ImportKind.SCHOOLS
    assert preview.counts.rejected == 0, preview.problems[:5]
    assert preview.counts.new == 2435
