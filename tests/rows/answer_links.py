"""A link to answer by, for tests."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from data.access.queries.accounts import token_hash
from models.columns import now
from models.evaluations.questionnaires import AnswerLink, Stage
from models.permissions import Actor, Role
from tests.factories import save
from tests.rows.evaluations import shipped_version


@dataclass(frozen=True, slots=True)
class Link:
    """A link, what opens it, and whoever did."""

    id: int
    token: str
    actor: Actor


def make_link(programme_id: int, *, token: str = "a-token-nobody-guesses", **fields: Any) -> Link:
    values = {"stage": Stage.PRE, "version_id": shipped_version(), "expires_at": now() + timedelta(days=14), **fields}
    row = AnswerLink(token_hash=token_hash(token), programme_id=programme_id, made_by="worker", **values)
    link_id = save(row).id
    name = f"link {link_id}"
    return Link(link_id, token, Actor(None, name, name, Role.LINK, link_id=link_id))
