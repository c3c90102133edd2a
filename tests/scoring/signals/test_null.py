"""What chance alone gives: rates, limits and p, against histories drawn and run anew by hand."""

from dataclasses import replace
from math import isnan

import numpy as np
import pytest
from scipy.stats import kstest

from indicators.registry import load_registry
from indicators.stream_schema import Stream
from indicators.stream_values import published_periods
from scoring.signals.histories import histories
from scoring.signals.null import Null, lasting_limit, simulate, strongest
from scoring.signals.power import delays
from scoring.signals.rules import FALL, RISE, Lasting, Record, Rules, Sudden
from tests.scoring.signals import by_hand

RULES = Rules(4, "difference", 1, 6, 10, (FALL,), Sudden(3.5), Lasting(0.5, 2, 3.8), None, 180)


@pytest.fixture(scope="module")
def null() -> Null:
    return simulate(RULES, 63, 0.55, 1000, seed=1)


def test_rates_are_alarms_over_years_that_were_tested(null: Null) -> None:
    found = null.detection
    assert null.years == found.tested.sum() / 4
    assert null.lasting_a_year == found.lasting.sum() / null.years
    assert null.sudden_a_year == found.sudden.sum() / null.years
    # A year of 63 quarters without a base, then six of history.
    assert found.tested.sum(axis=1).tolist() == [63 - 4 - 6 * 4] * 1000


def test_the_limit_is_the_smallest_tenth_that_keeps_false_alarms_apart(null: Null) -> None:
    limit = lasting_limit(null, 20)

    def a_year(h: float) -> float:
        rules = replace(RULES, lasting=Lasting(0.5, 2, h))
        return simulate(rules, 63, 0.55, 1000, seed=1).lasting_a_year

    assert a_year(limit) <= 1 / 20 < a_year(limit - 0.1)


def test_a_longer_run_length_needs_a_higher_limit(null: Null) -> None:
    limits = [lasting_limit(null, years) for years in (5, 20, 80)]
    assert limits == sorted(set(limits))
    with pytest.raises(ValueError, match="no limit"):
        lasting_limit(simulate(replace(RULES, lasting=None), 63, 0, 100, 1), 20)


def test_p_is_uniform_when_nothing_changes(null: Null) -> None:
    """Drawn anew: as many values have p below 5 % as should."""
    other = simulate(RULES, 63, 0.55, 400, seed=2)
    z, total = strongest(other.detection, RULES)
    here = other.detection.tested
    p = null.chance(z[here], other.detection.z.n[here], total[here], other.detection.record[here])
    assert kstest(p[:: 4 * 35], "uniform").pvalue > 0.01
    for level in (0.01, 0.05, 0.2):
        assert (p <= level).mean() == pytest.approx(level, rel=0.1)


def test_a_more_striking_value_has_a_smaller_p(null: Null) -> None:
    z = np.array([0.0, 1.0, 2.0, 4.0])
    n, none = np.full(4, 10), np.zeros(4, dtype=int)
    p = null.chance(z, n, np.zeros(4), none)
    assert (np.diff(p) < 0).all()
    assert (p > 0).all()
    assert null.chance(z[:1], n[:1], np.array([5.0]), none[:1])[0] < 0.05
    assert np.isnan(null.chance(np.array([np.nan]), n[:1], np.array([1.0]), none[:1])[0])


def test_few_values_need_a_larger_z_for_the_same_p(null: Null) -> None:
    z, n = np.array([3.0, 3.0]), np.array([6, 10])
    few, many = null.chance(z, n, np.zeros(2), np.zeros(2, dtype=int))
    assert few > many


def test_records_by_chance() -> None:
    rules = Rules(1, "difference", 1, 1, 1, (RISE,), None, None, Record(1, 3), 180)
    null = simulate(rules, 30, 0.0, 3000, seed=3)
    # Of independent values each of k + 1 is as likely the highest: 1/2 and 1/4.
    p = null.chance(np.zeros(3), np.ones(3), np.zeros(3), np.array([0, 1, 2]))
    np.testing.assert_allclose(p, [1, 0.5, 0.25], atol=0.01)
    assert null.recorded_a_year == pytest.approx(0.5, abs=0.01)
    assert null.alerts_a_year == null.recorded_a_year  # years are never silenced
    often = null.record_a_year(np.array([-np.inf, np.nan]))
    np.testing.assert_allclose(often, null.recorded_a_year)


