"""What bringing a file in would do, worked out and not yet done."""

from collections import Counter
from collections.abc import Mapping, Set
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from typing import Any

from sqlmodel import SQLModel

from data.importing.fields import ImportOptions, Row, Severity
from data.importing.matching import SchoolMatcher
from data.importing.parsing import Parsed
from data.importing.periods import Period

UNUSUAL_CHANGED = 0.20  # share of what we hold that a file would alter, from which a person is asked
UNUSUAL_MISSING = 0.10  # share of those we know of that a file leaves out
UNUSUAL_FROM = 5  # below this many rows a share says little


class Outcome(StrEnum):
    """What became of a row."""

    NEW = "new"
    CHANGED = "changed"
    SAME = "same"
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True)
class PlanRequest:
    """Everything a plan is worked out from, besides the database."""

    parsed: Parsed
    filename: str
    options: ImportOptions
    today: date
    period: Period | None = None
    observed_on: date | None = None


@dataclass(frozen=True, slots=True)
class Update:
    """One row's changed columns, before and after."""

    model: type[SQLModel]
    key: Any
    before: dict[str, Any]
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class UnknownSchool:
    """A school's name in the file that fits none of ours, and the one it may mean."""

    name: str
    rows: int
    suggestion_id: int | None
    suggestion: str


@dataclass(slots=True)
class ImportPlan:
    """Rows to add and change, what became of each row of the file, and what to tell the person.

    A row to be added that others point at has a negative id until it is added.
    """

    inserts: dict[type[SQLModel], list[dict[str, Any]]] = field(default_factory=dict)
    updates: list[Update] = field(default_factory=list)
    outcomes: Counter[Outcome] = field(default_factory=Counter)
    altered: int = 0  # rows that would replace something we hold, as against filling a gap
    notes: list[str] = field(default_factory=list)
    unusual: list[str] = field(default_factory=list)
    unknown_schools: dict[str, UnknownSchool] = field(default_factory=dict)
    aliases: dict[str, int] = field(default_factory=dict)
    period: Period | None = None
    observed_on: date | None = None
    _last_id: int = 0

    @property
    def changes_nothing(self) -> bool:
        """Whether everything in the file is already held."""
        return not self.updates and not any(self.inserts.values())

    def add(self, model: type[SQLModel], values: dict[str, Any], *, has_id: bool = False) -> int:
        """Plan a new row; with `has_id`, return the negative id that others may point at."""
        if has_id:
            self._last_id -= 1
            values["id"] = self._last_id
        self.inserts.setdefault(model, []).append(values)
        return self._last_id

    def change(self, model: type[SQLModel], key: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:  # noqa: ANN401 - any primary key
        """Plan to set the columns that differ; say whether any do."""
        differing = {name: value for name, value in after.items() if before[name] != value}
        if differing:
            self.updates.append(Update(model, key, {name: before[name] for name in differing}, differing))
        return bool(differing)

    def replace(self, model: type[SQLModel], key: Any, before: Mapping[str, Any], after: Mapping[str, Any]) -> Outcome:  # noqa: ANN401 - any primary key
        """Plan to set the columns that differ, where nothing was a gap, and count the row as altered if any do."""
        is_changed = self.change(model, key, before, after)
        self.altered += is_changed
        return Outcome.CHANGED if is_changed else Outcome.SAME

    def settle(self, row: Row, outcome: Outcome) -> None:
        """Note what became of a row of the file."""
        self.outcomes[Outcome.REJECTED if row.is_rejected else outcome] += 1

    def judge_changed(self, held: int, what: str) -> None:
        """Ask about a file that would replace an unusual share of what is held."""
        if self.altered >= UNUSUAL_FROM and self.altered > held * UNUSUAL_CHANGED:
            self.unusual.append(
                f"{self.altered:,} of the {held:,} {what} we hold would change. "
                "Please check that this is the right file."
            )


def missing_words(known: Set[Any], in_file: Set[Any], what: str) -> list[str]:
    """The sentence for an unusual share of those we know of left out, or none when the share is usual."""
    missing = len(known - in_file)
    if missing < UNUSUAL_FROM or missing <= len(known) * UNUSUAL_MISSING:
        return []
    return [f"{missing:,} of the {len(known):,} {what} are not in this file. Please check that it is complete."]


def resolve_school(row: Row, matcher: SchoolMatcher, plan: ImportPlan, *, is_needed: bool = True) -> int | None:
    """The school of a row, by its own columns or the name standing above it; problems are noted on the row."""
    values = row.values
    name, code = values.get("school") or row.section or None, values.get("seed_code")
    if name is None and code is None:
        return None
    match = matcher.find(code, name, stage=values.get("stage"))
    if match.school is None:
        column = "school" if values.get("school") or not code else "seed_code"
        _note_unknown(
            plan,
            name,
            match.suggestion.id if match.suggestion else None,
            match.suggestion.name if match.suggestion else "",
        )
        if is_needed:
            row.say(column, match.reason)
        return None
    if match.note:
        row.say("seed_code", match.note, severity=Severity.DOUBTFUL)
    return match.school.id


def _note_unknown(plan: ImportPlan, name: str | None, suggestion_id: int | None, suggestion: str) -> None:
    if name:
        rows = plan.unknown_schools[name].rows if name in plan.unknown_schools else 0
        plan.unknown_schools[name] = UnknownSchool(name, rows + 1, suggestion_id, suggestion)
