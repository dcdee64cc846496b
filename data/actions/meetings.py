"""Recording meetings about a child or family."""

from data.actions.drafts import finish_draft, take_draft
from data.actions.families import check_members
from data.audit import check_permission, record
from data.db import transaction
from data.queries.family import family_in_scope
from models.audit import AuditAction
from models.clock import today
from models.errors import InvalidInput
from models.meetings import Meeting, MeetingCreate
from models.permissions import Actor, Permission


def record_meeting(*, draft_key: str, meeting: MeetingCreate, by: Actor) -> int:
    """Record a meeting that took place."""
    check_permission(by, Permission.CASEWORK_WRITE)
    if meeting.held_on > today():
        raise InvalidInput("That day is still to come. Put the meeting in your week instead. What you wrote is kept.")
    with transaction() as session:
        draft = take_draft(session, key=draft_key, form="meeting", by=by)
        if draft.submitted_at:
            return draft.record_id or 0
        family_in_scope(session, actor=by, family_id=meeting.family_id)
        if meeting.pupil_id is not None:
            check_members(session, meeting.family_id, pupil_ids={meeting.pupil_id})
        row = Meeting(**meeting.model_dump(), recorded_by=by.username, draft_key=draft_key)
        session.add(row)
        session.flush()
        target = f"family:{meeting.family_id}"
        record(session, action=AuditAction.MEETING_RECORDED, by=by.username, target=target, detail=meeting.kind)
        finish_draft(session, draft=draft, record_id=row.id or 0)
        return row.id or 0
