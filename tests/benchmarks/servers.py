"""Starting a Streamlit server for a benchmark: on one core, with the settings the product ships with."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

ROOT = Path(__file__).parents[2]
SERVER_CORE, CLIENT_CORE = 0, 1
_START_SECONDS = 120


def cores() -> set[int]:
    """The cores this machine lets us use."""
    return os.sched_getaffinity(0)


def pin(core: int) -> None:
    """Stay on one core, so that server and client do not take turns; on a single-core machine, do nothing."""
    if core in cores():
        os.sched_setaffinity(0, {core})


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _wait_until_healthy(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _START_SECONDS
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise RuntimeError(f"The server ended at once, with {process.returncode}.")
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/_stcore/health", timeout=1).close()
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
        else:
            return
    raise RuntimeError("The server did not answer in time.")


@contextmanager
def server(
    folder: Path, *, log: Path, script: str = "app.py", environment: dict[str, str] | None = None
) -> Iterator[int]:
    """Run `script` in `folder`, which holds the settings, and give its port."""
    port = free_port()
    with log.open("ab") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", "streamlit", "run", script, f"--server.port={port}"],
            cwd=folder,
            env={**os.environ, **(environment or {})},
            stdout=output,
            stderr=output,
            preexec_fn=lambda: pin(SERVER_CORE),
        )
        try:
            _wait_until_healthy(port, process)
            yield port
        finally:
            process.terminate()
            process.wait(timeout=30)
