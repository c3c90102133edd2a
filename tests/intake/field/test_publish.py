"""Counts of the log become figures by a step that is looked at first and can be taken back."""

from datetime import date
from pathlib import Path

import numpy as np
import pytest

from assessment import assess
from assessment.baseline import Assessment
from assessment.field_counts import count_years, rating
from geodata.regions import load_regions
from indicators import additions
from indicators.field_records import Activity, Body, District, FieldContent, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from indicators.registry import load_registry
from indicators.text import LANGUAGES
from intake.field.publish import PublishError, look, rows, take_over
from intake.loading.known import Known, load_known
from intake.loading.vintages import LoadError, undo
from scenarios.ids import new_id
from tests.assessment.published import published
from tests.assessment.synthetic_log import REGIONS, YEAR, log
from tests.assessment.test_field_counts import paper

TODAY = date(2026, 5, 1)
REGION = "KZ-61"
Records = list[tuple[str, FieldContent]]


def now() -> Assessment:
    return assess(load_registry(), additions.read_current(), load_regions())


def publish(records: Records, note: str = "synthetic") -> Known:
    known = load_known(TODAY)
    take_over(look(records, known, TODAY), known, author="Synthetic analyst", note=note)
    return known


def of_2025() -> Records:
    return paper(**{"5": None})


def test_the_figures_on_paper() -> None:
    """Counts as in test_field_counts; the rating 2."""
    found = {row[:4]: row[4] for row in rows(of_2025(), TODAY)}
    assert {key[1:] for key in found} == {(REGION, "current", "2025")}
    assert {key[0]: value for key, value in found.items()} == {
        "council_of_elders_field_rating": "2",
        "field_councils_active": "2",
        "field_districts": "2",
        "field_districts_active": "1",
        "field_cases": "3",
        "field_cases_settled": "2",
        "field_cases_due_90": "2",
        "field_cases_settled_90": "1",
        "field_returns": "18",
        "field_returns_expected": "24",
    }


def test_every_collected_series_is_published_and_no_other() -> None:
    collected = {id_ for id_, one in load_registry().series.items() if one.collected}
    assert {row[0] for row in rows(of_2025(), TODAY)} == collected


def test_what_is_taken_over_shows_and_is_taken_back_to_the_last_digit() -> None:
    before = published()
    publish(of_2025())
    after = now()
    value = {card.id: after.panel.get(card.id, REGION, 2025) for card in after.registry.shown}
    told = {
        name: entry.value for name, entry in value.items() if name.startswith("field_") and entry
    }
    people = after.observations.at("population_annual_average", REGION, "current", "2025")
    assert people is not None
    assert told == {
        "field_active_councils": 100000 * 2 / people.value,
        "field_cases_per_council": 1.5,
        "field_active_districts_share": 50.0,
        "field_completeness": 75.0,
    }
    # Three cases, two of them looked at again: too few for a share.
    assert after.panel.suppressed >= {
        ("field_settled_share", REGION, 2025),
        ("field_still_settled_share", REGION, 2025),
    }
    entry = after.panel.get("councils_of_elders", REGION, 2025)
    assert entry is not None
    assert (entry.value, entry.age, entry.derived.step.action) == (2.0, 0, "preferred")
    assert entry.derived.statuses == {"computed"}
    (source,) = entry.derived.sources
    assert after.observations.sources[source].title.en == "Field log of this installation"
    # Other regions, and other indicators of this one, stay what they were.
    r = after.result.region_index[REGION]
    others = np.arange(len(after.result.inputs.regions)) != r
    np.testing.assert_array_equal(after.result.score[:, others], before.result.score[:, others])
    undo("Synthetic analyst")
    back = now()
    np.testing.assert_array_equal(back.result.score, before.result.score)
    assert back.observations.figures_id == before.observations.figures_id


def test_of_enough_cases_the_shares_are_given() -> None:
    made = list(log(new_id))
    publish(made)
    panel = now().panel
    for region in REGIONS:
        councils = {id_ for id_, one in made if isinstance(one, Body) and one.region == region}
        councils &= {
            id_ for id_, one in made if isinstance(one, Body) and "council" in one.body_kind
        }
        cases = [
            one
            for _, one in made
            if isinstance(one, Activity) and one.body in councils and one.outcome is not None
            if one.date.year == YEAR
        ]
        looks = [one.follow_up_90 for one in cases if one.follow_up_90]
        assert min(len(cases), len(looks)) >= 10
        settled = panel.get("field_settled_share", region, YEAR)
        still = panel.get("field_still_settled_share", region, YEAR)
        assert settled is not None
        assert still is not None
        ended = sum(one.outcome == "settled" for one in cases)
        assert settled.value == pytest.approx(100 * ended / len(cases))
        assert still.value == pytest.approx(100 * looks.count("still_settled") / len(looks))


