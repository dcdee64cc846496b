"""Faults made at random in the product, to see whether the tests notice: docs/testing.md says how and with what result.

    python -m pip install '.[test,faults]'
    python -m tests.long.faults            # maps the tests, tries sixty faults, goes on where it was interrupted

Each fault is made in a copy of the last commit, and only the tests that coverage saw on its line are run.
"""

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from random import Random

from tests.long import fault_tests
from tests.long.fault_tests import CHOSEN, Reach

ROOT = Path(__file__).parents[2]
LAYERS = ("models", "data", "components")
LEFT_OUT = ("data/migrations/", "data/demo/", "data/reference/")  # rows and tables rather than rules
SEED, NUMBER = 8, 60
EVERY_DAY, EVERY_NIGHT = "not long and not nightly", "nightly"
_NO_TESTS, _SECONDS_TO_START = 5, 90


@dataclass(frozen=True, slots=True)
class Fault:
    """One change of one place in one file. `occurrence` counts the places its operator could change there."""

    path: str
    line: int
    column: int
    operator: str
    occurrence: int


def faults_of(tree: Path, path: str) -> Iterator[Fault]:
    """Every fault that could be made in a file."""
    from cosmic_ray import plugins
    from cosmic_ray.ast import ast_nodes, get_ast_from_path

    nodes = list(ast_nodes(get_ast_from_path(tree / path)))
    for name in sorted(plugins.operator_names()):
        operator = plugins.get_operator(name)
        if operator.arguments() or "BitOr" in name:  # needs words of its own; changes nothing but types
            continue
        places = (start for node in nodes for start, _ in operator().mutation_positions(node))
        for occurrence, (line, column) in enumerate(places):
            yield Fault(path, line, column, name, occurrence)


def chosen_faults(tree: Path, number: int, seed: int) -> list[Fault]:
    """Places at random, and at each one of what could go wrong there: else comparisons, with many, would crowd in."""
    places: dict[tuple[str, int, int], list[Fault]] = {}
    for layer in LAYERS:
        for file in sorted((tree / layer).rglob("*.py")):
            path = file.relative_to(tree).as_posix()
            for fault in faults_of(tree, path) if not path.startswith(LEFT_OUT) else ():
                places.setdefault((fault.path, fault.line, fault.column), []).append(fault)
    random = Random(seed)
    return [random.choice(places[place]) for place in random.sample(sorted(places), number)]


def make(fault: Fault, tree: Path) -> tuple[str, str]:
    """Make the fault in a copy of the tree; the line before and after."""
    from cosmic_ray import plugins
    from cosmic_ray.mutating import mutate_code

    file = tree / fault.path
    before = file.read_text(encoding="utf-8")
    after = mutate_code(before, plugins.get_operator(fault.operator)(), fault.occurrence)
    file.write_text(after, encoding="utf-8")
    changed = zip(before.splitlines(), after.splitlines(), strict=False)
    return next(((old.strip(), new.strip()) for old, new in changed if old != new), ("", ""))


def copy_of(commit: str, folder: Path) -> Path:
    """The tree of a commit, with the samples beside it where this machine has them, and its modules compiled."""
    tree = folder / "tree"
    tree.mkdir()
    archive = subprocess.run(["git", "archive", commit], cwd=ROOT, check=True, capture_output=True)
    subprocess.run(["tar", "-x"], cwd=tree, check=True, input=archive.stdout)
    if (ROOT.parent / "shared").exists():
        (folder / "shared").symlink_to(ROOT.parent / "shared")
    subprocess.run([sys.executable, "-m", "pytest", "--collect-only", "-qq"], cwd=tree, check=True, capture_output=True)
    return tree


