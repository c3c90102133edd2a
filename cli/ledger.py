"""Split the change between two releases or years: real, revised, method."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put

if TYPE_CHECKING:
    from assessment.ledger import Comparison
    from reports.wording import Wording

EPILOG = f"""\
Why is a score not what it was? The difference is the sum of
  real      from the old year to the new one, on the indicators that both have
  revision  the old year's figures, as the new release has them
  method    the new method instead of the old one
  coverage  indicators that only one of the two years has: no change of the region
exactly, down to the indicators (--region). What each number means: {PROMPT} methodology --section
change_ledger

A and B are releases: a name (2026.11-1.0: figures and method), a release of the figures (2026.11),
a data version (17ccbfdbdbd3), or current; with @YEAR, that year of it. Without --from and --to: the
release before this one against this one, in the last year that both have; where no other release is
kept, the last year and the one before it. Kept releases stand in data/vintages.

csv and json hold unrounded numbers; the text is rounded for reading.

examples:
  {PROMPT} ledger                                             what is new
  {PROMPT} ledger --from current@2023 --to current@2025       two years of this release
  {PROMPT} ledger --from 2026.11 --to current --region KZ-31  down to the indicators
  {PROMPT} ledger --from 2026.11@2024 --format csv --out ledger.csv

exit code: 0 done, 2 wrong arguments (no such release, year or region, a damaged file in
data/vintages, a file that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "ledger",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument("--from", dest="first", metavar="A", help="the old side: RELEASE[@YEAR]")
    parser.add_argument("--to", dest="second", metavar="B", help="the new side: RELEASE[@YEAR]")
    parser.add_argument("--region", metavar="ID", help="one region, down to the indicators")
    parser.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="default: text"
    )
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the ledger and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from assessment.ledger import between, ledger_table
    from assessment.vintages import vintages
    from cli.score import as_json
    from reports.files.csv_file import as_csv
    from reports.wording import Wording

    assessment = assess()
    found = between(args.first, args.second, vintages(), assessment)
    if args.region is not None and args.region not in found.ledger.regions:
        known = ", ".join(found.ledger.regions)
        raise UserError(f"ledger: no region {args.region!r}; there are: {known}")
    if args.format == "text":
        text = as_text(found, args.region, Wording(assessment, args.lang))
    else:
        table = ledger_table(found, args.lang, args.region)
        text = as_json(table) if args.format == "json" else as_csv(table).decode()
    put(text, args.out)
    return 0


def as_text(found: Comparison, region: str | None, words: Wording) -> str:
    """Write the ledger rounded, in aligned columns."""
    from cli.score import aligned
    from reports.ledger import reason_text, release_name, step_name
    from scoring.ledger import STEPS

    _ = words._
    old, new = found.old, found.new
    head = [
        _("From {year}: {release}").format(year=old.period, release=release_name(old, words)),
        _("To {year}: {release}").format(year=new.period, release=release_name(new, words)),
        "",
    ]
    steps = [step_name(step, words) for step in STEPS]
    if region is not None:
        return "\n".join([*head, *_one(found, region, words, steps)]) + "\n"
    lines = [
        [_("Region"), _("Before"), _("After"), *steps, _("Together"), _("Share of the weight")]
    ]
    notes = []
    ledger = found.ledger
    for r, name in enumerate(ledger.regions):
        parts = [getattr(ledger, step).points[r] for step in STEPS]
        lines.append(
            [
                words.region_name(name),
                words.number(ledger.before[r], 2),
                words.number(ledger.after[r], 2),
                *(words.signed(value, 2) for value in (*parts, ledger.total.points[r])),
                words.percent(ledger.share[r]),
            ]
        )
        if ledger.reasons[r]:
            why = reason_text(ledger.reasons[r], found, words)
            notes.append(f"{words.region_name(name)}: {why}")
    return "\n".join([*head, *aligned(lines, left=(_("Region"),)), *notes]) + "\n"


def _one(found: Comparison, region: str, words: Wording, steps: list[str]) -> list[str]:
    from cli.score import aligned
    from reports.ledger import pillar_text, points_text, reason_text, rows
    from scoring.ledger import STEPS

    _ = words._
    ledger = found.ledger
    r = ledger.regions.index(region)
    if ledger.reasons[r]:
        return [f"{words.region_name(region)}: {reason_text(ledger.reasons[r], found, words)}"]
    lines = [[_("Part"), *steps, _("Together")]]
    for row in rows(found, region, words):
        name = f"{pillar_text(row.pillar, found, words)} · {row.name}" if row.pillar else row.name
        values = (*(row.points[step] for step in STEPS), row.total)
        lines.append([name, *(points_text(value, words) for value in values)])
    whole = (*(getattr(ledger, step).points[r] for step in STEPS), ledger.total.points[r])
    lines.append([_("Together"), *(points_text(float(value), words) for value in whole)])
    change = _("{region}: {before} before, {after} after").format(
        region=words.region_name(region),
        before=words.number(ledger.before[r], 2),
        after=words.number(ledger.after[r], 2),
    )
    return [change, "", *aligned(lines, left=(_("Part"),))]
