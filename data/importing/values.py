"""What one cell means: each reader gives a value, None for a blank, or ValueError with a reason for the screen.

Reasons never repeat the cell: it may be about a child, and whoever reads the reason may not be allowed to know.
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable
from datetime import date, datetime, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from data.importing.source import Cell
from models.attendance.pupils import Sex

Word = TypeVar("Word")
LARGEST_WHOLE_NUMBER = 2_000_000_000  # a PostgreSQL integer holds a little more
EARLIEST_YEAR, LATEST_YEAR = 1900, 2100
# Years of two digits from here on are of the last century: grandparents born in 1940, support reviewed in 2039.
FIRST_TWO_DIGIT_YEAR_OF_1900S = 40
EXCEL_DAY_ZERO = date(1899, 12, 30)
# Smaller numbers are years or ages, larger ones are not dates.
FIRST_EXCEL_DAY, LAST_EXCEL_DAY = 10_000, 73_050  # 18 May 1927 to 31 December 2099

_EXCEL_ERROR = re.compile(r"#(REF!|N/A|VALUE!|DIV/0!|NAME\?|NUM!|NULL!|SPILL!|CALC!)", re.IGNORECASE)
_NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d{1,15})(\.\d{0,15})?|[+-]?\.\d{1,15}", re.ASCII)
_WHOLE = re.compile(r"([+-]?)(\d{1,3}(?:,\d{3})+|\d{1,15})(?:\.0*)?", re.ASCII)

_TIME = r"(?:[T,\s]+\d{1,2}[:.]\d{2}(?::\d{2}(?:\.\d+)?)?(?:\s?[ap]m|Z|[+-]\d{2}:?\d{2})?)?"
_YEAR_FIRST = re.compile(rf"(?P<year>\d{{4}})[-/.](?P<month>\d{{1,2}})[-/.](?P<day>\d{{1,2}}){_TIME}", re.I | re.A)
_DAY_FIRST = re.compile(
    rf"(?P<day>\d{{1,2}})\s?[-/.\s]\s?(?P<month>\d{{1,2}})\s?[-/.\s]\s?(?P<year>\d{{4}}|\d{{2}}){_TIME}", re.I | re.A
)
_IN_WORDS = re.compile(
    r"(?:[a-z]{3,9},?\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)?[-/\s]*(?:of\s+)?"
    rf"(?P<month>[a-z]{{3,9}})\.?,?[-/\s]*(?P<year>\d{{4}}|\d{{2}}){_TIME}",
    re.I | re.A,
)
_MONTHS = (
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
)

_YES = frozenset({"y", "yes", "true", "t", "1", "x", "✓", "✔", "☑", "✅", "√"})
_NO = frozenset({"n", "no", "false", "f", "0", "-", "–", "—", "✗", "✘", "☐", "none"})
_SEXES = {"f": Sex.FEMALE, "female": Sex.FEMALE, "girl": Sex.FEMALE, "m": Sex.MALE, "male": Sex.MALE, "boy": Sex.MALE}
_STAGE = re.compile(r"(p|pr|pri|primary|s|sec|secondary)[\s.-]*([1-7]|one|two|three|four|five|six|seven)")
_DIGITS = {word: str(n) for n, word in enumerate(("one", "two", "three", "four", "five", "six", "seven"), 1)}


def read_text(cell: Cell) -> str | None:
    """One line of text. A number is written out in full, never as 36.0 or 1.2e8; a date day first."""
    match cell:
        case None:
            return None
        case str():
            return _tidy(cell) or None
        case bool():
            return "Yes" if cell else "No"
        case int():
            return str(cell)
        case float():
            return _digits(cell)
        case datetime() if cell.hour or cell.minute or cell.second:
            return f"{cell:%d/%m/%Y %H:%M}"
    return f"{cell:%d/%m/%Y}"


def _tidy(text: str) -> str:
    """Without invisible characters, odd spaces or line breaks. Raises for an error that Excel left in the cell."""
    if text.isascii() and text.isprintable() and "#" not in text:
        return " ".join(text.split())
    seen = "".join(char for char in unicodedata.normalize("NFC", text) if unicodedata.category(char) != "Cf")
    tidy = " ".join(re.sub(r"[\x00-\x1f\x7f]", " ", seen).split())
    if _EXCEL_ERROR.fullmatch(tidy):
        raise ValueError("The workbook shows an error here instead of a value.")
    return tidy


def _digits(number: float) -> str:
    if not math.isfinite(number):
        raise ValueError("This is not a number.")
    text = f"{Decimal(repr(number)):f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _number_text(cell: Cell) -> str | None:
    """The text of what may be a number; no text at all for what never is."""
    return "" if isinstance(cell, bool | date) else read_text(cell)


def read_whole_number(cell: Cell) -> int | None:
    """A whole number; `1,234`, ` 36 ` and `36.0` are whole, `36.5`, `36%` and a date are not."""
    if type(cell) is int:
        number = cell
    else:
        text = _number_text(cell)
        if text is None:
            return None
        found = _WHOLE.fullmatch(text)
        if found is None:
            raise ValueError("This is not a whole number.")
        number = int(found[1] + found[2].replace(",", ""))
    if abs(number) > LARGEST_WHOLE_NUMBER:
        raise ValueError("This number is too large.")
    return number


def read_decimal(cell: Cell) -> float | None:
    """Any number, with a full stop before its decimals."""
    text = _number_text(cell)
    if text is None:
        return None
    if not _NUMBER.fullmatch(text):
        raise ValueError("This is not a number.")
    return float(text.replace(",", ""))


class PercentScale(StrEnum):
    """How the plain numbers of a column of percentages are written."""

    SHARE = "share"  # 0.87: none is above 1, so that 1 is everybody
    PER_CENT = "per_cent"  # 87: none lies between 0 and 1, so that 1 is one in a hundred
    MIXED = "mixed"  # both, or unknown: 1 may be either, and so may 1.5


def percent_scale(cells: Iterable[Cell]) -> PercentScale:
    """How a column writes percentages. Values with a % sign, blanks and anything unreadable do not count."""
    numbers = [number for cell in cells if (number := _plain_number(cell)) is not None]
    if all(number <= 1 for number in numbers):
        return PercentScale.SHARE if numbers else PercentScale.MIXED
    has_share = any(0 < number < 1 for number in numbers)
    return PercentScale.MIXED if has_share else PercentScale.PER_CENT


def _plain_number(cell: Cell) -> float | None:
    try:
        return read_decimal(cell)
    except ValueError:
        return None


def read_percent(cell: Cell, *, scale: PercentScale = PercentScale.MIXED) -> float | None:
    """A percentage from 0 to 100, written as 0.87, 87 or `87%`.

    A plain number below 1 is a share and one from 2 up is per cent. From 1 to 2 the column decides (`percent_scale`),
    and where it cannot, the value is refused rather than guessed.
    """
    text = read_text(cell) if isinstance(cell, str) else None
    if text is not None and text.endswith("%"):
        number, is_share = read_decimal(text[:-1]), False
    else:
        number = read_decimal(cell)
        if number is None:
            return None
        if 1 <= number < 2 and (scale is PercentScale.MIXED or (scale is PercentScale.SHARE and number > 1)):
            raise ValueError("This could be a share or a percentage. Write it with a % sign.")
        is_share = number < 1 or (number == 1 and scale is PercentScale.SHARE)
    if number is None or not 0 <= number <= 100:
        raise ValueError("This is not a percentage from 0 to 100.")
    return round(number * 100, 6) if is_share else number


def read_date(cell: Cell) -> date | None:
    """A day, British order: 26/04/2012, 26.04.12, 26 Apr 2012, 2012-04-26, or the number Excel keeps for it."""
    match cell:
        case bool():
            raise ValueError("This is not a date.")
        case datetime():
            return _believable(cell.date())
        case date():
            return _believable(cell)
        case int() | float():
            return _excel_day(cell)
    text = read_text(cell)
    return None if text is None else _written_day(text)


def _excel_day(number: float) -> date:
    if not FIRST_EXCEL_DAY <= number < LAST_EXCEL_DAY + 1:
        raise ValueError("This is not a full date with day, month and year.")
    return EXCEL_DAY_ZERO + timedelta(days=int(number))


def _written_day(text: str) -> date:
    if re.fullmatch(r"\d{5}(\.\d+)?", text, re.ASCII):
        return _excel_day(float(text))
    found = _YEAR_FIRST.fullmatch(text) or _DAY_FIRST.fullmatch(text) or _IN_WORDS.fullmatch(text)
    if found is None:
        raise ValueError("This is not a full date with day, month and year.")
    try:
        return _believable(date(_year(found["year"]), _month(found["month"]), int(found["day"])))
    except ValueError:
        raise ValueError("There is no such day in the calendar; the day comes first, as in 26/04/2012.") from None


def _year(text: str) -> int:
    if len(text) == 4:
        return int(text)
    return int(text) + (1900 if int(text) >= FIRST_TWO_DIGIT_YEAR_OF_1900S else 2000)


def _month(text: str) -> int:
    if text.isdigit():
        return int(text)
    name = "sep" if text.lower() == "sept" else text.lower()
    return next(number for number, month in enumerate((*_MONTHS, name), 1) if month.startswith(name))


def _believable(day: date) -> date:
    if not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
        raise ValueError("This year cannot be right.")
    return day


def read_yes_no(cell: Cell) -> bool | None:
    """Y, Yes, True, 1, X or a tick; N, No, False, 0, a dash or a cross in a box."""
    text = (read_text(cell) or "").casefold()
    if text in _YES:
        return True
    if text in _NO:
        return False
    if text:
        raise ValueError("This is neither yes nor no.")
    return None


def word_reader(words: Iterable[tuple[Word, str]], fault: str) -> Callable[[Cell], Word | None]:
    """A reader of what is said in one of several words: the first whose pattern is found."""

    def read(cell: Cell) -> Word | None:
        text = (read_text(cell) or "").casefold()
        found = next((word for word, pattern in words if re.search(pattern, text)), None)
        if text and found is None:
            raise ValueError(fault)
        return found if text else None

    return read


def read_sex(cell: Cell) -> Sex | None:
    """Female or male, by word or letter."""
    text = (read_text(cell) or "").casefold().rstrip(".")
    if not text:
        return None
    if text not in _SEXES:
        raise ValueError("This is neither F (female) nor M (male).")
    return _SEXES[text]


def read_stage(cell: Cell) -> str | None:
    """P1 to P7, S1 to S6, or SP; `primary 1` and `s.3` are read, and a bare 4 is not: it could be P4 or S4."""
    text = (read_text(cell) or "").casefold().rstrip(".")
    if not text:
        return None
    if text in ("sp", "special", "special school"):
        return "SP"
    found = _STAGE.fullmatch(text)
    stage = f"{found[1][0].upper()}{_DIGITS.get(found[2], found[2])}" if found else ""
    if not found or stage == "S7":
        raise ValueError("This is not a stage from P1 to P7, S1 to S6, or SP.")
    return stage
