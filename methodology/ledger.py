"""A change that can be followed with pencil and paper, split by the ledger itself."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final

import numpy as np

from scoring.framework import ScaledIndicator, Scheme, ScoredPillar
from scoring.inputs import Inputs
from scoring.ledger import STEPS, Key, ledger
from scoring.score import Result, score

# Pressures of the indicators A, B (pillar P) and C (pillar Q), and the weight of P.
PUBLISHED: Final = (40.0, 20.0, 80.0)
REVISED: Final = (60.0, 20.0, 80.0)
LATER: Final = (60.0, 40.0, 70.0)
WEIGHTS: Final = (0.5, 0.75)
_PLACE: Final = "R"


def ledger_example() -> dict[str, Any]:
    """Return an old score, a new one, the states between them and the parts of the change."""
    old = _scored(WEIGHTS[0], PUBLISHED, LATER)
    bridge = _scored(WEIGHTS[0], REVISED, LATER)
    new = _scored(WEIGHTS[1], REVISED, LATER)
    made = ledger(old, bridge, new, 0, 1)
    states = {
        "published": (old, 0),
        "revised": (bridge, 0),
        "later": (bridge, 1),
        "now": (new, 1),
    }

    def part(step: str, pillar: str, indicator: str) -> float:
        place = made.indicators.index(Key(pillar, indicator))
        return float(getattr(made, step).indicators[0, place])

    return {
        **{name: _state(result, t) for name, (result, t) in states.items()},
        "steps": {step: float(getattr(made, step).points[0]) for step in STEPS},
        "total": float(made.total.points[0]),
        "revision_of_a": part("revision", "P", "A"),
        "real_of_b": part("real", "P", "B"),
        "real_of_c": part("real", "Q", "C"),
        "weight": {"old": WEIGHTS[0], "new": WEIGHTS[1]},
    }


def _state(result: Result, t: int) -> dict[str, float]:
    a, b, c = 100.0 * result.normalised[t, 0]
    p, q = result.pillars[t, 0]
    return {
        "a": float(a),
        "b": float(b),
        "c": float(c),
        "p": float(p),
        "q": float(q),
        "score": float(result.score[t, 0]),
    }


def _scored(weight: float, *years: tuple[float, ...]) -> Result:
    """Score one region by a plain mean of two pillars, the first of which has a weight."""
    values = np.array(years)[:, None, :]
    one = ScaledIndicator("A", 0.0, 100.0, 1, "identity", 1.0)
    pillars = (
        ScoredPillar("P", weight, False, (one, replace(one, id="B"))),
        ScoredPillar("Q", 1.0 - weight, False, (replace(one, id="C"),)),
    )
    scheme = Scheme(
        version="",
        pillars=pillars,
        coverage=1.0,
        like_for_like=1.0,
        within_pillars="arithmetic",
        across_pillars="arithmetic",
        classes=("any",),
        cuts=(0.0,),
        stale_after_years=1.0,
        grades=(("A", 1.0),),
    )
    inputs = Inputs(
        periods=tuple(range(len(years))),
        regions=(_PLACE,),
        indicators=scheme.indicator_ids,
        sources=(_PLACE,),
        values=values,
        applicable=np.ones(values.shape[1:], dtype=bool),
        age=np.zeros(values.shape),
        estimated=np.zeros(values.shape, dtype=bool),
        source=np.zeros(values.shape, dtype=int),
        data_version="",
    )
    return score(inputs, scheme)
