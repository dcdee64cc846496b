"""What a dry run shows, and what of it a person who does not work with the children may see."""

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from data.importing.fields import FileKind, Problem, Severity, Skipped
from data.importing.parsing import Parsed
from data.importing.periods import Period
from data.importing.plans.plan import ImportPlan, Outcome, PlanRequest, UnknownSchool
from data.importing.recognise import Column
from models.imports import ImportKind
from models.permissions import Actor, Permission

HIDDEN = "hidden"
_LONGEST_COUNT = 4  # digits; a longer number is no score and no count of openings
_KINDS_ABOUT_CHILDREN = frozenset(
    {ImportKind.PUPILS, ImportKind.TRACKER, ImportKind.ATTENDANCE, ImportKind.WEBS, ImportKind.EVALUATIONS}
)


@dataclass(frozen=True, slots=True)
class Counts:
    """Rows of the file by what becomes of them. New, changed, same and rejected add up to `rows`."""

    rows: int
    new: int
    changed: int
    same: int
    rejected: int
    doubtful: int  # accepted, but with something to look at; repaired rows included
    repaired: int
    skipped: int  # titles between rows, totals and the like: not data


@dataclass(frozen=True, slots=True)
class Preview:
    """A dry run. `blocked` says why it cannot be confirmed as it stands; empty when it can."""

    kind: ImportKind
    kind_label: str
    filename: str
    sheets: tuple[str, ...]
    header_row: int  # counted from 1
    columns: tuple[Column, ...]
    headings_key: str
    saved_mapping: str  # the name of the saved mapping that was used
    counts: Counts
    problems: tuple[Problem, ...]
    skipped: tuple[Skipped, ...]
    notes: tuple[str, ...]
    warnings: tuple[str, ...]  # to be acknowledged with options.accept_unusual_share
    unknown_schools: tuple[UnknownSchool, ...]
    period: Period | None
    observed_on: date | None
    blocked: str = ""
    is_acknowledged: bool = True

    @property
    def can_confirm(self) -> bool:
        """Whether bringing the file in with the same choices would be done."""
        return not self.blocked and self.is_acknowledged

    @property
    def mapping(self) -> dict[str, str]:
        """The heading each field was read from."""
        return {column.field: column.heading for column in self.columns if column.field}


def counts_of(parsed: Parsed, plan: ImportPlan) -> Counts:
    """Rows by outcome; doubtful and repaired ones count among those not rejected."""
    accepted = [row for row in parsed.rows if not row.is_rejected]
    severities = [{problem.severity for problem in row.problems} for row in accepted if row.problems]
    outcomes = Counter(plan.outcomes)
    return Counts(
        rows=len(parsed.rows),
        new=outcomes[Outcome.NEW],
        changed=outcomes[Outcome.CHANGED],
        same=outcomes[Outcome.SAME],
        rejected=outcomes[Outcome.REJECTED],
        doubtful=len(severities),
        repaired=sum(Severity.REPAIRED in found for found in severities),
        skipped=len(parsed.skipped),
    )


def build_preview(
    request: PlanRequest, plan: ImportPlan, *, by: Actor, saved_mapping: str = "", blocked: str = ""
) -> Preview:
    """The dry run as this person may see it."""
    recognised, parsed = request.parsed.recognised, request.parsed
    counts = counts_of(parsed, plan)
    if not blocked and counts.rows == counts.rejected:
        blocked = "None of the rows can be brought in as they are. Please look at the reasons below."
    is_open = by.can(Permission.PUPIL_SEARCH)
    columns = recognised.sheets[0].columns
    problems = [problem for row in parsed.rows for problem in row.problems]
    return Preview(
        kind=recognised.kind.kind,
        kind_label=recognised.kind.label,
        filename=request.filename,
        sheets=tuple(reading.sheet.name for reading in recognised.sheets),
        header_row=recognised.sheets[0].header + 1,
        columns=columns if is_open else tuple(_masked_column(one, recognised.kind) for one in columns),
        headings_key=recognised.headings_key,
        saved_mapping=saved_mapping,
        counts=counts,
        problems=tuple(problems if is_open else map(_masked_problem, problems)),
        skipped=tuple(parsed.skipped),
        notes=(*recognised.notes, *_doubtful_columns(columns), *plan.notes),
        warnings=tuple(plan.unusual),
        unknown_schools=tuple(plan.unknown_schools.values()),
        period=plan.period,
        observed_on=plan.observed_on,
        blocked=blocked,
        is_acknowledged=not plan.unusual or request.options.accept_unusual_share,
    )


def _doubtful_columns(columns: tuple[Column, ...]) -> list[str]:
    return [
        f"We took the column “{column.heading}” for {column.label.lower()}. Please check."
        for column in columns
        if column.is_doubtful
    ]


def _masked_column(column: Column, kind: FileKind) -> Column:
    """The column, its examples hidden if they may tell of a child; an unknown column may hold anything."""
    is_hidden = kind.kind in _KINDS_ABOUT_CHILDREN and column.is_personal
    return replace(column, examples=(HIDDEN,)) if is_hidden and column.examples else column


def _masked_problem(problem: Problem) -> Problem:
    """The problem, what it says of a child hidden. A faulty candidate number stays: it is what has to be mended."""
    digits = problem.value.replace(" ", "")
    is_number = problem.is_personal and digits.isdigit() and len(digits) > _LONGEST_COUNT
    value = HIDDEN if problem.is_personal and problem.value and not is_number else problem.value
    return replace(problem, value=value, detail="")
