"""Working out the SIMD postcode lookup against what is held."""

from typing import Any

from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import Row
from data.importing.kinds.simd import checked_postcode
from data.importing.plans.people import settle_each
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.attendance.simd import SIMD_VERSION, PostcodeSimd


def plan_simd(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each postcode as new, changed or the same."""
    plan = ImportPlan()
    rows = held_rows(session, PostcodeSimd, "postcode", "data_zone", "rank")
    held = {postcode: {"data_zone": data_zone, "rank": rank} for postcode, data_zone, rank in rows}

    def compare(row: Row, postcode: str) -> Outcome:
        return _compare(plan, row.values, held.get(postcode))

    settle_each(plan, request.parsed.rows, what="postcode", key_of=checked_postcode, compare=compare)
    plan.judge_changed(len(held), "postcodes")
    return plan


def _compare(plan: ImportPlan, values: dict[str, Any], held: dict[str, Any] | None) -> Outcome:
    found = {"data_zone": values["data_zone"], "rank": values["rank"]}
    if held is None:
        plan.add(PostcodeSimd, {"postcode": values["postcode"], **found, "version": SIMD_VERSION})
        return Outcome.NEW
    return plan.replace(PostcodeSimd, values["postcode"], held, found)
