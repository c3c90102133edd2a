"""Print the scores of all regions for one year."""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put

if TYPE_CHECKING:
    import pandas as pd

    from assessment import Assessment

EPILOG = f"""\
One row a region, from most pressure to least. Scores, pillars (pillar_...) and bounds (low, high)
are points from 0 to 100; coverage and the parts of reliability are shares of 1. low and high are
the score if every missing figure were the best and the worst possible. rank_p5, rank_p50 and
rank_p95 (and the same of the score) are the 5th, 50th and 95th percentile over the draws of the
uncertainty analysis, in which every choice of the method is made anew; share_... are shares of the
draws. draws and seed say which draws they were. weight_... are the shares of the score's weight
whose figures are inherited from a former region, apportioned, back-cast or carried forward;
rests_on_former_region says that without a former region's figures there would be no score.
What each number means: {PROMPT} methodology

csv and json hold unrounded numbers that read back as exactly the same numbers, and ids of classes;
the table is rounded for reading and gives their names; its column former is the share of the weight
that rests on figures inherited from a former region or apportioned.

examples:
  {PROMPT} score                                   the latest year, as a table
  {PROMPT} score --period 2024 --lang kk           an earlier year, names in Kazakh
  {PROMPT} score --period 2024 --format csv --out scores.csv
  {PROMPT} score --format json

exit code: 0 done, 2 wrong arguments (an unknown year, a file that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "score",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument(
        "--period", type=str, metavar="YEAR", help="default: the latest year that is rated"
    )
    parser.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="default: table"
    )
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the scores and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from assessment.table import score_table
    from reports.files.csv_file import as_csv

    assessment = assess()
    period = chosen_period(assessment, args.period)
    table = score_table(assessment, period, args.lang)
    if args.format == "csv":
        # pandas writes the shortest text that reads back as the same number.
        text = as_csv(table).decode()
    elif args.format == "json":
        text = as_json(table)
    else:
        text = as_text(assessment, table, args.lang)
    put(text, args.out)
    return 0


def chosen_period(assessment: Assessment, asked: str | None) -> int:
    """Return the year asked for, or the latest; UserError names the years that there are."""
    allowed = assessment.rated_periods
    if not allowed:
        raise UserError("no year is rated: the figures are too few; see: data")
    if asked is None:
        return allowed[-1]
    if asked not in map(str, allowed):
        years = ", ".join(map(str, allowed))
        raise UserError(f"score: no scores for {asked!r}; there are: {years}")
    return int(asked)


def as_json(table: pd.DataFrame) -> str:
    """Write the table as a list of objects, with null where a region is not rated."""
    rows = table.astype(object).where(table.notna(), None).to_dict(orient="records")
    return json.dumps(rows, ensure_ascii=False, indent=1, allow_nan=False) + "\n"


def as_text(assessment: Assessment, table: pd.DataFrame, lang: str) -> str:
    """Write the main columns rounded, in aligned columns."""
    import pandas as pd

    from i18n import number, percent

    framework = assessment.registry.framework
    pillars = [pillar.id for pillar in framework.pillars]
    classes = {cls.id: cls.name.get(lang) for cls in framework.classes}
    none = number(float("nan"), lang)

    def points(value: float) -> str:
        return number(value, lang, 1)

    lines = [["rank", "band", "region", "name", "score", "class", "arithmetic", *pillars]]
    lines[0] += ["low", "high", "coverage", "reliability", "former"]
    for row in table.to_dict(orient="records"):
        rated = not pd.isna(row["rank"])
        lines.append(
            [
                str(row["rank"]) if rated else none,
                f"{row['rank_p5']:.0f}–{row['rank_p95']:.0f}" if rated else none,
                row["region"],
                row["region_name"],
                points(row["score"]),
                classes[row["class"]] if rated else none,
                points(row["score_arithmetic"]),
                *(points(row[f"pillar_{name}"]) for name in pillars),
                points(row["low"]),
                points(row["high"]),
                percent(row["coverage"], lang),
                row["reliability"],
                # Both flags name figures of a former region, and no value bears both.
                percent(row["weight_inherited"] + row["weight_apportioned"], lang),
            ]
        )
    first = table.iloc[0]
    title = f"{first['period']} (method {first['method_version']}, data {first['data_version']})"
    return "\n".join([title, "", *aligned(lines, left=("region", "name", "class"))]) + "\n"


def aligned(lines: list[list[str]], *, left: tuple[str, ...]) -> list[str]:
    """Align columns; the first line holds their names, ``left`` those that begin at the left."""
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return [
        "  ".join(
            cell.ljust(width) if name in left else cell.rjust(width)
            for cell, width, name in zip(line, widths, lines[0], strict=True)
        ).rstrip()
        for line in lines
    ]
