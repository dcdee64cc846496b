"""The attendance page at a hundred times the rows against one time: warm, cold, and what is sent."""

from sqlalchemy import func, select

from data.core.db import reading
from models.attendance.openings import Attendance, AttendanceSummary
from models.attendance.pupils import Pupil
from models.permissions import Role
from tests.benchmarks.client import Run
from tests.benchmarks.page_speed import CHART_LIMIT, chart_bytes, check_shown, in_turns
from tests.benchmarks.recording import record
from tests.benchmarks.report import Table, middle, milliseconds
from tests.benchmarks.stage import Cell, Stage, cells, cookie_of, filled_database, product, product_tab

TIMES, GOAL, STARTS = 100, 2.0, 3
ROLES = (Role.LEAD, Role.HEADTEACHER, Role.VIEWER)
_ELSEWHERE = "my-account"  # opened first, so that a cold page is not charged for the server's own first steps


def _cell(role: Role, url_path: str = "attendance") -> Cell:
    return next(cell for cell in cells() if cell.role is role and cell.entry.url_path == url_path)


async def _first_run(stage: Stage, name: str, cookie: str) -> Run:
    """The page's first run by the lead on a server that has just started, with every cache empty."""
    with product(stage, name) as port:
        async with product_tab(port, _cell(Role.LEAD, _ELSEWHERE), cookie) as tab:
            await tab.rerun()
        async with product_tab(port, _cell(Role.LEAD), cookie) as tab:
            return await tab.rerun()


def _counts() -> list[str]:
    with reading() as session:
        tables = (Pupil, Attendance, AttendanceSummary)
        return [f"{session.scalar(select(func.count()).select_from(table)):,}" for table in tables]


async def rows(stage: Stage) -> list[Table]:
    """Benchmark (d), and (e) at both sizes."""
    cookies, counts, names = {}, {}, {}
    for times in (1, TIMES):
        names[times], counts[times] = filled_database(stage, times=times), _counts()
        cookies[times] = {role: cookie_of(role, 200) for role in ROLES}
    cold = {
        times: middle(
            [(await _first_run(stage, names[times], cookies[times][Role.LEAD])).seconds for _ in range(STARTS)]
        )
        for times in names
    }
    found, ratios, largest = [["first run, lead", milliseconds(cold[1]), milliseconds(cold[TIMES]),
                               f"{cold[TIMES] / cold[1]:.2f}"]], [cold[TIMES] / cold[1]], 0  # fmt: skip
    with product(stage, names[1]) as small, product(stage, names[TIMES]) as large:
        for role in ROLES:
            cell = _cell(role)
            async with (
                product_tab(small, cell, cookies[1][role]) as first,
                product_tab(large, cell, cookies[TIMES][role]) as second,
            ):
                for tab in (first, second):
                    run = await tab.rerun()
                    check_shown(cell, record(run.deltas))
                    largest = max(largest, chart_bytes(run))
                one, hundred = (middle(times) for times in await in_turns(first, second))
            ratios.append(hundred / one)
            found.append([f"warm, {role}", milliseconds(one), milliseconds(hundred), f"{hundred / one:.2f}"])
    speed = Table(f"The attendance page at {TIMES} times the rows", ["run", "1 × ms", f"{TIMES} × ms", "ratio"], found)
    speed.goal, speed.met = f"at most {GOAL:.0f} times as long", all(ratio <= GOAL for ratio in ratios)
    speed.notes = [
        f"{times} ×: {', '.join(f'{n} {w}' for n, w in zip(counts[times], _WHAT, strict=True))}." for times in counts
    ]
    size = Table(
        "Chart data at both sizes", ["what", "bytes"], [["largest chart of the attendance page", f"{largest:,}"]]
    )
    size.goal, size.met = f"under {CHART_LIMIT:,} bytes", largest < CHART_LIMIT
    return [speed, size]


_WHAT = ("pupils", "attendance rows", "summary rows")
