"""The command line: every command explains itself; wrong arguments get one line and exit code 2."""

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest

import cli
from cli.__main__ import build_parser, main
from tests.conftest import ROOT


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_help_teaches(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--help"])
    assert ended.value.code == 0
    text = capsys.readouterr().out
    assert text.startswith(f"usage: {cli.PROMPT} {command}")
    assert f"run {command}" in text.partition("\n\n")[2], "the help shows no example"


@pytest.mark.parametrize("command", cli.COMMANDS)
def test_unknown_argument_gets_one_line(command: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([command, "--no-such-argument"])
    assert ended.value.code == 2
    error = capsys.readouterr().err
    assert error == (
        f"{cli.PROMPT} {command}: unknown argument '--no-such-argument' "
        f"(see {cli.PROMPT} {command} --help)\n"
    )


@pytest.mark.parametrize("arguments", [[], ["scroe"], ["--wrong"]])
def test_no_command_gets_one_line(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(arguments)
    assert ended.value.code == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_overview_lists_each_command_with_its_summary(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    text = capsys.readouterr().out
    for name, summary in cli.summaries().items():
        assert summary, f"cli/{name}.py has no docstring"
        assert name in text


def test_every_command_is_listed() -> None:
    modules = {path.stem: path.read_text("utf-8") for path in (ROOT / "cli").glob("*.py")}
    commands = {name for name, source in modules.items() if "\ndef add(" in source}
    assert commands == set(cli.COMMANDS)


def test_only_the_command_asked_for_is_imported() -> None:
    code = (
        "import sys; from cli.__main__ import build_parser; import cli; build_parser('data'); "
        "print([n for n in cli.COMMANDS if f'cli.{n}' in sys.modules])"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "['data']\n"


# ---------------------------------------------------------------- errors of a command


class FaultyPackageError(Exception):
    """An error as the packages below raise them: no `UserError`, but with a message."""

    user_message = "regions.csv: row 3 is empty"


def with_command(monkeypatch: pytest.MonkeyPatch, outcome: Exception | int) -> None:
    def run(_: object) -> int:
        if isinstance(outcome, Exception):
            raise outcome
        return outcome

    def add(subparsers: object) -> None:
        subparsers.add_parser("data").set_defaults(func=run)  # type: ignore[attr-defined]

    monkeypatch.setitem(sys.modules, "cli.data", SimpleNamespace(add=add))


@pytest.mark.parametrize("code", [0, 1])
def test_exit_code_is_the_commands(monkeypatch: pytest.MonkeyPatch, code: int) -> None:
    with_command(monkeypatch, code)
    assert main(["data"]) == code


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (cli.UserError("no such file: x.csv"), "no such file: x.csv\n"),
        (FaultyPackageError(), "regions.csv: row 3 is empty\n"),
    ],
)
def test_users_errors_are_a_line(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], error: Exception, line: str
) -> None:
    with_command(monkeypatch, error)
    assert main(["data"]) == 2
    assert capsys.readouterr().err == line


def test_our_errors_keep_their_traceback(monkeypatch: pytest.MonkeyPatch) -> None:
    with_command(monkeypatch, KeyError("ours"))
    with pytest.raises(KeyError, match="ours"):
        main(["data"])


def test_long_options_cannot_be_shortened() -> None:
    parser = cli.Parser(prog="x")
    parser.add_argument("--format")
    with pytest.raises(SystemExit):
        parser.parse_args(["--form", "csv"])


def test_overview_imports_no_command() -> None:
    before = {name for name in sys.modules if name.startswith("cli.")}
    build_parser(None)
    assert {name for name in sys.modules if name.startswith("cli.")} == before


def test_output_is_utf8_in_any_locale(tmp_path: Path) -> None:
    code = "from cli.__main__ import speak_utf8; speak_utf8(); print('Түркістан')"
    environment = {**os.environ, "PYTHONIOENCODING": "cp1251", "PYTHONPATH": str(ROOT)}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env=environment, capture_output=True, check=True
    )
    assert done.stdout.decode("utf-8").strip() == "Түркістан"


def test_a_reader_that_stops_early_is_no_error(tmp_path: Path) -> None:
    code = (
        "import sys, types; m = types.SimpleNamespace(add=lambda s: s.add_parser('data')"
        ".set_defaults(func=lambda a: print('x' * 10**6) or 0)); sys.modules['cli.data'] = m; "
        "from cli.__main__ import main; sys.exit(main(['data']))"
    )
    process = subprocess.Popen(
        [sys.executable, "-c", code],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.read(10)
    process.stdout.close()
    assert process.stderr.read() == b""
    assert process.wait(10) == 0
