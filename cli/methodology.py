"""Print the methodology, written from the registry and the figures."""

from __future__ import annotations

import argparse
from pathlib import Path

from cli import PROMPT, UserError
from cli.output import put

EPILOG = f"""\
The text is Markdown with formulas in LaTeX. It is written anew each time from the indicator cards,
the framework and the latest scores, so every number in it is the one that the scores are made with.

examples:
  {PROMPT} methodology --lang kk               all of it, in Kazakh
  {PROMPT} methodology --list                  the sections and their ids
  {PROMPT} methodology --section limits        what this index cannot tell you
  {PROMPT} methodology --section card_poverty_share --lang ru
  {PROMPT} methodology --lang ru --out methodology.md

exit code: 0 done, 2 wrong arguments (an unknown section, a file that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "methodology",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--section", metavar="ID", help="only this section")
    what.add_argument("--list", action="store_true", help="only the ids and titles of the sections")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the text and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from methodology import build

    document = build(assess(), args.lang)
    if args.list:
        width = max(len(section.id) for section in document.sections)
        text = "".join(f"{s.id:<{width}}  {s.title}\n" for s in document.sections)
    elif args.section is None:
        text = document.markdown()
    else:
        known = {section.id: section for section in document.sections}
        if args.section not in known:
            ids = ", ".join(known)
            raise UserError(f"methodology: no section {args.section!r}; there are: {ids}")
        text = known[args.section].text() + "\n"
    put(text, args.out)
    return 0
