"""History of a region: runs that no split runs through, their bands, and their trend."""

import numpy as np
import pytest

from assessment.beside import years
from assessment.history import run, years_of_runs
from geodata.regions import load_regions
from scoring.like_for_like import like_for_like
from scoring.trend import trend
from tests.assessment.published import published

MADE = published()
RESULT = MADE.result
LAST = MADE.rated_periods[-1]
SPLIT_2018, SPLIT_2022 = ("KZ-61", "KZ-79"), ("KZ-10", "KZ-63", "KZ-33", "KZ-19", "KZ-62", "KZ-35")


def test_no_run_goes_through_a_split() -> None:
    """What a former region's figure and its part's differ by is no change of the part."""
    for region in RESULT.inputs.regions:
        found = years_of_runs(MADE, region, LAST)
        splits = [f.last_year for f in load_regions().former if region in f.parts]
        for split in splits:
            assert all(years_[-1] < split or years_[0] >= split for years_ in found), region
        if not splits:
            assert found == (tuple(range(2016, LAST + 1)),)
    assert years_of_runs(MADE, "KZ-10", LAST) == (
        (2022, 2023, 2024, 2025),
        tuple(range(2016, 2022)),
    )
    # 2018 has figures of both borders: it stands alone.
    assert years_of_runs(MADE, "KZ-61", LAST) == (tuple(range(2019, 2026)), (2016, 2017))


def test_a_change_through_a_split_is_not_shown() -> None:
    for earlier, later, regions in ((2021, 2022, SPLIT_2022), (2017, 2018, SPLIT_2018)):
        alike = like_for_like(RESULT.inputs, RESULT.scheme, (earlier, later))
        missing = {
            region
            for region, score in zip(RESULT.inputs.regions, alike.score[0], strict=True)
            if np.isnan(score)
        }
        assert missing == set(regions)


def test_a_run_is_like_for_like_with_the_bands_that_two_years_have() -> None:
    found = run(MADE, (2019, 2020))
    alike = like_for_like(RESULT.inputs, RESULT.scheme, (2019, 2020))
    np.testing.assert_array_equal(found.result.score, alike.score)
    for t, side in enumerate(years(MADE, 2019, 2020)):
        np.testing.assert_allclose(found.bands[:, t], side.bands.score)
    assert (found.bands[0] <= found.bands[2]).all()
    np.testing.assert_allclose(found.median, np.median(alike.score, axis=1))


def test_the_median_is_of_the_regions_rated_throughout() -> None:
    found = run(MADE, (2021, 2022))
    rated = ~np.isnan(found.result.score).any(axis=0)
    assert rated.sum() == 14
    np.testing.assert_allclose(found.median, np.median(found.result.score[:, rated], axis=1))
    assert np.isnan(found.bands[:, :, ~rated]).all()
    assert found.trend("KZ-10") is None


@pytest.mark.parametrize(("region", "indicative"), [("KZ-11", False), ("KZ-10", True)])
def test_the_trend_is_that_of_the_like_for_like_scores(region: str, indicative: bool) -> None:
    found = run(MADE, years_of_runs(MADE, region, LAST)[0])
    slope = found.trend(region)
    assert slope == trend(found.years, found.score(region).tolist())
    assert slope is not None
    assert slope.indicative == indicative
    assert found.share(region) >= 2 / 3 - 1e-9
    assert (
        found.count(region)
        == np.isfinite(found.result.normalised[0, found.result.region_index[region]]).sum()
    )
