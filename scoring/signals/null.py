"""Histories without any change: what the rules of a stream say of them is chance alone.

The histories are as long as the stream's own, hold on to their last value as strongly, and go
through the same rules: a median and a spread of eight values are themselves uncertain, and a
threshold for known ones would promise far fewer false alarms than there are.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from scoring.normalise import Floats
from scoring.signals.change import base, change
from scoring.signals.cusum import cusum
from scoring.signals.detect import HIGH, MEDIUM, NO_RECORD, Detection, detect
from scoring.signals.histories import histories
from scoring.signals.record import comparable, records
from scoring.signals.refractory import refractory
from scoring.signals.rules import Rules

YEAR = 365.25
TENTHS = 10
STEPS = np.array([-np.inf, *np.arange(0, 6.01, 0.25)])


def run(values: Floats, rules: Rules) -> Detection:
    """Run the rules on histories (..., T) without a floor, for their unit is not the stream's."""
    rules = replace(rules, least_change=-np.inf)
    changes = change(values, base(values, rules.seasons, rules.years), "difference")
    signed = rules.signs[0] * values
    found = np.zeros(values.shape, dtype=np.intp)
    there = np.zeros(values.shape, dtype=bool)
    if rules.record:
        rule = rules.record
        found = records(signed, rules.seasons, rule.medium, rule.high, -np.inf)
        there = comparable(values, rules.seasons, rule.medium)
    days = steps_in_days(values.shape[-1], rules.seasons)
    return detect(changes, found, there, days, rules)


def steps_in_days(periods: int, seasons: int) -> np.ndarray:
    """Days on which evenly spaced periods end, the first on day 0."""
    return np.round(np.arange(periods) * YEAR / seasons).astype(np.intp)


@dataclass(frozen=True)
class Null:
    """The rules on H simulated histories of T periods, and the chances that follow.

    scaled : (H, T) changes in spreads; NaN where there is no spread.
    """

    rules: Rules
    detection: Detection
    scaled: Floats

    @cached_property
    def years(self) -> float:
        """Years of all histories in which a value could be tested."""
        return float(self.detection.tested.sum()) / self.rules.seasons

    @property
    def alerts_a_year(self) -> float:
        """False alerts of one series in a year of tests, all rules, after the refractory period."""
        return float(self.detection.alert.sum()) / self.years

    @property
    def lasting_a_year(self) -> float:
        """False alarms of one series in a year by the CUSUM alone."""
        return float(self.detection.lasting.sum()) / self.years

    @property
    def sudden_a_year(self) -> float:
        """False alarms of one series in a year by the robust z alone."""
        return float(self.detection.sudden.sum()) / self.years

    @property
    def recorded_a_year(self) -> float:
        """False alarms of one series in a year by the record alone, were there no floor."""
        return float((self.detection.record > NO_RECORD).sum()) / self.years

    def judged_a_year(self, beyond: Floats) -> Floats:
        """Return the false alerts of one series in a year by the rules of z and CUSUM.

        beyond : the change, in spreads and in the direction of alarm, that an alarm needs to count;
        −inf where it needs none, or where there is no spread. A value between two of ``STEPS``
        counts as the lower one, so that the rate is rather too high.
        """
        return _at(self._judged_rates, beyond)

    def record_a_year(self, beyond: Floats) -> Floats:
        """Return the same by the rule of the record alone."""
        return _at(self._record_rates, beyond)

    @cached_property
    def _judged_rates(self) -> Floats:
        return self._rates(self.detection.sudden | self.detection.lasting)

    @cached_property
    def _record_rates(self) -> Floats:
        return self._rates(self.detection.record > NO_RECORD)

    def _rates(self, fired: np.ndarray) -> Floats:
        """Alerts a year at each of ``STEPS``, after the refractory period."""
        size = self.detection.sign * self.scaled
        size = np.where(np.isnan(size), -np.inf, size)
        days = steps_in_days(fired.shape[-1], self.rules.seasons)
        found = [refractory(fired & (size >= step), days, self.rules.quiet).sum() for step in STEPS]
        return np.array(found) / self.years

    def chance(self, z: Floats, n: np.ndarray, total: Floats, record: np.ndarray) -> Floats:
        """Return p of each value: how often chance alone gives one at least as striking.

        Parameters
        ----------
        z, n, total : of (m,) values: z in the direction of alarm (its size where both are), how
            many values it rests on, and the CUSUM.
        record : (m,) NO_RECORD, MEDIUM or HIGH; asked only of a stream that has no other rule.

        Notes
        -----
        The more striking of z and CUSUM counts, and how striking the more striking of two is by
        chance is read off the same histories: p is honest for the two together. The value itself
        counts as one of them, ``(k + 1) / (N + 1)``, so that p is never 0.
        """
        if not self.rules.judged:
            share = {MEDIUM: self._recorded(MEDIUM), HIGH: self._recorded(HIGH)}
            return np.array([share.get(int(level), 1.0) for level in record])
        least = self._least(z, n, total)
        known = ~np.isnan(least)
        p = np.full(len(z), np.nan)
        at = np.searchsorted(self._leasts, least[known], side="right")
        p[known] = (at + 1) / (len(self._leasts) + 1)
        return p

    def _recorded(self, level: int) -> float:
        """Share of values at this level or above, of those with enough years before them."""
        rule = self.rules.record
        if rule is None:
            return 1.0
        back = self.rules.seasons * {MEDIUM: rule.medium, HIGH: rule.high}[level]
        seen = self.detection.record[..., back:]
        return float((seen >= level).sum() + 1) / (seen.size + 1)

    @cached_property
    def _tested(self) -> tuple[Floats, np.ndarray, Floats]:
        """Test by test: z in the direction of alarm, how many values it rests on, and the CUSUM."""
        found = self.detection
        z, total = strongest(found, self.rules)
        return z[found.tested], found.z.n[found.tested], total[found.tested]

    @cached_property
    def _by_n(self) -> Mapping[int, Floats]:
        z, n, _ = self._tested
        return {int(count): np.sort(z[n == count]) for count in np.unique(n)}

    @cached_property
    def _totals(self) -> Floats:
        return np.sort(self._tested[2])

    @cached_property
    def _leasts(self) -> Floats:
        return np.sort(self._least(*self._tested))

    def _least(self, z: Floats, n: np.ndarray, total: Floats) -> Floats:
        """Smaller of the chances of z and of the CUSUM, each for itself."""
        least = np.full(len(z), np.nan)
        for count, seen in self._by_n.items():
            here = (n == count) & ~np.isnan(z)
            least[here] = _above(seen, z[here])
        if self.rules.lasting:
            known = ~np.isnan(total) & ~np.isnan(least)
            least[known] = np.minimum(least[known], _above(self._totals, total[known]))
        return least