def test_a_record_that_needs_a_change_is_rarer() -> None:
    null = simulate(replace(RULES, record=Record(1, 3)), 63, 0.55, 500, seed=4)
    often = null.record_a_year(np.array([-np.inf, 0.0, 1.0, 2.0, 4.0, 99.0]))
    assert (np.diff(often) < 0)[1:4].all()
    assert (np.diff(often) <= 0).all()
    # Between two steps the lower one counts, so that the rate is rather too high.
    assert null.record_a_year(np.array([1.1]))[0] == null.record_a_year(np.array([1.0]))[0]
    assert null.alerts_a_year <= null.judged_a_year(np.array([-np.inf]))[0] + often[0]


def test_a_change_that_must_amount_to_something_is_rarer(null: Null) -> None:
    often = null.judged_a_year(np.array([-np.inf, 0.0, 1.0, 2.0, 3.0, 99.0]))
    assert often[0] == null.alerts_a_year
    assert (np.diff(often) <= 0).all()
    assert often[3] < often[0]


def test_the_same_seed_gives_the_same() -> None:
    one, other = (simulate(RULES, 40, 0.3, 100, seed=9) for _ in range(2))
    np.testing.assert_array_equal(one.detection.z.z, other.detection.z.z)


# -- issue 5, 6.2: the published figure and planted shifts -----------------------------------------

STREAMS = load_registry().streams
LASTING = [stream for stream in STREAMS.values() if stream.rules and stream.rules.lasting]


@pytest.mark.parametrize("stream", LASTING, ids=lambda stream: stream.id)
def test_false_alarms_are_as_often_as_published(stream: Stream) -> None:
    """A thousand histories drawn anew, judged value by value in plain Python."""
    from tests.assessment.published import published
    from tests.assessment.signals_published import published_signals

    rule, history, held = stream.rules and stream.rules.lasting, stream.history, stream.change
    assert rule
    assert history
    assert held
    assert stream.formula
    periods = len(published_periods(published().observations, stream.formula, stream.frequency))
    drawn = histories(1000, periods, stream.persistence, np.random.default_rng(1954))
    alarms, tested = 0, 0
    for values in drawn.tolist():
        changes = by_hand.changes(values, stream.seasons, held.years)
        z = [
            by_hand.z_at(changes, t, stream.seasons, history.least, history.most)
            for t in range(periods)
        ]
        tested += sum(not isnan(one) for one in z)
        for sign in stream.directions:
            signed = [one if sign == "rise" else -one for one in z]
            alarms += by_hand.sums(signed, rule.limit, rule.allowance, rule.cap)[1]
    a_year = alarms / (tested / stream.seasons)
    said = published_signals().streams[stream.id].one_a_year["lasting"]
    print(f"{stream.id}: {a_year:.4f} false alarms a year, published {said:.4f}")
    assert a_year == pytest.approx(said, rel=0.2)


def test_a_planted_shift_is_found_the_sooner_the_larger_it_is() -> None:
    found = delays(RULES, 63, 0.55, (0, 1, 2, 3, 4), 8, 1000, seed=7)
    shares = [one.found for one in found]
    assert shares == sorted(shares)
    assert shares[0] < 0.15  # by chance, in two years
    assert shares[3] > 0.75
    assert found[4].median <= found[2].median
    assert found[4].median <= 2  # quarters


def test_a_shift_against_the_direction_of_alarm_is_found_no_more_often_than_chance_has_it() -> None:
    against, chance = delays(RULES, 63, 0.55, (-3, 0), 4, 1000, seed=7)
    assert against.found <= chance.found


def test_what_a_change_must_amount_to_is_not_asked_of_histories_in_another_unit() -> None:
    large = replace(RULES, least_change=1e6)
    assert delays(large, 40, 0.0, (3,), 4, 200, 1) == delays(RULES, 40, 0.0, (3,), 4, 200, 1)
