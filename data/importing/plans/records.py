"""Working out records of any kind against those held."""

from typing import Any

from sqlmodel import Session, select

from data.importing.fields import Row
from data.importing.kinds.records import IN_FILES
from data.importing.plans.people import repeated
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest
from models.kinds import Kind, PartRecord, checked, problems_of

BY = "a file"  # who wrote it down, as the record's page says


def plan_records(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each record as new, changed or the same, by the column its kind names. Blank cells change nothing."""
    kind = IN_FILES[request.parsed.recognised.kind.kind]
    plan, seen = ImportPlan(), dict[str, Row]()
    held = {_key(getattr(row, kind.file_key)): row for row in session.exec(select(kind.table))}
    for row in request.parsed.rows:
        given = {name: value for name, value in row.values.items() if value not in (None, "")}
        key = _key(given.get(kind.file_key))
        there = held.get(key)
        for name, words in problems_of(kind, given, there=there.model_dump() if there else None).items():
            row.say(name, words)
        if row.is_rejected or repeated(row, seen.get(key), what=kind.title.lower()):
            plan.settle(row, Outcome.REJECTED)
            continue
        seen[key] = row
        plan.settle(row, _compare(plan, kind, given, there))
    plan.judge_changed(len(held), f"{kind.title.lower()}s")
    return plan


def _key(value: object) -> str:
    return " ".join(str(value or "").casefold().split())


def _compare(plan: ImportPlan, kind: Kind, given: dict[str, Any], held: PartRecord | None) -> Outcome:
    if held is None:
        table: Any = kind.table
        row = table(**checked(kind, given), recorded_by=BY)
        plan.add(kind.table, row.model_dump(exclude={"id", "import_id"}))
        return Outcome.NEW
    before = {name: getattr(held, name) for name in given}
    if not plan.change(kind.table, held.id, before, given):
        return Outcome.SAME
    plan.altered += any(before[name] not in (None, "", value) for name, value in given.items())
    return Outcome.CHANGED
