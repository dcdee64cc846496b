"""What counts towards awards: the registers of the award's programme, and what was added by hand."""

from collections import defaultdict
from collections.abc import Collection

from sqlalchemy import and_, or_
from sqlmodel import Session, col, select

from models.awards.award import Award, AwardWork
from models.awards.progress import Work
from models.clock import HERE
from models.columns import now
from models.families.family import FamilyChild
from models.families.people import Adult
from models.programmes.programme import Participant, ProgrammeSession, RegisterMark


def work_of_awards(session: Session, *, award_ids: Collection[int]) -> dict[int, list[Work]]:
    """All work by award. A session at which several of one family were counts once for the family."""
    work: dict[int, list[Work]] = defaultdict(list)
    for award_id, done in _register_work(session, award_ids):
        work[award_id].append(done)
    for row in session.exec(select(AwardWork).where(col(AwardWork.award_id).in_(award_ids))):
        work[row.award_id].append(Work(row.done_on, row.minutes, row.activities))
    return work


def _register_work(session: Session, award_ids: Collection[int]) -> list[tuple[int, Work]]:
    """By award, the sessions its holders were marked present at, from the day they set out until it was earned."""
    children = select(FamilyChild.pupil_id).where(FamilyChild.family_id == Award.family_id).correlate(Award)
    adults = select(Adult.id).where(Adult.family_id == Award.family_id).correlate(Award)
    is_holder = or_(
        col(Participant.pupil_id) == col(Award.pupil_id),
        col(Participant.adult_id) == col(Award.adult_id),
        col(Participant.pupil_id).in_(children),
        col(Participant.adult_id).in_(adults),
    )
    found = session.exec(
        select(Award, ProgrammeSession)
        .select_from(Award)
        .join(Participant, and_(col(Participant.programme_id) == Award.programme_id, is_holder))
        .join(RegisterMark, and_(col(RegisterMark.participant_id) == Participant.id, col(RegisterMark.is_present)))
        .join(ProgrammeSession, col(ProgrammeSession.id) == RegisterMark.session_id)
        .where(
            col(Award.id).in_(award_ids),
            col(ProgrammeSession.is_cancelled).is_(False),
            col(ProgrammeSession.starts_at) <= now(),
        )
    )
    sessions = {(award.id or 0, held.id): (award, held) for award, held in found}
    done = [(award, held.minutes, held.starts_at.astimezone(HERE).date()) for award, held in sessions.values()]
    return [
        (award.id or 0, Work(day, minutes))
        for award, minutes, day in done
        if award.started_on <= day and (award.awarded_on is None or day <= award.awarded_on)
    ]
