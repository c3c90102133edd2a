"""The log of incidents: counted by hand, each event once, each fault with its place."""

import csv
import io
import json
import re
from collections import Counter
from datetime import date

import pytest
import yaml
from shapely.geometry import Point, shape

from geodata.boundaries import load_boundaries
from geodata.regions import Unit, load_regions
from indicators.checks.incidents import unit_then
from indicators.faults import DataFaults
from indicators.incident_scheme import SCHEME_FILE, load_incident_scheme
from indicators.incidents import check_incidents, read_incidents
from indicators.inspection import inspect_package
from indicators.layout import INCIDENT_TABLES
from indicators.observations import DATA
from indicators.package import read_folder
from indicators.yaml_file import RegistryError

LOG = read_incidents()
FILES = {name: (DATA / name).read_bytes() for name in (*INCIDENT_TABLES, "regions.csv")}
CREATED = date(2026, 11, 28)

# Counted with a pencil from the 41 rows of the tabulation: regions by year.
BY_HAND = {
    2006: {"KZ-47": 1, "KZ-23": 1, "KZ-19": 1},
    2007: {"KZ-19": 1, "KZ-61": 1},
    2011: {"KZ-47": 2},
    2013: {"KZ-75": 1},
    2015: {"KZ-61": 1},
    2016: {"KZ-31": 1, "KZ-23": 1, "KZ-15": 1, "KZ-10": 1, "KZ-47": 1, "KZ-43": 1, "KZ-61": 1},
    2019: {"KZ-35": 1, "KZ-23": 1, "KZ-47": 1, "KZ-75": 1, "KZ-71": 1},
    2020: {"KZ-31": 1, "KZ-61": 1},
    2021: {"KZ-75": 1, "KZ-47": 1, "KZ-33": 1},
    2022: {"KZ-47": 1, "KZ-31": 1, "KZ-63": 1, "KZ-33": 1, "KZ-75": 1, "KZ-43": 1, "KZ-79": 1},
    2023: {"KZ-47": 2, "KZ-71": 1},
    2024: {"KZ-19": 1},
}
# Names of groups that the descriptions have; none may stand in a place, a list or the scheme.
GROUPS = re.compile(
    r"\b(Kazakhs?|Uyghurs?|Chechens?|Kurds?|Tajiks?|Turks?|Turkish|Dungans?|Uzbeks?|Arabs?|China|"
    r"Chinese|Caucas\w+|"
    r"казах(?!стан)\w*|уйгур\w*|чечен\w*|курд\w*|таджик\w*|тур(?:ки|ок|ецк\w*)|дунган\w*|узбек\w*|"
    r"араб\w*|кита\w+|кавказ\w*|"
    r"қазақ(?!стан|парат)\w*|ұйғыр\w*|шешен\w*|күрд\w*|тәжік\w*|түрік\w*|дүнген\w*|өзбек\w*|қытай\w*)\b",
    re.IGNORECASE,
)


def rows(name: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(FILES[name].decode())))


def changed(name: str, row: str, **cells: str) -> dict[str, bytes]:
    """The files with some cells of one row replaced; the row is named by its first cell."""
    table = rows(name)
    (one,) = [r for r in table if next(iter(r.values())) == row][:1]
    assert set(cells) <= set(one)
    one.update(cells)
    out = io.StringIO()
    writer = csv.DictWriter(out, list(table[0]), lineterminator="\n")
    writer.writeheader()
    writer.writerows(table)
    return {**FILES, name: out.getvalue().encode()}


def test_regions_and_years_are_those_counted_by_hand() -> None:
    found: dict[int, dict[str, int]] = {}
    for (region, year), kinds in LOG.by_region_year().items():
        found.setdefault(year, {})[region] = len(kinds)
    assert found == BY_HAND
    assert sum(map(len, LOG.by_region_year().values())) == 37


def test_every_row_is_there_and_each_event_counts_once() -> None:
    assert len(LOG) == 41
    # The two national rows count for no region; two of the five January totals repeat others.
    assert len(LOG.counted) == 39
    assert {row.id for row in LOG.counted if row.region == "KZ"} == {
        "2016-nationwide",
        "2019-several-cities",
    }
    assert [row.id for row in LOG if not row.counts] == [
        "2022-other-places-january",
        "2022-taraz-january",
    ]
    assert LOG.get("2022-taraz-january").overlaps == ("2022-shu",)
    assert LOG.by_region_year()["KZ-31", 2022] == ("mass_unrest",)


