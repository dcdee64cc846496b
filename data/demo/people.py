"""The invented children, families and workers of the demonstration, drawn from a fixed seed."""

from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from typing import Any

from data.demo.schools import FIRST_YEAR, LAST_YEAR, MARK, cluster_postcodes, demo_schools
from models.attendance.candidate_number import check_digit
from models.attendance.pupils import PRIMARY_STAGES, SECONDARY_STAGES, CharacteristicKind, Sex, Source
from models.attendance.schools import Sector
from models.families.family import SupportStatus
from models.text import search_key

SURNAMES = (
    "Madeup",
    "Testcase",
    "Placeholder",
    "Notreal",
    "Pretend",
    "Invented",
    "Fictional",
    "O'Madeup",
    "McTestcase",
)
_FORENAMES: dict[Sex, tuple[str, ...]] = {
    Sex.FEMALE: (
        "Ava",
        "Isla",
        "Zoë",
        "Skye",
        "Eilidh",
        "Maya",
        "Orla",
        "Freya",
        "Iona",
        "Amina",
        "Rosie",
        "Lena",
        "Hannah",
        "Esme",
        "Niamh",
        "Ruby",
        "Sofia",
        "Thea",
        "Catriona",
        "Grace",
    ),
    Sex.MALE: (
        "Jack",
        "Rory",
        "Finlay",
        "Noah",
        "Seán",
        "Harris",
        "Leo",
        "Omar",
        "Callum",
        "Angus",
        "Lewis",
        "Theo",
        "Ben",
        "Adam",
        "Ruaridh",
        "Kai",
        "Oscar",
        "Jamie",
        "Mateusz",
        "Euan",
    ),
}
_TEAM = ("Aileen", "Bryce", "Carol", "Dougal", "Effie", "Fraser", "Gail", "Hamish")
WORKERS = tuple(f"{name} Madeup {MARK}" for name in _TEAM)
PRIMARY_STAGE_SIZE, SECONDARY_STAGE_SIZE = 11, 40
CURRENT_FAMILIES_PER_WORKER, WAITING_PER_WORKER, PAST_FAMILIES_PER_WORKER = 15, 2, 3
_STAGES = (*PRIMARY_STAGES, *SECONDARY_STAGES)
TODAY = date(2026, 10, 31)  # the day on which the story stands still


@dataclass(slots=True)
class DemoSupport:
    """One worker's support of a child."""

    worker: int
    started_on: date
    ended_on: date | None
    status: SupportStatus


@dataclass(slots=True)
class DemoPupil:
    """One invented child. Schools, workers and families are places in their lists."""

    number: str
    forename: str
    surname: str
    sex: Sex
    born_on: date
    postcode: str
    likely: float  # the percentage of openings this child would usually attend, before season and stage
    years: dict[int, tuple[int, str]]  # school year to school and stage
    family: int | None = None
    supports: list[DemoSupport] = field(default_factory=list)


def candidate_numbers(random: Random, count: int) -> list[str]:
    """Numbers that pass the check, each with a leading zero."""
    stems = (f"09{stem:06d}" for stem in random.sample(range(1_000_000), count * 2))
    return [stem + digit for stem in stems if (digit := check_digit(stem)) is not None][:count]


def _school_years(stage: int, school: int, feeder: int) -> dict[int, tuple[int, str]]:
    """Where a child now at this stage was in each year of the story; before P1, nowhere."""
    years = {}
    for year in range(FIRST_YEAR, LAST_YEAR + 1):
        then = stage - (LAST_YEAR - year)
        if then >= 0:
            years[year] = (school if _STAGES[then] in SECONDARY_STAGES or school == feeder else feeder, _STAGES[then])
    return years


def _pupil(random: Random, number: str, *, school: int, feeder: int, stage: int, cluster: str) -> DemoPupil:
    sex = random.choice((Sex.FEMALE, Sex.MALE))
    place = min(int(abs(random.gauss(0, 5))), len(cluster_postcodes(cluster)) - 1)  # most live where need is greatest
    return DemoPupil(
        number=number,
        forename=random.choice(_FORENAMES[sex]),
        surname=random.choice(SURNAMES),
        sex=sex,
        born_on=date(LAST_YEAR - 5 - stage, 3, 1) + timedelta(days=random.randrange(-180, 180)),
        postcode=cluster_postcodes(cluster)[place],
        likely=93.5 + place * 0.35 - abs(random.gauss(0, 4.5)),
        years=_school_years(stage, school, feeder),
    )


