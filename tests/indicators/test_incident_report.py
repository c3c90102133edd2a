"""A reported incident: what it may hold, what is said of what it may not, and the rows it becomes."""

import json
from datetime import date
from typing import Any

import pytest
from hypothesis import given as examples
from hypothesis import settings
from hypothesis import strategies as some

from indicators.incident_report import IncidentReport, IncidentReportError
from indicators.incident_report_changes import report_changes
from indicators.incident_report_checks import still_missing
from indicators.incident_report_export import NO_SEAT, UNTRANSLATED, export_reports
from indicators.incident_report_rows import as_incident, report_tables, untranslated
from indicators.incidents import read_incidents
from indicators.layout import INCIDENT_DEATHS, INCIDENT_SEATS, INCIDENT_SOURCES, INCIDENTS
from tests.indicators.reported import IN_RUSSIAN, TODAY, WHOLE, given, report

LOG = read_incidents()
SOURCE = IN_RUSSIAN["sources"][0]
DEATHS = {"deaths": 1, "status": "stated", "source": {"ru": "Пример"}}


@pytest.mark.parametrize("base", [IN_RUSSIAN, WHOLE], ids=["short", "whole"])
def test_a_report_is_written_and_read_back_unchanged(base: dict[str, Any]) -> None:
    read = IncidentReport.from_json(base)
    read.check_on(TODAY)
    read.check_whole()
    assert read.to_json() == base
    assert IncidentReport.from_json(json.loads(json.dumps(read.to_json()))) == read


@pytest.mark.parametrize(
    ("parts", "code", "field"),
    [
        ({"colour": "red"}, "unknown", "colour"),
        ({"region": None}, "missing", "region"),
        ({"region": "KZ"}, "region", "region"),
        ({"region": "KZ-YUZ"}, "region", "region"),
        ({"language": "de"}, "word", "language"),
        ({"what": "brawl"}, "word", "what"),
        ({"date": "2025-02-30"}, "day", "date"),
        ({"date": "2025-02"}, "day", "date"),
        ({"date": "2025-02-03", "date_precision": "month"}, "month", "date"),
        ({"date_precision": "hour"}, "word", "date_precision"),
        ({"last_date": "2025-02-02"}, "order", "last_date"),
        ({"place": "Кордай"}, "type", "place"),
        ({"place": {"kk": "Қордай"}}, "original", "place"),
        ({"place": {"ru": "=1+1"}}, "characters", "place"),
        ({"place": {"ru": "село\u202e"}}, "characters", "place"),
        ({"place": {"ru": "этнический район"}}, "group", "place"),
        ({"district": {"ru": "Район, языковой состав"}}, "group", "district"),
        ({"place": {"ru": "x" * 121}}, "long", "place.ru"),
        ({"seat": "almaty"}, "seat", "seat"),
        ({"seat": "nowhere"}, "seat", "seat"),
        ({"centre": WHOLE["centre"]}, "both", "seat"),
        ({"size_low": 9, "size_high": 8, "size_status": "range"}, "highest", "size_high"),
        ({"size_low": "9"}, "type", "size_low"),
        ({"size_low": True}, "type", "size_low"),
        ({"size_low": -1}, "type", "size_low"),
        ({"deaths": [{**DEATHS, "status": "many"}]}, "word", "deaths.0.status"),
        ({"deaths": [DEATHS, {**DEATHS, "as_of": "May"}]}, "about", "deaths.1.as_of"),
        ({"harm": {"codes": ["homes", "weather"]}}, "word", "harm"),
        ({"harm": {"codes": ["homes", "homes"]}}, "twice", "harm"),
        ({"sources": [{**SOURCE, "url": "javascript:alert(1)"}]}, "address", "sources.0.url"),
        ({"sources": [{**SOURCE, "url": "https://a b.org"}]}, "address", "sources.0.url"),
        ({"sources": [SOURCE, {**SOURCE, "date": "1.2.2025"}]}, "about", "sources.1.date"),
        ({"sources": [SOURCE] * 11}, "many", "sources"),
        (
            {"independent": {"text": {"ru": "Позвоните: +7 701 234 56 78"}}},
            "personal",
            "independent.text",
        ),
        ({"independent": {"text": {"ru": "ИИН 900101300123"}}}, "personal", "independent.text"),
        ({"independent": {"text": {"ru": "a\nb"}}}, "characters", "independent"),
        ({"independent": {"text": {"ru": "a"}, "date": "soon"}}, "about", "independent.date"),
    ],
)
def test_even_a_draft_may_not_hold_this(parts: dict[str, Any], code: str, field: str) -> None:
    with pytest.raises(IncidentReportError) as refused:
        IncidentReport.from_json(given(**parts))
    assert (refused.value.code, refused.value.fields["field"]) == (code, field)
    assert "\n" not in refused.value.user_message


