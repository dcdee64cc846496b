"""A tap on a score and a pause in typing, in a half-filled web, against an empty rerun of a bare page like it."""

import shutil
from collections.abc import Callable
from itertools import count
from typing import Any

from sqlalchemy import insert

from data.core.db import engine, engine_for, transaction
from models.access import Account
from models.attendance.pupils import Pupil
from models.columns import now
from models.drafts import Draft
from models.families.family import Family, FamilyChild, SupportPeriod, SupportStatus
from models.permissions import Role
from models.wellbeing.web import Indicator, Voice, WebReading, WebScore, WebStage
from tests.benchmarks.client import Run, Tab
from tests.benchmarks.page_speed import record_cell
from tests.benchmarks.report import Table, middle, milliseconds, p95
from tests.benchmarks.stage import (
    Stage,
    bare,
    bare_tab,
    cells,
    cookie_of,
    filled_database,
    product,
    product_tab,
    recording_name,
    use,
)
from tests.benchmarks.volume import FAMILIES, OBSERVED_ON, PUPILS, WORKERS

MANY, GOAL = 12_000, 1.3
_WARM, _REPEATS = 5, 60
_GRADES = count()


def _crowded(stage: Stage) -> str:
    """The same service with a hundred times the families, each with a child, support, a web and its sent draft."""
    name = f"families-{MANY}"
    shutil.copy(stage.folder / f"{filled_database(stage, times=1)}.sqlite3", stage.folder / f"{name}.sqlite3")
    use(stage.url(name))
    with transaction() as session:
        for table, rows in _rows(range(1, MANY - FAMILIES + 1)).items():
            session.execute(insert(table), rows)
    engine().dispose()
    engine_for.cache_clear()
    return name


def _rows(numbers: range) -> dict[type, list[dict[str, Any]]]:
    account = Account(username="crowd", display_name="Crowd", role=Role.WORKER, password_hash="").model_dump()
    pupil = Pupil(candidate_number="", forename="More", surname="Madeup", search_key="more madeup").model_dump()
    support = SupportPeriod(
        pupil_id=0, family_id=0, worker_id=0, started_on=OBSERVED_ON, status=SupportStatus.ACTIVE
    ).model_dump()
    web = WebReading(
        pupil_id=0,
        taken_on=OBSERVED_ON,
        voice=Voice.CHILD,
        stage=WebStage.BASELINE,
        lowest=0,
        highest=10,
        recorded_by="crowd",
    ).model_dump()
    sent = Draft(key="", account_id=0, form="web", submitted_at=now()).model_dump()
    child, first = {number: PUPILS + number for number in numbers}, 100_000
    return {
        Account: [account | {"id": first}],
        Pupil: [pupil | {"id": child[n], "candidate_number": f"{200_000_000 + n}"} for n in numbers],
        Family: [Family(reference=f"M{n}").model_dump() | {"id": FAMILIES + n} for n in numbers],
        FamilyChild: [{"family_id": FAMILIES + n, "pupil_id": child[n]} for n in numbers],
        SupportPeriod: [
            support | {"id": first + n, "pupil_id": child[n], "family_id": FAMILIES + n, "worker_id": n % WORKERS + 1}
            for n in numbers
        ],
        WebReading: [web | {"id": n, "pupil_id": child[n], "draft_key": f"{n:032x}"} for n in numbers],
        WebScore: [
            {"reading_id": n, "indicator": each, "score": 5, "is_talked_about": True, "words": ""}
            for n in numbers
            for each in Indicator
        ],
        Draft: [
            sent | {"id": n, "key": f"{n:032x}", "account_id": first, "subject": f"pupil:{child[n]}"} for n in numbers
        ],
    }


async def _tap(tab: Tab) -> Run:
    place = next(_GRADES)
    indicator = tuple(Indicator)[place % len(Indicator)]
    return await tab.change(f"score.{indicator}", str(place * 7 // 3 % 11))  # a shape that was not drawn before


async def _type(tab: Tab) -> Run:
    return await tab.change("words.healthy", f"My gran {next(_GRADES)}")


async def _measure(ours: Tab, floor: Tab, do: Callable[[Tab], Any]) -> tuple[list[float], list[float]]:
    """By turns, so that whatever else the machine does falls on both."""
    times: tuple[list[float], list[float]] = ([], [])
    for place in range(_WARM + _REPEATS):
        own, plain = (await do(ours)).seconds, (await floor.rerun()).seconds
        if place >= _WARM:
            times[0].append(own)
            times[1].append(plain)
    return times


async def taps(stage: Stage) -> list[Table]:
    """Goal of issue 3: recording costs little more than drawing."""
    cell = next(cell for cell in cells() if cell.entry.url_path == "web" and cell.role is Role.WORKER)
    table = Table("A tap and a keystroke in a web", ["families", "what", "ms", "p95 ms", "bare ms", "ratio"], met=True)
    table.goal = f"the median at most {GOAL} times an empty rerun of a bare page with the same fields"
    for families, name in ((FAMILIES, filled_database(stage, times=1)), (MANY, _crowded(stage))):
        use(stage.url(name))
        cookie = cookie_of(Role.WORKER, families)
        with product(stage, name) as port:
            recorded = await record_cell(port, cell, cookie)
            with bare(stage, {recording_name(cell): recorded.node}) as plain:
                async with product_tab(port, cell, cookie) as ours, bare_tab(plain, cell) as floor:
                    await ours.rerun()
                    for what, do in {"a tap on a score": _tap, "a pause in typing": _type}.items():
                        own, empty = await _measure(ours, floor, do)
                        ratio = middle(own) / middle(empty)
                        figures = [milliseconds(each) for each in (middle(own), p95(own), middle(empty))]
                        table.rows.append([f"{families:,}", what, *figures, f"{ratio:.2f}"])
                        table.met = table.met and ratio <= GOAL
    return [table]
