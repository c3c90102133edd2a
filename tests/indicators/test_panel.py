"""The panel: what stands for an indicator in a region and year, how old it is, and its flags."""

from pathlib import Path
from typing import Any

import pytest

from indicators.panel import Panel, applies, build_panel
from indicators.registry import Registry, load_registry
from indicators.schema import Card
from tests.indicators import registry_files
from tests.indicators.made_up import REGIONS, observations
from tests.indicators.registry_files import card, text

PEOPLE = "population_annual_average"
TYPES = {"KZ-10": "oblast", "KZ-11": "oblast", "KZ-23": "oblast", "KZ-71": "city"}
FOUNDED = {"KZ-10": 2022, "KZ-63": 2022}


@pytest.fixture(scope="module")
def registry(tmp_path_factory: pytest.TempPathFactory) -> Registry:
    return load_registry(registry_files.write(tmp_path_factory.mktemp("registry")))


def panel(registry: Registry, *rows: str, types: dict[str, str] = TYPES) -> Panel:
    return build_panel(
        registry,
        observations(*rows),
        REGIONS,
        types=types,
        founded=FOUNDED,
        periods=range(2020, 2024),
    )


def test_a_figure_is_carried_forward_up_to_its_age(registry: Registry) -> None:
    """Poverty may be one year old: 2020 stands for 2021, and for nothing later."""
    found = panel(registry, "poverty KZ-11 2020 5")
    entries = [found.get("poverty_share", "KZ-11", year) for year in found.periods]
    assert [e and (e.value, e.age, e.carried, e.flags) for e in entries] == [
        (5.0, 0, False, ()),
        (5.0, 1, True, ("carried",)),
        None,
        None,
    ]


def test_a_figure_from_before_the_first_period_is_carried_into_it(registry: Registry) -> None:
    found = panel(registry, "poverty KZ-11 2019 5", "poverty KZ-15 2018 5")
    entry = found.get("poverty_share", "KZ-11", 2020)
    assert entry is not None
    assert (entry.age, entry.derived.year) == (1, 2019)
    assert found.get("poverty_share", "KZ-15", 2020) is None


def test_the_newest_figure_wins(registry: Registry) -> None:
    found = panel(registry, "poverty KZ-11 2021 5", "poverty KZ-11 2022 7")
    entry = found.get("poverty_share", "KZ-11", 2022)
    assert entry is not None
    assert (entry.value, entry.age) == (7.0, 0)


def test_no_future_figure_is_used(registry: Registry) -> None:
    found = panel(registry, "poverty KZ-11 2023 5")
    assert [found.get("poverty_share", "KZ-11", y) is None for y in found.periods] == [
        True,
        True,
        True,
        False,
    ]


def test_what_does_not_apply_has_no_entry_even_with_figures(registry: Registry) -> None:
    """Cities, and Atyrau by its own exception; the value for the country stays."""
    rows = (*(f"income {region} 2023 80" for region in TYPES), "income KZ 2023 100")
    found = panel(registry, *rows)
    assert [r for r in TYPES if found.get("income_gap", r, 2023)] == ["KZ-10", "KZ-11"]
    assert found.national["income_gap", 2023].value == 100.0


@pytest.mark.parametrize(
    ("where", "expected"),
    [("all", [True, True]), ("oblasts", [True, False]), ("cities", [False, True])],
)
def test_applies(where: str, expected: list[bool]) -> None:
    made = Card.model_validate(card("a", "land", applies_to=where))
    assert [applies(made, "KZ-11", "oblast"), applies(made, "KZ-71", "city")] == expected
    excepted = made.model_copy(
        update={"not_applicable": {"KZ-11": text("no"), "KZ-71": text("no")}}
    )
    assert not applies(excepted, "KZ-11", "oblast")
    assert not applies(excepted, "KZ-71", "city")


def only(registry: Registry, *rows: str, region: str = "KZ-10", year: int = 2021) -> dict[str, Any]:
    """Flags and estimate of the only entry that the rows give for a region and year."""
    found = panel(registry, *rows, types={"KZ-10": "oblast", "KZ-63": "oblast", "KZ-11": "oblast"})
    (entry,) = (e for (_, r, y), e in found.entries.items() if (r, y) == (region, year))
    return {"flags": entry.flags, "estimated": entry.estimated}


FORMER = ("income KZ-63 2021 80 borders=pre2022", "income KZ 2021 100")


def test_inherited_is_estimated(registry: Registry) -> None:
    assert only(registry, *FORMER) == {"flags": ("inherited",), "estimated": True}


def test_apportioned_is_estimated(registry: Registry) -> None:
    rows = (
        "births KZ-63 2021 90 borders=pre2022",
        f"{PEOPLE} KZ-10 2021 600",
        f"{PEOPLE} KZ-63 2021 1200",
    )
    assert only(registry, *rows) == {"flags": ("apportioned",), "estimated": True}


@pytest.mark.parametrize(
    ("region", "flags", "estimated"),
    [
        ("KZ-10", ("backcast",), True),
        ("KZ-63", ("backcast",), True),  # has kept its name, but not its borders
        ("KZ-11", (), False),  # recounted in the borders that it always had
    ],
)
def test_a_back_cast_is_an_estimate_where_the_borders_are_new(
    registry: Registry, region: str, flags: tuple[str, ...], estimated: bool
) -> None:
    row = f"poverty {region} 2021 5 status=backcast"
    assert only(registry, row, region=region) == {"flags": flags, "estimated": estimated}


