"""A week as a calendar file."""

from collections.abc import Sequence
from datetime import timedelta

from icalendar import Calendar, Event

from models.families.meetings import APPOINTMENT_NAMES
from models.families.week import CalendarEntry


def calendar_file(entries: Sequence[CalendarEntry]) -> bytes:
    """An iCalendar file of kind, place and time. Nobody is named in it."""
    calendar = Calendar()
    calendar.add("prodid", "-//Home Link//My week//EN")
    calendar.add("version", "2.0")
    calendar.add("x-wr-calname", "Home Link")
    calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    for entry in entries:
        calendar.add_component(_event(entry))
    return bytes(calendar.to_ical())


def _event(entry: CalendarEntry) -> Event:
    event = Event()
    event.add("uid", f"{entry.uid}@home-link")
    event.add("summary", APPOINTMENT_NAMES[entry.kind])
    event.add("dtstamp", entry.recorded_at)
    event.add("dtstart", entry.starts_at)
    event.add("duration", timedelta(minutes=entry.minutes))
    if entry.place:
        event.add("location", entry.place)
    return event