def make_pupils(random: Random) -> list[DemoPupil]:
    """Every child on the rolls of the fifteen schools."""
    schools = demo_schools()
    seats = []
    for index, school in enumerate(schools):
        is_primary = school.sector is Sector.PRIMARY
        size, stages = (PRIMARY_STAGE_SIZE, PRIMARY_STAGES) if is_primary else (SECONDARY_STAGE_SIZE, SECONDARY_STAGES)
        for name in stages:
            seats += [(index, _STAGES.index(name), seat) for seat in range(size)]
    numbers = candidate_numbers(random, len(seats))
    pupils = []
    for number, (index, stage, seat) in zip(numbers, seats, strict=True):
        school = schools[index]
        feeder = index if school.sector is Sector.PRIMARY else index + 1 + seat % 4
        pupils.append(_pupil(random, number, school=index, feeder=feeder, stage=stage, cluster=school.cluster))
    return pupils


def _support(random: Random, *, worker: int, kind: int) -> list[DemoSupport]:
    """The support of the family in this place of a worker's list: first active, then waiting, then past."""
    if kind >= CURRENT_FAMILIES_PER_WORKER:
        started_on = date(2025, 1, 6) + timedelta(weeks=random.randrange(0, 36))
        ended_on = started_on + timedelta(weeks=random.randrange(12, 26))
        return [DemoSupport(worker, started_on, ended_on, SupportStatus.CLOSED)]
    if kind >= CURRENT_FAMILIES_PER_WORKER - WAITING_PER_WORKER:
        return [DemoSupport(worker, date(2026, 10, 19), None, SupportStatus.WAITING)]
    now = DemoSupport(worker, date(2026, 1, 12) + timedelta(weeks=random.randrange(0, 34)), None, SupportStatus.ACTIVE)
    if kind:
        return [now]
    colleague = (worker + 1) % len(WORKERS)
    return [DemoSupport(colleague, date(2025, 2, 3), date(2025, 6, 20), SupportStatus.CLOSED), now]


def give_support(random: Random, pupils: list[DemoPupil]) -> int:
    """Make families of the children who attend least, some with a brother or sister; returns how many families."""
    in_need = sorted((pupil for pupil in pupils if FIRST_YEAR in pupil.years), key=lambda pupil: pupil.likely)
    needed = in_need[:420]
    random.shuffle(needed)
    per_worker = CURRENT_FAMILIES_PER_WORKER + PAST_FAMILIES_PER_WORKER
    for family in range(per_worker * len(WORKERS)):
        child = needed.pop()
        child.family = family
        child.supports = _support(random, worker=family // per_worker, kind=family % per_worker)
        if family % 5 < 2:
            _add_sibling(child, needed)
    return per_worker * len(WORKERS)


def _add_sibling(child: DemoPupil, needed: list[DemoPupil]) -> None:
    """A younger or older child of the same cluster joins the family: same surname, same address, same support."""
    sibling = next(other for other in needed if other.postcode[:3] == child.postcode[:3])
    needed.remove(sibling)
    sibling.family, sibling.surname, sibling.postcode = child.family, child.surname, child.postcode
    sibling.supports = child.supports


def pupil_row(pupil: DemoPupil) -> dict[str, Any]:
    """The child as a row of the register."""
    return {
        "candidate_number": pupil.number,
        "forename": pupil.forename,
        "surname": pupil.surname,
        "search_key": search_key(pupil.forename, pupil.surname),
        "born_on": pupil.born_on,
        "sex": pupil.sex,
    }


def characteristic_rows(random: Random, pupil: DemoPupil, pupil_id: int) -> list[dict[str, Any]]:
    """What is known about the child, mostly from the first pupil list, some of it changing later."""
    kind, first_on = CharacteristicKind, date(max(FIRST_YEAR, min(pupil.years)), 8, 20)
    is_poor = random.random() < (0.5 if pupil.likely < 93 else 0.25)
    register = {
        kind.POSTCODE: pupil.postcode,
        kind.FREE_MEALS: "yes" if is_poor else "no",
        kind.ADDITIONAL_SUPPORT: "yes" if random.random() < 0.35 else "no",
        kind.ENGLISH_ADDITIONAL: "yes" if random.random() < 0.06 else "no",
        kind.LOOKED_AFTER: "yes" if random.random() < 0.015 else "no",
    }
    facts = [(name, value, first_on, Source.SEEMIS) for name, value in register.items()]
    if random.random() < 0.04 and first_on < date(LAST_YEAR, 8, 1):
        changed = "no" if is_poor else "yes"
        facts.append((kind.FREE_MEALS, changed, date(LAST_YEAR, 8, 20), Source.SEEMIS))
    if pupil.supports:
        on = pupil.supports[0].started_on
        care = random.choices(("no", "previously", "currently"), (90, 5, 5))[0]
        facts.append((kind.CARE_EXPERIENCE, care, on, Source.TRACKER))
        facts.append((kind.KINSHIP, "yes" if random.random() < 0.04 else "no", on, Source.TRACKER))
    return [
        {"pupil_id": pupil_id, "kind": name, "value": value, "observed_on": on, "source": source}
        for name, value, on, source in facts
    ]
