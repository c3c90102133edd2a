"""The page Weights against an empty app: from a weight's slider to the map with its bands.

    python -m benchmarks.weights [--repeats N]

Both apps are served side by side and their sliders moved in turn: read the ratios. Each step is a
weighting that nobody has asked for before, so that scores, bands and the sentence on robustness are
worked out anew. Nothing is asserted, because a time depends on what else the computer does.
"""

from __future__ import annotations

import argparse
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.in_page import SLIDER, Visit
from benchmarks.memory import processor_seconds
from benchmarks.report import HEADINGS, Measure, conditions, table
from browser.pages import chromium
from browser.server import APP, Server, served

APPS = {"floor": Path(__file__).with_name("empty_app.py"), "ours": APP}
PAGES = {"floor": "/", "ours": "/weights"}
DRAWN = {"floor": "floor", "ours": "bands"}
SLIDERS = {"floor": SLIDER, "ours": '.st-key-points_migration input[type="range"]'}
STEPS = 8


def measures() -> dict[str, Measure]:
    """What is measured, with the goals of the project."""
    return {
        "cold": Measure("cold load to painted map with bands", "ms"),
        "change": Measure("change of a weight to painted map with bands", "ms", goal=5.0),
        "page": Measure("  of it work of the page's main thread", "ms"),
        "server": Measure("  of it work of the server", "ms"),
        "bytes": Measure("received by a rerun", "KB", 1, compare="ours", goal=40.0),
        "bytes_kk": Measure("  the same in Kazakh", "KB", 1, compare="ours", goal=40.0),
    }


def measure(found: dict[str, Measure], servers: dict[str, Server], browser: Browser) -> None:
    """Move both sliders in turn, first for a visitor in English, then for one in Kazakh."""
    for locale, payload in (("en-US", "bytes"), ("kk-KZ", "bytes_kk")):
        visits = {
            app: Visit(browser, server.url + PAGES[app], DRAWN[app], SLIDERS[app], locale)
            for app, server in servers.items()
        }
        if locale == "en-US":
            for app, visit in visits.items():
                found["cold"].add(app, visit.load.milliseconds)
        # Away from each other, so that no weighting of the one visitor is known from the other.
        key = "ArrowRight" if locale == "en-US" else "ArrowLeft"
        work = {app: processor_seconds(server.pid) for app, server in servers.items()}
        for _step in range(STEPS):
            for app, visit in visits.items():
                change = visit.step(key)
                found["change"].add(app, change.milliseconds)
                found["page"].add(app, change.work)
                found[payload].add(app, change.websocket / 1000)
        for app, server in servers.items():
            found["server"].add(app, 1000 * (processor_seconds(server.pid) - work[app]) / STEPS)
        for visit in visits.values():
            visit.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="default: 5")
    options = parser.parse_args()
    found = measures()
    with chromium() as browser:
        for repeat in range(options.repeats):
            print(f"{repeat + 1} of {options.repeats} ...", flush=True)
            with ExitStack() as stack:
                servers = {app: stack.enter_context(served(path)) for app, path in APPS.items()}
                measure(found, servers, browser)
    print(f"\n{conditions()}; medians (least–most)\n")
    print(table([HEADINGS, *(one.row() for one in found.values())]))


if __name__ == "__main__":
    main()
