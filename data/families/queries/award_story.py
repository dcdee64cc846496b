"""A family's awards, for its story."""

from collections.abc import Iterator, Mapping
from typing import Protocol

from sqlalchemy import or_
from sqlmodel import Session, col, select

from models.attendance.pupils import full_name
from models.awards.award import Award, AwardLevel, AwardScheme, award_name
from models.families.family import Adult
from models.families.timeline import TimelineItem, TimelineKind


class Household(Protocol):
    """Whose story: the children by id, with the names they go by."""

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
        line, link = f"{who}: {award_name(scheme, level)}", f"awards?id={award.id}"
        yield TimelineItem(TimelineKind.AWARD, award.started_on, "Set out for an award", line, link)
        if award.awarded_on:
            yield TimelineItem(TimelineKind.AWARD, award.awarded_on, "Award earned", line, link)
