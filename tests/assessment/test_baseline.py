"""Where figures, registry and scoring meet: what is handed over, and the published index."""

import math
from pathlib import Path

import numpy as np
import pytest

from assessment import Assessment, assess
from assessment.baseline import scheme
from indicators.registry import Registry, load_registry
from scoring.score import NOT_RATED
from tests.assessment.published import published
from tests.indicators import registry_files
from tests.indicators.made_up import REGIONS, observations
from tests.indicators.registry_files import Content

NAN = math.nan


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry(registry_files.write(tmp_path_factory.mktemp("registry")))


def rows(region: str, year: int, *, births: float = 30, poverty: float = 40) -> tuple[str, ...]:
    """Figures for all three indicators of the small registry: 25, 40 and 100."""
    return (
        f"births {region} {year} {births}",
        f"jobs {region} {year} 120",
        f"poverty {region} {year} {poverty}",
        f"income {region} {year} 100",
    )


NATIONAL = ("income KZ 2022 100", "income KZ 2023 100")


def cell(assessment: Assessment, name: str, indicator: str, region: str, year: int) -> object:
    result = assessment.result
    return getattr(result.inputs, name)[
        result.period_index[year],
        result.region_index[region],
        result.indicator_index[indicator],
    ]


# -- the scheme ------------------------------------------------------------------------------------


def test_the_scheme_says_what_the_registry_says(registry: Registry) -> None:
    made = scheme(registry, {})
    assert made.version == "1.0"
    assert made.pillar_ids == ("land", "stress")
    assert made.indicator_ids == registry.framework.indicator_ids
    assert made.pillar_weights.tolist() == [0.6, 0.4]
    assert made.optional.tolist() == [False, True]
    gap = made.indicators[-1]
    assert (gap.id, gap.lo, gap.hi, gap.direction, gap.transform) == (
        "income_gap",
        50,
        200,
        -1,
        "log",
    )
    assert (made.cuts, made.classes[0], made.classes[-1]) == (
        (0, 20, 35, 50, 65),
        "very_low",
        "very_high",
    )
    assert made.grades == (("A", 0.2), ("B", 0.4), ("C", 0.6))


def test_the_two_limits_of_coverage_reach_the_scheme(tmp_path: Path) -> None:
    """Exactly the fraction that is written, and neither in the place of the other."""

    def change(content: Content) -> None:
        content["framework.yaml"] |= {"coverage": "3/4", "like_for_like": "1/3"}

    made = scheme(load_registry(registry_files.write(tmp_path, change)), {})
    assert (made.coverage, made.like_for_like) == (3 / 4, 1 / 3)


def test_a_weight_goes_with_its_indicator_and_not_with_its_place(tmp_path: Path) -> None:
    """Known fault of the field. The order in the framework file means nothing."""

    def heavy(content: Content) -> None:
        land = content["framework.yaml"]["pillars"][0]
        land["indicators"] = {"birth_share": 3, "poverty_share": 1}

    def turned(content: Content) -> None:
        heavy(content)
        pillars = content["framework.yaml"]["pillars"]
        pillars[0]["indicators"] = dict(reversed(pillars[0]["indicators"].items()))
        pillars.reverse()

    figures = observations(*rows("KZ-11", 2023), *rows("KZ-15", 2023, births=90), *NATIONAL)
    one, other = (
        assess(load_registry(registry_files.write(tmp_path / name, change)), figures, REGIONS)
        for name, change in (("one", heavy), ("other", turned))
    )
    assert other.result.scheme.pillar_ids == ("stress", "land")
    # Land of Akmola: (3 · 25 + 40) / 4.
    assert one.result.pillars[-1, 1, 0] == pytest.approx(28.75)
    assert other.result.pillars[-1, 1, 1] == pytest.approx(28.75)
    assert other.result.score == pytest.approx(one.result.score, nan_ok=True)


# -- the inputs ------------------------------------------------------------------------------------


def test_values_ages_and_sources_are_handed_over(registry: Registry) -> None:
    figures = observations(
        "births KZ-11 2022 30 source=survey",
        "jobs KZ-11 2022 120 source=office",
        "poverty KZ-11 2023 40 status=computed",
    )
    found = assess(registry, figures, REGIONS)
    inputs = found.result.inputs
    assert inputs.periods == (2020, 2021, 2022, 2023)
    assert inputs.regions == REGIONS.ids
    assert inputs.data_version == "test"
    share = ("birth_share", "KZ-11", 2023)
    assert (cell(found, "values", *share), cell(found, "age", *share)) == (25.0, 1.0)
    assert not cell(found, "estimated", *share)
    # The source of the numerator, though no card names it.
    assert inputs.sources[cell(found, "source", *share)] == "survey"
    poverty = ("poverty_share", "KZ-11", 2023)
    assert (cell(found, "values", *poverty), cell(found, "age", *poverty)) == (40.0, 0.0)
    assert cell(found, "estimated", *poverty)
    gap = ("income_gap", "KZ-11", 2023)
    assert np.isnan([cell(found, "values", *gap), cell(found, "age", *gap)]).all()
    assert cell(found, "source", *gap) == -1


