"""Size: short functions, short files, few lines, and no room for odds and ends."""

from pathlib import Path
from statistics import median
from tokenize import NEWLINE, tokenize

from tests.architecture.source import ROOT, functions, length, name_of, product_files, tree_of

LONGEST_FUNCTION, LONGEST_FILE, MEDIAN_FUNCTION = 40, 300, 8
MOST_LINES = 22_300  # of statements, migrations apart; 22,000 is the aim: docs/decisions/size.md
MOST_LAID_OUT_BY_HAND = 60
PRODUCT = [path for path in product_files() if "versions" not in path.parts]  # migrations are written by Alembic
OURS = [*PRODUCT, *sorted((ROOT / "tests").rglob("*.py"))]


def test_functions_are_short() -> None:
    long = [
        f"{name_of(path)}: {function.name}() has {length(function)} lines"
        for path in OURS
        for function in functions(tree_of(path))
        if length(function) > LONGEST_FUNCTION
    ]
    assert not long, "Split what does two things:\n" + "\n".join(long)


def test_the_usual_function_is_very_short() -> None:
    lengths = [length(function) for path in PRODUCT for function in functions(tree_of(path))]
    assert median(lengths) <= MEDIAN_FUNCTION, f"Half of all functions have over {median(lengths)} lines."


def test_files_are_short() -> None:
    long = {name_of(path): len(path.read_text().splitlines()) for path in OURS}
    long = {name: lines for name, lines in long.items() if lines > LONGEST_FILE}
    assert not long, f"Split by subject: {long}."


def _logical_lines(path: Path) -> int:
    """Statements, however they are laid out: a line more or fewer in the layout costs and saves nothing."""
    with path.open("rb") as source:
        return sum(token.type == NEWLINE for token in tokenize(source.readline))


def test_the_product_is_small() -> None:
    lines = sum(map(_logical_lines, PRODUCT))
    assert lines <= MOST_LINES, f"{lines} logical lines in the product: delete before adding."


def test_layout_costs_no_logical_line(tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text('"""What it is for."""\n\n# Why.\nvalue = (\n    1,\n)\n')
    assert _logical_lines(path) == 2


def test_code_is_laid_out_by_ruff() -> None:
    by_hand = sum(path.read_text().count("# fmt: skip") for path in PRODUCT)
    assert by_hand < MOST_LAID_OUT_BY_HAND, f"{by_hand} statements laid out by hand: only for tables of values."


def test_nothing_is_called_helpers() -> None:
    vague = {"utils", "util", "helpers", "helper", "services", "common", "misc", "manager"}
    found = [name_of(path) for path in OURS if path.stem in vague or vague & set(path.relative_to(ROOT).parts)]
    assert not found, f"Name these after their subject: {found}."


def test_every_module_says_what_it_is_for() -> None:
    silent = [
        name_of(path)
        for path in OURS
        if tree_of(path).body and not isinstance(getattr(getattr(tree_of(path).body[0], "value", 0), "value", 0), str)
    ]
    assert not silent, f"Give these one docstring line: {silent}."
