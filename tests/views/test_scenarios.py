"""Scenarios in the pages: saved, opened by link, told about newer figures, never lost to another."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from assessment.settings import parse, published
from i18n import number, percent, translator
from reports.words import literal
from scenarios import Actor, Content, Scenario, Store, open_store, read, write
from scenarios.actors import ANALYST
from tests.assessment.published import published as made
from tests.views.pages import (
    LANGUAGES,
    drawing,
    headline,
    html,
    open_page,
    opened,
    painted,
    sound,
    turn_to,
)
from views import keeping

BASE = made().result
LAST = made().rated_periods[-1]
OTHER = Actor("Somebody else", ANALYST)
TEXT = "migration:60~mean:arithmetic"


@pytest.fixture
def store(empty_store: str) -> Iterator[Store]:
    """A second view of the store that the pages of this test use."""
    found = open_store(empty_store)
    yield found
    found.close()


def content(text: str = TEXT, year: int = LAST) -> Content:
    return Content.of(parse(text, published(BASE.scheme)), (), year)


def kept(store: Store, name: str = "Theirs", **changes: Any) -> Scenario:
    whole = {
        "data_version": made().observations.version,
        "method_version": BASE.scheme.version,
        "scores": dict.fromkeys(BASE.inputs.regions, 50.0),
    }
    return store.create(OTHER, name, "", changes.pop("content", content()), **{**whole, **changes})


def click(app: AppTest, key: str) -> AppTest:
    app.button(key=key).click()
    return sound(app.run())


def save(app: AppTest, name: str, key: str = "save_new") -> AppTest:
    app.text_input(key="display_name").set_value("Aigul")
    app.text_input(key="scenario_name").set_value(name)
    return click(sound(app.run()), key)


def said(app: AppTest) -> str:
    kinds = (app.success, app.error, app.warning, app.info, app.markdown, app.caption)
    return "\n".join(element.value for kind in kinds for element in kind)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_saved_opens_by_its_link_in_another_session(store: Store, language: str) -> None:
    app = save(open_page("weights", lang=language, weights=TEXT, year="2024"), "Вес = 60 <b>")
    (row,) = store.list()
    assert (row.name, row.author, row.version) == ("Вес = 60 <b>", "Aigul", 1)
    assert app.query_params["scenario"] == row.id
    scores = store.get(row.id).scores
    assert set(scores) == set(BASE.inputs.regions)
    # The id alone is enough; the whole address says the same.
    for address in ({"scenario": row.id}, dict(app.query_params)):
        other = open_page("weights", **{"lang": language, **address})
        assert other.query_params["weights"] == TEXT
        assert other.query_params["year"] == "2024"
        shown = [words.split(" ")[0] for _step, words in painted(other).values()]
        known = [scores[region] for region in drawing(other, "map")["regions"]]
        rated = [number(score, language) for score in known if score is not None]
        assert [text for text in shown if text in rated] == rated
        assert r"Вес \= 60 \<b\>" in said(other)


def test_nobody_saves_without_a_name(store: Store) -> None:
    app = open_page("weights", lang="en", weights=TEXT)
    assert app.button(key="save_new").disabled
    app.text_input(key="display_name").set_value("Aigul")
    app.text_input(key="scenario_name").set_value("   ")
    app = click(sound(app.run()), "save_new")
    assert len(app.error) == 1
    assert store.list().total == 0
    assert app.query_params["weights"] == TEXT


def test_a_changed_scenario_says_so_and_is_saved_as_the_next_version(store: Store) -> None:
    app = save(open_page("weights", lang="en", weights=TEXT), "Mine")
    changed = translator("en")("What you see was changed since and is not saved.")
    assert changed not in said(app)
    app.slider(key="points_migration").set_value(20.0)
    assert changed in said(sound(app.run()))
    app = save(app, "Mine", "save_over")
    (row,) = store.list()
    assert row.version == 2
    assert changed not in said(app)
    assert store.get(row.id).content.weights["migration"] == 20


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_of_two_savers_is_told_and_loses_nothing(store: Store, language: str) -> None:
    first = save(open_page("weights", lang=language, weights=TEXT), "Ours")
    (row,) = store.list()
    second = open_page("weights", lang=language, scenario=row.id)
    first.slider(key="points_migration").set_value(10.0)
    save(sound(first.run()), "Ours", "save_over")
    second.slider(key="points_migration").set_value(90.0)
    second = save(sound(second.run()), "Ours", "save_over")
    assert store.get(row.id).content.weights["migration"] == 10
    assert len(second.error) == 1
    both = {percent(0.9, language, 1), percent(0.1, language, 1)}
    assert any(both <= set(table.value.to_numpy().flat) for table in second.table)
    assert "migration:90" in second.query_params["weights"]  # still here
    # Save mine as new: both are kept.
    second = click(second, "mine")
    assert {store.get(one.id).content.weights["migration"] for one in store.list()} == {10, 90}
    assert len(second.error) == 0


def test_theirs_is_taken_or_mine_saved_over_it_knowingly(store: Store) -> None:
    theirs = kept(store)
    for key in ("theirs", "mine_over"):
        app = open_page("weights", lang="en", scenario=theirs.id)
        now = store.get(theirs.id)
        newer = store.save(
            OTHER,
            now.id,
            now.version,
            name="Theirs",
            description="",
            content=content("migration:15"),
            data_version=now.data_version,
            method_version=now.method_version,
            scores=now.scores,
        )
        app.slider(key="points_migration").set_value(80.0)
        app = click(save(sound(app.run()), "Theirs", "save_over"), key)
        final = store.get(theirs.id)
        if key == "theirs":
            assert final.version == newer.version
            assert app.query_params["weights"] == "migration:15"
        else:
            assert final.version == newer.version + 1
            assert final.content.weights["migration"] == 80


@pytest.mark.parametrize("language", LANGUAGES)
def test_older_figures_are_said_with_both_results(store: Store, language: str) -> None:
    older = kept(store, data_version="000000000000")
    app = open_page("overview", lang=language, scenario=older.id)
    assert any("000000000000" in warning.value for warning in app.warning)
    table = pd.concat([app.table[0].value, app.table[1].value])  # one half beside the other
    assert table.iloc[:, 0].nunique() == len(table) == len(BASE.inputs.regions)
    assert (table.iloc[:, 1] == number(50, language)).all()
    assert set(table.iloc[:, 2]) == {words.split(" ")[0] for _step, words in painted(app).values()}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("page", ["overview", "weights", "scenarios"])
def test_an_unknown_scenario_is_said_and_the_rest_of_the_link_holds(
    store: Store, page: str, language: str
) -> None:
    app = open_page("overview", lang=language, scenario="2222222222", weights=TEXT)
    assert len(app.warning) == 1
    assert "scenario" not in app.query_params
    assert app.query_params["weights"] == TEXT
    if page != "overview":
        assert len(turn_to(app, page).warning) == 0


def test_the_last_saved_is_a_place_to_start_from(store: Store) -> None:
    app = click(open_page("weights", lang="en", weights=TEXT), "preset_saved")
    assert len(app.info) == 1  # there is none
    assert app.query_params["weights"] == TEXT
    kept(store, content=content("migration:5"))
    app = click(app, "preset_saved")
    assert app.query_params["weights"] == "migration:5"
    app.slider(key="points_migration").set_value(70.0)
    app = click(sound(app.run()), "preset_saved")  # back to what is kept
    assert app.query_params["weights"] == "migration:5"


def test_an_address_that_names_weights_holds_whatever_the_scenario_says(store: Store) -> None:
    one = kept(store)
    app = open_page("overview", lang="en", scenario=one.id, weights="migration:5")
    assert app.query_params["weights"] == "migration:5"
    assert "not saved" in said(app)


def test_a_scenario_of_another_framework_is_refused_by_name(store: Store) -> None:
    weights = {**content().weights, "camels": 5.0}
    foreign = kept(store, content=replace(content(), weights=weights))
    app = open_page("overview", lang="en", scenario=foreign.id)
    assert any("camels" in warning.value for warning in app.warning)
    assert "weights" not in app.query_params


# -- the page Scenarios -----------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_opens_copies_and_archives(store: Store, language: str) -> None:
    one = kept(store, "First")
    app = open_page("scenarios", lang=language)
    assert "1" in headline(app)
    app.text_input(key="display_name").set_value("Aigul")
    app = click(sound(app.run()), f"open_{one.id}")
    assert app.query_params["scenario"] == one.id
    assert app.query_params["weights"] == TEXT
    app = click(app, "details_copy")
    assert store.list().total == 2
    (copy,) = [row for row in store.list() if row.id != one.id]
    assert store.get(copy.id).content == one.content
    app = click(app, "details_move")
    assert [row.id for row in store.list(archived=True)] == [copy.id]
    app.toggle(key="archived").set_value(True)
    assert f"show_{copy.id}" in [button.key for button in sound(app.run()).button]
    click(app, "details_move")
    assert store.list().total == 2


@pytest.mark.parametrize("language", LANGUAGES)
def test_another_name_leaves_the_rest_as_it_was(store: Store, language: str) -> None:
    one = kept(store, "First", data_version="000000000000")
    app = click(open_page("scenarios", lang=language), f"show_{one.id}")
    app.text_input(key="display_name").set_value("Aigul")
    app.text_input(key="details_name").set_value("Second")
    app.text_area(key="details_description").set_value("Why")
    app = click(sound(app.run()), "details_rename_save")
    after = store.get(one.id)
    assert after == replace(
        one,
        name="Second",
        description="Why",
        version=2,
        changed_by="Aigul",
        changed=after.changed,
    )
    assert store.history(one.id).rows[0].action == "renamed"
    # Somebody else renames it at the same time: told, and what was typed is still there.
    app.text_input(key="details_name").set_value("Third")
    app = sound(app.run())
    theirs = store.save(OTHER, one.id, 2, **said_by(after, name="Theirs"))
    app = click(app, "details_rename_save")
    assert store.get(one.id) == theirs
    assert len(app.error) == 1
    assert literal("Somebody else") in app.error[0].value
    assert app.text_input(key="details_name").value == "Third"
    click(app, "details_rename_save")
    assert store.get(one.id).name == "Third"


def said_by(one: Scenario, **other: Any) -> dict[str, Any]:
    parts = ("name", "description", "content", "data_version", "method_version", "scores")
    return {**{part: getattr(one, part) for part in parts}, **other}


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_earlier_version_is_looked_at_and_taken_up_again(store: Store, language: str) -> None:
    one = kept(store, "First")
    for points in range(5, 30):
        store.save(
            OTHER, one.id, points - 4, **said_by(one, content=content(f"migration:{points}"))
        )
    app = click(open_page("scenarios", lang=language), f"show_{one.id}")
    app = opened(app, "details_history")
    assert len(app.table[-1].value) == 20
    app = click(app, f"older_{one.id}")
    choice = app.selectbox(key=f"version_{one.id}")
    assert choice.value is None
    app = sound(choice.set_value(1).run())
    rows = app.table[-1].value.to_numpy()
    then, now = (percent(points / (points + 70), language, 1) for points in (60, 29))
    assert any({then, now} <= set(row) for row in rows)
    app = click(app, "take_up")
    assert app.query_params["scenario"] == one.id
    assert app.query_params["weights"] == TEXT
    assert store.get(one.id).version == 26  # nothing is kept yet
    app = save(app, "First", "save_over")
    after = store.get(one.id)
    assert (after.version, after.content) == (27, one.content)


def test_details_stand_in_the_list_and_can_be_hidden(store: Store) -> None:
    one, other = kept(store, "First"), kept(store, "Second")
    app = open_page("scenarios", lang="en", scenario=one.id)
    assert [heading.value for heading in app.subheader] == [":material/bookmark: First"]
    app = click(app, f"show_{other.id}")
    assert [heading.value for heading in app.subheader] == ["Second"]
    assert len(click(app, f"show_{other.id}").subheader) == 0


@pytest.mark.parametrize("language", LANGUAGES)
def test_two_that_are_kept_are_held_against_each_other(store: Store, language: str) -> None:
    one, other = kept(store, "First"), kept(store, "Second", content=content("migration:5"))
    app = click(open_page("scenarios", lang=language, scenario=one.id), f"show_{other.id}")
    app = click(app, "details_against")
    assert app.query_params["compare"] == "scenarios"
    assert app.query_params["scenario"] == one.id
    assert (app.query_params["weights"], app.query_params["weights2"]) == (TEXT, "migration:5")
    table = app.table[-1].value
    assert [name for name in table.columns if "·" in name] == ["A · Second", "B · First"]
    app = click(turn_to(app, "scenarios"), "details_compare")
    assert (app.query_params["weights"], app.query_params["scenario"]) == ("migration:5", other.id)
    assert "weights2" not in app.query_params


def test_a_file_goes_out_and_comes_in_again(store: Store) -> None:
    one = kept(store, "Out and in")
    app = click(open_page("scenarios", lang="en"), f"show_{one.id}")
    app.text_input(key="display_name").set_value("Aigul")
    app = opened(app, "import")
    app.file_uploader(key="file_0").set_value(("s.json", write(one).encode(), "application/json"))
    assert "Somebody else" in said(sound(app.run()))
    click(app, "take_over")
    (copy,) = [row for row in store.list() if row.id != one.id]
    assert store.get(copy.id).content == one.content
    assert copy.author == "Aigul"


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("bad", [b"", b"[]", b"{", b"\xff", b'{"kelisim_scenario": 7}'])
def test_a_bad_file_is_refused_in_words(store: Store, bad: bytes, language: str) -> None:
    app = opened(open_page("scenarios", lang=language), "import")
    app.file_uploader(key="file_0").set_value(("s.json", bad, "application/json"))
    assert len(sound(app.run()).error) == 1
    assert store.list().total == 0


def test_the_trail_says_who_did_what(store: Store) -> None:
    one = kept(store, "Traced")
    store.archive(OTHER, one.id, one.version)
    app = opened(open_page("scenarios", lang="ru"), "trail")
    rows = app.table[-1].value
    assert len(rows) == 2
    assert (rows.iloc[:, 1] == "Somebody else").all()
    assert "Traced" in rows.iloc[0, 2]


def test_a_list_of_many_is_turned_over_and_searched(store: Store) -> None:
    for n in range(25):
        kept(store, f"Number {n:02}")
    app = open_page("scenarios", lang="en")

    def listed(app: AppTest) -> int:
        return len([b for b in app.button if str(b.key).startswith("open_")])

    assert listed(app) == 20
    app = click(app, "older")
    assert listed(app) == 5
    app.text_input(key="sought").set_value("number 07")
    assert listed(sound(app.run())) == 1


def test_a_store_that_cannot_be_reached_is_said_and_the_map_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KELISIM_DATABASE_URL", f"sqlite:///{tmp_path}")  # a folder is no file
    keeping.store.clear()
    app = open_page("scenarios", lang="kk")
    assert len(app.error) == 1
    assert len(painted(turn_to(app, "overview"))) == 20
    assert len(turn_to(app, "region").error) == 0
    keeping.store.clear()


# -- comments ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_answer_is_shown_only_after_its_review(store: Store, language: str) -> None:
    app = open_page("region", lang=language, region="KZ-31")
    app.text_input(key="display_name").set_value("Akimat")
    app.text_area(key="comment_text").set_value("The figure of 2024 is <i>old</i>.")
    app = click(sound(app.run()), "send_comment")
    (waiting,) = store.comments("KZ-31", LAST, ("to_review",))
    assert store.comments("KZ-31", LAST) == ()
    other = open_page("region", lang=language, region="KZ-31")
    other.text_input(key="display_name").set_value("Analyst")
    other = click(sound(other.run()), f"shown_{waiting.id}")
    (shown,) = store.comments("KZ-31", LAST)
    assert (shown.author, shown.reviewer) == ("Akimat", "Analyst")
    assert r"\<i\>old" in said(open_page("region", lang=language, region="KZ-31"))
    assert r"\<i\>old" not in said(open_page("region", lang=language, region="KZ-61"))
    # The decision can be changed; what was said stays in the store.
    other = click(other, f"declined_{waiting.id}")
    assert store.comments("KZ-31", LAST) == ()
    assert r"\<i\>old" not in said(open_page("region", lang=language, region="KZ-31"))
    assert [line.version for line in store.history(waiting.id, kind="comment")] == [3, 2, 1]


def test_answers_of_all_regions_wait_in_one_place(store: Store) -> None:
    waiting = [store.add_comment(OTHER, region, 2024, f"On {region}") for region in ("KZ-31", "X9")]
    app = open_page("scenarios", lang="en")
    assert all(literal(f"On {one.region}") in said(app) for one in waiting)
    app.text_input(key="display_name").set_value("Analyst")
    app = click(sound(app.run()), f"shown_{waiting[0].id}")
    assert [one.id for one in store.comments("KZ-31", 2024)] == [waiting[0].id]
    # Two who decide at the same time: the second is told.
    store.review_comment(OTHER, waiting[1].id, 1, "shown")
    app = click(app, f"declined_{waiting[1].id}")
    assert "Somebody else" in app.error[0].value
    assert store.comment(waiting[1].id).state == "shown"


def test_a_download_is_the_whole_scenario(store: Store) -> None:
    one = kept(store, "Whole")
    app = click(open_page("scenarios", lang="en"), f"show_{one.id}")
    assert "details_file" in [button.key for button in app.get("download_button")]
    text = write(one, store.history(one.id))
    assert read(text).content == one.content
    assert json.loads(text)["name"] == "Whole"
    assert html(app)
