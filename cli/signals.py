"""Print the alerts: which streams changed suddenly, where, and how likely by chance."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put
from cli.score import aligned, as_json

if TYPE_CHECKING:
    import pandas as pd

    from assessment import Assessment
    from assessment.signals import Alert, Signals

EPILOG = f"""\
One row an alert, newest first. value is held against base, the mean of the same season in the years
before; change is the difference of the two, or its per cent, and expected what the past leads to
expect of it. z is how many usual spreads lie between change and expected, cusum the deviations
added up, with its limit; record_years are the years without a value as far out. p is how often
chance alone gives a value as striking; an alert stands when q is small enough beside all values of
the same date. figures_of and borders name the unit that the figures belong to. An alert never
changes a score. What each number means: {PROMPT} methodology --section signals

csv and json hold unrounded numbers that read back as exactly the same numbers, and ids of streams
and regions; the table is rounded for reading and gives their names.

examples:
  {PROMPT} signals                                 current alerts, as a table
  {PROMPT} signals --period 2025-Q3                alerts of one quarter
  {PROMPT} signals --period 2021 --lang ru         of one year, its quarters included
  {PROMPT} signals --all --format csv --out alerts.csv

exit code: 0 done, 2 wrong arguments (a period that no stream has, a file that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "signals",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    which = parser.add_mutually_exclusive_group()
    which.add_argument("--period", metavar="PERIOD", help="a year or quarter, such as 2025-Q3")
    which.add_argument("--all", action="store_true", help="alerts of all periods")
    parser.add_argument("--stream", metavar="ID", help="only this stream")
    parser.add_argument("--region", metavar="ID", help="only this region, such as KZ-23")
    parser.add_argument(
        "--format", choices=("table", "csv", "json"), default="table", help="default: table"
    )
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the alerts and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from assessment.alerts_table import alerts_table
    from assessment.signals import signals
    from reports.files.csv_file import as_csv

    assessment = assess()
    found = signals(assessment)
    _known("stream", args.stream, tuple(found.streams))
    _known("region", args.region, assessment.regions.ids)
    alerts = [
        alert
        for alert in chosen(found, args.period, every=args.all)
        if args.stream in (None, alert.stream) and args.region in (None, alert.region)
    ]
    table = alerts_table(assessment, found, alerts, args.lang)
    if args.format == "csv":
        text = as_csv(table).decode()
    elif args.format == "json":
        text = as_json(table)
    else:
        text = as_text(assessment, found, table, args.lang)
    put(text, args.out)
    return 0


def chosen(signals: Signals, period: str | None, *, every: bool) -> tuple[Alert, ...]:
    """Return the alerts of a period, of all, or the current ones; UserError for no such period."""
    if every:
        return signals.alerts
    if period is None:
        return signals.current
    periods = sorted({p for watched in signals.watched.values() for p in watched.periods})
    years = sorted({p[:4] for p in periods})
    if period not in periods and period not in years:
        raise UserError(
            f"signals: no stream has a period {period!r}; there are years from {years[0]} to "
            f"{years[-1]} and quarters such as {periods[-1]}"
        )
    of_year = f"{period}-"
    return tuple(a for a in signals.alerts if a.period == period or a.period.startswith(of_year))


def as_text(assessment: Assessment, signals: Signals, table: pd.DataFrame, lang: str) -> str:
    """Write the main columns rounded, in aligned columns, under what chance gives."""
    import pandas as pd

    from i18n import number

    streams = assessment.registry.streams
    none = number(float("nan"), lang)

    def figure(value: float | None, decimals: int) -> str:
        return none if value is None or pd.isna(value) else number(value, lang, decimals)

    names = (
        "period region name stream level rules value base change expected z p q stands inherited"
    )
    lines = [names.split()]
    for row in table.to_dict(orient="records"):
        stream = streams[row["stream"]]
        more = stream.change.decimals if stream.change else 0
        lines.append(
            [
                row["period"],
                row["region"],
                row["region_name"],
                row["stream_name"],
                row["level"],
                row["rules"],
                figure(row["value"], stream.decimals),
                figure(row["base"], stream.decimals),
                figure(row["change"], more),
                figure(row["expected"], more),
                figure(row["z"], 1),
                figure(row["p"], 3),
                figure(row["q"], 3),
                "yes" if row["stands"] else "no",
                "yes" if row["inherited"] else "no",
            ]
        )
    title = (
        f"alerts: {len(table)}; by chance alone at most about "
        f"{number(signals.expected_false_alarms, lang, 1)} a year "
        f"(data {assessment.observations.version})"
    )
    if table.empty:
        return title + "\n"
    left = ("period", "region", "name", "stream", "level", "rules")
    return "\n".join([title, "", *aligned(lines, left=left)]) + "\n"


def _known(what: str, asked: str | None, known: tuple[str, ...]) -> None:
    if asked is not None and asked not in known:
        raise UserError(f"signals: no {what} {asked!r}; there are: {', '.join(known)}")