def who_catches(tree: Path, tests: list[str], seconds: float, when: str) -> str:
    """The first test that fails, `time-out` or `import`; nothing when all pass."""
    (tree / CHOSEN).write_text("\n".join(tests), encoding="utf-8")
    files = list(dict.fromkeys(test.partition("::")[0] for test in tests))
    options = ["-x", "-q", "-p", "no:cacheprovider", "-p", fault_tests.__name__, "--tb=no", "-rfE", "-m", when]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "pytest", *options, *files],
            cwd=tree,
            capture_output=True,
            text=True,
            check=False,
            timeout=_SECONDS_TO_START + 10 * seconds,
        )
    except subprocess.TimeoutExpired:
        return "time-out"
    if done.returncode in (0, _NO_TESTS):
        return ""
    failed = [line.split(" - ")[0].split(maxsplit=1)[1] for line in done.stdout.splitlines() if _says_failed(line)]
    return failed[0] if failed else "import"


def _says_failed(line: str) -> bool:
    return line.startswith(("FAILED ", "ERROR "))


def try_out(fault: Fault, untouched: Path, reach: Reach) -> dict[str, object]:
    """What becomes of a fault: caught every day, only at night, or by nothing."""
    began = time.monotonic()
    tests, how = reach.tests_of(fault.path, fault.line)
    seconds = sum(reach.seconds[test] for test in tests)
    tree = untouched.with_name("fault")
    shutil.copytree(untouched, tree)
    try:
        before, after = make(fault, tree)
        day = who_catches(tree, tests, seconds, EVERY_DAY) if tests else ""
        night = who_catches(tree, tests, seconds, EVERY_NIGHT) if tests and not day else ""
    finally:
        shutil.rmtree(tree)
    told = {"before": before, "after": after, "tests": len(tests), "how": how, "day": day, "night": night}
    return {**asdict(fault), **told, "took": round(time.monotonic() - began)}


def report(results: list[dict[str, object]]) -> str:
    """What was found, in words."""
    by_day = [each for each in results if each["day"]]
    at_night = [each for each in results if each["night"]]
    by_none = [each for each in results if not each["day"] and not each["night"]]
    lines = [
        f"{len(results)} faults: {len(by_day) + len(at_night)} caught by all tests, {len(by_day)} in every run, "
        f"{len(at_night)} only at night, {len(by_none)} by none."
    ]
    for title, found in (("Only at night", at_night), ("By none", by_none)):
        lines += [f"{title}: {each['path']}:{each['line']} {each['before']} -> {each['after']}" for each in found]
    return "\n".join(lines)


def main() -> None:
    """Map once for each commit; then try what has no result yet."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    options.add_argument("--folder", type=Path, default=Path.home() / ".cache" / "home-link-faults")
    options.add_argument("--number", type=int, default=NUMBER)
    options.add_argument("--seed", type=int, default=SEED)
    given = options.parse_args()
    head = ["git", "rev-parse", "--short", "HEAD"]
    commit = subprocess.run(head, cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    folder = given.folder / commit
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="home-link-faults-") as scratch:
        tree = copy_of(commit, Path(scratch))
        reach = Reach.of(tree, folder)
        results = try_all(
            chosen_faults(tree, given.number, given.seed), tree, reach, folder / f"seed-{given.seed}.jsonl"
        )
    print(report(results))  # noqa: T201


def try_all(faults: list[Fault], tree: Path, reach: Reach, file: Path) -> list[dict[str, object]]:
    """The results of all of them: those known already from the file, and the rest tried and added to it."""
    results = [json.loads(line) for line in file.read_text("utf-8").splitlines()] if file.exists() else []
    tried = {tuple(each[name] for name in Fault.__slots__) for each in results}
    for fault in faults:
        if tuple(asdict(fault).values()) not in tried:
            results.append(try_out(fault, tree, reach))
            with file.open("a", encoding="utf-8") as lines:
                lines.write(json.dumps(results[-1]) + "\n")
            print(json.dumps(results[-1]), flush=True)  # noqa: T201
    return results


if __name__ == "__main__":
    main()
