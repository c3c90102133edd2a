"""Write the incidents that were reported here as rows for data/tables."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from cli import PROMPT, UserError

EPILOG = f"""\
Incidents that were reported on the page Incidents, Report, and published by an analyst stand in the
database (KELISIM_DATABASE_URL, or workspace/kelisim.sqlite). They are shown, and enter neither
signals nor validation, until a release takes them over. This command writes them as rows of the
four tables of the log, with the columns of data/tables: append the rows to the tables there, raise
the version in data/tables/release.yaml, then {PROMPT} data --build. Once that release runs here, an
analyst withdraws the reports, which would else be shown beside their rows.

A row of the log stands in three languages and has its place on the map. A report that lacks a
translation or a place is left out, and a line says what it lacks.

examples:
  {PROMPT} incidents export --out new_incidents

exit code: 0 done, 1 some reports were left out, 2 wrong arguments, a database that cannot be opened,
a folder that cannot be written
"""


def add(subparsers: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Add the command to the command line."""
    parser = subparsers.add_parser(
        "incidents",
        help=(__doc__ or "").rstrip("."),
        description=__doc__,
        epilog=EPILOG,
    )
    parser.add_argument("what", nargs="?", choices=("export",), help="write them as rows")
    parser.add_argument("--out", type=Path, metavar="DIR", help="folder for the four tables")
    parser.set_defaults(func=run)


def run(args: argparse.Namespace) -> int:
    """Write the tables and return the exit code."""
    from indicators.incident_report import IncidentReport
    from indicators.incident_report_export import export_reports
    from indicators.incident_report_rows import csv_of
    from indicators.incidents import read_incidents
    from scenarios import open_store

    folder: Path | None = args.out
    if args.what is None or folder is None:
        raise UserError(f"say what to do and where: {PROMPT} incidents export --out DIR")
    store = open_store()
    try:
        counted = store.counted((IncidentReport.kind,))
    finally:
        store.close()
    reports = [(one.id, one.content) for one in counted if isinstance(one.content, IncidentReport)]
    export = export_reports(reports, read_incidents())
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for name, rows in export.tables.items():
            (folder / name).write_bytes(csv_of(name, rows))
    except OSError as error:
        raise UserError(f"{folder} cannot be written: {error.strerror}") from error
    print(f"{len(export.ids)} of {len(reports)} reported incidents written to {folder}")
    for key, id_ in export.ids.items():
        print(f"  {key}: {id_}")
    for one in export.left_out:
        lacking = ", ".join(f"{field} in {language}" for field, language in one.fields)
        reason = f"no translation of {lacking}" if one.fields else "no place on the map"
        print(f"  {one.report} was left out: {reason}", file=sys.stderr)
    return 1 if export.left_out else 0
