"""Everything the server sends to people who may not see it, searched for what they may not see.

Names and figures are planted; then pages are opened as an attacker would, over Streamlit's own protocol: by their
addresses, by the identity of a page that somebody else opened, and with made-up widget values.
"""

import asyncio
import struct
from collections.abc import Callable, Iterator
from dataclasses import dataclass

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import connect
from websockets.typing import Subprotocol

from components.access.navigation import PAGES
from components.access.state import cookie_name
from components.attendance.filters import View
from data.core import settings as settings_module
from data.core.actions.drafts import save_answers, start_draft
from models.attendance.openings import Dimension
from models.permissions import Role
from tests.e2e.conftest import Server
from tests.factories import make_actor, make_pupil, make_school, make_worker, sign_in_as
from tests.loops import run_apart
from tests.rows.attendance import summary

pytestmark = pytest.mark.e2e
HERE, THERE = "Canaryhere Primary School", "Canarythere Primary School"
CHILD_HERE, CHILD_THERE = "Canaryfinch", "Canarylark"
HIDDEN_RATE, OTHER_RATE = 77.5, 62.5  # of three pupils, so hidden from a viewer; and of another school
DRAFT = "Canarydraft"
_PATIENCE = 20


@dataclass(frozen=True, slots=True)
class Planted:
    """A running server with canaries in it, and how to be each role."""

    server: Server
    cookies: dict[Role, str]
    pupil_ids: tuple[int, ...]
    school_ids: tuple[int, ...]


@pytest.fixture(scope="module")
def planted(start_server: Callable[..., Server]) -> Iterator[Planted]:
    server = start_server()
    with pytest.MonkeyPatch.context() as environment:
        path = server.folder / "data" / "home-link.sqlite3"
        environment.setenv("HOME_LINK_DATABASE_URL", f"sqlite:///{path}")
        settings_module.settings.cache_clear()
        yield _plant(server)


def _plant(server: Server) -> Planted:
    here, there = make_school(name=HERE), make_school(name=THERE, seed_code="8240002")
    worker_id = make_worker()
    pupil_ids = (
        make_pupil(surname=CHILD_HERE, candidate_number="012345674"),
        make_pupil(surname=CHILD_THERE, candidate_number="051234561"),
    )
    _figures(here, there)
    cookies = {}
    for role in (Role.WORKER, Role.LEAD, Role.HEADTEACHER, Role.ADMINISTRATOR, Role.VIEWER):
        schools = (here,) if role is Role.HEADTEACHER else ()
        actor = make_actor(role=role, school_ids=schools, worker_id=worker_id if role is Role.WORKER else None)
        cookies[role] = f"{cookie_name()}={sign_in_as(actor)}"
        if role is Role.WORKER:
            draft = start_draft(form="cover", subject="1", by=actor)
            save_answers(key=draft.key, answers={"reason": DRAFT}, by=actor)
    return Planted(server, cookies, pupil_ids, (here, there))


def _figures(here: int, there: int) -> None:
    for school_id, attended in ((here, 36), (there, 25)):  # 25 of 40 is OTHER_RATE
        summary(school_id, 60, attended=attended)
    for value, pupils, attended in (("1", 30, 36), ("2", 27, 36), ("5", 3, 31)):  # 31 of 40 is HIDDEN_RATE
        summary(here, pupils, attended=attended, dimension=Dimension.QUINTILE, value=value)


def _frames(server: Server, cookie: str, message: BackMsg) -> list[bytes]:
    """Every frame of one run, in a new tab."""

    async def run() -> list[bytes]:
        frames: list[bytes] = []
        async with (
            asyncio.timeout(_PATIENCE),
            connect(
                f"ws://127.0.0.1:{server.port}/_stcore/stream",
                subprotocols=[Subprotocol("streamlit")],
                additional_headers={"Cookie": cookie} if cookie else None,
                origin=server.url,
                max_size=None,
                proxy=None,
            ) as socket,
        ):
            await socket.send(message.SerializeToString())
            while not frames or not _is_last(frames[-1]):
                frames.append(await socket.recv(decode=False))
        return frames

    return run_apart(run())


def _is_last(frame: bytes) -> bool:
    """A page that leads to another runs twice: the first of them is only stopped for a rerun."""
    sent = ForwardMsg.FromString(frame)
    is_end = sent.WhichOneof("type") == "script_finished"
    return is_end and sent.script_finished != ForwardMsg.FINISHED_EARLY_FOR_RERUN


def _seen(server: Server, cookie: str, *messages: BackMsg) -> bytes:
    """What is sent for these messages, each from a tab of its own."""
    return b"".join(frame for message in messages for frame in _frames(server, cookie, message))


