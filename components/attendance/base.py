"""What every view of the attendance page is made of: what was asked, the finished view, and shared pieces."""

from collections.abc import Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from components.attendance.filters import FigureRequest
from components.kit.charts import Figure
from components.kit.tables import arrow_table
from data.attendance.queries.attendance import scope_of
from models.attendance.figures import Figures, PupilFilters
from models.permissions import Actor

Value = str | int | float | None
HEADINGS = (
    "Attendance %",
    "Pupils",
    "Openings",
    "Attended",
    "Authorised absence %",
    "Unauthorised absence %",
    "Often absent %",
    "Pupils often absent",
)


@dataclass(frozen=True, slots=True)
class AttendanceView:
    """Everything one view shows. Shared between people of the same scope, so never changed."""

    title: str
    caption: str = ""
    notes: tuple[str, ...] = ()
    figure: Figure | None = None
    summary: str = ""  # the chart in words, for the text below it and for its alternative text
    headings: tuple[str, ...] = ()
    rows: tuple[tuple[Value, ...], ...] = ()
    missing: str = "–"  # what stands for a value that is hidden or that there is none of
    table: pa.Table = field(default_factory=lambda: arrow_table(()))


@dataclass(frozen=True, slots=True)
class FigureQuestion:
    """The request with what every view needs to answer it."""

    actor: Actor
    request: FigureRequest
    names: dict[int, str]

    @property
    def is_suppressed(self) -> bool:
        return scope_of(actor=self.actor).is_suppressed

    @property
    def schools(self) -> int:
        return len(self.request.school_ids) or len(self.names)

    @property
    def filters(self) -> PupilFilters:
        """The filters with the chosen schools among them."""
        one = self.request.filters
        return PupilFilters(self.request.school_ids, one.sector, one.cluster, one.stage)


NOTHING = AttendanceView(title="No attendance for this choice", caption="Choose another year, school or filter.")


def made(headings: Sequence[str], rows: Sequence[Sequence[Value]], **parts: object) -> AttendanceView:
    """A view with its table."""
    stored = tuple(tuple(row) for row in rows)
    table = arrow_table([dict(zip(headings, row, strict=True)) for row in stored])
    return AttendanceView(headings=tuple(headings), rows=stored, table=table, **parts)  # type: ignore[arg-type]


def others_name(schools: int) -> str:
    return f"Average of {schools} other supported schools"


def missing(asked: FigureQuestion) -> str:
    return "hidden" if asked.is_suppressed else "–"


def values_of(figures: Figures) -> tuple[Value, ...]:
    """One line of the table, in the order of HEADINGS."""
    rates = (figures.rate, figures.authorised_rate, figures.unauthorised_rate, figures.persistent_rate)
    rate, authorised, unauthorised, often = (None if one is None else round(one, 1) for one in rates)
    counts = (figures.pupils, figures.possible, figures.attended)
    return (rate, *counts, authorised, unauthorised, often, figures.persistently_absent)
