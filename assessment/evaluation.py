"""The index against recorded incidents, by the protocol; each part is worked out when first asked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from assessment.baseline import Assessment
from assessment.contenders import (
    BASELINE,
    CAPACITY,
    INDEX,
    OWN_BASELINES,
    WITHOUT,
    baseline,
    with_capacity,
    without,
)
from assessment.signals import Alert, signals
from indicators.incidents import Incident, Incidents, read_incidents
from indicators.protocol import Outcome, Protocol, Sealed, load_protocol
from indicators.territories import NATION
from indicators.yaml_file import RegistryError
from scoring.normalise import Floats
from scoring.validation.alarms import Alarms, Leads, count_alarms, lead_times
from scoring.validation.auc import Flags, Strata, auc, strata
from scoring.validation.bootstrap import bootstrapped, drawn_regions, percentile_interval
from scoring.validation.interval import logit_interval
from scoring.validation.permutation import p_whole_regions, p_within_years
from scoring.validation.power import Power, power_of
from scoring.validation.precision import Precision, precision_at

ATTENTION, FIRST = "attention", "first"  # the two alarms


@dataclass(frozen=True)
class Estimate:
    """The AUC of one score for one outcome, and how sure it is.

    auc : of pairs inside a year;  overall : of all pairs of region-years;
    low, high : logit interval;  drawn_low, drawn_high : middle of the bootstrap of regions;
    p : exact, within years;  p_regions : whole regions;  strata : events and others by year.
    """

    auc: float
    low: float
    high: float
    drawn_low: float
    drawn_high: float
    p: float
    p_regions: float
    overall: float
    strata: Strata

    @property
    def positives(self) -> int:
        """Region-years with the outcome, of those that are rated."""
        return sum(self.strata.positives)

    @property
    def region_years(self) -> int:
        """All region-years that are rated."""
        return self.positives + sum(self.strata.negatives)


@dataclass(frozen=True)
class Contender:
    """A score beside the index, on the region-years that both have.

    kind : ``BASELINE``, ``WITHOUT`` a pillar or ``CAPACITY``;  name : which.
    difference : AUC of the index less that of this score, with the interval of its bootstrap.
    """

    kind: str
    name: str
    estimate: Estimate
    index: Estimate
    difference: float
    low: float
    high: float


@dataclass(frozen=True)
class Finding:
    """The index for one outcome and window."""

    outcome: str
    window: int
    estimate: Estimate


@dataclass(frozen=True)
class AlarmFinding:
    """One alarm: its counts, and its lead before each incident-region-year."""

    alarm: str
    counts: Alarms
    leads: Leads

    @property
    def seen(self) -> int:
        """Number of incident-region-years before which the alarm stood."""
        return int((self.leads.years > 0).sum())

    @property
    def median_lead(self) -> float:
        """Median lead, in years, of those that were seen; NaN when none was."""
        ahead = self.leads.years[self.leads.years > 0]
        return float(np.median(ahead)) if ahead.size else float("nan")

    @property
    def from_first(self) -> int:
        """Number of leads that reach the first year of the index and may be longer."""
        return int((self.leads.at_least & (self.leads.years > 0)).sum())


@dataclass(frozen=True)
class Standing:
    """What the index said of a region in one year: ``best`` and ``worst`` end its band of places."""

    region: str
    period: int
    score: float
    cls: int
    place: float
    best: int
    worst: int


@dataclass(frozen=True)
class Miss:
    """A region-year on which score and incidents disagree.

    incidents : those of the window; after a high place that nothing followed in it, the next one
    that the log has for the region, or none.
    """

    standing: Standing
    incidents: tuple[Incident, ...]


@dataclass(frozen=True)
class Before:
    """One incident, and what the index said of its region for the year before.

    standing : None where the incident has no region of its own, or the year was not scored.
    signals : alerts of the region whose period ends in that year, by today's rules and figures.
    """

    incident: Incident
    period: int
    standing: Standing | None
    signals: tuple[Alert, ...]


@dataclass(frozen=True)
class Evaluation:
    """The validation of one release of the index."""

    assessment: Assessment
    incidents: Incidents
    sealed: Sealed

    @property
    def protocol(self) -> Protocol:
        """All definitions."""
        return self.sealed.protocol

    # -- what is held against what -----------------------------------------------------------------

    def periods(self, window: int | None = None) -> tuple[int, ...]:
        """Years of the score whose whole window is inside the log; of the main window by default."""
        window = self.protocol.main_window if window is None else window
        last = self.protocol.log_years.last - window
        first = self.protocol.score_years.first
        return tuple(p for p in self.assessment.rated_periods if first <= p <= last)

    def counts(self, outcome: Outcome) -> Mapping[tuple[str, int], int]:
        """Incidents of an outcome by region and year."""
        return Counter(
            (incident.region, incident.year)
            for incident in self.incidents
            if is_in(outcome, incident)
        )

    def happened(self, outcome: str, window: int) -> Flags:
        """(T, R) whether the outcome occurred in the window after each year of ``periods``."""
        counts = self.counts(self.protocol.outcome(outcome))
        regions = self.assessment.result.inputs.regions
        return np.array(
            [
                [any((r, p + ahead) in counts for ahead in range(1, window + 1)) for r in regions]
                for p in self.periods(window)
            ]
        )

    def index(self, window: int | None = None) -> Floats:
        """(T, R) published scores of ``periods``."""
        result = self.assessment.result
        return result.score[[result.period_index[p] for p in self.periods(window)]]

    @cached_property
    def _main(self) -> Flags:
        return self.happened(self.protocol.main_outcome, self.protocol.main_window)

    # -- AUC ---------------------------------------------------------------------------------------

    @cached_property
    def _draws(self) -> np.ndarray:
        regions = len(self.assessment.result.inputs.regions)
        return drawn_regions(regions, self.protocol.bootstraps, seed=self.protocol.seed)

    def _estimate(self, scores: Floats, outcome: Flags) -> Estimate:
        protocol = self.protocol
        value = auc(scores, outcome, within_years=True)
        counted = strata(scores, outcome, within_years=True)
        drawn = bootstrapped(scores, outcome, self._draws, within_years=True)
        return Estimate(
            value,
            *logit_interval(value, counted, confidence=protocol.confidence),
            *percentile_interval(drawn, confidence=protocol.confidence),
            p_within_years(scores, outcome, within_years=True),
            p_whole_regions(
                scores,
                outcome,
                draws=protocol.permutations,
                seed=protocol.seed,
                within_years=True,
            ),
            auc(scores, outcome),
            counted,
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """The index for each outcome and window, the main one first."""
        main = self.protocol.main_outcome
        outcomes = sorted(self.protocol.outcomes, key=lambda outcome: outcome.id != main)
        return tuple(
            Finding(
                outcome.id,
                window,
                self._estimate(self.index(window), self.happened(outcome.id, window)),
            )
            for outcome in outcomes
            for window in self.protocol.windows
        )

    @property
    def main(self) -> Estimate:
        """The main result."""
        return self.findings[0].estimate

    @cached_property
    def rivals(self) -> Mapping[tuple[str, str], Floats]:
        """Scores that the index is held against, (T, R) each, by kind and name."""
        protocol, periods = self.protocol, self.periods()
        earlier = self.counts(protocol.outcome(protocol.main_outcome))
        found: dict[tuple[str, str], Floats] = {
            (BASELINE, name): baseline(self.assessment, name, periods, earlier)
            for name in protocol.baselines
        }
        found |= {
            (WITHOUT, name): without(self.assessment, name, periods)
            for name in protocol.without_pillars
        }
        found |= {
            (CAPACITY, use): with_capacity(self.assessment, use, periods)
            for use in protocol.capacity
        }
        return found

    @cached_property
    def contenders(self) -> tuple[Contender, ...]:
        """Each of ``rivals`` for the main outcome."""
        return tuple(
            self._against(kind, name, scores) for (kind, name), scores in self.rivals.items()
        )

    def _against(self, kind: str, name: str, scores: Floats) -> Contender:
        both = ~np.isnan(scores) & ~np.isnan(self.index())
        own, other = (np.where(both, one, np.nan) for one in (self.index(), scores))
        drawn = [
            bootstrapped(one, self._main, self._draws, within_years=True) for one in (own, other)
        ]
        whole = np.array_equal(own, self.index(), equal_nan=True)
        index = self.main if whole else self._estimate(own, self._main)
        estimate = self._estimate(other, self._main)
        low, high = percentile_interval(drawn[0] - drawn[1], confidence=self.protocol.confidence)
        return Contender(kind, name, estimate, index, index.auc - estimate.auc, low, high)

    # -- what may be said --------------------------------------------------------------------------

    @property
    def better_than_chance(self) -> bool:
        """Whether the protocol's rule lets the page say so."""
        main, limit = self.main, 1 - self.protocol.confidence + 1e-12
        return min(main.low, main.drawn_low) > 0.5 and max(main.p, main.p_regions) <= limit

    @property
    def beaten(self) -> tuple[str, ...]:
        """Baselines than which the protocol's rule lets the page call the index better."""
        return tuple(c.name for c in self.contenders if c.kind == BASELINE and c.low > 0)

    @cached_property
    def power(self) -> tuple[Power, Power]:
        """What an AUC would be worth: in the protocol's case, and with the numbers of the log."""
        case, confidence = self.protocol.power, self.protocol.confidence
        example = Strata((case.positives,), (case.regions - case.positives,))
        return (
            power_of(case.auc, example, confidence=confidence),
            power_of(case.auc, self.main.strata, confidence=confidence),
        )

    # -- precision, alarms, misses -----------------------------------------------------------------

    @cached_property
    def precision(self) -> Mapping[str, tuple[Precision, ...]]:
        """Precision of the index and of each baseline, for each of the protocol's ``tops``."""
        scores = {INDEX: self.index()} | {
            name: own for (kind, name), own in self.rivals.items() if kind == BASELINE
        }
        return {
            name: tuple(precision_at(own, self._main, k) for k in self.protocol.tops)
            for name, own in scores.items()
        }

    @cached_property
    def alarms(self) -> tuple[AlarmFinding, ...]:
        """The alarm by class and the alarm by place."""
        index = self.index()
        rated = ~np.isnan(index)
        return tuple(
            AlarmFinding(
                name,
                count_alarms(index, alarm, self._main),
                lead_times(alarm, self._main & rated),
            )
            for name, alarm in self._alarm.items()
        )

    @cached_property
    def _alarm(self) -> Mapping[str, Flags]:
        result = self.assessment.result
        rows = [result.period_index[p] for p in self.periods()]
        from_class = result.scheme.classes.index(self.assessment.registry.framework.attention_from)
        return {
            ATTENTION: result.classes[rows] >= from_class,
            FIRST: result.rank[rows] <= self.protocol.alarms.top,
        }

    @cached_property
    def missed(self) -> tuple[Miss, ...]:
        """Incidents after the lowest places, the lowest first."""
        found = self._misses(self._main)
        found.sort(key=lambda m: (-m.standing.place, m.standing.score, m.standing.period))
        return tuple(found[: self.protocol.misses])

    @cached_property
    def unfollowed(self) -> tuple[Miss, ...]:
        """Highest places that nothing followed in the window, the highest first."""
        found = self._misses(~self._main)
        found.sort(key=lambda m: (m.standing.place, -m.standing.score, m.standing.period))
        return tuple(found[: self.protocol.misses])

    def _misses(self, which: Flags) -> list[Miss]:
        periods, regions = self.periods(), self.assessment.result.inputs.regions
        standings = (self.standing(regions[r], periods[t]) for t, r in np.argwhere(which))
        return [Miss(found, self._after(found)) for found in standings if found is not None]

    def _after(self, standing: Standing) -> tuple[Incident, ...]:
        outcome = self.protocol.outcome(self.protocol.main_outcome)
        later = [
            incident
            for incident in self.incidents
            if is_in(outcome, incident)
            and incident.region == standing.region
            and incident.year > standing.period
        ]
        end = standing.period + self.protocol.main_window
        return tuple(i for i in later if i.year <= end) or tuple(later[:1])

    @cached_property
    def before(self) -> tuple[Before, ...]:
        """What the index said before each incident since its first year, in order of time."""
        first = self.protocol.score_years.first
        return tuple(self._before(i) for i in self.incidents if i.year >= first)

    def _before(self, incident: Incident) -> Before:
        period = incident.year - 1
        alerts = signals(self.assessment).of_region(incident.region)
        raised = sorted((a for a in alerts if a.end_date.year == period), key=lambda a: a.end_date)
        return Before(incident, period, self.standing(incident.region, period), tuple(raised))

    @cached_property
    def signalled(self) -> Flags:
        """(T, R) whether a signal was raised in the region in each year of ``periods``."""
        raised = {(a.region, a.end_date.year) for a in signals(self.assessment).alerts}
        regions = self.assessment.result.inputs.regions
        return np.array([[(r, p) in raised for r in regions] for p in self.periods()])

    @cached_property
    def signals_before(self) -> Alarms:
        """Signals counted as alarms of the year before, for the main outcome."""
        return count_alarms(self.index(), self.signalled, self._main)

    def standing(self, region: str, period: int) -> Standing | None:
        """Return what the index said; None for a region or year that it does not rate."""
        result = self.assessment.result
        if region not in result.region_index or period not in self.assessment.rated_periods:
            return None
        t, r = result.period_index[period], result.region_index[region]
        if np.isnan(result.score[t, r]):
            return None
        best, _middle, worst = self.assessment.uncertainty(period).place[:, r]
        return Standing(
            region,
            period,
            float(result.score[t, r]),
            int(result.classes[t, r]),
            float(result.rank[t, r]),
            int(np.floor(best)),
            int(np.ceil(worst)),
        )