def test_another_rating_moves_the_score_and_a_missing_one_does_not() -> None:
    before = published()
    t, r = before.result.period_index[2025], before.result.region_index["KZ-61"]
    quiet = paper(**{"1": None, "2": None, "3": None, "4": None, "5": None})
    publish(quiet)  # nobody did anything, and that is known: 0 instead of the expert's 2
    after = now()
    assert after.result.score[t, r] > before.result.score[t, r]
    undo("Synthetic analyst")
    few = [pair for pair in of_2025() if not pair[0].startswith("rb")]
    publish(few)  # half of the returns: shown, not scored
    shown = now()
    assert shown.panel.get("field_completeness", REGION, 2025) is not None
    np.testing.assert_array_equal(shown.result.score, before.result.score)


def test_the_sources_on_a_card_are_those_of_its_figures() -> None:
    publish(list(log(new_id)))
    made = now()
    for card in made.registry.cards.values():
        if card.collected:
            entry = made.panel.get(card.id, next(iter(REGIONS)), YEAR)
            assert entry is not None
            found = {one for one in entry.derived.sources if not one.startswith("loaded_")}
            assert found == set(card.sources)


def test_a_region_in_which_nobody_looked_has_no_figures() -> None:
    other: Records = [
        ("z", District("KZ-47", "Synthetic Z", "act")),
        ("z1", Body("KZ-47", "z", "council_of_elders", "Z", 1, "2022")),
    ]
    assert {row[1] for row in rows([*of_2025(), *other], TODAY)} == {REGION}
    board: Records = [
        ("z2", Body("KZ-47", "z", "mediation_board", "Z", 1, "2022")),
        ("c", Activity("KZ-47", "z2", date(2025, 3, 3), "ceremony", "other", "other")),
    ]
    assert {row[1] for row in rows([*of_2025(), *other, *board], TODAY)} == {REGION}
    returned: Records = [("m", MonthlyReturn("KZ-47", "z", "2025-01"))]
    found = {row[0]: row[4] for row in rows([*other, *returned], TODAY)}
    assert found["field_councils_active"] == "0"
    assert "council_of_elders_field_rating" not in found


def test_only_years_that_are_over_are_taken_over() -> None:
    assert {row[3] for row in rows(paper(), date(2025, 12, 31))} == {"2024"}
    assert {row[3] for row in rows(paper(), date(2026, 1, 1))} == {"2024", "2025"}
    with pytest.raises(PublishError, match="nothing of a year that is over"):
        look(of_2025(), load_known(TODAY), date(2025, 12, 31))


def test_an_empty_log_has_nothing_to_take_over(figures: Path) -> None:
    with pytest.raises(PublishError) as caught:
        look([], load_known(TODAY), TODAY)
    assert caught.value.code == "empty"
    assert not figures.exists()


def test_the_same_counts_twice_change_nothing_and_new_ones_are_a_difference() -> None:
    publish(of_2025())
    known = load_known(TODAY)
    again = look(of_2025(), known, TODAY)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 10)
    with pytest.raises(LoadError):
        take_over(again, known, author="A", note="again")
    more = look(paper(**{"5": None, "3": None}), known, TODAY)
    assert [(one.cells[0], one.old, one.cells[4]) for one in more.changes] == [
        ("field_cases", "3", "2")
    ]


def test_figures_that_no_longer_follow_are_named() -> None:
    """A return was withdrawn: the rating must go, which no table can do."""
    publish(of_2025())
    with pytest.raises(PublishError) as caught:
        look(paper(**{"5": None, "rb6": None}), load_known(TODAY), TODAY)
    assert caught.value.code == "gone"
    assert "council_of_elders_field_rating KZ-61 2025" in caught.value.user_message
    undo("A")
    publish(paper(**{"5": None, "rb6": None}))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_source_is_named_in_all_languages_whoever_takes_it_over(language: str) -> None:
    known = load_known(TODAY)
    made = take_over(look(of_2025(), known, TODAY), known, author="A", note="n", language=language)
    (load,) = made.loads
    told, own = now().observations.sources[load.source], load_field_scheme().source
    assert (told.title, told.licence) == (own.title, own.licence)
    assert load.file == "field_log_2026-05-01.csv"
    assert (load.new, load.changed) == (10, 0)


def test_ratings_are_those_of_the_rule() -> None:
    counts = count_years(of_2025(), TODAY)[2025][REGION]
    assert rating(counts) == 2
