"""Settings: the published ones change nothing, a short form reads back, a wrong one is refused."""

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assessment.settings import (
    ALLOWED,
    CAPACITY,
    COVERAGES,
    MEANS,
    SCALES,
    Settings,
    SettingsError,
    parse,
    short,
    under,
)
from assessment.settings import published as as_published
from scoring.by_others import mid_rank
from scoring.robustness.improvement import single_changes
from scoring.robustness.linear import RobustnessError
from scoring.score import NOT_RATED, score
from tests.assessment.published import published

RESULT = published().result
SCHEME = RESULT.scheme
BASE = as_published(SCHEME)


def changed(weights: dict[str, float] | None = None, **choices: str) -> Settings:
    mixed = MappingProxyType({**BASE.weights, **(weights or {})})
    return replace(BASE, weights=mixed, **choices)


WEIGHT = st.integers(0, 100_000).map(lambda n: n / 100)
ANY = st.builds(
    Settings,
    weights=st.fixed_dictionaries(dict.fromkeys(BASE.weights, WEIGHT)).map(MappingProxyType),
    scale=st.sampled_from(SCALES),
    mean=st.sampled_from(MEANS),
    coverage=st.sampled_from(COVERAGES),
    capacity=st.sampled_from(CAPACITY),
    spread=st.fixed_dictionaries(
        dict.fromkeys(BASE.spread, st.none() | st.integers(0, 2500).map(lambda n: n / 100))
    ).map(MappingProxyType),
)


def test_the_published_settings_give_the_published_scheme() -> None:
    assert under(SCHEME, BASE) is SCHEME
    assert short(BASE, BASE) == ""
    assert parse("", BASE) == BASE


@given(ANY)
def test_a_short_form_reads_back_as_the_same_settings(chosen: Settings) -> None:
    text = short(chosen, BASE)
    assert parse(text, BASE) == chosen
    assert short(parse(text, BASE), BASE) == text


def test_the_short_form_names_what_differs_by_id_and_nothing_else() -> None:
    chosen = changed({"migration": 20, "councils_of_elders": 0}, mean="arithmetic", coverage="1/2")
    assert short(chosen, BASE) == "migration:20~councils_of_elders:0~mean:arithmetic~coverage:1-2"


