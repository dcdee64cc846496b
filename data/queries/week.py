"""A worker's week: what is planned, what is due, and how much room there is."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import bindparam
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.db import reading
from data.queries.accounts import setting, token_hash
from data.queries.choices import WEIGHTS_KEY
from data.queries.drafts import list_drafts
from data.reference.forms import FORMS
from data.scope import visible_families
from models.accounts import Account
from models.clock import HERE, day_bounds
from models.families import (
    Adult,
    Family,
    FamilyChild,
    SupportPeriod,
    SupportStatus,
    Transfer,
    TransferStatus,
    Worker,
    family_name,
)
from models.meetings import Appointment, AppointmentKind, CalendarLink
from models.permissions import Actor, Permission, check
from models.plans import Plan, PlanAction, PlanStatus
from models.pupils import Pupil, full_name
from models.referrals import Referral, ReferralStatus
from models.schools import School
from models.week import DueItem, DueKind, Room, plan_due, shown, support_due, web_due, week_of
from models.wellbeing import WebReading

SUPPORTED = (SupportStatus.ACTIVE, SupportStatus.STEPPED_DOWN)
CALENDAR_BACK, CALENDAR_AHEAD = timedelta(days=28), timedelta(days=366)


@dataclass(frozen=True, slots=True)
class AppointmentRow:
    """One thing planned."""

    appointment_id: int
    kind: AppointmentKind
    title: str
    starts_at: datetime
    minutes: int
    place: str
    family_id: int | None
    family: str


@dataclass(frozen=True, slots=True)
class Week:
    """One worker's week. No room: the account has no caseload."""

    appointments: tuple[AppointmentRow, ...]  # of the whole week, in order
    due: tuple[DueItem, ...]  # the longest overdue first
    room: Room | None
    has_calendar_link: bool


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment as a private calendar shows it: it names nobody."""

    appointment_id: int
    kind: AppointmentKind
    starts_at: datetime
    minutes: int
    place: str
    made_at: datetime


def my_week(*, actor: Actor, on: date) -> Week:
    """The week the day is in, and what is due that day."""
    check(actor, Permission.CASEWORK_READ)
    with reading() as session:
        due = shown([item for source in (*SOURCES, _drafts) for item in source(session, actor)], on)
        appointments = _appointments(session, actor, on)
        room = _room(session, actor)
        links = select(CalendarLink.id).where(
            CalendarLink.worker_id == actor.worker_id, col(CalendarLink.revoked_at).is_(None)
        )
        has_link = session.exec(links).first() is not None
    return Week(appointments, due, room, has_link)


def _appointments(session: Session, actor: Actor, on: date) -> tuple[AppointmentRow, ...]:
    starts, ends = day_bounds(*week_of(on))
    found = session.exec(
        select(Appointment)
        .where(
            Appointment.worker_id == actor.worker_id,
            Appointment.starts_at >= starts,
            Appointment.starts_at < ends,
            col(Appointment.is_cancelled).is_(False),
        )
        .order_by(col(Appointment.starts_at), col(Appointment.id))
    ).all()
    names = _family_names(session, actor, {row.family_id for row in found if row.family_id})
    return tuple(
        AppointmentRow(
            appointment_id=row.id or 0,
            family=names.get(row.family_id or 0, ""),
            **row.model_dump(include={"kind", "title", "starts_at", "minutes", "place", "family_id"}),
        )
        for row in found
    )


def _family_names(session: Session, actor: Actor, family_ids: Iterable[int]) -> dict[int, str]:
    """What to call each of these families, of those this person may open."""
    families = session.exec(select(Family).where(col(Family.id).in_(set(family_ids)), visible_families(actor))).all()
    surnames: dict[int, list[str | None]] = defaultdict(list)
    found = session.exec(
        select(FamilyChild.family_id, col(Pupil.surname))
        .join(Pupil, col(Pupil.id) == FamilyChild.pupil_id)
        .where(col(FamilyChild.family_id).in_([family.id for family in families]))
        .order_by(col(Pupil.id))
    )
    for family_id, surname in found:
        surnames[family_id].append(surname)
    return {row.id or 0: family_name(row.name, surnames[row.id or 0], row.reference) for row in families}


def _room(session: Session, actor: Actor) -> Room | None:
    worker = session.get(Worker, actor.worker_id) if actor.worker_id else None
    if worker is None:
        return None
    mine = select(SupportPeriod.family_id).where(
        SupportPeriod.worker_id == worker.id, col(SupportPeriod.status).in_(SUPPORTED)
    )
    weights = session.exec(select(Family.weight).where(col(Family.id).in_(mine))).all()
    taken = sum(weights) if setting(session, WEIGHTS_KEY) == "1" else len(weights)
    return Room(taken, worker.room_for)


@dataclass(frozen=True, slots=True)
class _Supported:
    """One child this worker supports now."""

    period: SupportPeriod
    name: str


def _supported(session: Session, actor: Actor) -> list[_Supported]:
    if actor.worker_id is None:
        return []
    found = session.exec(
        select(SupportPeriod, Pupil)
        .join(Pupil, col(Pupil.id) == SupportPeriod.pupil_id)
        .where(SupportPeriod.worker_id == actor.worker_id, col(SupportPeriod.status).in_(SUPPORTED))
        .order_by(col(SupportPeriod.id))
    )
    return [_Supported(period, full_name(pupil.forename, pupil.surname)) for period, pupil in found]


def _supports(session: Session, actor: Actor) -> Iterator[DueItem]:
    """One item for a family and day: siblings are supported together."""
    together: dict[tuple[int, date], list[str]] = defaultdict(list)
    for child in _supported(session, actor):
        due_on = support_due(child.period.started_on, child.period.review_on)
        together[child.period.family_id, due_on].append(child.name)
    names = _family_names(session, actor, {family_id for family_id, _ in together})
    for (family_id, due_on), children in together.items():
        query = (("family", str(family_id)),)
        yield DueItem(DueKind.SUPPORT, due_on, names[family_id], f"Support of {', '.join(children)}", "support", query)


def _webs(session: Session, actor: Actor) -> Iterator[DueItem]:
    children = _supported(session, actor)
    taken: dict[int, list[date]] = defaultdict(list)
    wanted = select(col(WebReading.pupil_id), col(WebReading.taken_on)).where(
        col(WebReading.pupil_id).in_([child.period.pupil_id for child in children])
    )
    for pupil_id, taken_on in session.exec(wanted):
        taken[pupil_id].append(taken_on)
    for child in children:
        pupil_id = child.period.pupil_id
        due_on, why = web_due(child.period.started_on, taken[pupil_id])
        yield DueItem(DueKind.WEB, due_on, child.name, why, "web", (("pupil", str(pupil_id)),))


def _plans(session: Session, actor: Actor) -> Iterator[DueItem]:
    names = {child.period.pupil_id: child.name for child in _supported(session, actor)}
    wanted = select(Plan).where(col(Plan.pupil_id).in_(names), Plan.status == PlanStatus.OPEN).order_by(col(Plan.id))
    for plan in session.exec(wanted):
        due_on, query = plan_due(plan.started_on, plan.review_on), (("pupil", str(plan.pupil_id)),)
        yield DueItem(DueKind.PLAN, due_on, names[plan.pupil_id], "Look at the plan together", "plan", query)


def _referrals(session: Session, actor: Actor) -> Iterator[DueItem]:
    if not actor.can(Permission.REFERRAL_TRIAGE):
        return
    found = session.exec(
        select(Referral, Pupil, School.name)
        .outerjoin(Pupil, col(Pupil.id) == Referral.pupil_id)
        .join(School, col(School.id) == Referral.school_id)
        .where(Referral.status == ReferralStatus.RECEIVED)
        .order_by(col(Referral.id))
    )
    for row, pupil, school in found:
        name = full_name(pupil.forename, pupil.surname) if pupil else row.child_name
        query = (("id", str(row.id)),)
        yield DueItem(DueKind.REFERRAL, row.referred_on, name, f"Referred at {school}", "referrals", query)


def _transfers(session: Session, actor: Actor) -> Iterator[DueItem]:
    if actor.worker_id is None:
        return
    found = session.exec(
        select(Transfer, Worker.name, Family.reference)
        .join(Worker, col(Worker.id) == Transfer.from_worker_id)
        .join(Family, col(Family.id) == Transfer.family_id)
        .where(Transfer.to_worker_id == actor.worker_id, Transfer.status == TransferStatus.OFFERED)
        .order_by(col(Transfer.position), col(Transfer.id))
    )
    for row, worker, reference in found:
        due_on = row.offered_at.astimezone(HERE).date()
        yield DueItem(DueKind.TRANSFER, due_on, f"Family {reference}", f"Offered by {worker}", "hand-over")


SOURCES: tuple[Callable[[Session, Actor], Iterator[DueItem]], ...] = (
    _supports, _webs, _plans, _referrals, _transfers,
)  # fmt: skip


def _drafts(session: Session, actor: Actor) -> Iterator[DueItem]:
    """Forms this person began, each with the page that finishes it."""
    for draft in list_drafts(actor=actor):
        form = FORMS.get(draft.form)
        if form is None or draft.saved_at is None:
            continue
        saved_on = draft.saved_at.astimezone(HERE).date()
        number = _number(session, draft.subject, form.parameter)
        query = ((form.parameter, str(number)),) if number else ()
        yield DueItem(DueKind.DRAFT, saved_on, form.name, "Begun and not sent", form.page, query)


# What a draft may be about, where its page is found by something else: the child or family it belongs to.
_OWNERS: dict[tuple[str, str], SelectOfScalar[int]] = {
    ("adult", "id"): select(Adult.family_id).where(Adult.id == bindparam("number")),
    ("web", "pupil"): select(WebReading.pupil_id).where(WebReading.id == bindparam("number")),
    ("plan", "pupil"): select(Plan.pupil_id).where(Plan.id == bindparam("number")),
    ("action", "pupil"): select(Plan.pupil_id).join(PlanAction).where(PlanAction.id == bindparam("number")),
    ("period", "family"): select(SupportPeriod.family_id).where(SupportPeriod.id == bindparam("number")),
}


def _number(session: Session, subject: str, parameter: str) -> int | None:
    kind, _, number = subject.partition(":")
    if not parameter or not number.isdigit():
        return None
    owner = _OWNERS.get((kind, parameter))
    return int(number) if owner is None else session.scalar(owner, {"number": int(number)})


def calendar_entries(*, token: str, on: date) -> tuple[CalendarEntry, ...] | None:
    """What the private link shows, from four weeks ago to a year ahead; None unless the link is live.

    It dies with the account that made it, and when it is revoked.
    """
    live = (
        select(CalendarLink.worker_id)
        .join(Account, (col(Account.worker_id) == CalendarLink.worker_id) & col(Account.is_active))
        .where(
            CalendarLink.token_hash == token_hash(token),
            col(CalendarLink.revoked_at).is_(None),
            Account.username == CalendarLink.made_by,
        )
    )
    starts, ends = day_bounds(on - CALENDAR_BACK, on + CALENDAR_AHEAD)
    with reading() as session:
        worker_id = session.exec(live).first()
        if worker_id is None:
            return None
        found = session.exec(
            select(Appointment)
            .where(
                Appointment.worker_id == worker_id,
                Appointment.starts_at >= starts,
                Appointment.starts_at < ends,
                col(Appointment.is_cancelled).is_(False),
            )
            .order_by(col(Appointment.starts_at), col(Appointment.id))
        ).all()
    fields = {"kind", "starts_at", "minutes", "place", "made_at"}
    return tuple(CalendarEntry(appointment_id=row.id or 0, **row.model_dump(include=fields)) for row in found)
