"""The published index: figures by the registry's formulas, scored by the registry's framework."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import cached_property
from typing import get_args

import numpy as np
from threadpoolctl import threadpool_limits

from assessment.provenance import Provenance, provenance
from assessment.robustness import Robustness
from geodata.regions import Borders, Regions, load_regions, regions_then
from indicators.additions import read_current
from indicators.figures import Observations
from indicators.panel import Panel, applies, build_panel
from indicators.registry import Registry, load_registry
from indicators.schema import Framework
from scoring.framework import ScaledIndicator, Scheme, ScoredPillar
from scoring.inputs import SEVERAL, Inputs
from scoring.normalise import Floats
from scoring.score import Result, score
from scoring.uncertainty.bands import Uncertainty, summarise
from scoring.uncertainty.factors import Draws, Plan, monte_carlo
from scoring.uncertainty.model import scores

BORDERS: tuple[str, ...] = get_args(Borders)  # today's first


@dataclass(frozen=True)
class Assessment:
    """One release of the index: the result, and everything that it was made from.

    spread : by node, how far its weights move in the draws, see ``Settings``; empty as published.
    """

    registry: Registry
    regions: Regions
    observations: Observations
    panel: Panel
    result: Result
    spread: Mapping[str, float] = field(default_factory=dict)

    @property
    def rated_periods(self) -> tuple[int, ...]:
        """Periods in which at least one region is rated."""
        rated = np.any(np.isfinite(self.result.score), axis=1)
        return tuple(p for p, ok in zip(self.result.inputs.periods, rated, strict=True) if ok)

    @cached_property
    def plan(self) -> Plan:
        """Which choices the uncertainty analysis varies."""
        bands = {node: points / 100 for node, points in self.spread.items()}
        return replace(plan(self.registry), bands=bands)

    @cached_property
    def draws(self) -> Draws:
        """The draws of the uncertainty analysis, the same for all periods and regions."""
        return monte_carlo(self.plan, self.result.scheme)

    def drawn(self, period: int) -> Floats:
        """Score the regions of one period in every draw: (R, D), NaN where not rated."""
        # The products are many and small: a second thread would cost more than it gives.
        with threadpool_limits(limits=1):
            return scores(self.result, period, self.draws)

    def uncertainty(self, period: int) -> Uncertainty:
        """Return bands and chances of all regions in one period, worked out once."""
        if period not in self._bands:
            drawn = self.drawn(period)
            self._bands[period] = summarise(drawn, self.result, period, self.draws.plan)
        return self._bands[period]

    def robustness(self, period: int) -> Robustness:
        """Return the audits and analyses of one period, each worked out once."""
        if period not in self._robustness:
            base = self.registry.framework.uncertainty.sensitivity_base
            self._robustness[period] = Robustness(self.result, self.plan, period, base)
        return self._robustness[period]

    @cached_property
    def provenance(self) -> Provenance:
        """Say which share of each score's weight was inherited, recast or carried forward."""
        return provenance(self.panel, self.result)

    @cached_property
    def _robustness(self) -> dict[int, Robustness]:
        return {}

    @cached_property
    def _bands(self) -> dict[int, Uncertainty]:
        return {}


def assess(
    registry: Registry | None = None,
    observations: Observations | None = None,
    regions: Regions | None = None,
) -> Assessment:
    """Make the index from the registry and the figures that count here, or from those given.

    These are the package in ``data/`` and what this installation added to it.

    Raises
    ------
    DataFaults
        When the figures have faults.
    RegistryError
        When a card, the framework or the series have faults.
    """
    # Not `or`: a package without a single figure is false, and must not turn into the published one.
    registry = load_registry() if registry is None else registry
    observations = read_current() if observations is None else observations
    regions = load_regions() if regions is None else regions
    framework = registry.framework
    panel = _panel(
        registry, observations, regions, range(framework.first_year, framework.last_year + 1)
    )
    result = score(
        _inputs(registry, regions, panel, observations.version), scheme(registry, panel.windows)
    )
    return Assessment(registry, regions, observations, panel, result)


def of_its_time(assessment: Assessment, year: int) -> Assessment:
    """Make the same index of the units into which the country was divided at the end of a year.

    Its periods are all those that ended in the same borders. A unit that was split since has the
    figures that were collected for it: nothing is inherited, and the scheme is that of
    ``assessment``, goalposts included.
    """
    regions = regions_then(year)
    periods = [p for p in assessment.result.inputs.periods if regions.at(p) == regions.units]
    panel = _panel(assessment.registry, assessment.observations, regions, periods)
    version = assessment.observations.version
    inputs = _inputs(assessment.registry, regions, panel, version)
    return replace(
        assessment,
        regions=regions,
        panel=panel,
        result=score(inputs, assessment.result.scheme),
    )


