"""The demonstration's awards and people who give: two school years, something at every step."""

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from random import Random
from typing import Any

from sqlmodel import Session, SQLModel, col, select

from data.demo.casework import RECORDED_BY
from data.demo.people import TODAY
from models.attendance.pupils import Pupil, full_name
from models.awards.award import Award, AwardLevel, AwardScheme, AwardStatus, AwardWork, expiry
from models.awards.volunteers import Contribution, Destination, Volunteer, VolunteerCheck, VolunteerKind
from models.clock import instant
from models.families.family import Adult, FamilyChild, SupportPeriod, SupportStatus
from models.programmes.programme import Participant, ParticipantRole, Programme

_SEED = 2029
_BY: dict[str, Any] = {"recorded_by": RECORDED_BY, "recorded_at": instant(TODAY, "16:00")}
_EARNED, _OPEN = 96, 34
_WAYS = (
    AwardStatus.IN_PROGRESS,
    AwardStatus.IN_PROGRESS,
    AwardStatus.SUBMITTED,
    AwardStatus.PLANNED,
    AwardStatus.IN_PROGRESS,
    AwardStatus.STOPPED,
)
_FOR_CHILDREN = (("Hi5", 0), ("Hi5", 0), ("Hi5", 1), ("Wild Challenge", 0), ("Young STEM Leader", 0))
_FOR_TEENS = (("Dynamic Youth Award", 0), ("Youth Achievement Award", 0), ("Young STEM Leader", 1))
_FOR_ADULTS = (("Elementary Food Hygiene", 0), ("Barista training", 0))
_WORK = ("Litter pick in the park", "Cooked for the group", "Planted the school garden", "Built a bird box")
_NEXT = (("training", "College, childcare"), ("work", "Kitchen assistant"), ("volunteering", "Community pantry"))


def add_awards_story(session: Session) -> None:
    """Read what was stored so far and add to it; the same every time."""
    random = Random(_SEED)  # noqa: S311 - invented data, the same every time
    families = session.exec(
        select(SupportPeriod.family_id)
        .where(SupportPeriod.status != SupportStatus.CLOSED)
        .distinct()
        .order_by(col(SupportPeriod.family_id))
    ).all()
    pupils = session.exec(
        select(Pupil)
        .join(FamilyChild, col(FamilyChild.pupil_id) == Pupil.id)
        .where(col(FamilyChild.family_id).in_(families))
        .order_by(col(Pupil.id))
    ).all()
    adults = session.exec(select(Adult).where(col(Adult.family_id).in_(families)).order_by(col(Adult.id))).all()
    awards = [*_of_children(session, random, pupils), *_of_adults(session, adults), *_of_families(session, families)]
    session.add_all(award for award, _ in awards)
    session.flush()
    session.add_all(row for award, level in awards for row in _work(random, award, level))
    _add_volunteers(session, random, adults, [pupil for pupil in pupils if _age(pupil, TODAY) >= 13])
    session.flush()


def _level(session: Session, scheme: str, position: int) -> tuple[AwardLevel, AwardScheme]:
    found = session.exec(
        select(AwardLevel, AwardScheme)
        .join(AwardScheme, col(AwardScheme.id) == AwardLevel.scheme_id)
        .where(AwardScheme.name == scheme, AwardLevel.position == position)
    )
    return found.one()


def _age(pupil: Pupil, on: date) -> int:
    return on.year - pupil.born_on.year if pupil.born_on else 0


