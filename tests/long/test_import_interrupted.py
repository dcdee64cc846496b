"""An import killed at any moment is there whole or not at all, and the largest file lets others go on saving."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path
from random import Random

import openpyxl
import pytest

from tests.benchmarks.servers import ROOT

pytestmark = pytest.mark.long
KILLS = int(os.environ.get("KILLS", "10"))
ROWS, NATIONAL = 20_000, 157_800
LONGEST_WAIT = 5  # seconds: others wait in a queue of at most 15 (data/core/db.py), and must never come near its end


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    """An installation with nothing in it."""
    assert _command(tmp_path / "empty", "migrate").wait() == 0
    return tmp_path / "empty"


def _command(folder: Path, *words: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "HOME_LINK_DATA_DIR": str(folder)}
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return subprocess.Popen([sys.executable, "-m", "data", *words], cwd=ROOT, env=environment, **quiet)


def _import(folder: Path, file: Path) -> subprocess.Popen[bytes]:
    return _command(folder, "import", str(file), "--accept-unusual-share")


def _postcodes(path: Path, rows: int) -> Path:
    """A lookup shaped like the national one, all of it invented."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("All postcodes")
    sheet.append(
        ["Postcode", "DZ", "SIMD2020v2_Rank", "SIMD2020v2_Vigintile", "SIMD2020v2_Decile", "SIMD2020v2_Quintile"]
    )
    for place in range(rows):
        rank = place % 6_976 + 1
        letters = f"{chr(65 + place // 26 % 26)}{chr(65 + place % 26)}"
        postcode = f"ZZ{place // 6_760 + 1} {place // 676 % 10}{letters}"
        twentieth, tenth, fifth = ((rank - 1) * parts // 6_976 + 1 for parts in (20, 10, 5))
        sheet.append([postcode, f"S010{6_505 + rank:05}", rank, twentieth, tenth, fifth])
    book.save(path)
    return path


def _held(folder: Path) -> int:
    (path,) = folder.glob("*.sqlite3")
    with closing(sqlite3.connect(path)) as database:
        return int(database.execute("SELECT count(*) FROM postcode_simd").fetchone()[0])


def test_all_or_nothing_whenever_it_is_killed(empty: Path, tmp_path: Path) -> None:
    file, random, seen = _postcodes(tmp_path / "postcodes.xlsx", ROWS), Random(7), set()
    shutil.copytree(empty, tmp_path / "whole")
    began = time.monotonic()
    assert _import(tmp_path / "whole", file).wait() == 0
    took = time.monotonic() - began
    for place in range(KILLS):
        shutil.copytree(empty, folder := tmp_path / f"round-{place}")
        work = _import(folder, file)
        time.sleep(random.uniform(took / 4, took * 1.1))
        work.send_signal(signal.SIGKILL)
        work.wait()
        assert (held := _held(folder)) in (0, ROWS), f"Round {place}: a part of the file is in."
        assert _command(folder, "check").wait() == 0
        assert _import(folder, file).wait() == 0
        assert _held(folder) == ROWS
        seen.add(held)
    assert 0 in seen, "No kill came before the end."


def test_others_save_while_the_national_file_comes_in(empty: Path, tmp_path: Path) -> None:
    file = _postcodes(tmp_path / "national.xlsx", NATIONAL)
    work, waits = _import(empty, file), []
    with closing(sqlite3.connect(next(empty.glob("*.sqlite3")), timeout=60)) as database:
        while work.poll() is None:
            began = time.monotonic()
            database.execute("UPDATE setting SET value = value")
            database.commit()
            waits.append(time.monotonic() - began)
            time.sleep(0.1)
    assert work.returncode == 0
    assert _held(empty) == NATIONAL
    assert max(waits) < LONGEST_WAIT, f"Somebody waited {max(waits):.1f} seconds to save."
