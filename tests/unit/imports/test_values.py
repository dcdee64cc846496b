"""Cells read as people write them, and refused with a reason when they could mean two things or nothing."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from data.importing import values
from data.importing.source import Cell
from data.importing.values import (
    PercentScale,
    percent_scale,
    read_date,
    read_decimal,
    read_percent,
    read_sex,
    read_stage,
    read_text,
    read_whole_number,
    read_yes_no,
)  # fmt: skip
from models.attendance.pupils import STAGES, Sex

READERS: tuple[Callable[[Cell], object], ...] = (
    read_text, read_whole_number, read_decimal, read_percent, read_date, read_yes_no, read_sex, read_stage,
)  # fmt: skip
WRITTEN_OUT = "0123456789/-.,: %TZPSpsXxYyNn#✓—\u00a0\u200bJanFebTue"
CELLS = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.dates(), st.datetimes(), st.text(),
    st.text(alphabet=WRITTEN_OUT, max_size=16),
)  # fmt: skip


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("blank", [None, "", "   ", "\u00a0", "\u200b\n"])
def test_blank_is_none_and_not_zero(read: Callable[[Cell], object], blank: Cell) -> None:
    assert read(blank) is None


@pytest.mark.parametrize("read", READERS)
@pytest.mark.parametrize("cell", ["#REF!", "#N/A", " #div/0! "])
def test_errors_from_excel_are_named(read: Callable[[Cell], object], cell: str) -> None:
    with pytest.raises(ValueError, match="shows an error"):
        read(cell)


@given(CELLS)
@example("9" * 5000)
@example("٣")
@example("²")
@example(10**400)
def test_no_cell_breaks_a_reader(cell: Cell) -> None:
    for read in READERS:
        try:
            read(cell)
        except ValueError as reason:
            assert str(reason).endswith(".")  # a sentence of ours  # noqa: PT017
            assert str(reason)[0].isupper()  # noqa: PT017


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        (123456789, "123456789"),
        (99822678.0, "99822678"),
        (1.2e20, "120000000000000000000"),
        (0.5, "0.5"),
        (1e-7, "0.0000001"),
        ("  Mary\u00a0 Ann\n", "Mary Ann"),
        ("Zoe\u0308", "Zoë"),
        (True, "Yes"),
        (False, "No"),
        (date(2012, 4, 26), "26/04/2012"),
        (datetime(2012, 4, 26, tzinfo=UTC), "26/04/2012"),
        (datetime(2012, 4, 26, 9, 30, tzinfo=UTC), "26/04/2012 09:30"),
    ],
)
def test_text_is_exact(cell: Cell, text: str) -> None:
    assert read_text(cell) == text


@given(st.integers(min_value=0, max_value=999_999_999))
def test_candidate_numbers_are_the_same_from_number_or_text(number: int) -> None:
    assert read_text(number) == read_text(float(number)) == read_text(f" {number} ") == str(number)


@given(st.integers(min_value=-values.LARGEST_WHOLE_NUMBER, max_value=values.LARGEST_WHOLE_NUMBER))
def test_whole_numbers_survive_every_way_of_writing(number: int) -> None:
    for cell in (number, float(number), str(number), f"{number:,}", f" {number}.0 ", f"{number}."):
        assert read_whole_number(cell) == number


@pytest.mark.parametrize(
    "cell", ["n/a", "36.5", 36.5, "87%", "1,23", "1 234", True, date(2024, 1, 1), "1e3", "--1", float("nan"), "²", "٣٦"]
)
def test_not_whole_numbers(cell: Cell) -> None:
    with pytest.raises(ValueError, match=r"not a (whole )?number"):
        read_whole_number(cell)


def test_a_number_the_database_could_not_hold() -> None:
    with pytest.raises(ValueError, match="too large"):
        read_whole_number(10**12)


@pytest.mark.parametrize(
    ("cell", "number"), [("55.36", 55.36), ("-4.5", -4.5), ("1,234.5", 1234.5), (7, 7), (".5", 0.5)]
)
def test_decimals(cell: Cell, number: float) -> None:
    assert read_decimal(cell) == number


@pytest.mark.parametrize("cell", ["north", True, date(2024, 1, 1), float("inf"), "1.2.3"])
def test_not_decimals(cell: Cell) -> None:
    with pytest.raises(ValueError, match="not a number"):
        read_decimal(cell)


@pytest.mark.parametrize(
    ("cell", "percent"),
    [
        (0.87, 87),
        (87, 87),
        ("87%", 87),
        ("87 %", 87),
        ("0.87", 87),
        (0, 0),
        ("0%", 0),
        ("1%", 1),
        (100, 100),
        (0.57, 57),
    ],
)
def test_percentages_however_written(cell: Cell, percent: float) -> None:
    assert read_percent(cell) == percent


@pytest.mark.parametrize("cell", [101, -1, -0.1, "120%", "-3%", "high", "%", True])
def test_not_percentages(cell: Cell) -> None:
    with pytest.raises(ValueError, match="not a"):
        read_percent(cell)


@pytest.mark.parametrize(
    ("column", "scale", "one"),
    [
        ([0.9, 1, None, "0.5"], PercentScale.SHARE, 100),
        ([1, 1, 1], PercentScale.SHARE, 100),
        ([90, 1, 0], PercentScale.PER_CENT, 1),
        (["90", 1.0], PercentScale.PER_CENT, 1),
    ],
)
def test_the_column_says_what_one_means(column: list[Cell], scale: PercentScale, one: float) -> None:
    assert percent_scale(column) is scale
    assert read_percent(1, scale=scale) == one


@pytest.mark.parametrize("column", [[0.9, 90, 1], [], ["87%", "n/a", None]])
def test_one_is_never_guessed(column: list[Cell]) -> None:
    scale = percent_scale(column)
    assert scale is PercentScale.MIXED
    with pytest.raises(ValueError, match="% sign"):
        read_percent(1, scale=scale)


def test_a_share_above_one_is_not_taken_for_one_per_cent() -> None:
    with pytest.raises(ValueError, match="% sign"):
        read_percent(1.05, scale=PercentScale.SHARE)


DAY = date(2012, 4, 26)


@pytest.mark.parametrize(
    "cell",
    [
        DAY, datetime(2012, 4, 26, 14, 5, tzinfo=UTC), 41025, 41025.6, "41025", "2012-04-26", "2012/04/26",
        "2012-04-26T00:00:00", "2012-04-26 09:30:00.000", "26/04/2012", "26/4/12", "26.04.12", "26-04-2012",
        "26 04 2012", "26/04/2012 09:30", "26 Apr 2012", "26-Apr-12", "26 April 2012", "26th April 2012",
        "26th of April, 2012", "Thu 26 Apr 2012", "Thursday, 26 April 2012", "26apr2012",
    ],
)  # fmt: skip
def test_one_day_written_many_ways(cell: Cell) -> None:
    assert read_date(cell) == DAY


@given(st.dates(min_value=date(1940, 1, 1), max_value=date(2039, 12, 31)))
def test_dates_survive_every_way_of_writing(day: date) -> None:
    written = [f"{day:{form}}" for form in ("%d/%m/%Y", "%d.%m.%y", "%Y-%m-%d", "%d %b %Y", "%d %B %y")]
    serial = (day - date(1899, 12, 30)).days
    for cell in [*written, serial, float(serial)]:
        assert read_date(cell) == day


def test_the_day_comes_first() -> None:
    assert read_date("03/04/2012") == date(2012, 4, 3)
    assert read_date("3 Sept 2012") == date(2012, 9, 3)


@pytest.mark.parametrize("cell", ["04/26/2012", "31/02/2012", "30 Feb 2012", "0/1/2012", "26 Foo 2012", "1/1/0012"])
def test_days_that_do_not_exist(cell: str) -> None:
    with pytest.raises(ValueError, match="no such day"):
        read_date(cell)


@pytest.mark.parametrize("cell", [2012, 26042012, "2012", "April 2012", "soon", "1/2", 9.5, float("nan"), "99999"])
def test_not_dates(cell: Cell) -> None:
    with pytest.raises(ValueError, match="full date"):
        read_date(cell)


def test_years_that_cannot_be_right() -> None:
    with pytest.raises(ValueError, match="year"):
        read_date(date(1066, 10, 14))
    with pytest.raises(ValueError, match="year"):
        read_date(datetime(2400, 1, 1, tzinfo=UTC))
    with pytest.raises(ValueError, match="not a date"):
        read_date(True)


@pytest.mark.parametrize(("years", "year"), [("39", 2039), ("40", 1940), ("00", 2000), ("99", 1999)])
def test_two_digit_years(years: str, year: int) -> None:
    assert read_date(f"01/02/{years}") == date(year, 2, 1)


@pytest.mark.parametrize("cell", ["Y", "yes", " YES ", "True", True, 1, 1.0, "1", "x", "✓", "✔", "T"])
def test_yes(cell: Cell) -> None:
    assert read_yes_no(cell) is True


@pytest.mark.parametrize("cell", ["N", "no", "False", False, 0, 0.0, "0", "-", "–", "None", "✗"])
def test_no(cell: Cell) -> None:
    assert read_yes_no(cell) is False


@pytest.mark.parametrize("cell", ["maybe", "n/a", 2, "?", "Yes - see note"])
def test_neither_yes_nor_no(cell: Cell) -> None:
    with pytest.raises(ValueError, match="neither yes nor no"):
        read_yes_no(cell)


@pytest.mark.parametrize(
    ("cell", "sex"),
    [("M", Sex.MALE), ("f.", Sex.FEMALE), ("Female", Sex.FEMALE), ("boy", Sex.MALE), (" Girl ", Sex.FEMALE)],
)
def test_sexes(cell: Cell, sex: Sex) -> None:
    assert read_sex(cell) is sex


@pytest.mark.parametrize("cell", ["U", 1, "not known"])
def test_sexes_are_not_guessed(cell: Cell) -> None:
    with pytest.raises(ValueError, match="neither"):
        read_sex(cell)


@pytest.mark.parametrize("stage", STAGES[:-1])
def test_stages_however_written(stage: str) -> None:
    word = {"P": "Primary", "S": "Secondary"}[stage[0]]
    number = ("one", "two", "three", "four", "five", "six", "seven")[int(stage[1]) - 1]
    ways = [
        stage,
        stage.lower(),
        f"{stage[0]} {stage[1]}",
        f"{stage[0]}.{stage[1]}",
        f"{word} {stage[1]}",
        f"{word} {number}",
    ]
    assert [read_stage(way) for way in ways] == [stage] * len(ways)


@pytest.mark.parametrize("cell", ["SP", "Special", "special school"])
def test_special(cell: str) -> None:
    assert read_stage(cell) == "SP"


@pytest.mark.parametrize("cell", ["4", 4, "P8", "S7", "P4/5", "P1A", "Nursery", "Secondary seven"])
def test_stages_are_not_guessed(cell: Cell) -> None:
    with pytest.raises(ValueError, match="not a stage"):
        read_stage(cell)


def test_reasons_never_repeat_the_cell() -> None:
    for read in READERS[1:]:
        with pytest.raises(ValueError, match=r"\.$") as refusal:
            read("Zebedee Quux")
        assert "Zebedee" not in str(refusal.value)


def test_the_largest_gap_between_serials_is_a_day() -> None:
    assert read_date(41026) == DAY + timedelta(days=1)
