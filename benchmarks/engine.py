"""The engine against plain NumPy for the same questions, in the same run, on one thread.

    python -m benchmarks.engine [--repeats N]

Data are made up (normal values, a tree of groups of five), but for the lines on our 20 regions.
Nothing is asserted.
"""

from __future__ import annotations

import argparse
import time
import tracemalloc
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pandas as pd
from threadpoolctl import threadpool_limits

from assessment import Assessment, assess
from assessment.robustness import Robustness
from benchmarks import floors
from benchmarks.report import HEADINGS, Measure, conditions, table
from scoring.composite import build
from scoring.hierarchy import Hierarchy, Node
from scoring.normalise import Floats
from scoring.recipe import Framework, Recipe
from scoring.score import score
from scoring.uncertainty.bands import uncertainty
from scoring.uncertainty.draws import concentration
from scoring.uncertainty.factors import FACTORS, monte_carlo
from scoring.uncertainty.weights import weight_uncertainty

GROUP = 5
Pair = tuple[Callable[[], object], Callable[[], object]]


def groups(indicators: int) -> list[int]:
    """Sizes of groups of five indicators; the last has what is left."""
    whole, rest = divmod(indicators, GROUP)
    return [GROUP] * whole + ([rest] if rest else [])


def framework(indicators: int) -> Framework:
    """A tree of three levels: indicators, groups, index."""
    sizes = groups(indicators)
    names = iter(range(indicators))
    nodes = [
        Node(f"i{next(names)}", f"g{g}", 1) for g, size in enumerate(sizes) for _ in range(size)
    ]
    nodes += [Node(f"g{g}", "index", 2) for g in range(len(sizes))]
    return Framework(Hierarchy((*nodes, Node("index", None, 3))))


def synthetic(units: int, indicators: int) -> Floats:
    """Made-up values."""
    return np.random.default_rng(units).normal(size=(units, indicators))


def weight_pair(units: int, indicators: int, draws: int) -> Pair:
    placed = 100 * (values := synthetic(units, indicators) - synthetic(units, indicators).min())
    placed = placed / values.max()
    tree, sizes = framework(indicators), groups(indicators)
    rated = np.ones((units, len(sizes) + 1), dtype=bool)
    kappa = concentration()
    return (
        lambda: floors.weight_monte_carlo(placed, sizes, draws, kappa, 1),
        lambda: weight_uncertainty(placed, tree, Recipe(), rated, draws, 1),
    )


def chain_pair(units: int) -> Pair:
    values = synthetic(units, 50)
    tree = framework(50)
    frame = pd.DataFrame(
        values, index=[f"u{i}" for i in range(units)], columns=tree.hierarchy.indicators
    )
    return (
        lambda: floors.chain(values, groups(50)),
        lambda: build(frame, tree, Recipe()),
    )


def uncertainty_pair(made: Assessment, period: int) -> Pair:
    plan, result = made.plan, made.result
    return (
        lambda: floors.uncertainty(result, period, plan),
        lambda: uncertainty(result, period, monte_carlo(plan, result.scheme)),
    )


def change_pair(made: Assessment, period: int) -> Pair:
    """A changed weight: new scores, and new scores with new bands."""
    inputs = made.result.inputs.only((period,), made.result.inputs.indicators)
    scheme = made.result.scheme
    pillars = tuple(
        replace(pillar, weight=0.35 if p == 0 else 0.65 * pillar.weight / 0.7)
        for p, pillar in enumerate(scheme.pillars)
    )
    changed = replace(scheme, pillars=pillars)

    def with_bands() -> object:
        result = score(inputs, changed)
        return uncertainty(result, period, monte_carlo(made.plan, changed))

    return lambda: score(inputs, changed), with_bands


def sensitivity_pair(made: Assessment, period: int) -> Pair:
    """The same number of runs of the same model, and total indices for every region."""
    plan, result = made.plan, made.result
    base = made.registry.framework.uncertainty.sensitivity_base
    runs = base * (len(FACTORS) + 2)

    def floor() -> object:
        rng = np.random.default_rng(plan.seed)
        scores = floors.run(result, period, plan, *floors.sample(result, plan, rng, runs))
        return floors.total_order(floors.ranks(scores), len(FACTORS))

    return floor, lambda: Robustness(result, plan, period, base).sensitivity


def measure(name: str, pair: Pair, repeats: int, goal: float | None) -> Measure:
    """Run both in turn; the first run of each, which imports and compiles, does not count."""
    found = Measure(name, "ms", decimals=1, goal=goal)
    for count in range(repeats + 1):
        for who, function in zip(("floor", "ours"), pair, strict=True):
            start = time.perf_counter()
            function()
            if count:
                found.add(who, 1000 * (time.perf_counter() - start))
    return found


def peak(function: Callable[[], object]) -> float:
    """Most memory that Python and NumPy held for it, in MiB."""
    tracemalloc.start()
    function()
    most = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    return most / 2**20


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--repeats", type=int, default=7, metavar="N", help="default: 7")
    repeats = parser.parse_args().repeats
    made = assess()
    period = made.rated_periods[-1]
    sizes = [(51, 49), (200, 50), (2000, 50)]
    with threadpool_limits(limits=1):
        rows = [
            measure(
                f"{draws:,} draws of weights, {n}×{k}",
                weight_pair(n, k, draws),
                repeats if n < 2000 or draws < 10_000 else 3,
                1.5,
            )
            for n, k in sizes
            for draws in (1_000, 10_000)
        ]
        rows.append(
            measure(
                f"all factors, {made.plan.draws:,} draws, 20 regions",
                uncertainty_pair(made, period),
                repeats,
                2.0,
            )
        )
        rows.append(
            measure("Sobol indices for every region", sensitivity_pair(made, period), repeats, 3.0)
        )
        rows += [measure(f"chain, {n:,}×50", chain_pair(n), repeats, 3.0) for n in SIZES]
        rows.append(
            measure(
                "a changed weight: scores (floor), and bands", change_pair(made, period), 5, None
            )
        )
        held = peak(weight_pair(2000, 50, 10_000)[1])
    print(f"{conditions()}, one thread; medians (least–most)\n")
    print(table([HEADINGS, *(row.row() for row in rows)]))
    print(f"\nmost memory held by 10,000 draws of 2,000×50: {held:.0f} MiB")


SIZES = (20, 200, 2_000, 20_000)

if __name__ == "__main__":
    main()
