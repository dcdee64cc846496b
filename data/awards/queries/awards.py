"""Awards on their way and earned, of those this person may open."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, true
from sqlmodel import Session, col, select

from data.awards.queries.schools import families_of_awards, schools_of_awards
from data.awards.queries.work import work_of_awards
from data.core.db import columns, find_visible, reading
from data.core.scope import visible_awards
from data.families.queries.family import family_names
from models.attendance.openings import school_year
from models.attendance.pupils import Pupil, full_name
from models.awards.award import (
    AWARD_TRANSITIONS,
    LAPSES_SOON,
    Award,
    AwardChange,
    AwardLevel,
    AwardScheme,
    AwardStatus,
    AwardWork,
    AwardWorkCreate,
    award_name,
)
from models.awards.progress import Progress, progress_of
from models.clock import today
from models.families.people import Adult
from models.permissions import Actor, Permission, check
from models.programmes.programme import Programme
from models.workflow import open_states

_OPEN = open_states(AWARD_TRANSITIONS) - {AwardStatus.STOPPED}


@dataclass(frozen=True, slots=True)
class AwardRow:
    """One award of one child, adult or family."""

    award_id: int
    who: str
    family_id: int | None
    award: str  # scheme and level
    programme_id: int | None
    programme: str
    school: str
    status: AwardStatus
    started_on: date
    awarded_on: date | None
    expires_on: date | None
    progress: Progress
    version: int

    @property
    def year(self) -> int:
        """The first year of the school year in which it was earned or, until then, begun."""
        return school_year(self.awarded_on or self.started_on)

    @property
    def is_on_its_way(self) -> bool:
        """Whether it is neither earned nor stopped."""
        return self.status in _OPEN

    @property
    def lapses_soon(self) -> bool:
        """Whether it is a qualification that lapses in the next 90 days, or lapsed in the last 90."""
        return self.expires_on is not None and abs(self.expires_on - today()) <= LAPSES_SOON


@dataclass(frozen=True, slots=True)
class WorkRow:
    """Time, a day or activities added by hand, with the id by which to take it away."""

    work_id: int
    content: AwardWorkCreate


@dataclass(frozen=True, slots=True)
class AwardRecord:
    """What an award's page shows: how it stands, what may change, and what was added by hand."""

    row: AwardRow
    content: AwardChange
    added: tuple[WorkRow, ...]  # newest first


def list_awards(*, actor: Actor) -> tuple[AwardRow, ...]:
    """Every award this person may open, by name."""
    check(actor, Permission.AWARD_WRITE)
    with reading() as session:
        return tuple(sorted(_rows(session, actor), key=lambda row: (row.who.lower(), row.award, row.award_id)))


def certificates(*, actor: Actor, first_on: date, last_on: date, school: str = "") -> tuple[AwardRow, ...]:
    """Those who earned an award from one day to another, perhaps of one school, in the order names are called."""
    found = (row for row in list_awards(actor=actor) if row.awarded_on and first_on <= row.awarded_on <= last_on)
    return tuple(row for row in found if school in ("", row.school))


def award_record(*, actor: Actor, award_id: int) -> AwardRecord:
    """One award, with what was added by hand."""
    with reading() as session:
        award = award_in_scope(session, actor=actor, award_id=award_id)
        added = session.exec(
            select(AwardWork)
            .where(AwardWork.award_id == award_id)
            .order_by(col(AwardWork.done_on).desc(), col(AwardWork.id).desc())
        ).all()
        return AwardRecord(
            row=_rows(session, actor, col(Award.id) == award_id)[0],
            content=AwardChange.model_validate(award, from_attributes=True),
            added=tuple(
                WorkRow(row.id or 0, AwardWorkCreate.model_validate(row, from_attributes=True)) for row in added
            ),
        )


def award_in_scope(session: Session, *, actor: Actor, award_id: int, is_locked: bool = False) -> Award:
    """The award, or NotFound when there is none or it is not this person's to open."""
    query = select(Award).where(Award.id == award_id, visible_awards(actor))
    return find_visible(session, query, is_locked=is_locked)


def _rows(session: Session, actor: Actor, condition: ColumnElement[bool] | None = None) -> list[AwardRow]:
    found = session.execute(
        columns(Award, AwardLevel, AwardScheme.name, Pupil, Adult, Programme.name)
        .select_from(Award)
        .join(AwardLevel, col(AwardLevel.id) == Award.level_id)
        .join(AwardScheme, col(AwardScheme.id) == AwardLevel.scheme_id)
        .outerjoin(Pupil, col(Pupil.id) == Award.pupil_id)
        .outerjoin(Adult, col(Adult.id) == Award.adult_id)
        .outerjoin(Programme, col(Programme.id) == Award.programme_id)
        .where(visible_awards(actor), true() if condition is None else condition)
    ).all()
    awards = [award for award, *_ in found]
    schools, families = schools_of_awards(session, awards=awards), families_of_awards(session, awards=awards)
    names = family_names(session, actor=actor, family_ids=set(families.values()))  # those they may open
    work = work_of_awards(session, award_ids=[award.id or 0 for award in awards])
    same = {"programme_id", "status", "started_on", "awarded_on", "expires_on", "version"}
    return [
        AwardRow(
            award_id=award.id or 0,
            who=_who(pupil or adult, names.get(award.family_id or 0, "A family")),
            family_id=family_id if (family_id := families.get(award.id or 0)) in names else None,
            award=award_name(scheme, level.name),
            programme=programme or "",
            school=schools.get(award.id or 0, (0, ""))[1],
            progress=progress_of(level, work[award.id or 0]),
            **award.model_dump(include=same),
        )
        for award, level, scheme, pupil, adult, programme in found
    ]


def _who(person: Pupil | Adult | None, family: str) -> str:
    return full_name(person.forename, person.surname) if person else family
