"""Files become cells, whole or not at all, whatever is in them and at nobody else's cost."""

import gc
import os
import random
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from data.core.collecting import uncollected
from data.importing import limits, reader, reading
from data.importing.reading import read_source
from data.importing.source import Sheet
from models.errors import ImportProblem
from tests.files.archives import many_rows, workbook
from tests.files.make_hostile import BUILDERS, make
from tests.files.watching import check, watch, watch_quietly

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="Limits on a process's memory are Linux's.")

# These take memory or seconds, and are watched from outside only.
NEED_A_PROCESS = (
    "bomb",
    "far",
    "large",
    "empty.",
    "false_dimension_long",
    "rows_",
    "rows.",
    "cells_many",
    "long_quote",
)

# What the sentence must say, where saying something else would mislead.
SAYS = {
    "name": "says",
    "password.xlsx": "password",
    "password_zip.xlsx": "password",
    "old_excel_renamed.xlsx": "old Excel",
    "old_word.xlsx": "old Office",
    "biff4.xlsx": "old Excel",
    "macros_hidden.xlsx": "macros",
    "macros_excel4.xlsx": "macros",
    "links.xlsx": "other files",
    "links_hidden.xlsx": "other files",
    "cut_50.xlsx": "cut short",
    "xxe_0.xlsx": "instructions",
    "far_pair.xlsx": "far from the rest",
    "false_dimension_long.xlsx": "row 300,000",
    "far_column.xlsx": "column 16,384",
    "long_cell.xlsx": "row 1",
    "no_book.xlsx": "no workbook",
    "document.xlsx": "Word document",
    "page.csv": "web page",
    "document.csv": "PDF",
    "workbook.csv": "not a CSV file",
    "table.xlsx": "not a workbook",
    "empty.csv": "empty",
    "only_commas.csv": "nothing in this file",
    "large.csv": "larger than 20 MB",
    "rows.csv": "more than 250,000 rows",
    "columns.csv": "100,001 columns",
    "open_quote.csv": "Row 2 has a quotation mark",
    "long_line.csv": "Row 2 has a cell",
    "nul.csv": "not text",
    "rows_wide.csv": "more than we can read at once",
    "program.exe": "We read Excel workbooks",
}


def _only(content: bytes, name: str) -> Sheet:
    (only,) = read_source(content, name).sheets
    return only


@linux_only
@pytest.mark.parametrize("name", BUILDERS)
def test_hostile_files_are_refused_or_read_whole(name: str, tmp_path: Path) -> None:
    made = make(name, tmp_path)
    outcome = watch_quietly(made.path.read_bytes(), name)
    if made.rows is None:
        assert outcome.refusal, f"{made.why}: was read"
        assert SAYS.get(name, "") in outcome.refusal
    else:
        assert outcome.source is not None, outcome.refusal
        assert sum(len(each.rows) for each in outcome.source.sheets) == made.rows


@linux_only
def test_mutated_workbooks_never_reach_the_server() -> None:
    rng = random.Random(20260)
    good = workbook(many_rows(200))
    for _ in range(25):
        bad = bytearray(good[: rng.randrange(1, len(good))] if rng.random() < 0.2 else good)
        for _ in range(rng.randrange(1, 9)):
            bad[rng.randrange(len(bad))] = rng.randrange(256)
        check(watch(bytes(bad), "mutated.xlsx"))


def test_the_child_knows_no_secret(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    _replace_child(monkeypatch, tmp_path, """echo "[\\"refused\\",\\"$(env | grep -c SECRET)\\"]" """)
    monkeypatch.setenv("HOME_LINK_SECRET", "postgresql://…")
    with pytest.raises(ImportProblem, match="^0$"):
        read_source(b"a,b", "a.csv")


def _replace_child(monkeypatch: pytest.MonkeyPatch, folder: Path, script: str) -> None:
    program = folder / "child"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(program))


