"""What a weight comes to: as stated, as used, and as felt in the result."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.aggregate import shares
from scoring.normalise import Floats
from scoring.score import Result


@dataclass(frozen=True)
class Weights:
    """Weights of the indicators (K,) and pillars (P,) in the index, and what they come to.

    nominal : as the framework states them, the product along the path.
    effective : mean over the rated regions of the weight in use, after that of what is missing
        or does not apply was shared out.
    importance : squared correlation with the index over the rated regions (Paruolo, Saisana &
        Saltelli 2013), NaN where the values do not differ.
    """

    nominal: Floats
    effective: Floats
    importance: Floats
    pillar_effective: Floats
    pillar_importance: Floats


def weights_of(result: Result, period: int) -> Weights:
    """Measure the weights in one period.

    Raises ValueError when no region is rated in it.
    """
    t = result.period_index[period]
    rated = np.flatnonzero(np.isfinite(result.score[t]))
    if not rated.size:
        raise ValueError(f"no region is rated in {period}")
    scheme = result.scheme
    across = shares(np.isfinite(result.pillars[t, rated]), scheme.pillar_weights)
    used = np.zeros((rated.size, len(scheme.indicators)))
    for p, part in enumerate(scheme.slices):
        inside = shares(np.isfinite(result.normalised[t, rated, part]), scheme.inner_weights[part])
        used[:, part] = np.nan_to_num(inside) * across[:, [p]]
    index = result.score[t, rated]
    return Weights(
        nominal=scheme.nominal_weights,
        effective=used.mean(axis=0),
        importance=_squared_correlations(result.normalised[t, rated], index),
        pillar_effective=across.mean(axis=0),
        pillar_importance=_squared_correlations(result.pillars[t, rated], index),
    )


def correlation(one: Floats, other: Floats) -> float:
    """Pearson correlation over the places where both are known, NaN where one does not vary."""
    both = np.isfinite(one) & np.isfinite(other)
    if both.sum() < 2:
        return float("nan")
    a, b = one[both] - one[both].mean(), other[both] - other[both].mean()
    scale = float(np.sqrt((a @ a) * (b @ b)))
    return float(a @ b) / scale if scale > 0 else float("nan")


def _squared_correlations(values: Floats, index: Floats) -> Floats:
    return np.array([correlation(column, index) ** 2 for column in values.T])