@pytest.mark.parametrize(
    ("parts", "field"),
    [
        ({"date": None}, "date"),
        ({"date_precision": None}, "date_precision"),
        ({"place": None}, "place"),
        ({"what": None}, "what"),
        ({"independent": None}, "independent"),
        ({"official": {"date": "2025"}}, "official.text"),
        ({"sources": None}, "sources"),
        ({"sources": [{**SOURCE, "title": ""}]}, "sources.0.title"),
        ({"sources": [{**SOURCE, "date": ""}]}, "sources.0.date"),
        ({"sources": [SOURCE, {**SOURCE, "publisher": {}}]}, "sources.1.publisher"),
        ({"size_low": 9}, "size_status"),
        ({"deaths": [{**DEATHS, "source": {}}]}, "deaths.0.source"),
        ({"deaths": [{**DEATHS, "status": ""}]}, "deaths.0.status"),
    ],
)
def test_a_draft_may_lack_this_and_a_report_that_is_sent_may_not(
    parts: dict[str, Any], field: str
) -> None:
    draft = report(**parts)
    draft.check_on(TODAY)
    assert [one.fields["field"] for one in still_missing(draft)] == [field]
    with pytest.raises(IncidentReportError, match=field):
        draft.check_whole()


def test_nothing_lies_in_the_future() -> None:
    one = report(date="2026-11-28")
    one.check_on(TODAY)
    with pytest.raises(IncidentReportError) as refused:
        one.check_on(date(2026, 11, 27))
    assert refused.value.code == "future"
    told = report(independent={"text": {"ru": "a"}, "date": "2026-12"})
    with pytest.raises(IncidentReportError, match="independent"):
        told.check_on(TODAY)


@settings(max_examples=200)
@examples(
    some.recursive(
        some.none() | some.booleans() | some.integers() | some.floats() | some.text(),
        lambda inner: some.lists(inner, max_size=3) | some.dictionaries(some.text(), inner),
        max_leaves=6,
    ),
    some.sampled_from(sorted(WHOLE)),
)
def test_whatever_stands_in_a_part_it_is_read_or_refused_in_one_line(
    value: object, part: str
) -> None:
    refused = ""
    try:
        read = IncidentReport.from_json({**WHOLE, part: value})
    except IncidentReportError as error:
        refused = error.user_message
    else:
        assert IncidentReport.from_json(read.to_json()) == read
    assert not refused or refused.isprintable()


def test_a_report_becomes_rows_with_the_borders_of_its_day() -> None:
    tables = report_tables(report(WHOLE), "2021-made-up-place", filled=False, centre="made-up-town")
    (row,) = tables[INCIDENTS]
    # Jetisu was founded in June 2022; in 2021 the place lay in Almaty Region of those borders.
    assert (row["region"], row["region_then"], row["borders_then"]) == ("KZ-33", "KZ-19", "pre2022")
    assert (row["fatalities"], row["fatalities_status"]) == ("2", "official")
    assert (row["seat"], row["response"]) == ("made-up-town", "detentions slow_police")
    assert row["place_kk"] == "Ойдан шығарылған"
    assert [one["deaths"] for one in tables[INCIDENT_DEATHS]] == ["1", "2"]
    assert [one["reference"] for one in tables[INCIDENT_SOURCES]] == [
        "First, 2021-10-28, https://example.org/1",
        "Second, 2021-11",
    ]
    assert [one["id"] for one in tables[INCIDENT_SEATS]] == ["made-up-town"]


def test_a_report_is_shown_like_an_incident_and_told_apart_from_the_log() -> None:
    shown = as_incident(report(WHOLE), "6syrfhtc4a")
    assert (shown.id, shown.reported, shown.counts) == ("6syrfhtc4a", True, True)
    assert shown.seat is not None
    assert (shown.seat.lon, shown.fatalities, shown.fatalities_counted) == (79.5, 2, True)
    assert shown.official is not None
    assert shown.official.text.ru == "Отрицалось."
    assert [one.deaths for one in shown.revisions] == [1, 2]
    assert not any(row.reported for row in LOG)
    # What is not translated stands in its original language, and is named.
    alone = as_incident(report(), "6syrfhtc4a")
    assert alone.place.kk == alone.place.en == "Вымышленное"
    assert ("place", "kk") in untranslated(report())
    assert untranslated(report(WHOLE)) == ()


def test_the_export_names_what_it_leaves_out_and_gives_each_row_an_id_of_its_own() -> None:
    talgar = {**WHOLE, "date": "2024-10-20", "last_date": "2024-10-20"}
    named = {"en": "Talgar", "ru": "Талгар", "kk": "Талғар"}
    plain = report(talgar, region="KZ-19", place=named, seat="talgar", centre=None)
    export = export_reports(
        [
            ("a", report(WHOLE)),
            ("b", plain),
            ("c", report()),
            ("d", report(WHOLE, centre=None)),
            ("e", report(WHOLE)),
        ],
        LOG,
    )
    # The log has 2024-talgar already.
    assert export.ids == {
        "a": "2021-made-up-place",
        "e": "2021-made-up-place-b",
        "b": "2024-talgar-b",
    }
    assert [row["id"] for row in export.tables[INCIDENT_SEATS]] == [
        "made-up-town",
        "made-up-town-b",
    ]
    assert {(one.report, one.why) for one in export.left_out} == {
        ("c", UNTRANSLATED),
        ("d", NO_SEAT),
    }
    (lacking,) = [one for one in export.left_out if one.report == "c"]
    assert ("sources.0.publisher", "en") in lacking.fields


def test_what_a_later_version_says_differently() -> None:
    before, after = report(), report(deaths=[DEATHS], harm={"codes": ["homes"]}, seat=None)
    assert report_changes(before, before) == ()
    assert set(report_changes(before, after)) == {
        ("seat", "korday", None),
        ("deaths.0.deaths", None, 1),
        ("deaths.0.status", None, "stated"),
        ("deaths.0.source.ru", None, "Пример"),
        ("harm.codes", None, ("homes",)),
    }