def test_deaths_of_january_add_up_to_the_published_total() -> None:
    january = [row for row in LOG if row.date == "2022-01"]
    assert sum(row.fatalities or 0 for row in january) == 238
    # No dated row of that month has a number of its own, so nothing is counted twice.
    assert [r.id for r in LOG if r.date.startswith("2022-01-") and r.fatalities is not None] == []


def test_a_killing_that_set_an_incident_off_is_no_death_of_the_incident() -> None:
    talgar = LOG.get("2024-talgar")
    assert (talgar.fatalities, talgar.fatalities_status) == (1, "trigger")
    assert not talgar.fatalities_counted
    assert talgar.trigger.codes == ("killing",)
    summed = {r.id: r.fatalities for r in LOG if r.fatalities_counted and r.fatalities}
    assert summed == {
        "2007-malovodnoye": 5,
        "2011-zhanaozen": 16,
        "2019-karaganda": 1,
        "2020-masanchi": 11,
        "2022-almaty-january": 151,
        "2022-kyzylorda-january": 26,
        "2022-shymkent-january": 20,
        "2022-taraz-january": 17,
        "2022-other-places-january": 24,
    }


def test_known_rows() -> None:
    masanchi = LOG.get("2020-masanchi")
    assert (masanchi.date, masanchi.last_date, masanchi.year) == ("2020-02-05", "2020-02-08", 2020)
    assert (masanchi.region, masanchi.kind) == ("KZ-31", "interethnic_clash")
    assert [(one.deaths, one.status) for one in masanchi.revisions] == [
        (8, "at_least"),
        (11, "stated"),
    ]
    assert masanchi.mobilisation.codes == ("media",)
    assert masanchi.response.codes == ("detentions", "slow_police")
    assert masanchi.official is None
    pidzhim = LOG.get("2021-pidzhim")
    assert pidzhim.official is not None
    assert "denied" in pidzhim.official.text.en
    assert (pidzhim.region, pidzhim.region_then, pidzhim.borders_then) == (
        "KZ-33",
        "KZ-19",
        "pre2022",
    )
    assert LOG.get("2015-saryagash").size_low == 300
    assert LOG.get("2015-saryagash").fatalities == 0  # stated; an empty cell is not stated
    assert LOG.get("2023-zhetybay").fatalities is None
    assert LOG.get("2019-tengiz").revisions[0].status == "unconfirmed"
    assert [one.precision for one in LOG.get("2013-almaty").sources] == ["site"]


def test_only_some_kinds() -> None:
    clashes = LOG.by_region_year(("interethnic_clash", "interethnic_labour"))
    assert sum(map(len, clashes.values())) == 13
    assert LOG.by_region_year(()) == {}
    kinds = Counter(row.kind for row in LOG.counted)
    assert kinds == {
        "interethnic_clash": 11,
        "interethnic_labour": 2,
        "mass_unrest": 10,
        "riot_other": 1,
        "land_protest": 6,
        "foreign_influence_protest": 4,
        "rally_detentions": 1,
        "strike": 4,
    }


def test_the_log_is_in_order_and_cannot_be_changed() -> None:
    days = [row.first_day for row in LOG]
    assert days == sorted(days)
    assert LOG.years == (2006, 2024)
    with pytest.raises(AttributeError):
        LOG.rows[0].region = "KZ-10"  # type: ignore[misc]
    with pytest.raises(TypeError):
        LOG.by_region_year()["KZ-10", 2020] = ()  # type: ignore[index]
    with pytest.raises(KeyError):
        LOG.get("2020-nowhere")


def test_every_incident_has_an_account_and_a_source() -> None:
    for row in LOG:
        assert row.sources, row.id
        assert row.official or row.independent, row.id


def test_borders_of_the_time_are_those_of_the_registry() -> None:
    regions = load_regions()
    for row in LOG:
        if row.region == "KZ":
            continue
        unit = Unit(row.region_then, row.borders_then)  # type: ignore[arg-type]
        assert row.region in regions.parts(unit)
        if row.borders_then == "current":
            # No unit that held the region was still there on that day.
            assert all(
                former.valid_to <= row.date[:7]
                for former in regions.former
                if row.region in former.parts
            )


