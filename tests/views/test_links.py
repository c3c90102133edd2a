"""Links: each page gives back the whole view, and whatever stands in an address is kept or told."""

import re
from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest
import streamlit as st
from hypothesis import example, given, settings
from hypothesis import strategies as st_

from assessment import changes
from assessment.settings import parse, published, short
from i18n import from_header
from scenarios import Actor, Content, open_store
from scenarios.actors import ANALYST
from tests.assessment.published import published as made
from tests.assessment.signals_published import published_signals
from tests.conftest import ROOT
from tests.views.pages import PAGES, html, open_page, sound, turn_to
from views import url
from views.session import parameters

RESULT = made().result
BASE = published(RESULT.scheme)
ALERT = next(one.id for one in published_signals().alerts if one.region == "KZ-23")
WHOLE = {
    "lang": "kk",
    "year": "2024",
    "region": "KZ-39",
    "show": "poverty_share",
    "mode": "change",
    "borders": "time",
    "weights": "migration:20~poverty_share:0~index.spread:8.5~mean:arithmetic~coverage:1-2",
    "changes": "KZ-39.poverty_share:add2~all.relative_income:percent-10",
    "compare": "years",
    "regions": "KZ-39~KZ-61~KZ-31",
    "year2": "2019",
    "weights2": "land_water:50",
    "changes2": "KZ-31.population_growth:set1.5",
    "alerts": "all",
    "stream": "relative_income",
    "alert": ALERT,
    "drawn": "grain_yield",
    "incident": "2021-pidzhim",
    "kind": "interethnic_clash",
    "where": "KZ-31",
    "since": "2016",
    "until": "2023",
    "origin": "release",
    "reports": "all",
}


@pytest.mark.parametrize("page", PAGES)
def test_a_link_to_any_page_gives_the_whole_view_back(page: str) -> None:
    first = open_page("overview", **WHOLE)
    assert first.query_params == WHOLE
    there = first if page == "overview" else turn_to(first, page)
    assert there.query_params == WHOLE
    copied = urlencode(there.query_params)  # as a browser writes it
    again = open_page(page, **{key: values[0] for key, values in parse_qs(copied).items()})
    assert again.query_params == WHOLE
    assert len(again.warning) == 0

    def drawn(app: Any) -> list[object]:
        parts: list[object] = [element.proto.bytes for element in app.get("bidi_component")]
        parts += [element.proto.spec for element in app.get("plotly_chart")]
        parts += [table.value.to_csv() for table in app.table]
        return [*parts, html(app), *(element.value for element in app.markdown)]

    assert drawn(again) == drawn(there)


def test_the_pages_tested_here_are_all_pages_of_the_app() -> None:
    listed = re.findall(r'VIEWS / "(\w+)\.py"', (ROOT / "views" / "frame.py").read_text("utf-8"))
    assert sorted(listed) == sorted(PAGES)


def test_a_link_with_a_scenario_goes_through_all_pages(empty_store: str) -> None:
    store = open_store(empty_store)
    content = Content.of(
        parse(WHOLE["weights"], BASE), changes.parse(WHOLE["changes"], RESULT.inputs), 2024
    )
    kept = store.create(
        Actor("Aigul", ANALYST),
        "Kept",
        "",
        content,
        data_version=made().observations.version,
        method_version=RESULT.scheme.version,
        scores={},
    )
    store.close()
    app = open_page("overview", lang="ru", scenario=kept.id)
    for page in (*PAGES[1:], "overview"):
        params = turn_to(app, page).query_params
        assert params["scenario"] == kept.id
        assert {key: params[key] for key in ("weights", "changes", "year")} == {
            key: WHOLE[key] for key in ("weights", "changes", "year")
        }
        assert len(app.warning) == 0


# -- whatever an address holds ----------------------------------------------------------------------

STATE = {parameter.key: parameter for parameter in parameters(made(), from_header(None))}
GOOD = {**WHOLE, "scenario": "6syrfhtc4a", "report": "6syrfhtc4a"}
LETTERS = "KZ-0123456789.~:_%abcdefghijklmnopqrstuvwxyz ٣³\N{NO-BREAK SPACE}\x00Я"


@st_.composite
def addresses(draw: st_.DrawFn) -> dict[str, str]:
    """An address of a view with a few of its values changed, by a little or altogether."""
    address = dict(GOOD)
    for key in draw(st_.sets(st_.sampled_from(sorted(GOOD)), min_size=1, max_size=4)):
        value = address[key]
        at = draw(st_.integers(0, len(value)))
        end = draw(st_.integers(at, len(value)))
        address[key] = draw(
            st_.one_of(
                st_.just(value[:at] + value[end:]),
                st_.just(value[:end] + value[at:]),
                st_.builds(str.__add__, st_.just(value[:at]), st_.text(LETTERS, max_size=8)),
                st_.sampled_from(sorted(GOOD.values())),
                st_.text(max_size=30),
                st_.just(value * 200),
            )
        )
    return address


class Fake(dict[str, Any]):
    """A session or an address, as far as ``views.url`` uses one."""

    def to_dict(self) -> dict[str, Any]:
        return dict(self)

    def from_dict(self, other: Mapping[str, Any]) -> None:
        self.clear()
        self.update(other)


@settings(max_examples=2000)
@given(addresses())
def test_each_value_is_kept_as_it_is_or_refused_aloud(address: dict[str, str]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        session, bar = Fake(), Fake(address)
        patch.setattr(st, "session_state", session)
        patch.setattr(st, "query_params", bar)
        refused = {refusal.key: refusal for refusal in url.read(STATE.values())}
        for key, value in address.items():
            if key in refused:
                assert refused[key].value == value
                assert session[key] == STATE[key].default
            else:
                assert session[key] == value
                assert value in STATE[key].allowed
        url.write(STATE.values())
        assert bar == {key: session[key] for key in STATE if session[key]}
        # What was kept says one thing only: read again and written again it is the same.
        for key in ("weights", "weights2"):
            chosen = parse(session[key], BASE)
            assert parse(short(chosen, BASE), BASE) == chosen
        for key in ("changes", "changes2"):
            wanted = changes.parse(session[key], RESULT.inputs)
            assert changes.parse(changes.short(wanted), RESULT.inputs) == wanted


@pytest.mark.parametrize("page", PAGES)
@settings(max_examples=3)
@given(addresses())
@example(dict.fromkeys(GOOD, "\x00"))
@example(dict.fromkeys(GOOD, "[a](b)~:" * 500))
def test_no_address_breaks_a_page(page: str, address: dict[str, str]) -> None:
    """However few, on every page, and always one in which nothing is right."""
    app = open_page("overview", **address)
    refused = [key for key, value in address.items() if value not in STATE[key].allowed]
    assert len(app.warning) >= len(refused)
    for key in refused:
        assert any(key in warning.value for warning in app.warning), key
        assert app.query_params.get(key, "") == STATE[key].default
    if page != "overview":
        sound(turn_to(app, page))
