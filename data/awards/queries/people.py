"""Who may set out for an award: people of families one may open, or of a programme one runs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.core.db import columns, reading
from data.core.scope import visible_families, visible_pupils
from data.families.queries.families import list_families
from data.families.queries.family import family_names
from models.attendance.pupils import Pupil, full_name
from models.awards.award import AwardFor
from models.families.family import Family, FamilyChild
from models.families.people import Adult
from models.permissions import Actor, Permission, check
from models.programmes.programme import Participant, ParticipantRole, Programme

Ids = SelectOfScalar[Any]
_KEYS = {AwardFor.CHILD: "pupil"}  # a person has one key everywhere


@dataclass(frozen=True, slots=True)
class AwardPerson:
    """A child, an adult or a whole family who may set out."""

    kind: AwardFor
    person_id: int
    name: str

    @property
    def key(self) -> str:
        """The kind of person and the id, such as `pupil:3`."""
        return f"{_KEYS.get(self.kind, self.kind)}:{self.person_id}"


def people_to_award(*, actor: Actor, family_id: int | None = None) -> tuple[AwardPerson, ...]:
    """Everyone of one family, or of the families supported now that this person may see; by name."""
    check(actor, Permission.AWARD_WRITE)
    mine = not actor.can(Permission.CASELOAD_READ_ALL)
    ids = {family_id} if family_id else {row.family_id for row in list_families(actor=actor, is_mine=mine)}
    with reading() as session:
        names = family_names(session, actor=actor, family_ids=ids)
        children = select(FamilyChild.pupil_id).where(col(FamilyChild.family_id).in_(names))
        adults = select(Adult.id).where(col(Adult.family_id).in_(names))
        return _people(session, children, adults, names)


def people_of_programme(*, actor: Actor, programme_id: int) -> tuple[AwardPerson, ...]:
    """Who takes part in a programme, and their families, of those this person may set out for an award; by name."""
    check(actor, Permission.AWARD_WRITE)
    on_register = (Participant.programme_id == programme_id, Participant.role == ParticipantRole.TAKES_PART)
    children = select(Participant.pupil_id).where(*on_register, col(Participant.pupil_id).is_not(None))
    adults = select(Participant.adult_id).where(*on_register, col(Participant.adult_id).is_not(None))
    with reading() as session:
        of_children = select(FamilyChild.family_id).where(col(FamilyChild.pupil_id).in_(children))
        of_adults = select(Adult.family_id).where(col(Adult.id).in_(adults))
        ids = {*session.exec(of_children), *session.exec(of_adults)}
        found = _people(session, children, adults, family_names(session, actor=actor, family_ids=ids))
        return tuple(one for one in found if may_set_out(session, actor=actor, person=one, programme_id=programme_id))


def _people(session: Session, children: Ids, adults: Ids, families: Mapping[int, str]) -> tuple[AwardPerson, ...]:
    found = [AwardPerson(AwardFor.FAMILY, key, name) for key, name in families.items()]
    for kind, table, ids in ((AwardFor.CHILD, Pupil, children), (AwardFor.ADULT, Adult, adults)):
        rows = session.execute(columns(table.id, table.forename, table.surname).where(col(table.id).in_(ids)))
        found += [AwardPerson(kind, id_, full_name(forename, surname)) for id_, forename, surname in rows]
    return tuple(sorted(found, key=lambda one: (one.name.lower(), one.kind, one.person_id)))


def may_set_out(session: Session, *, actor: Actor, person: AwardPerson, programme_id: int | None) -> bool:
    """Whether this person may open their record or, for a child or an adult, runs the programme they are in."""
    families = select(Family.id).where(visible_families(actor))
    if person.kind is AwardFor.FAMILY:
        return session.exec(families.where(Family.id == person.person_id)).first() is not None
    runs = (
        select(Participant.id)
        .join(Programme, col(Programme.id) == Participant.programme_id)
        .where(Programme.id == programme_id, Programme.worker_id == (actor.worker_id or 0))
    )
    if person.kind is AwardFor.ADULT:
        own = select(Adult.id).where(Adult.id == person.person_id, col(Adult.family_id).in_(families))
        runs = runs.where(Participant.adult_id == person.person_id)
    else:
        own = select(Pupil.id).where(Pupil.id == person.person_id, visible_pupils(actor))
        runs = runs.where(Participant.pupil_id == person.person_id)
    return any(session.exec(query).first() is not None for query in (own, runs))