@pytest.mark.parametrize(
    ("region", "day", "unit"),
    [
        ("KZ-10", date(2022, 5, 31), ("KZ-63", "pre2022")),
        ("KZ-10", date(2022, 6, 1), ("KZ-10", "current")),
        ("KZ-63", date(2022, 5, 31), ("KZ-63", "pre2022")),
        ("KZ-63", date(2022, 6, 1), ("KZ-63", "current")),
        ("KZ-61", date(2018, 5, 31), ("KZ-YUZ", "pre2018")),
        ("KZ-79", date(2018, 6, 1), ("KZ-79", "current")),
        ("KZ-31", date(2006, 1, 1), ("KZ-31", "current")),
        ("KZ", date(2006, 1, 1), ("KZ", "current")),
    ],
)
def test_the_unit_of_a_day(region: str, day: date, unit: tuple[str, str]) -> None:
    assert unit_then(region, day, rows("regions.csv")) == unit


def test_every_point_lies_in_its_region() -> None:
    outlines = {f["id"]: shape(f["geometry"]) for f in load_boundaries().geojson["features"]}
    seats = {row.seat.id: row.seat for row in LOG if row.seat is not None}
    assert len(seats) == len(rows("incident_seats.csv"))  # and none is there for nothing
    for row in LOG:
        assert (row.seat is None) == (row.region == "KZ"), row.id
        if row.seat is not None:
            assert row.seat.region == row.region
    for seat in seats.values():
        assert outlines[seat.region].contains(Point(seat.lon, seat.lat)), seat.id


def test_no_group_is_named_outside_the_accounts() -> None:
    shown = [
        row[column]
        for row in rows("incidents.csv")
        for column in row
        if column.startswith(("id", "place", "district", "kind", "seat"))
    ]
    shown += [cell for row in rows("incident_seats.csv") for cell in row.values()]
    content = yaml.safe_load(SCHEME_FILE.read_text(encoding="utf-8"))
    shown.append(json.dumps(content, ensure_ascii=False))
    assert [found for text in shown for found in GROUPS.findall(text)] == []
    # The check itself sees them where they may stand.
    accounts = [row["independent_ru"] + row["independent_kk"] for row in rows("incidents.csv")]
    assert len([text for text in accounts if GROUPS.search(text)]) > 10


# -- faults ------------------------------------------------------------------------------------------


def places(files: dict[str, bytes]) -> list[tuple[str, str, int | None, str, str]]:
    return [(f.code, f.file, f.row, f.column, f.value) for f in check_incidents(files, CREATED)]


def test_the_log_is_sound_before_it_is_broken() -> None:
    assert places(FILES) == []


@pytest.mark.parametrize(
    ("cells", "code", "column", "value"),
    [
        ({"kind": "brawl"}, "unknown_code", "kind", "brawl"),
        ({"trigger": "killing envy"}, "unknown_code", "trigger", "killing envy"),
        ({"fatalities_status": "sure"}, "unknown_code", "fatalities_status", "sure"),
        ({"coder": "me"}, "unknown_code", "coder", "me"),
        ({"date": "2020-02-30"}, "incident_date", "date", "2020-02-30"),
        ({"date": "2020-02"}, "incident_date", "date", "2020-02"),
        ({"date": "5 Feb 2020"}, "incident_date", "date", "5 Feb 2020"),
        ({"last_date": "2020-02-04"}, "end_before_start", "last_date", "2020-02-04"),
        ({"last_date": "2026-12-01"}, "future", "last_date", "2026-12-01"),
        ({"official_date": "soon"}, "incident_date", "official_date", "soon"),
        ({"independent_date": "2027"}, "future", "independent_date", "2027"),
        ({"region": "KZ-99"}, "unknown_region", "region", "KZ-99"),
        ({"region": "KZ-YUZ"}, "unknown_region", "region", "KZ-YUZ"),
        ({"borders_then": "pre2022"}, "region_then", "region_then", "KZ-31 pre2022"),
        ({"seat": "aktau"}, "seat", "seat", "aktau"),
        ({"seat": ""}, "seat", "seat", ""),
        ({"fatalities": "-1"}, "not_a_count", "fatalities", "-1"),
        ({"fatalities": "1.5"}, "not_a_count", "fatalities", "1.5"),
        ({"fatalities_status": ""}, "missing", "fatalities_status", ""),
        (
            {"size_low": "30", "size_high": "20", "size_status": "range"},
            "size_order",
            "size_high",
            "20",
        ),
        ({"overlaps": "2020-nowhere"}, "unknown_incident", "overlaps", "2020-nowhere"),
        ({"overlaps": "2020-masanchi"}, "unknown_incident", "overlaps", "2020-masanchi"),
        ({"independent_kk": ""}, "missing", "independent_kk", ""),
        ({"place": ""}, "missing", "place", ""),
        ({"harm_text": "=1+1"}, "formula", "harm_text", "=1+1"),
    ],
)
def test_a_fault_of_a_row_is_told_with_its_place(
    cells: dict[str, str], code: str, column: str, value: str
) -> None:
    line = 2 + [row["id"] for row in rows("incidents.csv")].index("2020-masanchi")
    found = places(changed("incidents.csv", "2020-masanchi", **cells))
    assert found == [(code, "incidents.csv", line, column, value)]


