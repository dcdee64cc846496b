"""Working out published attendance against what is held."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import Row, Severity
from data.importing.kinds.benchmark import MEASURES
from data.importing.plans.people import settle_each
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.attendance.openings import Benchmark, BenchmarkMark

_KEY = ("year", "area_code", "sector", "stage", "measure")
_VALUES = ("area_name", "area_kind", "percent", "mark")


def plan_benchmark(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each published figure as new, changed or the same."""
    plan = ImportPlan()
    rows = held_rows(session, Benchmark, "id", *_KEY, *_VALUES)
    held = {row[1:6]: (row[0], dict(zip(_VALUES, row[6:], strict=True))) for row in rows}
    if not request.parsed.fields & {"measure", "value"}:
        request.parsed.rows[:] = [each for row in request.parsed.rows for each in _by_measure(row)]
    for row in request.parsed.rows:
        _check(row)
    _mark_false_zeros(request.parsed.rows)

    def compare(row: Row, key: tuple[Any, ...]) -> Outcome:
        return _compare(plan, key, row.values, held.get(key))

    settle_each(plan, request.parsed.rows, what="figure", key_of=_key_of, compare=compare)
    plan.judge_changed(len(held), "published figures")
    return plan


def _by_measure(row: Row) -> Iterator[Row]:
    """One row for each measure that has a figure, from a row with a column for each; blank measures give none."""
    told = [measure for measure in MEASURES if row.values.get(measure) is not None]
    if row.is_rejected or not told:
        yield row
        return
    for measure in told:
        yield replace(row, values={**row.values, "measure": measure, "value": row.values[measure]})


def _check(row: Row) -> None:
    for name in ("year", "measure", "value"):
        if row.values.get(name) is None and not row.is_rejected:
            row.say(name, f"The {row.layout.kind.field(name).label.lower()} is missing.")
    if not row.is_rejected and not _area(row.values)[0]:
        row.say("seed_code", "The row does not say which school, council or country it is about.")


def _area(values: dict[str, Any]) -> tuple[str, str, str]:
    """Code, kind and name of the area. A code of 0, or the council's own, stands for all its schools."""
    seed, council = values.get("seed_code") or "", values.get("la_code") or ""
    name = values.get("school_name") or ""
    if seed.strip("0") and seed != council:
        return seed, "school", name
    if council.strip("0"):
        return council, "council", values.get("la_name") or name
    is_scotland = bool(seed or council)
    return ("0" if is_scotland else ""), "scotland", values.get("la_name") or "Scotland"


def _key_of(row: Row) -> tuple[Any, ...] | None:
    return None if row.is_rejected else _key(row.values)


def _key(values: dict[str, Any]) -> tuple[Any, ...]:
    sector = (values.get("sector") or "").lower()
    return values["year"], _area(values)[0][:12], sector, values.get("stage") or "all", values["measure"]


def _mark_false_zeros(rows: list[Row]) -> None:
    """No school has no attendance at all: zeros stand where it did not yet exist, and are kept as not available."""
    usable = [row for row in rows if not row.is_rejected]
    empty = {
        _key(row.values)[:4] for row in usable if row.values["measure"] == "attendance" and row.values["value"] == 0
    }
    for row in usable:
        if row.values["value"] == 0 and _key(row.values)[:4] in empty:
            row.values["value"] = BenchmarkMark.NOT_AVAILABLE
            reason = "Attendance of 0% cannot be right: the school was not open yet. We kept it as not available."
            row.say("value", reason, severity=Severity.DOUBTFUL)


def _compare(
    plan: ImportPlan, key: tuple[Any, ...], values: dict[str, Any], held: tuple[int, dict[str, Any]] | None
) -> Outcome:
    _, area_kind, area_name = _area(values)
    mark = values["value"] if isinstance(values["value"], BenchmarkMark) else None
    percent = None if mark else round(float(values["value"]), 6)
    found = {"area_name": area_name, "area_kind": area_kind, "percent": percent, "mark": mark}
    if held is None:
        plan.add(Benchmark, {**dict(zip(_KEY, key, strict=True)), **found})
        return Outcome.NEW
    return plan.replace(Benchmark, held[0], held[1], found)