def test_the_doubt_in_weights_is_named_by_the_node_above_them() -> None:
    spread = MappingProxyType({**BASE.spread, "index": 8.5, "land_water": 12.0})
    chosen = replace(BASE, spread=spread)
    assert short(chosen, BASE) == "index.spread:8.5~land_water.spread:12"
    assert under(SCHEME, chosen) is SCHEME  # it moves the bands, never a score


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("index.spread:26", "must be a number from 0 to 25"),
        ("index.spread:", "must be a number"),
        ("poverty_share.spread:5", "there is no 'poverty_share.spread'"),
        ("migration", "not one choice"),
        ("migration:", "must be a number"),
        ("migration:-1", "must be a number"),
        ("migration:1e3", "must be a number"),
        ("migration:nan", "must be a number"),
        ("migration:1001", "must be a number"),
        ("migration:0.123", "must be a number"),
        ("migration:١", "must be a number"),
        ("migration:1~migration:2", "not one choice"),
        ("nothing:1", "there is no 'nothing'"),
        ("mean:median", "it must be inverted_geometric"),
        ("coverage:5-7", "it must be 0, 1/2"),
        ("~", "not one choice"),
        ("x" * 2000, "longer than"),
    ],
)
def test_a_wrong_short_form_is_refused_and_says_why(text: str, reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        parse(text, BASE)


@settings(max_examples=2000)
@given(
    st.text(max_size=60)
    | st.lists(
        st.tuples(
            st.sampled_from([*BASE.weights, *ALLOWED, "other"]),
            st.text(max_size=6) | st.sampled_from([*SCALES, *MEANS, "1-2", "40", "0.5"]),
        ).map(":".join),
        max_size=4,
    ).map("~".join)
)
def test_any_text_is_read_or_refused(text: str) -> None:
    try:
        chosen = parse(text, BASE)
    except SettingsError:
        return
    assert parse(short(chosen, BASE), BASE) == chosen


def test_weights_go_by_id_and_only_their_proportion_counts() -> None:
    once = under(
        SCHEME,
        changed(
            {"land_water": 60, "economic_stress": 60, "migration": 60, "mediation_capacity": 20}
        ),
    )
    np.testing.assert_allclose(once.pillar_weights, SCHEME.pillar_weights)
    np.testing.assert_allclose(once.inner_weights, SCHEME.inner_weights)
    other = under(SCHEME, changed({"migration": 10}))
    assert other.pillars[2].id == "migration"
    np.testing.assert_allclose(other.pillar_weights, np.array([30, 30, 10, 10]) / 80)


def test_a_weight_of_nothing_is_the_index_without_it() -> None:
    """Without one indicator the scores are those of a scheme that never had it."""
    gone = "livestock_density"
    chosen = under(SCHEME, changed({gone: 0}))
    kept = SCHEME.only(set(SCHEME.indicator_ids) - {gone})
    inputs = RESULT.inputs.only(RESULT.inputs.periods, kept.indicator_ids)
    np.testing.assert_allclose(score(RESULT.inputs, chosen).score, score(inputs, kept).score)


def test_without_capacity_is_the_published_score_without() -> None:
    chosen = score(RESULT.inputs, under(SCHEME, changed(capacity="without")))
    np.testing.assert_allclose(chosen.score, RESULT.score_without_optional)


def test_flipped_capacity_counts_with_the_opposite_sign() -> None:
    chosen = score(RESULT.inputs, under(SCHEME, changed(capacity="flipped")))
    p = SCHEME.pillar_ids.index("mediation_capacity")
    np.testing.assert_allclose(chosen.pillars[..., p], 100 - RESULT.pillars[..., p])
    np.testing.assert_allclose(chosen.pillars[..., :p], RESULT.pillars[..., :p])


def test_another_scale_looks_at_the_regions_of_the_same_period() -> None:
    chosen = score(RESULT.inputs, under(SCHEME, changed(scale="mid_rank")))
    turn = SCHEME.directions
    for t in range(len(RESULT.inputs.periods)):
        expected = mid_rank(RESULT.inputs.values[t], turn)
        np.testing.assert_allclose(chosen.normalised[t], expected)
    assert not chosen.clipped.any()


def test_full_coverage_rates_only_regions_with_every_figure() -> None:
    chosen = score(RESULT.inputs, under(SCHEME, changed(coverage="1")))
    missing = (np.isnan(RESULT.inputs.values) & RESULT.inputs.applicable).any(axis=-1)
    required = ~SCHEME.optional
    gaps = np.isnan(chosen.pillars[..., required]).any(axis=-1)
    assert (chosen.classes[gaps] == NOT_RATED).all()
    assert gaps[missing].any()
    assert np.isfinite(chosen.score[~missing]).all()


@pytest.mark.parametrize(
    ("weights", "reason"),
    [
        (dict.fromkeys(SCHEME.pillar_ids, 0.0), "all pillars are 0"),
        (dict.fromkeys(SCHEME.pillar_ids[:3], 0.0), "only optional pillars"),
        (
            dict.fromkeys(
                ("net_migration_size", "population_growth", "natural_increase_rate"), 0.0
            ),
            "all indicators of 'migration'",
        ),
    ],
)
def test_weights_that_leave_nothing_are_refused(weights: dict[str, float], reason: str) -> None:
    with pytest.raises(SettingsError, match=reason):
        under(SCHEME, changed(weights))


def test_a_single_change_holds_where_capacity_is_flipped_and_is_refused_on_other_scales() -> None:
    """West Kazakhstan: the change that is told, made and scored again, lowers the class."""
    period, region = RESULT.inputs.periods[-1], "KZ-27"
    flipped = score(RESULT.inputs, under(SCHEME, changed(capacity="flipped")))
    t, r = flipped.period_index[period], flipped.region_index[region]
    changes = single_changes(flipped, period, region)
    assert changes
    for change in changes:
        values = RESULT.inputs.values.copy()
        values[t, r, flipped.indicator_index[change.indicator]] = change.after
        again = score(replace(RESULT.inputs, values=values), flipped.scheme)
        assert again.classes[t, r] < flipped.classes[t, r], change.indicator
    with pytest.raises(RobustnessError, match="between goalposts only"):
        single_changes(score(RESULT.inputs, under(SCHEME, changed(scale="phi"))), period, region)
