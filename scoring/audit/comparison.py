"""Two indices, or one made in several ways, side by side: who moves, and how far."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.audit.correlations import correlate
from scoring.audit.finding import AuditError, Code, Finding, figures
from scoring.audit.ranks import places


@dataclass(frozen=True)
class Comparison:
    """Two indices side by side.

    table : by unit, in the order of the first index: ``first``, ``second`` (scores), ``rank_first``,
    ``rank_second`` (1 is the highest), ``shift`` (``rank_first − rank_second``: positive moved up) and
    ``abs_shift``; ranks are among the units that both rate.
    summary : see ``agreement``.
    moved : ids of the units that moved most, and at all, those of the first rank first.
    """

    table: pd.DataFrame
    summary: pd.Series
    moved: tuple[str, ...]
    warnings: tuple[Finding, ...]


def compare(first: pd.Series, second: pd.Series) -> Comparison:
    """Compare two indices, (R,) and (S,) scores by unit.

    A unit that only one of them rates has its score and no rank, and is warned of: it would push
    the others down in one index alone, which is no change of theirs.
    Raises AuditError for text, infinite scores, a unit that stands twice.
    """
    one = figures(first.to_frame("first"))
    other = figures(second.to_frame("second"))
    table = one.join(other, how="outer", sort=False)
    table = table.reindex([*one.index, *(name for name in other.index if name not in one.index)])
    both = table.notna().all(axis=1)
    for name in ("first", "second"):
        table[f"rank_{name}"] = places(table[name].where(both))
    table["shift"] = table["rank_first"] - table["rank_second"]
    table["abs_shift"] = table["shift"].abs()
    furthest = table["abs_shift"].max()
    moved = table[(table["abs_shift"] == furthest) & (table["abs_shift"] > 0)]
    alone = table[["first", "second"]].notna().sum(axis=1) == 1
    return Comparison(
        table,
        agreement(table["first"], table["second"]),
        tuple(str(name) for name in moved.sort_values("rank_first", kind="stable").index),
        tuple(
            Finding(Code.ONLY_IN_ONE, (str(name),), float(row["first":"second"].max()))
            for name, row in table[alone].iterrows()
        ),
    )


def agreement(first: pd.Series, second: pd.Series) -> pd.Series:
    """Summarise how alike two indices rank the units that both rate.

    Returns ``units``, ``unmoved`` (number with the same rank), ``mean_abs_shift``,
    ``max_abs_shift``, ``pearson`` (of scores), ``spearman`` and ``kendall`` (τ-b); the correlations
    are NaN for fewer than three units.
    """
    both = pd.concat([first, second], axis=1, keys=["first", "second"]).dropna()
    shift = (places(both["first"]) - places(both["second"])).abs()
    return pd.Series(
        {
            "units": float(len(both)),
            "unmoved": float((shift == 0).sum()),
            "mean_abs_shift": float(shift.mean()),
            "max_abs_shift": float(shift.max()) if len(both) else np.nan,
            "pearson": float(correlate(both, kind="pearson")["r"].iloc[0]),
            "spearman": float(correlate(both, kind="spearman")["r"].iloc[0]),
            "kendall": float(correlate(both, kind="kendall")["r"].iloc[0]),
        }
    )


def side_by_side(scores: pd.DataFrame, base: str) -> pd.DataFrame:
    """Summarise how each way of making an index (a column) differs from ``base``.

    scores : (R units, M ways). Returns by way what ``agreement`` gives; ``base`` itself is in it.
    Raises AuditError when there is no column ``base``.
    """
    if base not in scores.columns:
        raise AuditError(f"there are no scores of '{base}'")
    table = figures(scores)
    return pd.DataFrame({name: agreement(table[base], table[name]) for name in table.columns}).T