def _visit(page: str, query: str = "", *, page_hash: str = "") -> BackMsg:
    message = BackMsg()
    message.rerun_script.query_string = query
    if page_hash:
        message.rerun_script.page_script_hash = page_hash
    else:
        message.rerun_script.page_name = page
    return message


def _everything(planted: Planted) -> list[BackMsg]:
    """Each page plainly; each pupil by a guessed number; each view of the figures, also for the other school."""
    pages = [_visit(page.url_path) for page in PAGES]
    children = [_visit("pupil", f"id={id_}") for id_ in (*planted.pupil_ids, 0, 999_999)]
    views = []
    for view in View:
        asked = f"attendance.view={view.replace(' ', '+')}"
        other = f"attendance.schools={THERE.replace(' ', '+')}&attendance.year=2025"
        views += [_visit("attendance", asked), _visit("attendance", f"{asked}&{other}&attendance.of=SIMD+quintile")]
    return [*pages, *children, *views, _visit("find-pupil", f"find_pupil.text={CHILD_THERE}")]


def _forged(page: str) -> BackMsg:
    """Values for widgets that this person's page never drew."""
    message = _visit(page)
    widgets = message.rerun_script.widget_states.widgets
    for key, words in (("find_pupil.text", CHILD_THERE), ("session.token", "made up"), ("attendance.view", "Reasons")):
        widgets.add(id=f"$$ID-0123456789abcdef0123456789abcdef-{key}", string_value=words)
        widgets.add(id=key, string_value=words)
    for key in ("attendance.schools", "supported.schools"):
        widgets.add(id=f"$$ID-0123456789abcdef0123456789abcdef-{key}").string_array_value.data.append(THERE)
    widgets.add(id="$$ID-0123456789abcdef0123456789abcdef-attendance.download", trigger_value=True)
    return message


def _holds(seen: bytes, rate: float) -> bool:
    """As a number in a chart or a sentence, or as eight bytes in a table."""
    return f"{rate:.1f}".encode() in seen or struct.pack("<d", rate) in seen


@pytest.mark.parametrize("role", [Role.VIEWER, Role.HEADTEACHER, Role.ADMINISTRATOR])
def test_nothing_is_sent_to_those_who_may_not_see_it(planted: Planted, role: Role) -> None:
    seen = _seen(planted.server, planted.cookies[role], *_everything(planted), *(_forged(p.url_path) for p in PAGES))
    found = [word for word in (CHILD_HERE, CHILD_THERE, DRAFT) if word.encode() in seen]
    assert not found, f"{role} was sent {found}."
    if role is not Role.ADMINISTRATOR:
        assert HERE.encode() in seen, "The search must be able to find what is there."
    if role is Role.HEADTEACHER:
        assert THERE.encode() not in seen.replace(f"attendance.schools={THERE}".encode(), b"")
        assert _holds(seen, HIDDEN_RATE), "A headteacher's own school is shown in full."
    if role is Role.VIEWER:
        assert not _holds(seen, HIDDEN_RATE)
    if role is Role.ADMINISTRATOR:
        assert not _holds(seen, OTHER_RATE)


def test_the_search_finds_what_those_who_may_are_sent(planted: Planted) -> None:
    seen = _seen(planted.server, planted.cookies[Role.LEAD], *_everything(planted))
    missing = [word for word in (CHILD_HERE, CHILD_THERE, HERE, THERE) if word.encode() not in seen]
    assert not missing
    assert _holds(seen, HIDDEN_RATE)
    assert _holds(seen, OTHER_RATE)
    assert DRAFT.encode() not in seen, "A half-written form is its writer's own."


def test_a_worker_sees_a_colleagues_pupil_by_name_only(planted: Planted) -> None:
    pages = [_visit("pupil", f"id={id_}") for id_ in planted.pupil_ids]
    assert b"Canary" not in _seen(planted.server, planted.cookies[Role.WORKER], *pages)


def test_the_identity_of_a_page_opens_nothing(planted: Planted) -> None:
    """The hash by which a tab names its page is the same for everybody, so knowing it must grant nothing."""
    lead = planted.cookies[Role.LEAD]
    frames = [f for page in PAGES for f in _frames(planted.server, lead, _visit(page.url_path))]
    sent = [ForwardMsg.FromString(frame) for frame in frames]
    hashes = {each.navigation.page_script_hash for each in sent if each.WhichOneof("type") == "navigation"}
    assert len(hashes) == len(PAGES)
    query = f"id={planted.pupil_ids[1]}"
    for role in (Role.VIEWER, Role.HEADTEACHER, Role.ADMINISTRATOR, None):
        asked = [_visit("", query, page_hash=hash_) for hash_ in sorted(hashes)]
        seen = _seen(planted.server, planted.cookies[role] if role else "", *asked)
        assert CHILD_THERE.encode() not in seen
        assert role or b"Canary" not in seen, "Nobody who has not signed in is sent anything."
