"""Working out a list of schools against those held."""

from typing import Any

from sqlmodel import Session, select

from data.importing.fields import Row
from data.importing.kinds.schools import check_school
from data.importing.plans.people import repeated
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.attendance.schools import School

_COLUMNS = ("name", "postcode", "cluster", "latitude", "longitude", "roll", "quintile_1_pupils", "is_supported")


def plan_schools(session: Session, request: PlanRequest) -> ImportPlan:
    """Each school new, changed or the same, by SEED code and sector. Blank cells change nothing."""
    plan, seen = ImportPlan(), dict[tuple[str, str], Row]()
    held = {(school.seed_code, school.sector): school for school in session.exec(select(School))}
    for row in request.parsed.rows:
        check_school(row)
        key = (row.values.get("seed_code") or "", str(row.values.get("sector")))
        if row.is_rejected or repeated(row, seen.get(key), what="school"):
            plan.settle(row, Outcome.REJECTED)
            continue
        seen[key] = row
        plan.settle(row, _compare(plan, row, held.get((row.values["seed_code"], row.values["sector"]))))
    plan.judge_changed(len(held), "schools")
    return plan


def _compare(plan: ImportPlan, row: Row, held: School | None) -> Outcome:
    values: dict[str, Any] = {name: row.values.get(name) for name in _COLUMNS}
    if held is None:
        fixed = {"seed_code": row.values["seed_code"], "sector": row.values["sector"]}
        plan.add(School, {**fixed, **values, "is_supported": bool(values["is_supported"])})
        return Outcome.NEW
    before = {name: getattr(held, name) for name in _COLUMNS}
    told = {name: value for name, value in values.items() if value is not None}
    if not plan.change(School, held.id, before, told):
        return Outcome.SAME
    plan.altered += any(before[name] is not None and before[name] != value for name, value in told.items())
    return Outcome.CHANGED
