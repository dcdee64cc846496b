"""Rows that tests of awards and of people who give share."""

from datetime import date, timedelta
from typing import Any

from sqlmodel import select

from data.core.db import reading
from models.awards.award import Award, AwardLevel, AwardScheme, AwardStatus
from models.clock import today
from models.columns import now
from models.programmes.programme import Audience, Participant, Programme, ProgrammeSession, RegisterMark, VenueKind
from tests.factories import save

STARTED_ON = date(2026, 9, 7)


def level_id(scheme: str, position: int = 0) -> int:
    """A level of a scheme as shipped."""
    with reading() as session:
        found = select(AwardLevel.id).join(AwardScheme, AwardScheme.id == AwardLevel.scheme_id)
        return session.exec(found.where(AwardScheme.name == scheme).order_by(AwardLevel.id)).all()[position] or 0


def make_programme(**fields: Any) -> int:
    values = {
        "kind": "wider_achievement",
        "name": "Lunch club",
        "audience": Audience.PUPILS,
        "venue_kind": VenueKind.SCHOOL,
        "first_on": STARTED_ON,
        "last_on": STARTED_ON + timedelta(days=90),
        "places": 8,
        "recorded_by": "worker",
    }
    return save(Programme(**{**values, **fields})).id


def make_award(level: int, **fields: Any) -> int:
    values = {"level_id": level, "started_on": STARTED_ON, "recorded_by": "worker"}
    return save(Award(**{**values, **fields})).id


def earn(pupil_id: int, back: int = 3, **fields: Any) -> int:
    """A first star of Hi5, awarded so many days ago."""
    values = {"status": AwardStatus.AWARDED, "awarded_on": days_ago(back)}
    return make_award(level_id("Hi5"), pupil_id=pupil_id, **{**values, **fields})


def attend(programme_id: int, *, days_ago: int, minutes: int = 90, is_present: bool = True, **who: int) -> int:
    """One session, and the mark of one person at it; the session's id."""
    starts_at = now() - timedelta(days=days_ago)
    held = save(ProgrammeSession(programme_id=programme_id, starts_at=starts_at, minutes=minutes)).id
    mark(programme_id, held, is_present=is_present, **who)
    return held


def mark(programme_id: int, session_id: int, *, is_present: bool = True, **who: int) -> None:
    with reading() as session:
        conditions = [getattr(Participant, name) == value for name, value in who.items()]
        found = session.exec(
            select(Participant.id).where(Participant.programme_id == programme_id, *conditions)
        ).first()
    participant_id = found or save(Participant(programme_id=programme_id, added_by="worker", **who)).id
    save(RegisterMark(session_id=session_id, participant_id=participant_id, is_present=is_present, marked_by="worker"))


def days_ago(days: int) -> date:
    return today() - timedelta(days=days)
