"""What each score rests on: the share of its weight that is inherited, apportioned, recast, carried."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from indicators.panel import Panel
from scoring.aggregate import shares
from scoring.frozen import freeze
from scoring.normalise import Floats
from scoring.score import Result, score

# Flags of ``Entry.flags``: a value may bear several of them.
FLAGS = ("inherited", "apportioned", "backcast", "carried")


@dataclass(frozen=True)
class Provenance:
    """Where the weight of the scores of T periods × R regions comes from.

    parts : (T, R, F) shares of the weight used, in the order of ``FLAGS``; they may overlap, and
    are NaN where nothing is observed.
    former : (T, R) bool, the score rests on a former region's figures: without those it could not
    be rated. Figures that a mean over years takes from both sides of a split are among them.
    """

    parts: Floats
    former: np.ndarray

    def __post_init__(self) -> None:
        freeze(self)

    def share(self, flag: str) -> Floats:
        """(T, R) share of the weight used that bears one of ``FLAGS``."""
        return self.parts[..., FLAGS.index(flag)]


def provenance(panel: Panel, result: Result) -> Provenance:
    """Weigh the flags of a panel's entries as a result weighs its indicators."""
    inputs = result.inputs
    observed = np.isfinite(inputs.values)
    weight = shares(observed, result.scheme.nominal_weights)
    flagged = np.zeros((*observed.shape, len(FLAGS)))
    for t, r, k in np.argwhere(observed):
        entry = panel.get(inputs.indicators[k], inputs.regions[r], inputs.periods[t])
        if entry is not None:
            flagged[t, r, k] = [flag in entry.flags for flag in FLAGS]
    parts = np.einsum("trk,trkf->trf", np.nan_to_num(weight), flagged)
    parts[~observed.any(axis=-1)] = np.nan
    own = replace(inputs, values=np.where(inputs.borders == 0, inputs.values, np.nan))
    former = np.isnan(score(own, result.scheme).score) & ~np.isnan(result.score)
    return Provenance(parts, former)
