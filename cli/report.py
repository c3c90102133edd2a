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
  {PROMPT} report --region KZ-31 --lang ru                  two pages on a region, as PDF
  {PROMPT} report --region KZ-31 --region KZ-61 --format docx --lang kk --lang ru
  {PROMPT} report --document national --lang kk --lang ru
  {PROMPT} report --document comparison --region KZ-31 --region KZ-61
  {PROMPT} report --all --period 2024 --out reports         one for each region
  {PROMPT} report --document workbook --weights migration:60

exit code: 0 done, 2 wrong arguments (an unknown year, a folder that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "report", help=(__doc__ or "").rstrip("."), description=__doc__, epilog=EPILOG
    )
    parser.add_argument(
        "--document",
        metavar="KIND",
        help="region, national, comparison, workbook, scores, coinr or data; default: region where "
        "one is named, else workbook",
    )
    parser.add_argument(
        "--region",
        action="append",
        default=[],
        metavar="CODE",
        help="region, such as KZ-31; may be given several times",
    )
    parser.add_argument("--all", action="store_true", help="one document for each region")
    parser.add_argument(
        "--format",
        metavar="FORM",
        help="region, national, comparison: pdf, docx; workbook: xlsx; scores: csv, json, geojson, "
        "gpkg; default: the first",
    )
    parser.add_argument(
        "--lang",
        action="append",
        metavar="LANG",
        help="en, ru or kk; may be given several times; default: en",
    )
    parser.add_argument("--period", metavar="YEAR", help="default: the latest year that is rated")
    parser.add_argument("--weights", default="", metavar="TEXT", help="settings, as in an address")
    parser.add_argument("--scenario", default="", metavar="ID", help="settings of a saved scenario")
    parser.add_argument(
        "--site",
        default="",
        metavar="URL",
        help="where readers find the dashboard, for the address in the report, such as "
        "https://example.org; default: only the end of the address",
    )
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="folder; default: here"
    )
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write what was ordered and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from assessment.own import with_settings
    from assessment.settings import SettingsError
    from geodata.boundaries import load_boundaries
    from reports.documents import check, produce_with

    published, boundaries = assess(), load_boundaries()
    try:
        orders = list(_orders(args, published))
        # Worked out once: all orders of one command have the same settings.
        made = with_settings(published, orders[0].settings)
        for order in orders:
            check(made, order)
        for order in orders:
            path = args.out / order.file_name
            put_bytes(produce_with(made, boundaries, order), path)
            print(path)
    except SettingsError as error:
        raise UserError(f"--weights: {error}") from error
    return 0


def _orders(args: argparse.Namespace, published: Assessment) -> Iterator[Order]:
    from reports.documents import REGIONS, OrderError
    from reports.order import FORMATS, REGION, WORKBOOK, Order

    document = args.document or (REGION if args.region or args.all else WORKBOOK)
    if document not in FORMATS:
        raise OrderError(f"there is no document '{document}'; there are: {', '.join(FORMATS)}")
    if args.all and args.region:
        raise UserError("--all and --region exclude each other")
    _least, most = REGIONS[document]
    if args.all and most != 1:
        raise UserError(f"--all is for documents of one region; {document} is none")
    regions = published.regions.ids if args.all else tuple(args.region)
    settings = args.weights
    if args.scenario:
        if settings:
            raise UserError("--scenario and --weights exclude each other")
        settings = _settings_of(args.scenario, published)
    period = published.rated_periods[-1] if args.period is None else _year(args.period)
    each = [(region,) for region in regions] if most == 1 and regions else [regions]
    for language in args.lang or ["en"]:
        for named in each:
            yield Order(
                document=document,
                format=args.format or FORMATS[document][0],
                language=language,
                period=period,
                regions=named,
                settings=settings,
                scenario=args.scenario,
                site=args.site.rstrip("/"),
            )


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
