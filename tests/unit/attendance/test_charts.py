"""The attendance charts: honest scales, differences without colour, and little to send."""

from datetime import date

import pytest

from components.attendance.charts.attendance import (
    Bar,
    Curve,
    absence_over_time,
    attendance_by_name,
    attendance_over_time,
    share_by_name,
)
from components.kit.charts import COLOURS, DASHES, MARKERS, MOST_SERIES, mark, plain

MONTHS = [date(2025 + (7 + n) // 12, (7 + n) % 12 + 1, 1) for n in range(24)]
WORDS = "136,672 openings, 4,271 pupils"
OPENINGS = 136_672


def _curve(name: str, percent: float | None = 87.654) -> Curve:
    return Curve(name, (percent,) * len(MONTHS), (OPENINGS,) * len(MONTHS))


def _luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("background", ["#FFFFFF", "#1D1C1A"])
@pytest.mark.parametrize("colour", COLOURS)
def test_every_colour_stands_out_on_light_and_dark(colour, background):
    """WCAG 2.2, 1.4.11: graphics differ from what is beside them by 3 to 1."""
    light, dark = sorted((_luminance(colour), _luminance(background)), reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 3


def test_no_two_series_share_colour_or_marker_and_neighbours_differ_in_dash():
    looks = [mark(place) for place in range(MOST_SERIES)]
    assert len({look.colour for look in looks}) == len({look.marker for look in looks}) == MOST_SERIES
    assert all(one.dash != two.dash for one, two in zip(looks, looks[1:], strict=False))
    assert len(COLOURS) == len(DASHES) <= len(MARKERS)


def test_lines_are_rounded_labelled_and_few():
    figure = attendance_over_time(MONTHS, [_curve(f"School {n}") for n in range(40)])
    assert len(figure.data) == MOST_SERIES
    assert set(figure.data[0].y) == {87.7}
    assert "does not begin at 0" in figure.layout.annotations[0].text
    assert figure.layout.yaxis.range[0] > 0
    assert figure.data[0].customdata[0] == OPENINGS
    assert "openings" in figure.data[0].hovertemplate


@pytest.mark.parametrize(
    "figure",
    [
        attendance_over_time(MONTHS, [_curve("A school with a rather long name, campus of another") for _ in range(8)]),
        absence_over_time(MONTHS, [_curve(name) for name in ("Authorised", "Unauthorised", "Other")]),
        attendance_by_name([Bar("St Somebody's Primary School", 87.65, WORDS)] * 40, average=86.0, average_name="All"),
        share_by_name([Bar("St Somebody's Primary School", 32.1, WORDS)] * 40, average=None, average_name=""),
    ],
)
def test_a_chart_is_less_than_ten_kilobytes_however_much_is_behind_it(figure):
    assert len(figure.to_json()) < 10_000


def test_shares_and_absence_begin_at_zero():
    bars = share_by_name([Bar("P7", 30.0, WORDS)], average=25.0, average_name="All")
    assert bars.layout.xaxis.rangemode == "tozero"
    assert bars.layout.annotations[0].text == "All: 25.0%"
    stacked = absence_over_time(MONTHS, [_curve("Authorised"), _curve("Unauthorised")])
    assert stacked.layout.yaxis.range is None
    assert stacked.layout.barmode == "stack"
    assert stacked.data[0].marker.pattern.shape != stacked.data[1].marker.pattern.shape


def test_a_missing_value_is_a_gap_and_an_empty_chart_has_no_scale():
    figure = attendance_over_time(MONTHS, [_curve("Hidden", None)])
    assert set(figure.data[0].y) == {None}
    assert figure.layout.yaxis.range is None


def test_school_years_are_named_as_such():
    years = [f"{year}/{year + 1 - 2000}" for year in range(2010, 2024)]
    figure = attendance_over_time([date(2010 + n, 8, 1) for n in range(14)], [_curve("Scotland")], years=years)
    assert figure.layout.xaxis.ticktext[0] == "2010/11"
    assert len(figure.layout.xaxis.ticktext) <= 7


def test_names_cannot_carry_markup_and_are_broken_for_a_phone():
    assert plain("<b>Bad</b> School") == "‹b›Bad‹/b› School"
    assert plain("St Patrick's Primary School - Auchinleck", width=20) == "St Patrick's Primary<br>School - Auchinleck"
