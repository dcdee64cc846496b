"""The proof by faults (tests/long/faults.py) runs the right tests, and cannot take a fault for caught that is not."""

from pathlib import Path

import pytest

from tests.long.fault_tests import Reach
from tests.long.faults import EVERY_DAY, EVERY_NIGHT, report, who_catches

TESTS = """
import pytest

def test_right(): assert True

def test_wrong(): assert False

@pytest.mark.nightly
def test_wrong_at_night(): assert False
"""
SETTINGS = '[tool.pytest.ini_options]\nmarkers = ["long", "nightly"]\npythonpath = ["{root}"]\n'


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    (tmp_path / "test_it.py").write_text(TESTS)
    (tmp_path / "pyproject.toml").write_text(SETTINGS.format(root=Path(__file__).parents[2]))
    return tmp_path


@pytest.mark.nightly
def test_only_the_tests_that_were_chosen_catch(tree: Path) -> None:
    fine = ["test_it.py::test_right", "test_it.py::test_that_is_gone"]
    at_night, wrong = "test_it.py::test_wrong_at_night", "test_it.py::test_wrong"
    assert who_catches(tree, [*fine, at_night], 1, EVERY_DAY) == ""
    assert who_catches(tree, [*fine, at_night], 1, EVERY_NIGHT) == at_night
    assert who_catches(tree, [*fine, wrong], 1, EVERY_DAY) == wrong


def test_the_nearest_tests_that_pass_are_run_the_quickest_first() -> None:
    lines = {"a/b.py": {1: [], 2: ["slow", "quick", "broken"], 3: ["other"]}}
    reach = Reach(lines, {"slow": 2, "quick": 0.1, "other": 0.5})
    assert reach.tests_of("a/b.py", 2) == (["quick", "slow"], "line")
    assert reach.tests_of("a/b.py", 1) == (["quick", "other", "slow"], "file")
    assert reach.tests_of("a/new.py", 1) == (["quick", "other", "slow"], "folder")
    assert reach.tests_of("c/new.py", 1) == ([], "nothing")


def test_a_fault_caught_only_at_night_is_named() -> None:
    place = {"path": "a.py", "line": 1, "before": "x == 1", "after": "x != 1"}
    said = report([place | {"day": "t", "night": ""}, place | {"day": "", "night": "t"}])
    assert said.startswith("2 faults: 2 caught by all tests, 1 in every run, 1 only at night, 0 by none.")
    assert "Only at night: a.py:1 x == 1 -> x != 1" in said
