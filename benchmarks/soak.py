"""Many reruns of one server: does it stay as fast, and does its memory stay where it is?

    python -m benchmarks.soak [--reruns N] [--visitors N] [--collector frozen|plain|none]

Streamlit collects garbage after each run of a script. ``frozen`` is what the app does: it takes
what lives as long as the server out of the collector's sight, once (``gc.freeze``). ``plain`` is
the app without that. ``none`` is plain, with Streamlit's collection switched off by its
undocumented option, which leaves the collecting to Python's own thresholds.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path
from statistics import median

from benchmarks.memory import processor_seconds, resident
from benchmarks.report import conditions, table
from benchmarks.session import Visitor
from browser.server import APP, served

UNFROZEN = Path(__file__).with_name("unfrozen")
NO_COLLECTION = ("--runner.postScriptGC", "false")
COLLECTORS: dict[str, tuple[tuple[str, ...], tuple[Path, ...]]] = {
    "frozen": ((), ()),
    "plain": ((), (UNFROZEN,)),
    "none": (NO_COLLECTION, (UNFROZEN,)),
}
HEADINGS = ("reruns", "median, ms", "1 in 20 above, ms", "work of the server, ms", "memory, MiB")
PARTS = 8


def soak(collector: str, reruns: int, visitors: int) -> list[tuple[str, ...]]:
    """Rerun in turn for ``visitors`` open sessions; one row for each eighth of the way."""
    options, path = COLLECTORS[collector]
    rows: list[tuple[str, ...]] = [HEADINGS]
    with served(APP, options, path) as server, ExitStack() as stack:
        sessions = [stack.enter_context(Visitor(server.url)) for _ in range(visitors)]
        rows.append(("0", "", "", "", f"{resident(server.pid):.1f}"))
        for part in range(PARTS):
            work = processor_seconds(server.pid)
            times = []
            for i in range(reruns // PARTS):
                visitor = sessions[i % visitors]
                times.append(1000 * visitor.rerun((i // visitors) % visitor.steps).seconds)
            work = 1000 * (processor_seconds(server.pid) - work) / len(times)
            rows.append(
                (
                    str((part + 1) * len(times)),
                    f"{median(times):.1f}",
                    f"{sorted(times)[int(0.95 * len(times))]:.1f}",
                    f"{work:.1f}",
                    f"{resident(server.pid):.1f}",
                )
            )
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--reruns", type=int, default=2000, metavar="N", help="default: 2000")
    parser.add_argument("--visitors", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--collector", choices=COLLECTORS, action="append", help="default: all")
    options = parser.parse_args()
    for collector in options.collector or COLLECTORS:
        rows = soak(collector, options.reruns, options.visitors)
        print(f"{collector}: {conditions()}; {options.visitors} visitors\n\n{table(rows)}\n")


if __name__ == "__main__":
    main()
