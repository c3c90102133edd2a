"""What changed between two scores: figures revised, the region itself, the method; exactly.

A score follows from figures, a period and a method. Between an old score and a new one the ledger
changes one of them at a time, and every step is the difference of two scores, so that the steps
add up to the whole. Inside a step, pillars share it by exact Shapley values and indicators share
their pillar's part arithmetically, as in ``contributions.py``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from scoring.aggregate import METHODS
from scoring.contributions import NEGLIGIBLE, shapley_values, subsets
from scoring.framework import Scheme
from scoring.frozen import freeze
from scoring.like_for_like import like_for_like
from scoring.normalise import Floats
from scoring.score import Result

# Why a region has no ledger, in the order in which it is asked.
NOT_BEFORE, NOT_AFTER, NOT_BETWEEN, FEW_COMMON = "before", "after", "between", "few_common"
# The steps of a ledger, in the order in which they are told.
STEPS = ("real", "revision", "method", "coverage")
NUDGE = 1e3 * NEGLIGIBLE


@dataclass(frozen=True)
class Key:
    """An indicator in its place: the same one in another pillar is another."""

    pillar: str
    indicator: str


@dataclass(frozen=True)
class Step:
    """What one step adds to the scores of R regions, in points; NaN where an end is not rated.

    points : (R,) the whole.
    indicators : (R, N) through the values and weights of indicators inside their pillars.
    pillars : (R, P) through the weight of a pillar, or because it is rated at one end only.
    form : (R,) through the way in which pillars are combined.
    The three together are ``points``. A part is NaN where it has nothing to say: an indicator that
    neither end has, and everything of a region that is not rated.
    """

    points: Floats
    indicators: Floats
    pillars: Floats
    form: Floats

    def __post_init__(self) -> None:
        freeze(self)

    def __add__(self, other: Step) -> Step:
        """Two steps taken one after the other."""
        return Step(
            self.points + other.points,
            _both(self.indicators, other.indicators),
            _both(self.pillars, other.pillars),
            self.form + other.form,
        )


@dataclass(frozen=True)
class Ledger:
    """The difference of two scores, region by region, split into steps that add up to it.

    before, after : (R,) the two scores, NaN where not rated.
    revision : the old period's figures, as the new release has them.
    real : from the old period to the new one, on the indicators that both have.
    coverage : indicators that only one of the two periods has; nothing when they are the same.
    method : the new method instead of the old one.
    share : (R,) share of the weight on which ``real`` stands.
    reasons : (R,) why a region has no numbers, one of the codes above; empty where it has.
    """

    regions: tuple[str, ...]
    pillars: tuple[str, ...]
    indicators: tuple[Key, ...]
    before: Floats
    after: Floats
    revision: Step
    real: Step
    coverage: Step
    method: Step
    share: Floats
    reasons: tuple[str, ...]

    def __post_init__(self) -> None:
        freeze(self)

    @cached_property
    def total(self) -> Step:
        """All steps together."""
        return self.revision + self.real + self.coverage + self.method


@dataclass(frozen=True)
class _Node:
    """One region's score, taken apart.

    z : (N,) on 0–1, NaN where not observed;  u : (N,) weights inside the pillars, as declared.
    pillars : (P,) points, NaN where not rated;  w : (P,) weights, as declared, 0 where not rated.
    """

    z: Floats
    u: Floats
    pillars: Floats
    w: Floats
    form: str


def ledger(old: Result, bridge: Result, new: Result, earlier: int, later: int) -> Ledger:
    """Split the change from ``old`` in one period to ``new`` in another.

    Parameters
    ----------
    old : Result
        Old figures by the old method; has ``earlier``.
    bridge : Result
        New figures by the old method; has both periods. ``old`` itself when the figures are the
        same, and ``new`` when the method is.
    new : Result
        New figures by the new method; has ``later``.

    Returns
    -------
    Ledger
        Of the regions that all three have.

    The steps, with S(figures, period, method) and B', the new figures of the indicators that both
    periods have::

        revision   S(new, earlier, old) − S(old, earlier, old)
        real       S(B',  later,   old) − S(B',  earlier, old)
        coverage   the rest of S(new, later, old) − S(new, earlier, old)
        method     S(new, later,   new) − S(new, later,   old)

    They telescope, so that they add up. Figures are revised first, because the old release does
    not have the new period: only on the new figures can the two periods be held against each
    other. The method is changed last, so that the real change is told in the method in which the
    old score was published.

    Raises ValueError for a period that a result does not have, and for a mean inside pillars that
    is not arithmetic.
    """
    for what, result in (("old", old), ("bridge", bridge), ("new", new)):
        if result.scheme.within_pillars != "arithmetic":
            raise ValueError(f"{what}: indicators can only share an arithmetic mean")
    regions = tuple(
        region
        for region in new.inputs.regions
        if region in old.region_index and region in bridge.region_index
    )
    frame = _Frame(regions, (old.scheme, bridge.scheme, new.scheme))
    first, last = frame.nodes(old, earlier), frame.nodes(new, later)
    revised, ahead = frame.nodes(bridge, earlier), frame.nodes(bridge, later)
    if earlier == later:
        common = bridge
        here = there = revised
    else:
        common = like_for_like(bridge.inputs, bridge.scheme, (earlier, later))
        here, there = frame.nodes(common, earlier), frame.nodes(common, later)
    before, after = frame.scores(old, earlier), frame.scores(new, later)
    between = [frame.scores(bridge, period) for period in (earlier, later)]
    reasons = _reasons(
        (NOT_BEFORE, before),
        (NOT_AFTER, after),
        *((NOT_BETWEEN, scores) for scores in between),
        *((FEW_COMMON, frame.scores(common, period)) for period in (earlier, later)),
    )
    known = np.array([not reason for reason in reasons], dtype=bool)
    rows = [common.region_index[region] for region in regions]
    return Ledger(
        regions=regions,
        pillars=frame.pillars,
        indicators=frame.indicators,
        before=before,
        after=after,
        revision=frame.step(first, revised, known),
        real=frame.step(here, there, known),
        coverage=frame.step(revised, here, known) + frame.step(there, ahead, known),
        method=frame.step(ahead, last, known),
        share=common.coverage[common.period_index[later], rows],
        reasons=reasons,
    )


def _reasons(*asked: tuple[str, Floats]) -> tuple[str, ...]:
    return tuple(
        next((code for code, scores in asked if np.isnan(scores[r])), "")
        for r in range(len(asked[0][1]))
    )


class _Frame:
    """The regions, pillars and indicators of several schemes, in one order for all."""

    def __init__(self, regions: tuple[str, ...], schemes: Sequence[Scheme]) -> None:
        self.regions = regions
        # The new method's order first; what only the old one has comes after.
        latest_first = schemes[::-1]
        self.pillars = tuple(dict.fromkeys(p for s in latest_first for p in s.pillar_ids))
        keys = dict.fromkeys(
            Key(pillar.id, indicator.id)
            for s in latest_first
            for pillar in s.pillars
            for indicator in pillar.indicators
        )
        self.indicators = tuple(sorted(keys, key=lambda key: self.pillars.index(key.pillar)))
        self.place = {key: n for n, key in enumerate(self.indicators)}
        self.belongs = np.array([self.pillars.index(key.pillar) for key in self.indicators])

    def scores(self, result: Result, period: int) -> Floats:
        """(R,) scores of one period."""
        rows = [result.region_index[region] for region in self.regions]
        found: Floats = result.score[result.period_index[period], rows]
        return found

    def nodes(self, result: Result, period: int) -> list[_Node]:
        """Take the scores of one period apart."""
        scheme, t = result.scheme, result.period_index[period]
        columns = [
            self.place[Key(pillar.id, indicator.id)]
            for pillar in scheme.pillars
            for indicator in pillar.indicators
        ]
        weights = [indicator.weight for indicator in scheme.indicators]
        places = [self.pillars.index(name) for name in scheme.pillar_ids]
        found = []
        for region in self.regions:
            r = result.region_index[region]
            z, u = np.full(len(self.indicators), np.nan), np.zeros(len(self.indicators))
            z[columns], u[columns] = result.normalised[t, r], weights
            pillars, w = np.full(len(self.pillars), np.nan), np.zeros(len(self.pillars))
            pillars[places] = result.pillars[t, r]
            w[places] = np.where(np.isnan(result.pillars[t, r]), 0.0, scheme.pillar_weights)
            found.append(_Node(z, u, pillars, w, scheme.across_pillars))
        return found

    def step(self, before: list[_Node], after: list[_Node], known: np.ndarray) -> Step:
        """Share the difference of two states out, in the regions that are ``known``."""
        count = len(self.regions)
        points, form = np.full(count, np.nan), np.full(count, np.nan)
        indicators = np.full((count, len(self.indicators)), np.nan)
        pillars = np.full((count, len(self.pillars)), np.nan)
        for r in np.flatnonzero(known):
            points[r], indicators[r], pillars[r], form[r] = self._shared(before[r], after[r])
        return Step(points, indicators, pillars, form)

    def _shared(self, one: _Node, other: _Node) -> tuple[float, Floats, Floats, float]:
        steps = np.full(len(self.indicators), np.nan)
        for p in range(len(self.pillars)):
            members = self.belongs == p
            steps[members] = _inside(one, other, members, p)
        game = _Game(one, other)
        moved = game.shares()
        indicators = np.full(len(self.indicators), np.nan)
        for p in range(len(self.pillars)):
            members = (self.belongs == p) & ~np.isnan(steps)
            if members.any():
                indicators[members] = steps[members] * game.slope(p, moved, steps[members])
        pillars = np.where((one.w > 0) | (other.w > 0), moved.weights, np.nan)
        return moved.whole, indicators, pillars, moved.form


def _inside(one: _Node, other: _Node, members: np.ndarray, p: int) -> Floats:
    """Share the difference of one pillar out over its indicators, in points of the pillar.

    A pillar is P = Σuz / Σu, so that with means over both ends (marked ¯) and U = Σu

        ΔP = Σ (ū Δz + (z̄ − P̄) Δu) / Ū

    exactly. An indicator whose weight stays gets ūΔz/Ū; one that comes in or goes counts by how
    far it lies from the pillar. Weights are declared on any scale, so those of the new end are
    first brought to that of the old, by the indicators that both declare.
    """
    z, new_z = one.z[members], other.z[members]
    seen, new_seen = ~np.isnan(z), ~np.isnan(new_z)
    if np.isnan(one.pillars[p]) or np.isnan(other.pillars[p]):
        # It is rated at one end only: all of it goes through the weight of the pillar.
        return np.where(seen | new_seen, 0.0, np.nan)
    declared, new_declared = one.u[members], _scaled(other.u[members], one.u[members])
    u, new_u = np.where(seen, declared, 0.0), np.where(new_seen, new_declared, 0.0)
    start, end = np.where(seen, z, new_z), np.where(new_seen, new_z, z)
    level = (one.pillars[p] + other.pillars[p]) / 200.0
    size = (u.sum() + new_u.sum()) / 2.0
    through_value = (u + new_u) / 2.0 * (end - start)
    through_weight = ((start + end) / 2.0 - level) * (new_u - u)
    parts: Floats = 100.0 * (through_value + through_weight) / size
    return parts


def _scaled(weights: Floats, like: Floats) -> Floats:
    """Bring weights to the scale of others, by the median ratio of those that both have."""
    both = (weights > 0) & (like > 0)
    if not both.any():
        return weights
    ratios = like[both] / weights[both]
    factor = float(np.median(ratios))
    # The same scale is exactly the same: a factor of 1 ± rounding would make weights "change".
    return weights if abs(factor - 1.0) < 1e-12 else weights * factor


@dataclass(frozen=True)
class _Moved:
    """Parts of a step. whole : all of it;  values, weights : (P,);  form : of the rest."""

    whole: float
    values: Floats
    weights: Floats
    form: float


class _Game:
    """Values of pillars, weights of pillars and the form of the mean change one after the other."""

    def __init__(self, one: _Node, other: _Node) -> None:
        self.weights = (one.w, _scaled(other.w, one.w))
        # A pillar that one end lacks has no weight there, so any value will do: the other end's.
        self.values = (
            np.where(np.isnan(one.pillars), other.pillars, one.pillars),
            np.where(np.isnan(other.pillars), one.pillars, other.pillars),
        )
        self.forms = (METHODS[one.form], METHODS[other.form])
        self.same_form = one.form == other.form
        # Without a pillar that both ends have, there are no weights half way.
        self.joint = not ((self.weights[0] > 0) & (self.weights[1] > 0)).any()

    def shares(self) -> _Moved:
        """Share the whole step out by exact Shapley values."""
        return self._play(self.values[1])

    def slope(self, p: int, moved: _Moved, steps: Floats) -> float:
        """Points of the index for one point of a pillar, over the way that it went."""
        gap = float(steps.sum())
        if abs(gap) >= NEGLIGIBLE:
            return float(moved.values[p]) / gap
        if not steps.any():
            return 0.0
        # The pillar does not differ, but its indicators do and cancel out: the slope there.
        to = self.values[1].copy()
        nudge = -np.copysign(NUDGE, self.values[0][p] - 50.0)
        to[p] = self.values[0][p] + nudge
        return float(self._play(to).values[p]) / nudge

    def _play(self, to: Floats) -> _Moved:
        start, weights = self.values[0], self.weights
        value_of = np.flatnonzero(~np.isnan(start) & (start != to))
        weight_of = (
            np.array([], dtype=int) if self.joint else np.flatnonzero(np.not_equal(*weights))
        )
        rest = int(self.joint or not self.same_form)
        count = len(value_of) + len(weight_of) + rest
        changed = np.zeros((1 << count, count), dtype=bool)
        for number, members in enumerate(subsets(count)):
            changed[number, list(members)] = True
        pillars = np.repeat(start[None], len(changed), axis=0)
        weighted = np.repeat(weights[0][None], len(changed), axis=0)
        for i, p in enumerate(value_of):
            pillars[changed[:, i], p] = to[p]
        for i, p in enumerate(weight_of, len(value_of)):
            weighted[changed[:, i], p] = weights[1][p]
        scores = self.forms[0](pillars, weighted)
        if rest:
            late = changed[:, -1]
            if self.joint:
                weighted[late] = weights[1]
            scores = np.where(late, self.forms[1](pillars, weighted), scores)
        shares = shapley_values(scores, count)
        by_value, by_weight = np.zeros(len(start)), np.zeros(len(start))
        by_value[value_of] = shares[: len(value_of)]
        by_weight[weight_of] = shares[len(value_of) : len(value_of) + len(weight_of)]
        form = float(shares[-1]) if rest else 0.0
        return _Moved(float(scores[-1] - scores[0]), by_value, by_weight, form)


def _both(one: Floats, other: Floats) -> Floats:
    """Add parts; what one of the steps does not know counts as nothing."""
    known = ~np.isnan(one) | ~np.isnan(other)
    return np.where(known, np.nan_to_num(one) + np.nan_to_num(other), np.nan)