def strongest(found: Detection, rules: Rules) -> tuple[Floats, Floats]:
    """Return z and CUSUM (..., T) in the direction of alarm, the larger where both are."""
    z = np.maximum.reduce([sign * found.z.z for sign in rules.signs])
    if not found.cusum:
        return z, np.full(z.shape, np.nan)
    return z, np.maximum.reduce([found.cusum[sign].path for sign in rules.signs])


def simulate(rules: Rules, periods: int, persistence: float, number: int, seed: int) -> Null:
    """Run the rules of a stream on histories of its own length in which nothing changes.

    What a change must amount to is asked afterwards, see ``Null.judged_a_year``.
    """
    rng = np.random.default_rng(seed)
    values = histories(number, periods, persistence, rng)
    found = run(values, rules)
    changes = change(values, base(values, rules.seasons, rules.years), "difference")
    with np.errstate(invalid="ignore", divide="ignore"):
        return Null(rules, found, changes / found.z.spread)


def lasting_limit(null: Null, run_length: float) -> float:
    """Find the smallest tenth at which the CUSUM's false alarms are ``run_length`` years apart.

    The in-control run length of one series, over the tests of the simulated histories.

    Raises
    ------
    ValueError
        When the rules have no CUSUM.
    """
    rule, z = null.rules.lasting, null.detection.z.z
    if rule is None:
        raise ValueError("a stream without the rule of the CUSUM has no limit")

    def a_year(tenths: int) -> float:
        alarms = sum(
            int(cusum(s * z, tenths / TENTHS, rule.allowance, rule.cap).alarm.sum())
            for s in null.rules.signs
        )
        return alarms / null.years

    low, high = 0, 1
    while a_year(high) > 1 / run_length:
        low, high = high, 2 * high
    while high - low > 1:
        middle = (low + high) // 2
        low, high = (middle, high) if a_year(middle) > 1 / run_length else (low, middle)
    return high / TENTHS


def _at(rates: Floats, beyond: Floats) -> Floats:
    beyond = np.where(np.isnan(beyond), -np.inf, beyond)
    at = np.searchsorted(STEPS, beyond, side="right") - 1
    return np.asarray(rates[np.maximum(at, 0)], dtype=float)


def _above(seen: Floats, values: Floats) -> Floats:
    """Share of the sorted ``seen`` at or above each value."""
    at = np.searchsorted(seen, values, side="left")
    return np.asarray((len(seen) - at + 1.0) / (len(seen) + 1.0), dtype=float)
