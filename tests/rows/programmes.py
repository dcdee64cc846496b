"""A programme with its sessions, for tests of registers and of the path into it."""

from datetime import date
from typing import Any

from models.clock import instant, today
from models.permissions import Actor
from models.programmes.programme import (
    Audience,
    Participant,
    Programme,
    ProgrammeCreate,
    ProgrammeSession,
    Reach,
    VenueKind,
)
from tests.factories import save

FIRST_ON, LAST_ON = date(2026, 9, 7), date(2026, 12, 18)


def programme_of(**fields: Any) -> ProgrammeCreate:
    """A programme as planned, with nothing missing."""
    values = {
        "kind": "ilunch",
        "name": "Cooking club",
        "audience": Audience.PUPILS,
        "venue_kind": VenueKind.SCHOOL,
        "venue": "Hall",
        "first_on": FIRST_ON,
        "last_on": LAST_ON,
        "places": 8,
        "aims": "attendance,wellbeing",
    }
    return ProgrammeCreate(**values | fields)


def make_programme(**fields: Any) -> int:
    is_cancelled = fields.pop("is_cancelled", False)
    planned = programme_of(**fields).model_dump()
    return save(Programme(**planned, recorded_by="worker", is_cancelled=is_cancelled)).id


def make_session(programme_id: int, *, on: date | None = None, at: str = "15:15", **fields: Any) -> int:
    starts_at = instant(on or today(), at)
    return save(ProgrammeSession(programme_id=programme_id, starts_at=starts_at, minutes=90, **fields)).id


def join(programme_id: int, **who: Any) -> int:
    """Somebody on the register: pupil_id, adult_id, volunteer_id or name."""
    return save(Participant(programme_id=programme_id, added_by="worker", **who)).id


def make_reach(programme_id: int, family_id: int, by: Actor, **fields: Any) -> int:
    """A family on a programme's list, invited unless a stage is given; without its steps."""
    return save(Reach(programme_id=programme_id, family_id=family_id, **fields)).id
