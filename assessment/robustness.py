"""How far the index of one period carries: each part is worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from scoring.aggregate import AggregationError, method
from scoring.audit.components import Components, components
from scoring.audit.correlations import within_groups
from scoring.audit.finding import Audit
from scoring.audit.leave_one_out import LeftOut, leave_one_out
from scoring.audit.reliability import cronbach
from scoring.copeland import copeland
from scoring.framework import INDEX
from scoring.hierarchy import Hierarchy
from scoring.normalise import Floats
from scoring.robustness.extremes import Extremes, class_margins, extremes
from scoring.score import Result, ranks, score
from scoring.sensitivity import Sensitivity, sensitivity
from scoring.uncertainty.factors import FACTORS, Plan, designed
from scoring.uncertainty.model import scores
from scoring.uncertainty.places import compare
from scoring.weights.importance import importance

SHIFT = "mean_shift"  # the output that stands for all places together
COPELAND = "copeland"
# From the one in which a good pillar makes up for a bad one most, to the one in which it does not.
WAYS = (
    "harmonic",
    "geometric",
    "power:0.5",
    "arithmetic",
    "quadratic",
    "inverted_geometric",
    "maximum",
    COPELAND,
)


@dataclass(frozen=True)
class Methods:
    """The index of a period under each way to aggregate its pillars.

    places : (R regions, M methods), NaN where not rated.
    undefined : by method, why it cannot be used on these pillars.
    """

    places: pd.DataFrame
    undefined: Mapping[str, str]


@dataclass(frozen=True)
class Robustness:
    """Audits and analyses of the index of one period."""

    result: Result
    plan: Plan
    period: int
    base: int

    @property
    def _t(self) -> int:
        return self.result.period_index[self.period]

    @cached_property
    def sensitivity(self) -> Sensitivity:
        """Sobol indices of each factor of the uncertainty analysis.

        Outputs are ``SHIFT``, the mean distance of all places from the published ones, and the
        place of each rated region, by its id.
        """
        result = self.result
        published = result.rank[self._t]
        rated = np.flatnonzero(~np.isnan(published))

        def run(unit: dict[str, Floats]) -> Floats:
            drawn = scores(result, self.period, designed(self.plan, result.scheme, unit))
            places = compare(drawn[rated])[0].astype(float)
            shift = np.abs(places - published[rated, None]).mean(axis=0)
            return np.vstack([shift, places]).T

        names = (SHIFT, *(result.inputs.regions[r] for r in rated))
        return sensitivity(FACTORS, run, names, base=self.base, seed=self.plan.seed)

    @cached_property
    def left_out(self) -> LeftOut:
        """The index without each indicator and each pillar."""
        scheme = self.result.scheme

        def index(rest: Hierarchy) -> pd.Series:
            kept = scheme.only(rest.indicators)
            inputs = self.result.inputs.only((self.period,), kept.indicator_ids)
            return pd.Series(score(inputs, kept).score[0], index=inputs.regions)

        return leave_one_out(scheme.hierarchy, index)

    @cached_property
    def methods(self) -> Methods:
        """Places under each aggregation of the same pillars."""
        pillars, weights = self.result.pillars[self._t], self.result.scheme.pillar_weights
        rated = ~np.isnan(self.result.score[self._t])
        found, undefined = {}, {}
        for name in WAYS:
            way = copeland if name == COPELAND else method(name)
            try:
                combined = way(pillars[rated], weights)
            except AggregationError as error:
                undefined[name] = str(error)
                continue
            found[name] = ranks(combined)
        places = pd.DataFrame(found, index=np.array(self.result.inputs.regions)[rated])
        return Methods(places.reindex(self.result.inputs.regions), undefined)

    @cached_property
    def nodes(self) -> pd.DataFrame:
        """(R regions, nodes): normalised indicators on 0–1, pillars and the index on 0–100."""
        result, t = self.result, self._t
        columns = np.column_stack([result.normalised[t], result.pillars[t], result.score[t]])
        names = (*result.inputs.indicators, *result.scheme.pillar_ids, INDEX)
        return pd.DataFrame(columns, index=result.inputs.regions, columns=names)

    @cached_property
    def correlations(self) -> Audit:
        """Correlations of the indicators inside each pillar."""
        return within_groups(self.nodes, self.result.scheme.hierarchy)

    @cached_property
    def consistency(self) -> Audit:
        """Cronbach's alpha of each pillar."""
        return cronbach(self.nodes, self.result.scheme.hierarchy, groups=self._pillars)

    @cached_property
    def components(self) -> Components:
        """Principal components of the indicators of each pillar."""
        return components(self.nodes, self.result.scheme.hierarchy, groups=self._pillars)

    @property
    def _pillars(self) -> tuple[str, ...]:
        """Pillars of more than one indicator: of a single one there is nothing to audit."""
        scheme = self.result.scheme
        return tuple(pillar.id for pillar in scheme.pillars if len(pillar.indicators) > 1)

    @cached_property
    def importance(self) -> pd.DataFrame:
        """Nominal and effective weight and importance of each node."""
        return importance(self.nodes, self.result.scheme.hierarchy)

    @cached_property
    def margins(self) -> Mapping[str, float]:
        """Smallest change of any pillar weight that changes a region's class, see ``class_margins``."""
        return class_margins(self.result, self.period)

    def within(self, delta: float) -> Extremes:
        """Best and worst place of each region over all pillar weights within ±delta."""
        if delta not in self._extremes:
            self._extremes[delta] = extremes(self.result, self.period, delta)
        return self._extremes[delta]

    @cached_property
    def _extremes(self) -> dict[float, Extremes]:
        return {}
