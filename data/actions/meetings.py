"""Recording meetings about a child or family, and putting them right."""

from sqlmodel import Session

from data.actions.families import check_members
from data.audit import check_permission, record
from data.queries.family import family_in_scope
from data.queries.meetings import meeting_in_scope
from data.row_versions import mend
from data.sending import send_once
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput, NotFound
from models.meetings import Meeting, MeetingCreate
from models.permissions import Actor, Permission


def record_meeting(*, draft_key: str, meeting: MeetingCreate, by: Actor) -> int:
    """Record a meeting that took place."""
    _check(meeting, by)

    def write(session: Session) -> int:
        _check_family(session, meeting, by)
        row = Meeting(**meeting.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        _record(session, row, meeting.kind, by)
        return row.id or 0

    return send_once(draft_key=draft_key, form="meeting", by=by, write=write)


def change_meeting(*, draft_key: str, meeting_id: int, version: int, meeting: MeetingCreate, by: Actor) -> int:
    """Put a meeting right, unless somebody else did since it was seen."""
    _check(meeting, by)

    def write(session: Session) -> int:
        row = meeting_in_scope(session, actor=by, meeting_id=meeting_id, is_locked=True)
        if meeting.family_id != row.family_id:
            raise NotFound
        _check_family(session, meeting, by)
        if changed := mend(row, meeting.model_dump(), seen=version):
            _record(session, row, f"put right: {changed}", by)
        return meeting_id

    return send_once(draft_key=draft_key, form="meeting_change", by=by, write=write)


def _check(meeting: MeetingCreate, by: Actor) -> None:
    check_permission(by, Permission.CASEWORK_WRITE)
    if meeting.held_on > today():
        raise InvalidInput("That day is still to come. Put the meeting in your week instead. What you wrote is kept.")


def _check_family(session: Session, meeting: MeetingCreate, by: Actor) -> None:
    family_in_scope(session, actor=by, family_id=meeting.family_id)
    if meeting.pupil_id is not None:
        check_members(session, meeting.family_id, pupil_ids={meeting.pupil_id})


def _record(session: Session, row: Meeting, detail: str, by: Actor) -> None:
    target = f"family:{row.family_id}"
    record(session, action=AuditAction.MEETING_RECORDED, by=by.username, target=target, detail=detail)
