"""Volunteers and young mentors: their checks, the time they gave, and what they went on to."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from data.core.db import reading
from data.core.queries.records import by_owner, list_records
from data.core.scope import visible_families
from models.awards.volunteers import (
    CONTRIBUTIONS,
    DESTINATIONS,
    VOLUNTEER_CHECKS,
    VOLUNTEERS,
    CheckState,
    Volunteer,
    check_state,
)
from models.clock import today
from models.columns import now
from models.families.family import Family, FamilyChild
from models.families.people import Adult
from models.kinds import Record
from models.permissions import Actor
from models.programmes.programme import Participant, ProgrammeSession, RegisterMark


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """Somebody who gives time, with what is recorded about them, newest first."""

    record: Record
    family_id: int | None  # of somebody we know, where this person may open it
    register_minutes: int
    all_checks: tuple[Record, ...]
    contributions: tuple[Record, ...]
    went_on_to: tuple[Record, ...]

    @property
    def volunteer_id(self) -> int:
        """The id, which addresses carry."""
        return self.record.record_id

    @property
    def name(self) -> str:
        """Their name as the record's heading has it."""
        return self.record.heading

    @property
    def minutes(self) -> int:
        """Minutes added by hand; those of registers are in `register_minutes`."""
        return sum(one.values["minutes"] for one in self.contributions)

    @property
    def hours(self) -> float:
        """Hours given in all: at sessions, and added by hand."""
        return round((self.register_minutes + self.minutes) / 60, 1)

    @property
    def checks(self) -> list[Record]:
        """The newest check of each kind, the next due first."""
        newest = {one.values["kind"]: one for one in reversed(self.all_checks)}
        due = [(one.values["due_on"], one) for one in newest.values()]
        return [
            one for on, one in sorted(due, key=lambda pair: (pair[0] is None, pair[0] or pair[1].values["checked_on"]))
        ]

    @property
    def state(self) -> CheckState:
        """How their checks stand today; fine once they have stopped, as nobody asks for checks then."""
        due = [one.values["due_on"] for one in self.checks]
        return CheckState.FINE if self.record.values["has_stopped"] else check_state(due, on=today())

    @property
    def due_on(self) -> date | None:
        """When the next check is due."""
        return min((one.values["due_on"] for one in self.checks if one.values["due_on"]), default=None)


def list_volunteers(*, actor: Actor) -> tuple[VolunteerRow, ...]:
    """Everybody who gives time, or gave it, by name."""
    everybody = list_records(kind=VOLUNTEERS, actor=actor, most=None)
    checks, contributions, destinations = (
        by_owner(kind=kind, actor=actor) for kind in (VOLUNTEER_CHECKS, CONTRIBUTIONS, DESTINATIONS)
    )
    with reading() as session:
        families = _families(session, actor, session.exec(select(Volunteer)).all())
        at_sessions = _minutes_at_sessions(session)
    return tuple(
        VolunteerRow(
            record=one,
            family_id=families.get(one.record_id),
            register_minutes=at_sessions.get(one.record_id, 0),
            all_checks=tuple(checks.get(one.record_id, ())),
            contributions=tuple(contributions.get(one.record_id, ())),
            went_on_to=tuple(destinations.get(one.record_id, ())),
        )
        for one in sorted(everybody, key=lambda one: (one.heading.lower(), one.record_id))
    )


def _families(session: Session, actor: Actor, rows: Sequence[Volunteer]) -> dict[int, int]:
    """By volunteer, the id of the family they belong to, where this person may open it."""
    visible = set(session.exec(select(Family.id).where(visible_families(actor))))
    of_adult = dict(session.exec(select(Adult.id, Adult.family_id)).all())
    of_pupil = dict(session.exec(select(FamilyChild.pupil_id, FamilyChild.family_id)).all())
    found = {row.id or 0: of_adult.get(row.adult_id) or of_pupil.get(row.pupil_id or 0) for row in rows}
    return {volunteer_id: family_id for volunteer_id, family_id in found.items() if family_id and family_id in visible}


def _minutes_at_sessions(session: Session) -> dict[int, int]:
    """By volunteer, the minutes of the past sessions, cancelled ones aside, at which they were marked present."""
    held = (
        select(Participant.volunteer_id, func.sum(ProgrammeSession.minutes))
        .join(RegisterMark, col(RegisterMark.participant_id) == Participant.id)
        .join(ProgrammeSession, col(ProgrammeSession.id) == RegisterMark.session_id)
        .where(
            col(Participant.volunteer_id).is_not(None),
            col(RegisterMark.is_present),
            col(ProgrammeSession.is_cancelled).is_(False),
            col(ProgrammeSession.starts_at) <= now(),
        )
        .group_by(col(Participant.volunteer_id))
    )
    return {volunteer_id or 0: int(minutes) for volunteer_id, minutes in session.exec(held)}
