"""What the repository holds: no trace of one machine, and tools that pass."""

import configparser
import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlparse

import pytest

from tests.architecture.source import ROOT, name_of, repository_files

MACHINE_PATH = re.compile(r"(?<![\w.:/])/(?:work|opt|root)/\w")
REGISTRY = re.compile(
    r"--(?:extra-)?index-url|--find[-]links|https?://[^/\s]*(?:py[p]i|pythonhosted|npmjs|debian)\b", re.I
)
TOOLS = {
    "ruff check": ["ruff", "check", "--no-cache", "."],
    "ruff format": ["ruff", "format", "--no-cache", "--check", "."],
    "mypy": ["mypy"],
}
LINT_IMPORTS = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"


def _texts() -> list[tuple[Path, str]]:
    texts = []
    for path in repository_files():
        raw = path.read_bytes()
        if b"\0" not in raw:
            texts.append((path, raw.decode("utf-8", "replace")))
    return texts


def _configured_hosts() -> set[str]:
    """Hosts that this machine's own package tools are set up with."""
    config = configparser.ConfigParser()
    config.read(["/etc/pip.conf", Path.home() / ".config/pip/pip.conf", Path.home() / ".pip/pip.conf"])
    values = " ".join(value for section in config.values() for key, value in section.items() if "url" in key)
    return {host for word in values.split() if (host := urlparse(word).hostname)}


def test_no_machine_is_named() -> None:
    hosts = _configured_hosts()
    found = [
        f"{name_of(path)}: {match.group()}"
        for path, text in _texts()
        for pattern in (MACHINE_PATH, REGISTRY, *map(re.compile, map(re.escape, hosts)))
        for match in pattern.finditer(text)
    ]
    assert not found, "Say it without this machine's paths and hosts:\n" + "\n".join(found)


def test_the_search_finds_what_it_is_for() -> None:
    assert MACHINE_PATH.search("see /" + "work/main")
    assert MACHINE_PATH.search("x=/" + "opt/tool")
    assert not MACHINE_PATH.search("https://example.org/work/x")
    assert REGISTRY.search("pip install --" + "index-url x")
    assert not REGISTRY.search("pip install .[test]")


@pytest.mark.parametrize("tool", TOOLS)
def test_tool_is_content(tool: str) -> None:
    result = subprocess.run([sys.executable, "-m", *TOOLS[tool]], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"Run `{' '.join(TOOLS[tool])}`:\n{result.stdout}{result.stderr}"


def test_imports_run_one_way() -> None:
    result = subprocess.run([sys.executable, "-c", LINT_IMPORTS], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, f"Run `lint-imports`:\n{result.stdout}{result.stderr}"
    assert "Contracts: " in result.stdout
    assert "0 broken" in result.stdout
