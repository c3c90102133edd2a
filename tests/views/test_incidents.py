"""Incidents: the list and its filters, one incident opened, and no group named before that."""

import csv
import io
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from i18n import translator
from indicators.incidents import read_incidents
from tests.indicators.test_incidents import BY_HAND, GROUPS
from tests.views.pages import (
    LANGUAGES,
    chart,
    drawing,
    headline,
    html,
    open_page,
    points,
    sound,
    turn_to,
)
from views.incident_marks import COLOURS, SHAPES

LOG = read_incidents()


def table(app: AppTest) -> Any:
    """The table of the incidents that are chosen."""
    return app.table[-1].value


def words(app: AppTest) -> str:
    """All that the page says, but for the incident that is open."""
    shown = [html(app), *(m.value for m in app.markdown), *(c.value for c in app.caption)]
    shown += [table(app).to_csv(), str(drawing(app, "incident_map"))]
    shown += [str(chart(app, "timeline"))]
    shown += [option for box in app.selectbox for option in box.options]
    return "\n".join(shown)


def test_every_kind_has_a_shape_of_its_own_and_every_family_a_colour() -> None:
    assert set(SHAPES) == set(LOG.scheme.kinds)
    assert len({shape.path for shape in SHAPES.values()}) == len(SHAPES)
    assert len({shape.symbol for shape in SHAPES.values()}) == len(SHAPES)
    assert set(COLOURS) == set(LOG.scheme.families)
    assert len(set(COLOURS.values())) == len(COLOURS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_shows_the_log_and_names_no_group(language: str) -> None:
    app = open_page("incidents", lang=language)
    assert "39" in headline(app)
    assert len(table(app)) == len(LOG) == 41
    counted = translator(language)("Counted")
    assert list(table(app)[counted]).count(translator(language)("no")) == 2
    assert set(points(app)) == {row.id for row in LOG.counted if row.seat}
    assert GROUPS.findall(words(app)) == []


def test_the_timeline_has_a_mark_for_each_incident_in_its_year() -> None:
    app = open_page("incidents", lang="en")
    marks = chart(app, "timeline")["data"][0]
    per_year = {year: sum(regions.values()) for year, regions in BY_HAND.items()}
    per_year[2016] += 1  # two incidents of several regions
    per_year[2019] += 1
    assert {year: marks["x"].count(year) for year in set(marks["x"])} == per_year
    for year, count in per_year.items():
        heights = [y for x, y in zip(marks["x"], marks["y"], strict=True) if x == year]
        assert sorted(heights) == list(range(1, count + 1))


def test_the_filters_narrow_everything_and_stand_in_the_address() -> None:
    app = open_page("incidents", lang="en")
    app.selectbox(key="kind").set_value("interethnic_clash")
    sound(app.run())
    assert app.query_params["kind"] == "interethnic_clash"
    assert "11" in headline(app)
    app.selectbox(key="where").set_value("KZ-61")
    sound(app.run())
    assert set(points(app)) == {
        "2007-mayatas",
        "2015-saryagash",
        "2016-seifullin",
        "2020-shornak",
    }
    app.selectbox(key="since").set_value("2015")
    app.selectbox(key="until").set_value("2018")
    sound(app.run())
    assert (app.query_params["since"], app.query_params["until"]) == ("2015", "2018")
    assert list(table(app)["Place"]) == ["Seifullin village", "Bostandyk, Yntymak"]
    app.selectbox(key="since").set_value("2018")
    app.selectbox(key="until").set_value("2015")  # the other way round
    assert len(table(sound(app.run()))) == 2
    app.selectbox(key="since").set_value("")
    app.selectbox(key="until").set_value("")
    assert "since" not in sound(app.run()).query_params


def test_no_incident_is_told_as_such() -> None:
    app = open_page("incidents", lang="en", where="KZ-39")
    assert headline(app).startswith("0 incidents")
    assert points(app) == {}
    assert "No incident of the log is of this kind, region and time." in [
        m.value for m in app.markdown
    ]


# Those with an official account, with several numbers of deaths, or that do not count; and others.
OPENED = [
    row.id
    for i, row in enumerate(LOG)
    if row.official or len(row.revisions) > 1 or not row.counts or i % 6 == 0
]


@pytest.mark.parametrize(
    ("incident", "language"), [(one, LANGUAGES[i % 3]) for i, one in enumerate(OPENED)]
)
def test_one_incident_opened(incident: str, language: str) -> None:
    row = LOG.get(incident)
    app = open_page("incidents", lang=language, incident=incident)
    _ = translator(language)
    said = html(app)
    for title in ("Official account", "Independent account"):
        assert _(title) in said
    accounts = [account for account in (row.official, row.independent) if account]
    for account in accounts:
        assert account.text.get(language).split("(")[0][:40] in said
    assert said.count(_("None is known to the log.")) == 2 - len(accounts)
    sources = next(m.value for m in app.markdown if m.value.startswith("- "))
    assert len(sources.splitlines()) == len(row.sources)
    if row.seat is not None:
        assert drawing(app, "incident_map")["points"]["opened"] == incident
        assert incident in points(app)
    app.button(key="close_incident").click()
    assert "incident" not in sound(app.run()).query_params
    assert "k-accounts" not in html(app)


def test_both_accounts_and_all_numbers_of_one() -> None:
    app = open_page("incidents", lang="en", incident="2011-zhanaozen")
    said = html(app)
    assert "14 people were killed in Zhanaozen and Shetpe together" in said
    assert "December 20, 2011" in said
    assert "at least 16 people were shot dead" in said
    revisions = app.table[0].value
    assert list(revisions["Deaths"]) == ["14", "16"]
    app = open_page("incidents", lang="en", incident="2022-taraz-january")
    (coding,) = [c.value for c in app.caption if "coded by the scheme" in c.value]
    assert "not counted as an incident" in coding
    assert "Shu" in coding


def test_an_open_incident_stays_open_when_the_list_is_narrowed() -> None:
    app = open_page("incidents", lang="en", incident="2020-masanchi", where="KZ-47")
    assert app.selectbox(key="incident").value == "2020-masanchi"
    assert "Dungans" in html(app)
    assert set(table(app)["Region today"]) == {"Mangystau Region"}
    assert turn_to(app, "region").query_params["incident"] == "2020-masanchi"


def test_the_csv_is_the_table_with_ids_and_names_no_group(monkeypatch: pytest.MonkeyPatch) -> None:
    files: dict[str, bytes] = {}

    def offered(_label: str, data: object, *args: str, **more: object) -> bool:
        if more.get("key") == "download_incidents":
            assert isinstance(data, bytes)
            files[args[0]] = data
        return False

    monkeypatch.setattr("views.tables.st.download_button", offered)
    app = open_page("incidents", lang="en", kind="strike")
    ((_name, data),) = files.items()
    text = data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text)))
    assert [row["Id"] for row in rows] == [r.id for r in reversed(LOG.rows) if r.kind == "strike"]
    assert [row["Place"] for row in rows] == list(table(app)["Place"])
    assert GROUPS.findall(text) == []


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("incident", "2020-nowhere"),
        ("kind", "brawl"),
        ("where", "KZ"),
        ("since", "1990"),
        ("until", "all"),
    ],
)
def test_what_the_log_does_not_know_is_refused_aloud(key: str, value: str) -> None:
    app = open_page("overview", lang="en", **{key: value})
    assert any(f"{key} = " in warning.value for warning in app.warning)
    assert key not in turn_to(app, "incidents").query_params


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_region_shows_its_incidents_with_the_borders_of_the_time(language: str) -> None:
    app = open_page("region", lang=language, region="KZ-33")
    _ = translator(language)
    (shown,) = [t.value for t in app.table if _("Region then") in t.value]
    assert len(shown) == 2
    former = {"en": "Almaty Region", "ru": "Алматинская", "kk": "Алматы облысы"}[language]
    assert all(former in cell for cell in shown[_("Region then")])
    assert GROUPS.findall(shown.to_csv()) == []
    links = [link.proto for link in app.get("page_link") if link.proto.page == "incidents"]
    assert [link.query_string for link in links] == ["where=KZ-33"]


def test_a_region_without_incidents_says_so() -> None:
    app = open_page("region", lang="en", region="KZ-39")
    assert any("no incident of this region from 2006 to 2024" in m.value for m in app.markdown)
