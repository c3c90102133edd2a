"""The validation: outcomes counted by hand, AUCs by scikit-learn, and what made-up logs must give."""

from collections.abc import Collection
from dataclasses import replace

import numpy as np
import pytest
from sklearn.metrics import roc_auc_score

from assessment import assess
from assessment.contenders import BASELINE, CAPACITY, WITHOUT
from assessment.evaluation import ATTENTION, Evaluation, evaluate, is_in
from assessment.evaluation_tables import TABLES
from assessment.signals import signals
from indicators.incidents import read_incidents
from indicators.period import parse_period
from indicators.protocol import Outcome, load_protocol
from indicators.yaml_file import RegistryError
from scoring.validation.alarms import lead_times
from tests.assessment.published import published
from tests.assessment.validated import log_of, validated

# Counted by hand in the sources' list: regions of today with an incident, by year.
BY_HAND = {
    2017: set(),
    2018: set(),
    2019: {"KZ-35", "KZ-23", "KZ-47", "KZ-75", "KZ-71"},
    2020: {"KZ-31", "KZ-61"},
    2021: {"KZ-75", "KZ-47", "KZ-33"},
    2022: {"KZ-47", "KZ-31", "KZ-63", "KZ-33", "KZ-75", "KZ-43", "KZ-79"},
    2023: {"KZ-47", "KZ-71"},
    2024: {"KZ-19"},
}
BETWEEN_GROUPS = {2019: {"KZ-35", "KZ-23"}, 2020: {"KZ-31", "KZ-61"}, 2021: {"KZ-33"}}
REGIONS = published().result.inputs.regions


def regions_of(row: np.ndarray) -> set[str]:
    return {REGIONS[r] for r in np.flatnonzero(row)}


# -- outcomes --------------------------------------------------------------------------------------


def test_the_outcomes_are_those_counted_by_hand() -> None:
    found = validated()
    assert found.periods() == tuple(range(2016, 2024))
    for period, row in zip(found.periods(), found.happened("any", 1), strict=True):
        assert regions_of(row) == BY_HAND[period + 1]
    for period, row in zip(found.periods(), found.happened("interethnic", 1), strict=True):
        assert regions_of(row) == BETWEEN_GROUPS.get(period + 1, set())
    quiet = {**BY_HAND, 2022: set()}  # all incidents of 2022 are those of January
    for period, row in zip(found.periods(), found.happened("without_january_2022", 1), strict=True):
        assert regions_of(row) == quiet[period + 1]


def test_a_longer_window_joins_two_years_and_ends_a_year_earlier() -> None:
    found = validated()
    assert found.periods(2) == tuple(range(2016, 2023))
    for period, row in zip(found.periods(2), found.happened("any", 2), strict=True):
        assert regions_of(row) == BY_HAND[period + 1] | BY_HAND[period + 2]


def test_an_incident_without_a_region_or_counted_elsewhere_makes_no_outcome() -> None:
    outcome = validated().protocol.outcome("any")
    (own,) = log_of([("KZ-31", 2019)])
    assert is_in(outcome, own)
    assert not is_in(outcome, replace(own, region="KZ"))
    assert not is_in(outcome, replace(own, overlaps=("another",)))
    assert not is_in(validated().protocol.outcome("interethnic"), own)
    without = validated().protocol.outcome("without_january_2022")
    assert not is_in(without, replace(own, date="2022-01-05"))
    assert not is_in(without, replace(own, date="2022-01"))
    assert is_in(without, replace(own, date="2022-02-01"))


def test_the_score_of_a_year_knows_nothing_of_later_years() -> None:
    """The protocol says so: without all later figures it is the same."""
    made = published()
    last = 2020
    kept = {
        key: one
        for key, one in made.observations._by_key.items()
        if (period := parse_period(one.period)) is not None and period.start.year <= last
    }
    assert len(kept) < len(made.observations)
    earlier = assess(observations=replace(made.observations, _by_key=kept))
    for period in range(2016, last + 1):
        t = made.result.period_index[period]
        np.testing.assert_array_equal(earlier.result.score[t], made.result.score[t])
    assert np.isnan(earlier.result.score[made.result.period_index[2025]]).all()


# -- AUC -------------------------------------------------------------------------------------------


