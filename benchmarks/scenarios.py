"""A store with much in it against one with nothing, or with one page, in the same run.

    python -m benchmarks.scenarios [--repeats N] [--server URL]

Scenarios are made up. The stores are SQLite files in a temporary folder, or new databases of a
PostgreSQL server, which are removed again. Nothing is asserted.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

from streamlit.testing.v1 import AppTest

import scenarios
from assessment import Assessment, assess
from assessment.settings import published
from benchmarks.report import HEADINGS, Measure, conditions, table
from browser.server import ROOT
from scenarios import ANALYST, Actor, Content, Scenario, Store, open_store
from scenarios.database import VARIABLE
from views import keeping

PAGE = 50
# Scenarios and lines of the trail in each store.
SIZES = {"empty": (0, 0), "page": (PAGE, PAGE), "full": (200, 10_000)}
GOAL = 1.2
WHO = Actor("Synthetic analyst", ANALYST)


@dataclass
class Filled:
    """A store, its address, and one of its scenarios."""

    url: str
    store: Store
    one: Scenario | None = None


Work = Callable[[Filled], object]


def said(made: Assessment, mark: int) -> dict[str, Any]:
    """Everything that a scenario says: as large as a real one, and made up."""
    result = made.result
    return {
        "name": f"Synthetic scenario {mark}",
        "description": "Made up for a measurement. " * 8,
        "content": Content.of(published(result.scheme), (), made.rated_periods[-1]),
        "data_version": result.inputs.data_version,
        "method_version": result.scheme.version,
        "scores": {region: k + mark / 7 for k, region in enumerate(result.inputs.regions)},
    }


def filled(url: str, made: Assessment, count: int, events: int) -> Filled:
    """Make scenarios and save them in turn until the trail is as long as it shall be."""
    store = open_store(url)
    every = [store.create(WHO, **said(made, k)) for k in range(count)]
    for turn in range(events - count):
        k = turn % count
        every[k] = store.save(WHO, every[k].id, every[k].version, **said(made, turn))
    return Filled(url, store, every[-1] if every else None)


def save(found: Filled, made: Assessment) -> None:
    """Read a scenario and save it, as a page does."""
    assert found.one is not None
    one = found.store.get(found.one.id)
    found.store.save(WHO, one.id, one.version, **said(made, one.version))


def command(found: Filled) -> None:
    """List the scenarios in a process of its own."""
    subprocess.run(
        [sys.executable, "-m", "cli", "scenario", "list"],
        cwd=ROOT,
        env={**os.environ, VARIABLE: found.url},
        stdout=subprocess.DEVNULL,
        check=True,
    )


class Pages:
    """The page Scenarios at each store in turn; a store stays open, as in a server."""

    def __init__(self) -> None:
        self._page = AppTest.from_file(str(ROOT / "app.py"), default_timeout=120)
        self._page.run()
        self._page.switch_page("views/scenarios.py")
        self._page.session_state["trail"] = True

    def __call__(self, found: Filled) -> None:
        keeping.store.clear()
        with patch.object(scenarios, "open_store", lambda: found.store):
            assert not self._page.run().exception


def measures(made: Assessment) -> Iterator[tuple[str, Measure, Work, int]]:
    """Yield the floor, what is measured, how, and every how many times of the others."""

    def line(name: str, goal: float | None = None) -> Measure:
        return Measure(name, "ms", decimals=2, goal=goal)

    page = Pages()
    yield "empty", line("page Scenarios with the trail, to empty lists"), page, 2
    yield "page", line("page Scenarios with the trail, to the only page", GOAL), page, 2
    asked: dict[str, Work] = {
        "scenarios": lambda found: found.store.list(limit=PAGE),
        "the trail": lambda found: found.store.trail(limit=PAGE),
    }
    yield "empty", line("./run scenario list, a whole process", GOAL), command, 8
    for what, work in asked.items():
        yield "empty", line(f"first page of {what}, to an empty list"), work, 1
        yield "page", line(f"first page of {what}, to the only page", GOAL), work, 1
    search: Work = lambda found: found.store.list(text="nothing has this")  # noqa: E731
    yield "empty", line("a search that finds nothing"), search, 1
    yield "page", line("read and save a scenario", GOAL), lambda found: save(found, made), 1


@contextmanager
def addresses(server: str | None) -> Iterator[dict[str, str]]:
    """Make an empty database for each store, and remove them at the end."""
    if server is None:
        with tempfile.TemporaryDirectory() as folder:
            yield {name: f"sqlite:///{Path(folder) / name}.sqlite" for name in SIZES}
        return
    import psycopg
    from sqlalchemy import make_url

    with psycopg.connect(server, autocommit=True) as connection:
        names = {name: f"kelisim_benchmark_{os.getpid()}_{name}" for name in SIZES}
        for database in names.values():
            connection.execute(f"CREATE DATABASE {database}")
        yield {
            name: make_url(server).set(database=database).render_as_string(hide_password=False)
            for name, database in names.items()
        }
        for database in names.values():
            connection.execute(f"DROP DATABASE {database} WITH (FORCE)")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=40, metavar="N", help="default: 40")
    parser.add_argument("--server", metavar="URL", help="of a PostgreSQL; default: SQLite files")
    args = parser.parse_args()
    made = assess()
    with addresses(args.server) as urls:
        start = time.perf_counter()
        stores = {name: filled(urls[name], made, *size) for name, size in SIZES.items()}
        seconds = time.perf_counter() - start
        rows = []
        for floor, measure, work, seldom in measures(made):
            for count in range(max(3, args.repeats // seldom) + 1):
                for who, found in (("floor", stores[floor]), ("ours", stores["full"])):
                    begin = time.perf_counter()
                    work(found)
                    if count:  # the first of each, which prepares statements, does not count
                        measure.add(who, 1000 * (time.perf_counter() - begin))
            rows.append(measure)
        for found in stores.values():
            found.store.close()
    print(f"{conditions()}; medians (least–most)\n")
    print(table([HEADINGS, *(measure.row() for measure in rows)]))
    count, events = SIZES["full"]
    print(f"\nfilled with {count} scenarios and {events:,} lines of the trail: {seconds:.0f} s")


if __name__ == "__main__":
    main()
