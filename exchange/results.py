"""The files that an index is written to: tables keyed by unit or by code, in COINr's words."""

from __future__ import annotations

from collections.abc import Mapping

import pandas as pd

from exchange.source import TIME, UNIT
from scoring.composite import Composite
from scoring.treat import Treatment
from scoring.weights.importance import importance

# What COINr calls the columns of its table of treatments.
_TREATMENT = {
    "passes0": "check_SkewKurt0.Pass",
    "skewness0": "check_SkewKurt0.Skew",
    "kurtosis0": "check_SkewKurt0.Kurt",
    "moved": "winsorise.nwin",
    "passes1": "check_SkewKurt1.Pass",
    "skewness1": "check_SkewKurt1.Skew",
    "kurtosis1": "check_SkewKurt1.Kurt",
    "passes2": "check_SkewKurt2.Pass",
    "skewness2": "check_SkewKurt2.Skew",
    "kurtosis2": "check_SkewKurt2.Kurt",
    "note": "Note",
}


def result_tables(composite: Composite) -> dict[str, pd.DataFrame]:
    """Return the steps that were taken, the scores, ranks and weights, by name of the file."""
    recipe = composite.recipe
    tables = {}
    if recipe.denominate:
        tables["denominated"] = by_unit(composite.denominated)
    if recipe.impute != "none":
        tables["imputed"] = by_unit(composite.imputed)
    if recipe.screen is not None:
        tables["screened"] = by_unit(composite.screened)
    if composite.treatment is not None:
        tables["treated"] = by_unit(composite.treated)
        tables["treatment"] = treatment_table(composite.treatment)
        tables["treated_points"] = by_unit(composite.treatment.points)
    tables["normalised"] = by_unit(composite.normalised)
    tables["aggregates"] = by_unit(
        composite.aggregates[list(reversed(composite.aggregates.columns))]
    )
    tables["ranks"] = ranks_table(composite)
    tables["weights"] = weights_table(composite)
    return tables


def by_unit(table: pd.DataFrame) -> pd.DataFrame:
    """Put the ids of the units into a first column, ordered by them."""
    return table.sort_index().rename_axis(index=UNIT).reset_index()


def ranks_table(composite: Composite) -> pd.DataFrame:
    """Ranks of aggregates, the index first, and of the normalised indicators."""
    ranks = composite.ranks[list(reversed(composite.ranks.columns))]
    return by_unit(pd.concat([ranks, composite.indicator_ranks], axis=1).astype("Int64"))


def treatment_table(treatment: Treatment) -> pd.DataFrame:
    """Say for each indicator what was tested and done."""
    table = treatment.details.rename(columns=_TREATMENT).astype({"winsorise.nwin": "Int64"})
    return table.rename_axis(index="iCode").reset_index()


def weights_table(composite: Composite) -> pd.DataFrame:
    """Nominal weight as given, effective weight, and importance, of each node."""
    tree = composite.hierarchy
    nodes = pd.concat([composite.normalised, composite.aggregates], axis=1)
    found = importance(nodes, tree)
    return pd.DataFrame(
        {
            "iCode": [node.id for node in tree.nodes],
            "Level": [node.level for node in tree.nodes],
            "Weight": [node.weight for node in tree.nodes],
            "EffWeight": [tree.effective_weights[node.id] for node in tree.nodes],
            "Correlation": found["correlation"].to_numpy(),
            "Importance": found["importance"].to_numpy(),
        }
    )


def over_time(tables: Mapping[str, Mapping[str, pd.DataFrame]]) -> dict[str, pd.DataFrame]:
    """Put the tables of several times under one another, with the column Time after the first.

    tables : by time, then by name. With a single time they stay as they are.
    """
    if len(tables) == 1:
        return dict(next(iter(tables.values())))
    names = list(dict.fromkeys(name for each in tables.values() for name in each))
    joined = {}
    for name in names:
        parts = []
        for time, each in tables.items():
            if name in each:
                part = each[name].copy()
                part.insert(1, TIME, time)
                parts.append(part)
        joined[name] = pd.concat(parts, ignore_index=True)
    return joined


def scores_table(composite: Composite, names: Mapping[str, str]) -> pd.DataFrame:
    """Units from the highest score to the lowest, not rated ones last: code, name, score, rank."""
    top = composite.hierarchy.top
    table = pd.DataFrame(
        {
            UNIT: composite.units,
            "uName": [names[unit] for unit in composite.units],
            top: composite.aggregates[top].to_numpy(),
            "rank": composite.ranks[top].astype("Int64").to_numpy(),
        }
    )
    return table.sort_values(["rank", UNIT], na_position="last", ignore_index=True)
