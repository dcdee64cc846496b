"""Working out the team's tracker: it fills in what the schools system does not say, and tells of support."""

from typing import Any

from sqlmodel import Session

from data.importing.fields import Row, Severity
from data.importing.kinds.tracker import CARE_SAYS_YES
from data.importing.matching import SchoolMatcher
from data.importing.plans.identity import held_identities, identity_of, observed_on, with_search_key
from data.importing.plans.people import DatedRow, characteristics, enrolments, pupil_numbers, required_schools
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest, resolve_school
from data.importing.plans.support import SupportBook, support_book
from models.attendance.pupils import CharacteristicKind, Pupil, Source
from models.text import search_key

_KEPT = "The tracker and the schools system differ; we kept what the schools system says."
_IDENTITY_FIELDS = {"forename": "forename", "surname": "surname", "born_on": "born_on", "sex": "sex"}


def plan_tracker(session: Session, request: PlanRequest) -> ImportPlan:
    """Plan each child of the tracker as new, changed or the same."""
    plan = ImportPlan()
    matcher = required_schools(session, request.options)
    rows = _Rows(session, request, plan, matcher)
    for row in request.parsed.rows:
        plan.settle(row, rows.work_out(row))
    plan.judge_changed(len(rows.support.held), "periods of support")
    plan.unusual += rows.support.missing_words()
    return plan


class _Rows:
    """The rows of one tracker, worked out one after the other."""

    def __init__(self, session: Session, request: PlanRequest, plan: ImportPlan, matcher: SchoolMatcher) -> None:
        self.plan, self.matcher = plan, matcher
        self.day = plan.observed_on = observed_on(request, plan)
        self.numbers = pupil_numbers(session, request.options)
        self.identities = held_identities(session)
        self.enrolled = enrolments(session, plan, day=self.day, source=Source.TRACKER)
        self.facts = characteristics(session, plan, day=self.day, source=Source.TRACKER)
        self.support: SupportBook = support_book(session, plan, today=request.today)
        self.first_rows: dict[str, Row] = {}

    def work_out(self, row: Row) -> Outcome:
        number = self.numbers.read(row)
        identity = identity_of(row, self.day)
        support = self.support.read(row, number)
        if row.is_rejected or number is None:
            return Outcome.REJECTED
        is_new = number not in self.numbers.known
        if is_new:
            self.numbers.add(self.plan, number, **with_search_key(identity))
        pupil_id = self.numbers.known[number]
        before = len(self.plan.updates) + sum(map(len, self.plan.inserts.values()))
        if number not in self.first_rows:
            self.first_rows[number] = row
            self._fill_in(row, pupil_id, identity, is_new=is_new)
        is_new_support = self.support.keep(row, pupil_id, support)
        after = len(self.plan.updates) + sum(map(len, self.plan.inserts.values()))
        if is_new or is_new_support:
            return Outcome.NEW
        return Outcome.CHANGED if after > before else Outcome.SAME

    def _fill_in(self, row: Row, pupil_id: int, identity: dict[str, Any], *, is_new: bool) -> None:
        if not is_new:
            self._fill_identity(row, pupil_id, identity)
        self._enrol(row, pupil_id)
        for kind, value in self._said(row).items():
            key = (pupil_id, kind)
            register = self.facts.current(key, Source.SEEMIS)
            if register is None:
                self.facts.write(key, {"pupil_id": pupil_id, "kind": kind}, {"value": value})
            elif register.values["value"] != value:
                field = "additional_support" if kind is CharacteristicKind.ADDITIONAL_SUPPORT else kind.value
                self._kept(row, field, value, register.values["value"])

    def _fill_identity(self, row: Row, pupil_id: int, identity: dict[str, Any]) -> None:
        """Fill gaps in a pupil's identity; what the register has is kept, and a difference pointed out."""
        held = self.identities[pupil_id]
        filled = {name: held[name] if held[name] is not None else value for name, value in identity.items()}
        self.plan.change(Pupil, pupil_id, held, with_search_key(filled))
        for name, field in _IDENTITY_FIELDS.items():
            told, kept = identity[name], filled[name]
            if told is not None and _plain(told) != _plain(kept):
                column = field if field in row.layout.columns else "name"
                self._kept(row, column, _words(told), _words(kept))

    def _kept(self, row: Row, field: str, told: str, kept: str) -> None:
        detail = f"The tracker says {told}; the schools system says {kept}."
        row.say(field, _KEPT, severity=Severity.DOUBTFUL, detail=detail)

    def _enrol(self, row: Row, pupil_id: int) -> None:
        """Write school and stage where the schools system gives none; else keep its own and point out a difference."""
        school_id = resolve_school(row, self.matcher, self.plan, is_needed=False)
        if school_id is None and (row.values.get("school") or row.values.get("seed_code")):
            reason = "We do not know this school, so we did not keep it. The rest of the row is kept."
            row.say("school" if row.values.get("school") else "seed_code", reason, severity=Severity.DOUBTFUL)
        stage = row.values.get("stage")
        register: DatedRow | None = self.enrolled.current(pupil_id, Source.SEEMIS)
        if register is None:
            if school_id is not None and stage is not None:
                values = {"school_id": school_id, "stage": stage, "registration_class": None, "house": None}
                self.enrolled.write(pupil_id, {"pupil_id": pupil_id}, values)
            return
        if school_id is not None and register.values["school_id"] != school_id:
            self._kept(row, "school", row.values.get("school") or row.section, "another school")
        if stage is not None and register.values["stage"] != stage:
            self._kept(row, "stage", stage, register.values["stage"])

    def _said(self, row: Row) -> dict[CharacteristicKind, str]:
        """The characteristics the row tells of. A blank says nothing."""
        values = row.values
        said: dict[CharacteristicKind, str] = {}
        for kind in (CharacteristicKind.FREE_MEALS, CharacteristicKind.KINSHIP):
            if values.get(kind) is not None:
                said[kind] = "yes" if values[kind] else "no"
        for kind in (CharacteristicKind.POSTCODE, CharacteristicKind.STATED_QUINTILE):
            if values.get(kind):
                said[kind] = values[kind]
        if values.get("additional_support") is not None:
            has_needs, reason = values["additional_support"]
            said[CharacteristicKind.ADDITIONAL_SUPPORT] = "yes" if has_needs else "no"
            if reason:
                said[CharacteristicKind.ADDITIONAL_SUPPORT_REASON] = reason
        if values.get("care_experience"):
            said[CharacteristicKind.CARE_EXPERIENCE] = _care(row)
        return said


def _care(row: Row) -> str:
    """Whether no, previously or currently looked after; a plain yes is taken as currently, and pointed out."""
    care: str = row.values["care_experience"]
    if care != CARE_SAYS_YES:
        return care
    reason = "The tracker does not say whether now or before; we took it as now."
    row.say("care_experience", reason, severity=Severity.DOUBTFUL)
    return "currently"


def _plain(value: object) -> object:
    return search_key(value) if isinstance(value, str) else value


def _words(value: object) -> str:
    return f"{value:%d/%m/%Y}" if hasattr(value, "strftime") else str(value)
