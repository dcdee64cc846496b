"""The demonstration's school calendar, and programmes over two school years with registers and the way into them."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from sqlalchemy import insert
from sqlmodel import Session, SQLModel, col, select

from data.core.scope import is_newest_place
from data.demo.casework import RECORDED_BY
from data.demo.people import TODAY
from data.demo.schools import MARK
from models.access import AccountSchool
from models.attendance.pupils import Enrolment
from models.attendance.schools import School
from models.clock import instant
from models.families.family import Adult, Consent, FamilyChild, SupportPeriod
from models.programmes.programme import (
    USUAL_PLACES,
    Audience,
    HealthNote,
    Participant,
    ParticipantRole,
    Programme,
    ProgrammeSession,
    Reach,
    ReachStage,
    ReachStep,
    RegisterMark,
    SessionRule,
    VenueKind,
    has_come_to,
    meeting_days,
)
from models.programmes.school_calendar import CalendarDays, CalendarKind

_DAYS: tuple[tuple[CalendarKind, str, date, date], ...] = (
    (CalendarKind.TERM, "Term 1, 2025/26", date(2025, 8, 18), date(2025, 10, 10)),
    (CalendarKind.HOLIDAY, "October holiday 2025", date(2025, 10, 11), date(2025, 10, 19)),
    (CalendarKind.TERM, "Term 2, 2025/26", date(2025, 10, 20), date(2025, 12, 19)),
    (CalendarKind.HOLIDAY, "Christmas holiday 2025", date(2025, 12, 20), date(2026, 1, 4)),
    (CalendarKind.TERM, "Term 3, 2025/26", date(2026, 1, 5), date(2026, 4, 2)),
    (CalendarKind.HOLIDAY, "Easter holiday 2026", date(2026, 4, 3), date(2026, 4, 19)),
    (CalendarKind.TERM, "Term 4, 2025/26", date(2026, 4, 20), date(2026, 6, 26)),
    (CalendarKind.HOLIDAY, "Summer holiday 2026", date(2026, 6, 27), date(2026, 8, 16)),
    (CalendarKind.TERM, "Term 1, 2026/27", date(2026, 8, 17), date(2026, 10, 9)),
    (CalendarKind.HOLIDAY, "October holiday 2026", date(2026, 10, 10), date(2026, 10, 18)),
    (CalendarKind.TERM, "Term 2, 2026/27", date(2026, 10, 19), date(2026, 12, 18)),
    (CalendarKind.HOLIDAY, "Christmas holiday 2026", date(2026, 12, 19), date(2027, 1, 3)),
    (CalendarKind.TERM, "Term 3, 2026/27", date(2027, 1, 4), date(2027, 3, 25)),
    (CalendarKind.HOLIDAY, "Easter holiday 2027", date(2027, 3, 26), date(2027, 4, 11)),
    (CalendarKind.TERM, "Term 4, 2026/27", date(2027, 4, 12), date(2027, 6, 25)),
    (CalendarKind.HOLIDAY, "Summer holiday 2027", date(2027, 6, 26), date(2027, 8, 15)),
)
# Kind, name, for whom, aims; the first and last of the calendar's spans; weekdays, hour and minutes.
_PUPILS, _FAMILIES = Audience.PUPILS, Audience.FAMILIES
_SCHOOL, _COMMUNITY, _OUTDOOR = VenueKind.SCHOOL, VenueKind.COMMUNITY, VenueKind.OUTDOOR
_PROGRAMMES: tuple[tuple[str, str, Audience, VenueKind, str, int, frozenset[int], str, int], ...] = (
    ("wider_achievement", "Hi5 after school", _PUPILS, _SCHOOL, "broader_achievement,achievement", 0, frozenset({1}),
     "15:15", 90),
    ("ilunch", "iLunch", _FAMILIES, _SCHOOL, "relationships,home_school", 2, frozenset({2}), "12:00", 90),
    ("family_involvement", "Walk and cook", _FAMILIES, _OUTDOOR, "relationships,wellbeing", 4, frozenset({3}), "15:30",
     120),
    ("parental_empowerment", "Barista course", _FAMILIES, _COMMUNITY, "training_work,aspiration", 4, frozenset({0}),
     "09:30", 180),
    ("easter", "Easter club", _PUPILS, _COMMUNITY, "wellbeing,barriers", 5, frozenset(range(5)), "10:00", 300),
    ("enhanced_transition", "Moving up", _PUPILS, _SCHOOL, "attendance,barriers", 6, frozenset({4}), "13:30", 90),
    ("summer", "Summer club", _PUPILS, _OUTDOOR, "wellbeing,broader_achievement", 7, frozenset({1, 3}), "10:00", 300),
    ("wider_achievement", "Bikes and paths", _PUPILS, _OUTDOOR, "broader_achievement", 8, frozenset({2}), "15:15", 90),
    ("october", "October club", _PUPILS, _COMMUNITY, "wellbeing,barriers", 9, frozenset(range(5)), "10:00", 240),
    ("ilunch", "iLunch", _FAMILIES, _SCHOOL, "relationships,home_school", 10, frozenset({2}), "12:00", 90),
    ("family_involvement", "Family forest", _FAMILIES, _OUTDOOR, "relationships,wellbeing", 10, frozenset({5}), "10:00",
     180),
    ("parental_empowerment", "Food hygiene", _FAMILIES, _COMMUNITY, "training_work,family_awards", 10, frozenset({0}),
     "09:30", 150),
    ("enhanced_transition", "Moving up", _PUPILS, _SCHOOL, "attendance,barriers", 10, frozenset({4}), "13:30", 90),
    ("wider_achievement", "Film makers", _PUPILS, _SCHOOL, "broader_achievement,achievement", 12, frozenset({1}),
     "15:15", 90),
)  # fmt: skip
_AGAIN = 6  # so many of them a second time, at another school
_ENDED = (ReachStage.STAYED, ReachStage.STAYED, ReachStage.MOVED_ON, ReachStage.JOINED, ReachStage.STAYED,
          ReachStage.TASTER, ReachStage.MOVED_ON, ReachStage.CALLED, ReachStage.INVITED)  # fmt: skip
_GOING_ON = (ReachStage.JOINED, ReachStage.STAYED, ReachStage.JOINED, ReachStage.CALLED, ReachStage.JOINED,
             ReachStage.TASTER, ReachStage.INVITED, ReachStage.JOINED, ReachStage.JOINED)  # fmt: skip
_COMING = (ReachStage.CALLED, ReachStage.INVITED, ReachStage.INVITED, ReachStage.TASTER)
_NOT_HERE = frozenset({0, 4})  # of every eleven places on a register, by turns
_MOST_INVITED = 10


def add_programmes(session: Session) -> None:
    """Read what was stored so far and add to it; the same every time."""
    session.add_all(
        CalendarDays(kind=kind, name=f"{name} {MARK}", first_on=first_on, last_on=last_on)
        for kind, name, first_on, last_on in _DAYS
    )
    schools = _schools(session)
    for place, planned in enumerate((*_PROGRAMMES, *_PROGRAMMES[-_AGAIN:])):
        _add_programme(session, planned, schools[place % len(schools)], place)
    _add_what_to_know(session)
    session.flush()


def _schools(session: Session) -> list[School]:
    """First the school whose headteacher looks round, then others, primaries among them."""
    own = session.exec(select(AccountSchool.school_id).order_by(col(AccountSchool.school_id))).first()
    rows = session.exec(select(School).order_by(col(School.id))).all()
    return sorted(rows, key=lambda row: (row.id != own, (row.id or 0) % 3, row.id or 0))[:5]


def _add_programme(session: Session, planned: tuple[Any, ...], school: School, place: int) -> None:
    kind, name, audience, venue_kind, aims, span, weekdays, at, minutes = planned
    _, _, first_on, last_on = _DAYS[span]
    is_for_cluster = kind in ("easter", "summer", "october")
    families = _families(session, school.id or 0)
    row = Programme(
        kind=kind, name=f"{name} {MARK}", audience=audience, venue_kind=venue_kind, aims=aims, first_on=first_on,
        last_on=last_on, school_id=None if is_for_cluster else school.id, worker_id=_worker(session, families, place),
        cluster=(school.cluster or "") if is_for_cluster else "", places=USUAL_PLACES[audience],
        partner="" if place % 3 else f"Active Whinshire {MARK}",
        venue="Dinner hall" if venue_kind is VenueKind.SCHOOL else "Larch Park",
        needs="Waterproofs, snacks" if venue_kind is VenueKind.OUTDOOR else "", recorded_by=RECORDED_BY,
        recorded_at=instant(first_on - timedelta(days=28), "09:00"),
    )  # fmt: skip
    session.add(row)
    session.flush()
    reached = list(zip(families, _stages(row) * 3, strict=False))
    _add_reach(session, row, reached)
    on_register = _join(session, row, [id_ for id_, stage in reached if has_come_to(stage, ReachStage.JOINED)])
    rule = SessionRule(weekdays=weekdays, at=at, minutes=minutes)
    holidays = [(starts, ends) for span_kind, _, starts, ends in _DAYS if span_kind is CalendarKind.HOLIDAY]
    days = meeting_days(first_on, last_on, rule, holidays=holidays)
    _add_sessions(session, row.id or 0, days, rule, on_register)


def _families(session: Session, school_id: int) -> list[int]:
    here = select(Enrolment.pupil_id).where(Enrolment.school_id == school_id, is_newest_place())
    found = session.exec(select(FamilyChild.family_id).where(col(FamilyChild.pupil_id).in_(here)))
    return sorted(set(found))[:_MOST_INVITED]


def _worker(session: Session, families: Sequence[int], place: int) -> int | None:
    """The worker of the first family, and every fourth time the one whose account looks round."""
    of_everybody = select(SupportPeriod.worker_id).order_by(col(SupportPeriod.id))
    of_first = of_everybody.where(SupportPeriod.family_id == families[0])
    return session.exec(of_first if place % 4 else of_everybody).first()


def _stages(row: Programme) -> tuple[ReachStage, ...]:
    if row.last_on < TODAY:
        return _ENDED
    return _COMING if row.first_on > TODAY else _GOING_ON


def _add_reach(session: Session, programme: Programme, reached: Iterable[tuple[int, ReachStage]]) -> None:
    start = programme.first_on
    days = {
        ReachStage.INVITED: start - timedelta(days=21), ReachStage.CALLED: start - timedelta(days=14),
        ReachStage.TASTER: start - timedelta(days=7), ReachStage.JOINED: start,
        ReachStage.STAYED: min(start + timedelta(days=28), programme.last_on), ReachStage.MOVED_ON: programme.last_on,
    }  # fmt: skip
    for family_id, stage in reached:
        moved_on: dict[str, Any] = (
            {"moved_on_to": "club", "moved_on_note": "Football"} if stage is ReachStage.MOVED_ON else {}
        )
        row = Reach(programme_id=programme.id or 0, family_id=family_id, stage=stage, **moved_on)
        session.add(row)
        session.flush()
        session.add_all(
            ReachStep(
                reach_id=row.id or 0, stage=step, stepped_on=min(on, TODAY), recorded_by=RECORDED_BY,
                recorded_at=instant(min(on, TODAY), "16:00"),
            )
            for step, on in days.items() if has_come_to(stage, step)
        )  # fmt: skip


def _join(session: Session, programme: Programme, family_ids: Sequence[int]) -> list[int]:
    """The register: children, of a family programme their adults too, and one who gives time."""
    base: dict[str, Any] = {
        "programme_id": programme.id, "added_by": RECORDED_BY, "added_at": instant(programme.first_on, "08:00"),
    }  # fmt: skip
    children = session.exec(
        select(FamilyChild.pupil_id).where(col(FamilyChild.family_id).in_(family_ids)).order_by(col(FamilyChild.id))
    )
    rows = [Participant(**base, pupil_id=pupil_id) for pupil_id in children]
    if programme.audience is Audience.FAMILIES:
        adults = session.exec(select(Adult.id).where(col(Adult.family_id).in_(family_ids)).order_by(col(Adult.id)))
        rows += [Participant(**base, adult_id=adult_id) for adult_id in adults]
    rows.append(Participant(**base, name=f"Sheila Pretend {MARK}", role=ParticipantRole.VOLUNTEER))
    session.add_all(rows)
    session.flush()
    return [row.id or 0 for row in rows]


def _add_sessions(
    session: Session, programme_id: int, days: Sequence[date], rule: SessionRule, people: Sequence[int]
) -> None:
    """Sessions, and the registers of those gone by; one session was cancelled."""
    marks = []
    for number, day in enumerate(days):
        is_cancelled, starts_at = number == 3, instant(day, rule.at)
        here = [(place + number * 3) % 11 not in _NOT_HERE for place in range(len(people))]
        taken: dict[str, Any] = {"meals": sum(here), "taken_at": starts_at, "taken_by": RECORDED_BY}
        is_taken = day <= TODAY and not is_cancelled
        row = ProgrammeSession(
            programme_id=programme_id, starts_at=starts_at, minutes=rule.minutes, is_cancelled=is_cancelled,
            note="The hall was closed." if is_cancelled else "", **(taken if is_taken else {}),
        )  # fmt: skip
        session.add(row)
        session.flush()
        if is_taken:
            said = {"session_id": row.id, "marked_at": starts_at, "marked_by": RECORDED_BY}
            pairs = zip(people, here, strict=True)
            marks += [{**said, "participant_id": key, "is_present": is_present} for key, is_present in pairs]
    _put(session, RegisterMark, marks)


def _add_what_to_know(session: Session) -> None:
    """Allergies of some, and what two families in three said about photographs."""
    pupils = sorted({key for key in session.exec(select(Participant.pupil_id)) if key})
    told: dict[str, Any] = {"recorded_by": RECORDED_BY, "recorded_at": instant(TODAY, "09:00")}
    words = ("Nuts: carries an adrenaline pen", "Milk", "Asthma: blue inhaler in the bag")
    notes = enumerate(pupils[::7])
    session.add_all(HealthNote(pupil_id=key, allergies=words[place % 3], **told) for place, key in notes)
    families = sorted(set(session.exec(select(Reach.family_id))))
    session.add_all(
        Consent(
            family_id=family_id, kind="photos", is_given=place % 3 == 0, who="A parent", given_on=date(2026, 8, 24),
            **told,
        )
        for place, family_id in enumerate(families) if place % 3 != 2
    )  # fmt: skip


def _put(session: Session, table: type[SQLModel], rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        session.connection().execute(insert(table.__table__), rows)  # type: ignore[attr-defined]