def test_a_back_cast_after_the_split_is_no_estimate(registry: Registry) -> None:
    row = "poverty KZ-10 2022 5 status=backcast"
    assert only(registry, row, year=2022) == {"flags": (), "estimated": False}


def test_a_window_that_reaches_into_a_back_cast_is_an_estimate(tmp_path: Path) -> None:
    """Growth to 2023 from a population of 2021 that was recast to borders of 2022."""

    def change(content: dict[str, Any]) -> None:
        growth = "growth(births, years=2, at_least=1)"
        content["cards/birth_share.yaml"]["formula"] = growth

    registry = load_registry(registry_files.write(tmp_path, change))
    rows = (
        "births KZ-10 2021 100 status=backcast",
        "births KZ-10 2022 110",
        "births KZ-10 2023 121",
    )
    entry = panel(registry, *rows).get("birth_share", "KZ-10", 2023)
    assert entry is not None
    assert entry.value == pytest.approx(10.0)
    assert entry.flags == ("backcast",)
    assert entry.estimated


@pytest.mark.parametrize("status", ["computed", "expert"])
def test_computed_and_expert_are_estimated(registry: Registry, status: str) -> None:
    row = f"poverty KZ-11 2021 5 status={status}"
    assert only(registry, row, region="KZ-11") == {"flags": (status,), "estimated": True}


def test_part_of_a_year_is_estimated(registry: Registry) -> None:
    rows = tuple(f"poverty KZ-11 2021-Q{q} 5" for q in (1, 2, 3))
    assert only(registry, *rows, region="KZ-11") == {"flags": ("partial",), "estimated": True}


def test_an_official_old_figure_is_stale_and_no_estimate(registry: Registry) -> None:
    row = "poverty KZ-11 2020 5"
    assert only(registry, row, region="KZ-11") == {"flags": ("carried",), "estimated": False}


def test_the_press_is_shown_and_never_scored(registry: Registry) -> None:
    rows = ("births KZ-11 2023 30 status=press", "jobs KZ-11 2023 120")
    found = panel(registry, *rows)
    assert found.get("birth_share", "KZ-11", 2023) is None
    shown = found.get("birth_count", "KZ-11", 2023)
    assert shown is not None
    assert shown.flags == ("press",)


# -- rates over few cases --------------------------------------------------------------------------


def with_rule(tmp_path: Path, **changes: object) -> Registry:
    """The registry whose share of births needs ten births."""

    def change(content: dict[str, Any]) -> None:
        content["cards/birth_share.yaml"] |= {
            "suppress": {"series": "births", "below": 10},
            **changes,
        }

    return load_registry(registry_files.write(tmp_path, change))


def state(found: Panel, region: str, year: int) -> str:
    if ("birth_share", region, year) in found.suppressed:
        assert found.get("birth_share", region, year) is None
        return "withheld"
    return "missing" if found.get("birth_share", region, year) is None else "shown"


def test_a_rate_over_too_few_cases_is_withheld_and_not_called_missing(tmp_path: Path) -> None:
    rows = [
        row
        for region, count in (("KZ-10", 9), ("KZ-11", 10), ("KZ-71", 0))
        for row in (f"births {region} 2023 {count}", f"jobs {region} 2023 120")
    ]
    found = panel(with_rule(tmp_path), *rows)
    states = {region: state(found, region, 2023) for region in TYPES}
    assert states == {
        "KZ-10": "withheld",
        "KZ-11": "shown",
        "KZ-23": "missing",
        "KZ-71": "withheld",
    }


def test_an_older_figure_does_not_stand_in_for_a_withheld_one(tmp_path: Path) -> None:
    rows = (
        "births KZ-11 2022 50",
        "jobs KZ-11 2022 120",
        "births KZ-11 2023 5",
        "jobs KZ-11 2023 120",
    )
    found = panel(with_rule(tmp_path), *rows)
    assert [state(found, "KZ-11", year) for year in (2022, 2023)] == ["shown", "withheld"]


def test_two_halves_have_their_cases_together(tmp_path: Path) -> None:
    """Four births in Abai and eight in East Kazakhstan are twelve in the region that was both."""
    rows = (
        "births KZ-10 2021 4 status=partial_year",
        "births KZ-63 2021 8 status=partial_year",
        "jobs KZ-63 2021 120 borders=pre2022",
    )
    found = panel(with_rule(tmp_path), *rows)
    entry = found.get("birth_share", "KZ-10", 2021)
    assert entry is not None
    assert entry.value == pytest.approx(10.0)


def test_the_countrys_cases_do_not_help_a_region(tmp_path: Path) -> None:
    rows = ("births KZ-11 2023 5", "births KZ 2023 5000")
    registry = with_rule(tmp_path, formula="100 * births / national(births)")
    found = panel(registry, *rows)
    assert state(found, "KZ-11", 2023) == "withheld"
    assert found.national["birth_share", 2023].value == 100.0


def test_the_panel_cannot_be_changed(registry: Registry) -> None:
    found = panel(registry, "poverty KZ-11 2020 5")
    with pytest.raises(TypeError):
        found.entries["poverty_share", "KZ-11", 2021] = None  # type: ignore[index]
