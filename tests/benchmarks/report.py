"""Results as tables: on screen, as JSON, and in docs/performance.md."""

import json
import os
import platform
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from statistics import median, quantiles

from tests.benchmarks.servers import ROOT

DOCUMENT = ROOT / "docs" / "performance.md"
_BEGIN, _END = "<!-- results: begin -->", "<!-- results: end -->"
_LIBRARIES = ("streamlit", "plotly", "sqlalchemy", "pandas")


@dataclass(slots=True)
class Table:
    """One benchmark's results. `met` is None when there is no goal to meet."""

    title: str
    heading: list[str]
    rows: list[list[str]] = field(default_factory=list)
    goal: str = ""
    met: bool | None = None
    notes: list[str] = field(default_factory=list)

    def markdown(self) -> str:
        verdict = "" if self.met is None else (" Met." if self.met else " **Not met.**")
        lines = [f"### {self.title}", "", *([f"Goal: {self.goal}.{verdict}", ""] if self.goal else [])]
        lines += ["| " + " | ".join(row) + " |" for row in (self.heading, ["---"] * len(self.heading), *self.rows)]
        return "\n".join([*lines, *(["", *self.notes] if self.notes else [])])


def milliseconds(seconds: float) -> str:
    return f"{seconds * 1000:.1f}"


def p95(values: list[float]) -> float:
    return quantiles(values, n=20, method="inclusive")[-1]


def middle(values: list[float]) -> float:
    return median(values)


def machine() -> str:
    """The machine and versions, so that the figures can be read later."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    libraries = ", ".join(f"{name} {version(name)}" for name in _LIBRARIES)
    load = os.getloadavg()[0]
    return (
        f"{os.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}, {libraries}; "
        f"load average at the end {load:.1f}"
    )


def publish(tables: list[Table], *, command: str, out: Path | None, write: bool) -> str:
    """What was measured where, in one line; the tables as JSON in `out`, and in docs/performance.md if `write`."""
    about = f"{datetime.now(UTC):%d %B %Y, %H:%M} UTC. `{command}`. {machine()}."
    if out:
        out.write_text(json.dumps({"about": about, "tables": [asdict(table) for table in tables]}, indent=1))
    if write:
        report = "\n\n".join([about, *(table.markdown() for table in tables)])
        before, _, rest = DOCUMENT.read_text(encoding="utf-8").partition(_BEGIN)
        after = rest.partition(_END)[2]
        DOCUMENT.write_text(f"{before}{_BEGIN}\n\n{report}\n\n{_END}{after}", encoding="utf-8")
    return about
