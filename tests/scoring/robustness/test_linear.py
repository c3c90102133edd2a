"""The scale on which an index is linear in its weights."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scoring.aggregate import METHODS
from scoring.robustness.linear import FORMS, HAIR, RobustnessError, linear_index
from scoring.score import Result
from tests.scoring.robustness.cases import NAN, PERIOD, result, reweighted, scored_worlds, three

PILLARS = st.lists(st.tuples(st.floats(0, 100), st.floats(0.01, 1)), min_size=1, max_size=5)


@pytest.mark.parametrize("name", FORMS)
@given(pillars=PILLARS)
def test_a_form_is_its_aggregation(name: str, pillars: list[tuple[float, float]]) -> None:
    values, weights = np.array(pillars).T
    parts = FORMS[name].forward(values)
    if name == "maximum":
        parts = np.full_like(values, values.max())
    found = FORMS[name].back(np.array(weights @ parts / weights.sum()))
    assert float(found) == pytest.approx(float(METHODS[name](values, weights)), abs=1e-6)


@pytest.mark.parametrize("name", FORMS)
@given(one=st.floats(0, 100), other=st.floats(0, 100))
def test_a_form_rises_and_comes_back(name: str, one: float, other: float) -> None:
    form = FORMS[name]
    low, high = np.array(sorted((one, other)))
    assert form.forward(low) <= form.forward(high)
    assert float(form.back(form.forward(high))) == pytest.approx(high, abs=1e-9)


@settings(max_examples=50, deadline=None)
@given(scored_worlds(), st.integers(0, 100))
def test_scores_under_other_weights_are_those_of_scoring(of: Result, seed: int) -> None:
    index = linear_index(of, PERIOD)
    count = len(index.weights)
    weights = np.random.default_rng(seed).dirichlet(np.ones(count))
    again = reweighted(of, dict(zip(of.scheme.pillar_ids, weights.tolist(), strict=True)))
    keeps = (index.slack @ weights >= 0).all()
    for r, region in enumerate(index.regions):
        expected = again.score[0, again.region_index[region]]
        if keeps:
            assert float(index.scores(weights)[r]) == pytest.approx(expected, abs=HAIR)
            mean = index.parts[r] @ weights / (index.rated[r] @ weights)
            assert float(index.form.back(mean)) == pytest.approx(expected, abs=1e-9)


def test_weight_on_a_pillar_of_few_figures_can_unrate_a_region() -> None:
    """The optional pillar has one of three figures: at most half the weight can go to it."""
    of = three()
    thin = replace(
        of.pillars[2],
        optional=True,
        indicators=tuple(replace(of.pillars[2].indicators[0], id=f"r{i}") for i in range(3)),
    )
    found = result(replace(of, pillars=(*of.pillars[:2], thin)), [[5, 5, 5, NAN, NAN]])
    index = linear_index(found, PERIOD)
    assert index.slack[0] == pytest.approx([1 / 3, 1 / 3, -1 / 3])
    for weight, expected in ((0.49, True), (0.51, False)):
        again = reweighted(found, {"p": 1 - weight, "q": 0.0, "r": weight})
        assert np.isfinite(again.score[0, 0]) == expected


def test_what_is_linear_on_no_scale_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(METHODS, "median", lambda values, _: np.nanmedian(values, axis=-1))
    with pytest.raises(RobustnessError, match="'median' is not linear"):
        linear_index(result(three("median"), [[1, 2, 3]]), PERIOD)


def test_an_unrated_region_has_no_place_in_it() -> None:
    index = linear_index(result(three(), [[1, 2, 3], [1, NAN, 3]]), PERIOD)
    assert index.regions == ("R00",)
    with pytest.raises(RobustnessError, match="'R01' is not rated"):
        index.at("R01")
