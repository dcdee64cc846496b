"""The views of the attendance page, by name."""

from collections.abc import Callable
from dataclasses import replace

from components.attendance.base import AttendanceView, FigureQuestion
from components.attendance.filters import FigureRequest, View
from components.attendance.groups import by_group, compare, often_absent
from components.attendance.trends import over_time, reasons
from models.attendance.figures import PupilFilters
from models.permissions import Actor


def build(actor: Actor, request: FigureRequest, names: dict[int, str]) -> AttendanceView:
    """The view asked for, from the figures this person may see."""
    # Published figures come from elsewhere: components/attendance/benchmark_view.py.
    builders: dict[View, Callable[[FigureQuestion], AttendanceView]] = {
        View.TIME: over_time,
        View.COMPARE: compare,
        View.GROUP: by_group,
        View.ABSENT: often_absent,
        View.REASONS: reasons,
    }
    view = builders[request.view](FigureQuestion(actor, request, names))
    return replace(view, caption=f"{view.caption}{_only_those(request.filters)}")


def _only_those(filters: PupilFilters) -> str:
    """What the filters leave, in words, so that a part is never taken for the whole."""
    parts = (filters.sector, filters.cluster and f"the {filters.cluster} cluster", filters.stage)
    stored = ", ".join(part for part in parts if part)
    return f" Only {stored}." if stored else ""
