"""The days a file speaks of: from its title, its sheet's name or its own name."""

import calendar
import re
from datetime import date

_NAMES = (
    "jan january",
    "feb february",
    "mar march",
    "apr april",
    "may",
    "jun june",
    "jul july",
    "aug august",
    "sep sept september",
    "oct october",
    "nov november",
    "dec december",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, start=1) for name in names.split()}
_WORD = "|".join(sorted(_MONTHS, key=len, reverse=True))
_DAY = re.compile(
    rf"(?<!\d)(?:(?P<y>20\d\d)[-/.](?P<m>\d\d?)[-/.](?P<d>\d\d?)"
    rf"|(?P<d2>\d\d?)[-/.](?P<m2>\d\d?)[-/.](?P<y2>(?:20)?\d\d)"
    rf"|(?P<d3>\d\d?)(?:st|nd|rd|th)?[ -](?P<m3>{_WORD})\.?,?[ -](?P<y3>(?:20)?\d\d))(?!\d)",
    re.IGNORECASE,
)
_MONTH = re.compile(
    rf"(?<![a-z0-9])(?:(?P<m>{_WORD})[ \-_.']*(?P<y>(?:20)?\d\d)"
    rf"|(?P<y2>20\d\d)[ \-_]?(?P<m2>0[1-9]|1[0-2]|{_WORD}))(?![a-z0-9])",
    re.IGNORECASE,
)

Period = tuple[date, date]


def _year(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def days_in(text: str) -> list[date]:
    """Every full date in the text, day before month."""
    found = []
    for match in _DAY.finditer(text):
        parts = match.groupdict()
        year = parts["y"] or parts["y2"] or parts["y3"]
        month = parts["m"] or parts["m2"] or str(_MONTHS.get((parts["m3"] or "").lower(), 0))
        try:
            found.append(date(_year(year), int(month), int(parts["d"] or parts["d2"] or parts["d3"])))
        except ValueError:
            continue
    return found


def months_in(text: str) -> list[Period]:
    """Every month in the text, as its first and last day; full dates do not count."""
    months = []
    for match in _MONTH.finditer(_DAY.sub(" ", text)):
        parts = match.groupdict()
        word = parts["m"] or parts["m2"]
        month = _MONTHS.get(word.lower()) or int(word)
        year = _year(parts["y"] or parts["y2"])
        months.append((date(year, month, 1), date(year, month, calendar.monthrange(year, month)[1])))
    return months


def period_in(text: str) -> Period | None:
    """The days a line speaks of: two dates, or one month, or from one month to another."""
    days = days_in(text)
    if len(days) == 2:
        return min(days), max(days)
    months = months_in(text)
    if months and not days and len(set(months)) <= 2:
        return min(months)[0], max(months)[1]
    return None


def day_in(text: str) -> date | None:
    """The day a list was made: a full date, or the first of a month."""
    days = days_in(text)
    if days:
        return days[0]
    months = months_in(text)
    return months[0][0] if months else None
