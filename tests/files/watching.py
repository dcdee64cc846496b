"""What reading a file costs everybody else: memory of this process, and the longest another thread had to wait."""

import re
import threading
import time
from dataclasses import dataclass
from pathlib import Path

from data.importing.reading import read_source
from data.importing.source import SourceFile
from models.errors import ImportProblem

NOT_FOR_THE_SCREEN = re.compile(
    r"traceback|exception|error|errno|xml\.|zipfile|calamine|python|\.py|/|\\|none\b|stack", re.IGNORECASE
)


@dataclass(slots=True)
class Outcome:
    """What came of one file."""

    source: SourceFile | None
    refusal: str
    seconds: float
    longest_stall: float  # seconds
    growth: int  # bytes of resident memory, at its highest


def _resident() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def watch(content: bytes, name: str) -> Outcome:
    """Read a file while another thread counts how long it is kept waiting."""
    before, done = _resident(), threading.Event()
    worst = [0.0, 0.0]

    def tick() -> None:
        last = time.perf_counter()
        while not done.wait(0.005):
            now = time.perf_counter()
            worst[:] = max(worst[0], now - last), max(worst[1], _resident() - before)
            last = now

    other = threading.Thread(target=tick)
    other.start()
    start = time.perf_counter()
    source, refusal = None, ""
    try:
        source = read_source(content, name)
    except ImportProblem as problem:
        refusal = str(problem)
    finally:
        seconds = time.perf_counter() - start
        done.set()
        other.join()
    return Outcome(source, refusal, seconds, worst[0], int(worst[1]))


def check(outcome: Outcome) -> None:
    """What must hold of every file whatever: an answer in time, in plain words, at nobody's cost."""
    assert outcome.seconds < 20
    assert outcome.growth < 100 * 1024 * 1024
    if outcome.refusal:
        assert len(re.findall(r"[.?](?=\s|$)", outcome.refusal)) in (1, 2), outcome.refusal
        assert not NOT_FOR_THE_SCREEN.search(outcome.refusal), outcome.refusal


def watch_quietly(content: bytes, name: str) -> Outcome:
    """As `watch`; a stall is tried again, because this machine also does other things."""
    outcomes = []
    for _ in range(3):
        outcomes.append(watch(content, name))
        check(outcomes[-1])
        if outcomes[-1].longest_stall < 0.25:
            break
    assert min(outcome.longest_stall for outcome in outcomes) < 0.25
    return outcomes[-1]
