"""Made-up scores and outcomes, and the counting that every function is held against."""

from collections.abc import Iterator
from itertools import combinations, product

import numpy as np
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

NAN = float("nan")


def pairs(
    scores: np.ndarray, outcome: np.ndarray, within_years: bool
) -> Iterator[tuple[float, float]]:
    """Scores of each pair of one with and one without an event, counted one by one."""
    years, regions = scores.shape
    cells = [(t, r) for t in range(years) for r in range(regions) if not np.isnan(scores[t, r])]
    for one, other in product(cells, cells):
        if outcome[one] and not outcome[other] and (one[0] == other[0] or not within_years):
            yield scores[one], scores[other]


def counted(scores: np.ndarray, outcome: np.ndarray, within_years: bool) -> float:
    """The AUC by its definition."""
    won = [
        1.0 if a > b else 0.5 if a == b else 0.0 for a, b in pairs(scores, outcome, within_years)
    ]
    return sum(won) / len(won) if won else NAN


def dealt(scores: np.ndarray, outcome: np.ndarray) -> Iterator[np.ndarray]:
    """All outcomes with as many events among the rated of each year."""
    rated = ~np.isnan(scores)
    ways = []
    for t in range(len(scores)):
        places = np.flatnonzero(rated[t])
        ways.append(list(combinations(places, int((outcome[t] & rated[t]).sum()))))
    for chosen in product(*ways):
        other = np.zeros(scores.shape, dtype=bool)
        for t, where in enumerate(chosen):
            other[t, list(where)] = True
        yield other


@st.composite
def cases(draw: st.DrawFn, years: int = 3, regions: int = 5) -> tuple[np.ndarray, np.ndarray]:
    """Scores with ties and gaps, and outcomes."""
    shape = (draw(st.integers(1, years)), draw(st.integers(2, regions)))
    level = st.one_of(st.sampled_from([0.0, 1.0, 2.0, NAN]), st.floats(0, 100))
    return draw(arrays(float, shape, elements=level)), draw(arrays(bool, shape))
