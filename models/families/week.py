"""What is due in a worker's week. Pure: an item goes when the work is done, and in no other way."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from models.families.family import SUPPORT_TERM_DAYS
from models.families.meetings import AppointmentKind

BASELINE_WITHIN = timedelta(days=14)  # of the start of support
FIRST_REVIEW_AFTER = timedelta(days=42)  # six weeks of support with only a baseline say nothing about change
REVIEW_AFTER = timedelta(days=SUPPORT_TERM_DAYS)
TAKEN_EARLY = timedelta(days=28)  # a web taken while the family waited counts as the baseline
PLAN_REVIEW_AFTER = timedelta(days=42)


class DueKind(StrEnum):
    """What an item in a worker's week asks for: a review, an answer, a form to finish."""

    SUPPORT = "support"
    WEB = "web"
    PLAN = "plan"
    REFERRAL = "referral"
    TRANSFER = "transfer"
    DECLINED = "declined"
    DRAFT = "draft"


DUE_NAMES: dict[DueKind, str] = {
    DueKind.SUPPORT: "Support to review",
    DueKind.WEB: "Wellbeing webs",
    DueKind.PLAN: "Plans to review",
    DueKind.REFERRAL: "Referrals to answer",
    DueKind.TRANSFER: "Families offered to you",
    DueKind.DECLINED: "Families a colleague cannot take over",
    DueKind.DRAFT: "Forms to finish",
}

# How many days before its day an item is shown.
SHOWN_AHEAD: dict[DueKind, int] = {
    DueKind.SUPPORT: 14,
    DueKind.WEB: 7,
    DueKind.PLAN: 7,
    DueKind.REFERRAL: 0,
    DueKind.TRANSFER: 0,
    DueKind.DECLINED: 0,
    DueKind.DRAFT: 0,
}


@dataclass(frozen=True, slots=True)
class DueItem:
    """One thing to do. Its page is found by `kind`, or by `form` if that is begun; `id` is what the page opens."""

    kind: DueKind
    due_on: date
    title: str
    line: str
    id: int | None = None
    form: str = ""


def is_shown(item: DueItem, today: date) -> bool:
    """Whether the item is overdue, or due within the days its kind is shown ahead."""
    return item.due_on <= today + timedelta(days=SHOWN_AHEAD[item.kind])


def shown(items: Iterable[DueItem], today: date) -> tuple[DueItem, ...]:
    """The items to show today, the longest overdue first."""
    return tuple(sorted((i for i in items if is_shown(i, today)), key=lambda i: (i.due_on, i.kind, i.title, i.id or 0)))


def web_due(started_on: date, taken_on: Sequence[date]) -> tuple[date, str]:
    """The day a supported child's next web is due, and why.

    The first within two weeks of the start; the second six weeks after the start, or after the first if that was
    late; then one a term. Webs of earlier support do not count.
    """
    days = sorted({day for day in taken_on if day >= started_on - TAKEN_EARLY})
    if not days:
        return started_on + BASELINE_WITHIN, "No web yet since support began"
    if len(days) == 1:
        return max(started_on, days[0]) + FIRST_REVIEW_AFTER, "Only a first web so far"
    return days[-1] + REVIEW_AFTER, "A term since the last web"


def support_due(started_on: date, review_on: date | None) -> date:
    """The day a period of support is to be reviewed: as agreed, or a term after it began."""
    return review_on or started_on + REVIEW_AFTER


def plan_due(started_on: date, review_on: date | None) -> date:
    """The day a plan is to be looked at again: as agreed, or six weeks after it was made."""
    return review_on or started_on + PLAN_REVIEW_AFTER


def due_words(due_on: date, today: date) -> str:
    """How far off the day is, such as `due in 3 days` or `1 day overdue`."""
    days = (due_on - today).days
    if days == 0:
        return "due today"
    unit = "day" if abs(days) == 1 else "days"
    return f"due in {days} {unit}" if days > 0 else f"{-days} {unit} overdue"


def week_of(day: date) -> tuple[date, date]:
    """Monday and Sunday of the day's week."""
    monday = day - timedelta(days=day.weekday())
    return monday, monday + timedelta(days=6)


@dataclass(frozen=True, slots=True)
class CalendarEntry:
    """One appointment or session as a private calendar shows it: it names nobody."""

    uid: str
    kind: AppointmentKind
    starts_at: datetime
    minutes: int
    place: str
    recorded_at: datetime


@dataclass(frozen=True, slots=True)
class Room:
    """How full a caseload is. `taken` counts families, or their weights where the team uses them."""

    taken: int
    room_for: int

    @property
    def left(self) -> int:
        """How many more fit; below zero when the caseload is over full."""
        return self.room_for - self.taken


def share_out(families: Sequence[int], left: Mapping[int, int]) -> dict[int, int]:
    """Each family to the worker with most room left at that moment; nobody when there are no workers."""
    room = dict(left)
    shared = {}
    for family_id in families if room else ():
        worker_id = max(room, key=lambda each: room[each])
        shared[family_id], room[worker_id] = worker_id, room[worker_id] - 1
    return shared
