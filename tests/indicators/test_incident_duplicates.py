"""Near duplicates: distances and days worked out by hand, and the declared limits."""

from dataclasses import replace
from datetime import date

import pytest

from geodata.regions import load_regions
from indicators.incident_duplicates import Whereabouts, haversine, near_duplicates, whereabouts
from indicators.incident_report_rows import where_reported
from indicators.incident_scheme import Near, load_incident_scheme
from indicators.incidents import read_incidents
from tests.indicators.reported import report

LOG = read_incidents()
NEIGHBOURS = {region.id: region.neighbours for region in load_regions().regions}
TALGAR = LOG.get("2024-talgar")  # 12 and 13 October 2024, at 77.23811 E, 43.30235 N


def at(first: str, last: str, region: str, point: tuple[float, float] | None) -> Whereabouts:
    return Whereabouts("x", date.fromisoformat(first), date.fromisoformat(last), region, point)


def found(one: Whereabouts, near: Near | None = None) -> list[tuple[str, int, int | None]]:
    matches = near_duplicates(one, LOG, near or load_incident_scheme().near, NEIGHBOURS)
    return [(m.incident.id, m.days, None if m.km is None else round(m.km)) for m in matches]


def test_kilometres_along_a_great_circle() -> None:
    # A degree of a meridian is 6371.0088 π / 180 = 111.195 km; of the 60th parallel about half.
    assert haversine((70, 40), (70, 41)) == pytest.approx(111.195, abs=0.001)
    assert haversine((70, 60), (71, 60)) == pytest.approx(55.597, abs=0.01)
    assert haversine((70, 40), (70, 40)) == 0
    assert haversine((0, 0), (180, 0)) == pytest.approx(6371.0088 * 3.14159265, rel=1e-6)
    # Almaty and Astana: 972 km by any table of distances by air.
    almaty, astana = (76.9115, 43.25249), (71.44598, 51.1801)
    assert haversine(almaty, astana) == pytest.approx(972, abs=3)


POINT = (77.23811, 43.30235)


def test_days_between_are_counted_from_the_last_to_the_first() -> None:
    assert found(at("2024-10-20", "2024-10-20", "KZ-19", POINT)) == [("2024-talgar", 7, 0)]
    assert found(at("2024-10-21", "2024-10-21", "KZ-19", POINT)) == []
    assert found(at("2024-10-05", "2024-10-05", "KZ-19", POINT)) == [("2024-talgar", 7, 0)]
    assert found(at("2024-10-01", "2024-10-04", "KZ-19", POINT)) == []
    assert found(at("2024-10-01", "2024-10-30", "KZ-19", POINT)) == [("2024-talgar", 0, 0)]


def test_a_place_within_the_kilometres_in_the_same_or_a_neighbouring_region() -> None:
    # Almaty lies 27 km from Talgar and is its neighbour; 0.5 degrees north are 56 km.
    day = ("2024-10-12", "2024-10-12")
    assert found(at(*day, "KZ-75", (76.9115, 43.25249))) == [("2024-talgar", 0, 27)]
    assert found(at(*day, "KZ-19", (77.23811, 43.80235))) == []
    assert found(at(*day, "KZ-19", (77.23811, 43.80235)), Near(km=60)) == [("2024-talgar", 0, 56)]
    # No neighbour, however near the point: one of the two must be wrong.
    assert found(at(*day, "KZ-47", POINT)) == []


def test_without_a_place_the_region_decides_and_the_country_holds_all() -> None:
    assert found(at("2024-10-14", "2024-10-14", "KZ-19", None)) == [("2024-talgar", 1, None)]
    assert found(at("2024-10-14", "2024-10-14", "KZ-75", None)) == []
    # The rallies of 21 May 2016 in several cities are a row of the whole country.
    assert ("2016-nationwide", 2, None) in found(at("2016-05-23", "2016-05-23", "KZ-59", (69, 54)))


def test_a_month_is_all_of_its_days_and_nothing_repeats_itself() -> None:
    month = LOG.get("2022-almaty-january")
    assert whereabouts(month).first == date(2022, 1, 1)
    assert whereabouts(month).last == date(2022, 1, 31)
    alone = near_duplicates(whereabouts(month), [month], Near(), NEIGHBOURS)
    assert alone == ()
    twice = near_duplicates(whereabouts(month), [replace(month, id="y")], Near(), NEIGHBOURS)
    assert [(m.incident.id, m.days) for m in twice] == [("y", 0)]


def test_where_a_report_says_that_it_was() -> None:
    one = where_reported(report(date="2025-02", date_precision="month"), "x")
    assert one is not None
    assert (one.first, one.last) == (date(2025, 2, 1), date(2025, 2, 28))
    assert one.point == (74.71287, 43.03882)  # Korday, as the log has it
    assert where_reported(report(date=None), "x") is None
