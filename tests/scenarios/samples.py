"""Scenarios that are made up: no weight, score or name in them is anybody's."""

from typing import Any

from assessment.changes import Change
from assessment.settings import CAPACITY, MEANS, SCALES
from scenarios import ANALYST, VIEWER, Actor, Content, Scenario, Store

ANALYST_A = Actor("Synthetic analyst A", ANALYST)
ANALYST_B = Actor("Synthetic analyst B", ANALYST, subject="b@synthetic")
OPEN_VIEWER = Actor("Synthetic viewer", VIEWER)
SIGNED_VIEWER = Actor("Synthetic official", VIEWER, subject="official@synthetic")
SCORES = {"KZ-10": 0.1 + 0.2, "KZ-11": 1 / 3, "KZ-15": None, "KZ-19": 1e-300}
UNDER = {"data_version": "synthetic-1", "method_version": "0.0"}


def content(weight: float = 33.33, **other: Any) -> Content:
    parts: dict[str, Any] = {
        "weights": {"labour": weight, "land": 66.67, "jobs_a": 50.0, "jobs_b": 0.0},
        "scale": SCALES[0],
        "mean": MEANS[0],
        "coverage": "2/3",
        "capacity": CAPACITY[0],
        "spread": {"labour": 4.25},
        "changes": (
            Change("KZ-10", "jobs_a", "add", 2.0),
            Change("all", "jobs_b", "percent", -12.3456),
        ),
        "year": 2024,
    }
    return Content(**{**parts, **other})


def said(mark: float = 33.33, **other: Any) -> dict[str, Any]:
    """All that a scenario says, for ``create`` and ``save``; ``mark`` tells one from another."""
    parts: dict[str, Any] = {
        "name": f"Synthetic {mark:g}",
        "description": "Made up\nfor a test",
        "content": content(mark),
        "scores": {**SCORES, "KZ-11": mark / 3},
        **UNDER,
    }
    return {**parts, **other}


def made(store: Store, mark: float = 33.33, actor: Actor = ANALYST_A, **other: Any) -> Scenario:
    return store.create(actor, **said(mark, **other))