@pytest.mark.parametrize(
    "script",
    [
        "exit 3",
        "kill -9 $$",
        'cat > /dev/null; echo "[\\"sheet\\",\\"S\\",false]"',
        'echo "not json"',
        "exec head -c 20000000 /dev/zero",
        "exec sleep 60",
    ],
    ids=["exits", "dies", "stops midway", "talks nonsense", "talks too long", "hangs"],
)
def test_a_child_that_fails_gives_a_sentence(
    script: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    _replace_child(monkeypatch, tmp_path, script)
    monkeypatch.setattr(reading, "MAX_SECONDS", 0.5)
    before = time.monotonic()
    with pytest.raises(ImportProblem, match="could not be read safely|took too long"):
        read_source(b"x," * 3_000_000, "a.csv")
    assert time.monotonic() - before < 10
    assert "code" in caplog.text


def test_two_files_at_a_time_and_the_others_wait(monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(6) as people:
        read = list(people.map(lambda _: _only(b"a,b\n1,2\n", "a.csv").rows, range(6)))
    assert read == [(("a", "b"), ("1", "2"))] * 6
    monkeypatch.setattr(reading, "TURN_SECONDS", 0.01)
    for _ in range(reading.READERS):
        reading._turns.acquire()
    try:
        with pytest.raises(ImportProblem, match="try again in a minute"):
            read_source(b"a,b\n", "a.csv")
    finally:
        for _ in range(reading.READERS):
            reading._turns.release()


@linux_only
def test_the_child_limits_itself() -> None:
    code = (
        "from data.importing.reader import limit_resources; limit_resources(); import resource as r;"
        "print(r.getrlimit(r.RLIMIT_AS), r.getrlimit(r.RLIMIT_CPU), r.getrlimit(r.RLIMIT_CORE))"
    )
    told = subprocess.run([sys.executable, "-c", code], cwd=reading.SOURCE_ROOT, capture_output=True, text=True)
    most, seconds = limits.MAX_ADDRESS_SPACE, limits.MAX_SECONDS
    assert told.stdout.strip() == f"({most}, {most}) ({seconds}, {seconds}) (0, 0)"


def test_where_there_are_no_limits_the_child_still_reads(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)  # as on Windows
    reader.limit_resources()
    told = list(reader.read(b"a,b\n1,2\n", ".csv"))
    assert told == [["sheet", "", False], ["rows", [["a", "b"], ["1", "2"]], []], ["end"]]


def test_the_child_starts_light() -> None:
    code = "import sys, data.importing.reader, data.importing.workbook; print(*sys.modules)"
    told = subprocess.run(
        [sys.executable, "-c", code], cwd=reading.SOURCE_ROOT, capture_output=True, text=True, check=True
    )
    assert not {"pandas", "numpy", "sqlalchemy", "sqlmodel", "streamlit", "openpyxl"} & set(told.stdout.split())


@pytest.mark.parametrize("name", [name for name in BUILDERS if not name.startswith(NEED_A_PROCESS)])
def test_the_child_refuses_of_its_own_accord(name: str, tmp_path: Path) -> None:
    """The same verdict without a process around it: only memory and time need one."""
    made = make(name, tmp_path)
    if made.rows is None:
        with pytest.raises(limits.Refused):
            list(reader.read(made.path.read_bytes(), made.path.suffix))
    else:
        assert list(reader.read(made.path.read_bytes(), made.path.suffix))[-1] == ["end"]


def test_long_names_are_shortened_in_sentences() -> None:
    assert limits.quoted("One") == "“One”"
    assert limits.quoted("x" * 60) == "“" + "x" * 39 + "…”"


def test_main_writes_lines(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    for content, written in ((b"a,\xc3\xa9", '["end"]'), (b"", '["refused","There is nothing in this file.')):
        told = subprocess.run(
            [sys.executable, "-m", "data.importing.reader", ".csv"],
            cwd=reading.SOURCE_ROOT,
            input=content,
            capture_output=True,
            env={"PATH": os.environ["PATH"]},
        )
        assert told.stdout.decode().splitlines()[-1].replace(", ", ",").startswith(written)


@pytest.mark.parametrize("is_on", [True, False])
def test_the_garbage_collector_rests_meanwhile_and_is_then_as_it_was(is_on: bool) -> None:
    was_on = gc.isenabled()
    try:
        (gc.enable if is_on else gc.disable)()
        with uncollected():
            assert not gc.isenabled()
        assert gc.isenabled() is is_on
    finally:
        (gc.enable if was_on else gc.disable)()
