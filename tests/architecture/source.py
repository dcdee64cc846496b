"""The product's own files, parsed once, for the tests that read code."""

import ast
import subprocess
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).parents[2]
LAYERS = ("pages", "components", "data", "models")


@cache
def product_files(*layers: str) -> tuple[Path, ...]:
    """Python files of the layers named (of all, and app.py, when none is)."""
    found = [path for layer in layers or LAYERS for path in sorted((ROOT / layer).rglob("*.py"))]
    return tuple(found) if layers else (ROOT / "app.py", *found)


@cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def name_of(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(tree: ast.AST) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def length(node: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines from `def` to the last statement; decorators and comments above do not count."""
    return (node.end_lineno or node.lineno) - node.lineno + 1


@cache
def repository_files() -> tuple[Path, ...]:
    """Every file git tracks or would track."""
    listed = subprocess.run(
        ["git", "ls-files", "-co", "--exclude-standard", "-z"], cwd=ROOT, capture_output=True, check=True, text=True
    ).stdout
    return tuple(ROOT / name for name in sorted(set(listed.split("\0"))) if name and (ROOT / name).is_file())
