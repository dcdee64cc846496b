"""Taking somebody out of a family they were added to by mistake; never out of what was recorded with them."""

from typing import Any

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select
from sqlmodel.sql.expression import SelectOfScalar

from data.core.audit import check_permission
from data.core.sending import send_once
from data.families.actions.families import locked_adult, locked_family, record_change
from models.awards.award import Award
from models.awards.volunteers import Volunteer
from models.errors import InvalidInput, NotFound
from models.families.contacts import Contact, ContactPerson
from models.families.family import FamilyChild, Leaving, SupportPeriod, SupportStatus
from models.families.meetings import Meeting
from models.families.people import Consent
from models.permissions import Actor, Permission
from models.programmes.programme import HealthNote, Participant

Records = dict[str, SelectOfScalar[Any]]
_CONTACTS = "contacts with them (please put those right first)"
_OF_ADULT: tuple[tuple[Any, str], ...] = (
    (ContactPerson, _CONTACTS),
    (Participant, "them on the register of a programme"),
    (Volunteer, "them among those who give time"),
    (Award, "an award of theirs"),
    (HealthNote, "a health note about them"),
)


def take_out(
    *, draft_key: str, family_id: int, pupil_id: int | None = None, adult_id: int | None = None, why: Leaving, by: Actor
) -> int:
    """Take a child or an adult out of a family, unless records of the family hang on them."""
    check_permission(by, Permission.CASEWORK_WRITE)

    def write(session: Session) -> int:
        locked_family(session, family_id, by)
        if adult_id is not None:
            row: object = locked_adult(session, adult_id, family_id)
            who, records = f"adult:{adult_id}", _of_adult(adult_id)
        else:
            row = _child(session, family_id, pupil_id)
            who, records = f"pupil:{pupil_id}", _of_child(family_id, pupil_id)
        _check_free(session, records)
        session.delete(row)
        record_change(session, family_id, f"{who} taken out. {why}", by)
        return family_id

    return send_once(draft_key=draft_key, form="family_leaving", by=by, write=write)


def _child(session: Session, family_id: int, pupil_id: int | None) -> FamilyChild:
    children = session.exec(select(FamilyChild).where(FamilyChild.family_id == family_id)).all()
    row = next((child for child in children if child.pupil_id == pupil_id), None)
    if row is None:
        raise NotFound
    if len(children) == 1:
        raise InvalidInput("This is the family's only child. Please add the right one first. Nothing was changed.")
    return row


def _check_free(session: Session, records: Records) -> None:
    hanging = [words for words, query in records.items() if session.exec(query.limit(1)).first() is not None]
    if hanging:
        raise InvalidInput(
            f"They cannot be taken out yet, and nothing was changed: the family has {'; '.join(hanging)}."
        )


def _of_child(family_id: int, pupil_id: int | None) -> Records:
    """The family's records that keep a child in it. What is the child's own, such as webs and plans, goes along."""

    def own(table: Any, *conditions: ColumnElement[bool]) -> SelectOfScalar[Any]:  # noqa: ANN401 - any such table
        return select(table.id).where(table.family_id == family_id, table.pupil_id == pupil_id, *conditions)

    contacts = select(ContactPerson.id).join(Contact).where(Contact.family_id == family_id)
    return {
        "support of this child that goes on (please close it first)": own(
            SupportPeriod, col(SupportPeriod.status) != SupportStatus.CLOSED
        ),
        _CONTACTS: contacts.where(ContactPerson.pupil_id == pupil_id),
        "meetings about them (please put those right first)": own(Meeting),
        "a consent about them, which has to stay": own(Consent),
    }


def _of_adult(adult_id: int) -> Records:
    return {words: select(table.id).where(table.adult_id == adult_id) for table, words in _OF_ADULT}
