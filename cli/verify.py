"""Check a report or workbook: make it again from its stamp and say what differs."""

from __future__ import annotations

import argparse
from pathlib import Path

from cli import PROMPT, UserError

EPILOG = f"""\
The stamp in the file says what it was made of: figures, method, settings, seed and the scores that
it states. The same is made again from what is here, and the two are compared.

examples:
  {PROMPT} verify kelisim-workbook-2025-en.xlsx
  {PROMPT} verify kelisim-region-KZ-31-2025-ru.pdf

exit code: 0 identical, or the same numbers in a file that another program saved; 1 something
differs; 2 the file cannot be read or is no document of Kelisim
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "verify", help=(__doc__ or "").rstrip("."), description=__doc__, epilog=EPILOG
    )
    # Asked for below: argparse would speak of it before it speaks of an argument it does not know.
    parser.add_argument("file", type=Path, nargs="?", metavar="FILE", help="the report or workbook")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the verdict; return 0 when nothing differs, else 1."""
    from assessment import assess
    from geodata.boundaries import load_boundaries
    from reports.verify import verify

    if args.file is None:
        raise UserError("verify: name the file")
    try:
        content = args.file.read_bytes()
    except OSError as error:
        raise UserError(f"{args.file}: cannot be read: {error.strerror}") from error
    verdict = verify(content, assess(), load_boundaries())
    order = verdict.stamp.order
    print(
        f"{order.document}, {order.format}, {order.language}, {order.period}: figures "
        f"{verdict.stamp.release} ({verdict.stamp.data_version}), method "
        f"{verdict.stamp.method_version}, settings {order.settings or 'published'}, seed "
        f"{verdict.stamp.seed}"
    )
    if verdict.identical:
        print("identical")
        return 0
    for difference in verdict.differences:
        print(f"{difference.where}: the file says {difference.stated}; found {difference.found}")
    if verdict.differences:
        return 1
    print("the same numbers; the file itself was saved by another program or version")
    return 0