def test_what_does_not_apply_is_handed_over(registry: Registry) -> None:
    found = assess(registry, observations(*rows("KZ-11", 2023), *NATIONAL), REGIONS)
    column = found.result.inputs.applicable[:, 2]
    without = {r for r, ok in zip(REGIONS.ids, column, strict=True) if not ok}
    assert without == {"KZ-23", "KZ-71", "KZ-75", "KZ-79"}
    assert found.result.inputs.applicable[:, :2].all()


def test_regions_that_kept_their_name_have_new_borders_too(registry: Registry) -> None:
    """East Kazakhstan without Abai is as new as Abai: what is recast to it is an estimate."""
    regions = ("KZ-10", "KZ-63", "KZ-19", "KZ-33", "KZ-35", "KZ-62", "KZ-11")
    figures = observations(*(f"poverty {r} 2021 40 status=backcast" for r in regions))
    found = assess(registry, figures, REGIONS)
    estimated = {r for r in regions if cell(found, "estimated", "poverty_share", r, 2021)}
    assert estimated == set(regions) - {"KZ-11"}


def test_a_package_without_figures_is_not_replaced_by_the_published_one(
    registry: Registry,
) -> None:
    found = assess(registry, observations(), REGIONS)
    assert len(found.observations) == 0
    assert np.isnan(found.result.score).all()
    assert found.rated_periods == ()


def test_rated_periods_are_those_with_a_score(registry: Registry) -> None:
    figures = observations(*rows("KZ-11", 2022), *NATIONAL)
    assert assess(registry, figures, REGIONS).rated_periods == (2022, 2023)


def test_a_score_by_hand(registry: Registry) -> None:
    """Land (25 + 40) / 2 = 32.5; income is the national one, midway between half and double: 50.

    Room of 1 + 0.9 · 6.75 = 7.075 and 1 + 0.9 · 5 = 5.5.
    """
    found = assess(registry, observations(*rows("KZ-11", 2023), *NATIONAL), REGIONS)
    at = found.result.period_index[2023], found.result.region_index["KZ-11"]
    assert found.result.pillars[at] == pytest.approx([32.5, 50.0])
    assert found.result.score[at] == pytest.approx((10 - 7.075**0.6 * 5.5**0.4) * 100 / 9)


# -- the published index ---------------------------------------------------------------------------


def test_every_region_is_rated_in_each_year() -> None:
    result = published().result
    assert len(result.inputs.regions) == 20
    for year in range(2017, 2026):
        t = result.period_index[year]
        missing = [
            region
            for region, score in zip(result.inputs.regions, result.score[t], strict=True)
            if math.isnan(score)
        ]
        assert missing == [], year
        assert not (result.classes[t] == NOT_RATED).any()
        assert sorted(result.rank[t]) == list(range(1, 21)), year


def test_every_score_lies_within_its_bounds() -> None:
    result = published().result
    assert (result.low <= result.score + 1e-9).all()
    assert (result.score <= result.high + 1e-9).all()


def test_the_draws_are_those_that_the_framework_asks_for() -> None:
    assessment = published()
    chosen = assessment.registry.framework.uncertainty
    plan = assessment.plan
    assert (plan.draws, plan.seed) == (chosen.draws, chosen.seed)
    assert plan.normalisations == chosen.normalisation
    assert plan.percentiles == chosen.goalpost_percentile
    assert plan.aggregations == chosen.across_pillars
    assert plan.fills == chosen.missing
    assert plan.optional == chosen.optional_pillars
    assert (plan.leave_out, plan.weight_band) == (chosen.leave_one_out, chosen.weight_band)
    assert len(assessment.draws) == chosen.draws
    assert assessment.uncertainty(2025) is assessment.uncertainty(2025)


def test_goalposts_that_are_percentiles_carry_their_window() -> None:
    """And at the 5th percentile they are the published ones, but for their three digits."""
    assessment = published()
    for indicator in assessment.result.scheme.indicators:
        posts = assessment.registry.cards[indicator.id].goalposts
        assert posts is not None
        assert indicator.moves == (posts.basis == "percentile")
        if indicator.moves:
            ends = np.percentile(indicator.reference, [5, 95])
            assert [float(f"{end:.3g}") for end in ends] == [posts.lo, posts.hi]


def test_without_its_optional_pillar_the_index_is_still_rated() -> None:
    result = published().result
    assert result.scheme.pillar_ids[result.scheme.optional.argmax()] == "mediation_capacity"
    absent = np.isnan(result.pillars[..., result.scheme.optional]).all(axis=-1)
    assert absent.any()
    assert (result.score[absent] == result.score_without_optional[absent]).all()


def test_the_same_figures_give_the_same_scores() -> None:
    """Nothing depends on the order of a set or on what was computed before."""
    again = assess().result
    for name in ("score", "pillars", "low", "high", "rank", "classes"):
        np.testing.assert_array_equal(getattr(again, name), getattr(published().result, name))
