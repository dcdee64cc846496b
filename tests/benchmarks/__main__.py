"""`python -m tests.benchmarks`: every benchmark, in under twenty minutes, as tables."""

import asyncio
import shlex
import sys
import tempfile
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated

import typer

from tests.benchmarks.import_speed import imports
from tests.benchmarks.load import load
from tests.benchmarks.page_speed import pages
from tests.benchmarks.report import Table, publish
from tests.benchmarks.row_growth import rows
from tests.benchmarks.servers import CLIENT_CORE, pin
from tests.benchmarks.stage import Stage
from tests.benchmarks.taps import taps

BENCHMARKS: dict[str, Callable[[Stage], Awaitable[list[Table]]]] = {
    "pages": pages,
    "load": load,
    "imports": imports,
    "rows": rows,
    "taps": taps,
}


async def _run(names: list[str], stage: Stage) -> list[Table]:
    tables = []
    for name in names:
        for table in await BENCHMARKS[name](stage):
            typer.echo(f"{table.markdown()}\n")
            tables.append(table)
    return tables


def main(
    only: Annotated[list[str] | None, typer.Option(help=f"One of {', '.join(BENCHMARKS)}; may be repeated.")] = None,
    out: Annotated[Path | None, typer.Option(help="Write the results as JSON, too.")] = None,
    write: Annotated[bool, typer.Option(help="Put the results into docs/performance.md.")] = False,
) -> None:
    """Measure, print each table as it is ready, and end with 1 if a goal was missed."""
    if unknown := set(only or ()) - set(BENCHMARKS):
        raise typer.BadParameter(f"There is no benchmark {', '.join(sorted(unknown))}.")
    pin(CLIENT_CORE)
    with tempfile.TemporaryDirectory(prefix="home-link-benchmark-") as folder:
        tables = asyncio.run(_run(only or list(BENCHMARKS), Stage(Path(folder))))
    command = shlex.join(["python", "-m", "tests.benchmarks", *sys.argv[1:]])
    typer.echo(publish(tables, command=command, out=out, write=write))
    raise typer.Exit(code=0 if all(table.met is not False for table in tables) else 1)


if __name__ == "__main__":
    typer.run(main)
