"""One family's story on one time axis: what kinds of thing happen, and how each is told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TimelineKind(StrEnum):
    """What may stand on the time axis."""

    REFERRAL = "referral"
    SUPPORT = "support"
    CONTACT = "contact"
    MEETING = "meeting"
    WEB = "web"
    STATEMENT = "statement"
    ACTION = "action"
    ATTENDANCE = "attendance"
    PROGRAMME = "programme"
    AWARD = "award"


KIND_NAMES: dict[TimelineKind, str] = {
    TimelineKind.REFERRAL: "Referrals",
    TimelineKind.SUPPORT: "Support",
    TimelineKind.CONTACT: "Contacts",
    TimelineKind.MEETING: "Meetings",
    TimelineKind.WEB: "Wellbeing webs",
    TimelineKind.STATEMENT: "Mind Of My Own",
    TimelineKind.ACTION: "Plan and actions",
    TimelineKind.ATTENDANCE: "Attendance",
    TimelineKind.PROGRAMME: "Programmes",
    TimelineKind.AWARD: "Awards",
}


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One thing that happened, or that went on to `until_on`. Its page says more of the one with this number."""

    kind: TimelineKind
    happened_on: date
    title: str
    line: str
    id: int | None = None
    until_on: date | None = None
