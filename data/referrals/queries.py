"""Referrals: the child to refer, who else has referred them, and what became of each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, true
from sqlmodel import Session, col, select

from data.core.db import columns, reading
from data.core.scope import is_newest_place, visible_referrals, visible_schools
from models.attendance.pupils import Enrolment, Pupil, full_name
from models.attendance.schools import School
from models.clock import HERE, today
from models.errors import NotFound
from models.families.family import SupportPeriod, SupportStatus, Worker
from models.families.likeness import Likeness, may_be_same
from models.permissions import Actor, Permission, check
from models.referrals import OPEN_STATUSES, OUTCOMES, UNDECIDED, Need, Referral, ReferralStatus, waiting_order
from models.text import is_searchable, search_key
from models.wellbeing.web import Indicator

MOST_FOUND = 20


@dataclass(frozen=True, slots=True)
class ChildRow:
    """A child who may be referred: no more than the school itself knows."""

    pupil_id: int
    name: str
    stage: str
    school_id: int
    school: str


@dataclass(frozen=True, slots=True)
class SimilarRow:
    """A referral or support that may be of the same child, as much of it as the person may know."""

    child: str
    school: str
    on: date
    standing: ReferralStatus | SupportStatus
    worker: str


@dataclass(frozen=True, slots=True)
class ReferralRow:
    """One referral, as whoever may see that it exists sees it: no notes."""

    id: int
    child: str
    school: str
    referrer: str
    referred_on: date
    status: ReferralStatus
    worker: str
    question: str
    answer: str
    outcome: str
    told_at: datetime | None
    is_own: bool  # entered by the person looking
    version: int


@dataclass(frozen=True, slots=True)
class ReferralRecord(ReferralRow):
    """One referral in full, for triage."""

    pupil_id: int | None
    school_id: int
    source: str
    contact: str
    main_reason: str
    reason: str
    concerns: tuple[Indicator, ...]
    tried: str
    consent_by: str
    consent_on: date | None
    need: Need | None
    triage_note: str
    received_at: datetime

    @property
    def waiting_days(self) -> int:
        """Days since it arrived."""
        return (today() - self.received_at.astimezone(HERE).date()).days


@dataclass(frozen=True, slots=True)
class _Found:
    """A referral, and the names that go with it."""

    referral: Referral
    child: str
    school: str
    worker: str


def find_children(*, actor: Actor, text: str) -> tuple[ChildRow, ...]:
    """Children at the schools this person may see, by part of a name or of a candidate number."""
    check(actor, Permission.REFERRAL_WRITE)
    if not is_searchable(text):
        return ()
    query = (
        select(Pupil, Enrolment.stage, School)
        .join(Enrolment, col(Enrolment.pupil_id) == col(Pupil.id))
        .join(School, col(School.id) == Enrolment.school_id)
        .where(is_newest_place(), visible_schools(actor), *_matches(text))
        .order_by(col(Pupil.surname), col(Pupil.forename), col(Pupil.id))
    )
    with reading() as session:
        found = session.exec(query.limit(MOST_FOUND)).all()
    return tuple(
        ChildRow(pupil.id or 0, full_name(pupil.forename, pupil.surname), stage, school.id or 0, school.name)
        for pupil, stage, school in found
    )


def _matches(text: str) -> list[ColumnElement[bool]]:
    digits = "".join(text.split())
    if digits.isascii() and digits.isdigit():
        return [col(Pupil.candidate_number).contains(digits, autoescape=True)]
    return [col(Pupil.search_key).contains(part, autoescape=True) for part in search_key(text).split()]


def find_similar(
    *, actor: Actor, pupil_id: int | None, child_name: str, school_id: int | None
) -> tuple[SimilarRow, ...]:
    """Open referrals and support that may be of the same child.

    The team knows of every child whether there is support, so that nobody does work twice; a school knows of its own.
    """
    check(actor, Permission.REFERRAL_WRITE)
    is_team = actor.can(Permission.PUPIL_SEARCH)
    with reading() as session:
        at_school = col(Referral.school_id).in_(actor.school_ids)
        seen = [true() if is_team else at_school, true() if is_team else visible_schools(actor)]
        if pupil_id is None:
            return tuple(_named_alike(session, seen[0], child_name, school_id))
        return (*_referrals_of(session, seen[0], pupil_id), *_supports_of(session, seen[1], pupil_id))


def _named_alike(
    session: Session, seen: ColumnElement[bool], child_name: str, school_id: int | None
) -> Iterator[SimilarRow]:
    wanted = Likeness(child_name)
    for row in _found(session, seen, col(Referral.status).in_(OPEN_STATUSES), col(Referral.school_id) == school_id):
        if child_name.strip() and may_be_same(wanted, Likeness(row.child)):
            yield _similar(row)


def _referrals_of(session: Session, seen: ColumnElement[bool], pupil_id: int) -> Iterator[SimilarRow]:
    wanted = (seen, col(Referral.status).in_(OPEN_STATUSES), col(Referral.pupil_id) == pupil_id)
    yield from map(_similar, _found(session, *wanted))


def _supports_of(session: Session, seen: ColumnElement[bool], pupil_id: int) -> Iterator[SimilarRow]:
    found = session.exec(
        select(SupportPeriod, Worker, Pupil, School)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .join(Pupil, col(Pupil.id) == SupportPeriod.pupil_id)
        .join(Enrolment, col(Enrolment.pupil_id) == col(Pupil.id))
        .join(School, col(School.id) == Enrolment.school_id)
        .where(col(Pupil.id) == pupil_id, SupportPeriod.status != SupportStatus.CLOSED, is_newest_place(), seen)
    )
    for period, worker, pupil, school in found:
        child = full_name(pupil.forename, pupil.surname)
        yield SimilarRow(child, school.name, period.started_on, period.status, worker.name)


def _similar(row: _Found) -> SimilarRow:
    return SimilarRow(row.child, row.school, row.referral.referred_on, row.referral.status, row.worker)


def list_referrals(*, actor: Actor) -> list[ReferralRow]:
    """The referrals this person may know of, newest first, without notes."""
    check(actor, Permission.REFERRAL_WRITE)
    with reading() as session:
        return [ReferralRow(**_values(row, actor)) for row in _found(session, visible_referrals(actor))]


def list_for_triage(*, actor: Actor) -> list[ReferralRecord]:
    """Every referral to decide about, waiting, or whose outcome is still to be told, by need and then by arrival."""
    check(actor, Permission.REFERRAL_TRIAGE)
    is_to_tell = and_(col(Referral.status).in_(OUTCOMES), col(Referral.told_at).is_(None))
    is_due = or_(col(Referral.status).in_(UNDECIDED), is_to_tell)
    with reading() as session:
        records = [_record(row, actor) for row in _found(session, is_due)]
    return sorted(records, key=lambda record: waiting_order(record.need, record.received_at))


def find_referral(*, actor: Actor, referral_id: int) -> ReferralRecord:
    """One referral in full."""
    check(actor, Permission.REFERRAL_TRIAGE)
    with reading() as session:
        for row in _found(session, col(Referral.id) == referral_id, visible_referrals(actor)):
            return _record(row, actor)
    raise NotFound


def _found(session: Session, *wanted: ColumnElement[bool]) -> Iterator[_Found]:
    found = session.execute(
        columns(Referral, Pupil, School.name, Worker.name)
        .select_from(Referral)
        .join(School, col(School.id) == Referral.school_id)
        .outerjoin(Pupil, col(Pupil.id) == Referral.pupil_id)
        .outerjoin(Worker, col(Worker.id) == Referral.worker_id)
        .where(*wanted)
        .order_by(col(Referral.referred_on).desc(), col(Referral.id).desc())
    )
    for referral, pupil, school, worker in found:
        child = full_name(pupil.forename, pupil.surname) if pupil else referral.child_name
        yield _Found(referral, child, school, worker or "")


_OF_ROW = {"id", "referred_on", "status", "question", "answer", "outcome", "told_at", "version"}
_OF_RECORD = {
    "pupil_id",
    "school_id",
    "source",
    "main_reason",
    "reason",
    "tried",
    "consent_by",
    "consent_on",
    "need",
    "triage_note",
    "received_at",
}


def _values(found: _Found, actor: Actor) -> dict[str, Any]:
    return found.referral.model_dump(include=_OF_ROW) | {
        "child": found.child,
        "school": found.school,
        "referrer": found.referral.referrer_name,
        "worker": found.worker,
        "is_own": found.referral.account_id == actor.account_id,
    }


def _record(found: _Found, actor: Actor) -> ReferralRecord:
    return ReferralRecord(
        **_values(found, actor),
        **found.referral.model_dump(include=_OF_RECORD),
        contact=found.referral.referrer_contact,
        concerns=tuple(Indicator(code) for code in found.referral.concerns.split(",") if code),
    )
