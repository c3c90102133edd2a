"""History of a region: what it draws is like for like, and no line goes through a split."""

import numpy as np
import pytest

from assessment.history import run, years_of_runs
from i18n import number, percent, translator
from tests.assessment.published import published
from tests.views.pages import LANGUAGES, chart, open_page, opened, sound

MADE = published()
RESULT = MADE.result
LAST = MADE.rated_periods[-1]


def own_lines(figure: dict) -> list[dict]:
    return [
        trace for trace in figure["data"] if trace.get("customdata") and "markers" in trace["mode"]
    ]


def points(figure: dict) -> dict[int, float]:
    """The region's own points, all runs together; what breaks a line is no point."""
    return {
        x: y
        for trace in own_lines(figure)
        for x, y in zip(trace["x"], trace["y"], strict=True)
        if y is not None
    }


@pytest.mark.parametrize(
    ("region", "hollow", "splits"),
    [
        ("KZ-10", {2016, 2017, 2018, 2019, 2020, 2021}, [2021.5]),
        ("KZ-62", {2016, 2017, 2018, 2019, 2020, 2021}, [2021.5]),
        ("KZ-61", {2016, 2017}, [2017.5]),
        ("KZ-11", set(), []),
    ],
)
def test_what_is_drawn(region: str, hollow: set[int], splits: list[float]) -> None:
    figure = chart(open_page("region", lang="en", region=region), "history")
    expected = {}
    runs = [run(MADE, years) for years in years_of_runs(MADE, region, LAST)]
    for one in runs:
        expected |= dict(zip(one.years, one.score(region), strict=True))
    assert points(figure) == pytest.approx(expected)
    # Each run is a line of its own: none is joined to another.
    assert sorted(trace["x"][0] for trace in own_lines(figure)) == sorted(r.years[0] for r in runs)
    found = {
        x
        for trace in own_lines(figure)
        for x, symbol in zip(
            trace["x"],
            np.broadcast_to(trace["marker"].get("symbol", "circle"), len(trace["x"])),
            strict=True,
        )
        if symbol == "diamond"
    }
    assert found == hollow
    marks = [shape["x0"] for shape in figure["layout"]["shapes"] if shape["type"] == "line"]
    assert marks == splits
    assert len(figure["layout"].get("annotations", [])) == len(splits)
    names = [trace["name"] for trace in figure["data"] if trace.get("showlegend", True)]
    assert ("rests on figures of the former region" in names) == bool(hollow)


def test_the_bands_are_those_of_the_draws() -> None:
    figure = chart(open_page("region", lang="en", region="KZ-10"), "history")
    bands = {trace["x"][0]: trace for trace in figure["data"] if trace.get("fill") == "toself"}
    for years in years_of_runs(MADE, "KZ-10", LAST):
        low, _middle, high = run(MADE, years).bands[:, :, RESULT.region_index["KZ-10"]]
        assert bands[years[0]]["y"] == pytest.approx([*low, *high[::-1]])


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_says_on_what_it_stands_and_what_the_trend_is(language: str) -> None:
    _ = translator(language)
    for region in ("KZ-11", "KZ-10"):
        app = open_page("region", lang=language, region=region)
        latest = run(MADE, years_of_runs(MADE, region, LAST)[0])
        said = " ".join([*(c.value for c in app.caption), *(m.value for m in app.markdown)])
        assert percent(latest.share(region), language) in said
        trend = latest.trend(region)
        assert trend is not None
        assert number(abs(trend.slope), language) in said
        indicative = _(
            "Only indicative: {count} years are few, a trend asks for {enough} (Theil–Sen; Mann–Kendall p {p})."
        )
        assert (indicative.partition("{")[0] in said) == (region == "KZ-10")
        former = MADE.regions.former[0].names.get(language)
        assert (former in said) == (region == "KZ-10")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_same_as_a_table(language: str) -> None:
    _ = translator(language)
    app = opened(open_page("region", lang=language, region="KZ-61"), "table_history")
    (table,) = [t.value for t in app.table if _("Like for like") in t.value.columns]
    assert list(table[_("Year")]) == [str(year) for year in RESULT.inputs.periods]
    r = RESULT.region_index["KZ-61"]
    rows = {row[_("Year")]: row for _index, row in table.iterrows()}
    assert rows["2018"][_("Like for like")] == "–"  # of both borders: comparable with no year
    assert rows["2017"][_("Rests on the former region")] == _("yes")
    assert rows["2025"][_("Rests on the former region")] == _("no")
    inherited = MADE.provenance.share("inherited")[RESULT.period_index[2017], r]
    assert rows["2017"][_("Inherited")] == percent(inherited, language)
    assert rows["2017"][_("Reliability")] == "D"
    assert "download_history-KZ-61" in [b.key for b in app.get("download_button")]


def test_the_first_year_has_no_history_and_a_year_cuts_it() -> None:
    app = open_page("region", lang="en", region="KZ-11", year="2016")
    assert "history" not in [e.key for e in app.get("plotly_chart")]
    app.select_slider(key="year").set_value("2020")
    assert max(points(chart(sound(app.run()), "history"))) == 2020


def test_an_indicators_own_line_breaks_at_the_split_too() -> None:
    app = opened(open_page("region", lang="en", region="KZ-10"), "open_relative_income")
    figure = chart(app, "history_relative_income")
    (line,) = own_lines(figure)
    at = line["x"].index(2022)
    assert line["y"][at - 1] is None
    assert line["x"][at - 2] == 2021
    symbols = dict(zip(line["x"], line["marker"]["symbol"], strict=True))
    assert (symbols[2021], symbols[2022]) == ("diamond", "circle")
