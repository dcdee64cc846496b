"""One tab at a page about questionnaires, answers or results, and somebody signed in at it."""

from models.permissions import Actor, Role
from tests.factories import make_actor, make_worker, sign_in_as
from tests.pages import programme_tab


class Tab(programme_tab.Tab):
    """One tab at one page; fields are found by the end of their key."""

    def __init__(self, actor: Actor, page: str, **query: object) -> None:
        super().__init__(actor, f"evaluations/{page}", **query)

    def fill(self, kind: str, name: str, value: object) -> None:
        self.field(kind, name).set_value(value).run()
        assert not self.at.exception


def signed_in(role: Role) -> Actor:
    actor = make_actor(role=role, worker_id=make_worker() if role is Role.WORKER else None)
    sign_in_as(actor)
    return actor
