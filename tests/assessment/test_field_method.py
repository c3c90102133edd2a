"""Method 1.1: with an empty field log every number is what it was under 1.0, to the last digit."""

import numpy as np

from assessment.ledger import Side, compare, current, previous
from assessment.vintages import FOLDER, SUFFIX, read, release_of, vintages
from tests.assessment.published import published

KEPT = read(FOLDER / f"2026.12-1.0{SUFFIX}")


def test_without_a_log_the_index_is_what_it_was_to_the_last_digit() -> None:
    now, then = published(), KEPT.assessment
    assert (now.registry.framework.version, KEPT.about.method) == ("1.1", "1.0")
    assert now.observations.figures_id == KEPT.about.figures
    # As they were published, and as the old method makes them again today.
    for year, scores in KEPT.scores.items():
        t = now.result.period_index[year]
        found = {r: now.result.score[t, now.result.region_index[r]] for r in scores}
        assert found == dict(scores)
    for name in ("score", "pillars", "normalised", "coverage", "low", "high", "score_arithmetic"):
        np.testing.assert_array_equal(getattr(now.result, name), getattr(then.result, name), name)
    np.testing.assert_array_equal(now.result.classes, then.result.classes)
    np.testing.assert_array_equal(now.result.inputs.values, then.result.inputs.values)
    np.testing.assert_array_equal(now.result.inputs.age, then.result.inputs.age)
    np.testing.assert_array_equal(now.result.reliability.grade, then.result.reliability.grade)
    year = now.rated_periods[-1]
    np.testing.assert_array_equal(now.uncertainty(year).place, then.uncertainty(year).place)


def test_the_ledger_shows_a_new_method_that_changes_nothing() -> None:
    now = published()
    assert previous(vintages(), release_of(now)) == KEPT
    for year in (now.rated_periods[0], now.rated_periods[-1]):
        found = compare(Side(KEPT.about, KEPT.assessment, year), current(now, year)).ledger
        for step in (found.real, found.revision, found.method, found.coverage):
            for numbers in (step.points, step.pillars, step.indicators, step.form):
                assert not np.nan_to_num(numbers).any(), year


def test_no_card_of_the_log_has_a_value_and_no_score_hangs_on_one() -> None:
    now = published()
    collected = {card.id for card in now.registry.cards.values() if card.collected}
    assert len(collected) == 6
    assert not collected & {name for name, _region, _year in now.panel.entries}
    assert not collected & set(now.registry.framework.indicator_ids)
    entry = now.panel.get("councils_of_elders", "KZ-61", 2025)
    assert entry is not None
    assert entry.derived.step.action == "instead"
    assert entry.derived.statuses == {"expert"}
