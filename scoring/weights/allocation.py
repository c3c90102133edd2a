"""Point allocation: every expert shares out 100 points over the children of a node."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import fsum, isfinite

import pandas as pd

from scoring.weights.experts import ExpertWeights, WeightError

POINTS = 100
# Experts write whole or half points: three equal shares of 33.3 or 33.5 are meant as all of it.
TOLERANCE = 0.5


def allocate(points: Mapping[str, Mapping[str, float]], ids: Sequence[str]) -> ExpertWeights:
    """Make weights of points.

    Parameters
    ----------
    points
        By expert, then by id; each expert's points are 0 or more and add up to 100 within 0.5.
    ids
        The K ids that must all have points, and no other.

    Returns
    -------
    ExpertWeights
        An expert's weights are the points over their sum. The common weights are the mean over
        the experts: a geometric mean would let a single zero strike out what all others want.

    Raises
    ------
    WeightError
        Naming all that is wrong: no expert, an unknown or missing id, points that are negative or
        not a number, a sum that is not 100.
    """
    if not points:
        raise WeightError("there is no expert")
    faults = [fault for expert, given in points.items() for fault in _faults(expert, given, ids)]
    if faults:
        raise WeightError("; ".join(faults))
    own = {
        expert: [given[name] / fsum(given.values()) for name in ids]
        for expert, given in points.items()
    }
    by_expert = pd.DataFrame.from_dict(own, orient="index", columns=list(ids), dtype=float)
    return ExpertWeights(by_expert.mean(axis=0), by_expert)


def _faults(expert: str, given: Mapping[str, float], ids: Sequence[str]) -> Iterator[str]:
    yield from (
        f"expert '{expert}' gives points to '{name}', which is none of {', '.join(ids)}"
        for name in given
        if name not in ids
    )
    yield from (
        f"expert '{expert}' gives no points to '{name}'" for name in ids if name not in given
    )
    unfit = [name for name, value in given.items() if not (isfinite(value) and value >= 0)]
    yield from (
        f"expert '{expert}' gives '{name}' {given[name]} points; it must be 0 or more"
        for name in unfit
    )
    total = fsum(given.values()) if not unfit else POINTS
    if abs(total - POINTS) > TOLERANCE:
        yield f"the points of expert '{expert}' add up to {total:g}; it must be {POINTS}"
