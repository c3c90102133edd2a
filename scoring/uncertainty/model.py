"""Score all regions of one period in every draw."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from scoring.by_others import BY_OTHERS
from scoring.framework import ScaledIndicator, Scheme
from scoring.normalise import TRANSFORMS, Floats
from scoring.score import Result, between_goalposts
from scoring.uncertainty.factors import FLIPPED, WITHOUT, Draws
from scoring.uncertainty.variants import ACROSS, FILLS


def scores(result: Result, period: int, draws: Draws) -> Floats:
    """(R, D) scores of the regions of one period, 0–100, in the order of the sample.

    A region that is not rated in the period is NaN in every draw. In a draw a pillar counts when
    it has a value at all: the coverage rule has decided on the rating before.
    """
    t = result.period_index[period]
    scheme = result.scheme
    shape = (len(scheme.pillars), len(result.inputs.regions), len(draws))
    pillars = np.empty(shape)
    # Weights and presence of a pillar are nearly always the same in all regions; only where they
    # are not is a whole table of them needed.
    weights = draws.pillars.copy()
    absent: dict[int, np.ndarray] = {}
    filled = {
        name: FILLS[name](result.inputs.values[t], result.inputs.applicable)
        for name in draws.plan.fills
    }
    for alike in draws.alike:
        fill = draws.plan.fills[draws.fill[alike.start]]
        # What a fill makes up can rate a pillar with too few figures; without one it stays out.
        out = np.isnan(result.pillars[t]) & (fill == "none")
        for p, (total, share) in enumerate(_pillars(filled[fill], scheme, draws, alike)):
            gone = (share <= 0.0) | out[:, p, None]
            if not gone.any():
                np.divide(total, share, out=pillars[p, :, alike])
                continue
            pillars[p, :, alike] = total / np.where(gone, 1.0, share)
            absent.setdefault(p, np.zeros(shape[1:], dtype=bool))[:, alike] = gone
    pillars *= 100.0
    _treat_optional(pillars, weights, scheme, draws)
    found = np.empty(shape[1:])
    for a, name in enumerate(draws.plan.aggregations):
        chosen = np.flatnonzero(draws.aggregation == a)
        found[:, draws.asked[chosen]] = ACROSS[name](
            [pillar[:, chosen] for pillar in pillars],
            list(weights[:, chosen]),
            {p: gone[:, chosen] for p, gone in absent.items()},
            scheme.optional,
        )
    found[np.isnan(result.score[t])] = np.nan
    return found


def _pillars(
    values: Floats, scheme: Scheme, draws: Draws, alike: slice
) -> Iterator[tuple[Floats, Floats]]:
    """For each pillar of d draws that are alike, two tables of (R, d).

    The weighted sum of its indicators on 0–1, and the sum of the weights that were used.
    """
    method = draws.plan.normalisations[draws.normalisation[alike.start]]
    if method in BY_OTHERS:
        placed = BY_OTHERS[method](values, scheme.directions)
    else:
        placed = between_goalposts(values, scheme, scheme.directions)
    seen = ~np.isnan(values)
    placed[~seen] = 0.0
    for part in scheme.slices:
        inner = draws.inner[part, alike]
        constant = placed[:, part].copy()
        total = np.zeros((len(values), inner.shape[1]))
        for k, indicator in enumerate(scheme.indicators[part]):
            if method == "goalposts" and indicator.moves:
                constant[:, k] = 0.0
                column = values[:, part][:, k]
                term = _between_percentiles(column, indicator, draws.percentile[alike])
                term *= inner[k]
                term[np.isnan(column)] = 0.0
                total += term
        total += constant @ inner
        share = seen[:, part].astype(float) @ inner
        yield total, share


def _between_percentiles(values: Floats, indicator: ScaledIndicator, percentile: Floats) -> Floats:
    """(R,) values between goalposts at d percentiles of the reference window: (R, d) on 0–1."""
    change = TRANSFORMS[indicator.transform]
    shares = np.linspace(0.0, 100.0, indicator.reference.size)
    low = change(np.interp(percentile, shares, indicator.reference))
    high = change(np.interp(100.0 - percentile, shares, indicator.reference))
    if indicator.transform == "log":  # zero and less is "lowest", as in scoring.normalise
        values = np.maximum(values, indicator.reference[0])
    best, worst = (low, high) if indicator.direction == 1 else (high, low)
    placed: Floats = np.subtract.outer(change(values), best)
    placed /= worst - best
    np.maximum(placed, 0.0, out=placed)
    np.minimum(placed, 1.0, out=placed)
    return placed


def _treat_optional(pillars: Floats, weights: Floats, scheme: Scheme, draws: Draws) -> None:
    for p in np.flatnonzero(scheme.optional):
        for o, name in enumerate(draws.plan.optional):
            if name == WITHOUT:
                weights[p, draws.optional == o] = 0.0
            elif name == FLIPPED:
                # 100 − x where it is so, x elsewhere: two passes without picking columns out.
                flipped = draws.optional == o
                pillars[p] *= np.where(flipped, -1.0, 1.0)
                pillars[p] += np.where(flipped, 100.0, 0.0)
