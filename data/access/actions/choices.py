"""Editing the team's lists and wordings, and how full a caseload may be."""

from sqlmodel import Session, col, func, select

from data.access.queries.choices import CHILD_PROTECTION_KEY, WEIGHTS_KEY
from data.core.audit import check_permission, record
from data.core.db import find_row, transaction
from models.access import Setting
from models.audit import AuditAction
from models.choices import LIST_NAMES, Choice, ChoiceList, ChoiceUpdate
from models.errors import Conflict, InvalidInput
from models.families.family import Worker
from models.permissions import Actor, Permission
from models.text import search_key

LONGEST_WORDS, MOST_ROOM = 200, 60


def add_choice(*, list_name: ChoiceList, label: str, by: Actor) -> int:
    """Add an entry at the end of a list. Its code is made from its first wording and never changes."""
    check_permission(by, Permission.CHOICE_WRITE)
    label = " ".join(label.split())
    code = search_key(label).replace(" ", "_")[:40]
    if not code or len(label) > 80:
        raise InvalidInput("Please give the new entry a name of at most 80 letters. Nothing was added.")
    with transaction() as session:
        taken = select(Choice.id).where(Choice.list_name == list_name)
        if session.exec(taken.where((col(Choice.code) == code) | (func.lower(Choice.label) == label.lower()))).first():
            raise InvalidInput(f"“{label}” is in this list already, perhaps as a retired entry. Nothing was added.")
        last = session.exec(select(func.max(Choice.position)).where(Choice.list_name == list_name)).one()
        row = Choice(list_name=list_name, code=code, label=label, position=(last or 0) + 1)
        session.add(row)
        session.flush()
        _record(session, f"{LIST_NAMES[list_name]}: added {label}", by)
        return row.id or 0


def change_choice(*, choice_id: int, seen: ChoiceUpdate, change: ChoiceUpdate, by: Actor) -> None:
    """Reword, move or retire an entry, unless somebody else changed it since it was `seen`."""
    check_permission(by, Permission.CHOICE_WRITE)
    with transaction() as session:
        row = find_row(session, Choice, choice_id, is_locked=True)
        if seen.model_dump() != row.model_dump(include=set(ChoiceUpdate.model_fields)):
            raise Conflict(f"Somebody else changed this entry: it now reads “{row.label}”. Your change was not saved.")
        same = select(Choice.id).where(Choice.list_name == row.list_name, col(Choice.id) != choice_id)
        if session.exec(same.where(func.lower(Choice.label) == change.label.lower())).first():
            raise InvalidInput(f"“{change.label}” is in this list already. Nothing was changed.")
        row.sqlmodel_update(change)
        state = "" if row.is_offered else ", retired"
        _record(session, f"{LIST_NAMES[row.list_name]}: {row.label}, place {row.position + 1}{state}", by)


def set_child_protection_words(*, words: str, by: Actor) -> None:
    """Keep what the screen says wherever a child may be at risk."""
    check_permission(by, Permission.CHOICE_WRITE)
    words = " ".join(words.split())
    if not 20 <= len(words) <= LONGEST_WORDS:
        raise InvalidInput(
            f"Please say what to do in 20 to {LONGEST_WORDS} letters. The words there were before are still in use."
        )
    with transaction() as session:
        session.merge(Setting(key=CHILD_PROTECTION_KEY, value=words))
        _record(session, "child protection words", by)


def set_uses_weights(*, is_used: bool, by: Actor) -> None:
    """Turn the counting of families by weight on or off."""
    check_permission(by, Permission.CHOICE_WRITE)
    with transaction() as session:
        session.merge(Setting(key=WEIGHTS_KEY, value=str(int(is_used))))
        _record(session, f"weights of families turned {'on' if is_used else 'off'}", by)


def set_room(*, worker_id: int, room_for: int, by: Actor) -> None:
    """Say how many families a worker has room for at a time: someone part-time has room for fewer."""
    check_permission(by, Permission.CHOICE_WRITE)
    if not 0 <= room_for <= MOST_ROOM:
        raise InvalidInput(f"Please choose a number from 0 to {MOST_ROOM}. Nothing was changed.")
    with transaction() as session:
        row = find_row(session, Worker, worker_id, is_locked=True)
        row.room_for = room_for
        _record(session, f"worker:{worker_id} has room for {room_for} families", by)


def _record(session: Session, detail: str, by: Actor) -> None:
    record(session, action=AuditAction.CHOICE_CHANGED, by=by.username, detail=detail)
