"""What a table does to the scores is said before it is taken over, and is then so."""

import math
from dataclasses import replace
from pathlib import Path

import pytest

from assessment import assess
from assessment.changes import ADD, Change
from assessment.effect import LATER, NATIONAL, NOT_SCORED, UNUSED, USED, Effect, effect
from assessment.what_if import what_if
from i18n import translator
from intake.loading.effect import effect_of
from intake.loading.known import Known, load_known
from intake.loading.vintages import confirm
from reports.effect_words import answer, reasons
from reports.wording import Wording
from scoring.score import NOT_RATED
from tests.assessment.published import published
from tests.intake.loading.tables import look, text

POVERTY = "poverty_share"
SHOWN = "offences_completed_alcohol"  # of no scored indicator


def found(folder: Path, known: Known, *rows: tuple[str, ...]) -> Effect:
    preview = look(folder, known, text((*row, known.series[row[0]].unit) for row in rows))
    assert not preview.faults
    return effect_of(preview, known, published())


def test_what_is_said_before_is_what_follows(tmp_path: Path, base: Known) -> None:
    rows = [(POVERTY, "KZ-10", "2024", "2.5"), (POVERTY, "KZ-61", "2020", "1.1")]
    preview = look(tmp_path, base, text([(*row, "percent") for row in rows]))
    said = effect_of(preview, base)
    before = published().result
    confirm(preview, load_known(), author="A", note="N", source="bns_taldau")
    after = assess().result
    moves = {(move.region, move.period): move for move in said.moves}
    for t, period in enumerate(after.inputs.periods):
        for r, region in enumerate(after.inputs.regions):
            old, new = float(before.score[t, r]), float(after.score[t, r])
            move = moves.pop((region, period), None)
            if move is None:
                assert old == pytest.approx(new, abs=1e-9, nan_ok=True)
            else:
                assert (move.before, move.after) == pytest.approx((old, new), abs=0, nan_ok=True)
                assert move.class_after == after.classes[t, r]
    assert not moves
    # Poverty may be a year old: the figure of 2024 also stands for 2025.
    assert said.years == (2025, 2024, 2020)
    assert [move.region for move in said.of(2020)] == ["KZ-61"]


def test_a_quarter_counts_for_its_part_of_the_year(tmp_path: Path, base: Known) -> None:
    # In data/observations/poverty.csv the first three quarters of 2023 are 5.1, 5.8 and 7: 1.5
    # points more in one of them are half a point in their mean, which also stands for the years after.
    said = found(tmp_path, base, (POVERTY, "KZ-31", "2023-Q2", "7.3"))
    assert [(move.period, move.region) for move in said.moves] == [
        (year, "KZ-31") for year in (2025, 2024, 2023)
    ]
    for move in said.moves:
        by_hand = what_if(published(), move.period, (Change("KZ-31", POVERTY, ADD, 0.5),))
        r = by_hand.after.region_index["KZ-31"]
        assert move.after == pytest.approx(by_hand.after.score[0, r])
        assert move.before == by_hand.before.score[0, r]


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((POVERTY, "KZ-10", "2026", "5"), LATER),
        ((POVERTY, "KZ", "2024", "5"), NATIONAL),
        ((POVERTY, "KZ-31", "2020-Q1", "5"), UNUSED),  # there is a figure of the whole year
        ((SHOWN, "KZ-31", "2024", "50"), NOT_SCORED),
        ((POVERTY, "KZ-31", "1999", "5"), UNUSED),
    ],
)
def test_why_no_score_moves_is_told(
    tmp_path: Path, base: Known, row: tuple[str, ...], reason: str
) -> None:
    said = found(tmp_path, base, row)
    assert said.moves == ()
    assert said.counts == {reason: 1}
    for language in ("en", "ru", "kk"):
        words = Wording(published(), language)
        assert len(reasons(said, words)) == 1
        assert answer(said, words) == translator(language)(
            "If you take this table over, no score of any region or year changes."
        )


def test_a_figure_beyond_the_goalposts_is_used_and_moves_nothing(
    tmp_path: Path, base: Known
) -> None:
    # 12.2 is held, and the upper goalpost is 7.96.
    said = found(tmp_path, base, (POVERTY, "KZ-61", "2020", "30"))
    assert said.counts == {USED: 1}
    assert said.moves == ()
    assert "range that is scored" in reasons(said, Wording(published(), "en"))[0]


def test_a_region_that_is_rated_no_more_is_told_first() -> None:
    made = published()
    score, classes = made.result.score.copy(), made.result.classes.copy()
    t = made.result.period_index[2024]
    score[t, 3], classes[t, 3] = math.nan, NOT_RATED
    score[t, 0] += 1
    said = effect(
        made, replace(made, result=replace(made.result, score=score, classes=classes)), []
    )
    gone, moved = said.moves
    assert (gone.region, gone.changes_class) == (made.result.inputs.regions[3], True)
    assert moved.after - moved.before == pytest.approx(1)
    for language, none in (("en", "not rated"), ("ru", "не оценено"), ("kk", "бағаланбаған")):
        words = Wording(made, language)
        assert none in answer(said, words)
        assert words.region_short(gone.region) in answer(said, words)
