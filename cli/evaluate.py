"""Hold the scores against recorded incidents, by the protocol of the registry."""

from __future__ import annotations

import argparse
import json
from collections.abc import Hashable
from pathlib import Path
from typing import TYPE_CHECKING

from cli import PROMPT, UserError
from cli.output import put

if TYPE_CHECKING:
    import pandas as pd

    from assessment.evaluation import Evaluation

TABLES = ("auc", "precision", "alarms", "leads", "misses", "incidents", "power")
EPILOG = f"""\
What is counted, over which years and by which measure was written down before the first run:
indicators/validation_protocol.yaml. Its SHA-256 stands in every output.

tables (for csv; json holds all of them unless one is named):
  auc        the index for each outcome and window; baselines, without each pillar, capacity
  precision  incidents among the first 3 and 5 of each year
  alarms     false alarms a region-year, missed incidents, lead time
  leads      how long each alarm stood before each incident
  misses     incidents after the lowest places, high places that nothing followed
  incidents  each incident with score, class and places of its region the year before
  power      what so few incidents can show at all

examples:
  {PROMPT} evaluate                                     what may and may not be concluded
  {PROMPT} evaluate --lang ru
  {PROMPT} evaluate --format csv --table incidents --out incidents.csv
  {PROMPT} evaluate --format json

exit code: 0 done, 2 wrong arguments (a table without csv or json, a file that cannot be written)
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "evaluate",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="default: text"
    )
    parser.add_argument("--table", choices=TABLES, help="default: auc for csv, all for json")
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.add_argument("--out", type=Path, metavar="FILE", help="write there, not to the screen")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Print the validation and return 0; what the user can mend is raised with its message."""
    from assessment import assess
    from assessment.evaluation import evaluate
    from assessment.evaluation_tables import TABLES as MADE
    from reports.files.csv_file import as_csv

    if args.table and args.format == "text":
        raise UserError("evaluate: --table needs --format csv or --format json")
    found = evaluate(assess())
    if args.format == "csv":
        table = MADE[args.table or "auc"](found, args.lang)
        text = as_csv(table).decode()
    elif args.format == "json":
        names = [args.table] if args.table else list(TABLES)
        content = {name: _records(MADE[name](found, args.lang)) for name in names}
        text = json.dumps(content, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
    else:
        text = _text(found, args.lang)
    put(text, args.out)
    return 0


def _records(table: pd.DataFrame) -> list[dict[Hashable, object]]:
    rows: list[dict[Hashable, object]] = (
        table.astype(object).where(table.notna(), None).to_dict(orient="records")
    )
    return rows


def _text(found: Evaluation, lang: str) -> str:
    """Write the conclusions, and the main numbers in aligned columns."""
    from assessment.contenders import BASELINE, CAPACITY, WITHOUT
    from cli.score import aligned
    from reports.validation import ValidationWords, ordered
    from reports.wording import Wording

    say = ValidationWords(Wording(found.assessment, lang), found)
    protocol = found.protocol
    auc = [["outcome", "window", "n", "of", "AUC", "logit", "bootstrap", "p", "p_regions"]]
    for one in found.findings:
        estimate = one.estimate
        auc.append(
            [
                say.words.text(protocol.outcome(one.outcome).name),
                f"t+{one.window}" if one.window == 1 else f"t+1..t+{one.window}",
                str(estimate.positives),
                str(estimate.region_years),
                say.auc(estimate.auc),
                say.interval(estimate.low, estimate.high),
                say.interval(estimate.drawn_low, estimate.drawn_high),
                say.p(estimate.p),
                say.p(estimate.p_regions),
            ]
        )
    beside = [["score", "n", "of", "AUC", "logit", "p", "index", "difference", "interval"]]
    for kind in (BASELINE, WITHOUT, CAPACITY):
        for rival in ordered(found.contenders, kind):
            estimate = rival.estimate
            beside.append(
                [
                    say.name(rival),
                    str(estimate.positives),
                    str(estimate.region_years),
                    say.auc(estimate.auc),
                    say.interval(estimate.low, estimate.high),
                    say.p(estimate.p),
                    say.auc(rival.index.auc),
                    say.words.signed(rival.difference, 2),
                    f"{say.words.signed(rival.low, 2)}..{say.words.signed(rival.high, 2)}",
                ]
            )
    precision = [["score", "k", "hits", "places", "precision", "base", "p"]]
    for name, several in found.precision.items():
        for top in several:
            precision.append(
                [
                    say.baseline(name),
                    str(top.k),
                    say.words.number(top.hits, 0 if float(top.hits).is_integer() else 1),
                    str(top.places),
                    say.words.percent(top.share),
                    say.words.percent(top.base),
                    say.p(top.p),
                ]
            )
    alarms = [["alarm", "alarms", "false", "a_region_year", "missed", "of", "lead"]]
    for alarm in found.alarms:
        counts = alarm.counts
        alarms.append(
            [
                say.alarm(alarm.alarm),
                str(counts.raised),
                str(counts.false),
                say.words.number(counts.false_rate, 2),
                str(counts.missed),
                str(counts.events),
                say.leads(alarm),
            ]
        )
    lines = [say.conclusion(), "", say.basis(), ""]
    lines += [f"+ {sentence}" for sentence in say.may()]
    lines += [f"- {sentence}" for sentence in say.may_not()]
    for block in (auc, beside, precision, alarms):
        lines += ["", *aligned(block, left=("outcome", "window", "score", "alarm", "lead"))]
    lines += [
        "",
        *say.parts(),
        say.quiet_years(),
        *say.power(),
        "",
        f"protocol {protocol.version}, sha256 {found.sealed.sha256}",
    ]
    return "\n".join(lines) + "\n"
