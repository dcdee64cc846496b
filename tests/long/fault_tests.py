"""Which tests reach a line, from one run of them all under coverage; and the plugin that runs just those."""

import os
import subprocess
import sys
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from xml.etree import ElementTree

import pytest

CHOSEN = "chosen-tests.txt"
OF_DECLARATIONS = ("tests/architecture/test_models.py", "tests/data/core/test_db.py")  # they read tables, not lines
_SETTINGS = "[run]\nsource = models,data,components\nomit = data/migrations/*\nrelative_files = true\n"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Only the tests that are listed, in the order of the list."""
    place = {test: number for number, test in enumerate(Path(CHOSEN).read_text(encoding="utf-8").splitlines())}
    items[:] = sorted((item for item in items if item.nodeid in place), key=lambda item: place[item.nodeid])


@dataclass(frozen=True)
class Reach:
    """The tests on each line of each file, and how long each takes that passes as the tree is."""

    lines: dict[str, dict[int, list[str]]]
    seconds: dict[str, float]

    @classmethod
    def of(cls, tree: Path, folder: Path) -> "Reach":
        """As mapped before, or mapped now, which takes a while. The browser's tests drive a server that is not seen."""
        if not (folder / "seconds.xml").exists():
            (folder / "settings").write_text(_SETTINGS, encoding="utf-8")
            coverage = ["--cov", f"--cov-config={folder / 'settings'}", "--cov-context=test", "--cov-report="]
            left_out = ["-m", "not long", "--ignore=tests/e2e", "-p", "no:cacheprovider"]
            run = [sys.executable, "-m", "pytest", "-q", *coverage, *left_out, f"--junitxml={folder / 'seconds.part'}"]
            subprocess.run(run, cwd=tree, check=False, env={**os.environ, "COVERAGE_FILE": str(folder / "lines")})
            (folder / "seconds.part").rename(folder / "seconds.xml")
        return cls(_lines(folder / "lines"), _seconds(folder / "seconds.xml"))

    def tests_of(self, path: str, line: int) -> tuple[list[str], str]:
        """The quickest first. Of a line that runs when its module is imported, or in another process: its file's tests.

        With those of declarations; and when no test comes to the file either, those of its folder.
        """
        own = self.lines.get(path, {})
        declared = [test for test in self.seconds if test.startswith(OF_DECLARATIONS)]
        beside = [lines for name, lines in self.lines.items() if Path(name).parent == Path(path).parent]
        for how, found in (
            ("line", own.get(line, [])),
            ("file", _all([*own.values(), declared]) if any(own.values()) else []),
            ("folder", _all(tests for lines in beside for tests in lines.values())),
        ):
            if sound := [test for test in found if test in self.seconds]:
                return sorted(sound, key=lambda test: (self.seconds[test], test)), how
        return [], "nothing"


def _all(lists: Iterable[list[str]]) -> list[str]:
    return list(dict.fromkeys(test for tests in lists for test in tests))


def _lines(file: Path) -> dict[str, dict[int, list[str]]]:
    from coverage import CoverageData

    data = CoverageData(str(file))
    data.read()
    return {
        path: {
            line: _all([[context.rpartition("|")[0]] for context in contexts if context])
            for line, contexts in data.contexts_by_lineno(path).items()
        }
        for path in data.measured_files()
    }


def _seconds(file: Path) -> dict[str, float]:
    seconds: dict[str, float] = {}
    for case in ElementTree.parse(file).iter("testcase"):
        where = (case.get("classname") or "").replace(".", "/") + ".py"
        if not list(case):  # neither failed nor skipped
            seconds[f"{where}::{case.get('name')}"] = float(case.get("time") or 0)
    return seconds
