"""Each adapter against a server that plays its source: what is taken, and what stops it."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from indicators.layout import Row
from indicators.observations import DATA
from indicators.yaml_file import RegistryError
from intake.sources.cache import Cache
from intake.sources.client import Client
from intake.sources.difference import difference
from intake.sources.faults import ShapeError, SourceError
from intake.sources.refresh import Result, refresh, table
from intake.sources.spec import Spec, load_spec, parse_spec, spec_names
from tests.intake.sources import shapes
from tests.intake.sources.conftest import Sleeper
from tests.intake.sources.server import Asked, Reply, Source

TODAY = date(2026, 11, 28)
KEYS = {"KELISIM_UCDP_TOKEN": "token-of-ucdp", "KELISIM_ACLED_USER": "somebody@example.org"}
KEYS["KELISIM_ACLED_PASSWORD"] = "password of acled"


def ask(spec: Spec, source: Source, sleeper: Sleeper, cache: Cache | None = None) -> Result:
    with Client(
        spec.id,
        source.url,
        every=spec.every,
        secrets=spec.secrets(KEYS),
        cache=cache,
        clock=sleeper.clock(),
    ) as client:
        return refresh(spec, client, TODAY)


def only(name: str, *series: str, **changes: object) -> Spec:
    spec = load_spec(name)
    kept = {one: spec.series[one].model_copy(update=changes) for one in series}
    return spec.model_copy(update={"series": kept})


def play(source: Source, bodies: dict[str, str]) -> None:
    source.routes.update({path: Reply(body) for path, body in bodies.items()})


def figures(spec: Spec) -> dict[str, list[shapes.Figure]]:
    return {
        series: [
            figure
            for figure in shapes.package(series)
            if spec.series[series].period != "quarter" or "Q" in figure[1]
        ]
        for series in spec.series
    }


def test_every_declared_source_is_read() -> None:
    assert spec_names() == ("acled", "bns", "taldau", "ucdp", "worldbank")
    for name in spec_names():
        assert load_spec(name).id == name


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ("adapter: bns\nunknown: 1", "unknown"),
        ("[]", "must be a mapping"),
        (
            "{adapter: bns, base_url: 'http://stat.gov.kz', source: x, every: 1, series: {}}",
            "base_url",
        ),
        ("{adapter: bns, base_url: 'https://a.kz', source: x, every: 0, series: {}}", "every"),
        ("{adapter: bns, base_url: 'https://a.kz', source: x, every: 1}", "series or counts"),
        (
            "{adapter: bns, base_url: 'https://a.kz', source: x, every: 1, "
            "series: {no_such: {code: '1', period: year}}}",
            "no series no_such",
        ),
        (
            "{adapter: ucdp, base_url: 'https://a.kz', source: x, every: 1, counts: {events: e}}",
            "attribution",
        ),
        (
            "{adapter: ucdp, base_url: 'https://a.kz', source: x, every: 1, "
            "counts: {events: poverty_share}, attribution: '{date}'}",
            "id of a series",
        ),
        (
            "{adapter: ucdp, base_url: 'https://a.kz', source: x, every: 1, keys: {t: PATH}}",
            "keys",
        ),
    ],
)
def test_a_faulty_declaration_is_said(text: str, fault: str) -> None:
    with pytest.raises(RegistryError, match=fault):
        parse_spec(text, "test")


def test_a_missing_key_names_its_variable() -> None:
    with pytest.raises(SourceError, match="set KELISIM_ACLED_USER and KELISIM_ACLED_PASSWORD"):
        load_spec("acled").secrets({})


# ---------------------------------------------------------------- the package, played back


@pytest.mark.parametrize(("name", "play_back"), [("bns", shapes.bns), ("taldau", shapes.taldau)])
def test_the_packages_own_figures_come_back_unchanged(
    source: Source, sleeper: Sleeper, name: str, play_back
) -> None:
    """Region, borders, period and value of thousands of figures go there and back again."""
    spec = load_spec(name)
    given = figures(spec)
    # Of natural increase the package has no national row; the source has one.
    nation = [
        ("KZ", year, str(sum(int(f[2]) for f in given[series] if f[1] == year)))
        for series in given
        if not any(f[0] == "KZ" for f in given[series])
        for year in sorted({f[1] for f in given[series]})
    ]
    more = {series: nation for series in given if series == "natural_increase"}
    play(source, play_back(spec, {s: [*given[s], *more.get(s, [])] for s in given}))
    result = ask(spec, source, sleeper)
    found = difference(result.checked.rows, DATA)
    assert result.checked.refused == ()
    assert [(row.region, row.period, row.value) for row in found.new] == nation
    assert [change.row for change in found.changed] == []
    assert len(found.unchanged) == sum(map(len, given.values())) > 500
    assert all(asked.headers["User-Agent"].startswith("kelisim") for asked in source.asked)


def test_new_changed_unchanged(source: Source, sleeper: Sleeper) -> None:
    spec = only("taldau", "poverty_share")
    given = figures(spec)["poverty_share"]
    (old,) = [value for region, when, value in given if (region, when) == ("KZ-39", "2023-Q3")]
    other = [
        (region, when, "9,9" if (region, when) == ("KZ-39", "2023-Q3") else value)
        for region, when, value in given
    ]
    more = [("KZ", "2023-Q4", "5,2"), ("KZ-39", "2023-Q4", "x"), ("KZ-43", "2023-Q4", "-")]
    play(source, shapes.taldau(spec, {"poverty_share": [*other, *more]}))
    result = ask(spec, source, sleeper)
    found = difference(result.checked.rows, DATA)
    assert [(change.row.region, change.old, change.row.value) for change in found.changed] == [
        ("KZ-39", old, "9.9")
    ]
    assert found.new == (
        Row(
            "poverty_share",
            "KZ",
            "current",
            "2023-Q4",
            "5.2",
            "percent",
            "bns_taldau",
            "taldau 704498, read 2026-11-28",
            "official",
            "",
        ),
    )
    assert len(found.unchanged) == len(given) - 1
    assert table(found.to_load, spec).decode().count("\n") == 3
    assert source.asked[0].query == {"period": "5", "dics": "67,749"}
    assert source.asked[0].headers["X-Requested-With"] == "XMLHttpRequest"


def test_the_documented_shape_of_a_dump(source: Source, sleeper: Sleeper) -> None:
    """The very bytes of the composed example: a decimal comma, and x for a suppressed figure."""
    spec = only("taldau", "unemployment_rate")
    body = (
        '[{"terms":[741880],"termNames":["РЕСПУБЛИКА КАЗАХСТАН"],"periods":['
        '{"name":"2023 год","date":"31.12.2023","value":"4.7"},'
        '{"name":"2024 год","date":"31.12.2024","value":"4,7"},'
        '{"name":"2025 год","date":"31.12.2025","value":"x"}]}]'
    )
    play(source, {"/ru/Api/GetIndexData/702944": body})
    rows = ask(spec, source, sleeper).checked.rows
    assert [(row.region, row.period, row.value) for row in rows] == [
        ("KZ", "2023", "4.7"),
        ("KZ", "2024", "4.7"),
    ]


def test_the_documented_shape_of_a_tree(source: Source, sleeper: Sleeper) -> None:
    tree = {"measure": 1, "terms": "741880", "idx": 0}
    spec = parse_spec(
        "{adapter: taldau, base_url: 'https://taldau.stat.gov.kz', source: bns_taldau, every: 2,"
        "series: {unemployment_rate: {code: '702944', period: year, dics: '67', tree: "
        + json.dumps(tree)
        + "}}}",
        "taldau",
    )
    root = (
        '[{"id":"741880","text":"РЕСПУБЛИКА КАЗАХСТАН","leaf":"false","expanded":"false",'
        '"measureName":"процент","y122023":"4.7","y122024":"4.7","y122025":""}]'
    )
    given = figures(spec)["unemployment_rate"]
    below = json.dumps(shapes.nodes([one for one in given if one[0] != "KZ"]))

    def answer(asked: Asked) -> Reply:
        return Reply(below if asked.query.get("p_parent_id") else root)

    source.routes["/ru/Api/GetIndexTreeData"] = answer
    found = difference(ask(spec, source, sleeper).checked.rows, DATA)
    assert len(found.new) + len(found.changed) == 0
    assert len(found.unchanged) == sum(one[0] != "KZ" for one in given) + 2
    assert source.asked[1].query["p_term_id"] == "741880"


def test_slices_of_two_classifications_are_joined(source: Source, sleeper: Sleeper) -> None:
    """stat.gov.kz splits a series where a classification changed: the same terms stand twice."""
    spec = only("bns", "investment_fixed_capital")
    given = figures(spec)["investment_fixed_capital"]
    early, late = ([g for g in given if (g[1] < "2019") is first] for first in (True, False))
    body = json.dumps([*shapes.slices(early, 3), *shapes.slices(late, 3)])
    play(source, {"/api/iblock/element/5546/json/file/ru/": body})
    assert len(ask(spec, source, sleeper).checked.rows) == len(given)


def test_population_of_the_first_of_january(source: Source, sleeper: Sleeper) -> None:
    spec = only("bns", "population_jan1")
    given = [("KZ", "2025-01-01", "20283399")]
    play(source, shapes.bns(spec, {"population_jan1": given}))
    (row,) = ask(spec, source, sleeper).checked.rows
    assert (row.period, row.value) == ("2025-01-01", "20283399")


# ---------------------------------------------------------------- a shape that changed

KZ = {"terms": [741880], "termNames": ["РК"]}


def one(date_: str = "31.12.2024", value: object = "4.7", **changes: object) -> str:
    return json.dumps([{**KZ, "periods": [{"date": date_, "value": value}], **changes}])


@pytest.mark.parametrize(
    ("body", "expected", "came"),
    [
        ("[]", "figures of Kazakhstan with Всего", "an empty list"),
        ('{"rows": []}', "a JSON list", '{"rows": []}'),
        ('[{"id": 1, "rows": []}]', "elements {terms, termNames, periods}", "keys id, rows"),
        ("[[1]]", "elements {terms, termNames, periods}", "[1]"),
        (one(termNames=["РК", "Всего"]), "a name for each term", "1 terms, 2 names"),
        (one("2024-12-31"), "a day such as 31.12.2024", "2024-12-31"),
        (one("31.03.2024"), "the last day of a year", "31.03.2024"),
        (one("31.02.2024"), "the last day of a year", "31.02.2024"),
        (one(value="about 5"), "a number", "about 5"),
        (one(value={"v": 1}), "a number", "{'v': 1}"),
        (one(periods=[{"date": "31.12.2024"}]), "periods {date, value}", "'date'"),
        (one(terms=[741880, 9], termNames=["РК", "Мужчины"]), "with Всего", "Мужчины"),
        (
            json.dumps([*json.loads(one()), *json.loads(one(value="4.8"))]),
            "one value",
            "4.7 and 4.8",
        ),
    ],
)
def test_a_changed_shape_stops_with_what_was_expected_and_what_came(
    source: Source, sleeper: Sleeper, body: str, expected: str, came: str
) -> None:
    play(source, {"/ru/Api/GetIndexData/702944": body})
    with pytest.raises(ShapeError) as raised:
        ask(only("taldau", "unemployment_rate"), source, sleeper)
    line = raised.value.user_message
    assert line.startswith("taldau: unemployment_rate") or line.startswith("taldau: ")
    assert f"expected {expected}" in line or expected in line
    assert came in line.partition("came ")[2]
    assert "\n" not in line
    assert len(source.asked) == 1


def test_a_source_that_recast_its_figures_stops(source: Source, sleeper: Sleeper) -> None:
    """Abai was founded in 2022: a figure for 2020 says that its neighbours may be recast too."""
    spec = only("taldau", "unemployment_rate")
    given = [("KZ", "2020", "4.9"), ("KZ-10", "2020", "5.0"), ("KZ-63", "2020", "4.8")]
    play(source, shapes.taldau(spec, {"unemployment_rate": given}))
    with pytest.raises(
        ShapeError, match="expected no figure of KZ-10 before 2022; came 5 for 2020"
    ):
        ask(spec, source, sleeper)


@pytest.mark.parametrize(
    ("change", "expected", "came"),
    [
        (("PERIOD", "ПЕРИОД"), "columns PERIOD, VAL", "ПЕРИОД"),
        (("LKATO", "LEVEL"), "one column of regions", "KATO"),
        (("Republic of Kazakhstan", "Казахстан, всего"), "figures of Kazakhstan", "всего"),
        (("202412", "2024Q4"), "a month such as 202412", "2024Q4"),
    ],
)
def test_a_changed_table_stops(
    source: Source, sleeper: Sleeper, change: tuple[str, str], expected: str, came: str
) -> None:
    spec = only("bns", "income_per_capita_annual")
    body = shapes.table(figures(spec)["income_per_capita_annual"]).replace(*change)
    play(source, {"/api/iblock/element/48510/csv/file/ru/": body})
    with pytest.raises(ShapeError) as raised:
        ask(spec, source, sleeper)
    assert f"expected {expected}" in raised.value.user_message
    assert came in raised.value.user_message


# ---------------------------------------------------------------- checks


def test_figures_that_cannot_be_are_refused_with_the_reason(
    source: Source, sleeper: Sleeper
) -> None:
    spec = only("taldau", "unemployment_rate")
    given = [("KZ", "2025", "4.6"), ("KZ", "2026", "4.5"), ("KZ-11", "2025", "460")]
    play(source, shapes.taldau(spec, {"unemployment_rate": given}))
    checked = ask(spec, source, sleeper).checked
    assert [(row.region, row.period) for row in checked.rows] == [("KZ", "2025")]
    reasons = {(r.row.region, r.row.period): r.why for r in checked.refused}
    assert reasons["KZ", "2026"] == "the period is not over on 2026-11-28"
    assert "outside the plausible range" in reasons["KZ-11", "2025"]


def test_a_region_without_any_figure_is_pointed_out(source: Source, sleeper: Sleeper) -> None:
    spec = only("bns", "income_per_capita_annual")
    given = figures(spec)["income_per_capita_annual"]
    body = shapes.table(given).replace("Jetisu Region", "Another Spelling")
    play(source, {"/api/iblock/element/48510/csv/file/ru/": body})
    doubts = ask(spec, source, sleeper).checked.doubts
    assert "income_per_capita_annual: no figure of KZ-33" in doubts


def test_a_sum_that_does_not_fit_is_pointed_out(source: Source, sleeper: Sleeper) -> None:
    spec = only("bns", "population_jan1")
    given = [
        (region, when, str(Decimal(value) * 2) if region == "KZ-11" else value)
        for region, when, value in figures(spec)["population_jan1"]
        if when == "2025-01-01"
    ]
    play(source, shapes.bns(spec, {"population_jan1": given}))
    checked = ask(spec, source, sleeper).checked
    assert len(checked.rows) == len(given)
    assert any("differs from the sum of the regions" in doubt for doubt in checked.doubts)


# ---------------------------------------------------------------- World Bank

WB = "/v2/country/KAZ/indicator/FP.CPI.TOTL.ZG"


def test_world_bank_in_pages(source: Source, sleeper: Sleeper) -> None:
    """Its digits are kept as printed; null is missing."""
    code = "FP.CPI.TOTL.ZG"
    pages = {
        "1": shapes.worldbank(code, [("2025", None), ("2024", "8.69")], pages=2, page=1),
        "2": shapes.worldbank(code, [("2023", "14.5300000001"), ("1999", "8.2")], pages=2, page=2),
    }
    source.routes[WB] = lambda asked: Reply(pages[asked.query["page"]])
    spec = load_spec("worldbank")
    found = difference(ask(spec, source, sleeper).checked.rows, DATA)
    assert [row.period for row in found.unchanged] == ["2024"]
    assert [(c.row.period, c.old, c.row.value) for c in found.changed] == [
        ("2023", "14.53", "14.5300000001")
    ]
    assert [row.period for row in found.new] == ["1999"]
    assert [asked.query["page"] for asked in source.asked] == ["1", "2"]


@pytest.mark.parametrize(
    "body",
    [
        '[{"message":[{"id":"120","key":"Invalid value","value":"The provided parameter value is not valid"}]}]',
        '[{"page":1,"pages":1},null]',
        '[{"page":0,"pages":0,"total":0},[]]',
        '[{"page":1,"pages":1}]',
        '{"page":1}',
        '<?xml version="1.0" encoding="utf-8"?><wb:error/>',
        shapes.worldbank("SP.POP.TOTL", [("2024", "8.69")]),
        shapes.worldbank("FP.CPI.TOTL.ZG", [("2024Q1", "8.69")]),
    ],
    ids=["message", "null", "empty", "one part", "object", "xml", "other indicator", "quarter"],
)
def test_world_bank_faults_are_one_line(source: Source, sleeper: Sleeper, body: str) -> None:
    source.routes[WB] = Reply(body)
    with pytest.raises(SourceError) as raised:
        ask(load_spec("worldbank"), source, sleeper)
    assert raised.value.user_message.startswith("worldbank")


def test_pages_that_never_end(source: Source, sleeper: Sleeper) -> None:
    code = "FP.CPI.TOTL.ZG"
    source.routes[WB] = lambda asked: Reply(
        shapes.worldbank(code, [("2024", "8.69")], pages=int(asked.query["page"]) + 1)
    )
    with pytest.raises(SourceError, match="more than 20 pages"):
        ask(load_spec("worldbank"), source, sleeper)
    assert len(source.asked) == 20


# ---------------------------------------------------------------- events

UCDP, ACLED, TOKEN = "/api/gedevents/25.1", "/api/acled/read", "/oauth/token"


def counted(result: Result) -> dict[tuple[str, str, str], str]:
    return {(row.indicator, row.region, row.period): row.value for row in result.checked.rows}


def test_ucdp_is_counted_by_region_and_year(source: Source, sleeper: Sleeper) -> None:
    events = [
        shapes.ucdp_event(1),
        shapes.ucdp_event(2, best=0),
        shapes.ucdp_event(3, where_prec=6, best=5),  # somewhere in the country
        shapes.ucdp_event(4, date_start="2016-06-05T00:00:00", latitude=50.28, longitude=57.17),
    ]
    source.routes[UCDP] = lambda asked: Reply(
        shapes.ucdp_page(events[:3] if asked.query["page"] == "0" else events[3:], 2)
    )
    result = ask(load_spec("ucdp"), source, sleeper)
    assert counted(result) == {
        ("ucdp_events", "KZ", "2022"): "3",
        ("ucdp_events", "KZ-75", "2022"): "2",
        ("ucdp_events", "KZ", "2016"): "1",
        ("ucdp_events", "KZ-15", "2016"): "1",
        ("ucdp_deaths", "KZ", "2022"): "8",
        ("ucdp_deaths", "KZ-75", "2022"): "3",
        ("ucdp_deaths", "KZ", "2016"): "3",
        ("ucdp_deaths", "KZ-15", "2016"): "3",
    }
    first = source.asked[0]
    assert first.headers["x-ucdp-access-token"] == KEYS["KELISIM_UCDP_TOKEN"]
    assert first.query == {"Country": "705", "pagesize": "1000", "page": "0"}
    text = table(result.checked.rows, result.spec).decode()
    assert "NAME OF" not in text
    assert "accessed 2026-11-28" in text
    assert "CC BY 4.0" in text


def test_ucdp_goes_on_where_it_was_broken_off(
    source: Source, sleeper: Sleeper, tmp_path: Path
) -> None:
    pages = [shapes.ucdp_page([shapes.ucdp_event(n)], 3) for n in range(3)]
    broken = True

    def answer(asked: Asked) -> Reply:
        page = int(asked.query["page"])
        return Reply("", 500) if page == 2 and broken else Reply(pages[page])

    source.routes[UCDP] = answer
    cache = Cache(tmp_path, max_age=60, now=lambda: 0.0)
    with pytest.raises(SourceError, match="HTTP 500"):
        ask(load_spec("ucdp"), source, sleeper, cache)
    source.asked.clear()
    broken = False
    result = ask(load_spec("ucdp"), source, sleeper, cache)
    assert [asked.query["page"] for asked in source.asked] == ["2"]
    assert result.from_cache == 2
    assert counted(result)["ucdp_events", "KZ", "2022"] == "3"
    kept = "".join(path.read_text() for path in tmp_path.iterdir())
    assert KEYS["KELISIM_UCDP_TOKEN"] not in kept


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (shapes.ucdp_page([], 0), "expected events; came an empty list"),
        ('{"TotalPages": 1}', "expected {TotalPages, Result"),
        (shapes.ucdp_page([shapes.ucdp_event(1, country="Kyrgyzstan")], 1), "came Kyrgyzstan"),
        (shapes.ucdp_page([shapes.ucdp_event(1, best="many")], 1), "expected a number"),
        (shapes.ucdp_page([shapes.ucdp_event(1, best=-1)], 1), "a whole number of deaths"),
        (shapes.ucdp_page([shapes.ucdp_event(1, date_start="5 Jan 2022")], 1), "expected a date"),
        (shapes.ucdp_page([shapes.ucdp_event(1), shapes.ucdp_event(1)], 1), "1 twice"),
        (shapes.ucdp_page([{"id": 1}], 1), "expected events {id"),
    ],
)
def test_a_changed_ucdp_stops(source: Source, sleeper: Sleeper, body: str, said: str) -> None:
    source.routes[UCDP] = Reply(body)
    with pytest.raises(ShapeError) as raised:
        ask(load_spec("ucdp"), source, sleeper)
    assert said in raised.value.user_message


def acled(source: Source, rows: list[dict[str, object]]) -> None:
    source.routes[TOKEN] = Reply(
        json.dumps({"token_type": "Bearer", "expires_in": 86400, "access_token": "bearer-abc-123"})
    )
    source.routes[ACLED] = lambda asked: Reply(
        shapes.acled_page(rows if asked.query["page"] == "1" else [])
    )


def test_acled_gives_counts_and_nothing_else(
    source: Source, sleeper: Sleeper, tmp_path: Path
) -> None:
    acled(source, [shapes.acled_row("KAZ1"), shapes.acled_row("KAZ2", fatalities="0")])
    spec = load_spec("acled")
    assert not spec.keep
    result = ask(spec, source, sleeper, Cache(tmp_path, max_age=60))
    assert counted(result) == {
        ("acled_events", "KZ", "2022"): "2",
        ("acled_events", "KZ-79", "2022"): "2",
        ("acled_deaths", "KZ", "2022"): "2",
        ("acled_deaths", "KZ-79", "2022"): "2",
    }
    text = table(result.checked.rows, spec).decode()
    assert not any(word in text for word in ("NAME OF", "A NOTE", "KAZ1", "2022-01-06", "69.59"))
    assert all("ACLED" in line and "accessed 2026-11-28" in line for line in text.splitlines()[1:])
    assert list(tmp_path.iterdir()) == []  # no row was ever on the disk
    sign_in, *pages = source.asked
    assert "grant_type=password" in sign_in.body
    assert all(asked.headers["Authorization"] == "Bearer bearer-abc-123" for asked in pages)
    assert not any(word in pages[0].query["fields"] for word in ("actor", "notes", "location"))
    assert all(word not in asked.line for word in KEYS.values() for asked in source.asked)


def test_acled_pages_that_never_end(source: Source, sleeper: Sleeper) -> None:
    acled(source, [])
    source.routes[ACLED] = lambda asked: Reply(
        shapes.acled_page([shapes.acled_row(f"KAZ{asked.query['page']}")])
    )
    with pytest.raises(SourceError, match="more than 40 pages"):
        ask(load_spec("acled"), source, sleeper)


def test_acled_pages_that_repeat_themselves(source: Source, sleeper: Sleeper) -> None:
    acled(source, [])
    source.routes[ACLED] = lambda asked: Reply(
        shapes.acled_page([shapes.acled_row("KAZ1")] if asked.query["page"] < "3" else [])
    )
    with pytest.raises(ShapeError, match="each event once; came KAZ1 twice"):
        ask(load_spec("acled"), source, sleeper)


@pytest.mark.parametrize(
    ("path", "reply"),
    [
        (
            TOKEN,
            Reply(json.dumps({"error": "invalid_grant", "hint": KEYS["KELISIM_ACLED_PASSWORD"]})),
        ),
        (TOKEN, Reply(f"<html>{KEYS['KELISIM_ACLED_PASSWORD']}</html>")),
        (TOKEN, Reply("", 401)),
        (ACLED, Reply(json.dumps({"status": 403, "message": "bearer-abc-123"}))),
        (ACLED, Reply("<html>bearer-abc-123 somebody@example.org</html>")),
        (ACLED, Reply("", 403)),
        (ACLED, Reply(shapes.acled_page([{"event_id_cnty": "KAZ1"}]))),
        (ACLED, Reply(shapes.acled_page([]))),
    ],
)
def test_acled_never_tells_a_key(source: Source, sleeper: Sleeper, path: str, reply: Reply) -> None:
    acled(source, [shapes.acled_row("KAZ1")])
    source.routes[path] = reply
    with pytest.raises(SourceError) as raised:
        ask(load_spec("acled"), source, sleeper)
    said = raised.value.user_message
    assert said.startswith("acled")
    assert not any(word in said for word in ("bearer-abc", "password of", "somebody@"))