def test_the_main_auc_is_the_mean_of_the_years_by_pairs() -> None:
    found = validated()
    scores, outcome = found.index(), found.happened("any", 1)
    both = [t for t in range(len(scores)) if 0 < outcome[t].sum() < outcome.shape[1]]
    weights = [outcome[t].sum() * (~outcome[t]).sum() for t in both]
    years = [roc_auc_score(outcome[t], scores[t]) for t in both]
    assert found.main.auc == pytest.approx(np.average(years, weights=weights))
    assert found.main.overall == pytest.approx(roc_auc_score(outcome.ravel(), scores.ravel()))
    assert (found.main.positives, found.main.region_years) == (20, 160)
    assert found.main.strata.positives == (0, 0, 5, 2, 3, 7, 2, 1)


def test_the_p_within_years_is_that_of_dealing_at_random() -> None:
    found = validated()
    scores, outcome = found.index(), found.happened("any", 1)
    rng = np.random.default_rng(11)
    ranks = np.argsort(np.argsort(scores, axis=1), axis=1)
    observed = ranks[outcome].sum()
    dealt = [ranks[rng.permuted(outcome, axis=1)].sum() for _ in range(20_000)]
    assert found.main.p == pytest.approx(np.mean(np.array(dealt) >= observed), abs=0.01)


def test_the_intervals_hold_the_estimate_and_a_seed_gives_the_same_ones() -> None:
    for finding in validated().findings:
        one = finding.estimate
        assert one.low < one.auc < one.high
        assert one.drawn_low <= one.auc <= one.drawn_high
    again = evaluate(published())
    assert again.main == validated().main
    assert again.contenders[0] == validated().contenders[0]


def test_findings_begin_with_the_main_one_and_miss_none() -> None:
    found = validated()
    named = [(finding.outcome, finding.window) for finding in found.findings]
    assert named[0] == ("any", 1)
    assert set(named) == {
        (o.id, w) for o in found.protocol.outcomes for w in found.protocol.windows
    }


# -- contenders ------------------------------------------------------------------------------------


def rival(kind: str, name: str) -> np.ndarray:
    return validated().rivals[kind, name]


def test_baselines_are_the_figures_they_are_named_after() -> None:
    made, found = published(), validated()
    result, r = made.result, REGIONS.index("KZ-31")
    for i, period in enumerate(found.periods()):
        t = result.period_index[period]
        people = made.observations.annual("population_annual_average", "KZ-31", "current", period)
        assert people is not None
        assert rival(BASELINE, "population")[i, r] == people.value
        for name in ("poverty_share", "net_migration_size"):
            values = result.inputs.values[t, :, result.indicator_index[name]]
            np.testing.assert_array_equal(rival(BASELINE, name)[i], values)
    assert np.isnan(rival(BASELINE, "poverty_share")[:4]).all()  # no figures before 2020
    own = rival(BASELINE, "earlier_incidents")
    # Mangystau 2016, 2019 and Almaty 2021: incidents of the year of the score itself.
    assert own[0, REGIONS.index("KZ-47")] == own[3, REGIONS.index("KZ-47")] == 1
    assert own[0].sum() == 7
    assert own[5, REGIONS.index("KZ-75")] == 1


def test_equal_ranks_are_the_mean_share_of_regions_below() -> None:
    made, found = published(), validated()
    result = made.result
    t = result.period_index[found.periods()[0]]
    shares = []
    for k, turn in enumerate(result.scheme.turns):
        values = turn * result.inputs.values[t, :, k]
        seen = values[~np.isnan(values)]
        if seen.size:
            below = [(seen < v).sum() + 0.5 * (seen == v).sum() for v in values]
            shares.append(np.where(np.isnan(values), np.nan, np.array(below) / seen.size))
    np.testing.assert_allclose(rival(BASELINE, "equal_ranks")[0], np.nanmean(shares, axis=0))


def test_without_a_pillar_is_the_index_of_robustness_without_it() -> None:
    made, found = published(), validated()
    for i, period in enumerate(found.periods()):
        if period < 2021:
            continue  # the audit needs all pillars
        scores = made.robustness(period).left_out.scores
        for pillar in found.protocol.without_pillars:
            np.testing.assert_allclose(rival(WITHOUT, pillar)[i], scores[pillar])


