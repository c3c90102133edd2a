"""How far a score can be relied on: four published parts, and a grade by the worst of them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from scoring.aggregate import shares
from scoring.framework import Scheme
from scoring.inputs import Inputs
from scoring.normalise import Floats

PARTS = ("missing", "staleness", "estimated", "concentration")


@dataclass(frozen=True)
class Reliability:
    """parts : (T, R, 4) on 0–1, 0 best, in the order of ``PARTS``; grade : (T, R) letters."""

    parts: Floats
    grade: np.ndarray

    def __post_init__(self) -> None:
        self.parts.setflags(write=False)
        self.grade.setflags(write=False)


def reliability(inputs: Inputs, scheme: Scheme) -> Reliability:
    """Rate the figures behind each score, each weighted as it weighs in the index.

    - missing: share of the applicable weight that has no figure;
    - staleness: ``min(mean age / stale_after_years, 1)`` of the figures used;
    - estimated: share of the weight used that is inherited, apportioned, back-cast, made from
      part of a year, or coded from an expert's words;
    - concentration: the Herfindahl index of the weight used over its sources, rescaled so that
      one source alone is 1 and as many sources as there are in the index evenly is 0.

    The grade is the first whose limit the worst part does not pass, else D.
    """
    observed = np.isfinite(inputs.values)
    nominal = scheme.nominal_weights
    applicable = np.where(inputs.applicable, nominal, 0.0)
    due = applicable.sum(axis=-1)  # (R,)
    used = np.where(observed, nominal, 0.0)
    seen = used.sum(axis=-1)
    missing = 1.0 - np.divide(seen, due, out=np.zeros_like(seen), where=due > 0)
    weight = np.nan_to_num(shares(observed, nominal))
    mean_age = (weight * np.nan_to_num(inputs.age)).sum(axis=-1)
    staleness = np.minimum(mean_age / scheme.stale_after_years, 1.0)
    estimated = (weight * inputs.estimated).sum(axis=-1)
    by_source = np.stack(
        [(weight * (inputs.source == i)).sum(axis=-1) for i in range(len(inputs.sources))], axis=-1
    )
    even = 1.0 / max(len(inputs.sources), 2)
    concentration = np.clip(((by_source**2).sum(axis=-1) - even) / (1.0 - even), 0.0, 1.0)
    parts = np.stack([missing, staleness, estimated, concentration], axis=-1)
    parts = np.where(observed.any(axis=-1, keepdims=True), parts, 1.0)
    worst = parts.max(axis=-1)
    grade = np.full(worst.shape, "D", dtype="<U1")
    for letter, limit in reversed(scheme.grades):
        grade[worst <= limit + 1e-12] = letter
    return Reliability(parts, grade)
