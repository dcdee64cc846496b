"""Size: short functions, short files, few lines, and no room for odds and ends."""

import ast
import tokenize as tokens
from pathlib import Path
from statistics import median
from tokenize import TokenInfo, tokenize

from tests.architecture.source import ROOT, functions, length, name_of, product_files, tree_of

LONGEST_FUNCTION, LONGEST_FILE, MEDIAN_FUNCTION, MOST_LINES = 40, 300, 10, 27_500
PRODUCT = [path for path in product_files() if "versions" not in path.parts]  # migrations are written by Alembic
_SILENT = (tokens.COMMENT, tokens.NL, tokens.NEWLINE, tokens.INDENT, tokens.DEDENT, tokens.ENCODING, tokens.ENDMARKER)
_DOCUMENTED = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
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


def _code_lines(path: Path) -> int:
    """Lines that say something to the computer: no blank line, comment or docstring."""
    with path.open("rb") as source:
        lines = {line for token in tokenize(source.readline) if token.type not in _SILENT for line in _span(token)}
    for node in ast.walk(tree_of(path)):
        if isinstance(node, _DOCUMENTED) and ast.get_docstring(node):
            lines -= set(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    return len(lines)


def _span(token: TokenInfo) -> range:
    return range(token.start[0], token.end[0] + 1)


def test_the_product_is_small() -> None:
    lines = sum(map(_code_lines, PRODUCT))
    assert lines < MOST_LINES, f"{lines} lines of code in the product: delete before adding."


def test_code_lines_leave_out_what_is_for_people(tmp_path: Path) -> None:
    path = tmp_path / "example.py"
    path.write_text('"""What it is for."""\n\n# Why.\nvalue = (\n    1,\n)\n')
    assert _code_lines(path) == 3


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
