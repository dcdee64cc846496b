"""Rows that tests of referrals, support, transfers and plans share."""

from datetime import date, timedelta
from typing import Any

from data.core.actions.drafts import start_draft
from data.referrals.actions.referrals import make_referral
from models.attendance.pupils import Enrolment, Source
from models.clock import today
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.permissions import Actor, Role
from models.referrals import ReferralCreate
from models.wellbeing.web import Indicator, Voice, WebReading, WebScore, WebStage
from tests.factories import make_actor, make_pupil, save

YESTERDAY = today() - timedelta(days=1)
NUMBERS = ("012345674", "051234561", "190001237", "240000016")


def key(by: Actor, form: str, subject: str = "") -> str:
    """The key of an open draft of this form."""
    return start_draft(form=form, subject=subject, by=by).key


def enrol(pupil_id: int, school_id: int, *, on: date = date(2025, 8, 20), stage: str = "P5") -> None:
    save(Enrolment(pupil_id=pupil_id, school_id=school_id, stage=stage, observed_on=on, source=Source.SEEMIS))


def make_child(school_id: int, *, place: int = 0, forename: str = "Ava", **fields: Any) -> int:
    pupil_id = make_pupil(candidate_number=NUMBERS[place], forename=forename, **fields)
    enrol(pupil_id, school_id)
    return pupil_id


def support(
    worker_id: int, *pupil_ids: int, status: SupportStatus = SupportStatus.ACTIVE, started_on: date = date(2026, 8, 24)
) -> int:
    """A family of these children, supported by the worker; the family's id."""
    family_id = save(Family(reference=f"F{pupil_ids[0]:03d}")).id
    for pupil_id in pupil_ids:
        save(FamilyChild(family_id=family_id, pupil_id=pupil_id))
        save(
            SupportPeriod(
                pupil_id=pupil_id, family_id=family_id, worker_id=worker_id, started_on=started_on, status=status
            )
        )
    return family_id


def make_worker_actor(worker_id: int, username: str = "worker") -> Actor:
    return make_actor(role=Role.WORKER, username=username, worker_id=worker_id)


def referral_of(school_id: int, pupil_id: int | None = None, **fields: Any) -> ReferralCreate:
    """A referral with nothing missing but consent."""
    return ReferralCreate(
        **{
            "pupil_id": pupil_id,
            "child_name": "" if pupil_id else "Ava Madeup",
            "school_id": school_id,
            "source": "class_teacher",
            "referrer_name": "Mr Teacher",
            "referrer_contact": "01234 567890",
            "main_reason": "attendance",
            "reason": "Often late since the summer",
            "concerns": (Indicator.SAFE, Indicator.INCLUDED),
            "tried": "Breakfast club",
            "referred_on": today(),
            **fields,
        }
    )


def refer(by: Actor, school_id: int, pupil_id: int | None = None, **fields: Any) -> int:
    """A referral that was sent."""
    return make_referral(referral=referral_of(school_id, pupil_id, **fields), draft_key=key(by, "referral"), by=by)


def make_web(
    pupil_id: int,
    scores: dict[Indicator, int],
    *,
    voice: Voice = Voice.CHILD,
    taken_on: date = YESTERDAY,
    **fields: Any,
) -> int:
    values = {"stage": WebStage.REVIEW, "lowest": 0, "highest": 10, "recorded_by": "worker", **fields}
    reading_id = save(WebReading(pupil_id=pupil_id, taken_on=taken_on, voice=voice, **values)).id
    for indicator, score in scores.items():
        save(WebScore(reading_id=reading_id, indicator=indicator, score=score))
    return reading_id
