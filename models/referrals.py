"""Referrals to the team: asked for, triaged by need, allocated, and the outcome told."""

from datetime import date, datetime
from enum import StrEnum
from typing import ClassVar

from sqlmodel import Field, SQLModel

from models.columns import enum_type, now
from models.wellbeing.web import Indicator
from models.workflow import Moves, open_states


class ReferralStatus(StrEnum):
    """Where a referral stands."""

    RECEIVED = "received"
    MORE_NEEDED = "more_needed"
    WAITING = "waiting"
    ALLOCATED = "allocated"
    CLOSED = "closed"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


TRANSITIONS: Moves[ReferralStatus] = {
    ReferralStatus.RECEIVED: frozenset(
        {ReferralStatus.MORE_NEEDED, ReferralStatus.WAITING, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}
    ),
    ReferralStatus.MORE_NEEDED: frozenset({ReferralStatus.RECEIVED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.WAITING: frozenset({ReferralStatus.ALLOCATED, ReferralStatus.DECLINED, ReferralStatus.WITHDRAWN}),
    ReferralStatus.ALLOCATED: frozenset({ReferralStatus.CLOSED}),  # when support ends
    ReferralStatus.CLOSED: frozenset(),
    ReferralStatus.DECLINED: frozenset(),
    ReferralStatus.WITHDRAWN: frozenset(),
}


SCHOOL_SOURCES = frozenset({"class_teacher", "school_leader"})  # codes of ChoiceList.REFERRAL_SOURCE
OPEN_STATUSES = open_states(TRANSITIONS)
UNDECIDED = OPEN_STATUSES - {ReferralStatus.ALLOCATED}
# To be told to the referrer, also when support ended before anybody did.
OUTCOMES = frozenset({ReferralStatus.ALLOCATED, ReferralStatus.CLOSED, ReferralStatus.DECLINED})

STATUS_WORDS: dict[ReferralStatus, str] = {
    ReferralStatus.RECEIVED: "Received, to be looked at",
    ReferralStatus.MORE_NEEDED: "The team has a question",
    ReferralStatus.WAITING: "On the waiting list",
    ReferralStatus.ALLOCATED: "A worker supports the family",
    ReferralStatus.CLOSED: "Support has ended",
    ReferralStatus.DECLINED: "Not taken on",
    ReferralStatus.WITHDRAWN: "Taken back",
}


class Need(StrEnum):
    """How soon help is needed, as triage found it. The waiting list is in this order, then by arrival."""

    URGENT = "urgent"
    SOON = "soon"
    PLANNED = "planned"


NEED_WORDS: dict[Need, str] = {Need.URGENT: "Urgent", Need.SOON: "Soon", Need.PLANNED: "Planned"}


class ReferralBase(SQLModel):
    """What whoever refers tells the team."""

    pupil_id: int | None = None  # None: not on a list yet
    child_name: str = Field(default="", max_length=160)
    school_id: int
    source: str = Field(max_length=40)  # a code of ChoiceList.REFERRAL_SOURCE
    referrer_name: str = Field(max_length=120)
    referrer_contact: str = Field(default="", max_length=120)
    main_reason: str = Field(max_length=40)  # a code of ChoiceList.REFERRAL_REASON
    reason: str = Field(max_length=2_000)
    tried: str = Field(default="", max_length=2_000)
    consent_by: str = Field(default="", max_length=120)
    consent_on: date | None = None
    referred_on: date


class ReferralCreate(ReferralBase):
    """A new referral."""

    concerns: tuple[Indicator, ...] = ()


class Triage(SQLModel):
    """What was decided about a referral, and what the person deciding had seen."""

    to: ReferralStatus
    version: int
    words: str = Field(default="", max_length=1_000)  # the question, the note, or the reason told
    need: Need | None = None
    consent_by: str = Field(default="", max_length=120)
    consent_on: date | None = None
    service_id: int | None = None  # of the directory, to which the family is pointed instead


class Referral(ReferralBase, table=True):
    """One child referred by a school or agency."""

    __tablename__ = "referral"
    PERSONAL: ClassVar = {"child_name", "referrer_name", "referrer_contact"}
    SENSITIVE: ClassVar = {
        "reason",
        "concerns",
        "tried",
        "consent_by",
        "question",
        "answer",
        "outcome",
        "triage_note",
        "main_reason",
    }
    ORDINARY: ClassVar = {
        "id",
        "pupil_id",
        "school_id",
        "source",
        "consent_on",
        "need",
        "status",
        "worker_id",
        "family_id",
        "service_id",
        "referred_on",
        "received_at",
        "received_by",
        "account_id",
        "triaged_at",
        "triaged_by",
        "allocated_at",
        "allocated_by",
        "told_at",
        "told_by",
        "draft_key",
        "version",
    }

    id: int | None = Field(default=None, primary_key=True)
    pupil_id: int | None = Field(default=None, foreign_key="pupil.id", index=True)
    school_id: int = Field(foreign_key="school.id", index=True)
    account_id: int | None = Field(default=None, foreign_key="account.id", index=True)  # who entered it
    concerns: str = Field(default="", max_length=400)  # indicator codes, comma-separated
    question: str = Field(default="", max_length=1_000)  # what the team still needs to know
    answer: str = Field(default="", max_length=2_000)
    need: Need | None = Field(default=None, sa_type=enum_type(Need))
    triage_note: str = Field(default="", max_length=1_000)
    status: ReferralStatus = Field(default=ReferralStatus.RECEIVED, sa_type=enum_type(ReferralStatus))
    worker_id: int | None = Field(default=None, foreign_key="worker.id", index=True)
    service_id: int | None = Field(default=None, foreign_key="service.id", index=True)
    family_id: int | None = Field(default=None, foreign_key="family.id", index=True)
    outcome: str = Field(default="", max_length=1_000)  # as told to the referrer
    received_at: datetime = Field(default_factory=now)
    received_by: str = Field(max_length=80)
    triaged_at: datetime | None = None
    triaged_by: str = Field(default="", max_length=80)
    allocated_at: datetime | None = None
    allocated_by: str = Field(default="", max_length=80)
    told_at: datetime | None = None
    told_by: str = Field(default="", max_length=80)
    draft_key: str | None = Field(default=None, max_length=40, unique=True)
    version: int = 1


def missing_of(referral: ReferralCreate, *, today: date) -> dict[str, str]:
    """What keeps a referral from being sent, by field. Consent may follow: only the waiting list needs it."""
    problems = {
        "child_name": None if referral.pupil_id or referral.child_name.strip() else "Please say who the child is.",
        "source": None if referral.source else "Please say who is referring.",
        "referrer_name": None if referral.referrer_name.strip() else "Please give the name of the person referring.",
        "referrer_contact": None if referral.referrer_contact.strip() else "Please say how the team can reach them.",
        "main_reason": None if referral.main_reason else "Please choose the main reason.",
        "reason": None if referral.reason.strip() else "Please say in a sentence or two why you ask for support.",
        "referred_on": None if referral.referred_on <= today else "This day has not come yet. Please check the date.",
        "consent_on": consent_problem(referral.consent_by, referral.consent_on, today=today),
    }
    return {field: words for field, words in problems.items() if words}


def consent_problem(who: str, on: date | None, *, today: date) -> str | None:
    """What is missing from a consent that was begun: who agreed goes with when, and never in the future."""
    if bool(who.strip()) is not (on is not None):
        return "Please say both who agreed and on which day, or leave both empty for now."
    return "This day has not come yet. Please check the date." if on and on > today else None


def waiting_order(need: Need | None, received_at: datetime) -> tuple[int, datetime]:
    """Need first, then arrival."""
    return (list(Need).index(need) if need else len(Need)), received_at
