"""The register of a session: who is on it, what was said of each, and what whoever runs it has to know."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from data.core.db import columns, reading
from data.programmes.queries.sessions import session_in_scope
from models.attendance.pupils import Pupil, full_name
from models.awards.volunteers import Volunteer
from models.clock import HERE, day_bounds
from models.families.family import FamilyChild, SupportPeriod, SupportStatus
from models.families.people import Adult, Consent
from models.permissions import Actor
from models.programmes.programme import HealthNote, Participant, ParticipantRole, ProgrammeSession, Reach, RegisterMark

PHOTOS = "photos"  # a code of ChoiceList.CONSENT_KIND


@dataclass(frozen=True, slots=True)
class RegisterPerson:
    """One person on a register. `is_present` is None while nobody said; `photos` while nobody was asked."""

    participant_id: int
    name: str
    role: ParticipantRole
    is_present: bool | None
    is_known: bool  # a pupil or adult of ours, of whom a health note can be kept
    allergies: str
    health_version: int  # 0: no note yet
    photos: bool | None
    emergency: tuple[str, ...]  # name and telephone number


@dataclass(frozen=True, slots=True)
class Register:
    """One session's register."""

    session_id: int
    programme_id: int
    programme: str
    starts_at: datetime
    minutes: int
    venue: str
    note: str
    is_cancelled: bool
    has_meal: bool
    meals: int | None
    taken_at: datetime | None
    people: tuple[RegisterPerson, ...]

    @property
    def here(self) -> int:
        """How many were said to be present."""
        return sum(person.is_present is True for person in self.people)

    @property
    def unsaid(self) -> int:
        """Of how many nobody said anything yet."""
        return sum(person.is_present is None for person in self.people)


@dataclass(frozen=True, slots=True)
class _Known:
    """What is known of the people on a register, by pupil and by adult."""

    notes: Mapping[tuple[int | None, int | None], HealthNote]
    families: Mapping[tuple[int | None, int | None], int]
    consents: Mapping[tuple[int, int | None], bool]
    contacts: Mapping[int, list[str]]


def register(*, actor: Actor, session_id: int) -> Register:
    """The register of one session, for those who run programmes."""
    with reading() as session:
        row, programme = session_in_scope(session, actor=actor, session_id=session_id)
        people = _people(session, row)
        same = {"starts_at", "minutes", "note", "is_cancelled", "meals", "taken_at"}
        return Register(
            session_id=session_id,
            programme_id=programme.id or 0,
            programme=programme.name,
            people=people,
            venue=row.venue or programme.venue,
            has_meal=programme.has_meal,
            **row.model_dump(include=same),
        )


def on_register(session: Session, *, row: ProgrammeSession) -> set[int]:
    """Who belongs on a session's register: those marked at it, and those who had joined and not left by its day."""
    day = row.starts_at.astimezone(HERE).date()
    marked = select(RegisterMark.participant_id).where(RegisterMark.session_id == row.id)
    had_joined = [] if row.taken_at is None else [col(Participant.added_at) < day_bounds(day, day)[1]]
    had_not_left = or_(col(Participant.left_on).is_(None), col(Participant.left_on) > day)
    of_programme = col(Participant.programme_id) == row.programme_id
    is_on = or_(col(Participant.id).in_(marked), and_(had_not_left, *had_joined))
    return {id_ or 0 for id_ in session.exec(select(Participant.id).where(of_programme, is_on))}


def _people(session: Session, row: ProgrammeSession) -> tuple[RegisterPerson, ...]:
    is_theirs = col(RegisterMark.participant_id) == Participant.id
    at_this_one = and_(is_theirs, col(RegisterMark.session_id) == row.id)
    found = session.execute(
        columns(Participant, Pupil, Adult, Volunteer, RegisterMark.is_present)
        .outerjoin(Volunteer, col(Volunteer.id) == Participant.volunteer_id)
        .outerjoin(Pupil, col(Pupil.id) == Participant.pupil_id)
        .outerjoin(Adult, col(Adult.id) == Participant.adult_id)
        .outerjoin(RegisterMark, at_this_one)
        .where(col(Participant.id).in_(on_register(session, row=row)))
    ).all()
    keys = {one.id or 0: _person_key(one, volunteer) for one, _, _, volunteer, _ in found}
    known = _known(session, keys.values())
    people = [
        _person(one, _name(one, pupil, adult, volunteer), keys[one.id or 0], known, is_present=is_present)
        for one, pupil, adult, volunteer, is_present in found
    ]
    order = list(ParticipantRole)
    return tuple(sorted(people, key=lambda one: (order.index(one.role), one.name.lower(), one.participant_id)))


def _person_key(one: Participant, volunteer: Volunteer | None) -> tuple[int | None, int | None]:
    """The pupil and the adult somebody is; a volunteer is often a parent we know."""
    return one.pupil_id or (volunteer.pupil_id if volunteer else None), one.adult_id or (
        volunteer.adult_id if volunteer else None
    )


def _name(one: Participant, pupil: Pupil | None, adult: Adult | None, volunteer: Volunteer | None) -> str:
    if volunteer is not None:
        return volunteer.name
    person = pupil or adult
    return full_name(person.forename, person.surname) if person else one.name


