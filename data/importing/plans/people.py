"""Pupils by candidate number, and what was known about them on a day."""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlmodel import Session

from data.core.tables import held_rows
from data.importing.fields import ImportOptions, Row, Severity
from data.importing.matching import KnownSchool, SchoolMatcher
from data.importing.plans.plan import ImportPlan, Outcome
from models.attendance.candidate_number import NumberState, read_candidate_number
from models.attendance.pupils import Characteristic, Enrolment, Pupil, Source
from models.attendance.schools import School, SchoolAlias
from models.errors import ImportProblem

ACCEPT_UNUSUAL = "You can accept unusual numbers if it is right."  # ends the reason of every row this would bring in


def school_matcher(session: Session, options: ImportOptions) -> SchoolMatcher:
    """A matcher that knows every school and the names people said mean one."""
    rows = held_rows(session, School, "id", "name", "seed_code", "sector")
    aliases = dict(held_rows(session, SchoolAlias, "name_key", "school_id"))
    return SchoolMatcher(tuple(KnownSchool(*row) for row in rows), aliases, options.school_matches)


def required_schools(session: Session, options: ImportOptions) -> SchoolMatcher:
    """A matcher of schools; ImportProblem when there are none yet, as no pupil can be placed without one."""
    matcher = school_matcher(session, options)
    if not matcher.schools:
        raise ImportProblem("Bring in the list of schools first. Then this file can be brought in.")
    return matcher


@dataclass(slots=True)
class PupilNumbers:
    """Pupils we know by number, and those this file adds."""

    known: dict[str, int]
    options: ImportOptions
    added: int = 0

    def read(self, row: Row) -> str | None:
        """The row's candidate number, mended or accepted as the person chose; None when it cannot be used."""
        text = row.values.get("candidate_number")
        if text is None:
            if not row.is_rejected:
                row.say("candidate_number", "The candidate number is missing.")
            return None
        number = read_candidate_number(text)
        if number.state is NumberState.VALID:
            return number.digits
        if number.state is NumberState.LOST_ZERO:
            return self._repaired(row, number.digits or "")
        if number.state is NumberState.WRONG_CHECK:
            return self._unusual(row, number.digits or text.replace(" ", "").zfill(9), was_short=number.digits is None)
        row.say("candidate_number", "This is not a candidate number, which has nine digits.")
        return None

    def _repaired(self, row: Row, digits: str) -> str | None:
        if self.options.repair_lost_zeros:
            reason = "The zero at the front was lost; we put it back."
            row.say("candidate_number", reason, severity=Severity.REPAIRED, detail=f"We read {digits}.")
            return digits
        row.say("candidate_number", "The zero at the front seems to be lost. You can let us put it back.")
        return None

    def _unusual(self, row: Row, digits: str, *, was_short: bool) -> str | None:
        fault = "The last digit does not fit the others, so a digit may be wrong."
        if digits in self.known:
            row.say("candidate_number", f"{fault} We know a pupil by this number.", severity=Severity.DOUBTFUL)
            return digits
        if was_short:
            row.say("candidate_number", "This has eight digits, and a zero at the front does not make it fit.")
            return None
        if self.options.accept_unusual_numbers:
            row.say("candidate_number", f"{fault} You chose to accept it.", severity=Severity.DOUBTFUL)
            return digits
        row.say("candidate_number", f"{fault} {ACCEPT_UNUSUAL}")
        return None

    def add(self, plan: ImportPlan, number: str, **identity: Any) -> int:  # noqa: ANN401 - column values
        """Plan a pupil we did not know, and return the id to point at."""
        values = {"forename": None, "surname": None, "search_key": "", "born_on": None, "sex": None, **identity}
        self.known[number] = plan.add(Pupil, {"candidate_number": number, **values}, has_id=True)
        self.added += 1
        return self.known[number]


def pupil_numbers(session: Session, options: ImportOptions) -> PupilNumbers:
    """Every pupil we know, by candidate number."""
    return PupilNumbers(dict(held_rows(session, Pupil, "candidate_number", "id")), options)


