"""A table of a million figures: read, checked and held against those that count.

The floor is a bare ``pandas.read_csv`` (``read_excel``) of the same file. Each measurement is a
process of its own, floor and ours in turn; times are those of the work, without imports; memory is
the most that the process held above what it held before, so that it can be seen whether it grows
with the file.
"""

from __future__ import annotations

import argparse
import csv
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, count, islice
from pathlib import Path

import xlsxwriter

from benchmarks.report import conditions, table
from indicators.layout import OBSERVATION_COLUMNS

ROOT = Path(__file__).resolve().parents[1]
SIZES = (125_000, 250_000, 500_000, 1_000_000)
SHEET = 60_000  # rows of the workbook: more than are taken over at once, as of the others
SERIES = 10
GOAL = 4.0
FIRST_DAY = date(2012, 1, 2)
BAD = "no number"
COMMAS, QUOTED = "decimal commas, Windows-1251", "every cell in quotation marks"
VALUE = OBSERVATION_COLUMNS.index("value")
# What the tables are like, and how many of their rows have a fault.
KINDS = {
    "sound": lambda rows: 0,
    QUOTED: lambda rows: 0,
    COMMAS: lambda rows: 0,
    "one row with a fault": lambda rows: 1,
    "a fault in every hundredth row": lambda rows: rows // 100,
    "one row twice": lambda rows: 1,
    "a fault in every row": lambda rows: rows,
    "workbook": lambda rows: 0,
}


def figures(rows: int, kind: str) -> Iterator[tuple[str, ...]]:
    """Yield rows of daily figures, none of which is held, in the package's own columns."""
    from intake.loading.known import load_known

    known = load_known()
    series = [one for one in known.series.values() if one.range[0] == 0][:SERIES]
    places = known.territories.by_borders["current"]
    bad = KINDS[kind](rows)
    every = rows // bad if bad else 0
    chance = random.Random(1)
    days = (FIRST_DAY + timedelta(days=at) for at in count())
    keys = ((day, one, place) for day in days for one in series for place in places)
    if kind == "one row twice":  # its first row again as the last
        keys = chain(islice(keys, rows - 1), [(FIRST_DAY, series[0], places[0])])
        every = 0
    for at, (day, one, place) in enumerate(islice(keys, rows)):
        value = f"{chance.random() * 100:.2f}"
        if kind == COMMAS:
            value = value.replace(".", ",")
        if every and at % every == every // 2:
            value = BAD
        yield (
            one.id,
            place,
            "current",
            day.isoformat(),
            value,
            one.unit,
            "bns_taldau",
            "таблица 1",
            "official",
            "",
        )


def write(folder: Path, rows: int, kind: str = "sound") -> Path:
    """Write a table and return its path."""
    if kind == "workbook":
        path = folder / "table.xlsx"
        book = xlsxwriter.Workbook(path, {"constant_memory": True})
        sheet = book.add_worksheet()
        for at, cells in enumerate(chain([OBSERVATION_COLUMNS], figures(rows, kind))):
            for column, cell in enumerate(cells):
                sheet.write(at, column, float(cell) if at and column == VALUE else cell)
        book.close()
        return path
    path = folder / "table.csv"
    commas = kind == COMMAS
    quoting = csv.QUOTE_ALL if kind == QUOTED else csv.QUOTE_MINIMAL
    with path.open("w", encoding="cp1251" if commas else "utf-8", newline="") as stream:
        writer = csv.writer(
            stream, lineterminator="\n", delimiter=";" if commas else ",", quoting=quoting
        )
        writer.writerow(OBSERVATION_COLUMNS)
        writer.writerows(figures(rows, kind))
    return path


def measure(what: str, path: Path, rows: int, kind: str) -> dict[str, float]:
    """Do the work in this process; return seconds and MiB."""
    bad = 0
    if what == "floor":
        import pandas as pd

        words = {"sep": ";", "decimal": ",", "encoding": "cp1251"} if kind == COMMAS else {}
        read = pd.read_excel if kind == "workbook" else pd.read_csv
        before, start = _most(), time.perf_counter()
        found = len(read(path, **words))
    else:
        from intake.loading.known import load_known
        from intake.loading.preview import preview
        from intake.loading.tables import Source

        known = load_known()
        before, start = _most(), time.perf_counter()
        made = preview(Source(path, path.name), known)
        found, bad = made.new, made.refused
    taken = time.perf_counter() - start
    if found + bad != rows or (what == "ours" and bad != KINDS[kind](rows)):
        raise RuntimeError(f"{found} rows of {rows}, {bad} refused")
    return {"seconds": taken, "mib": _most() - before}


def _most() -> float:
    """Return the most memory that this process has held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def run(what: str, path: Path, rows: int, kind: str) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [
        sys.executable,
        "-m",
        "benchmarks.loading",
        "--one",
        what,
        str(path),
        str(rows),
        kind,
    ]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def compared(rows: int, kind: str, repeats: int) -> tuple[str, ...]:
    """Measure a table of one kind; return a line of the table."""
    best: dict[str, dict[str, float]] = {}
    with tempfile.TemporaryDirectory() as folder:
        path = write(Path(folder), rows, kind)
        for _ in range(repeats):
            for what in ("floor", "ours"):
                found = run(what, path, rows, kind)
                if what not in best or found["seconds"] < best[what]["seconds"]:
                    best[what] = found
        size = path.stat().st_size
    floor, ours = best["floor"], best["ours"]
    return (
        kind,
        f"{rows:,}",
        f"{size / 1e6:.0f}",
        f"{floor['seconds']:.2f}",
        f"{ours['seconds']:.2f}",
        f"{ours['seconds'] / floor['seconds']:.1f}×",
        f"{floor['mib']:.0f}",
        f"{ours['mib']:.0f}",
    )


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        what, path, rows, kind = args.one
        print(json.dumps(measure(what, Path(path), int(rows), kind)))
        return
    head = ("", "rows", "MB", "pandas, s", "ours, s", "compared", "pandas, MiB", "ours, MiB")
    lines = [head, *(compared(rows, "sound", args.repeats) for rows in SIZES)]
    for kind in KINDS:
        if kind != "sound":
            lines.append(compared(SHEET if kind == "workbook" else SIZES[-1], kind, args.repeats))
    print(f"{conditions()}; the quickest of {args.repeats}; goal for a sound table ≤ {GOAL:g}×\n")
    print(table(lines))


if __name__ == "__main__":
    main()
