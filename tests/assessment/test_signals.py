"""The signals of the real figures: by hand, at the borders, and beside the scores."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import numpy as np
import pytest
from scipy.stats import false_discovery_control, poisson

from assessment import assess
from assessment.signals import Alert, make_signals, signals
from assessment.stream_tests import null_of
from assessment.stream_units import founding_days, read_units, rules_of
from assessment.watched import Watched
from geodata.regions import load_regions
from indicators.figures import Observation, Observations
from indicators.incidents import read_incidents
from indicators.registry import Registry, load_registry
from indicators.stream_schema import Stream
from indicators.stream_values import StreamValues, published_periods
from scoring.signals.null import lasting_limit
from scoring.signals.persistence import lag_one, persistence
from tests.assessment.published import published
from tests.assessment.signals_published import published_signals

REGISTRY = load_registry()
REGIONS = load_regions()
FOUND = published_signals()
SPLIT = {part for former in REGIONS.former for part in former.parts}
OF_FIGURES = [stream for stream in REGISTRY.watched if stream.formula]
FIGURES = pytest.mark.parametrize("stream", OF_FIGURES, ids=lambda stream: stream.id)


def watched(stream: str, region: str) -> Watched:
    return FOUND.watched[stream, region]


# -- what the cards promise ------------------------------------------------------------------------


@FIGURES
def test_persistence_and_limit_are_frozen_as_figures_and_histories_give_them(
    stream: Stream,
) -> None:
    """After new figures: what a card must say stands in the message."""
    assert stream.formula
    assert stream.rules
    observations, rules = published().observations, rules_of(stream)
    periods = published_periods(observations, stream.formula, stream.frequency)
    reader = StreamValues(observations, REGISTRY.series, REGIONS, founding_days(REGIONS))
    units = read_units(stream, stream.formula, rules, reader, REGIONS, periods)
    correlation = lag_one([unit.changes for unit in units.values()], stream.seasons)
    found = persistence(
        correlation, stream.seasons, rules.years, len(periods), 400, REGISTRY.signals.seed
    )
    twentieth = round(20 * found) / 20
    assert stream.persistence == twentieth, f"{stream.id}: persistence: {twentieth}"
    if stream.rules.lasting:
        null = null_of(stream, rules, len(periods), REGISTRY)
        limit = lasting_limit(null, stream.rules.lasting.run_length)
        assert stream.rules.lasting.limit == limit, f"{stream.id}: limit: {limit}"


# -- by hand ---------------------------------------------------------------------------------------


def test_income_of_atyrau_by_hand() -> None:
    """Third quarters of the money income per head, as printed, and those of the country."""
    observations = published().observations

    def income(region: str, period: str) -> float:
        found = observations.at("income_per_capita_quarterly", region, "current", period)
        assert found
        return found.value

    def relative(year: int) -> float:
        return 100 * income("KZ-23", f"{year}-Q3") / income("KZ", f"{year}-Q3")

    one = watched("relative_income", "KZ-23")
    t = one.index("2025-Q3")
    assert one.values[t] == pytest.approx(relative(2025))
    assert one.base[t] == pytest.approx(relative(2024))
    changes = {y: 100 * (relative(y) / relative(y - 1) - 1) for y in range(2011, 2026)}
    assert one.changes[t] == pytest.approx(changes[2025])
    past = sorted(changes[y] for y in range(2015, 2025))
    assert one.expected[t] == pytest.approx((past[4] + past[5]) / 2)
    assert one.n[t] == 10
    assert one.z[t] == pytest.approx((changes[2025] - one.expected[t]) / one.spread[t])
    alert = FOUND.get("relative_income.KZ-23.2025-Q3")
    assert alert.rules == ("record",)
    assert (alert.record_years, alert.level, alert.direction) == (3, "high", "fall")
    quarters = [f"{y}-Q{q}" for y in range(2022, 2026) for q in range(1, 5)]
    before = quarters[quarters.index("2022-Q3") : quarters.index("2025-Q3")]
    assert len(before) == 12
    assert alert.value < min(100 * income("KZ-23", p) / income("KZ", p) for p in before)
    assert {obs.period for obs in alert.observations} == {"2025-Q3", "2024-Q3"}


def test_thresholds_lead_back_to_the_rule() -> None:
    for one in FOUND.watched.values():
        if one.threshold is None:
            continue
        stream = REGISTRY.streams[one.stream]
        assert stream.change
        for bound, sign in ((one.lower, -1), (one.upper, 1)):
            here = np.flatnonzero(~np.isnan(bound))
            difference = bound[here] - one.base[here]
            percent = stream.change.kind == "percent"
            change = 100 * difference / one.base[here] if percent else difference
            z = (change - one.expected[here]) / one.spread[here]
            np.testing.assert_allclose(z, sign * one.threshold)


def test_a_history_of_the_poverty_share_is_too_short_for_more_than_records() -> None:
    one = watched("poverty_share", "KZ-31")
    t = one.index("2023-Q3")
    # 5.1 5.0… 5.3 5.1 4.8 5.1 5.8 and then 7.0: above the four quarters before, 1.9 above 2022-Q3.
    assert one.values[t] == 7.0
    assert one.changes[t] == pytest.approx(7.0 - 5.1)
    assert np.isnan(one.z).all()
    assert FOUND.get("poverty_share.KZ-31.2023-Q3").rules == ("record",)
    # 6.5, 6.4 and 6.8 before: Abai's 7.6 of 2023-Q2 is 1.6 above 6.0 of the year before.
    assert FOUND.get("poverty_share.KZ-10.2023-Q2").change == pytest.approx(1.6)


def test_migration_per_thousand_by_hand() -> None:
    observations = published().observations
    one = watched("net_migration", "KZ-10")
    for year in (2023, 2024):
        moved = observations.at("net_migration", "KZ-10", "current", str(year))
        people = observations.at("population_annual_average", "KZ-10", "current", str(year))
        assert moved
        assert people
        assert one.values[one.index(str(year))] == pytest.approx(1000 * moved.value / people.value)


def test_incidents_by_hand() -> None:
    """Mangystau 2023: the strikes of Zhanaozen and Zhetybay; never two in a year since 2011."""
    one = watched("recorded_incidents", "KZ-47")
    assert one.values[one.index("2023")] == 2
    alert = FOUND.get("recorded_incidents.KZ-47.2023")
    assert alert.record_years == 10
    counted = read_incidents().by_region_year()
    past = [len(counted.get((r, y), ())) for r in REGIONS.ids for y in range(2013, 2023)]
    assert alert.p == pytest.approx(poisson.sf(1, np.mean(past)), rel=1e-9)
    totals = {region: sum(watched("recorded_incidents", region).values) for region in REGIONS.ids}
    assert sum(totals.values()) == sum(len(kinds) for kinds in counted.values())


# -- borders ---------------------------------------------------------------------------------------


def test_no_change_reaches_over_a_division() -> None:
    """The figures of each series and period behind a change cover one and the same territory."""
    for one in FOUND.watched.values():
        for t in np.flatnonzero(~np.isnan(one.changes)):
            place = one.places[t]
            assert place is not None
            covered: dict[tuple[str, str], list[str]] = {}
            for obs in one.observations[t]:
                if obs.region != "KZ":
                    parts = REGIONS.parts((obs.region, obs.borders))
                    covered.setdefault((obs.series, obs.period), []).extend(parts)
            assert len(covered) >= 2
            for parts in covered.values():
                assert sorted(parts) == sorted(REGIONS.parts(place)), (one.stream, one.periods[t])


def test_only_divided_regions_inherit_and_only_before_they_can_be_compared_by_themselves() -> None:
    for (_, region), one in FOUND.watched.items():
        if region not in SPLIT:
            assert not one.inherited.any()
            assert not one.restarted.any()
            continue
        for t in np.flatnonzero(one.inherited):
            place = one.places[t]
            assert place is not None
            assert region in REGIONS.parts(place)
            assert place.borders != "current"


def test_the_parts_of_a_former_region_have_its_signals_and_count_once() -> None:
    for former in REGIONS.former:
        first, second = former.parts
        for stream in OF_FIGURES:
            if (stream.id, first) not in FOUND.watched or (stream.id, second) not in FOUND.watched:
                continue
            one, other = watched(stream.id, first), watched(stream.id, second)
            both = one.inherited & other.inherited
            np.testing.assert_array_equal(one.values[both], other.values[both])
            np.testing.assert_array_equal(one.q[both], other.q[both])
    for name, summary in FOUND.streams.items():
        keys = {
            (one.places[t], t)
            for (stream, _), one in FOUND.watched.items()
            if stream == name
            for t in np.flatnonzero(one.tested)
        }
        assert summary.tests == len(keys)


def test_no_alert_at_a_division() -> None:
    """In the first four quarters or the first year in new borders there is nothing to compare."""
    for region in ("KZ-10", "KZ-33", "KZ-62", "KZ-19", "KZ-35", "KZ-63"):
        one = watched("relative_income", region)
        for period in ("2022-Q1", "2022-Q2", "2022-Q3", "2022-Q4", "2023-Q1"):
            t = one.index(period)
            assert np.isnan(one.changes[t])
            assert not one.tested[t]
    for region in ("KZ-61", "KZ-79"):
        one = watched("net_migration", region)
        assert np.isnan(one.values[one.index("2018")]), "doubtful, and never used"
        assert np.isnan(one.changes[one.index("2019")])


def test_the_first_quarter_of_2022_is_in_no_borders() -> None:
    for region in ("KZ-19", "KZ-35", "KZ-63"):
        for stream in ("relative_income", "poverty_share", "unemployment_rate"):
            one = watched(stream, region)
            assert np.isnan(one.values[one.index("2022-Q1")])


# -- what may not be used --------------------------------------------------------------------------


def test_no_doubtful_figure_and_none_of_the_press_is_behind_a_value() -> None:
    statuses = {
        obs.status for one in FOUND.watched.values() for part in one.observations for obs in part
    }
    assert statuses <= {"official", "backcast", "computed"}


def test_where_a_stream_does_not_apply_it_is_not_watched() -> None:
    grain = {region for stream, region in FOUND.watched if stream == "grain_yield"}
    assert grain == set(REGIONS.ids) - {"KZ-23", "KZ-47", "KZ-71", "KZ-75", "KZ-79"}
    assert not {stream for stream, _ in FOUND.watched} & {"livestock", "fuel_price_cap"}


# -- alerts ----------------------------------------------------------------------------------------


def test_an_alert_has_a_stable_id_and_stands_where_the_rules_put_it() -> None:
    assert len({alert.id for alert in FOUND.alerts}) == len(FOUND.alerts)
    for alert in FOUND.alerts:
        assert alert.id == f"{alert.stream}.{alert.region}.{alert.period}"
        one = watched(alert.stream, alert.region)
        t = one.index(alert.period)
        assert one.alert_at[t]
        assert one.alarms[t] == alert.rules
        assert one.end_dates[t] == alert.end_date
        assert alert.stands == (alert.q <= FOUND.level)
    count = sum(int(one.alert_at.sum()) for one in FOUND.watched.values())
    assert count == len(FOUND.alerts)
    ends = [alert.end_date for alert in FOUND.alerts]
    assert ends == sorted(ends, reverse=True)
    with pytest.raises(KeyError):
        FOUND.get("relative_income.KZ-23.1999-Q1")


def test_every_alert_matters() -> None:
    for alert in FOUND.alerts:
        rules = REGISTRY.streams[alert.stream].rules
        assert rules
        size = alert.change if alert.direction == "rise" else -alert.change
        if alert.rules != ("record",):
            assert rules.least_change is not None
            assert size >= rules.least_change
        elif rules.record and rules.record.least_change is not None:
            assert size >= rules.record.least_change


def test_the_level_follows_records_two_rules_and_many_values() -> None:
    for alert in FOUND.alerts:
        record = REGISTRY.streams[alert.stream].rules.record  # type: ignore[union-attr]
        long = record is not None and alert.record_years == record.high
        high = long or len(alert.rules) > 1 or alert.stands
        assert (alert.level == "high") == high, alert.id


def test_alerts_of_one_region_and_stream_are_apart() -> None:
    last: dict[tuple[str, str], date] = {}
    for alert in reversed(FOUND.alerts):
        key = (alert.stream, alert.region)
        if key in last:
            assert (alert.end_date - last[key]).days >= 180
        last[key] = alert.end_date


def test_current_alerts_are_the_newest_of_streams_that_are_still_published() -> None:
    for alert in FOUND.current:
        stream = FOUND.streams[alert.stream]
        assert stream.current
        assert (stream.last_date - alert.end_date).days < 180
    ended = {name for name, stream in FOUND.streams.items() if not stream.current}
    assert ended == {"poverty_share", "unemployment_rate"}
    assert [alert.id for alert in FOUND.current] == [
        "grain_yield.KZ-31.2025",
        "relative_income.KZ-23.2025-Q3",
        "net_migration.KZ-10.2024",
    ]


def test_q_is_that_of_scipy_over_all_values_of_a_date() -> None:
    p: dict[tuple[date, str, object], float] = {}
    q: dict[tuple[date, str, object], float] = {}
    for (stream, _), one in FOUND.watched.items():
        for t in np.flatnonzero(one.tested):
            key = (one.end_dates[t], stream, one.places[t])
            p[key], q[key] = one.p[t], one.q[t]
    for day in {key[0] for key in p}:
        family = [key for key in p if key[0] == day]
        wanted = false_discovery_control([p[key] for key in family], method="bh")
        np.testing.assert_allclose([q[key] for key in family], wanted, rtol=1e-9)
    assert FOUND.tests == len(p)


# -- chance ----------------------------------------------------------------------------------------


def test_false_alarms_are_published_and_add_up() -> None:
    current = [s.false_alarms_a_year for s in FOUND.streams.values() if s.current]
    assert FOUND.expected_false_alarms == pytest.approx(sum(current))
    assert 1 < FOUND.expected_false_alarms < 20
    for name, stream in FOUND.streams.items():
        assert stream.false_alarms_a_year > 0
        assert stream.by_chance > 0
        lasting = REGISTRY.streams[name].rules.lasting  # type: ignore[union-attr]
        if lasting:
            assert stream.one_a_year["lasting"] <= 1 / lasting.run_length


# -- beside the score ------------------------------------------------------------------------------


def test_an_alert_never_changes_a_score() -> None:
    """Without a single stream, and with rules that alert everywhere, every score is the same."""
    own = published()

    def scores(registry: Registry) -> np.ndarray:
        made = assess(registry, own.observations, own.regions)
        signals(made)
        return np.array(made.result.score)

    none = replace(REGISTRY, streams=MappingProxyType({}))
    assert make_signals(none, own.observations, own.regions, read_incidents()).alerts == ()
    loud = replace(
        REGISTRY, streams=MappingProxyType({s.id: _loud(s) for s in REGISTRY.streams.values()})
    )
    assert len(signals(assess(loud, own.observations, own.regions)).alerts) > len(FOUND.alerts)
    before = own.result.score.copy()
    np.testing.assert_array_equal(scores(none), before)
    np.testing.assert_array_equal(scores(loud), before)
    np.testing.assert_array_equal(own.result.score, before)


def _loud(stream: Stream) -> Stream:
    if stream.rules is None or stream.rules.sudden is None:
        return stream
    sudden = stream.rules.sudden.model_copy(update={"threshold": 0.5})
    rules = stream.rules.model_copy(update={"sudden": sudden, "least_change": None})
    return stream.model_copy(update={"rules": rules})


def test_they_are_worked_out_once_whatever_the_weights_are() -> None:
    own = published()
    assert signals(own) is FOUND
    assert signals(replace(own, spread={"index": 5.0})) is FOUND


def test_nothing_can_be_written_into_them() -> None:
    one = watched("relative_income", "KZ-23")
    with pytest.raises(ValueError, match="read-only"):
        one.values[0] = 1
    with pytest.raises(ValueError, match="read-only"):
        one.cusum["fall"][0] = 1
    with pytest.raises(TypeError):
        FOUND.watched["a", "b"] = one  # type: ignore[index]
    with pytest.raises(AttributeError):
        FOUND.alerts[0].level = "high"  # type: ignore[misc]


# -- a figure that moves ---------------------------------------------------------------------------


def with_value(series: str, region: str, period: str, value: float) -> Observations:
    """The figures, one of them another."""
    own = published().observations
    by_key = dict(own._by_key)
    key = (series, region, "current", period)
    by_key[key] = replace(by_key[key], value=value)
    return replace(own, _by_key=MappingProxyType(by_key))


def alerts_with(observations: Observations) -> dict[str, Alert]:
    made = make_signals(REGISTRY, observations, REGIONS, read_incidents())
    return {alert.id: alert for alert in made.alerts}


def test_a_harvest_that_fails_raises_an_alert_and_one_that_is_missing_does_not() -> None:
    quiet = "grain_yield.KZ-39.2025"
    assert quiet not in {alert.id for alert in FOUND.alerts}
    failed = alerts_with(with_value("grain_yield", "KZ-39", "2025", 0.1))
    assert failed[quiet].direction == "fall"
    own = published().observations
    without: dict[tuple[str, str, str, str], Observation] = {
        key: obs
        for key, obs in own._by_key.items()
        if key != ("grain_yield", "KZ-39", "current", "2025")
    }
    assert quiet not in alerts_with(replace(own, _by_key=MappingProxyType(without)))


def test_no_value_before_a_change_is_touched_by_it() -> None:
    observations = with_value("grain_yield", "KZ-39", "2024", 0.1)
    made = make_signals(REGISTRY, observations, REGIONS, read_incidents())
    before, after = watched("grain_yield", "KZ-39"), made.watched["grain_yield", "KZ-39"]
    t = before.index("2024")
    for name in ("values", "changes", "expected", "z", "p"):
        np.testing.assert_array_equal(getattr(before, name)[:t], getattr(after, name)[:t])