def repeated(row: Row, first: Row | None, *, what: str = "pupil") -> bool:
    """Whether the row is about someone an earlier row was about; then it is left out, naming that row."""
    if first is None:
        return False
    same = "with the same values" if row.values == first.values else "with other values"
    where = first.place if first.layout is row.layout else f"{first.place} of the sheet “{first.layout.sheet}”"
    row.say(row.layout.kind.key, f"The same {what} is already in {where}, {same}. We kept {first.place}.")
    return True


def settle_each(
    plan: ImportPlan,
    rows: Iterable[Row],
    *,
    what: str,
    key_of: Callable[[Row], Hashable],
    compare: Callable[[Row, Any], Outcome],
) -> None:
    """Compare each row with what is held by its key, and leave out what has none or is about the same thing again."""
    seen: dict[Hashable, Row] = {}
    for row in rows:
        key, outcome = key_of(row), Outcome.REJECTED
        if key is not None and not row.is_rejected and not repeated(row, seen.get(key), what=what):
            seen[key], outcome = row, compare(row, key)
        plan.settle(row, outcome)


@dataclass(slots=True)
class DatedRow:
    """One dated row about a pupil. `values` are its columns."""

    id: int
    observed_on: date
    source: Source
    values: dict[str, Any]


def in_force(facts: Iterable[DatedRow], day: date, source: Source) -> DatedRow | None:
    """The newest fact from one source up to a day."""
    known = [fact for fact in facts if fact.source is source and fact.observed_on <= day]
    return max(known, key=lambda fact: fact.observed_on, default=None)


@dataclass(slots=True)
class FactBook:
    """Dated facts of one table by subject, and the writing of new ones."""

    model: type[Enrolment] | type[Characteristic]
    day: date
    source: Source
    plan: ImportPlan
    facts: dict[Any, list[DatedRow]] = field(default_factory=dict)

    def current(self, subject: Any, source: Source | None = None) -> DatedRow | None:  # noqa: ANN401 - any key
        """What is in force on the day, from this file's source or the one named."""
        return in_force(self.facts.get(subject, ()), self.day, source or self.source)

    def write(self, subject: Any, fixed: dict[str, Any], values: dict[str, Any]) -> bool:  # noqa: ANN401 - any key
        """Plan a fact from this file unless it is already in force; say whether anything is written."""
        current = self.current(subject)
        if current is not None and current.values == values:
            return False
        facts = self.facts.setdefault(subject, [])
        same_day = next((fact for fact in facts if fact.observed_on == self.day), None)
        if same_day is not None and same_day.id > 0:
            before = {**same_day.values, "source": same_day.source}
            self.plan.change(self.model, same_day.id, before, {**values, "source": self.source})
        else:
            self.plan.add(self.model, {**fixed, **values, "observed_on": self.day, "source": self.source})
        facts.append(DatedRow(0, self.day, self.source, values))
        return True


def characteristics(session: Session, plan: ImportPlan, *, day: date, source: Source) -> FactBook:
    """Every dated characteristic stored, by pupil and kind."""
    book = FactBook(Characteristic, day, source, plan)
    names = ("pupil_id", "kind", "id", "observed_on", "source", "value")
    for pupil_id, kind, row_id, observed_on, row_source, value in held_rows(session, Characteristic, *names):
        book.facts.setdefault((pupil_id, kind), []).append(DatedRow(row_id, observed_on, row_source, {"value": value}))
    return book


def enrolments(session: Session, plan: ImportPlan, *, day: date, source: Source) -> FactBook:
    """Every dated school and stage stored, by pupil."""
    book = FactBook(Enrolment, day, source, plan)
    names = ("school_id", "stage", "registration_class", "house")
    for row in held_rows(session, Enrolment, "pupil_id", "id", "observed_on", "source", *names):
        values = dict(zip(names, row[4:], strict=True))
        book.facts.setdefault(row[0], []).append(DatedRow(row[1], row[2], row[3], values))
    return book


def school_on(facts: Sequence[DatedRow], day: date) -> int | None:
    """The school a pupil was enrolled at on a day, or else the first one known after it."""
    for source in (Source.SEEMIS, Source.TRACKER):
        found = in_force(facts, day, source)
        if found is not None:
            return int(found.values["school_id"])
    first = min(facts, key=lambda fact: fact.observed_on, default=None)
    return int(first.values["school_id"]) if first else None
