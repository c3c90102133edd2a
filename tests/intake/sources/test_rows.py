"""From what a source says to a row of the package, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from geodata.regions import load_regions
from indicators.observations import DATA
from intake.sources.bns import region_named
from intake.sources.difference import difference
from intake.sources.faults import ShapeError
from intake.sources.rows import make_row, period_of, region_of, unique
from intake.sources.spec import Binding, load_spec

READ = date(2026, 11, 28)
TALDAU, BNS = load_spec("taldau"), load_spec("bns")


@pytest.mark.parametrize(
    ("term", "region"),
    [
        (741880, "KZ"),
        ("741880", "KZ"),
        (77208141, "KZ-10"),
        (268020, "KZ-75"),
        (247784, None),
        ("²", None),
        ("٧٤١٨٨٠", None),
        (None, None),
        (741880.0, None),
        ([741880], None),
    ],
)
def test_a_region_is_known_by_its_term(term: object, region: str | None) -> None:
    assert region_of(term) == region


@pytest.mark.parametrize(
    ("printed", "region"),
    [
        ("РЕСПУБЛИКА КАЗАХСТАН", "KZ"),
        ("Republic of Kazakhstan", "KZ"),
        ("АЛМАТИНСКАЯ ОБЛАСТЬ", "KZ-19"),
        ("Almaty region", "KZ-19"),
        ("Almaty", "KZ-75"),
        ("Almaty city", "KZ-75"),
        ("г.Алматы", "KZ-75"),
        ("Г. АСТАНА", "KZ-71"),
        ("Шымкент қаласы", "KZ-79"),
        ("Область Абай", "KZ-10"),
        ("Абай облысы", "KZ-10"),
        ("Akmola", "KZ-11"),
        ("Западно-Казахстанская область", "KZ-27"),
        ("Zhetisu", "KZ-33"),
        ("Aktobe", "KZ-15"),
        ("Aktobe city", None),
        ("г.Актобе", None),
        ("г. Атырау", None),
        ("Astana region", None),
        ("Южно-Казахстанская область", None),
        ("Акмолинский район", None),
        ("", None),
    ],
)
def test_a_region_is_known_by_its_name(printed: str, region: str | None) -> None:
    spec = BNS.model_copy(update={"names": {"Zhetisu": "KZ-33"}})
    assert region_named(printed, spec) == region


def test_every_region_is_known_by_each_of_its_names() -> None:
    for region in load_regions().regions:
        for language in ("en", "ru", "kk"):
            assert region_named(region.names.get(language).upper(), BNS) == region.id


@pytest.mark.parametrize(
    ("period", "day", "iso"),
    [
        ("year", "31.12.2024", "2024"),
        ("january_1", "31.12.2024", "2024-01-01"),
        ("quarter", "31.03.2024", "2024-Q1"),
        ("quarter", "31.12.2024", "2024-Q4"),
        ("month", "29.02.2024", "2024-02"),
    ],
)
def test_a_day_names_a_period(period: str, day: str, iso: str) -> None:
    assert period_of(day, Binding(code="1", period=period), "test") == iso


@pytest.mark.parametrize(
    ("period", "day"),
    [("year", "30.12.2024"), ("quarter", "30.04.2024"), ("month", "28.02.2024"), ("month", "x")],
)
def test_a_day_that_ends_no_such_period_is_said(period: str, day: str) -> None:
    with pytest.raises(ShapeError, match="expected"):
        period_of(day, Binding(code="1", period=period), "test")


@pytest.mark.parametrize(
    ("series", "region", "period", "borders", "status"),
    [
        ("unemployment_rate", "KZ", "2015", "current", "official"),
        ("unemployment_rate", "KZ-11", "2015", "current", "official"),
        ("unemployment_rate", "KZ-63", "2021", "pre2022", "official"),
        ("unemployment_rate", "KZ-63", "2022", "current", "official"),
        ("unemployment_rate", "KZ-10", "2022", "current", "official"),
        ("unemployment_rate", "KZ-61", "2017", "current", "backcast"),
        ("unemployment_rate", "KZ-61", "2018", "current", "official"),
    ],
)
def test_in_which_borders_a_figure_is(
    series: str, region: str, period: str, borders: str, status: str
) -> None:
    row = make_row(TALDAU, series, region, period, Decimal("5"), read=READ)
    assert (row.borders, row.status) == (borders, status)


@pytest.mark.parametrize(
    ("series", "region", "period", "borders", "status"),
    [
        ("grp_nominal", "KZ-10", "2021", "current", "backcast"),
        ("grp_nominal", "KZ-63", "2021", "current", "backcast"),
        ("grp_nominal", "KZ-63", "2020", "pre2022", "official"),
        ("population_annual_average", "KZ-35", "2010", "current", "backcast"),
    ],
)
def test_figures_that_were_recast_are_said_to_be(
    series: str, region: str, period: str, borders: str, status: str
) -> None:
    row = make_row(BNS, series, region, period, Decimal("5"), read=READ)
    assert (row.borders, row.status) == (borders, status)


def test_a_factor_leads_to_the_unit_of_the_series() -> None:
    binding = TALDAU.series["poverty_share"].model_copy(update={"factor": Decimal("0.001")})
    spec = TALDAU.model_copy(update={"series": {"poverty_share": binding}})
    row = make_row(spec, "poverty_share", "KZ", "2024", Decimal("5400"), read=READ)
    assert (row.value, row.unit) == ("5.4", "percent")


def test_values_are_compared_as_numbers() -> None:
    row = make_row(TALDAU, "unemployment_rate", "KZ", "2024", Decimal("4.7"), read=READ)
    assert difference([row], DATA).unchanged == (row,)
    other = row._replace(value="4.700")
    assert difference([other], DATA).unchanged == (other,)
    assert difference([row._replace(value="4.71")], DATA).changed[0].old == "4.7"


def test_one_figure_has_one_value() -> None:
    row = make_row(TALDAU, "unemployment_rate", "KZ", "2024", Decimal("4.7"), read=READ)
    assert unique([row, row], "test") == [row]
    with pytest.raises(ShapeError, match=r"expected one value; came 4.7 and 5"):
        unique([row, row._replace(value="5")], "test")