def is_in(outcome: Outcome, incident: Incident) -> bool:
    """Say whether an incident makes its region-year a positive one."""
    counted = incident.counts and incident.region != NATION
    of_kind = outcome.kinds == "all" or incident.kind in outcome.kinds
    return counted and of_kind and incident.date[:7] not in outcome.without_months


def evaluate(assessment: Assessment, incidents: Incidents | None = None) -> Evaluation:
    """Hold the index against the coded log of incidents, by the protocol of the registry.

    Raises
    ------
    DataFaults
        When the log has faults.
    RegistryError
        When the protocol has, or names what the log or the index does not have.
    """
    incidents = read_incidents() if incidents is None else incidents
    sealed = load_protocol()
    if faults := list(_unknown(sealed.protocol, assessment, incidents)):
        raise RegistryError("\n".join(faults))
    return Evaluation(assessment, incidents, sealed)


def _unknown(protocol: Protocol, assessment: Assessment, incidents: Incidents) -> Iterator[str]:
    where, scheme = "validation_protocol.yaml", assessment.result.scheme
    for outcome in protocol.outcomes:
        for kind in outcome.kinds if outcome.kinds != "all" else ():
            if kind not in incidents.scheme.kinds:
                yield f"{where}: outcome '{outcome.id}': there is no kind '{kind}' of incident"
    for pillar in protocol.without_pillars:
        if pillar not in scheme.pillar_ids:
            yield f"{where}: without_pillars: there is no pillar '{pillar}'"
    for name in protocol.baselines:
        if name not in OWN_BASELINES and name not in scheme.indicator_ids:
            yield f"{where}: baselines: there is no indicator '{name}'"
