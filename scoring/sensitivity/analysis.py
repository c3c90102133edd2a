"""A sensitivity analysis from its factors to its indices, whatever the model is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from scoring.normalise import Floats
from scoring.sensitivity.indices import Indices, sobol
from scoring.sensitivity.sample import SampleError, saltelli

Model = Callable[[dict[str, Floats]], Floats]


@dataclass(frozen=True)
class Sensitivity:
    """Indices of named outputs for named factors, and what they were made from.

    factors : (k,) ids;  outputs : (m,) ids;  base : size of the base sample;  seed : of all of it.
    indices : arrays of (k, m), see ``Indices``.
    """

    factors: tuple[str, ...]
    outputs: tuple[str, ...]
    base: int
    seed: int
    indices: Indices

    @property
    def runs(self) -> int:
        """How often the model was run."""
        return self.base * (len(self.factors) + 2)

    @cached_property
    def first(self) -> pd.DataFrame:
        """First order indices: a row a factor, a column an output."""
        return pd.DataFrame(self.indices.first, index=self.factors, columns=self.outputs)

    @cached_property
    def total(self) -> pd.DataFrame:
        """Total order indices, laid out likewise."""
        return pd.DataFrame(self.indices.total, index=self.factors, columns=self.outputs)

    def table(self) -> pd.DataFrame:
        """All indices with their half widths: a row an output and factor, for files."""
        shape = (len(self.outputs), len(self.factors))
        columns = {
            "output": np.repeat(np.array(self.outputs, dtype=object), shape[1]),
            "factor": np.tile(np.array(self.factors, dtype=object), shape[0]),
        }
        for name in ("first", "first_half", "total", "total_half"):
            columns[name] = getattr(self.indices, name).T.ravel()
        columns["constant"] = np.repeat(self.indices.constant, shape[1])
        return pd.DataFrame(columns)


def sensitivity(
    factors: Sequence[str],
    run: Model,
    outputs: Sequence[str],
    *,
    base: int = 1024,
    seed: int = 1,
    resamples: int = 100,
    level: float = 0.95,
) -> Sensitivity:
    """Say how much of the variance of each output goes back to each factor.

    Parameters
    ----------
    factors : (k,) ids.
    run : takes a column of R = base·(k + 2) numbers in [0, 1) for each factor, and returns the
        outputs of the R runs as (R, m).
    outputs : (m,) ids of its columns, each once.
    base : size of the base sample, a power of two.
    seed : of the sample and of the bootstrap.
    resamples, level : see ``sobol``.

    Raises
    ------
    SampleError
        When the design cannot be made, or the model returns another shape or no finite number.
    """
    if len(set(outputs)) != len(outputs):
        raise SampleError(f"an output stands twice in {list(outputs)}")
    columns = saltelli(factors, base, seed)
    found = np.asarray(run(columns), dtype=float)
    expected = (base * (len(factors) + 2), len(outputs))
    if found.shape != expected:
        raise SampleError(f"the model returned {found.shape}, not {expected} (runs, outputs)")
    indices = sobol(found, len(factors), resamples=resamples, level=level, seed=seed)
    return Sensitivity(tuple(factors), tuple(outputs), base, seed, indices)
