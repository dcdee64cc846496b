"""The first requests to a server that has just started, over its real WebSocket."""

import asyncio
from pathlib import Path

import pytest

from components.access.navigation import PAGES
from components.access.state import cookie_name
from models.permissions import Role
from tests.benchmarks.client import Run, Tab
from tests.benchmarks.recording import Node, record
from tests.benchmarks.servers import ROOT, server
from tests.factories import make_actor, sign_in_as
from tests.loops import run_apart

TOGETHER = 10


def _titles(run: Run) -> list[str]:
    def below(node: Node) -> list[str]:
        own = [node["values"]["body"]] if node["values"].get("tag") == "h1" else []
        return own + [title for child in node["children"] for title in below(child)]

    return below(record(run.deltas))


async def _visit(port: int, page: str, cookie: str = "") -> list[str]:
    async with Tab(port, page=page, cookie=cookie) as tab:
        return _titles(await tab.rerun())


@pytest.mark.parametrize("address", ["attendance", "audit"])
def test_a_deep_link_shows_a_stranger_nothing(sqlite_database: str, tmp_path: Path, address: str) -> None:
    """Streamlit would run a flat page script by itself for the first visitor after every restart."""
    make_actor(role=Role.LEAD)
    with server(ROOT, log=tmp_path / "log") as port:
        titles = run_apart(_visit(port, address))
    assert titles, "Something must be shown."
    assert not set(titles) & {page.title for page in PAGES}


def test_many_first_visitors_at_once(sqlite_database: str, tmp_path: Path) -> None:
    """pandas and Plotly, imported by two threads at once, would fail one of them."""
    cookie = f"{cookie_name()}={sign_in_as(make_actor(role=Role.LEAD))}"

    async def everyone(port: int) -> list[list[str]]:
        return await asyncio.gather(*(_visit(port, "attendance", cookie) for _ in range(TOGETHER)))

    with server(ROOT, log=tmp_path / "log") as port:
        assert run_apart(everyone(port)) == [["Attendance"]] * TOGETHER
