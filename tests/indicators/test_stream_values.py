"""The values of a stream: one unit, one set of borders, and only figures that may be used."""

from dataclasses import replace
from datetime import date
from types import MappingProxyType

import pytest

from geodata.regions import load_regions
from indicators.figures import Observations
from indicators.formula import Formula
from indicators.observations import read_observations
from indicators.registry import load_registry
from indicators.steps import Place
from indicators.stream_values import StreamValues, periods_between, published_periods

REGISTRY = load_registry()
OBSERVATIONS = read_observations()
FOUNDED = {"KZ-19": date(2022, 6, 1), "KZ-61": date(2018, 6, 1), "KZ-63": date(2022, 6, 1)}


def reader(observations: Observations = OBSERVATIONS) -> StreamValues:
    return StreamValues(observations, REGISTRY.series, load_regions(), FOUNDED)


def value(text: str, region: str, borders: str, period: str) -> float | None:
    found = reader().at(Formula.parse(text), Place(region, borders), period)
    return None if found is None else found.value


def figure(series: str, region: str, borders: str, period: str) -> float:
    found = OBSERVATIONS.at(series, region, borders, period)
    assert found is not None
    return found.value


def test_a_formula_is_worked_out_in_one_unit_and_period() -> None:
    income = figure("income_per_capita_quarterly", "KZ-23", "current", "2025-Q3")
    nation = figure("income_per_capita_quarterly", "KZ", "current", "2025-Q3")
    text = "100 * income_per_capita_quarterly / national(income_per_capita_quarterly)"
    assert value(text, "KZ-23", "current", "2025-Q3") == pytest.approx(100 * income / nation)
    assert value("grain_yield - grain_yield + 2", "KZ-11", "current", "2024") == 2
    assert value("grain_yield / (grain_yield - grain_yield)", "KZ-11", "current", "2024") is None


def test_the_figures_behind_a_value_are_named() -> None:
    formula = Formula.parse("1000 * net_migration / population_annual_average")
    found = reader().at(formula, Place("KZ-10", "current"), "2024")
    assert found is not None
    assert [obs.series for obs in found.observations] == [
        "net_migration",
        "population_annual_average",
    ]


def test_a_missing_figure_is_missing() -> None:
    assert value("income_per_capita_quarterly", "KZ-11", "current", "2018-Q1") is None
    assert value("income_per_capita_quarterly", "KZ-10", "current", "2021-Q4") is None


def test_a_count_of_a_former_unit_is_the_sum_of_its_parts_a_rate_is_not() -> None:
    parts = [
        figure("population_annual_average", region, "current", "2020")
        for region in ("KZ-10", "KZ-63")
    ]
    assert value("population_annual_average", "KZ-63", "pre2022", "2020") == sum(parts)
    assert value("grain_yield", "KZ-63", "pre2022", "2024") is None
    assert value("net_migration", "KZ-YUZ", "pre2018", "2018") is None, "a part is doubtful"


def test_a_figure_before_the_division_is_read_only_as_a_back_cast() -> None:
    # The same name in the first quarter of 2022 may still mean the former region.
    assert OBSERVATIONS.at("poverty_share", "KZ-19", "current", "2022-Q1") is not None
    assert value("poverty_share", "KZ-19", "current", "2022-Q1") is None
    assert value("poverty_share", "KZ-19", "current", "2022-Q2") is not None
    assert value("population_annual_average", "KZ-19", "current", "2020") is not None


@pytest.mark.parametrize("status", ["suspect", "press", "partial_year"])
def test_what_may_not_be_used_is_as_if_it_were_not_there(status: str) -> None:
    key = ("grain_yield", "KZ-11", "current", "2024")
    by_key = dict(OBSERVATIONS._by_key)
    by_key[key] = replace(by_key[key], status=status)
    doubtful = replace(OBSERVATIONS, _by_key=MappingProxyType(by_key))
    formula, place = Formula.parse("grain_yield"), Place("KZ-11", "current")
    assert reader(doubtful).at(formula, place, "2024") is None
    assert reader(doubtful).at(formula, place, "2023") is not None


def test_no_period_is_left_out() -> None:
    assert periods_between("2019-Q3", "2020-Q2", "quarter") == (
        "2019-Q3",
        "2019-Q4",
        "2020-Q1",
        "2020-Q2",
    )
    assert periods_between("2019", "2021", "year") == ("2019", "2020", "2021")
    income = Formula.parse("income_per_capita_quarterly")
    periods = published_periods(OBSERVATIONS, income, "quarter")
    assert (periods[0], periods[-1], len(periods)) == ("2010-Q1", "2025-Q3", 63)
    # The year 2020 of the poverty share is printed, and is no quarter.
    poverty = published_periods(OBSERVATIONS, Formula.parse("poverty_share"), "quarter")
    assert (poverty[0], poverty[-1]) == ("2021-Q1", "2023-Q3")
    assert published_periods([], income, "quarter") == ()
