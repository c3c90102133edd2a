"""Show, rebuild, check or keep the data package."""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

from cli import PROMPT, UserError
from intake.build import DATA, build, differences

EPILOG = f"""\
The figures are kept twice: as they were tabulated (data/tables) and as the data package that
everything reads (data/datapackage.json, data/observations and the lists beside them). The package
is made from the tables and from the registry of series, never edited by hand; the same tables give
the same files, byte for byte, and so the same data version.

To change a figure, a note or a source: edit the table, then build, then validate.

A release that was published is kept whole, with its method and its scores, in
data/vintages/RELEASE-METHOD.json.xz, so that a later one can be held against it ({PROMPT} ledger).
What is kept is never replaced: other figures need a new version in data/tables/release.yaml, another
method one in indicators/framework.yaml.

examples:
  {PROMPT} data            version, themes, number of figures, years
  {PROMPT} data --build    make the package from the tables
  {PROMPT} data --check    is the package what the tables give?
  {PROMPT} data --keep-vintage    keep this release: the last step before it is published

exit code: 0 done, 1 the package differs from the tables, 2 wrong arguments, a broken table, or
another release of this name that is kept
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "data",
        help="show, rebuild, check or keep the data package",
        description="Show, rebuild, check or keep the data package that the figures are read from.",
        epilog=EPILOG,
    )
    what = parser.add_mutually_exclusive_group()
    what.add_argument("--build", action="store_true", help="make the package from data/tables")
    what.add_argument(
        "--check", action="store_true", help="compare the package with what data/tables gives"
    )
    what.add_argument(
        "--keep-vintage", action="store_true", help="keep this release with its method and scores"
    )
    parser.set_defaults(func=run, root=DATA)


def run(args: argparse.Namespace) -> int:
    """Do what was asked and return the exit code."""
    root: Path = args.root
    if args.check:
        return _check(root)
    if args.keep_vintage:
        return _keep(root)
    if args.build:
        build(root)
    _summary(root)
    return 0


def _check(root: Path) -> int:
    wrong = differences(root)
    for path in wrong:
        print(f"{root.name}/{path} is not what the tables give")
    if wrong:
        print(f"Make the package anew: {PROMPT} data --build")
        return 1
    print("The package is what the tables give.")
    return 0


def _keep(root: Path) -> int:
    from assessment.vintages import keep

    if differences(root):
        raise UserError(f"The package is not what the tables give: {PROMPT} data --build")
    path, new = keep(root)
    size = path.stat().st_size // 1024
    print(f"{path.name}: {'kept' if new else 'is kept already, and the same'} ({size} kB)")
    return 0


def _summary(root: Path) -> None:
    path = root / "datapackage.json"
    if not path.is_file():
        raise UserError(f"There is no data package in {root.name}/: {PROMPT} data --build")
    package = json.loads(path.read_text(encoding="utf-8"))
    print(f"{package['title']}")
    print(f"release {package['version']} of {package['created'][:10]}, version {package['id']}")
    total = 0
    print(f"\n{'theme':<22}{'series':>7}{'figures':>9}   years")
    for resource in package["resources"]:
        if not resource["path"].startswith("observations/"):
            continue
        with (root / resource["path"]).open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
        years = sorted({row["period"][:4] for row in rows})
        span = years[0] if len(years) == 1 else f"{years[0]}–{years[-1]}"
        series = len({row["indicator"] for row in rows})
        total += len(rows)
        print(f"{Path(resource['path']).stem:<22}{series:>7}{len(rows):>9}   {span}")
    print(f"\n{total} figures")
