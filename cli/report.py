"""Write reports: a region, the country, a comparison, or the workbook that makes the index again."""

from __future__ import annotations

import argparse
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put_bytes

if TYPE_CHECKING:
    from assessment import Assessment
    from reports.order import Order

EPILOG = f"""\
The same order gives the same file, byte for byte. Each holds a stamp with the versions of figures
and method, the settings and the seed: {PROMPT} verify FILE makes it again and says what differs.

examples:
  {PROMPT} report --document workbook --lang ru            the workbook of the latest year
  {PROMPT} report --document workbook --period 2020 --out reports
  {PROMPT} report --document workbook --weights migration:60

exit code: 0 done, 2 wrong arguments (an unknown year, a folder that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "report", help=(__doc__ or "").rstrip("."), description=__doc__, epilog=EPILOG
    )
    parser.add_argument(
        "--document", default="workbook", metavar="KIND", help="workbook (default: workbook)"
    )
    parser.add_argument(
        "--format", metavar="FORM", help="xlsx; default: the usual one of the document"
    )
    parser.add_argument("--lang", default="en", metavar="LANG", help="en, ru or kk; default: en")
    parser.add_argument("--period", metavar="YEAR", help="default: the latest year that is rated")
    parser.add_argument("--weights", default="", metavar="TEXT", help="settings, as in an address")
    parser.add_argument("--scenario", default="", metavar="ID", help="settings of a saved scenario")
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="folder; default: here"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write what was ordered and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from assessment.settings import SettingsError
    from geodata.boundaries import load_boundaries
    from reports.documents import produce

    made = assess()
    try:
        for order in _orders(args, made):
            path = args.out / order.file_name
            put_bytes(produce(made, load_boundaries(), order), path)
            print(path)
    except SettingsError as error:
        raise UserError(f"--weights: {error}") from error
    return 0


def _orders(args: argparse.Namespace, made: Assessment) -> Iterator[Order]:
    from reports.documents import OrderError, check
    from reports.order import FORMATS, Order

    settings = args.weights
    if args.scenario:
        if settings:
            raise UserError("--scenario and --weights exclude each other")
        settings = _settings_of(args.scenario, made)
    if args.document not in FORMATS:
        raise OrderError(f"there is no document '{args.document}'; there are: {', '.join(FORMATS)}")
    period = made.rated_periods[-1] if args.period is None else _year(args.period)
    order = Order(
        document=args.document,
        format=args.format or FORMATS[args.document][0],
        language=args.lang,
        period=period,
        settings=settings,
        scenario=args.scenario,
    )
    check(made, order)
    yield order


def _year(text: str) -> int:
    if not (text.isascii() and text.isdigit() and len(text) == 4):
        raise UserError(f"--period: '{text}' is not a year of four digits")
    return int(text)


def _settings_of(scenario: str, made: Assessment) -> str:
    """Return the settings of a scenario in their short form."""
    from assessment.settings import published, short
    from scenarios import open_store

    store = open_store()
    try:
        content = store.get(scenario).content
    finally:
        store.close()
    if content.changes:
        raise UserError(
            f"scenario {scenario} changes figures; a report is of published figures only: open "
            "the scenario on the page What-if for its statement"
        )
    base = published(made.result.scheme)
    return short(content.settings(base), base)