def test_capacity_as_it_is_is_the_index_and_left_out_is_the_index_without_it() -> None:
    found = validated()
    np.testing.assert_array_equal(rival(CAPACITY, "as_is"), found.index())
    np.testing.assert_allclose(
        rival(CAPACITY, "without"), rival(WITHOUT, "mediation_capacity"), rtol=1e-12
    )
    flipped = rival(CAPACITY, "flipped")
    np.testing.assert_array_equal(flipped[:5], found.index()[:5])  # no capacity before 2021
    assert (flipped[5:] != found.index()[5:]).any()
    as_is = next(c for c in found.contenders if c.name == "as_is")
    assert (as_is.difference, as_is.low, as_is.high) == (0, 0, 0)


def test_a_baseline_with_fewer_years_is_held_against_the_index_of_the_same() -> None:
    found = validated()
    poverty = next(c for c in found.contenders if c.name == "poverty_share")
    assert poverty.estimate.region_years == poverty.index.region_years == 80
    assert poverty.estimate.strata == poverty.index.strata
    outcome, scores = found.happened("any", 1)[4:], found.index()[4:]
    weights = outcome.sum(axis=1) * (~outcome).sum(axis=1)
    years = [roc_auc_score(o, s) for o, s in zip(outcome, scores, strict=True)]
    assert poverty.index.auc == pytest.approx(np.average(years, weights=weights))
    for one in found.contenders:
        assert one.difference == pytest.approx(one.index.auc - one.estimate.auc)
        assert one.low <= one.difference <= one.high


# -- what a made-up log must give ------------------------------------------------------------------


def after(period: int, places: Collection[int], cells: list[tuple[str, int]]) -> None:
    """Put incidents of the next year into the regions of these places."""
    result = published().result
    rank = result.rank[result.period_index[period]]
    cells += [(REGIONS[r], period + 1) for r in np.flatnonzero(np.isin(rank, list(places)))]


def against(places: Collection[int]) -> Evaluation:
    cells: list[tuple[str, int]] = []
    for period in range(2016, 2024):
        after(period, places, cells)
    return evaluate(published(), log_of(cells))


def test_a_log_in_the_order_of_the_score_is_seen_at_once() -> None:
    found = against(range(1, 4))
    assert found.main.auc == 1
    assert found.main.p < 1e-12
    assert found.main.p_regions < 0.001
    three, five = found.precision["index"]
    assert (three.share, five.share) == (1, 3 / 5)
    first = found.alarms[1]
    assert first.counts.missed == 0
    assert first.counts.false == 2 * 8
    assert max(m.standing.place for m in found.missed) == 3


def test_a_log_nearly_in_the_order_of_the_score_lets_the_page_say_so() -> None:
    found = against((1, 2, 6))
    # Of 51 pairs a year all but three are in order: those of the sixth with the third to fifth.
    assert found.main.auc == pytest.approx(48 / 51)
    assert found.better_than_chance
    # The rule asks for both intervals and both p values: each alone can forbid the sentence.
    for change in ({"low": 0.5}, {"drawn_low": 0.49}, {"p": 0.051}, {"p_regions": 0.06}):
        other = evaluate(published(), log_of([]))
        main = replace(found.findings[0].estimate, **change)
        other.__dict__["findings"] = (replace(found.findings[0], estimate=main),)
        assert not other.better_than_chance


def test_a_log_against_the_score_is_seen_too() -> None:
    found = against(range(18, 21))
    assert found.main.auc == 0
    assert not found.better_than_chance
    assert found.main.high < 0.5
    assert found.alarms[1].counts.missed == found.main.positives
    assert found.missed[0].standing.place == 20
    assert found.unfollowed[0].standing.place == 1


def test_a_log_without_incidents_has_no_auc_and_no_conclusion() -> None:
    found = evaluate(published(), log_of([]))
    assert np.isnan(found.main.auc)
    assert not found.better_than_chance
    assert found.missed == ()
    assert found.before == ()
    assert found.alarms[0].counts.events == 0


def test_a_protocol_that_names_what_there_is_not_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    sealed = load_protocol()
    outcome = replace_kinds(sealed.protocol.outcome("interethnic"), ("quarrel",))
    changed = sealed.protocol.model_copy(
        update={
            "outcomes": (sealed.protocol.outcomes[0], outcome),
            "without_pillars": ("weather",),
            "baselines": ("population", "unemployment_rate"),
        }
    )
    monkeypatch.setattr(
        "assessment.evaluation.load_protocol", lambda: replace(sealed, protocol=changed)
    )
    with pytest.raises(RegistryError) as raised:
        evaluate(published())
    lines = str(raised.value).splitlines()
    assert len(lines) == 3
    assert all(line.startswith("validation_protocol.yaml: ") for line in lines)
    assert "'quarrel'" in lines[0]
    assert "'weather'" in lines[1]
    assert "'unemployment_rate'" in lines[2]


