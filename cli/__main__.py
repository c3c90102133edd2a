"""Entry of the command line: finds the command, runs it, and turns errors into exit codes."""

import importlib
import io
import os
import sys

from cli import PROMPT, Parser, check_command, summaries


def build_parser(command: str | None) -> Parser:
    """Return the parser; only the module of `command` is imported, the others are just named."""
    parser = Parser(prog=PROMPT, description="Kelisim's command line.")
    subparsers = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    if command is None:
        for name, summary in summaries().items():
            subparsers.add_parser(name, help=summary)
    else:
        importlib.import_module(f"cli.{command}").add(subparsers)
    return parser


def main(arguments: list[str]) -> int:
    """Run the command that `arguments` name and return its exit code.

    Errors that the user can mend (exceptions with a `user_message`) become that message and exit
    code 2. Anything else is a fault of ours and keeps its traceback.
    """
    command = arguments[0] if arguments and not arguments[0].startswith("-") else None
    if command is not None:
        check_command(command)
    args, unknown = build_parser(command).parse_known_args(arguments)
    if unknown:  # argparse itself would say it in the name of the whole command line
        Parser(prog=f"{PROMPT} {args.command}").error(f"unknown argument {unknown[0]!r}")
    try:
        code = int(args.func(args))
        sys.stdout.flush()
    except BrokenPipeError:
        # The reader (`| head`) has what it wanted. Python would complain once more at its end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except KeyboardInterrupt:
        return 130
    except Exception as error:
        message = getattr(error, "user_message", None)
        if message is None:
            raise
        print(message, file=sys.stderr)
        return 2
    return code


def speak_utf8() -> None:
    """Write UTF-8 whatever the console's own code page: Kazakh letters are in none of the old."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8")


if __name__ == "__main__":
    speak_utf8()
    sys.exit(main(sys.argv[1:]))
