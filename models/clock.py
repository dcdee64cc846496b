"""Instants are kept in UTC and read by people in the United Kingdom."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

HERE = ZoneInfo("Europe/London")
# Starting times to choose from: every quarter of an hour of a long working day.
TIMES: dict[str, str] = {
    f"{hour:02d}:{minute:02d}": f"{hour:02d}:{minute:02d}" for hour in range(7, 22) for minute in (0, 15, 30, 45)
}


def local_text(instant: datetime) -> str:
    """An instant as a person reads it: `21 Nov 2026, 14:02`."""
    there = instant.astimezone(HERE)
    return f"{there.day} {there:%b %Y, %H:%M}"


def day_text(on: date) -> str:
    """A day as a person reads it: `21 Nov 2026`."""
    return f"{on.day} {on:%b %Y}"


def day_bounds(first_on: date, last_on: date) -> tuple[datetime, datetime]:
    """The instants from which the first day begins and before which the last day ends."""
    start = datetime.combine(first_on, time(), HERE)
    end = datetime.combine(last_on + timedelta(days=1), time(), HERE)
    return start.astimezone(UTC), end.astimezone(UTC)


def today() -> date:
    """The day it is where the team works."""
    return datetime.now(HERE).date()


def instant(day: date, clock: str) -> datetime:
    """The instant of a local day and time, such as `14:30`."""
    return datetime.combine(day, time.fromisoformat(clock), HERE).astimezone(UTC)
