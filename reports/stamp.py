"""The stamp in a document: what it was made of and which scores it states, for whoever checks it."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any

import numpy as np

from assessment import Assessment
from reports.order import Order

SCHEMA = "kelisim-stamp/1"
LONGEST = 200_000  # characters of a stamp; a hostile file must not fill the memory
Score = tuple[float | None, ...]
"""Score, its 5th and 95th percentile, and those of its place, all unrounded; None: not rated."""


class StampError(ValueError):
    """A document has no stamp that can be read; the message says why, in one line."""

    @property
    def user_message(self) -> str:
        """The line to print."""
        return str(self)


@dataclass(frozen=True)
class Stamp:
    """Everything that is needed to make a document again, and the scores that it must then state.

    boundaries : hash of the map's geometry.  draws, seed : of the recalculations behind the bands.
    scores : by region.
    """

    order: Order
    release: str
    data_version: str
    method_version: str
    boundaries: str
    draws: int
    seed: int
    scores: Mapping[str, Score]


def stamp(assessment: Assessment, boundaries: str, order: Order) -> Stamp:
    """Return the stamp of a document that is made now.

    assessment : with the settings of the order.  boundaries : hash of the map's geometry.
    """
    result, bands = assessment.result, assessment.uncertainty(order.period)
    t = result.period_index[order.period]
    named = order.regions or result.inputs.regions
    return Stamp(
        order=order,
        release=assessment.observations.release,
        data_version=assessment.observations.version,
        method_version=result.scheme.version,
        boundaries=boundaries,
        draws=bands.plan.draws,
        seed=bands.plan.seed,
        scores={
            region: (
                _number(result.score[t, r]),
                *(_number(bands.score[i, r]) for i in (0, 2)),
                *(_number(bands.place[i, r]) for i in (0, 2)),
            )
            for region in named
            for r in (result.region_index[region],)
        },
    )


def _number(value: float) -> float | None:
    return None if np.isnan(value) else float(value)


def write(made: Stamp) -> str:
    """Write a stamp as JSON: the same text for the same stamp."""
    facts: dict[str, Any] = {"schema": SCHEMA} | vars(made) | {"order": vars(made.order)}
    return json.dumps(facts, ensure_ascii=False, sort_keys=True, allow_nan=False)


def read(text: str) -> Stamp:
    """Read what ``write`` wrote.  Raises StampError for anything else."""
    if len(text) > LONGEST:
        raise StampError("the stamp is too long to be one of ours")
    try:
        facts = json.loads(text, parse_constant=_refuse)
    except (ValueError, RecursionError) as error:
        raise StampError(f"the stamp is not JSON: {error}") from error
    if not isinstance(facts, dict) or facts.get("schema") != SCHEMA:
        raise StampError(f"the stamp is not of the schema {SCHEMA}")
    order = facts.get("order")
    if isinstance(order, dict):
        order.setdefault("site", "")  # the first reports knew none
    order = _checked(order, Order, "order")
    facts = _checked({k: v for k, v in facts.items() if k != "schema"}, Stamp, "stamp")
    regions = order["regions"]
    if not isinstance(regions, list) or not all(isinstance(r, str) for r in regions):
        raise StampError("the stamp's regions are not a list of codes")
    scores = facts["scores"]
    if not isinstance(scores, dict) or not all(_is_score(value) for value in scores.values()):
        raise StampError("the stamp's scores are not five numbers a region")
    made = Order(**{**order, "regions": tuple(regions)})
    rows = {region: tuple(values) for region, values in scores.items()}
    return Stamp(**{**facts, "order": made, "scores": rows})


def _refuse(constant: str) -> float:
    raise ValueError(f"{constant} is not a number")


_KINDS = {"str": str, "int": int}


def _checked(facts: Any, kind: type[Order] | type[Stamp], name: str) -> dict[str, Any]:
    """Return the facts if they are exactly the fields of a class, and texts and whole numbers so."""
    wanted = {field.name: str(field.type) for field in fields(kind)}
    if not isinstance(facts, dict) or set(facts) != set(wanted):
        raise StampError(f"the stamp's {name} does not have exactly {', '.join(wanted)}")
    for key, type_name in wanted.items():
        expected = _KINDS.get(type_name)
        if expected is not None and type(facts[key]) is not expected:
            raise StampError(f"the stamp's '{key}' is not of the kind {type_name}")
    return facts


def _is_score(values: Any) -> bool:
    return (
        isinstance(values, list)
        and len(values) == 5
        and all(v is None or type(v) in (int, float) for v in values)
    )
