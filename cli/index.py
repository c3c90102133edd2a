"""Build any composite index from COINr's format, or export ours to it."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from cli import PROMPT, UserError

if TYPE_CHECKING:
    import pandas as pd

    from exchange.source import Source
    from scoring.composite import Composite
    from scoring.recipe import Recipe

DESCRIPTION = """\
Build any composite index from figures and a tree of indicators, step by step as COINr does, or
write our own framework in that format (--export).
"""
EPILOG = f"""\
THE FILES. iData: one row a unit, with uCode, uName, group columns, Time, and a column for each
indicator and denominator. iMeta: one row a code, with iCode, iName, Direction (1, -1), Weight,
Level (1 for indicators), Parent, Type (Indicator, Aggregate, Group, Denominator, Other), and if
wanted Target, Denominator, Normalise (a method for this indicator), Low, High and Transform (for
goalposts), Optional (TRUE: the index can do without), NotApplicable (units). NA is missing. With
several values of Time each is built on its own, and every file gets a column Time.

THE STEPS, in this order; each is left out unless asked for, up to normalise:
  --denominate   divide each indicator by the column that its Denominator names
  --impute       mean, median, group-mean:COL, group-median:COL, row-mean, row-median (each put on
                 0 to 1 and turned first), nearest:K (units most alike); with several times:
                 latest, linear
  --screen 0.9   keep units with at least this share of their indicators, counted after imputing,
                 as COINr does; observed:0.9 counts before
  --treat coin   cut off up to 5 outliers of a column with |skewness| > 2 and kurtosis > 3.5, and
                 if that is not enough take a logarithm of the column
  --normalise    goalposts, minmax, zscore, phi, rank, percentile-rank, borda, distance-to-max,
                 distance-to-reference:UNIT, distance-to-target, fraction-of-max, scaled. Before,
                 a column of direction -1 is turned (and its target); goalposts turn by 1 - z.
                 A column whose values are all the same cannot be put on a scale: an error.
                 One whose largest value is 0 has no fractions of it, and one in which UNIT is
                 lowest or missing cannot be measured by UNIT: left out, with a warning
  --range A,B    new ends for goalposts and minmax (0,100); new mean and deviation for zscore
                 (0,1); the old values that become 0 and 100 for scaled (0,100)
  --aggregate    arithmetic, geometric, harmonic, power:P, quadratic, inverted-geometric, max,
                 copeland: one, or one a level separated by commas, lowest first. What is missing
                 is left out and its weight shared out
  --threshold    least share of the children of a node that must be there, by number: one, or one
                 a level; else the node is missing
  --coverage     the same by weight of what applies, for every node; the index also needs every
                 aggregate below it that is not Optional

THE WEIGHTS, --weights; without it those of iMeta, where siblings are the children of one node:
  equal          every node weighs as much as its siblings
  optimised:2    the nodes of level 2 get weights, inside their parents, with which all correlate
                 equally with the index; at each time anew. If no weights do that, the nearest
                 are used, and a line says by how much they miss
  FILE           a CSV, whose columns say what it has. What it does not name keeps its weight
    iCode,Weight         weights, relative to those of the siblings
    iCode,points         100 points shared out over siblings, all of them
    first,second,times   how many times as much first weighs as second: each pair of siblings once
                         (AHP); a consistency ratio above 0.10 is refused
                 With points and times a column expert may say whose they are: then the weights are
                 the mean of the experts' points, or of the geometric mean of their comparisons