def test_a_source_that_is_missing_is_told() -> None:
    text = FILES["incident_sources.csv"].decode()
    kept = "".join(line for line in text.splitlines(keepends=True) if "2021-pidzhim" not in line)
    (fault,) = check_incidents({**FILES, "incident_sources.csv": kept.encode()}, CREATED)
    assert (fault.code, fault.file, fault.column) == ("no_source", "incidents.csv", "id")
    assert fault.value == "2021-pidzhim"
    assert fault.rule() == "at least one row in incident_sources.csv"


@pytest.mark.parametrize(
    ("file", "row", "cells", "code", "column"),
    [
        ("incident_deaths.csv", "2011-zhanaozen", {"deaths": "many"}, "not_a_count", "deaths"),
        ("incident_deaths.csv", "2011-zhanaozen", {"status": "so"}, "unknown_code", "status"),
        ("incident_deaths.csv", "2011-zhanaozen", {"as_of": "then"}, "incident_date", "as_of"),
        (
            "incident_deaths.csv",
            "2011-zhanaozen",
            {"incident": "x"},
            "unknown_incident",
            "incident",
        ),
        ("incident_sources.csv", "2006-aktau", {"precision": "so"}, "unknown_code", "precision"),
        ("incident_seats.csv", "lenger", {"basis_source": ""}, "missing", "basis_source"),
        ("incident_seats.csv", "lenger", {"basis": "so"}, "unknown_code", "basis"),
        ("incident_seats.csv", "lenger", {"lon": "east"}, "text_in_number", "lon"),
    ],
)
def test_a_fault_beside_the_log_is_told_with_its_place(
    file: str, row: str, cells: dict[str, str], code: str, column: str
) -> None:
    (fault,) = check_incidents(changed(file, row, **cells), CREATED)
    assert (fault.code, fault.file, fault.column) == (code, file, column)
    assert fault.row is not None


def test_an_id_stands_once_and_begins_with_its_year() -> None:
    twice = places(changed("incidents.csv", "2019-almaty", id="2019-astana"))
    assert ("duplicate_id", "incidents.csv") in [fault[:2] for fault in twice]
    other = places(changed("incidents.csv", "2019-tengiz", id="2018-tengiz"))
    assert ("incident_id", "incidents.csv") in [fault[:2] for fault in other]


def test_a_missing_or_torn_file_is_told() -> None:
    found = places({k: v for k, v in FILES.items() if k != "incident_deaths.csv"})
    assert found == [("missing_file", "incident_deaths.csv", None, "", "")]
    torn = {**FILES, "incidents.csv": FILES["incidents.csv"].replace(b",kind,", b",sort,", 1)}
    assert ("column_missing", "incidents.csv", 1, "kind", "") in places(torn)


def test_the_package_as_a_whole_is_checked_too(tmp_path) -> None:
    package = read_folder(DATA)
    broken = changed("incidents.csv", "2020-masanchi", kind="brawl")["incidents.csv"]
    found = inspect_package(type(package)({**package.files, "incidents.csv": broken}))
    assert ("unknown_code", "kind") in [(fault.code, fault.column) for fault in found.errors]
    assert found.observations is None
    for name, data in {**FILES, "incidents.csv": broken}.items():
        (tmp_path / name).write_bytes(data)
    with pytest.raises(DataFaults, match=r"incidents.csv:\d+: The word is not one of the scheme's"):
        read_incidents(tmp_path)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("family: clash", "family: quarrels", "unknown family 'quarrels'"),
        ("version:", "versoin:", "versoin: Extra inputs are not permitted"),
        (", kk: айы ғана}", "}", "date_precisions.month.name.kk: Field required"),
    ],
)
def test_a_broken_scheme_is_refused(tmp_path, old: str, new: str, said: str) -> None:
    text = SCHEME_FILE.read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "incident_scheme.yaml"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")
    with pytest.raises(RegistryError, match=said):
        load_incident_scheme(path)


def test_every_word_of_the_scheme_differs_between_languages() -> None:
    scheme = load_incident_scheme()
    for kind in scheme.kinds.values():
        for text in (kind.name, kind.definition):
            assert len({text.en, text.ru, text.kk}) == 3
