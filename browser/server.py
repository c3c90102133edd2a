"""Starts a Streamlit app on a port of its own, with the project's settings, and stops it."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
APP = ROOT / "app.py"
START_LIMIT = 60.0
_STOP_LIMIT = 10.0


class ServerError(Exception):
    """The app did not come up; the message ends with its log."""

    @property
    def user_message(self) -> str:
        """What the command line prints."""
        return str(self)


@dataclass(frozen=True)
class Server:
    """A running app: its address without a slash at the end, its process, how long it took."""

    url: str
    pid: int
    seconds_to_start: float


@contextmanager
def served(
    script: Path = APP, options: Sequence[str] = (), path: Sequence[Path] = ()
) -> Iterator[Server]:
    """Serve ``script`` at 127.0.0.1 until the block ends.

    Parameters
    ----------
    script : Path
        The app.
    options : sequence of str
        More options of Streamlit.
    path : sequence of Path
        More folders that its Python looks into.

    Raises
    ------
    ServerError
        When it does not answer within ``START_LIMIT`` seconds.
    """
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    command = [sys.executable, "-m", "streamlit", "run", str(script)]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port), *options]
    with tempfile.TemporaryFile() as log:
        start = time.perf_counter()
        process = subprocess.Popen(
            command,
            cwd=ROOT,  # where Streamlit looks for its settings
            env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (ROOT, *path)))},
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            while not healthy(url):
                if process.poll() is not None or time.perf_counter() - start > START_LIMIT:
                    log.seek(0)
                    said = log.read().decode(errors="replace")
                    raise ServerError(f"{script.name} did not come up. Its log:\n{said}")
                time.sleep(0.01)
            yield Server(url, process.pid, time.perf_counter() - start)
        finally:
            process.terminate()
            try:
                process.wait(_STOP_LIMIT)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """Return a port that nothing listens at now."""
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        port: int = trial.getsockname()[1]
        return port


def healthy(url: str) -> bool:
    """Tell whether the server at ``url`` answers."""
    try:
        with urllib.request.urlopen(f"{url}/_stcore/health", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False
