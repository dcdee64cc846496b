"""The team's wordings, and what it decided about room and weights."""

from sqlmodel import col, select

from data.access.queries.accounts import setting
from data.core.db import reading
from models.choices import CHILD_PROTECTION_WORDS
from models.families.family import Worker
from models.permissions import Actor, Permission, check

CHILD_PROTECTION_KEY, WEIGHTS_KEY = "child_protection_words", "uses_weights"


def child_protection_words(*, actor: Actor) -> str:
    """What the screen says wherever a child may be at risk."""
    check(actor, Permission.ACCOUNT_READ_OWN)
    with reading() as session:
        return setting(session, CHILD_PROTECTION_KEY) or CHILD_PROTECTION_WORDS


def worker_rooms(*, actor: Actor) -> dict[int, tuple[str, int]]:
    """Each worker's name and how many families they have room for, by name."""
    check(actor, Permission.CHOICE_WRITE)
    with reading() as session:
        rows = session.exec(select(Worker).order_by(col(Worker.name), col(Worker.id))).all()
    return {row.id or 0: (row.name, row.room_for) for row in rows}


def uses_weights(*, actor: Actor) -> bool:
    """Whether the team counts a family with much going on as two or three."""
    check(actor, Permission.ACCOUNT_READ_OWN)
    with reading() as session:
        return setting(session, WEIGHTS_KEY) == "1"
