"""The published secondary attendance beside the schools the person may see."""

from datetime import date

from components.attendance.base import AttendanceView, made
from components.attendance.charts.attendance import Curve, attendance_over_time
from components.kit.charts import MOST_SERIES
from data.attendance.queries.attendance import BenchmarkRow, benchmarks
from models.permissions import Actor

_MARKS = {"c": "withheld to protect pupils", "z": "not applicable", "x": "not available", "low": "close to zero"}
_RANK = {"scotland": 0, "council": 1, "school": 2}
_NOTES = (
    "Published by the Scottish Government for secondary schools, all stages together. It is not worked out from the "
    "files brought in here, so it may differ from the other views.",
    "No figures were published for a year that is missing from the chart.",
)


def build_benchmarks(actor: Actor, seed_codes: frozenset[str]) -> AttendanceView:
    """Scotland, the council, and those of the schools with these codes that the person may see by name."""
    rows = [
        row
        for row in benchmarks(actor=actor)
        if row.measure.lower() == "attendance" and (row.area_kind != "school" or row.area_code in seed_codes)
    ]
    if not rows:
        return AttendanceView("No published figures yet", "They appear here once your team lead has brought them in.")
    areas = sorted({(_RANK.get(row.area_kind, 3), row.area_name) for row in rows})
    years = sorted({row.year for row in rows})
    by_place = {(row.area_name, row.year): row for row in rows}
    curves = [_curve(name, years, by_place) for _, name in areas[:MOST_SERIES]]
    return made(
        ("School year", *(name for _, name in areas)),
        [(year, *(_words(by_place.get((name, year))) for _, name in areas)) for year in reversed(years)],
        title=_title(years[-1], areas, by_place),
        caption=f"Published attendance, {years[0]} to {years[-1]}." + _left_out(len(areas)),
        notes=_NOTES,
        figure=attendance_over_time([date(int(year[:4]), 8, 1) for year in years], curves, years=years),
        summary="; ".join(f"{name} {_words(by_place.get((name, years[-1])))}" for _, name in areas)
        + f" in {years[-1]}.",
    )


def _curve(name: str, years: list[str], by_place: dict[tuple[str, str], BenchmarkRow]) -> Curve:
    found = [by_place.get((name, year)) for year in years]
    return Curve(name, tuple(row.percent if row else None for row in found), tuple(years))


def _words(row: BenchmarkRow | None) -> str:
    if row is None:
        return "not published"
    return f"{row.percent:.1f}%" if row.percent is not None else _MARKS.get(row.mark or "", "not published")


def _title(year: str, areas: list[tuple[int, str]], by_place: dict[tuple[str, str], BenchmarkRow]) -> str:
    parts = [f"{_words(by_place.get((name, year)))} in {name}" for rank, name in areas if rank < _RANK["school"]]
    return f"Published secondary attendance in {year}: {' and '.join(parts) or 'see the chart'}"


def _left_out(areas: int) -> str:
    return f" The chart shows {MOST_SERIES} of {areas}; choose schools to see others." if areas > MOST_SERIES else ""
