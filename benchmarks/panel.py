"""The whole panel against a single year: from the start of the app to the first painted map.

    python -m benchmarks.panel [--repeats N]

The floor is the same app with an index of the latest year alone (``one_year/``). Both are
started in turn, by a browser that has never seen them: read the ratio.
"""

from __future__ import annotations

import argparse
from pathlib import Path

from benchmarks.in_page import Visit
from benchmarks.report import HEADINGS, Measure, conditions, table
from browser.pages import chromium
from browser.server import served

PATHS = {"floor": [Path(__file__).with_name("one_year")], "ours": []}
GOAL = 1.2


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="default: 5")
    options = parser.parse_args()
    whole = Measure("start of the app to the first painted map", "ms", goal=GOAL)
    start = Measure("  of it until the server answers", "ms")
    first = Measure("  of it first visit to painted map", "ms")
    with chromium() as browser:
        for repeat in range(options.repeats):
            print(f"{repeat + 1} of {options.repeats} ...", flush=True)
            # In turn, and every second time the other way round: the first warms the disk's cache.
            for app in list(PATHS)[:: 1 if repeat % 2 else -1]:
                with served(path=PATHS[app]) as server:
                    # The same picture is waited for in both: the map of ours.
                    visit = Visit(browser, server.url, "ours")
                    visit.close()
                    waited = 1000 * server.seconds_to_start
                    start.add(app, waited)
                    first.add(app, visit.load.milliseconds)
                    whole.add(app, waited + visit.load.milliseconds)
    print(f"\n{conditions()}; medians (least–most)\n")
    print(table([HEADINGS, *(measure.row() for measure in (whole, start, first))]))


if __name__ == "__main__":
    main()
