"""Small made-up schemes and inputs for tests of scoring, and strategies that draw them."""

from dataclasses import replace

import numpy as np
from hypothesis import strategies as st

from scoring.framework import ScaledIndicator, Scheme, ScoredPillar
from scoring.inputs import Inputs

CLASSES = ("very_low", "low", "medium", "high", "very_high")
CUTS = (0.0, 20.0, 35.0, 50.0, 65.0)


def indicator(name: str, **changes: object) -> ScaledIndicator:
    """An indicator from 0 to 10 of which a high value is pressure."""
    return replace(ScaledIndicator(name, 0.0, 10.0, 1, "identity", 1.0), **changes)


def scheme(*pillars: ScoredPillar, **changes: object) -> Scheme:
    plain = Scheme(
        version="test",
        pillars=pillars,
        coverage=2 / 3,
        like_for_like=2 / 3,
        within_pillars="arithmetic",
        across_pillars="inverted_geometric",
        classes=CLASSES,
        cuts=CUTS,
        stale_after_years=5.0,
        grades=(("A", 0.2), ("B", 0.4), ("C", 0.6)),
    )
    return replace(plain, **changes)


def inputs(
    of: Scheme,
    values: object,
    *,
    regions: tuple[str, ...] = (),
    periods: tuple[int, ...] = (),
    applicable: object = None,
    **changes: object,
) -> Inputs:
    """Inputs of one source, none of them old or estimated, where nothing else is said.

    values : (T, R, K), or (R, K) for a single period.
    """
    array = np.array(values, dtype=float)
    array = array[None] if array.ndim == 2 else array
    seen = ~np.isnan(array)
    plain = Inputs(
        periods=periods or tuple(range(2020, 2020 + array.shape[0])),
        regions=regions or tuple(f"R{i:02d}" for i in range(array.shape[1])),
        indicators=of.indicator_ids,
        sources=("office",),
        values=array,
        applicable=np.ones(array.shape[1:], bool) if applicable is None else np.array(applicable),
        age=np.where(seen, 0.0, np.nan),
        estimated=np.zeros(array.shape, bool),
        source=np.where(seen, 0, -1),
        data_version="test",
    )
    return replace(plain, **changes)


@st.composite
def schemes(draw: st.DrawFn, transforms: tuple[str, ...] = ("identity", "log", "asinh")) -> Scheme:
    """One to four pillars of one to four indicators; the last of several may be optional."""
    count = draw(st.integers(1, 4))
    pillars = []
    for p in range(count):
        members = []
        for i in range(draw(st.integers(1, 4))):
            lo = draw(st.floats(0.5, 50))
            members.append(
                ScaledIndicator(
                    f"p{p}i{i}",
                    lo,
                    lo + draw(st.floats(1, 100)),
                    draw(st.sampled_from((1, -1))),
                    draw(st.sampled_from(transforms)),
                    draw(st.floats(0.1, 3)),
                )
            )
        optional = count > 1 and p == count - 1 and draw(st.booleans())
        pillars.append(ScoredPillar(f"p{p}", draw(st.floats(0.1, 1)), optional, tuple(members)))
    whole = sum(pillar.weight for pillar in pillars)
    return scheme(*(replace(pillar, weight=pillar.weight / whole) for pillar in pillars))


@st.composite
def worlds(
    draw: st.DrawFn,
    *,
    periods: int = 1,
    gaps: bool = True,
    transforms: tuple[str, ...] = ("identity", "log", "asinh"),
) -> tuple[Scheme, Inputs]:
    """A scheme with values around and beyond its goalposts, with gaps, for two to five regions."""
    of = draw(schemes(transforms))
    regions, count = draw(st.integers(2, 5)), len(of.indicators)
    shape = (periods, regions, count)
    cell = st.floats(0.1, 200)
    values = np.array(
        draw(st.lists(cell, min_size=int(np.prod(shape)), max_size=int(np.prod(shape))))
    ).reshape(shape)
    applicable = np.ones(shape[1:], bool)
    if gaps:
        chance = st.sampled_from((True,) * 7 + (False,))  # seven cells in eight are there
        flags = st.lists(chance, min_size=values[0].size, max_size=values[0].size)
        applicable = np.array(draw(flags)).reshape(shape[1:])
        for t in range(periods):
            values[t][~np.array(draw(flags)).reshape(shape[1:])] = np.nan
        values[:, ~applicable] = np.nan
    return of, inputs(of, values, applicable=applicable)
