"""One family's story on one time axis: what kinds of thing happen, and how each is told."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class TimelineKind(StrEnum):
    """The kinds of event on a family's time axis, in the order of its rows."""

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
    """One event, or a span up to `until_on`; `id` is that in the address of the page that says more."""

    kind: TimelineKind
    happened_on: date
    title: str
    line: str
    id: int | None = None
    until_on: date | None = None
