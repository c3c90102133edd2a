"""The command line behind `./run`: one module a command.

This file is the light half: it imports the standard library only, because `run` reads it before
any package is installed. A command is a module of this package, named in `COMMANDS`; the first
line of its docstring is its line in `./run --help`. It exposes

    add(subparsers) -> None    adds its parser, with `set_defaults(func=run)`
    run(args) -> int           does the work and returns the exit code

Exit codes: 0 done, 1 the answer is "no" (faults were found, a check failed), 2 the question was
wrong (bad arguments, an unreadable file). An error that the user can mend is an exception with an
attribute `user_message`; `UserError` is one, and the packages below have their own.
"""

import argparse
import ast
import difflib
import os
from pathlib import Path
from typing import Any, NoReturn

COMMANDS = (
    "validate",
    "score",
    "signals",
    "evaluate",
    "methodology",
    "boundaries",
    "data",
    "refresh",
    "load",
    "incidents",
    "field",
    "ledger",
    "index",
    "scenario",
    "report",
    "verify",
    "pictures",
)

# How a user calls us, for messages and examples.
PROMPT = "py run" if os.name == "nt" else "./run"


class UserError(Exception):
    """Something that the user can mend, said in one line; the command ends with exit code 2."""

    @property
    def user_message(self) -> str:
        """The line to print."""
        return str(self)


class Parser(argparse.ArgumentParser):
    """An argument parser whose errors are one line, and whose help keeps its line breaks."""

    def __init__(self, *args: Any, **options: Any) -> None:
        options.setdefault("formatter_class", argparse.RawDescriptionHelpFormatter)
        options.setdefault("allow_abbrev", False)  # a later option must not change a script
        super().__init__(*args, **options)

    def error(self, message: str) -> NoReturn:
        """Print `message` on one line and leave with exit code 2."""
        line = " ".join(message.split())
        self.exit(2, f"{self.prog}: {line} (see {self.prog} --help)\n")


def summaries() -> dict[str, str]:
    """Return the one-line summary of each command, read without importing any of them."""
    return {name: _summary(Path(__file__).with_name(f"{name}.py")) for name in COMMANDS}


def _summary(module: Path) -> str:
    docstring = ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or ""
    return docstring.partition("\n")[0].rstrip(".")


def check_command(name: str) -> None:
    """Leave with exit code 2 and one line when there is no command `name`."""
    if name in COMMANDS:
        return
    near = difflib.get_close_matches(name, (*COMMANDS, "test"), n=1)
    hint = f"did you mean {near[0]}?" if near else f"there are: test, {', '.join(COMMANDS)}"
    Parser(prog=PROMPT).error(f"no command {name!r}; {hint}")
