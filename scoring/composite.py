"""From raw values to an index for any framework: one call, one immutable value with every step."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from scoring.chain import aggregate, applicable, normalise
from scoring.denominate import denominate
from scoring.frozen import freeze
from scoring.hierarchy import Hierarchy
from scoring.impute import IN_PANEL, impute, impute_panel
from scoring.normalise import Floats
from scoring.ordering import descending
from scoring.recipe import Framework, Recipe, RecipeError
from scoring.screen import screen
from scoring.treat import Treatment, treat


@dataclass(frozen=True)
class Composite:
    """An index and everything that it was made from.

    units : ids of the units that were scored, those screened out left out.
    normalised_values : (n, k) in the order of ``hierarchy.indicators``.
    aggregate_values, aggregate_ranks : (n, m) in the order of ``hierarchy.aggregates``; rank 1 is
    the highest, ties share the better rank, NaN where not rated.
    raw, denominated, imputed : frames of all units;  screened : of those that were scored.
    treatment : None when nothing was to be treated.
    """

    framework: Framework
    recipe: Recipe
    raw: pd.DataFrame
    denominated: pd.DataFrame
    imputed: pd.DataFrame
    screened: pd.DataFrame
    treatment: Treatment | None
    units: pd.Index
    normalised_values: Floats
    aggregate_values: Floats
    aggregate_ranks: Floats

    def __post_init__(self) -> None:
        freeze(self)

    @property
    def hierarchy(self) -> Hierarchy:
        """The tree with its nominal weights; effective ones are its ``effective_weights``."""
        return self.framework.hierarchy

    @cached_property
    def treated(self) -> pd.DataFrame:
        """Units × indicators as they went into normalisation, directions not yet turned."""
        return self.screened if self.treatment is None else self.treatment.values

    @cached_property
    def normalised(self) -> pd.DataFrame:
        """Units × indicators."""
        return self._frame(self.normalised_values, self.hierarchy.indicators)

    @cached_property
    def aggregates(self) -> pd.DataFrame:
        """Units × aggregates, lowest level first."""
        return self._frame(self.aggregate_values, self.hierarchy.aggregates)

    @cached_property
    def ranks(self) -> pd.DataFrame:
        """Ranks of the aggregates: units × aggregates."""
        return self._frame(self.aggregate_ranks, self.hierarchy.aggregates)

    @cached_property
    def indicator_ranks(self) -> pd.DataFrame:
        """Ranks of the normalised indicators: units × indicators."""
        return self._frame(
            descending(self.normalised_values, summed=False), self.hierarchy.indicators
        )

    @property
    def not_placed(self) -> tuple[str, ...]:
        """Indicators that have figures, but none that their normalisation is defined for."""
        gone = np.isnan(self.normalised_values).all(axis=0)
        had = self.treated.notna().any(axis=0).to_numpy()
        names = zip(self.hierarchy.indicators, gone & had, strict=True)
        return tuple(name for name, lost in names if lost)

    @property
    def scores(self) -> pd.Series:
        """The index: (n,)."""
        return self.aggregates[self.hierarchy.top]

    def _frame(self, values: Floats, columns: tuple[str, ...]) -> pd.DataFrame:
        return pd.DataFrame(values, index=self.units, columns=pd.Index(columns), copy=False)


def build(
    data: pd.DataFrame,
    framework: Framework,
    recipe: Recipe,
    *,
    denominators: pd.DataFrame | None = None,
    groups: pd.DataFrame | None = None,
) -> Composite:
    """Build an index by ``recipe``: denominate, impute, screen, treat, normalise, aggregate, rank.

    data : units (index) × indicators, NaN where missing; columns are found by id.
    denominators, groups : further columns of the same units, for the steps that name them.

    Raises
    ------
    ValueError
        One of its kinds, naming the step and the indicator, node or unit: an indicator that is not
        there, a unit that stands twice, a value that is infinite or stands where its indicator
        does not apply, a column that cannot be normalised, a mean that is not defined.
    """
    raw = _chosen(data, framework)
    denominated = _denominated(raw, framework, recipe, denominators)
    imputed = impute(
        denominated,
        recipe.impute,
        directions={name: meta.direction for name, meta in framework.indicators.items()},
        groups=None if groups is None else groups.loc[raw.index],
    )
    return _finished(raw, denominated, imputed, framework, recipe)


def build_panel(
    data: Mapping[float, pd.DataFrame],
    framework: Framework,
    recipe: Recipe,
    *,
    denominators: Mapping[float, pd.DataFrame] | None = None,
    groups: Mapping[float, pd.DataFrame] | None = None,
) -> dict[float, Composite]:
    """Build an index for each time on its own; only the imputations of a panel look across times.

    data, denominators, groups : as for ``build``, by time; units may differ from time to time.
    Raises as ``build`` does.
    """
    divisors, labels = denominators or {}, groups or {}
    if recipe.impute not in IN_PANEL:
        return {
            time: build(
                table,
                framework,
                recipe,
                denominators=divisors.get(time),
                groups=labels.get(time),
            )
            for time, table in data.items()
        }
    raw = {time: _chosen(table, framework) for time, table in data.items()}
    denominated = {
        time: _denominated(table, framework, recipe, divisors.get(time))
        for time, table in raw.items()
    }
    imputed = impute_panel(denominated, recipe.impute)
    return {
        time: _finished(raw[time], denominated[time], imputed[time], framework, recipe)
        for time in data
    }


def _denominated(
    raw: pd.DataFrame, framework: Framework, recipe: Recipe, denominators: pd.DataFrame | None
) -> pd.DataFrame:
    if not recipe.denominate:
        return raw
    by = {name: meta.denominator for name, meta in framework.indicators.items() if meta.denominator}
    divisors = pd.DataFrame(index=raw.index) if denominators is None else denominators
    return denominate(raw, divisors.loc[raw.index], by)


def _finished(
    raw: pd.DataFrame,
    denominated: pd.DataFrame,
    imputed: pd.DataFrame,
    framework: Framework,
    recipe: Recipe,
) -> Composite:
    screened = imputed
    if recipe.screen is not None:
        looked_at = denominated if recipe.screen_observed else imputed
        screened = imputed.loc[screen(looked_at, recipe.screen)]
    treatment = treat(screened) if recipe.treat else None
    treated = screened if treatment is None else treatment.values
    normalised = normalise(treated.to_numpy(dtype=float), framework, recipe, units=screened.index)
    values = aggregate(normalised, framework, recipe, units=screened.index)
    return Composite(
        framework=framework,
        recipe=recipe,
        raw=raw,
        denominated=denominated,
        imputed=imputed,
        screened=screened,
        treatment=treatment,
        units=screened.index,
        normalised_values=normalised,
        aggregate_values=values,
        aggregate_ranks=descending(values),
    )


def _chosen(data: pd.DataFrame, framework: Framework) -> pd.DataFrame:
    names = framework.hierarchy.indicators
    if tuple(data.columns) != names:
        missing = [name for name in names if name not in data]
        if missing:
            raise RecipeError(f"there is no indicator '{missing[0]}' in the data")
        data = data.loc[:, list(names)]
    if not data.index.is_unique:
        raise RecipeError(f"unit '{data.index[data.index.duplicated()][0]}' stands twice")
    raw = data.astype(float)
    array = raw.to_numpy()
    infinite = np.isinf(array)
    if infinite.any():
        u, k = np.argwhere(infinite)[0]
        raise RecipeError(f"indicator '{names[k]}', unit '{raw.index[u]}': the value is infinite")
    stray = ~np.isnan(array) & ~applicable(framework, raw.index)
    if stray.any():
        u, k = np.argwhere(stray)[0]
        raise RecipeError(
            f"indicator '{names[k]}', unit '{raw.index[u]}': a value stands where the indicator "
            "does not apply"
        )
    return raw
