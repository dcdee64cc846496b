"""Everything that happened with one family, from every part of the record, newest first."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from data.core.db import reading
from data.families.queries.family import children_of, family_in_scope
from data.families.queries.taking_part import awards_of_family, sessions_attended
from models.access import Account
from models.attendance.openings import Attendance, AttendancePeriod, period_name, rate
from models.attendance.pupils import Pupil, full_name
from models.choices import Choice, ChoiceList
from models.clock import HERE, day_text, today
from models.families.contacts import Contact
from models.families.family import SupportExtension, SupportPeriod, SupportStatus, Worker
from models.families.meetings import Meeting, Statement
from models.families.plans import ActionStatus, Plan, PlanAction, PlanStatus
from models.families.timeline import TimelineItem, TimelineKind
from models.permissions import Actor
from models.referrals import STATUS_WORDS, Referral
from models.wellbeing.web import WebReading, WebScore

Items = Iterator[TimelineItem]


@dataclass(frozen=True, slots=True)
class _Family:
    """The family whose story is told; `children` are names by pupil id."""

    family_id: int
    children: dict[int, str]


def family_timeline(*, actor: Actor, family_id: int) -> tuple[TimelineItem, ...]:
    """The family's story, newest first; NotFound when it is not this person's to open."""
    with reading() as session:
        family_in_scope(session, actor=actor, family_id=family_id)
        children = children_of(session, family_ids=[family_id])[family_id]
        family = _Family(family_id, {child.id or 0: _called(child) for child in children})
        items = [item for source in SOURCES for item in source(session, family)]
    return tuple(sorted(items, key=lambda item: item.happened_on, reverse=True))


def _called(child: Pupil) -> str:
    return child.forename or full_name(child.forename, child.surname)


def _labels(session: Session, list_name: ChoiceList) -> dict[str, str]:
    return {row.code: row.label for row in session.exec(select(Choice).where(Choice.list_name == list_name))}


def _referrals(session: Session, family: _Family) -> Items:
    """Every referral of each child, also those that this person could not open as referrals."""
    sources = _labels(session, ChoiceList.REFERRAL_SOURCE)
    for row in session.exec(select(Referral).where(col(Referral.pupil_id).in_(family.children))):
        by = sources.get(row.source, row.source)
        line = f"{family.children[row.pupil_id or 0]}, {STATUS_WORDS[row.status].lower()}: {row.reason}"
        yield TimelineItem(TimelineKind.REFERRAL, row.referred_on, f"Referred: {by}", line)


def _supports(session: Session, family: _Family) -> Items:
    found = session.exec(
        select(SupportPeriod, Worker.name, Pupil)
        .join(Worker, col(Worker.id) == SupportPeriod.worker_id)
        .join(Pupil, col(Pupil.id) == SupportPeriod.pupil_id)
        .where(SupportPeriod.family_id == family.family_id)
    ).all()
    children = {pupil.id or 0: _called(pupil) for _, _, pupil in found}  # also who has left the family since
    for row, worker, _ in found:
        child = children[row.pupil_id]
        began = "Waiting for support" if row.status is SupportStatus.WAITING else "Support began"
        id_, until_on = family.family_id, row.ended_on or max(today(), row.started_on)
        yield TimelineItem(TimelineKind.SUPPORT, row.started_on, began, f"{child}, with {worker}", id_, until_on)
        if row.ended_on:
            yield TimelineItem(TimelineKind.SUPPORT, row.ended_on, "Support ended", child, id_)
    extended = session.exec(
        select(SupportExtension, SupportPeriod.pupil_id)
        .join(SupportPeriod, col(SupportPeriod.id) == SupportExtension.period_id)
        .where(SupportPeriod.family_id == family.family_id)
    )
    for extension, pupil_id in extended:
        on = extension.extended_at.astimezone(HERE).date()
        line = f"{children[pupil_id]}: {extension.reason}"
        yield TimelineItem(TimelineKind.SUPPORT, on, "Support extended", line, family.family_id)


def _contacts(session: Session, family: _Family) -> Items:
    kinds = _labels(session, ChoiceList.CONTACT_KIND)
    found = session.exec(
        select(Contact, Account.display_name)
        .outerjoin(Account, col(Account.username) == Contact.recorded_by)
        .where(Contact.family_id == family.family_id)
        .order_by(col(Contact.happened_at).desc())
    )
    for row, writer in found:
        title = kinds.get(row.kind, row.kind) + ("" if row.is_answered else ": tried, no answer")
        minutes = f"{row.minutes} minutes" if row.minutes else ""
        restricted = f"Restricted note: ask {writer or row.recorded_by}" if row.is_restricted else ""
        line = ". ".join(part for part in (row.line, minutes, restricted) if part)
        on = row.happened_at.astimezone(HERE).date()
        yield TimelineItem(TimelineKind.CONTACT, on, title, line, row.id)


def _meetings(session: Session, family: _Family) -> Items:
    kinds = _labels(session, ChoiceList.MEETING_KIND)
    for row in session.exec(select(Meeting).where(Meeting.family_id == family.family_id)):
        about = family.children.get(row.pupil_id or 0, "")
        line = ": ".join(part for part in (about, row.summary) if part)
        yield TimelineItem(TimelineKind.MEETING, row.held_on, kinds.get(row.kind, row.kind), line, row.id)


def _statements(session: Session, family: _Family) -> Items:
    kinds = _labels(session, ChoiceList.STATEMENT_KIND)
    for row in session.exec(select(Statement).where(col(Statement.pupil_id).in_(family.children))):
        concern = "safety concern" if row.is_safety_concern else ""
        told = f"told what was done on {day_text(row.child_told_on)}" if row.child_told_on else "not told yet"
        said = ": ".join(part for part in (family.children[row.pupil_id], row.summary) if part)
        line = "; ".join(part for part in (said, concern, told) if part)
        yield TimelineItem(TimelineKind.STATEMENT, row.made_on, kinds.get(row.kind, row.kind), line, row.id)


def _webs(session: Session, family: _Family) -> Items:
    scored = func.count(col(WebScore.score))
    found = session.exec(
        select(WebReading, scored)
        .outerjoin(WebScore, col(WebScore.reading_id) == WebReading.id)
        .where(col(WebReading.pupil_id).in_(family.children))
        .group_by(col(WebReading.id))
    )
    for row, count in found:
        line = f"{family.children[row.pupil_id]}, in the {row.voice}'s voice: {count} of 8 scored"
        yield TimelineItem(TimelineKind.WEB, row.taken_on, f"Wellbeing web, {row.stage}", line, row.pupil_id)


def _plans(session: Session, family: _Family) -> Items:
    for plan in session.exec(select(Plan).where(col(Plan.pupil_id).in_(family.children))):
        child, pupil_id = family.children[plan.pupil_id], plan.pupil_id
        yield TimelineItem(TimelineKind.ACTION, plan.started_on, "Plan made", child, pupil_id)
        if plan.status is PlanStatus.CLOSED and plan.closed_at:
            yield TimelineItem(
                TimelineKind.ACTION, plan.closed_at.astimezone(HERE).date(), "Plan closed", child, pupil_id
            )
    done = session.exec(
        select(PlanAction, Plan.pupil_id)
        .join(Plan, col(Plan.id) == PlanAction.plan_id)
        .where(col(Plan.pupil_id).in_(family.children), PlanAction.status == ActionStatus.DONE)
    )
    for action, pupil_id in done:
        if action.done_at:
            on = action.done_at.astimezone(HERE).date()
            yield TimelineItem(TimelineKind.ACTION, on, "Action done", f"{action.what} ({action.who})", pupil_id)


def _attendance(session: Session, family: _Family) -> Items:
    found = session.exec(
        select(Attendance, AttendancePeriod)
        .join(AttendancePeriod, col(AttendancePeriod.id) == Attendance.period_id)
        .where(col(Attendance.pupil_id).in_(family.children), Attendance.possible > 0)
    )
    for row, period in found:
        percent = rate(row.attended, row.possible)
        name = period_name(period.first_on, period.last_on)
        line = f"{row.attended} of {row.possible} openings in {name}"
        title = f"{family.children[row.pupil_id]} attended {percent:.1f}%"
        yield TimelineItem(TimelineKind.ATTENDANCE, period.last_on, title, line, row.pupil_id)


SOURCES: tuple[Callable[[Session, _Family], Items], ...] = (
    _referrals,
    _supports,
    _contacts,
    _meetings,
    _statements,
    _webs,
    _plans,
    _attendance,
    sessions_attended,
    awards_of_family,
)
