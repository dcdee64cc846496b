"""What the documents name exists, and what is looked at before a commit is what CI looks at."""

import re
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer

from data.__main__ import app
from tests.architecture.source import ROOT, name_of, product_files, repository_files
from tests.architecture.test_repository import TOOLS

DOCUMENTS = [path for path in repository_files() if path.suffix == ".md"]
TOP = {path.relative_to(ROOT).parts[0] for path in repository_files()}
ENDINGS = (".py", ".md", ".toml", ".yml", ".yaml", ".js", ".svg", ".html", ".typ")
PATH = re.compile(r"`([\w.*<>/-]+)`")
LINK = re.compile(r"\]\(([^)#\s]+)\)|src=\"([^\"]+)\"")


def _paths(text: str) -> list[str]:
    """What stands in backticks and looks like a file or a folder of ours. `<subject>` stands for any."""
    named = [name for name in PATH.findall(text) if name.endswith(ENDINGS) or "/" in name.strip("/")]
    return [name for name in named if "/" not in name or name.split("/")[0] in TOP]


def _exists(name: str) -> bool:
    pattern = re.sub(r"<\w+>", "*", name.rstrip("/"))
    pattern = pattern if "/" in pattern or (ROOT / pattern).exists() else f"**/{pattern}"
    return any(ROOT.glob(pattern)) or any(ROOT.glob(f"{pattern}.py"))


def _links(text: str) -> list[str]:
    found = ["".join(groups) for groups in LINK.findall(text)]
    return [link for link in found if not re.match(r"\w+:", link)]


@pytest.mark.parametrize("document", DOCUMENTS, ids=name_of)
def test_what_a_document_names_exists(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    gone = [name for name in _paths(text) if not _exists(name)]
    gone += [link for link in _links(text) if not (document.parent / link).exists()]
    assert not gone, f"{name_of(document)} names what is not there: {gone}."


def test_what_code_cites_exists() -> None:
    cited = [
        (name_of(path), name)
        for path in product_files()
        for name in re.findall(
            r"\b(?:docs|tests|components)/[\w/-]+\.(?:md|py|js|html)", path.read_text(encoding="utf-8")
        )
    ]
    assert cited, "The search finds nothing: it is wrong."
    assert not [(path, name) for path, name in cited if not (ROOT / name).exists()]


def _options(command: Any) -> set[str]:
    """The names of a group's commands and of all their options; of a pair such as `--no-repair` the one to type."""
    below = getattr(command, "commands", {})
    named = {(*parameter.opts, *parameter.secondary_opts)[-1] for parameter in command.params}
    return {name for name in named if name.startswith("--")}.union(below, *map(_options, below.values()))


def test_operations_name_every_command_and_option() -> None:
    text = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
    found = _options(typer.main.get_command(app))
    missing = {name for name in found if not re.search(rf"(?<![\w-]){name}(?![\w-])", text)}
    assert {"migrate", "--dry-run"} <= found
    assert not missing, f"docs/operations.md leaves out {sorted(missing)}."


def test_the_search_finds_what_is_gone() -> None:
    text = "`models/no_such.py`, `data/<subject>/queries`, `pages/`, `app.py`, `and/or`, [a](docs/no.md), [b](https://x.org)"
    assert [name for name in _paths(text) if not _exists(name)] == ["models/no_such.py"]
    assert _links(text) == ["docs/no.md"]


def test_markers_that_are_named_exist() -> None:
    """`-m` with a marker nobody has runs nothing and says so only in small print."""
    config = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    known = {line.partition(":")[0] for line in config["tool"]["pytest"]["ini_options"]["markers"]}
    texts = {name_of(path): path.read_text(encoding="utf-8") for path in (*DOCUMENTS, ROOT / "justfile")}
    named = {(name, marker) for name, text in texts.items() for marker in re.findall(r"pytest[^`\n]* -m (\w+)", text)}
    assert named, "The search finds nothing: it is wrong."
    assert {marker for _, marker in named} <= known, f"These are not markers: {sorted(named)}"


@pytest.mark.parametrize("name", [".pre-commit-config.yaml", "justfile"])
def test_what_is_looked_at_before_a_commit_is_what_ci_looks_at(name: str) -> None:
    lines = {line.strip().removeprefix("entry: ") for line in (ROOT / name).read_text(encoding="utf-8").splitlines()}
    wanted = {" ".join(part for part in command if part != "--no-cache") for command in TOOLS.values()} | {
        "lint-imports"
    }
    assert wanted <= lines, f"{name} leaves out {sorted(wanted - lines)}."


def test_hooks_fetch_nothing() -> None:
    hooks = (ROOT / ".pre-commit-config.yaml").read_text(encoding="utf-8")
    assert re.findall(r"repo: (.+)", hooks) == ["local"]
    assert set(re.findall(r"language: (.+)", hooks)) == {"system"}
