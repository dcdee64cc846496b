"""What a family took part in and earned, for its story."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Protocol

from sqlalchemy import or_
from sqlmodel import Session, col, select

from data.core.db import columns
from models.attendance.pupils import full_name
from models.awards.award import Award, AwardLevel, AwardScheme, award_name
from models.clock import HERE
from models.families.people import Adult
from models.families.timeline import TimelineItem, TimelineKind
from models.programmes.programme import Participant, Programme, ProgrammeSession, RegisterMark


class Household(Protocol):
    """A family whose story is told; `children` are names by pupil id."""

    @property
    def family_id(self) -> int: ...
    @property
    def children(self) -> Mapping[int, str]: ...


def awards_of_family(session: Session, family: Household) -> Iterator[TimelineItem]:
    """When each of them, or all together, set out for an award, and when it was earned."""
    adults = {
        row.id: full_name(row.forename, row.surname)
        for row in session.exec(select(Adult).where(Adult.family_id == family.family_id))
    }
    found = session.exec(
        select(Award, AwardScheme.name, AwardLevel.name)
        .select_from(Award)
        .join(AwardLevel, col(AwardLevel.id) == Award.level_id)
        .join(AwardScheme, col(AwardScheme.id) == AwardLevel.scheme_id)
        .where(
            or_(
                col(Award.family_id) == family.family_id,
                col(Award.pupil_id).in_(family.children),
                col(Award.adult_id).in_(adults),
            )
        )
    )
    for award, scheme, level in found:
        who = family.children.get(award.pupil_id or 0) or adults.get(award.adult_id) or "The whole family"
        line = f"{who}: {award_name(scheme, level)}"
        yield TimelineItem(TimelineKind.AWARD, award.started_on, "Set out for an award", line, award.id)
        if award.awarded_on:
            yield TimelineItem(TimelineKind.AWARD, award.awarded_on, "Award earned", line, award.id)


def sessions_attended(session: Session, family: Household) -> Iterator[TimelineItem]:
    """Each day somebody of the family was at a session."""
    found = session.exec(select(Adult).where(Adult.family_id == family.family_id))
    adults = {one.id or 0: one.forename for one in found}
    marks = session.execute(
        columns(ProgrammeSession.starts_at, Programme.id, Programme.name, Participant.pupil_id, Participant.adult_id)
        .join(RegisterMark, col(RegisterMark.session_id) == ProgrammeSession.id)
        .join(Participant, col(Participant.id) == RegisterMark.participant_id)
        .join(Programme, col(Programme.id) == Participant.programme_id)
        .where(
            col(RegisterMark.is_present).is_(True),
            or_(col(Participant.pupil_id).in_(family.children), col(Participant.adult_id).in_(adults)),
        )
        .order_by(col(Participant.adult_id), col(Participant.pupil_id))
    )
    days: dict[tuple[date, int, str], list[str]] = defaultdict(list)
    for starts_at, programme_id, name, pupil_id, adult_id in marks:
        who = family.children.get(pupil_id or 0) or adults.get(adult_id or 0, "")
        days[starts_at.astimezone(HERE).date(), programme_id or 0, name].append(who)
    for (on, programme_id, name), people in days.items():
        yield TimelineItem(TimelineKind.PROGRAMME, on, name, f"Was there: {', '.join(people)}", programme_id)
