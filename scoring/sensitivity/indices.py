"""First and total order indices of many outputs at once, with joint bootstrap intervals."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import ArrayLike, NDArray

from scoring.normalise import Floats
from scoring.sensitivity.sample import SampleError

# An output whose spread is this far below its size is a constant with rounding errors, and its
# "variance" would be shared out among noise.
CONSTANT = 1e-12
# So many numbers of products are held at a time: the outputs are worked through in parts.
HELD = 1 << 21


@dataclass(frozen=True)
class Indices:
    """Shares of the variance of m outputs for k factors.

    first, total : (k, m) estimates; sampling noise may put one a little below 0 or above 1.
    first_half, total_half : (k, m) half widths of their intervals, 0 for a constant output.
    constant : (m,) bool; what never moves has no variance to share out, and its indices are 0.
    """

    first: Floats
    total: Floats
    first_half: Floats
    total_half: Floats
    constant: NDArray[np.bool_]


def sobol(
    outputs: ArrayLike, factors: int, *, resamples: int = 100, level: float = 0.95, seed: int = 1
) -> Indices:
    """Estimate indices from the outputs of the runs of ``saltelli``.

    Parameters
    ----------
    outputs : (N·(k + 2), m), or (N·(k + 2),) for a single output, finite; rows as in ``saltelli``.
    factors : their number k.
    resamples : of the bootstrap: how often N of the N base runs are drawn anew. The same rows are
        drawn for all factors and outputs, so that their intervals can be compared.
    level : of the intervals, which are normal: the half width is z · sd of the resampled indices.
    seed : of the resampling.

    Raises
    ------
    SampleError
        When the number of runs does not fit, an output is not finite, or ``resamples`` or
        ``level`` make no interval.

    Notes
    -----
    With outputs centred on their mean, ``S = mean(B (A_B − A)) / V`` (Saltelli and others 2010) and
    ``ST = mean((A − A_B)²) / 2V`` (Jansen 1999, doi:10.1016/S0010-4655(98)00154-4), where V is the
    variance of A and B together. These are SALib's estimators, and its intervals for the same seed.
    """
    runs = np.asarray(outputs, dtype=float)
    runs = runs[:, None] if runs.ndim == 1 else runs
    _check(runs, factors, resamples, level)
    from scipy.special import ndtri

    blocks = runs.reshape(-1, factors + 2, runs.shape[1])
    base = len(blocks)
    drawn = np.random.default_rng(seed).integers(base, size=(base, resamples))
    times = np.stack([np.bincount(column, minlength=base) for column in drawn.T]) / base
    # The estimate itself is the mean in which every base run counts once.
    means = np.vstack([np.full((1, base), 1.0 / base), times])
    half = float(ndtri(0.5 + level / 2))
    parts = []
    width = max(1, HELD // (base * 2 * (factors + 1)))
    for start in range(0, runs.shape[1], width):
        parts.append(_estimate(blocks[:, :, start : start + width], means))
    first, total = (np.concatenate(found, axis=-1) for found in zip(*parts, strict=True))
    constant = _constant(runs, blocks)
    first[..., constant] = total[..., constant] = 0.0
    return Indices(
        first=first[0],
        total=total[0],
        first_half=half * first[1:].std(axis=0, ddof=1),
        total_half=half * total[1:].std(axis=0, ddof=1),
        constant=constant,
    )


def _estimate(blocks: Floats, means: Floats) -> tuple[Floats, Floats]:
    """Estimate under each row of weights of base runs: (N, k + 2, m), (s, N) to two (s, k, m).

    Resampling rows is weighing them, so that every mean of every resample is one matrix product.
    """
    base, runs, width = blocks.shape
    factors = runs - 2
    products = np.empty((base, 2 * factors + 2, width))
    centred = blocks - blocks.mean(axis=(0, 1))
    a, b = centred[:, :1], centred[:, -1:]
    step = np.subtract(centred[:, 1:-1], a)
    np.multiply(step, b, out=products[:, :factors])
    np.multiply(step, step, out=products[:, factors:-2])
    np.add(a, b, out=products[:, -2:-1])
    np.add(a * a, b * b, out=products[:, -1:])
    found = (means @ products.reshape(base, -1)).reshape(len(means), -1, width)
    variance = found[:, -1:] / 2 - (found[:, -2:-1] / 2) ** 2
    # A resample may draw nothing but equal runs of an output that seldom moves.
    known = variance > np.finfo(float).eps * found[:1, -1:]
    variance = np.where(known, variance, 1.0)
    first = np.where(known, found[:, :factors] / variance, 0.0)
    total = np.where(known, found[:, factors:-2] / (2 * variance), 0.0)
    return first, total


def _constant(runs: Floats, blocks: Floats) -> NDArray[np.bool_]:
    size = np.abs(runs).max(axis=0)
    ends = blocks[:, [0, -1]]  # the variance is that of A and B
    return np.ptp(ends, axis=(0, 1)) <= CONSTANT * size


def _check(runs: Floats, factors: int, resamples: int, level: float) -> None:
    if factors < 1 or len(runs) % (factors + 2) or len(runs) < 2 * (factors + 2):
        raise SampleError(
            f"{len(runs)} runs are not N·(k + 2) for k = {factors} factors and N from 2 on"
        )
    if not np.isfinite(runs).all():
        row, column = np.argwhere(~np.isfinite(runs))[0]
        raise SampleError(f"run {row} of output {column} is {runs[row, column]}; it must be finite")
    if resamples < 2 or not 0 < level < 1:
        raise SampleError(
            f"an interval needs 2 or more resamples and a level between 0 and 1, "
            f"not {resamples} and {level}"
        )
