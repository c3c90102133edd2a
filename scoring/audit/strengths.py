"""Where a unit stands best and worst: its strengths and weaknesses among all indicators."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
import pandas as pd

from scoring.audit.finding import AuditError, figures
from scoring.audit.ranks import places, places_of_columns

Lowest = Literal["not_strength", "drop", "keep"]


@dataclass(frozen=True)
class Profile:
    """Strengths and weaknesses of one unit, the most marked first.

    Both by indicator id: ``value``; ``rank`` (1 is the highest value); ``place`` (1 is the best);
    ``shared`` (units at that place); ``units`` (that have a value); ``weight`` (NaN without weights).
    """

    strengths: pd.DataFrame
    weaknesses: pd.DataFrame


def profile(
    data: pd.DataFrame,
    unit: str,
    *,
    count: int = 5,
    high_is: Literal["strength", "weakness"] = "strength",
    weights: Mapping[str, float] | None = None,
    least_weight: float = 0.0,
    least_unique: float = 0.0,
    lowest: Lowest = "not_strength",
) -> Profile:
    """Find the indicators on which a unit stands best and worst among the units.

    Parameters
    ----------
    data
        (R units, K indicators), turned so that a high value means the same in all of them.
    unit
        Id of the unit. Indicators without a value of it are left out.
    count
        How many of each at most. No indicator is both: of few, at most half are strengths.
    high_is
        What a high value means; "weakness" where it is pressure.
    weights, least_weight
        Effective weight by id: only indicators that weigh more than ``least_weight`` count, and of
        equal places the heavier comes first. Without weights the order of columns decides.
    least_unique
        Only indicators with more different values than this share of the units count.
    lowest
        The last place on an indicator that many share (half of all units have none of something)
        may come out as a middling rank. "not_strength": it is no strength; "drop": it is neither
        a strength nor a weakness; "keep": it may be both.

    Raises
    ------
    AuditError
        For an unknown unit, a count below 1, or a weight that is missing.
    """
    table = figures(data)
    if unit not in table.index:
        raise AuditError(f"there is no unit '{unit}'")
    if count < 1:
        raise AuditError(f"the count is {count}; it must be 1 or more")
    ids = _considered(table, weights, least_weight, least_unique)
    best_first = table[ids] if high_is == "strength" else -table[ids]
    order = places_of_columns(best_first)
    own = order.loc[unit].dropna()
    found = pd.DataFrame(
        {
            "value": table.loc[unit][own.index],
            "rank": [places(table[name])[unit] for name in own.index],
            "place": own,
            "shared": [int((order[name] == own[name]).sum()) for name in own.index],
            "units": [int(order[name].notna().sum()) for name in own.index],
            "weight": [np.nan if weights is None else weights[str(name)] for name in own.index],
        },
        index=own.index,
    )
    last = order[found.index].max() == found["place"]
    if lowest == "drop":
        found = found[~last]
    # Sorting is stable: equal places of equal weight stay in the order of columns.
    ranked = found.sort_values(["place", "weight"], ascending=[True, False])
    limit = min(count, len(ranked) // 2)
    possible = ranked.iloc[: len(ranked) - limit]
    if lowest == "not_strength":
        possible = possible[~last[possible.index]]
    strengths = possible.iloc[:limit]
    worst = found.iloc[::-1].sort_values(["place", "weight"], ascending=[False, False])
    return Profile(strengths, worst[~worst.index.isin(strengths.index)].iloc[:limit])


def _considered(
    table: pd.DataFrame,
    weights: Mapping[str, float] | None,
    least_weight: float,
    least_unique: float,
) -> list[str]:
    chosen = []
    for name in table.columns:
        if weights is not None and name not in weights:
            raise AuditError(f"there is no weight of '{name}'")
        heavy = weights is None or weights[name] > least_weight
        if heavy and table[name].nunique() / len(table) > least_unique:
            chosen.append(name)
    return chosen
