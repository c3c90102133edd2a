"""A table of a million figures: read, checked and held against those that count.

The floor is a bare ``pandas.read_csv`` of the same file. Each measurement is a process of its own;
times are those of the work, without imports; memory is the most that the process held above what
it held before, so that it can be seen whether it grows with the file.
"""

from __future__ import annotations

import argparse
import csv
import json
import resource
import subprocess
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from benchmarks.report import conditions, table
from indicators.layout import OBSERVATION_COLUMNS

ROOT = Path(__file__).resolve().parents[1]
SIZES = (125_000, 250_000, 500_000, 1_000_000)
SERIES = 10
GOAL = 4.0
FIRST_DAY = date(2012, 1, 2)


def write(path: Path, rows: int) -> None:
    """Write a sound table of daily figures, none of which is held, in the package's own columns."""
    from intake.loading.known import load_known

    known = load_known()
    series = [one for one in known.series.values() if one.range[0] == 0][:SERIES]
    places = known.territories.by_borders["current"]
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.writer(stream, lineterminator="\n")
        writer.writerow(OBSERVATION_COLUMNS)
        left, day = rows, FIRST_DAY
        while left > 0:
            block = [
                (
                    one.id,
                    place,
                    "current",
                    day.isoformat(),
                    f"{1 + at % 37 / 7:.2f}",
                    one.unit,
                    "bns_taldau",
                    "table 1",
                    "official",
                    "",
                )
                for one in series
                for at, place in enumerate(places)
            ][:left]
            writer.writerows(block)
            left, day = left - len(block), day + timedelta(days=1)


def measure(what: str, path: Path, rows: int) -> dict[str, float]:
    """Do the work in this process; return seconds and MiB."""
    if what == "floor":
        import pandas as pd

        before, start = _most(), time.perf_counter()
        found = len(pd.read_csv(path))
    else:
        from intake.loading.known import load_known
        from intake.loading.preview import preview
        from intake.loading.tables import Source

        known = load_known()
        before, start = _most(), time.perf_counter()
        found = preview(Source(path, path.name), known).new
    taken = time.perf_counter() - start
    if found != rows:
        raise RuntimeError(f"{found} rows of {rows}")
    return {"seconds": taken, "mib": _most() - before}


def _most() -> float:
    """Return the most memory that this process has held, in MiB."""
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / (1024 * 1024 if sys.platform == "darwin" else 1024)


def run(what: str, path: Path, rows: int) -> dict[str, float]:
    """Measure in a process of its own."""
    command = [sys.executable, "-m", "benchmarks.loading", "--one", what, str(path), str(rows)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="default: 3")
    parser.add_argument("--one", nargs=3, metavar=("WHAT", "FILE", "ROWS"), help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one:
        what, path, rows = args.one
        print(json.dumps(measure(what, Path(path), int(rows))))
        return
    lines = [("rows", "MB", "pandas, s", "ours, s", "compared", "pandas, MiB", "ours, MiB")]
    with tempfile.TemporaryDirectory() as folder:
        for rows in SIZES:
            path = Path(folder) / "table.csv"
            write(path, rows)
            best: dict[str, dict[str, float]] = {}
            for _ in range(args.repeats):
                for what in ("floor", "ours"):
                    found = run(what, path, rows)
                    if what not in best or found["seconds"] < best[what]["seconds"]:
                        best[what] = found
            floor, ours = best["floor"], best["ours"]
            lines.append(
                (
                    f"{rows:,}",
                    f"{path.stat().st_size / 1e6:.0f}",
                    f"{floor['seconds']:.2f}",
                    f"{ours['seconds']:.2f}",
                    f"{ours['seconds'] / floor['seconds']:.1f}×",
                    f"{floor['mib']:.0f}",
                    f"{ours['mib']:.0f}",
                )
            )
    print(f"{conditions()}; the quickest of {args.repeats}; goal ≤ {GOAL:g}×\n")
    print(table(lines))


if __name__ == "__main__":
    main()
