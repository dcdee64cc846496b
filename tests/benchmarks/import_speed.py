"""Bringing in the fourteen monthly files against only reading and parsing them."""

import time
from collections.abc import Callable
from pathlib import Path

from data.importing.fields import ImportOptions
from data.importing.parsing import parse
from data.importing.preparing import FileAnswers
from data.importing.reading import read_source
from data.importing.recognise import recognise
from data.imports.actions import confirm_import
from models.permissions import SYSTEM
from tests.benchmarks.report import Table, middle
from tests.benchmarks.servers import ROOT
from tests.benchmarks.stage import Stage, new_database

SAMPLES = ROOT.parent / "shared" / "samples"
GOAL, REPEATS = 3.0, 3
BEFORE = ("schools.csv", "simd_2020v2_postcode_lookup.xlsx", "seemis/pupils_2026-10.csv")


def _parse_only(path: Path) -> None:
    parse(recognise(read_source(path.read_bytes(), path.name)))


def _bring_in(path: Path) -> None:
    confirm_import(source=read_source(path.read_bytes(), path.name), by=SYSTEM, answers=FileAnswers(options=_YES))


_YES = ImportOptions()


def _seconds(work: Callable[[Path], None], files: list[Path]) -> float:
    started = time.perf_counter()
    for path in files:
        work(path)
    return time.perf_counter() - started


async def imports(stage: Stage) -> list[Table]:
    """Benchmark (c). The pupils and schools are there already, as they are when a month's file comes."""
    files = sorted((SAMPLES / "seemis").glob("attendance_*.csv"))
    if not files:
        return [Table("Bringing in the monthly files", ["not measured"], [[f"no sample files beside {ROOT.name}"]])]
    parsed, brought_in = [], []
    for number in range(REPEATS):
        new_database(stage, f"imports-{number}")
        for name in BEFORE:
            _bring_in(SAMPLES / name)
        parsed.append(_seconds(_parse_only, files))
        brought_in.append(_seconds(_bring_in, files))
    ratio = middle(brought_in) / middle(parsed)
    table = Table(
        f"Bringing in the {len(files)} monthly files",
        ["work", "median s", *(f"run {number + 1} s" for number in range(REPEATS))],
        [
            [name, *(f"{seconds:.2f}" for seconds in (middle(times), *times))]
            for name, times in (("reading and parsing only", parsed), ("bringing in", brought_in))
        ],
    )
    table.goal, table.met = f"at most {GOAL:.0f} times as long as only parsing", ratio <= GOAL
    table.notes = [f"Ratio of the medians: {ratio:.2f}."]
    return [table]
