"""The launcher `run`: what it says to wrong arguments, and when it makes the environment anew."""

import ast
import re
import socket
import subprocess
import sys
from pathlib import Path
from types import ModuleType

import pytest

import cli
from tests.conftest import ROOT

PIN = re.compile(r"^([a-z0-9._-]+)==(\S+)( ; .*?)? \\$", re.MULTILINE)


def run(*arguments: str, cwd: Path = ROOT) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, str(ROOT / "run"), *arguments],
        cwd=cwd,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


# ---------------------------------------------------------------- old Pythons


def test_old_pythons_can_read_the_file() -> None:
    """Python 3.6 must get as far as the sentence about its age."""
    ast.parse((ROOT / "run").read_text(encoding="utf-8"), feature_version=(3, 6))


def test_an_old_python_gets_one_line(tmp_path: Path) -> None:
    pretend = "import sys, runpy; sys.version_info = (3, 10, 4, 'final', 0); "
    done = subprocess.run(
        [sys.executable, "-c", f"{pretend} runpy.run_path({str(ROOT / 'run')!r})"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("Kelisim needs Python 3.11 or later; this is Python 3.10 (")
    assert done.stderr.count("\n") == 1


# ---------------------------------------------------------------- arguments


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--port", "abc"], "'abc' is not a number from 1 to 65535"),
        (["--port", "0"], "'0' is not a number from 1 to 65535"),
        (["--port", "65536"], "'65536' is not a number from 1 to 65535"),
        (["--prot", "8600"], "unrecognized arguments: --prot"),
        (["--address", "no such host"], "'no such host' is not an address of this computer"),
        (["scroe"], "no command 'scroe'; did you mean score?"),
        (["xyzzy"], "no command 'xyzzy'; there are: test, validate"),
    ],
)
def test_wrong_arguments_get_one_line(arguments: list[str], words: str) -> None:
    done = run(*arguments)
    assert done.returncode == 2
    assert words in done.stderr
    assert done.stderr.count("\n") == 1
    assert done.stdout == ""


def test_a_busy_port_gets_one_line() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = run("--port", str(port))
    assert done.returncode == 2
    assert f"nothing can listen at 127.0.0.1, port {port}: " in done.stderr
    assert done.stderr.count("\n") == 1


def test_help_names_both_commands_and_all_others() -> None:
    done = run("--help")
    assert done.returncode == 0
    assert f"{cli.PROMPT} test" in done.stdout
    for name, summary in cli.summaries().items():
        assert re.search(rf"^  {name} +{re.escape(summary)}$", done.stdout, re.MULTILINE)


# ---------------------------------------------------------------- the server's command


def test_a_wildcard_address_asks_nobody_for_ours(launcher: ModuleType) -> None:
    command = launcher.dashboard_command(Path("python"), "0.0.0.0", 8501)
    assert command[-2:] == ["--browser.serverAddress", "localhost"]


