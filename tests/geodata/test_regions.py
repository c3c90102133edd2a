"""The registry of regions: what it holds, what it refuses, and what it says about the splits."""

import pytest
import yaml
from pydantic import ValidationError

from geodata.coverage import neighbours
from geodata.regions import REGISTRY_FILE, Unit, load_regions, parse_regions, regions_then
from tests.geodata.conftest import Layer

REGIONS = load_regions()


def refused(change) -> str:
    raw = yaml.safe_load(REGISTRY_FILE.read_text(encoding="utf-8"))
    change(raw)
    with pytest.raises(ValidationError) as error:
        parse_regions(yaml.safe_dump(raw, allow_unicode=True))
    return str(error.value)


def test_twenty_regions_in_iso_order():
    assert len(REGIONS.ids) == 20
    assert list(REGIONS.ids) == sorted(REGIONS.ids)
    assert [r.id for r in REGIONS.regions if r.type == "city"] == ["KZ-71", "KZ-75", "KZ-79"]


def test_kato_and_iso_codes_agree():
    for region in REGIONS.regions:
        assert region.kato == region.id.removeprefix("KZ-") + "0000000"


@pytest.mark.parametrize(
    ("region", "year", "expected"),
    [
        ("KZ-10", 2023, [("KZ-10", "current")]),
        ("KZ-10", 2022, [("KZ-10", "current"), ("KZ-63", "pre2022")]),
        ("KZ-63", 2023, [("KZ-63", "current")]),
        ("KZ-63", 2010, [("KZ-63", "current"), ("KZ-63", "pre2022")]),
        ("KZ-33", 2021, [("KZ-33", "current"), ("KZ-19", "pre2022")]),
        ("KZ-62", 2021, [("KZ-62", "current"), ("KZ-35", "pre2022")]),
        ("KZ-61", 2019, [("KZ-61", "current")]),
        ("KZ-61", 2018, [("KZ-61", "current"), ("KZ-YUZ", "pre2018")]),
        ("KZ-79", 2016, [("KZ-79", "current"), ("KZ-YUZ", "pre2018")]),
        ("KZ-15", 2010, [("KZ-15", "current")]),
    ],
)
def test_lineage(region, year, expected):
    assert REGIONS.lineage(region, year) == tuple(Unit(*unit) for unit in expected)


def test_parts_are_the_other_way_round_of_lineage():
    for former in REGIONS.former:
        assert REGIONS.parts(former.unit) == former.parts
        for part in former.parts:
            assert former.unit in REGIONS.lineage(part, former.last_year)
            assert former.unit not in REGIONS.lineage(part, former.last_year + 1)
    assert REGIONS.parts(Unit("KZ-63", "current")) == ("KZ-63",)


@pytest.mark.parametrize(
    "unit", [("KZ-10", "pre2022"), ("KZ-YUZ", "current"), ("KZ-99", "current")]
)
def test_unknown_unit_is_named(unit):
    with pytest.raises(KeyError, match=unit[0]):
        REGIONS.parts(Unit(*unit))


def test_unknown_region_is_named():
    with pytest.raises(KeyError, match="KZ-99"):
        REGIONS.lineage("KZ-99", 2020)


def test_predecessors():
    split = {r.id: (r.predecessor, r.valid_from) for r in REGIONS.regions if r.predecessor}
    assert split == {
        "KZ-10": ("KZ-63", "2022-06"),
        "KZ-33": ("KZ-19", "2022-06"),
        "KZ-61": ("KZ-YUZ", "2018-06"),
        "KZ-62": ("KZ-35", "2022-06"),
        "KZ-79": ("KZ-YUZ", "2018-06"),
    }


def test_names_by_language():
    names = REGIONS.all_unit_names
    assert len(names) == 24
    assert names[Unit("KZ-61", "current")].get("kk") == "Түркістан облысы"
    assert names[Unit("KZ-63", "pre2022")].get("en") == "East Kazakhstan Region (until June 2022)"
    with pytest.raises(KeyError, match="de"):
        names[Unit("KZ-61", "current")].get("de")


def test_neighbours_are_those_of_the_map(today: Layer):
    registered = {region.id: region.neighbours for region in REGIONS.regions}
    assert neighbours(today) == registered


def test_registry_is_frozen():
    with pytest.raises(ValidationError):
        REGIONS.get("KZ-10").kato = "1"  # type: ignore[misc]


def test_unknown_key_is_refused():
    message = refused(lambda raw: raw["regions"]["KZ-10"].update(population=1))
    assert "population" in message
    assert "Extra inputs" in message


def test_missing_language_is_refused():
    assert "names.kk" in refused(lambda raw: raw["regions"]["KZ-10"]["names"].pop("kk"))


def test_one_sided_neighbour_is_refused():
    message = refused(lambda raw: raw["regions"]["KZ-71"]["neighbours"].append("KZ-75"))
    assert "KZ-71 and KZ-75 are not symmetric" in message


def test_wrong_predecessor_is_refused():
    message = refused(lambda raw: raw["regions"]["KZ-10"].update(predecessor="KZ-19"))
    assert "KZ-10: predecessor KZ-19" in message


def test_same_name_twice_is_refused():
    message = refused(lambda raw: raw["regions"]["KZ-19"]["short"].update(en="Almaty"))
    assert "same name in en" in message


def test_unknown_part_is_refused():
    message = refused(lambda raw: raw["former"][0].update(parts=["KZ-10", "KZ-63", "KZ-98"]))
    assert "KZ-98" in message


@pytest.mark.parametrize(
    ("year", "count", "former"),
    [
        (2010, 16, {"KZ-19", "KZ-35", "KZ-63", "KZ-YUZ"}),
        (2017, 16, {"KZ-19", "KZ-35", "KZ-63", "KZ-YUZ"}),
        (2018, 17, {"KZ-19", "KZ-35", "KZ-63"}),
        (2021, 17, {"KZ-19", "KZ-35", "KZ-63"}),
        (2022, 20, set()),
        (2025, 20, set()),
    ],
)
def test_units_by_year(year, count, former):
    units = REGIONS.at(year)
    assert len(units) == count
    assert {unit.region for unit in units if unit.borders != "current"} == former
    # Together they are the country once.
    parts = [part for unit in units for part in REGIONS.parts(unit)]
    assert sorted(parts) == list(REGIONS.ids)
    for part in REGIONS.ids:
        assert part in REGIONS.parts(
            next(u for u in units if u.region == REGIONS.held_by(part, year))
        )
    then = regions_then(year)
    assert then.ids == tuple(unit.region for unit in units)
    for unit in units:
        assert then.borders(unit.region) == unit.borders
        assert then.lineage(unit.region, year)[0] == unit
    assert (year <= REGIONS.last_former_year) == bool(former)


def test_a_unit_of_the_time_has_its_name_of_the_time():
    then = regions_then(2017)
    assert then.get("KZ-YUZ").names.get("en") == "South Kazakhstan Region"
    assert then.get("KZ-63").short.get("kk") == "Шығыс Қазақстан"
    with pytest.raises(KeyError):
        then.borders("KZ-10")


def test_one_of_todays_regions_for_a_unit_that_is_no_more():
    assert REGIONS.today("KZ-YUZ") == "KZ-61"
    assert REGIONS.today("KZ-63") == "KZ-63"
    assert REGIONS.today("nowhere") == "nowhere"
    assert REGIONS.split_between("KZ-10", 2021, 2022)
    assert not REGIONS.split_between("KZ-10", 2023, 2024)
    assert not REGIONS.split_between("KZ-11", 2016, 2025)
