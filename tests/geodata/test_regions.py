"""The registry of regions: what it holds, what it refuses, and what it says about the splits."""

import pytest
import yaml
from pydantic import ValidationError

from geodata.coverage import neighbours
from geodata.regions import REGISTRY_FILE, Unit, load_regions, parse_regions
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