def _panel(
    registry: Registry, observations: Observations, regions: Regions, periods: Sequence[int]
) -> Panel:
    # Regions that kept their name in a split have new borders since then, as the new ones do.
    founded = {part: former.last_year for former in regions.former for part in former.parts}
    return build_panel(
        registry,
        observations,
        regions,
        types={r.id: r.type for r in regions.regions},
        founded={
            r: year
            for r, year in founded.items()
            if r in regions.ids and regions.borders(r) == "current"
        },
        periods=periods,
    )


def scheme(registry: Registry, windows: Mapping[str, Sequence[float]]) -> Scheme:
    """Turn the framework and the cards into the scheme that scoring runs.

    windows : by indicator, all values of the window whose percentiles its goalposts are.
    """
    framework: Framework = registry.framework
    return Scheme(
        version=framework.version,
        pillars=tuple(
            ScoredPillar(
                pillar.id,
                pillar.weight,
                pillar.optional,
                tuple(
                    _scaled(registry, name, weight, windows)
                    for name, weight in pillar.indicators.items()
                ),
            )
            for pillar in framework.pillars
        ),
        coverage=float(Fraction(framework.coverage)),
        like_for_like=float(Fraction(framework.like_for_like)),
        within_pillars=framework.within_pillars,
        across_pillars=framework.across_pillars,
        classes=tuple(cls.id for cls in framework.classes),
        cuts=tuple(cls.lower for cls in framework.classes),
        stale_after_years=framework.reliability.stale_after_years,
        grades=tuple(framework.reliability.grades.items()),
    )


def plan(registry: Registry) -> Plan:
    """Turn the framework's choices for the uncertainty analysis into the plan that is drawn."""
    chosen = registry.framework.uncertainty
    return Plan(
        draws=chosen.draws,
        seed=chosen.seed,
        normalisations=chosen.normalisation,
        percentiles=chosen.goalpost_percentile,
        aggregations=chosen.across_pillars,
        fills=chosen.missing,
        optional=chosen.optional_pillars,
        leave_out=chosen.leave_one_out,
        weight_band=chosen.weight_band,
    )


def _scaled(
    registry: Registry, name: str, weight: float, windows: Mapping[str, Sequence[float]]
) -> ScaledIndicator:
    card = registry.cards[name]
    if card.goalposts is None:  # the schema asks goalposts of every scored card
        raise ValueError(f"card '{name}' is scored and has no goalposts")
    posts = card.goalposts
    reference = np.array(windows.get(name, ()), dtype=float)
    return ScaledIndicator(
        name, posts.lo, posts.hi, card.direction, posts.transform, weight, reference
    )


def _inputs(registry: Registry, regions: Regions, panel: Panel, version: str) -> Inputs:
    ids = registry.framework.indicator_ids
    shape = (len(panel.periods), len(panel.regions), len(ids))
    values, age = np.full(shape, np.nan), np.full(shape, np.nan)
    estimated, source = np.zeros(shape, dtype=bool), np.full(shape, -1)
    borders = np.zeros(shape, dtype=int)
    # The figures' own sources, which in a package of somebody else's need not be the cards'.
    listed = (s for card in registry.scored for s in card.sources)
    used = (s for entry in panel.entries.values() for s in entry.derived.sources[:1])
    sources = tuple(dict.fromkeys((*listed, *used)))
    place = {name: i for i, name in enumerate(sources)}
    for t, period in enumerate(panel.periods):
        for r, region in enumerate(panel.regions):
            for k, name in enumerate(ids):
                entry = panel.get(name, region, period)
                if entry is not None:
                    values[t, r, k] = entry.value
                    age[t, r, k] = entry.age
                    estimated[t, r, k] = entry.estimated
                    # The first term is the formula's own subject; the rest are denominators.
                    source[t, r, k] = place[entry.derived.sources[0]]
                    borders[t, r, k] = _borders(entry.derived.borders, regions.borders(region))
    applicable = np.array(
        [[applies(card, r, regions.get(r).type) for card in registry.scored] for r in panel.regions]
    )
    return Inputs(
        panel.periods,
        panel.regions,
        ids,
        sources,
        values,
        applicable,
        age,
        estimated,
        source,
        version,
        borders,
    )


def _borders(found: frozenset[str], own: Borders) -> int:
    """Return the number of the borders that a value speaks of, as ``Inputs.borders`` wants it."""
    if len(found) > 1:
        return SEVERAL
    return next((BORDERS.index(one) for one in found if one != own), 0)
