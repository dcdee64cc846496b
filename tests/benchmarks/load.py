"""Fifty people at once, one click a second each, on the attendance page and on its bare twin."""

import asyncio
import time
from contextlib import AsyncExitStack

from models.permissions import GRANTS, Permission, Role
from tests.benchmarks.client import Tab
from tests.benchmarks.page_speed import record_cell
from tests.benchmarks.report import Table, middle, milliseconds, p95
from tests.benchmarks.stage import (
    Cell,
    Stage,
    bare,
    bare_tab,
    cells,
    cookie_of,
    filled_database,
    product,
    product_tab,
    recording_name,
)

PEOPLE, SECONDS, GOAL = 50, 20, 2.0


async def _click_every_second(tab: Tab, *, offset: float, started: float) -> list[float]:
    """How long each click took, from the moment it was due: a late answer delays the next and counts for both."""
    times = []
    for second in range(SECONDS):
        due = started + offset + second
        await asyncio.sleep(max(0.0, due - time.perf_counter()))
        await tab.rerun()
        times.append(time.perf_counter() - due)
    return times


async def _crowd(tabs: list[Tab]) -> list[float]:
    async with AsyncExitStack() as stack:
        for tab in tabs:
            await stack.enter_async_context(tab)
            await tab.rerun()
        started = time.perf_counter() + 0.5
        clicks = [
            _click_every_second(tab, offset=number / len(tabs), started=started) for number, tab in enumerate(tabs)
        ]
        return [seconds for times in await asyncio.gather(*clicks) for seconds in times]


def _people() -> list[tuple[Cell, str]]:
    roles = [role for role in GRANTS if Permission.FIGURES_READ in GRANTS[role] and role is not Role.SYSTEM]
    by_role = {cell.role: cell for cell in cells() if cell.entry.url_path == "attendance"}
    return [
        (by_role[role], cookie_of(role, 100 + number))
        for number, role in zip(range(PEOPLE), roles * PEOPLE, strict=False)
    ]


def _row(name: str, times: list[float]) -> list[str]:
    return [name, str(len(times)), *map(milliseconds, (middle(times), p95(times), max(times)))]


async def load(stage: Stage) -> list[Table]:
    """Benchmark (b)."""
    name = filled_database(stage, times=1)
    people = _people()
    with product(stage, name) as port:
        nodes = {recording_name(cell): (await record_cell(port, cell, cookie)).node for cell, cookie in people[:5]}
        own = await _crowd([product_tab(port, cell, cookie) for cell, cookie in people])
    with bare(stage, nodes) as port:
        plain = await _crowd([bare_tab(port, cell) for cell, _ in people])
    ratio = p95(own) / p95(plain)
    table = Table(
        f"{PEOPLE} people, one click a second each, for {SECONDS} seconds",
        ["attendance page", "clicks", "median ms", "p95 ms", "worst ms"],
        [_row("Home Link", own), _row("bare page", plain)],
    )
    table.goal, table.met = f"p95 at most {GOAL:.0f} times the bare page's", ratio <= GOAL
    table.notes = [f"Ratio of the p95s: {ratio:.2f}."]
    return [table]
