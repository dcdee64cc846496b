"""Volunteers and young mentors: their checks, the time they gave, and what they went on to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import cast

from sqlmodel import Session, col, func, select

from data.core.db import find_visible, reading
from data.core.scope import visible_families
from models.awards.volunteers import (
    GIVEN_TABLES,
    CheckState,
    ContributionCreate,
    DestinationCreate,
    Given,
    GivenRecord,
    Volunteer,
    VolunteerChange,
    VolunteerCheckCreate,
    check_state,
)
from models.clock import today
from models.columns import now
from models.families.family import Adult, Family, FamilyChild
from models.permissions import Actor, Permission, check
from models.programmes.programme import Participant, ProgrammeSession, RegisterMark


@dataclass(frozen=True, slots=True)
class GivenRow:
    """A check, hours added by hand or a step onward, as it was recorded."""

    record_id: int
    content: Given


@dataclass(frozen=True, slots=True)
class VolunteerRow:
    """Somebody who gives time."""

    volunteer_id: int
    content: VolunteerChange
    version: int
    family_id: int | None  # of somebody we know, where this person may open it
    register_minutes: int
    given: tuple[GivenRow, ...]  # newest first

    @property
    def minutes(self) -> int:
        """What was added by hand."""
        return sum(one.content.minutes for one in self.given if isinstance(one.content, ContributionCreate))

    @property
    def hours(self) -> float:
        """All the time they gave."""
        return round((self.register_minutes + self.minutes) / 60, 1)

    @property
    def checks(self) -> list[VolunteerCheckCreate]:
        """The newest of each kind, the next due first."""
        oldest_first = [one.content for one in reversed(self.given)]
        newest = {check.kind: check for check in oldest_first if isinstance(check, VolunteerCheckCreate)}
        return sorted(newest.values(), key=lambda one: (one.due_on is None, one.due_on or one.checked_on))

    @property
    def went_on_to(self) -> list[DestinationCreate]:
        """Newest first."""
        return [one.content for one in self.given if isinstance(one.content, DestinationCreate)]

    @property
    def state(self) -> CheckState:
        """How their checks stand; nobody asks those who have stopped."""
        due = [one.due_on for one in self.checks]
        return check_state(due, on=today()) if self.content.is_active else CheckState.FINE

    @property
    def due_on(self) -> date | None:
        """When the next check is due."""
        return min((one.due_on for one in self.checks if one.due_on), default=None)


def list_volunteers(*, actor: Actor) -> tuple[VolunteerRow, ...]:
    """Everybody who gives time, or gave it, by name."""
    check(actor, Permission.VOLUNTEER_WRITE)
    with reading() as session:
        rows = session.exec(select(Volunteer).order_by(func.lower(Volunteer.name), col(Volunteer.id))).all()
        families = _families(session, actor, rows)
        given, at_sessions = _given(session), _minutes_at_sessions(session)
    return tuple(
        VolunteerRow(
            volunteer_id=row.id or 0,
            content=VolunteerChange.model_validate(row, from_attributes=True),
            version=row.version,
            family_id=families.get(row.id or 0),
            register_minutes=at_sessions.get(row.id or 0, 0),
            given=tuple(given[row.id or 0]),
        )
        for row in rows
    )


def locked_volunteer(session: Session, *, volunteer_id: int) -> Volunteer:
    """Somebody who gives time, held until the transaction ends."""
    return find_visible(session, select(Volunteer).where(Volunteer.id == volunteer_id), is_locked=True)


def _families(session: Session, actor: Actor, rows: Sequence[Volunteer]) -> dict[int, int]:
    """The family each belongs to, where this person may open it."""
    visible = set(session.exec(select(Family.id).where(visible_families(actor))))
    of_adult = dict(session.exec(select(Adult.id, Adult.family_id)).all())
    of_pupil = dict(session.exec(select(FamilyChild.pupil_id, FamilyChild.family_id)).all())
    found = {row.id or 0: of_adult.get(row.adult_id) or of_pupil.get(row.pupil_id or 0) for row in rows}
    return {volunteer_id: family_id for volunteer_id, family_id in found.items() if family_id and family_id in visible}


def _given(session: Session) -> Mapping[int, list[GivenRow]]:
    given: dict[int, list[GivenRow]] = defaultdict(list)
    for kind in (VolunteerCheckCreate, ContributionCreate, DestinationCreate):
        rows = cast("Sequence[GivenRecord]", session.exec(select(GIVEN_TABLES[kind.KIND])).all())
        for row in rows:
            given[row.volunteer_id].append(GivenRow(row.id or 0, kind.model_validate(row, from_attributes=True)))
    for of_one in given.values():
        of_one.sort(key=lambda one: (one.content.day, one.record_id), reverse=True)
    return given


def _minutes_at_sessions(session: Session) -> dict[int, int]:
    """Of the sessions at which the register says they were present."""
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
