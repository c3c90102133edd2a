"""Nominal, effective and importance: what a weight comes to."""

import numpy as np
import pytest

from assessment import Assessment
from methodology.relations import linked, related
from methodology.weights import correlation, weights_of


def test_weights_of_each_kind_sum_to_one(assessment: Assessment) -> None:
    weights = weights_of(assessment.result, assessment.rated_periods[-1])
    assert weights.nominal.sum() == pytest.approx(1)
    assert weights.effective.sum() == pytest.approx(1)
    assert weights.pillar_effective.sum() == pytest.approx(1)


def test_effective_weight_by_hand(assessment: Assessment) -> None:
    result, period = assessment.result, assessment.rated_periods[-1]
    t = result.period_index[period]
    weights = weights_of(result, period)
    framework = assessment.registry.framework
    expected = dict.fromkeys(framework.indicator_ids, 0.0)
    rated = [r for r in range(len(result.inputs.regions)) if result.score[t, r] >= 0]
    for r in rated:
        known = {
            name
            for k, name in enumerate(result.inputs.indicators)
            if result.normalised[t, r, k] >= 0
        }
        pillars = [p for i, p in enumerate(framework.pillars) if result.pillars[t, r, i] >= 0]
        across = sum(p.weight for p in pillars)
        for pillar in pillars:
            inside = sum(w for name, w in pillar.indicators.items() if name in known)
            for name, weight in pillar.indicators.items():
                if name in known:
                    expected[name] += pillar.weight / across * weight / inside / len(rated)
    np.testing.assert_allclose(weights.effective, list(expected.values()), rtol=1e-12)


def test_importance_is_the_squared_correlation(assessment: Assessment) -> None:
    result, period = assessment.result, assessment.rated_periods[-1]
    t = result.period_index[period]
    weights = weights_of(result, period)
    for k in range(len(result.inputs.indicators)):
        both = np.isfinite(result.normalised[t, :, k]) & np.isfinite(result.score[t])
        r = np.corrcoef(result.normalised[t, both, k], result.score[t, both])[0, 1]
        assert weights.importance[k] == pytest.approx(r**2)


def test_correlation_of_what_does_not_vary_is_unknown() -> None:
    assert np.isnan(correlation(np.array([1.0, 1.0, 1.0]), np.array([1.0, 2.0, 3.0])))
    assert np.isnan(correlation(np.array([1.0, np.nan]), np.array([1.0, 2.0])))
    assert correlation(np.array([1.0, 2.0, 9.0]), np.array([3.0, 2.0, -5.0])) == pytest.approx(-1)


def test_a_period_without_rating_is_an_error(assessment: Assessment) -> None:
    with pytest.raises(KeyError):
        weights_of(assessment.result, 1990)


def test_strongest_pairs_come_first(assessment: Assessment) -> None:
    found = related(assessment, assessment.rated_periods[-1], "en")
    sizes = [abs(pair["r"]) for pair in found["pairs"]]
    assert sizes == sorted(sizes, reverse=True)
    assert all(pair["regions"] >= found["fewest"] for pair in found["pairs"])


def test_only_shown_indicators_are_set_beside_the_index(assessment: Assessment) -> None:
    found = linked(assessment, assessment.rated_periods[-1], "en")
    shown = {card.name.en for card in assessment.registry.shown}
    assert {row["name"] for row in found["rows"]} <= shown
    assert all(row["regions"] >= found["fewest"] and abs(row["r"]) <= 1 for row in found["rows"])