def test_foreign_paths_stay_out_of_our_programs(
    launcher: ModuleType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PYTHONPATH", "elsewhere")
    monkeypatch.setenv("PYTHONHOME", "elsewhere")
    environment = launcher.child_environment()
    assert environment["PYTHONPATH"] == str(ROOT)
    assert "PYTHONHOME" not in environment


# ---------------------------------------------------------------- environment


class Trial:
    """An environment whose installers only note that they were asked."""

    def __init__(self, launcher: ModuleType, folder: Path) -> None:
        self.launcher = launcher
        self.venv = folder / ".venv"
        self.lock = folder / "requirements.txt"
        self.lock_dev = folder / "requirements-dev.txt"
        self.lock.write_text("a==1\n", encoding="utf-8")
        self.lock_dev.write_text("a==1\nb==2\n", encoding="utf-8")
        self.steps: list[list[str]] = []
        self.failing: set[str] = set()

    def step(self, command: list[str]) -> bool:
        self.steps.append(command)
        if "venv" in command:
            python = self.launcher.venv_python(self.venv)
            python.parent.mkdir(parents=True, exist_ok=True)
            python.touch()
        return not any(word in command for word in self.failing)

    def ensure(self, *, dev: bool = False) -> list[str]:
        """Return which locks an installer was asked for."""
        self.steps.clear()
        self.launcher.ensure_environment(self.venv, self.lock, self.lock_dev, dev=dev)
        return [Path(step[-1]).name for step in self.steps if "install" in step]


@pytest.fixture
def trial(launcher: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    trial = Trial(launcher, tmp_path)
    monkeypatch.setattr(launcher, "run_quietly", trial.step)
    monkeypatch.setattr(launcher.shutil, "which", lambda name: None)
    return trial


def test_second_start_does_nothing(trial: Trial) -> None:
    assert trial.ensure() == ["requirements.txt"]
    trial.ensure()
    assert trial.steps == []


def test_hashes_are_required_and_the_result_is_checked(trial: Trial) -> None:
    trial.ensure()
    assert "--require-hashes" in next(step for step in trial.steps if "install" in step)
    assert trial.steps[-1][-1] == "check"


def test_development_packages_are_added(trial: Trial) -> None:
    trial.ensure()
    kept = trial.venv / "kept"
    kept.touch()
    assert trial.ensure(dev=True) == ["requirements-dev.txt"]
    assert kept.exists()
    assert trial.ensure() == []  # the development lock contains the other
    assert trial.ensure(dev=True) == []


def test_changed_lock_means_a_new_environment(trial: Trial) -> None:
    trial.ensure()
    stale = trial.venv / "stale"
    stale.touch()
    trial.lock.write_text("a==2\n", encoding="utf-8")
    assert trial.ensure() == ["requirements.txt"]
    assert not stale.exists()


def test_other_python_means_a_new_environment(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    trial.ensure()
    monkeypatch.setattr(trial.launcher.sys, "version_info", (3, 99, 0, "final", 0))
    assert trial.ensure() == ["requirements.txt"]


def test_lost_interpreter_means_a_new_environment(trial: Trial) -> None:
    trial.ensure()
    trial.launcher.venv_python(trial.venv).unlink()
    assert trial.ensure() == ["requirements.txt"]


@pytest.mark.parametrize("step", ["venv", "install", "check"])
def test_failed_installation_leaves_no_stamp(trial: Trial, step: str) -> None:
    trial.failing = {step}
    with pytest.raises(trial.launcher.SetupError):
        trial.ensure()
    trial.failing = set()
    assert trial.ensure() == ["requirements.txt"]


def test_interrupted_installation_leaves_no_stamp(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupted(command: list[str]) -> bool:
        trial.step(command)
        if "install" in command:
            raise KeyboardInterrupt
        return True

    with monkeypatch.context() as patch:
        patch.setattr(trial.launcher, "run_quietly", interrupted)
        with pytest.raises(KeyboardInterrupt):
            trial.ensure()
    half = trial.venv / "half"
    half.touch()
    assert trial.ensure() == ["requirements.txt"]
    assert not half.exists()


def test_uv_is_preferred_and_pip_stands_behind_it(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(trial.launcher.shutil, "which", lambda name: "/bin/uv")
    trial.ensure()
    assert all(step[0] == "/bin/uv" for step in trial.steps)

    trial.lock.write_text("a==3\n", encoding="utf-8")
    trial.failing = {"/bin/uv"}
    trial.ensure()
    assert [step[0] == "/bin/uv" for step in trial.steps] == [True, False, False, False]


def test_a_linked_environment_is_unlinked_not_emptied(trial: Trial, tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "precious").touch()
    trial.venv.symlink_to(elsewhere)
    trial.ensure()
    assert (elsewhere / "precious").exists()
    assert not trial.venv.is_symlink()


def test_two_starts_install_once(launcher: ModuleType, tmp_path: Path) -> None:
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1\n", encoding="utf-8")
    other = (
        "import sys, importlib.util as u; from importlib.machinery import SourceFileLoader as L; "
        f"l = L('r', {str(ROOT / 'run')!r}); m = u.module_from_spec(u.spec_from_loader('r', l)); "
        "l.exec_module(m); from pathlib import Path\n"
        f"with m.only_one(Path({str(lock)!r})): print('mine')"
    )
    with launcher.only_one(lock):
        waiting = subprocess.Popen([sys.executable, "-c", other], stdout=subprocess.PIPE, text=True)
        with pytest.raises(subprocess.TimeoutExpired):
            waiting.wait(1.5)
    assert waiting.communicate(timeout=30)[0] == "mine\n"


# ---------------------------------------------------------------- the locks themselves


def pins(lock: Path) -> dict[str, str]:
    return {name: version for name, version, _ in PIN.findall(lock.read_text(encoding="utf-8"))}


def test_development_lock_contains_the_other_one() -> None:
    product, development = pins(ROOT / "requirements.txt"), pins(ROOT / "requirements-dev.txt")
    assert len(product) > 20
    assert {name: development.get(name) for name in product} == product
