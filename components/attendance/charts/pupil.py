"""One pupil's attendance beside the school's."""

from collections.abc import Sequence

import plotly.graph_objects as go

from components.attendance.charts.attendance import Curve, attendance_over_time
from models.attendance.openings import rate
from models.attendance.pupil_attendance import PupilAttendance


def pupil_attendance(points: Sequence[PupilAttendance]) -> go.Figure:
    """A line for the pupil and one for the school, in per cent; a gap where there were no openings."""
    pupil = [(point.attended, point.possible) for point in points]
    school = [(point.school_attended, point.school_possible) for point in points]
    curves = [_curve("This pupil", pupil), _curve("All pupils of the school", school)]
    return attendance_over_time([point.first_on for point in points], curves)


def _curve(name: str, counts: Sequence[tuple[int, int]]) -> Curve:
    words = tuple(f"{attended:,} of {possible:,} openings" for attended, possible in counts)
    return Curve(name, tuple(rate(attended, possible) for attended, possible in counts), words)