def replace_kinds(outcome: Outcome, kinds: tuple[str, ...]) -> Outcome:
    return outcome.model_copy(update={"kinds": kinds})


def test_the_log_reaches_as_far_as_the_protocol_says() -> None:
    assert read_incidents().years[1] == validated().protocol.log_years.last


# -- misses, alarms, each incident -----------------------------------------------------------------


def test_misses_are_the_extremes() -> None:
    found = validated()
    result, outcome = published().result, found.happened("any", 1)
    rows = [result.period_index[p] for p in found.periods()]
    place = result.rank[rows]
    assert [m.standing.place for m in found.missed] == sorted(place[outcome])[::-1][:8]
    assert [m.standing.place for m in found.unfollowed] == sorted(place[~outcome])[:8]
    for miss in found.missed:
        assert {i.year for i in miss.incidents} == {miss.standing.period + 1}
        assert {i.region for i in miss.incidents} == {miss.standing.region}
    for miss in found.unfollowed:
        assert all(i.year > miss.standing.period + 1 for i in miss.incidents)


def test_alarms_count_the_class_and_the_place() -> None:
    found = validated()
    result, outcome = published().result, found.happened("any", 1)
    rows = [result.period_index[p] for p in found.periods()]
    high = result.score[rows] >= 50
    attention, first = found.alarms
    assert attention.alarm == ATTENTION
    assert attention.counts.raised == high.sum()
    assert attention.counts.false == (high & ~outcome).sum()
    assert attention.counts.missed == (outcome & ~high).sum()
    assert first.counts.raised == 5 * 8
    assert attention.seen == (lead_times(high, outcome).years > 0).sum()
    assert attention.seen + attention.counts.missed == 20


def test_each_incident_since_2016_stands_with_the_year_before() -> None:
    found, result = validated(), published().result
    rows = [i for i in read_incidents() if i.year >= 2016]
    assert [one.incident.id for one in found.before] == [i.id for i in rows]
    for one in found.before:
        assert one.period == one.incident.year - 1
        scored = one.incident.region in REGIONS and one.period >= 2016
        assert (one.standing is not None) == scored
        assert all(a.region == one.incident.region for a in one.signals)
        assert all(a.end_date.year == one.period for a in one.signals)
        if one.standing is not None:
            t, r = result.period_index[one.period], result.region_index[one.incident.region]
            assert one.standing.score == result.score[t, r]
            assert one.standing.place == result.rank[t, r]
            assert one.standing.best <= one.standing.worst
    masanchi = next(one for one in found.before if one.incident.place.en.startswith("Masanchi"))
    assert masanchi.standing is not None
    assert (masanchi.standing.region, masanchi.standing.period) == ("KZ-31", 2019)


def test_signals_before_are_counted_as_alarms_of_the_year() -> None:
    found = validated()
    alerts = signals(published()).alerts
    raised = {(a.region, a.end_date.year) for a in alerts if 2016 <= a.end_date.year <= 2023}
    counts = found.signals_before
    assert (counts.rated, counts.events, counts.raised) == (160, 20, len(raised))
    hits = {(r, year - 1) for year, regions in BY_HAND.items() for r in regions} & raised
    assert counts.events - counts.missed == len(hits)


@pytest.mark.parametrize("name", TABLES)
def test_each_table_says_what_it_was_made_from(name: str) -> None:
    found = validated()
    table = TABLES[name](found, "ru")
    assert len(table) > 0
    assert not table.columns.duplicated().any()
    assert set(table["protocol_sha256"]) == {found.sealed.sha256}
    assert set(table["data_version"]) == {published().observations.version}


def test_tables_hold_the_unrounded_numbers() -> None:
    found = validated()
    auc = TABLES["auc"](found, "en")
    assert auc["auc_within_years"][0] == found.main.auc
    assert len(auc) == len(found.findings) + len(found.contenders)
    incidents = TABLES["incidents"](found, "kk")
    assert list(incidents["incident"]) == [one.incident.id for one in found.before]
    assert incidents["region_name"][0] == published().regions.get("KZ-31").names.kk
    assert incidents["score"].notna().sum() == sum(o.standing is not None for o in found.before)
