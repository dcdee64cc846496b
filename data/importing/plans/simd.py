"""Working out the SIMD postcode lookup against what is held."""

from typing import Any

from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import Row
from data.importing.kinds.simd import check_postcode
from data.importing.plans.people import repeated
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.attendance.simd import SIMD_VERSION, PostcodeSimd


def plan_simd(session: Session, request: PlanRequest) -> ImportPlan:
    """Each postcode new, changed or the same."""
    plan, seen = ImportPlan(), dict[str, Row]()
    rows = held_rows(session, PostcodeSimd, "postcode", "data_zone", "rank")
    held = {postcode: {"data_zone": data_zone, "rank": rank} for postcode, data_zone, rank in rows}
    for row in request.parsed.rows:
        check_postcode(row)
        postcode = row.values.get("postcode") or ""
        if row.is_rejected or repeated(row, seen.get(postcode), what="postcode"):
            plan.settle(row, Outcome.REJECTED)
            continue
        seen[postcode] = row
        plan.settle(row, _compare(plan, row.values, held.get(postcode)))
    plan.judge_changed(len(held), "postcodes")
    return plan


def _compare(plan: ImportPlan, values: dict[str, Any], held: dict[str, Any] | None) -> Outcome:
    found = {"data_zone": values["data_zone"], "rank": values["rank"]}
    if held is None:
        plan.add(PostcodeSimd, {"postcode": values["postcode"], **found, "version": SIMD_VERSION})
        return Outcome.NEW
    is_changed = plan.change(PostcodeSimd, values["postcode"], held, found)
    plan.altered += is_changed
    return Outcome.CHANGED if is_changed else Outcome.SAME
