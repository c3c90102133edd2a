"""Runs of a designed experiment: each factor of one base sample replaced in turn by another's."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from scoring.normalise import Floats


class SampleError(ValueError):
    """The design, or outputs that should come from one, is not what it must be."""


def saltelli(factors: Sequence[str], base: int, seed: int) -> dict[str, Floats]:
    """Draw the runs that first and total order indices need.

    Parameters
    ----------
    factors : (k,) names, each once.
    base : size N of the base sample, a power of two: only then is a Sobol sequence balanced.
    seed : of the scrambling; the same seed gives the same runs.

    Returns
    -------
    A column of N·(k + 2) numbers in [0, 1) for each factor. Runs stand in blocks of k + 2, as
    SALib's sampler orders them: the base run A, A with each factor in turn from B, the run B.

    Raises
    ------
    SampleError
        When a factor stands twice, there is none, or ``base`` is not a power of two.

    Notes
    -----
    Saltelli, Annoni, Azzini, Campolongo, Ratto and Tarantola (2010),
    doi:10.1016/j.cpc.2009.09.018; the sequence is scrambled after Owen, as SciPy does it.
    """
    if len(set(factors)) != len(factors) or not factors:
        raise SampleError(f"factors must be one or more different names, not {list(factors)}")
    if base < 2 or base & (base - 1):
        raise SampleError(f"the base sample must be a power of two from 2 on, not {base}")
    from SALib.sample.sobol import sample

    problem = {
        "num_vars": len(factors),
        "names": list(factors),
        "bounds": [[0.0, 1.0]] * len(factors),
    }
    runs = sample(problem, base, calc_second_order=False, seed=seed)
    return {name: np.ascontiguousarray(runs[:, j]) for j, name in enumerate(factors)}


def choice(column: Floats, count: int) -> NDArray[np.intp]:
    """Turn numbers in [0, 1] into one of ``count`` options of equal chance: ⌊u · count⌋.

    column : any shape.  Returns the same shape, from 0 to count − 1; a number of exactly 1 gets
    the last option.

    Raises
    ------
    SampleError
        When there is no option to choose.
    """
    if count < 1:
        raise SampleError(f"there must be an option to choose, not {count}")
    return np.minimum((np.asarray(column) * count).astype(np.intp), count - 1)
