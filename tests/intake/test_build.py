import csv
import io
from collections import Counter
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.series import load_series
from intake.build import DATA, build_into, differences, package_files
from intake.csvfile import TableError


@pytest.fixture(scope="module")
def files():
    return package_files(DATA / "tables")


def table(content):
    return list(csv.DictReader(io.StringIO(content.decode("utf-8"))))


@pytest.fixture(scope="module")
def observations(files):
    return [
        row
        for path, content in files.items()
        if path.startswith("observations/")
        for row in table(content)
    ]


def printed_rows():
    for path in sorted((DATA / "tables" / "figures").glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as stream:
            yield from csv.DictReader(stream)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8", newline="\n")


def test_the_committed_package_is_what_the_tables_give(tmp_path):
    build_into(tmp_path, DATA / "tables")
    built = {p.relative_to(tmp_path) for p in tmp_path.rglob("*") if p.is_file()}
    assert len(built) > 15
    for path in built:
        assert (DATA / path).read_bytes() == (tmp_path / path).read_bytes(), path
    assert differences(DATA) == []


def test_every_figure_is_carried_or_counted_as_left_out(files, observations):
    left_out = sum(int(row["rows"]) for row in table(files["exclusions.csv"]))
    assert left_out > 0
    assert len(observations) + left_out == sum(1 for _ in printed_rows())


def test_values_are_those_printed_up_to_the_unit(observations):
    # The multiset of values survives; only "million" was written out as thousands.
    factors = {"million ha": 1000, "million head": 1000}
    printed = Counter(
        (row["region"], Decimal(row["value"]) * factors.get(row["unit"], 1))
        for row in printed_rows()
    )
    built = Counter((row["region"], Decimal(row["value"])) for row in observations)
    assert built <= printed


def test_no_ethnic_figure_anywhere(observations):
    assert not [r for r in printed_rows() if r["indicator"].startswith("ethnic_")]
    assert not [r for r in observations if r["indicator"].startswith("ethnic_")]


def test_registry_and_figures_name_the_same_series_and_units(observations):
    series = load_series()
    named = {name for name, one in series.items() if not one.collected}
    assert {row["indicator"] for row in observations} == named
    for row in observations:
        assert row["unit"] == series[row["indicator"]].unit


def test_undivided_regions_are_always_in_current_borders(observations):
    before = {(r["borders"], r["region"]) for r in observations if r["borders"].startswith("pre")}
    assert before == {
        ("pre2018", "KZ-YUZ"),
        ("pre2022", "KZ-19"),
        ("pre2022", "KZ-35"),
        ("pre2022", "KZ-63"),
    }


def test_known_figures_arrive(observations):
    by_key = {(r["indicator"], r["region"], r["borders"], r["period"]): r for r in observations}
    row = by_key["pasture_deficit", "KZ", "current", "2023"]
    assert (row["value"], row["unit"]) == ("8900", "thousand_ha")
    assert by_key["lpg_autogas_price_cap", "KZ-27", "current", "2025-08"]["value"] == "85"
    assert by_key["arrivals_all_flows", "KZ-75", "current", "2023-01/2023-09"]["value"] == "115400"
    assert by_key["net_migration", "KZ-61", "current", "2018"]["status"] == "suspect"
    assert by_key["unemployment_rate", "KZ-63", "current", "2023"]["status"] == "suspect"
    assert by_key["population_jan1", "KZ-71", "current", "2025-01-01"]["value"] == "1528703"
    assert ("net_migration_external", "KZ", "current", "2024") in by_key


def test_every_note_is_used_and_in_three_different_texts(files, observations):
    notes = {row["id"]: row for row in table(files["notes.csv"])}
    used = {key for row in observations for key in row["note"].split()}
    assert used == set(notes)
    for row in notes.values():
        assert len({row["en"], row["ru"], row["kk"]}) == 3, row["id"]
        assert any("а" <= letter <= "я" for letter in row["ru"].lower()), row["id"]


def test_the_version_changes_with_a_figure_and_only_then(tables, files):
    assert package_files(tables) == files
    edit(
        tables / "figures" / "poverty.csv",
        "poverty_share,KZ,current,2020,5.3,",
        "poverty_share,KZ,current,2020,5.4,",
    )
    changed = package_files(tables)
    assert {p for p in files if changed[p] != files[p]} == {
        "observations/poverty.csv",
        "datapackage.json",
    }
    assert b'"id": "' in files["datapackage.json"]
    old, new = (f["datapackage.json"].split(b'"id": "')[1][:12] for f in (files, changed))
    assert old != new


@pytest.mark.parametrize(
    ("name", "old", "new", "message"),
    [
        ("figures/poverty.csv", ",5.3,", ",5;3,", "line 2: '5;3' is no number"),
        ("figures/poverty.csv", ",5.3,", ",NaN,", "line 2: 'NaN' is not finite"),
        ("figures/poverty.csv", ",current,2020,", ",current,2020 Foo,", "period '2020 Foo'"),
        ("figures/poverty.csv", "poverty_share,KZ,", "poverty_shares,KZ,", "no series"),
        ("figures/poverty.csv", "indicator,region", "region,indicator", "columns are"),
        ("figures/water.csv", "thousand m3", "thousand gallons", "no unit for 'thousand gallons'"),
        ("figures/water.csv", "thousand m3", "thousand ha", "the registry says thousand_m3"),
        ("figures/water.csv", ",bns_dims,", ",bns_typo,", "no source bns_typo"),
        ("figures/water.csv", ",KZ,current,2016,", ",KZ,current,2015,", "two figures for"),
        ("notes.csv", "grain incl. rice and pulses", "grain", "no note for 'grain incl. rice"),
        ("corrections.csv", "net_migration,KZ-61 KZ-79", "net_migration,KZ-99", "no such figure"),
        ("corrections.csv", "2018,status", "2018,value", "only a status may be changed"),
        ("known_faults.yaml", "[suicides]", "[suicide]", "no series suicide"),
        ("incidents.csv", ",riot_other,", ",riot,", "incidents.csv, line 9, kind 'riot'"),
        ("incidents.csv", "2013-08-31", "2013-08-32", "line 9, date '2013-08-32'"),
        ("incidents.csv", ",fatalities,", ",deaths,", "incidents.csv: columns are"),
    ],
)
def test_a_broken_table_is_refused_with_its_place(tables, name, old, new, message):
    edit(tables / name, old, new)
    with pytest.raises(TableError) as error:
        package_files(tables)
    assert message in str(error.value)


def test_a_broken_table_leaves_the_package_alone(tables):
    target = tables.parent
    build_into(target, tables)
    before = (target / "datapackage.json").read_bytes()
    edit(tables / "figures" / "poverty.csv", ",5.3,", ",many,")
    with pytest.raises(TableError):
        build_into(target, tables)
    assert (target / "datapackage.json").read_bytes() == before


def test_differences_name_changed_missing_and_foreign_files(tables):
    target = tables.parent
    build_into(target, tables)
    assert differences(target) == []
    (target / "notes.csv").write_text("id\n", encoding="utf-8")
    (target / "regions.csv").unlink()
    (target / "observations" / "old.csv").write_text("x\n", encoding="utf-8")
    assert differences(target) == ["notes.csv", "observations/old.csv", "regions.csv"]
    build_into(target, tables)
    assert differences(target) == []
