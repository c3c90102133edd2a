"""What all tests share: the launcher as a module, and the real app on a port of its own."""

import importlib.util
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.machinery import SourceFileLoader
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import settings

ROOT = Path(__file__).resolve().parent.parent
# No test is a race: an example may take its time on a busy machine.
settings.register_profile("kelisim", deadline=None)
settings.load_profile("kelisim")
START_LIMIT = 60  # seconds; it takes three, but continuous integration may be busy


@pytest.fixture(scope="session", autouse=True)
def own_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A database and a folder of figures of the tests' own: nobody's work is touched."""
    file = tmp_path_factory.mktemp("store") / "kelisim.sqlite"
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KELISIM_FIGURES", str(file.with_name("figures")))
        patch.setenv("KELISIM_DATABASE_URL", f"sqlite:///{file}")
        yield file


@pytest.fixture(scope="session")
def launcher() -> ModuleType:
    """The file `run` as a module (its name has no suffix, so it cannot be imported)."""
    loader = SourceFileLoader("kelisim_run", str(ROOT / "run"))
    spec = importlib.util.spec_from_loader(loader.name, loader)
    module = importlib.util.module_from_spec(spec)
    loader.exec_module(module)
    return module


@dataclass(frozen=True)
class Server:
    """A running dashboard: where it answers, and the file that it writes its log to."""

    url: str
    log: Path

    def log_text(self) -> str:
        return self.log.read_text(encoding="utf-8", errors="replace")


@pytest.fixture(scope="session")
def running_server(
    launcher: ModuleType, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Server]:
    """The real app, started by the launcher's own command and stopped at the end."""
    port = free_port()
    command = launcher.dashboard_command(Path(sys.executable), "127.0.0.1", port)
    server = Server(f"http://127.0.0.1:{port}", tmp_path_factory.mktemp("server") / "log.txt")
    with server.log.open("wb") as log:
        process = subprocess.Popen(
            command, cwd=ROOT, env=launcher.child_environment(), stdout=log, stderr=log
        )
    try:
        wait_until_healthy(server, process)
        yield server
    finally:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


@pytest.fixture(scope="session")
def server(running_server: Server) -> str:
    """The address of the real app, without a slash at the end."""
    return running_server.url


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return trial.getsockname()[1]


def wait_until_healthy(server: Server, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_LIMIT
    while time.monotonic() < deadline and process.poll() is None:
        try:
            with urllib.request.urlopen(f"{server.url}/_stcore/health", timeout=2) as answer:
                if answer.status == 200:
                    return
        except (urllib.error.URLError, OSError):
            time.sleep(0.05)
    state = "still starting" if process.poll() is None else f"ended with {process.returncode}"
    pytest.fail(f"The dashboard did not come up ({state}). Its log:\n{server.log_text()}")