THE FILES WRITTEN to --out, numbers with 17 digits, NA where missing: normalised, aggregates, ranks
(1 is the highest, ties share the better rank), weights (given, effective, and importance: squared
correlation with the index), statistics, correlations, consistency (Cronbach's alpha, components),
leave_one_out, findings (what to look at again); and for the steps asked for denominated, imputed,
screened, treated, treatment, treated_points, uncertainty, sensitivity, and, without a column Time,
weights_by_expert (of several experts) and consistency_ratios (of comparisons). All or none are
written. Without --out the scores are printed.

THE ANALYSES, the same for the same seed:
  --uncertainty  weights inside every group are drawn around the given ones, so that one of 25 %
                 lies between 20 % and 30 % in nine of ten draws: mean, 5, 50 and 95 % of score
                 and rank of each unit
  --sensitivity  first and total order indices for the mean shift of the ranks and for the rank of
                 each unit. Factors: normalisation and aggregation (yours, and the usual others
                 that the data allow) and the weights inside each group. N (factors + 2) runs

examples:
  {PROMPT} index --data iData.csv --meta iMeta.csv --out result
  {PROMPT} index --data index.xlsx --denominate --impute group-mean:Continent --screen 0.9 \\
      --treat coin --normalise minmax --range 0,100 --aggregate arithmetic,geometric --out result
  {PROMPT} index --data iData.csv --meta iMeta.csv --normalise zscore --weights mine.csv
  {PROMPT} index --data iData.csv --meta iMeta.csv --uncertainty 10000 --seed 7 --out result
  {PROMPT} index --export ours                     our framework, the latest year that is rated
  {PROMPT} index --export ours --period all        all rated years

exit code: 0 done, 2 wrong arguments or files; all faults of the files are listed
"""
T = TypeVar("T")


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "index", help=(__doc__ or "").rstrip("."), description=DESCRIPTION, epilog=EPILOG
    )
    source = parser.add_mutually_exclusive_group()
    source.add_argument(
        "--data", type=Path, metavar="FILE", help="iData.csv, or a workbook (.xlsx)"
    )
    source.add_argument("--export", type=Path, metavar="DIR", help="write our framework there")
    parser.add_argument("--meta", type=Path, metavar="FILE", help="iMeta.csv; not with a workbook")
    parser.add_argument(
        "--period", metavar="YEAR", help="with --export: a year, or all; default: the latest"
    )
    parser.add_argument("--denominate", action="store_true", help="divide by the denominators")
    parser.add_argument("--impute", default="none", metavar="METHOD", help="default: none")
    parser.add_argument("--screen", metavar="SHARE", help="leave out units with less data")
    parser.add_argument("--treat", choices=("none", "coin"), default="none", help="default: none")
    parser.add_argument("--normalise", default="minmax", metavar="METHOD", help="default: minmax")
    parser.add_argument("--range", metavar="A,B", help="see above for what it means")
    parser.add_argument(
        "--aggregate", default="arithmetic", metavar="METHODS", help="default: arithmetic"
    )
    parser.add_argument("--threshold", metavar="SHARES", help="least share of children, by number")
    parser.add_argument("--coverage", metavar="SHARE", help="least share by weight, such as 2/3")
    parser.add_argument(
        "--weights", metavar="WAY", help="equal, optimised:LEVEL, or a CSV; default: those of iMeta"
    )
    parser.add_argument(
        "--uncertainty", type=int, metavar="N", help="draw the weights N times; rank bands"
    )
    parser.add_argument("--seed", type=int, default=1, metavar="S", help="of all draws; default: 1")
    parser.add_argument(
        "--sensitivity",
        type=int,
        metavar="N",
        help="Sobol indices; base sample of N, rounded up to a power of 2",
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write there, not to the screen")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Export or build, and return 0; what the user can mend is raised with its message."""
    from threadpoolctl import threadpool_limits

    if args.data is None and args.export is None:
        raise UserError(f"{PROMPT} index: --data or --export is needed (see {PROMPT} index --help)")
    # Two threads on small tables take longer than one.
    with threadpool_limits(limits=1):
        return _export(args) if args.export is not None else _build(args)


def _export(args: argparse.Namespace) -> int:
    from assessment import assess
    from cli.score import chosen_period
    from exchange.export import export
    from exchange.writing import write_folder

    assessment = assess()
    every = args.period == "all"
    periods = assessment.rated_periods if every else (chosen_period(assessment, args.period),)
    write_folder(args.export, export(assessment, periods, PROMPT))
    return 0


def _build(args: argparse.Namespace) -> int:
    from exchange.source import read_source
    from exchange.weighting import parse_weighting
    from exchange.writing import as_csv, write_folder

    if args.period is not None:
        raise UserError("index: --period goes with --export; here the column Time says the years")
    analyses = [name for name in ("uncertainty", "sensitivity") if getattr(args, name) is not None]
    for name in analyses:
        if getattr(args, name) < 1:
            raise UserError(f"index: --{name} takes a number of 1 or more")
    if args.sensitivity is not None and args.sensitivity & (args.sensitivity - 1):
        rounded = 1 << args.sensitivity.bit_length()
        words = (
            f"index: --sensitivity {args.sensitivity} becomes {rounded}: a power of 2 is balanced"
        )
        print(words, file=sys.stderr)
        args.sensitivity = rounded
    if args.seed < 0:
        raise UserError("index: --seed takes a number of 0 or more")
    if analyses and args.out is None:
        raise UserError(f"index: --{analyses[0]} needs --out DIR for its file")
    try:
        recipe = recipe_of(args)
        source = read_source(args.data, args.meta)
        if source.ignored:
            columns = ", ".join(source.ignored)
            print(f"{args.data}: not in iMeta, so not used: {columns}", file=sys.stderr)
        weighting = parse_weighting(args.weights, source.framework.hierarchy)
        tree = weighting.given.hierarchy
        source = replace(source, framework=replace(source.framework, hierarchy=tree))
        built = _composites(source, recipe)
        _warn(built, args.normalise)
        if weighting.level is not None:
            built = _optimised(built, weighting.level)
        if args.out is None:
            sys.stdout.write(as_csv(_scores(source, built)))
        else:
            tables = _tables(source, built, args) | weighting.given.tables
            write_folder(args.out, {f"{name}.csv": as_csv(table) for name, table in tables.items()})
    except ValueError as error:
        from scoring.faults import FAULTS

        if isinstance(error, FAULTS):
            raise UserError(f"index: {error}") from error
        raise
    return 0


def _warn(built: dict[str, Composite], method: str) -> None:
    """Name the indicators that have figures and are left out all the same."""
    for time, composite in built.items():
        where = f" in {time}" if len(built) > 1 else ""
        for name in composite.not_placed:
            words = f"index: '{name}'{where} is left out: {method} is not defined for it"
            print(words, file=sys.stderr)


def _optimised(built: dict[str, Composite], level: int) -> dict[str, Composite]:
    """Weigh ``level`` anew at each time, and say where its nodes are not equally important."""
    from exchange.optimised import all_equally_important

    found = all_equally_important(built, level, _progress)
    for time, each in found.items():
        where = f" in {time}" if len(found) > 1 else ""
        for name in each.absent:
            print(f"index: '{name}'{where} has no scores and keeps its weight", file=sys.stderr)
        if not each.found.reached:
            words = (
                f"index: no weights make the nodes of level {level}{where} equally important; the "
                f"nearest are used: '{each.furthest}' misses its share of importance by "
                f"{each.found.gap:.3g}"
            )
            print(words, file=sys.stderr)
    return {time: each.composite for time, each in found.items()}


def recipe_of(args: argparse.Namespace) -> Recipe:
    """Turn the options into a recipe.  Raises RecipeError and the like."""
    from exchange.options import (
        parse_aggregations,
        parse_normalisation,
        parse_range,
        parse_share,
    )
    from scoring.recipe import Recipe

    observed, _, share = (args.screen or "").rpartition(":")
    if observed not in ("", "observed"):
        raise UserError(f"index: --screen takes a share, or observed:SHARE, not '{args.screen}'")
    return Recipe(
        denominate=args.denominate,
        impute=args.impute,
        screen=parse_share(share) if share else None,
        screen_observed=observed == "observed",
        treat=args.treat == "coin",
        normalisation=parse_normalisation(
            args.normalise, parse_range(args.range) if args.range else None
        ),
        aggregate=parse_aggregations(args.aggregate),
        threshold=tuple(map(parse_share, args.threshold.split(","))) if args.threshold else (),
        coverage=parse_share(args.coverage) if args.coverage else None,
    )


def _composites(source: Source, recipe: Recipe) -> dict[str, Composite]:
    from scoring.composite import build_panel

    times = {float(time or 0): time for time in source.times}

    def by_number(tables: dict[str, T]) -> dict[float, T]:
        return {number: tables[time] for number, time in times.items()}

    built = build_panel(
        by_number(source.values),
        source.framework,
        recipe,
        denominators=by_number(source.denominators),
        groups=by_number(source.groups),
    )
    return {times[number]: composite for number, composite in built.items()}


def _tables(
    source: Source, built: dict[str, Composite], args: argparse.Namespace
) -> dict[str, pd.DataFrame]:
    from exchange.analyses import sensitivity_table, uncertainty_table
    from exchange.audits import audit_tables
    from exchange.results import over_time, result_tables

    tables = {}
    for time, composite in _progress(built.items(), "times"):
        tables[time] = result_tables(composite)
        tables[time] |= audit_tables(composite, source.denominators[time])
        if args.uncertainty is not None:
            drawn = uncertainty_table(composite, args.uncertainty, args.seed, _progress)
            tables[time]["uncertainty"] = drawn
        if args.sensitivity is not None:
            shares = sensitivity_table(composite, args.sensitivity, args.seed, _progress)
            tables[time]["sensitivity"] = shares
    return over_time(tables)


def _scores(source: Source, built: dict[str, Composite]) -> pd.DataFrame:
    from exchange.results import over_time, scores_table

    return over_time(
        {
            time: {"scores": scores_table(composite, source.unit_names)}
            for time, composite in built.items()
        }
    )["scores"]


def _progress(items: Iterable[T], what: str) -> Iterator[T]:
    """Pass items on, with a bar on a terminal when there are several."""
    from tqdm import tqdm

    listed = list(items)
    # None: no bar where nobody looks at it.
    hidden = True if len(listed) == 1 else None
    yield from tqdm(listed, desc=what, file=sys.stderr, disable=hidden)
