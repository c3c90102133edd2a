"""Region reports against bare typesetting of the same documents; memory over many of them.

    python -m benchmarks.reports [--repeats N]

The floor sets what our reports set, with the same figures in them, from data that were written
down before: what ours add is all that finds, words and draws these data, and stamps the result.
"""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import typst

from assessment import Assessment, assess
from benchmarks.memory import resident
from benchmarks.report import HEADINGS, Measure, conditions, table
from geodata.boundaries import Boundaries, load_boundaries
from reports.documents import produce
from reports.order import LANGUAGES, REGION, WORKBOOK, Order

MANY = 200


def orders(made: Assessment, languages: tuple[str, ...]) -> list[Order]:
    """One report for each region and language, of the latest year."""
    last = made.rated_periods[-1]
    return [
        Order(REGION, "pdf", language, last, (region,))
        for language in languages
        for region in made.regions.ids
    ]


@contextmanager
def noted() -> Iterator[list[tuple[tuple[Any, ...], dict[str, Any]]]]:
    """Note what the typesetter is asked for."""
    calls: list[tuple[tuple[Any, ...], dict[str, Any]]] = []
    compile_ = typst.compile

    def note(*given: Any, **options: Any) -> Any:
        calls.append((given, options))
        return compile_(*given, **options)

    typst.compile = note
    try:
        yield calls
    finally:
        typst.compile = compile_


def seconds(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def measure(
    made: Assessment, boundaries: Boundaries, languages: tuple[str, ...], repeats: int
) -> Measure:
    wanted = orders(made, languages)
    found = Measure(f"{len(wanted)} region reports", "ms", goal=1.5)

    def ours() -> None:
        for order in wanted:
            produce(made, boundaries, order)

    with noted() as calls:
        ours()  # also what is worked out once: bands, signals, histories

    def floor() -> None:
        for given, options in calls:
            typst.compile(*given, **options)

    for _ in range(repeats):
        found.add("floor", 1000 * seconds(floor))
        found.add("ours", 1000 * seconds(ours))
    return found


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=3, metavar="N", help="default: 3")
    options = parser.parse_args()
    made, boundaries = assess(), load_boundaries()
    first = seconds(lambda: produce(made, boundaries, orders(made, ("en",))[0]))
    rows = [measure(made, boundaries, chosen, options.repeats) for chosen in (("en",), LANGUAGES)]
    book = Order(WORKBOOK, "xlsx", "en", made.rated_periods[-1])
    books = [1000 * seconds(lambda: produce(made, boundaries, book)) for _ in range(5)]
    every = orders(made, LANGUAGES)
    held = []
    for number in range(MANY):
        produce(made, boundaries, every[number % len(every)])
        if number % (MANY // 4) == MANY // 4 - 1:
            held.append(resident(os.getpid()))
    print(f"\n{conditions()}; medians (least–most)\n")
    print(table([HEADINGS, *(row.row() for row in rows)]))
    print(f"\nthe first report of a process, with all that is worked out once: {first:.1f} s")
    print(f"a workbook: {sorted(books)[2]:.0f} ms")
    print(
        f"memory after each quarter of {MANY} reports, MiB: {', '.join(f'{m:.0f}' for m in held)}"
    )


if __name__ == "__main__":
    main()
