"""The demonstration's families in the flesh: invented adults, consents, contacts, meetings, statements and a week."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random
from typing import Any

from data.demo.people import TODAY, WORKERS, DemoPupil, DemoSupport
from data.demo.schools import MARK
from data.reference.demo_accounts import DEMO_ACCOUNTS
from models.clock import instant
from models.families.family import SUPPORT_TERM_DAYS, SupportStatus
from models.families.meetings import AppointmentKind
from models.permissions import Role
from models.text import search_key

RECORDED_BY = "demonstration"
_DEMO_WORKER = {role: username for role, username, _ in DEMO_ACCOUNTS}[Role.WORKER]
Rows = list[dict[str, Any]]
_PARENTS = ("Kirsty", "Fiona", "Mhairi", "Donna", "Steven", "Alan", "Joanne", "Craig", "Shona", "Martin")
_RELATIONSHIPS = ("mother", "mother", "mother", "father", "grandparent", "kinship_carer")
_CONTACTS = (
    ("phone_call", 10, "Rang to ask how the week is going"),
    ("home_visit", 45, "Visit at home: mornings, breakfast and getting out of the door"),
    ("walk_and_talk", 30, "Walk round the park after drop-off"),
    ("one_to_one", 30, "Talked in school about friends and break time"),
    ("message", 5, "Sent the times of the breakfast club"),
    ("meeting", 45, "Met with the school about mornings"),
)
_WITH_CHILD = frozenset({"one_to_one", "walk_and_talk"})
_MEETINGS = (
    ("childs_plan", "Agreed to keep the soft start, and to look again in six weeks.", "included,nurtured"),
    ("team_with_the_family", "The family said what helps; everyone took one thing away to do.", "nurtured,safe"),
)
_STATEMENTS = (
    ("good_news", "I was star of the week and I came in every day.", "achieving,included"),
    ("my_wellbeing", "I like the walk to school when somebody comes with me.", "active,nurtured"),
    ("worker_visit", "I want to say what I think at the meeting.", "respected"),
)
_WEEK = (
    (0, "09:30", 60, AppointmentKind.GROUP, "Breakfast club", "Community hall"),
    (1, "10:00", 45, AppointmentKind.VISIT, "", "At home"),
    (2, "14:00", 60, AppointmentKind.MEETING, "Child's plan meeting", "School"),
    (3, "11:00", 45, AppointmentKind.VISIT, "", "Walk and talk"),
    (4, "13:15", 90, AppointmentKind.GROUP, "Family learning", "School library"),
    (5, "10:00", 60, AppointmentKind.OTHER, "Family fun day", "Park"),
)
_FIRST_MONDAY, _WEEKS = date(2026, 8, 17), 60


@dataclass(frozen=True, slots=True)
class DemoFamily:
    """One family as it was stored: ids, the children's surname, and its worker's support."""

    family_id: int
    surname: str
    pupil_ids: tuple[int, ...]
    worker: int
    started_on: date
    ended_on: date | None
    status: SupportStatus


def demo_families(pupils: list[DemoPupil], pupil_ids: list[int], family_ids: list[int]) -> list[DemoFamily]:
    """The families of the story, with their newest support."""
    children: dict[int, list[tuple[DemoPupil, int]]] = {}
    for pupil, pupil_id in zip(pupils, pupil_ids, strict=True):
        if pupil.family is not None:
            children.setdefault(pupil.family, []).append((pupil, pupil_id))
    families = []
    for place, members in sorted(children.items()):
        newest = members[0][0].supports[-1]
        families.append(
            DemoFamily(
                family_ids[place],
                members[0][0].surname,
                tuple(pupil_id for _, pupil_id in members),
                newest.worker,
                newest.started_on,
                newest.ended_on,
                newest.status,
            )
        )
    return families


def recorder(worker: int) -> str:
    """Who wrote what this worker did: the first has an account to look round with."""
    return WORKERS[worker] if worker else _DEMO_WORKER


def family_details(place: int, surname: str) -> dict[str, Any]:
    """What is known of a family before a visit; every seventh has a safety note."""
    return {
        "name": f"{surname} family {MARK}",
        "preferred_contact": ("Text first, then call", "A call after six", "Through the school")[place % 3],
        "suits_where": ("At home", "At school", "A walk in the park")[place % 3],
        "suits_when": ("Mornings", "After school", "Thursdays")[place % 3],
        "safety_note": "Visit in pairs: there is a large dog, let the family bring it in first."
        if place % 7 == 0
        else "",
        "weight": 2 if place % 9 == 0 else 1,
    }


def adult_rows(random: Random, families: Iterable[DemoFamily]) -> Rows:
    """One or two adults each, with telephone numbers that Ofcom keeps free for drama."""
    rows = []
    for place, family in enumerate(families):
        for number in range(1 + place % 2):
            forename = _PARENTS[(place * 3 + number) % len(_PARENTS)]
            rows.append(
                {
                    "family_id": family.family_id,
                    "forename": forename,
                    "surname": family.surname,
                    "search_key": search_key(forename, family.surname),
                    "relationship": _RELATIONSHIPS[random.randrange(len(_RELATIONSHIPS))],
                    "phone": f"07700 900{random.randrange(1000):03d}",
                    "email": "",
                    "is_emergency_contact": number == 0,
                    "version": 1,
                }
            )
    return rows


def consent_rows(families: Iterable[DemoFamily], adults: Rows) -> Rows:
    """Support agreed by all; sharing by most; one in ten took it back."""
    who = {row["family_id"]: f"{row['forename']} {row['surname']}" for row in reversed(adults)}
    rows = []
    for place, family in enumerate(families):
        said = [("support", True, 0), ("share_with_school", place % 6 != 0, 0)]
        said += [("share_with_school", False, 40)] if place % 10 == 1 else []
        for kind, is_given, days in said:
            given_on = family.started_on + timedelta(days=days)
            rows.append(
                {
                    "family_id": family.family_id,
                    "pupil_id": None,
                    "kind": kind,
                    "is_given": is_given,
                    "who": who[family.family_id],
                    "given_on": min(given_on, TODAY),
                    "recorded_at": instant(min(given_on, TODAY), "16:00"),
                    "recorded_by": RECORDED_BY,
                }
            )
    return rows


def contact_rows(random: Random, families: Iterable[DemoFamily], workers: list[int]) -> Rows:
    """About one contact in ten days for each family, newest last; one in six got no answer."""
    return [row for family in families for row in _contacts_of(random, family, workers[family.worker])]


def _contacts_of(random: Random, family: DemoFamily, worker_id: int) -> Iterator[dict[str, Any]]:
    on, until = family.started_on, family.ended_on or TODAY
    while on <= until:
        kind, minutes, line = random.choice(_CONTACTS)
        is_answered = random.random() > 1 / 6
        is_restricted = is_answered and random.random() < 0.04
        yield {
            "family_id": family.family_id,
            "worker_id": worker_id,
            "kind": kind if is_answered else "phone_call",
            "happened_at": instant(on, f"{random.randrange(9, 16):02d}:30"),
            "minutes": minutes if is_answered else 5,
            "line": line if is_answered else "",
            "note": "Invented: something the family asked to be kept between few people." if is_restricted else "",
            "is_answered": is_answered,
            "is_restricted": is_restricted,
            "recorded_at": instant(on, "16:30"),
            "recorded_by": recorder(family.worker),
            "version": 1,
        }
        on += timedelta(days=random.randrange(5, 16))


def contact_people(
    families: Iterable[DemoFamily], contacts: Rows, contact_ids: list[int], adults: dict[int, int]
) -> Rows:
    """Who each contact was with: a child for what is done with children, else the first adult of the family."""
    children = {family.family_id: family.pupil_ids for family in families}
    rows = []
    for contact, contact_id in zip(contacts, contact_ids, strict=True):
        family_id = contact["family_id"]
        is_with_child = contact["kind"] in _WITH_CHILD
        person = {"pupil_id": children[family_id][contact_id % len(children[family_id])], "adult_id": None}
        alone = {"pupil_id": None, "adult_id": adults[family_id]}
        rows.append({"contact_id": contact_id, **(person if is_with_child else alone)})
    return rows


def meeting_rows(families: Iterable[DemoFamily]) -> Rows:
    """A meeting or two for families supported for two months or more."""
    rows = []
    for place, family in enumerate(families):
        for number, (kind, summary, indicators) in enumerate(_MEETINGS[: 1 + place % 2]):
            held_on = family.started_on + timedelta(days=35 + 60 * number)
            if held_on <= (family.ended_on or TODAY):
                rows.append(
                    {
                        "family_id": family.family_id,
                        "pupil_id": family.pupil_ids[0],
                        "kind": kind,
                        "held_on": held_on,
                        "attended_by": "The family, the school, the worker",
                        "summary": summary,
                        "indicators": indicators,
                        "is_family_told": True,
                        "is_school_told": True,
                        "recorded_at": instant(held_on, "17:00"),
                        "recorded_by": recorder(family.worker),
                        "version": 1,
                    }
                )
    return rows


def statement_rows(families: Iterable[DemoFamily]) -> Rows:
    """What a child said, in two families of three."""
    rows = []
    for place, family in enumerate(families):
        kind, summary, indicators = _STATEMENTS[place % len(_STATEMENTS)]
        made_on = family.started_on + timedelta(days=28)
        if place % 3 and made_on <= (family.ended_on or TODAY):
            rows.append(
                {
                    "pupil_id": family.pupil_ids[0],
                    "kind": kind,
                    "made_on": made_on,
                    "summary": summary,
                    "indicators": indicators,
                    "is_safety_concern": False,
                    "action_taken": "Talked about it together",
                    "child_told_on": made_on + timedelta(days=3),
                    "recorded_at": instant(made_on, "17:00"),
                    "recorded_by": recorder(family.worker),
                    "version": 1,
                }
            )
    return rows


def appointment_rows(families: list[DemoFamily], workers: list[int]) -> Rows:
    """Each worker's usual week, from August for more than a year, so that there is always something to see."""
    rows = []
    for worker in range(len(WORKERS)):
        mine = [f for f in families if f.worker == worker and f.status is SupportStatus.ACTIVE]
        for week in range(_WEEKS if worker == 0 else 12):
            for day, clock, minutes, kind, title, place in _WEEK:
                on = _FIRST_MONDAY + timedelta(weeks=week, days=day)
                family = mine[(week * 2 + day) % len(mine)].family_id if kind is AppointmentKind.VISIT else None
                rows.append(
                    {
                        "worker_id": workers[worker],
                        "family_id": family,
                        "kind": kind,
                        "title": title,
                        "place": place,
                        "starts_at": instant(on, clock),
                        "minutes": minutes,
                        "is_cancelled": False,
                        "made_at": instant(_FIRST_MONDAY, "09:00"),
                        "made_by": RECORDED_BY,
                        "version": 1,
                    }
                )
    return rows


def review_day(support: DemoSupport) -> date | None:
    """Support is looked at once a term; all but a few reviews of the story are still to come."""
    if support.status is not SupportStatus.ACTIVE:
        return None
    terms = (TODAY - support.started_on).days // SUPPORT_TERM_DAYS + 1
    return support.started_on + timedelta(days=terms * SUPPORT_TERM_DAYS)