def _of_children(session: Session, random: Random, pupils: Sequence[Pupil]) -> Iterator[tuple[Award, AwardLevel]]:
    """Most are earned, over two school years; those of a programme's register count by it."""
    programmes = _programmes(session)
    for place, pupil in enumerate(random.sample(pupils, _EARNED + _OPEN)):
        years = 1 + (place < _EARNED // 2)
        ended_on = TODAY - timedelta(days=random.randrange(10, 60) + 300 * (years - 1))
        options = _FOR_TEENS if _age(pupil, ended_on - timedelta(days=150)) > 14 else _FOR_CHILDREN
        level, _ = _level(session, *options[place % len(options)])
        yield (
            _award(
                level,
                place,
                ended_on,
                is_earned=place < _EARNED,
                pupil_id=pupil.id,
                programme_id=programmes.get(pupil.id or 0),
            ),
            level,
        )


def _programmes(session: Session) -> dict[int, int]:
    """A programme each child takes part in, where the demonstration has one."""
    found = session.exec(
        select(Participant.pupil_id, Participant.programme_id)
        .join(Programme, col(Programme.id) == Participant.programme_id)
        .where(col(Participant.pupil_id).is_not(None), Participant.role == ParticipantRole.TAKES_PART)
        .order_by(col(Participant.id))
    )
    return {pupil_id or 0: programme_id for pupil_id, programme_id in found}


def _of_adults(session: Session, adults: Sequence[Adult]) -> Iterator[tuple[Award, AwardLevel]]:
    """Some qualifications are about to lapse, and one has."""
    for place, adult in enumerate(adults[::6][:14]):
        level, scheme = _level(session, *_FOR_ADULTS[place % 2])
        ended_on = TODAY - timedelta(days=120 + 30 * place)
        award = _award(level, place, ended_on, is_earned=place < 11, adult_id=adult.id)
        if award.awarded_on and scheme.expires_after_months:
            award.expires_on = expiry(award.awarded_on, scheme.expires_after_months)
            if place < 8:
                award.expires_on = TODAY + timedelta(days=12 * place - 8)
        yield award, level


def _of_families(session: Session, families: Sequence[int]) -> Iterator[tuple[Award, AwardLevel]]:
    level, _ = _level(session, "John Muir Award (family)", 0)
    for place, family_id in enumerate(families[::8][:12]):
        yield (
            _award(level, place, TODAY - timedelta(days=20 * place + 5), is_earned=place % 2 == 0, family_id=family_id),
            level,
        )


def _award(level: AwardLevel, place: int, on: date, *, is_earned: bool, **who: Any) -> Award:  # noqa: ANN401 - columns
    status = AwardStatus.AWARDED if is_earned else _WAYS[place % len(_WAYS)]
    started_on = on - timedelta(days=90)
    return Award(
        level_id=level.id or 0,
        started_on=started_on,
        status=status,
        awarded_on=on if is_earned else None,
        evidence="Challenge sheet and photographs." if place % 3 == 0 else "",
        **_BY,
        **who,
    )


def _work(random: Random, award: Award, level: AwardLevel) -> Iterator[AwardWork]:
    """Enough for what is earned or handed in; of the others, some are nearly there."""
    needed = {"minutes": (level.hours or 0) * 60, "days": level.days or 0, "activities": level.activities or 0}
    is_done = award.status in (AwardStatus.AWARDED, AwardStatus.SUBMITTED)
    share = 1.0 if is_done else 0.0 if award.status is AwardStatus.PLANNED else random.choice((0.4, 0.8, 0.8, 0.9, 1.0))
    times = max(needed["days"], 10)
    for place in range(round(times * share)):
        yield AwardWork(
            award_id=award.id or 0,
            done_on=award.started_on + timedelta(days=7 * place),
            minutes=min(1_440, -(-needed["minutes"] // times)),
            activities=-(-needed["activities"] // times),
            what=_WORK[place % len(_WORK)],
            **_BY,
        )


def _add_volunteers(session: Session, random: Random, adults: Sequence[Adult], teens: Sequence[Pupil]) -> None:
    """A dozen: parents who volunteer and older pupils who mentor. Some checks press."""
    known: list[Adult | Pupil] = [*adults[3::23][:8], *teens[::15][:4]]
    for place, person in enumerate(known):
        who: dict[str, Any] = {"adult_id": person.id} if isinstance(person, Adult) else {"pupil_id": person.id}
        kind = VolunteerKind.VOLUNTEER if isinstance(person, Adult) else VolunteerKind.MENTOR
        volunteer = Volunteer(
            name=full_name(person.forename, person.surname),
            kind=kind,
            has_stopped=place == 7,
            phone="07700 900200" if kind is VolunteerKind.VOLUNTEER else "",
            **_BY,
            **who,
        )
        session.add(volunteer)
        session.flush()
        session.add_all(_story(random, volunteer.id or 0, place))


def _story(random: Random, volunteer_id: int, place: int) -> Iterator[SQLModel]:
    same: dict[str, Any] = {"volunteer_id": volunteer_id, **_BY}
    checked_on = TODAY - timedelta(days=300)
    if place != 4:  # of one, nobody has recorded a check
        yield VolunteerCheck(kind="pvg", checked_on=checked_on, due_on=TODAY + timedelta(days=45 * place - 20), **same)
        yield VolunteerCheck(kind="child_protection", checked_on=checked_on, **same)
    for week in range(2 + place % 4):
        given_on = TODAY - timedelta(days=7 * week + 3)
        yield Contribution(given_on=given_on, minutes=random.choice((60, 90, 120)), what="Lunch club", **same)
    if place % 3 == 0:
        kind, note = _NEXT[place // 3 % len(_NEXT)]
        yield Destination(kind=kind, began_on=TODAY - timedelta(days=20), note=note, **same)
