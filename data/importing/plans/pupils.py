"""Working out the schools system's pupil list against what is held. It is the register: what it says is kept."""

from typing import Any

from sqlmodel import Session

from data.importing.fields import Row
from data.importing.matching import SchoolMatcher
from data.importing.plans.identity import held_identities, identity_of, observed_on, with_search_key
from data.importing.plans.people import (
    characteristics,
    enrolments,
    pupil_numbers,
    repeated,
    required_schools,
    school_on,
)
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest, missing_words, resolve_school
from models.attendance.pupils import CharacteristicKind, Pupil, Source

_YES_NO = (
    CharacteristicKind.FREE_MEALS,
    CharacteristicKind.ADDITIONAL_SUPPORT,
    CharacteristicKind.ENGLISH_ADDITIONAL,
    CharacteristicKind.LOOKED_AFTER,
)


def plan_pupils(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each pupil as new, changed or the same."""
    plan = ImportPlan()
    matcher = required_schools(session, request.options)
    rows = _Rows(session, request, plan, matcher)
    for row in request.parsed.rows:
        plan.settle(row, rows.work_out(row))
    rows.judge()
    return plan


class _Rows:
    """The rows of one list, worked out one after the other."""

    def __init__(self, session: Session, request: PlanRequest, plan: ImportPlan, matcher: SchoolMatcher) -> None:
        self.plan, self.matcher = plan, matcher
        self.day = plan.observed_on = observed_on(request, plan)
        self.numbers = pupil_numbers(session, request.options)
        self.identities = held_identities(session)
        self.enrolled = enrolments(session, plan, day=self.day, source=Source.SEEMIS)
        self.facts = characteristics(session, plan, day=self.day, source=Source.SEEMIS)
        self.enrolled_before = {pupil_id: school_on(facts, self.day) for pupil_id, facts in self.enrolled.facts.items()}
        self.seen: dict[str, Row] = {}
        self.schools: set[int] = set()

    def work_out(self, row: Row) -> Outcome:
        number = self.numbers.read(row)
        identity = identity_of(row, self.day)
        if not (identity["forename"] or identity["surname"]):
            row.say("surname", "The name is missing.")
        if row.values.get("stage") is None and not row.is_rejected:
            row.say("stage", "The stage is missing.")
        school_id = resolve_school(row, self.matcher, self.plan)
        if school_id is None and not row.is_rejected:
            row.say("school", "The school is missing.")
        if row.is_rejected or number is None or school_id is None or repeated(row, self.seen.get(number)):
            return Outcome.REJECTED
        self.seen[number] = row
        self.schools.add(school_id)
        return self._compare(row, number, identity, school_id)

    def _compare(self, row: Row, number: str, identity: dict[str, Any], school_id: int) -> Outcome:
        is_new = number not in self.numbers.known
        if is_new:
            pupil_id, is_changed = self.numbers.add(self.plan, number, **with_search_key(identity)), False
        else:
            pupil_id = self.numbers.known[number]
            is_changed = self._change_identity(pupil_id, identity)
        altered = is_changed and bool(self.identities.get(pupil_id, {}).get("search_key"))
        written = [self._enrol(row, pupil_id, school_id), *self._characteristics(row, pupil_id)]
        self.plan.altered += altered or any(had_other for _, had_other in written)
        if is_new:
            return Outcome.NEW
        return Outcome.CHANGED if is_changed or any(did for did, _ in written) else Outcome.SAME

    def _change_identity(self, pupil_id: int, identity: dict[str, Any]) -> bool:
        held = self.identities[pupil_id]
        told = {name: value for name, value in identity.items() if value is not None}
        return self.plan.change(Pupil, pupil_id, held, with_search_key({**held, **told}))

    def _enrol(self, row: Row, pupil_id: int, school_id: int) -> tuple[bool, bool]:
        """Write the enrolment if it differs; returns whether it was written, and whether it replaces another."""
        current = self.enrolled.current(pupil_id)
        values = {"school_id": school_id, "stage": row.values["stage"]}
        for name in ("registration_class", "house"):
            same_school = current is not None and current.values["school_id"] == school_id
            kept = current.values[name] if current is not None and same_school else None
            values[name] = row.values.get(name) or (None if name in row.layout.columns else kept)
        did = self.enrolled.write(pupil_id, {"pupil_id": pupil_id}, values)
        return did, did and current is not None

    def _characteristics(self, row: Row, pupil_id: int) -> list[tuple[bool, bool]]:
        said = {kind: "yes" if row.values[kind] else "no" for kind in _YES_NO if row.values.get(kind) is not None}
        if row.values.get("postcode"):
            said[CharacteristicKind.POSTCODE] = row.values["postcode"]
        written = []
        for kind, value in said.items():
            had = self.facts.current((pupil_id, kind)) is not None
            did = self.facts.write((pupil_id, kind), {"pupil_id": pupil_id, "kind": kind}, {"value": value})
            written.append((did, did and had))
        return written

    def judge(self) -> None:
        """Ask about a list that would change, or leaves out, an unusual share of the pupils of its schools."""
        in_file = {self.numbers.known[number] for number in self.seen}
        known = {pupil_id for pupil_id, school_id in self.enrolled_before.items() if school_id in self.schools}
        self.plan.judge_changed(len(known), "pupils of these schools")
        self.plan.unusual += missing_words(known, in_file, "pupils we know of at these schools")
