"""Working out a list of schools against those held."""

from typing import Any

from sqlmodel import Session, select

from data.importing.fields import Row
from data.importing.kinds.schools import checked_school
from data.importing.plans.people import settle_each
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.attendance.schools import School, Sector

_COLUMNS = ("name", "postcode", "cluster", "latitude", "longitude", "roll", "quintile_1_pupils", "is_supported")


def plan_schools(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each school as new, changed or the same, by SEED code and sector. Blank cells change nothing."""
    plan = ImportPlan()
    held = {(school.seed_code, school.sector): school for school in session.exec(select(School))}

    def compare(row: Row, key: tuple[str, Sector]) -> Outcome:
        return _compare(plan, row, held.get(key))

    settle_each(plan, request.parsed.rows, what="school", key_of=checked_school, compare=compare)
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
