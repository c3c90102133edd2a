"""What scores rest on: by hand on a small index, and that the splits of the published one show."""

from dataclasses import replace

import numpy as np
import pytest

from assessment import Assessment, assess
from assessment.provenance import FLAGS, provenance
from assessment.table import score_table
from geodata.regions import load_regions
from indicators.registry import Registry, load_registry
from scoring.aggregate import shares
from scoring.score import score
from tests.assessment.published import published
from tests.indicators import registry_files
from tests.indicators.made_up import observations

REGIONS = load_regions()
MADE = published()
RESULT = MADE.result


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry(registry_files.write(tmp_path_factory.mktemp("registry")))


def share(found: Assessment, flag: str, region: str, year: int) -> float:
    result = found.result
    at = result.period_index[year], result.region_index[region]
    return float(found.provenance.share(flag)[at])


def test_by_hand(registry: Registry) -> None:
    """Land 0.6 in halves, income 0.4. Before the split births are inherited, income is own."""
    rows = [
        f"{name} {region} {year} {value}"
        for year in (2021, 2022, 2023)
        for name, region, value in (
            ("poverty", "KZ-10", 40),
            ("income", "KZ-10", 100),
            ("income", "KZ", 100),
        )
    ]
    rows += [
        "births KZ-63 2021 30 borders=pre2022",
        "jobs KZ-63 2021 120 borders=pre2022",
        "births KZ-10 2022 30",
        "jobs KZ-10 2022 120",
    ]
    found = assess(registry, observations(*rows), REGIONS)
    assert share(found, "inherited", "KZ-10", 2021) == pytest.approx(0.3)
    assert share(found, "inherited", "KZ-10", 2022) == 0.0
    assert share(found, "carried", "KZ-10", 2023) == pytest.approx(0.3)
    assert share(found, "apportioned", "KZ-10", 2021) == 0.0
    # Half of the land pillar is not enough: without the inherited share there is no score.
    at = found.result.region_index["KZ-10"]
    assert found.provenance.former[:, at].tolist() == [False, True, False, False]
    # Where nothing is known nothing rests on anything.
    assert np.isnan(share(found, "inherited", "KZ-11", 2021))


@pytest.mark.parametrize(
    ("region", "split"),
    [
        ("KZ-61", 2018),
        ("KZ-79", 2018),
        ("KZ-10", 2022),
        ("KZ-63", 2022),
        ("KZ-33", 2022),
        ("KZ-19", 2022),
        ("KZ-62", 2022),
        ("KZ-35", 2022),
    ],
)
def test_before_its_split_a_region_rests_on_its_former_one(region: str, split: int) -> None:
    r = RESULT.region_index[region]
    for t, year in enumerate(RESULT.inputs.periods):
        former = bool(MADE.provenance.former[t, r])
        if year < split:
            assert former, year
            assert MADE.provenance.share("inherited")[t, r] > 1 / 3
        if year > split:
            assert not former, year
            assert MADE.provenance.share("inherited")[t, r] < 1 / 3


def test_a_region_that_never_changed_inherits_nothing() -> None:
    parts = {part for former in REGIONS.former for part in former.parts}
    same = [r for r, region in enumerate(RESULT.inputs.regions) if region not in parts]
    assert len(same) == 12
    assert not MADE.provenance.former[:, same].any()
    for flag in ("inherited", "apportioned"):
        assert (MADE.provenance.share(flag)[:, same] == 0).all()


def test_it_lowers_the_reliability() -> None:
    """The estimated part is never less than what is inherited, and the grade follows it."""
    estimated = RESULT.reliability.parts[..., 2]
    for flag in ("inherited", "apportioned"):
        assert (estimated >= MADE.provenance.share(flag) - 1e-12).all()
    inputs = replace(RESULT.inputs, estimated=np.zeros_like(RESULT.inputs.estimated))
    without = score(inputs, RESULT.scheme).reliability
    former = MADE.provenance.former
    assert (RESULT.reliability.grade[former] >= without.grade[former]).all()
    before = RESULT.period_index[2017]
    assert (RESULT.reliability.grade[before][former[before]] == "D").all()
    assert (without.grade[before][former[before]] < "D").all()


def test_shares_are_of_the_weight_that_is_used() -> None:
    """Summed anew, value by value, under other weights."""
    scheme = replace(
        RESULT.scheme,
        pillars=tuple(
            replace(p, weight=w)
            for p, w in zip(RESULT.scheme.pillars, (0.5, 0.2, 0.2, 0.1), strict=True)
        ),
    )
    changed = score(RESULT.inputs, scheme)
    found = provenance(MADE.panel, changed)
    t, r = RESULT.period_index[2019], RESULT.region_index["KZ-10"]
    weight = shares(np.isfinite(RESULT.inputs.values[t, r]), scheme.nominal_weights)
    for flag in FLAGS:
        expected = sum(
            w
            for name, w in zip(RESULT.inputs.indicators, weight, strict=True)
            if (entry := MADE.panel.get(name, "KZ-10", 2019)) and flag in entry.flags
        )
        assert found.share(flag)[t, r] == pytest.approx(expected)


def test_the_table_carries_them() -> None:
    table = score_table(MADE, 2017).set_index("region")
    t = RESULT.period_index[2017]
    for r, region in enumerate(RESULT.inputs.regions):
        for flag in FLAGS:
            assert table.loc[region, f"weight_{flag}"] == MADE.provenance.share(flag)[t, r]
        assert table.loc[region, "rests_on_former_region"] == MADE.provenance.former[t, r]
