"""The demonstration's referrals, extensions, hand-overs and plans: something in every state."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from data.core.scope import is_newest_place
from data.demo.casework import RECORDED_BY
from data.demo.people import TODAY
from models.access import Account, AccountSchool
from models.attendance.pupils import Enrolment
from models.clock import instant
from models.families.family import FamilyChild, SupportExtension, SupportPeriod, SupportStatus, Transfer, TransferStatus
from models.families.plans import ActionStatus, Plan, PlanAction
from models.permissions import Role
from models.referrals import Need, Referral, ReferralStatus

_REASON = "Often late since the summer, and quiet in class. Mornings at home seem hard."
_STATES: tuple[tuple[ReferralStatus, dict[str, Any]], ...] = (
    (ReferralStatus.RECEIVED, {}),
    (ReferralStatus.RECEIVED, {"pupil_id": None, "child_name": "Skye Pretend"}),
    (ReferralStatus.MORE_NEEDED, {"question": "Who lives at home, and have they agreed?"}),
    (ReferralStatus.WAITING, {"need": Need.URGENT}),
    (ReferralStatus.WAITING, {"need": Need.SOON}),
    (ReferralStatus.WAITING, {"need": Need.PLANNED}),
    (ReferralStatus.DECLINED, {"outcome": "Another service is with the family already."}),
    (ReferralStatus.WITHDRAWN, {"outcome": "The family moved away."}),
)
_WITH_CONSENT = frozenset({ReferralStatus.WAITING, ReferralStatus.ALLOCATED, ReferralStatus.CLOSED})
_ACTIONS = (
    (
        "nurtured",
        "Get the bag ready the night before",
        "Mum and the worker",
        "Mornings without shouting",
        ActionStatus.OPEN,
    ),
    ("included", "Try the lunch club", "School", "Somebody to sit with", ActionStatus.DONE),
    ("active", "Walk to school on Mondays", "The family", "", ActionStatus.DROPPED),
)


def add_support_story(session: Session) -> None:
    """Read what was stored so far and add to it; the same every time."""
    periods = session.exec(select(SupportPeriod).order_by(col(SupportPeriod.id))).all()
    active = [period for period in periods if period.status is SupportStatus.ACTIVE]
    closed = [period for period in periods if period.status is SupportStatus.CLOSED]
    accounts = {row.role: row.id or 0 for row in session.exec(select(Account))}
    rows: list[SQLModel] = [
        *_new_referrals(session, accounts[Role.HEADTEACHER]),
        *_past_referrals(session, _one_a_family((*active, *closed))[::3], accounts[Role.LEAD]),
        *_extensions(active[::7]),
        *_transfers(active),
    ]
    session.add_all(rows)
    _add_plans(session, active[::3])
    for period in closed:
        period.next_step, period.closing_note = "club", "The family manages well, and goes to the football club."
    session.flush()


def _new_referrals(session: Session, head: int) -> Iterator[Referral]:
    """From the school whose headteacher looks round, of children nobody supports."""
    school_id = session.exec(select(AccountSchool.school_id)).first() or 0
    pupils = session.exec(
        select(Enrolment.pupil_id)
        .where(
            Enrolment.school_id == school_id,
            is_newest_place(),
            col(Enrolment.pupil_id).not_in(select(FamilyChild.pupil_id)),
        )
        .order_by(col(Enrolment.pupil_id))
        .limit(len(_STATES))
    ).all()
    for place, ((status, fields), pupil_id) in enumerate(zip(_STATES, pupils, strict=True)):
        on = TODAY - timedelta(days=5 + place * 6)
        values = {"school_id": school_id, "account_id": head, "pupil_id": pupil_id, **fields}
        yield _referral(on, status=status, **values)


def _one_a_family(periods: Sequence[SupportPeriod]) -> list[SupportPeriod]:
    return list({period.family_id: period for period in reversed(periods)}.values())


def _past_referrals(session: Session, periods: Sequence[SupportPeriod], lead: int) -> Iterator[Referral]:
    """Where these periods of support came from; the referrer has been told."""
    for period in periods:
        school_id = session.exec(select(Enrolment.school_id).where(Enrolment.pupil_id == period.pupil_id)).first()
        is_over = period.status is SupportStatus.CLOSED
        told_at = instant(period.started_on, "15:00")
        yield _referral(
            period.started_on - timedelta(days=14),
            status=ReferralStatus.CLOSED if is_over else ReferralStatus.ALLOCATED,
            school_id=school_id,
            account_id=lead,
            pupil_id=period.pupil_id,
            family_id=period.family_id,
            need=Need.SOON,
            worker_id=period.worker_id,
            outcome="A worker is in touch with the family.",
            allocated_at=told_at,
            allocated_by=RECORDED_BY,
            told_at=told_at,
            told_by=RECORDED_BY,
        )


def _referral(on: date, *, status: ReferralStatus, **fields: Any) -> Referral:  # noqa: ANN401 - columns
    consent: dict[str, Any] = {"consent_by": "Mum", "consent_on": on} if status in _WITH_CONSENT else {}
    return Referral(
        source="class_teacher",
        main_reason="attendance",
        referrer_name="Demo Teacher",
        referrer_contact="07700 900100",
        reason=_REASON,
        concerns="nurtured,included",
        tried="A soft start, and breakfast club.",
        referred_on=on,
        received_at=instant(on, "09:00"),
        received_by=RECORDED_BY,
        status=status,
        **consent,
        **fields,
    )


def _extensions(periods: Sequence[SupportPeriod]) -> Iterator[SupportExtension]:
    """A new review date with its reason; every other one of these goes on with a lighter touch."""
    for place, period in enumerate(periods):
        period.review_on = TODAY + timedelta(days=21 + place * 5)
        period.status = SupportStatus.STEPPED_DOWN if place % 2 else period.status
        yield SupportExtension(
            period_id=period.id or 0,
            until_on=period.review_on,
            reason="Mornings are better; the family asked for a few weeks more.",
            extended_at=instant(TODAY - timedelta(days=10), "16:00"),
            extended_by=RECORDED_BY,
        )


def _transfers(periods: Sequence[SupportPeriod]) -> Iterator[Transfer]:
    """A family offered to the first worker, and one that came to them earlier."""
    first = min(period.worker_id for period in periods)
    mine = next(period for period in periods if period.worker_id == first)
    other = next(period for period in periods if period.worker_id != first)
    words: dict[str, Any] = {"reason": "Nearer to the other families there.", "handover_note": "Ring after six."}
    yield Transfer(
        family_id=other.family_id,
        from_worker_id=other.worker_id,
        to_worker_id=mine.worker_id,
        batch="demonstration-1",
        offered_at=instant(TODAY, "11:00"),
        offered_by=RECORDED_BY,
        **words,
    )
    yield Transfer(
        family_id=mine.family_id,
        from_worker_id=other.worker_id,
        to_worker_id=mine.worker_id,
        batch="demonstration-2",
        status=TransferStatus.ACCEPTED,
        offered_at=instant(TODAY - timedelta(days=30), "11:00"),
        offered_by=RECORDED_BY,
        answered_at=instant(TODAY - timedelta(days=28), "11:00"),
        answered_by=RECORDED_BY,
        **words,
    )


def _add_plans(session: Session, periods: Sequence[SupportPeriod]) -> None:
    """Three actions each: to do, done and dropped."""
    for place, period in enumerate(periods):
        on = min(period.started_on + timedelta(days=14), TODAY)
        review_on = TODAY + timedelta(days=(10, 28, 42, 60)[place % 4])
        plan = Plan(
            pupil_id=period.pupil_id,
            started_on=on,
            review_on=review_on,
            made_at=instant(on, "16:00"),
            made_by=RECORDED_BY,
        )
        session.add(plan)
        session.flush()
        for position, (indicator, what, who, good, status) in enumerate(_ACTIONS):
            is_open = status is ActionStatus.OPEN
            session.add(
                PlanAction(
                    plan_id=plan.id or 0,
                    indicator=indicator,
                    what=what,
                    who=who,
                    due_on=on + timedelta(days=28),
                    good_looks_like=good,
                    status=status,
                    position=position,
                    done_at=None if is_open else instant(on, "16:30"),
                    done_by="" if is_open else RECORDED_BY,
                    drop_reason="They take the bus now." if status is ActionStatus.DROPPED else "",
                )
            )
