"""Volunteers and young mentors: their checks, the time they gave, and what they went on to."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from sqlmodel import Session, col, func, select

from data.db import reading
from data.scope import visible_families
from models.clock import today
from models.columns import now
from models.errors import NotFound
from models.families import Adult, Family, FamilyChild
from models.giving import (
    CheckState,
    Giver,
    GiverChange,
    GiverCheck,
    GiverCheckCreate,
    GiverHours,
    GiverNext,
    GiverNextCreate,
    check_state,
)
from models.permissions import Actor, Permission, check
from models.programmes import Participant, ProgrammeSession, RegisterMark


@dataclass(frozen=True, slots=True)
class GiverRow:
    """Somebody who gives time."""

    giver_id: int
    content: GiverChange
    version: int
    family_id: int | None  # of somebody we know, where this person may open it
    checks: tuple[GiverCheckCreate, ...]  # the newest of each kind, the next due first
    register_minutes: int
    minutes: int  # added by hand
    went_on_to: tuple[GiverNextCreate, ...]  # newest first

    @property
    def hours(self) -> float:
        """All the time they gave."""
        return round((self.register_minutes + self.minutes) / 60, 1)

    @property
    def state(self) -> CheckState:
        """How their checks stand; nobody asks those who have stopped."""
        due = [one.due_on for one in self.checks]
        return check_state(due, on=today()) if self.content.is_active else CheckState.FINE

    @property
    def due_on(self) -> date | None:
        """When the next check is due."""
        return min((one.due_on for one in self.checks if one.due_on), default=None)


def list_givers(*, actor: Actor) -> tuple[GiverRow, ...]:
    """Everybody who gives time, or gave it, by name."""
    check(actor, Permission.GIVER_WRITE)
    with reading() as session:
        rows = session.exec(select(Giver).order_by(func.lower(Giver.name), col(Giver.id))).all()
        families = _families(session, actor, rows)
        checks, went_on = _newest_checks(session), _went_on(session)
        by_hand, at_sessions = _minutes_by_hand(session), _minutes_at_sessions(session)
    return tuple(
        GiverRow(
            giver_id=row.id or 0,
            content=GiverChange.model_validate(row, from_attributes=True),
            version=row.version,
            family_id=families.get(row.id or 0),
            checks=tuple(checks[row.id or 0]),
            register_minutes=at_sessions.get(row.id or 0, 0),
            minutes=by_hand.get(row.id or 0, 0),
            went_on_to=tuple(went_on[row.id or 0]),
        )
        for row in rows
    )


def locked_giver(session: Session, *, giver_id: int) -> Giver:
    """Somebody who gives time, held until the transaction ends."""
    found = session.exec(select(Giver).where(Giver.id == giver_id).with_for_update()).first()
    if found is None:
        raise NotFound
    return found


def _families(session: Session, actor: Actor, rows: Sequence[Giver]) -> dict[int, int]:
    """The family each belongs to, where this person may open it."""
    visible = set(session.exec(select(Family.id).where(visible_families(actor))))
    of_adult = dict(session.exec(select(Adult.id, Adult.family_id)).all())
    of_pupil = dict(session.exec(select(FamilyChild.pupil_id, FamilyChild.family_id)).all())
    found = {row.id or 0: of_adult.get(row.adult_id) or of_pupil.get(row.pupil_id or 0) for row in rows}
    return {giver_id: family_id for giver_id, family_id in found.items() if family_id and family_id in visible}


def _newest_checks(session: Session) -> Mapping[int, list[GiverCheckCreate]]:
    newest: dict[tuple[int, str], GiverCheck] = {}
    for row in session.exec(select(GiverCheck).order_by(col(GiverCheck.checked_on), col(GiverCheck.id))):
        newest[row.giver_id, row.kind] = row
    checks: dict[int, list[GiverCheckCreate]] = defaultdict(list)
    for row in sorted(newest.values(), key=lambda one: (one.due_on is None, one.due_on or one.checked_on)):
        checks[row.giver_id].append(GiverCheckCreate.model_validate(row, from_attributes=True))
    return checks


def _went_on(session: Session) -> Mapping[int, list[GiverNextCreate]]:
    went_on: dict[int, list[GiverNextCreate]] = defaultdict(list)
    for row in session.exec(select(GiverNext).order_by(col(GiverNext.began_on).desc(), col(GiverNext.id).desc())):
        went_on[row.giver_id].append(GiverNextCreate.model_validate(row, from_attributes=True))
    return went_on


def _minutes_by_hand(session: Session) -> dict[int, int]:
    total = select(GiverHours.giver_id, func.sum(GiverHours.minutes)).group_by(col(GiverHours.giver_id))
    return {giver_id: int(minutes) for giver_id, minutes in session.exec(total)}


def _minutes_at_sessions(session: Session) -> dict[int, int]:
    """Of the sessions at which the register says they were present."""
    held = (
        select(Participant.giver_id, func.sum(ProgrammeSession.minutes))
        .join(RegisterMark, col(RegisterMark.participant_id) == Participant.id)
        .join(ProgrammeSession, col(ProgrammeSession.id) == RegisterMark.session_id)
        .where(
            col(Participant.giver_id).is_not(None),
            col(RegisterMark.is_present),
            col(ProgrammeSession.is_cancelled).is_(False),
            col(ProgrammeSession.starts_at) <= now(),
        )
        .group_by(col(Participant.giver_id))
    )
    return {giver_id or 0: int(minutes) for giver_id, minutes in session.exec(held)}
