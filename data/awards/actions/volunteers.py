"""Adding somebody who gives time, perhaps a parent or a pupil we know."""

from sqlmodel import Session, select

from data.core.actions.records import add_record
from data.core.audit import check_permission
from data.core.db import find_visible
from data.core.scope import visible_adults, visible_pupils
from data.core.sending import send_once
from models.attendance.pupils import Pupil
from models.awards.volunteers import VOLUNTEERS, Volunteer
from models.errors import InvalidInput
from models.families.people import Adult
from models.kinds import KEPT, Values, checked
from models.permissions import Actor


def add_volunteer(
    *, draft_key: str, values: Values, adult_id: int | None = None, pupil_id: int | None = None, by: Actor
) -> int:
    """Add a volunteer or mentor; an adult or pupil this person may open is linked, once each."""
    check_permission(by, VOLUNTEERS.write)
    given = checked(VOLUNTEERS, values)

    def write(session: Session) -> int:
        if adult_id is not None:
            find_visible(session, select(Adult).where(Adult.id == adult_id, visible_adults(by)))
        if pupil_id is not None:
            find_visible(session, select(Pupil).where(Pupil.id == pupil_id, visible_pupils(by)))
        for column, known in ((Volunteer.adult_id, adult_id), (Volunteer.pupil_id, pupil_id)):
            if known is not None and session.exec(select(Volunteer.id).where(column == known)).first() is not None:
                raise InvalidInput(f"{given['name']} is among the volunteers and mentors already. {KEPT}")
        known_as = {"adult_id": adult_id, "pupil_id": pupil_id}
        return add_record(session, kind=VOLUNTEERS, given=given, owner_id=None, draft_key=draft_key, by=by, **known_as)

    return send_once(draft_key=draft_key, form=VOLUNTEERS.name, by=by, write=write)
