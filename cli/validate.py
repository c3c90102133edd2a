"""Check the figures: every fault with its file, row, column, value and what is allowed."""

from __future__ import annotations

import argparse
import csv
import json
import sys
from collections.abc import Callable
from pathlib import Path

from cli import PROMPT, UserError
from i18n import translator
from indicators.checks.characters import FORMULA_SIGNS
from indicators.faults import Fault
from indicators.inspection import Inspection, inspect_package
from indicators.layout import SIDE_TABLES
from indicators.observations import DATA
from indicators.package import Package, read_folder, read_single, read_zip

Translate = Callable[[str], str]

CSV_COLUMNS = (
    "level",
    "code",
    "file",
    "row",
    "column",
    "value",
    "wrong",
    "allowed",
    "series",
    "region",
)

EPILOG = f"""\
PATH is a folder with datapackage.json, a ZIP of such a folder, or one CSV file of figures. A single
file is checked against this project's own sources, regions and notes.

All faults are printed, not only the first, one a line:
  FILE:ROW  COLUMN "VALUE"  what is wrong (allowed: what would be right)
ROW is the line that an editor shows; the row of column names is line 1.

A warning does not forbid the use of the figures: a figure is old, or a sum is off by no more than
the tolerance of its series.

examples:
  {PROMPT} validate                        check data/
  {PROMPT} validate my-labour.csv          check one file before it goes into the package
  {PROMPT} validate package.zip --lang ru  check a package that somebody sent
  {PROMPT} validate --format csv > faults.csv

exit code: 0 sound, 1 faults, 2 wrong arguments or a path that cannot be read
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "validate",
        help="check the figures",
        description="Check the figures and print every fault.",
        epilog=EPILOG,
    )
    parser.add_argument(
        "path", nargs="?", type=Path, default=DATA, metavar="PATH", help="default: data/"
    )
    parser.add_argument(
        "--format", choices=("text", "csv", "json"), default="text", help="default: text"
    )
    parser.add_argument("--lang", choices=("en", "ru", "kk"), default="en", help="default: en")
    parser.set_defaults(func=run)


def read_package(path: Path) -> Package:
    """Read the package that a path names.

    Raises
    ------
    UserError
        If there is nothing to read.
    """
    try:
        if path.is_dir():
            return read_folder(path)
        if not path.exists():
            raise UserError(f"{path}: no such file or folder")
        if path.suffix.lower() == ".csv":
            return read_single(path)
        if path.suffix.lower() == ".zip":
            return read_zip(path)
    except OSError as error:
        raise UserError(f"{path}: cannot be read: {error.strerror}") from error
    raise UserError(f"{path}: a folder, a .zip or a .csv is expected")


def run(args: argparse.Namespace) -> int:
    """Print the faults of a package; return 0 if it is sound, 1 if it is not."""
    translate = translator(args.lang)
    package = read_package(args.path)
    reference = None if package.complete else _own_package()
    inspection = inspect_package(package, reference=reference)
    if args.format == "json":
        _print_json(inspection, translate)
    elif args.format == "csv":
        _print_csv(inspection, translate)
    else:
        _print_text(inspection, translate)
    return 1 if inspection.errors else 0


def _own_package() -> Package:
    """Return the project's own package, whose sources, regions and notes a single file names."""
    package = read_folder(DATA)
    missing = [
        name for name, layout in SIDE_TABLES.items() if layout.needed and name not in package.files
    ]
    if missing:
        raise UserError(
            f"a single file is checked against data/, and there {missing[0]} is missing"
        )
    return package


def one_line(text: str) -> str:
    """Return text with every character that is not printable written as an escape.

    What stands in somebody's file must not move the cursor of the terminal that shows it.
    """
    return "".join(
        sign if sign.isprintable() else sign.encode("unicode_escape").decode() for sign in text
    )


def describe(fault: Fault, _: Translate) -> str:
    """Return a fault as one line of text."""
    cell = " ".join(part for part in (fault.column, fault.value and f'"{fault.value}"') if part)
    # Where a row has several figures' worth of context, the series says which one is meant.
    whose = " ".join(part for part in (fault.series, fault.region) if part)
    parts = (fault.place(), cell, fault.message(_))
    allowed = _("allowed: {rule}").format(rule=fault.rule(_))
    line = f"{'  '.join(part for part in parts if part)} ({allowed})"
    return one_line(f"{line}  [{whose}]" if whose else line)


def _print_text(inspection: Inspection, _: Translate) -> None:
    if inspection.warnings:
        print(_("Warnings:"))
    for fault in inspection.warnings:
        print(describe(fault, _))
    if inspection.errors:
        print(_("Faults:"))
    for fault in inspection.errors:
        print(describe(fault, _))
    print(
        _("The figures have faults.") if inspection.errors else _("The figures are sound."),
        _("Figures: {figures}. Faults: {faults}. Warnings: {warnings}.").format(
            figures=inspection.figures,
            faults=len(inspection.errors),
            warnings=len(inspection.warnings),
        ),
    )


def _as_dict(fault: Fault, translate: Translate) -> dict[str, str | int | None]:
    return {
        "level": "warning" if fault.is_warning else "error",
        "code": fault.code,
        "file": fault.file,
        "row": fault.row,
        "column": fault.column,
        "value": fault.value,
        "wrong": fault.message(translate),
        "allowed": fault.rule(translate),
        "series": fault.series,
        "region": fault.region,
    }


def _print_json(inspection: Inspection, translate: Translate) -> None:
    content = {
        "sound": not inspection.errors,
        "figures": inspection.figures,
        "faults": [_as_dict(fault, translate) for fault in inspection.errors],
        "warnings": [_as_dict(fault, translate) for fault in inspection.warnings],
    }
    print(json.dumps(content, ensure_ascii=False, indent=2))


def inert(cell: str | int | None) -> str | int | None:
    """Return a cell that no spreadsheet takes for a formula: such text gets a leading apostrophe.

    The faulty value is quoted from somebody's file; it may be the very formula that was refused.
    """
    if isinstance(cell, str) and cell.lstrip()[:1] in FORMULA_SIGNS:
        return f"'{cell}"
    return cell


def _print_csv(inspection: Inspection, translate: Translate) -> None:
    writer = csv.DictWriter(sys.stdout, CSV_COLUMNS, lineterminator="\n")
    writer.writeheader()
    for fault in (*inspection.errors, *inspection.warnings):
        cells = _as_dict(fault, translate)
        writer.writerow({column: inert(cells[column]) for column in CSV_COLUMNS})
