"""What a colleague needs to take over a family: the content of the hand-over pack."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlmodel import Session, col, select

from data.core.db import reading
from data.families.queries.family import children_of, family_names
from data.families.queries.transfers import list_caseload
from models.attendance.pupils import Pupil, full_name
from models.clock import day_text
from models.families.contacts import Contact
from models.families.family import SUPPORT_WORDS, Family, SupportPeriod, SupportStatus, Transfer, TransferStatus
from models.families.handover import HandoverFamily
from models.families.people import Adult
from models.families.plans import ActionStatus, Plan, PlanAction, PlanStatus
from models.families.week import plan_due, support_due
from models.permissions import Actor

LAST_CONTACTS = 3
RESTRICTED = "There is a restricted note; Home Link shows whom to ask."


def handover_families(*, actor: Actor, worker_id: int) -> tuple[HandoverFamily, ...]:
    """A worker's caseload as a colleague needs it, offered families first in the order they were offered."""
    order = list(list_caseload(actor=actor, worker_id=worker_id))
    with reading() as session:
        offers = session.exec(
            select(Transfer)
            .where(
                Transfer.from_worker_id == worker_id,
                Transfer.status == TransferStatus.OFFERED,
                col(Transfer.family_id).in_(order),
            )
            .order_by(col(Transfer.offered_at), col(Transfer.position))
        ).all()
        notes = {row.family_id: row.handover_note for row in offers}
        families = {row.id: row for row in session.exec(select(Family).where(col(Family.id).in_(order)))}
        names = family_names(session, actor=actor, family_ids=order)
        return tuple(
            _family(session, families[family_id], names[family_id], notes.get(family_id, ""))
            for family_id in dict.fromkeys([*notes, *order])
        )


def _family(session: Session, family: Family, name: str, note: str) -> HandoverFamily:
    family_id = family.id or 0
    children = children_of(session, family_ids=[family_id])[family_id]
    periods = session.exec(
        select(SupportPeriod).where(SupportPeriod.family_id == family_id, SupportPeriod.status != SupportStatus.CLOSED)
    ).all()
    plans = session.exec(
        select(Plan).where(col(Plan.pupil_id).in_([child.id for child in children]), Plan.status == PlanStatus.OPEN)
    ).all()
    names = {child.id or 0: full_name(child.forename, child.surname) for child in children}
    return HandoverFamily(
        family_id=family_id,
        name=name,
        reference=family.reference,
        contact=tuple(filter(None, (family.preferred_contact, family.suits_where, family.suits_when))),
        safety_note=family.safety_note,
        people=(*_child_lines(children), *_adult_lines(session, family_id)),
        support=tuple(_support_line(period, names) for period in periods),
        contacts=_contacts(session, family_id),
        actions=_actions(session, plans),
        next_due=tuple(sorted(_next_due(periods, plans, names))),
        handover_note=note,
    )


def _child_lines(children: Iterable[Pupil]) -> list[str]:
    return [
        full_name(child.forename, child.surname) + (f", born {day_text(child.born_on)}" if child.born_on else "")
        for child in children
    ]


def _adult_lines(session: Session, family_id: int) -> list[str]:
    adults = session.exec(select(Adult).where(Adult.family_id == family_id).order_by(col(Adult.id)))
    return [
        ", ".join(
            filter(
                None,
                (
                    full_name(adult.forename, adult.surname),
                    adult.relationship.replace("_", " "),
                    adult.phone,
                    adult.email,
                ),
            )
        )
        for adult in adults
    ]


def _support_line(period: SupportPeriod, names: dict[int, str]) -> str:
    return (
        f"{names.get(period.pupil_id, '')}: {SUPPORT_WORDS[period.status].lower()}, since {day_text(period.started_on)}"
    )


def _contacts(session: Session, family_id: int) -> tuple[tuple[datetime, str, str], ...]:
    found = session.exec(
        select(Contact)
        .where(Contact.family_id == family_id)
        .order_by(col(Contact.happened_at).desc(), col(Contact.id).desc())
        .limit(LAST_CONTACTS)
    )
    return tuple((row.happened_at, row.kind, RESTRICTED if row.is_restricted else row.line) for row in found)


def _actions(session: Session, plans: Iterable[Plan]) -> tuple[str, ...]:
    found = session.exec(
        select(PlanAction)
        .where(col(PlanAction.plan_id).in_([plan.id for plan in plans]), PlanAction.status == ActionStatus.OPEN)
        .order_by(col(PlanAction.due_on), col(PlanAction.position))
    )
    return tuple(f"{row.what} ({row.who}{f', by {day_text(row.due_on)}' if row.due_on else ''})" for row in found)


def _next_due(
    periods: Iterable[SupportPeriod], plans: Iterable[Plan], names: dict[int, str]
) -> Iterable[tuple[date, str]]:
    for period in periods:
        if period.status is not SupportStatus.WAITING:
            child = names.get(period.pupil_id, "")
            yield support_due(period.started_on, period.review_on), f"Review support of {child}"
    for plan in plans:
        yield plan_due(plan.started_on, plan.review_on), f"Look at the plan of {names.get(plan.pupil_id, '')}"
