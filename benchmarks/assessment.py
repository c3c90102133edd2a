"""The assessment: figures to scores, against the floor of reading the same figures with pandas.

    python -m benchmarks.assessment [--repeats N]

Each line is measured in turn with the floor, in the same run. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import subprocess
import sys
import time
from collections.abc import Callable
from functools import partial
from statistics import median

import pandas as pd

from assessment import assess
from benchmarks.report import conditions, table
from browser.server import ROOT
from geodata.regions import load_regions
from indicators.observations import DATA, read_observations
from indicators.registry import load_registry
from scoring.score import score

FIGURES = sorted((DATA / "observations").glob("*.csv"))


def floor() -> None:
    """Read the figures, check nothing, make nothing of them."""
    pd.concat([pd.read_csv(path) for path in FIGURES])


def forget() -> None:
    """Make the registries be read anew, as by a process that has just begun."""
    load_registry.cache_clear()
    load_regions.cache_clear()


def steps() -> dict[str, tuple[Callable[[], object], Callable[[], object]]]:
    """What is measured: what is done before, outside the clock, and what is done."""
    made = assess()
    known = (made.registry, made.observations, made.regions)
    inputs, scheme = made.result.inputs, made.result.scheme

    def nothing() -> None:
        """Leave everything as it is."""

    return {
        "floor: read the same figures with pandas": (nothing, floor),
        "assess(): everything, nothing known before": (forget, assess),
        "  read the registry": (forget, lambda: (load_registry(), load_regions())),
        "  read and check the figures": (nothing, read_observations),
        "  derive and score": (nothing, lambda: assess(*known)),
        "  score() alone": (nothing, lambda: score(inputs, scheme)),
    }


def processes() -> dict[str, list[str]]:
    """Whole processes, imports included."""
    python = [sys.executable, "-c"]
    read = "import pandas as pd, sys; pd.concat([pd.read_csv(p) for p in sys.argv[1:]])"
    return {
        "floor: a process that reads the figures with pandas": [
            *python,
            read,
            *map(str, FIGURES),
        ],
        "a process that runs assess()": [*python, "from assessment import assess; assess()"],
    }


def clock(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return 1000 * (time.perf_counter() - start)


def rows(times: dict[str, list[float]]) -> list[tuple[str, ...]]:
    base = median(next(iter(times.values())))
    return [
        (
            name,
            f"{median(taken):.1f}",
            f"({min(taken):.1f}–{max(taken):.1f})",
            f"{median(taken) / base:.2f}×",
        )
        for name, taken in times.items()
    ]


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=15, metavar="N", help="default: 15")
    repeats = parser.parse_args().repeats
    inner, outer = steps(), processes()
    inside: dict[str, list[float]] = {name: [] for name in inner}
    for _ in range(repeats):
        for name, (before, function) in inner.items():
            before()
            inside[name].append(clock(function))
    outside: dict[str, list[float]] = {name: [] for name in outer}
    for _ in range(max(3, repeats // 3)):
        for name, command in outer.items():
            whole = partial(subprocess.run, command, cwd=ROOT, check=True)
            outside[name].append(clock(whole))
    heading = ("", "median, ms", "least–most", "to the floor")
    print(f"{conditions()}; {len(FIGURES)} files\n")
    print(table([heading, *rows(inside), *rows(outside)]))


if __name__ == "__main__":
    main()
