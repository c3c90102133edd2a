"""Each split in the published panel, worked out by hand from the lines of `data/observations/`."""

import pytest

from geodata.regions import load_regions
from tests.assessment.published import published

MADE = published()
PANEL = MADE.panel
FORMER = load_regions().former


@pytest.mark.parametrize(
    ("regions", "year", "own_year", "inherited", "own"),
    [
        # Income per head against the nation: the former region's until the split, then one's own.
        (("KZ-61", "KZ-79"), 2017, 2018, 100 * 42_684 / 83_710, ("KZ-61", 100 * 43_937 / 93_135)),
        (
            ("KZ-10", "KZ-63"),
            2020,
            2022,
            100 * 111_632 / 116_126,
            ("KZ-10", 100 * 139_511 / 164_438),
        ),
        (
            ("KZ-33", "KZ-19"),
            2020,
            2022,
            100 * 86_606 / 116_126,
            ("KZ-33", 100 * 114_873 / 164_438),
        ),
        (
            ("KZ-62", "KZ-35"),
            2020,
            2022,
            100 * 130_552 / 116_126,
            ("KZ-62", 100 * 204_233 / 164_438),
        ),
    ],
)
def test_a_rate_is_inherited_by_both_parts_until_the_split(
    regions: tuple[str, ...], year: int, own_year: int, inherited: float, own: tuple[str, float]
) -> None:
    for region in regions:
        entry = PANEL.get("relative_income", region, year)
        assert entry is not None
        assert (entry.value, entry.flags) == (pytest.approx(inherited), ("inherited",))
        assert entry.estimated
    after = PANEL.get("relative_income", own[0], own_year)
    assert after is not None
    assert (after.value, after.flags) == (pytest.approx(own[1]), ())
    assert after.derived.borders == {"current"}


@pytest.mark.parametrize(
    ("region", "year", "count", "people", "others"),
    [
        ("KZ-61", 2017, -13_848, 1_969_390, 932_047),
        ("KZ-79", 2017, -13_848, 932_047, 1_969_390),
        ("KZ-10", 2020, -11_829, 640_961.5, 724_803.5),
        ("KZ-63", 2020, -11_829, 724_803.5, 640_961.5),
        ("KZ-33", 2020, -15_975, 661_875.5, 1_402_320),
        ("KZ-19", 2020, -15_975, 1_402_320, 661_875.5),
        ("KZ-62", 2020, -8_889, 227_216, 1_148_647.5),
        ("KZ-35", 2020, -8_889, 1_148_647.5, 227_216),
    ],
)
def test_a_count_is_apportioned_by_population(
    region: str, year: int, count: int, people: float, others: float
) -> None:
    entry = PANEL.get("net_migration_count", region, year)
    assert entry is not None
    assert entry.value == pytest.approx(count * people / (people + others))
    assert "apportioned" in entry.flags
    assert "inherited" not in entry.flags


def test_apportioned_parts_add_up_to_their_former_region_in_every_year() -> None:
    added = 0
    for card in MADE.registry.cards.values():
        if not card.extensive:
            continue
        for former in FORMER:
            for year in PANEL.periods:
                parts = [PANEL.get(card.id, part, year) for part in former.parts]
                if any(entry is None or not entry.derived.apportioned for entry in parts):
                    continue
                # The count itself is the first figure that each part was made from.
                (whole,) = {entry.derived.terms[0].value for entry in parts if entry}
                assert sum(entry.value for entry in parts if entry) == pytest.approx(whole)
                added += 1
    assert added > 10


@pytest.mark.parametrize("region", ["KZ-61", "KZ-79"])
def test_a_published_back_cast_comes_first(region: str) -> None:
    """Self-employed, recast by the Bureau to the borders of 2018: Turkistan 360.901 of 779.102."""
    entry = PANEL.get("self_employed_share", region, 2017)
    assert entry is not None
    assert entry.flags == ("backcast",)
    assert entry.derived.borders == {"current"}
    if region == "KZ-61":
        assert entry.value == pytest.approx(100 * 360.901 / 779.102)


def test_one_formula_never_mixes_borders() -> None:
    """In all years the denominators of a former region's figure are those of all its parts."""
    parts = {former.unit: set(former.parts) for former in FORMER}
    for (card, region, _year), entry in PANEL.entries.items():
        formula = MADE.registry.cards[card].formula
        if not formula.has_level or "backcast" not in entry.flags or not entry.derived.inherited:
            continue
        people = {
            term.place.region
            for term in entry.derived.terms
            if term.series == "population_annual_average" and term.place.region != "KZ"
        }
        assert not people or people in parts.values(), (card, region)
