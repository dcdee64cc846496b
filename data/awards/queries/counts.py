"""How many awards were earned, by school year: of every school, or of one's own with small numbers hidden."""

from collections.abc import Iterator

from sqlmodel import Session, col, select

from data.awards.queries.schools import schools_of_awards
from data.core.db import reading
from data.core.scope import counted_programmes
from models.attendance.openings import school_year
from models.awards.award import Award, AwardLevel, AwardScheme, AwardStatus
from models.awards.counts import AwardTable, CountBy, Earned, count_tables
from models.permissions import Actor, Permission, check
from models.programmes.programme import Programme

_NO_SCHOOL, _NO_PROGRAMME = "No school known", "No programme"
_OTHER = "Other programmes, or none"


def award_counts(*, actor: Actor) -> dict[CountBy, AwardTable]:
    """Awards by school, by programme and by award; for people outside the team only those of their schools."""
    check(actor, Permission.PROGRAMME_READ)
    is_team = actor.can(Permission.AWARD_WRITE)
    with reading() as session:
        return count_tables(_earned(session, actor, is_team=is_team), is_suppressed=not is_team)


def _earned(session: Session, actor: Actor, *, is_team: bool) -> Iterator[Earned]:
    found = session.exec(
        select(Award, AwardScheme.name)
        .select_from(Award)
        .join(AwardLevel, col(AwardLevel.id) == Award.level_id)
        .join(AwardScheme, col(AwardScheme.id) == AwardLevel.scheme_id)
        .where(Award.status == AwardStatus.AWARDED, col(Award.awarded_on).is_not(None))
    ).all()
    schools = schools_of_awards(session, awards=[award for award, _ in found])
    named = dict(session.exec(select(Programme.id, Programme.name).where(counted_programmes(actor))).all())
    for award, scheme in found:
        school_id, school = schools.get(award.id or 0, (0, _NO_SCHOOL))
        if award.awarded_on and (is_team or school_id in actor.school_ids):
            programme = named.get(award.programme_id, _NO_PROGRAMME if is_team else _OTHER)
            keys = {CountBy.SCHOOL: school, CountBy.PROGRAMME: programme, CountBy.SCHEME: scheme}
            yield Earned(school_year(award.awarded_on), (award.pupil_id, award.adult_id, award.family_id), keys)
