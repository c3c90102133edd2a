"""Our app against an empty one: start, cold load, change of the year, bytes, memory.

    python -m benchmarks.app [--repeats N] [--visitors N]

Both apps are measured in turn, several times over, in the same run: read the ratios. Nothing is
asserted, because a time depends on what else the computer does.
"""

from __future__ import annotations

import argparse
import time
from contextlib import ExitStack
from pathlib import Path

from playwright.sync_api import Browser

from benchmarks.in_page import Visit
from benchmarks.memory import processor_seconds, resident
from benchmarks.report import HEADINGS, Measure, conditions, table
from benchmarks.session import Visitor
from browser.pages import chromium
from browser.server import APP, Server, served

APPS = {"floor": Path(__file__).with_name("empty_app.py"), "ours": APP}
STEPS = ("ArrowLeft",) * 4 + ("ArrowRight",) * 4


def measures() -> dict[str, Measure]:
    """What is measured, with the goals of the project."""
    return {
        "start": Measure("server start until it answers", "ms"),
        "first": Measure("first visit after the start", "ms"),
        "cold": Measure("cold load to painted map", "ms", goal=2.5),
        "fetched": Measure("fetched in a cold load", "KB"),
        "change": Measure("change of year to painted map", "ms", goal=4.0),
        "page": Measure("  of it work of the page's main thread", "ms"),
        "rerun": Measure("change of year, server alone", "ms"),
        "server": Measure("  of it work of the server", "ms"),
        "bytes": Measure("received by a rerun", "KB", 1, compare="ours", goal=20.0),
        "bytes_kk": Measure("  the same in Kazakh", "KB", 1, compare="ours", goal=20.0),
        "resident": Measure("memory of the server, one visitor", "MiB"),
        "session": Measure("memory a session", "MiB", 3, compare="difference", goal=0.2),
    }


def measure_in_browser(
    found: dict[str, Measure], servers: dict[str, Server], browser: Browser
) -> None:
    """Load each app as its first visitor and as later ones; step through the years in turn."""
    for app, server in servers.items():
        first = Visit(browser, server.url, app)
        first.close()
        found["first"].add(app, first.load.milliseconds)
    for last in (False, True):
        visits = {app: Visit(browser, server.url, app) for app, server in servers.items()}
        for app, visit in visits.items():
            found["cold"].add(app, visit.load.milliseconds)
            found["fetched"].add(app, visit.load.transferred / 1000)
        for key in STEPS if last else ():
            for app, visit in visits.items():
                change = visit.step(key)
                found["change"].add(app, change.milliseconds)
                found["page"].add(app, change.work)
                found["bytes"].add(app, change.websocket / 1000)
        for visit in visits.values():
            visit.close()


def measure_server(found: dict[str, Measure], app: str, server: Server, visitors: int) -> None:
    """Open many sessions at once, without a browser; rerun one of them."""
    with ExitStack() as stack:
        one = stack.enter_context(Visitor(server.url))
        for place in range(one.steps):
            one.rerun(place)
        time.sleep(1)
        found["resident"].add(app, before := resident(server.pid))
        for _ in range(visitors):
            stack.enter_context(Visitor(server.url))
        time.sleep(1)
        found["session"].add(app, (resident(server.pid) - before) / visitors)
        work = processor_seconds(server.pid)
        reruns = [one.rerun(i % one.steps) for i in range(4 * one.steps)]
        work = processor_seconds(server.pid) - work
    with Visitor(server.url, language="kk") as other:
        payloads = [other.rerun(place).payload for place in range(other.steps)]
    found["bytes_kk"].add(app, *(payload / 1000 for payload in payloads))
    found["rerun"].add(app, *(1000 * rerun.seconds for rerun in reruns))
    found["server"].add(app, 1000 * work / len(reruns))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=5, metavar="N", help="default: 5")
    parser.add_argument("--visitors", type=int, default=20, metavar="N", help="default: 20")
    options = parser.parse_args()
    found = measures()
    with chromium() as browser:
        for repeat in range(options.repeats):
            print(f"{repeat + 1} of {options.repeats} ...", flush=True)
            with ExitStack() as stack:
                servers = {app: stack.enter_context(served(path)) for app, path in APPS.items()}
                for app, server in servers.items():
                    found["start"].add(app, 1000 * server.seconds_to_start)
                measure_in_browser(found, servers, browser)
                for app, server in servers.items():
                    measure_server(found, app, server, options.visitors)
    print(f"\n{conditions()}; medians (least–most)\n")
    print(table([HEADINGS, *(measure.row() for measure in found.values())]))


if __name__ == "__main__":
    main()
