"""One call of every action about links to answer by."""

from collections.abc import Callable
from functools import partial

from data.evaluations.actions import answer_links
from models.evaluations.questionnaires import Stage
from models.permissions import Role
from tests.factories import make_actor
from tests.rows.answer_links import make_link
from tests.rows.evaluations import make_participant, make_programme, shipped_version

Call = Callable[[], object]


def _make() -> Call:
    programme_id = make_programme()
    make_participant(programme_id)
    return partial(
        answer_links.make_links,
        programme_id=programme_id,
        version_id=shipped_version(),
        stage=Stage.PRE,
        is_group=False,
        days=14,
        address="https://home-link.example/answer?k=",
        closes_earlier=True,
        by=make_actor(role=Role.WORKER),
    )


def _revoke() -> Call:
    links = [make_link(make_programme()).id]
    return partial(answer_links.revoke_links, link_ids=links, by=make_actor(role=Role.WORKER))


ANSWER_LINK_CALLS: dict[str, Callable[[], Call]] = {
    "answer_links.make_links": _make,
    "answer_links.revoke_links": _revoke,
    "answer_links.open_link": lambda: partial(
        answer_links.open_link, token=make_link(make_programme()).token, device="phone", address=None
    ),
}
