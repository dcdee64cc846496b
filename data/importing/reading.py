"""The only way bytes become cells: in a child process with limits, so that no file can harm the server."""

import hashlib
import json
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from pathlib import Path, PurePosixPath
from typing import Any

from data.core.collecting import uncollected
from data.importing.limits import MAX_BYTES, MAX_SECONDS
from data.importing.source import Cell, Sheet, SourceFile
from models.errors import ImportProblem

SOURCE_ROOT = Path(__file__).parents[2]
PASSED_ON = ("PATH", "PYTHONPATH", "LD_LIBRARY_PATH", "SYSTEMROOT")  # the child needs no secret of the server's
MAX_LINE = 16 * 1024 * 1024  # bytes; the child sends a sixtieth of this at a time
UNREADABLE = (
    "This file could not be read safely: it is damaged, or it holds too much, such as a cell far from the rest. "
    "Copy the rows you need to a new workbook, save it and bring that in."
)

TOO_SLOW = (
    "Reading this file took too long, so we stopped. "
    "Try again in a few minutes, or split the file and bring in the parts."
)
STOPPED = (-9, -24)  # by us at MAX_SECONDS, or by the system at its limit for the processor

READERS = 2  # at once: each may take half a gigabyte for a moment, and one core
TURN_SECONDS = 4  # with MAX_SECONDS below the 20 in which everybody has an answer
_turns = threading.BoundedSemaphore(READERS)


def read_source(content: bytes, filename: str) -> SourceFile:
    """The cells of a file. Raises ImportProblem, in one or two sentences for the screen, within 20 seconds."""
    if not content:
        raise ImportProblem("This file is empty. Check that it is the right one and ask for it again if need be.")
    if len(content) > MAX_BYTES:
        raise ImportProblem(
            f"This file is larger than {MAX_BYTES // 1024**2} MB, the most we can read at once. "
            "Split it and bring in the parts."
        )
    name = PurePosixPath(filename.replace("\\", "/")).name
    if not _turns.acquire(timeout=TURN_SECONDS):
        raise ImportProblem("Other files are being read just now. Please try again in a minute.")
    try:
        sheets, notes = _read_in_child(content, ending=PurePosixPath(name).suffix.lower())
    finally:
        _turns.release()
    return SourceFile(name, hashlib.sha256(content).hexdigest(), sheets, notes)


@uncollected()
def _read_in_child(content: bytes, *, ending: str) -> tuple[tuple[Sheet, ...], tuple[str, ...]]:
    sheets: list[tuple[str, bool, list[tuple[Cell, ...]]]] = []
    notes: list[str] = []
    with _child(ending) as child, suppress(OSError, ValueError):
        for kind, *told in _answers(child, content):
            match kind:
                case "note":
                    notes.append(told[0])
                case "sheet":
                    sheets.append((told[0], told[1], []))
                case "rows":
                    sheets[-1][2].extend(_rows(*told))
                case "refused":
                    raise ImportProblem(told[0])
                case "end":
                    return tuple(Sheet(name, tuple(rows), hidden) for name, hidden, rows in sheets), tuple(notes)
    # A file can do this, and so can a broken installation: whoever looks after the server needs the code.
    logging.getLogger(__name__).warning("The file reader ended early, with code %s", child.returncode)
    raise ImportProblem(TOO_SLOW if child.returncode in STOPPED else UNREADABLE)


@contextmanager
def _child(ending: str) -> Iterator[subprocess.Popen[bytes]]:
    """A reader that is gone when the block ends, and after MAX_SECONDS in any case."""
    with subprocess.Popen(  # noqa: S603  our own module; the ending is an argument, never a command
        [sys.executable, "-m", "data.importing.reader", ending],
        cwd=SOURCE_ROOT,
        env={name: os.environ[name] for name in PASSED_ON if name in os.environ},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
    ) as child:
        alarm = threading.Timer(MAX_SECONDS, child.kill)
        alarm.daemon = True
        alarm.start()
        try:
            yield child
        finally:
            alarm.cancel()
            child.kill()


def _answers(child: subprocess.Popen[bytes], content: bytes) -> Iterator[list[Any]]:
    if child.stdin is None or child.stdout is None:
        return
    with suppress(BrokenPipeError), child.stdin:  # it may end before it has read everything, and have said why
        child.stdin.write(content)
    while line := child.stdout.readline(MAX_LINE):
        yield json.loads(line)


def _rows(rows: list[list[Cell]], dates: list[tuple[int, int, str]]) -> Iterator[tuple[Cell, ...]]:
    for row, column, text in dates:
        rows[row][column] = datetime.fromisoformat(text) if "T" in text else date.fromisoformat(text)
    return map(tuple, rows)
