"""The units of the time: their figures are their own, scored by the same scheme."""

import numpy as np
import pytest

from assessment.baseline import of_its_time
from geodata.regions import load_regions
from tests.assessment.published import published

MADE = published()
REGIONS = load_regions()


def test_years_that_ended_in_the_same_borders_go_together() -> None:
    assert of_its_time(MADE, 2017).result.inputs.periods == (2016, 2017)
    assert of_its_time(MADE, 2018).result.inputs.periods == (2018, 2019, 2020, 2021)


@pytest.mark.parametrize("year", [2017, 2021])
def test_nothing_is_inherited(year: int) -> None:
    then = of_its_time(MADE, year)
    for former in REGIONS.former:
        if year < former.last_year:
            r = then.result.region_index[former.id]
            assert (then.provenance.share("inherited")[:, r] == 0).all()
            assert (then.provenance.share("backcast")[:, r] == 0).all()
            assert not then.provenance.former[:, r].any()
            assert (then.result.inputs.borders[:, r] == 0).all()
            t = MADE.result.period_index[then.result.inputs.periods[-1]]
            grades = [
                MADE.result.reliability.grade[t, MADE.result.region_index[p]] for p in former.parts
            ]
            assert then.result.reliability.grade[-1, r] < min(grades)


def test_figures_by_hand() -> None:
    """East Kazakhstan 2020: income 111,632 of 116,126; South Kazakhstan 2017: 42,684 of 83,710."""
    for unit, year, expected in (
        ("KZ-63", 2020, 100 * 111_632 / 116_126),
        ("KZ-YUZ", 2017, 100 * 42_684 / 83_710),
    ):
        entry = of_its_time(MADE, year).panel.get("relative_income", unit, year)
        assert entry is not None
        assert (entry.value, entry.flags, entry.estimated) == (pytest.approx(expected), (), False)


@pytest.mark.parametrize("year", [2017, 2021])
def test_who_was_never_split_has_the_published_score(year: int) -> None:
    then = of_its_time(MADE, year)
    parts = {part for former in REGIONS.former for part in former.parts}
    for unit in then.regions.ids:
        if unit not in parts and unit in REGIONS.ids:
            t, r = then.result.period_index[year], then.result.region_index[unit]
            published_ = MADE.result.score[
                MADE.result.period_index[year], MADE.result.region_index[unit]
            ]
            assert then.result.score[t, r] == published_


def test_the_scheme_is_the_same() -> None:
    then = of_its_time(MADE, 2021)
    assert then.result.scheme is MADE.result.scheme
    assert np.isfinite(then.result.score).all()
    bands = then.uncertainty(2021)
    assert (bands.score[0] <= bands.score[2]).all()
    # A rating by macro-region that both parts share is that of the whole.
    entry = then.panel.get("councils_of_elders", "KZ-35", 2021)
    assert entry is not None
    assert entry.value == MADE.panel.entries["councils_of_elders", "KZ-35", 2021].value