def _person(
    one: Participant, name: str, key: tuple[int | None, int | None], known: _Known, *, is_present: bool | None
) -> RegisterPerson:
    note, family_id = known.notes.get(key), known.families.get(key, 0)
    photos = known.consents.get((family_id, key[0]), known.consents.get((family_id, None)))
    return RegisterPerson(
        participant_id=one.id or 0,
        name=name,
        role=one.role,
        is_present=is_present,
        is_known=bool(one.pupil_id or one.adult_id),
        allergies=note.allergies if note else "",
        health_version=note.version if note else 0,
        photos=photos,
        emergency=tuple(words for words in known.contacts.get(family_id, ()) if not words.startswith(f"{name}, ")),
    )


def _known(session: Session, keys: Collection[tuple[int | None, int | None]]) -> _Known:
    pupils, adults = {pupil for pupil, _ in keys if pupil}, {adult for _, adult in keys if adult}
    notes = session.exec(
        select(HealthNote).where(or_(col(HealthNote.pupil_id).in_(pupils), col(HealthNote.adult_id).in_(adults)))
    )
    families: dict[tuple[int | None, int | None], int] = {}
    of_pupils = select(FamilyChild.pupil_id, FamilyChild.family_id).where(col(FamilyChild.pupil_id).in_(pupils))
    families |= {(pupil_id, None): family_id for pupil_id, family_id in session.exec(of_pupils)}
    of_adults = select(Adult.id, Adult.family_id).where(col(Adult.id).in_(adults))
    families |= {(None, adult_id): family_id for adult_id, family_id in session.exec(of_adults)}
    ids = set(families.values())
    return _Known(
        {(note.pupil_id, note.adult_id): note for note in notes},
        families,
        _photo_consents(session, ids),
        _emergency_contacts(session, ids),
    )


def _photo_consents(session: Session, family_ids: set[int]) -> dict[tuple[int, int | None], bool]:
    """The newest word of each family on photographs: of one child, or of the whole family."""
    found = session.exec(
        select(Consent.family_id, Consent.pupil_id, Consent.is_given)
        .where(col(Consent.family_id).in_(family_ids), Consent.kind == PHOTOS)
        .order_by(col(Consent.given_on), col(Consent.id))
    )
    said: dict[tuple[int, int | None], bool] = {}
    for family_id, pupil_id, is_given in found:
        if pupil_id is None:  # the whole family: it replaces what was said of each child before
            said = {key: value for key, value in said.items() if key[0] != family_id}
        said[family_id, pupil_id] = is_given
    return said


def _emergency_contacts(session: Session, family_ids: set[int]) -> dict[int, list[str]]:
    found = session.exec(
        select(Adult)
        .where(col(Adult.family_id).in_(family_ids), col(Adult.is_emergency_contact).is_(True), Adult.phone != "")
        .order_by(col(Adult.id))
    )
    contacts: dict[int, list[str]] = defaultdict(list)
    for adult in found:
        contacts[adult.family_id].append(f"{full_name(adult.forename, adult.surname)}, {adult.phone}")
    return contacts


def walk_ins(*, actor: Actor, session_id: int) -> dict[str, str]:
    """Who may walk in and is known already, by a key such as `pupil:3`: of families asked to come or of one's own."""
    with reading() as session:
        row, _ = session_in_scope(session, actor=actor, session_id=session_id)
        return walk_in_choices(session, actor=actor, row=row)


def walk_in_choices(session: Session, *, actor: Actor, row: ProgrammeSession) -> dict[str, str]:
    """Who may walk in and is not on the register, by a key such as `pupil:3`, for a transaction that adds them."""
    found = people_who_may_come(session, actor=actor, row=row)
    here = session.exec(select(Participant).where(col(Participant.id).in_(on_register(session, row=row)))).all()
    for one in here:
        for key in (f"pupil:{one.pupil_id}", f"adult:{one.adult_id}", f"volunteer:{one.volunteer_id}"):
            found.pop(key, None)
    return dict(sorted(found.items(), key=lambda item: item[1].lower()))


def people_who_may_come(session: Session, *, actor: Actor, row: ProgrammeSession) -> dict[str, str]:
    """Everybody of a family asked to come, or of one's own, and every volunteer, also who is on the register."""
    asked = select(Reach.family_id).where(Reach.programme_id == row.programme_id)
    mine = select(SupportPeriod.family_id).where(
        SupportPeriod.worker_id == actor.worker_id, SupportPeriod.status != SupportStatus.CLOSED
    )
    children = session.exec(
        select(Pupil)
        .join(FamilyChild, col(FamilyChild.pupil_id) == Pupil.id)
        .where(or_(col(FamilyChild.family_id).in_(asked), col(FamilyChild.family_id).in_(mine)))
    )
    adults = session.exec(select(Adult).where(or_(col(Adult.family_id).in_(asked), col(Adult.family_id).in_(mine))))
    volunteers = session.exec(select(Volunteer).where(col(Volunteer.has_stopped).is_(False)))
    found = {f"pupil:{one.id}": full_name(one.forename, one.surname) for one in children}
    found |= {f"adult:{one.id}": f"{full_name(one.forename, one.surname)} (adult)" for one in adults}
    return found | {f"volunteer:{one.id}": f"{one.name} ({one.kind})" for one in volunteers}
