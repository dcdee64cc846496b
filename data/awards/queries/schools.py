"""Where those who earn awards are at school, and in which family."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import date

from sqlmodel import Session, col, select

from models.attendance.pupils import Enrolment, Pupil
from models.attendance.schools import School
from models.awards.award import Award
from models.clock import today
from models.families.family import FamilyChild
from models.families.people import Adult
from models.programmes.programme import Programme


def schools_of_awards(session: Session, *, awards: Sequence[Award]) -> dict[int, tuple[int, str]]:
    """The id and name of the school each award belongs to, where there is one.

    A child's on the day it was awarded. An adult's or a family's: that of the programme, else of the eldest child.
    """
    eldest = _eldest_children(session, awards)
    names = {row.id or 0: row.name for row in session.exec(select(School))}
    of_programme = dict(session.exec(select(Programme.id, Programme.school_id)).all())
    places = _places(session, {*eldest.values(), *(award.pupil_id or 0 for award in awards)})
    found = {}
    for award in awards:
        wider = None if award.pupil_id else of_programme.get(award.programme_id)
        child = award.pupil_id or eldest.get(award.id or 0, 0)
        if school_id := wider or _place_on(places[child], award.awarded_on or today()):
            found[award.id or 0] = (school_id, names[school_id])
    return found


def _eldest_children(session: Session, awards: Sequence[Award]) -> dict[int, int]:
    families = families_of_awards(session, awards=[award for award in awards if not award.pupil_id])
    found = session.exec(
        select(FamilyChild.family_id, FamilyChild.pupil_id)
        .join(Pupil, col(Pupil.id) == FamilyChild.pupil_id)
        .where(col(FamilyChild.family_id).in_(set(families.values())))
        .order_by(col(Pupil.born_on).desc(), col(Pupil.id).desc())
    )
    eldest = dict(found.all())  # the last of each family stays
    return {award_id: eldest[family_id] for award_id, family_id in families.items() if family_id in eldest}


def families_of_awards(session: Session, *, awards: Sequence[Award]) -> dict[int, int]:
    """By award, the id of the holder's family; awards of holders without one are left out."""
    pupils, adults = {award.pupil_id for award in awards}, {award.adult_id for award in awards}
    of_pupil = dict(
        session.exec(
            select(FamilyChild.pupil_id, FamilyChild.family_id).where(col(FamilyChild.pupil_id).in_(pupils - {None}))
        ).all()
    )
    of_adult = dict(session.exec(select(Adult.id, Adult.family_id).where(col(Adult.id).in_(adults - {None}))).all())
    found = {
        award.id or 0: award.family_id or of_adult.get(award.adult_id) or of_pupil.get(award.pupil_id or 0, 0)
        for award in awards
    }
    return {award_id: family_id for award_id, family_id in found.items() if family_id}


def _places(session: Session, pupil_ids: Collection[int]) -> dict[int, list[tuple[date, int]]]:
    places: dict[int, list[tuple[date, int]]] = defaultdict(list)
    found = session.exec(
        select(Enrolment.pupil_id, col(Enrolment.observed_on), Enrolment.school_id)
        .where(col(Enrolment.pupil_id).in_(pupil_ids))
        .order_by(col(Enrolment.observed_on), col(Enrolment.id))
    )
    for pupil_id, observed_on, school_id in found:
        places[pupil_id].append((observed_on, school_id))
    return places


def _place_on(places: Sequence[tuple[date, int]], day: date) -> int | None:
    """The school on a day: the newest known by then, else the first known after it."""
    by_then = [school_id for observed_on, school_id in places if observed_on <= day]
    return by_then[-1] if by_then else places[0][1] if places else None
