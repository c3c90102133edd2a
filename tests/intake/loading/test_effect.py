"""What a table does to the scores is said before it is taken over, and is then so."""

import math
from pathlib import Path

import pytest

from assessment import assess
from assessment.effect import LATER, NATIONAL, NOT_SCORED, UNUSED, USED, Effect, effect
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


def found(folder: Path, known: Known, *rows: tuple[str, ...]) -> Effect:
    preview = look(folder, known, text([(*row, "percent") for row in rows]))
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


def test_one_point_of_poverty_by_hand(tmp_path: Path, base: Known) -> None:
    # Between the goalposts 2.36 and 7.96 of poverty a point is 1/5.6 of the scale, and poverty is
    # a sixth of its pillar; the pillar's own points are those of the published index.
    result = published().result
    t, r = result.period_index[2023], result.region_index["KZ-31"]
    held = float(result.inputs.values[t, r, result.indicator_index[POVERTY]])
    old = next(
        one for key, one in base.held.items() if key[:3] == (POVERTY, "KZ-31", "current")
        and one.value == held and one.period[:4] == "2023"
    )  # fmt: skip
    (move,) = found(tmp_path, base, (POVERTY, "KZ-31", old.period, f"{held + 0.5:g}")).of(2023)
    assert move.region == "KZ-31"
    assert 0 < move.after - move.before < 0.5 / 5.6 / 6 * 100


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ((POVERTY, "KZ-10", "2026", "5"), LATER),
        ((POVERTY, "KZ", "2024", "5"), NATIONAL),
        ((POVERTY, "KZ-31", "2022-Q1", "5"), UNUSED),  # there is a figure of the whole year
        (("food_share", "KZ-31", "2024", "50"), NOT_SCORED),
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
    held = next(
        one for key, one in base.held.items()
        if key[:2] == (POVERTY, "KZ-61") and len(one.period) == 4 and one.value > 7.96
    )  # fmt: skip
    said = found(tmp_path, base, (POVERTY, "KZ-61", held.period, "30"))
    assert said.counts == {USED: 1}
    assert said.moves == ()
    assert "range that is scored" in reasons(said, Wording(published(), "en"))[0]


def test_a_region_that_is_rated_no_more_moves_most() -> None:
    made = published()
    few = [
        one for one in made.observations if (one.region, one.series) != ("KZ-10", POVERTY)
        and not (one.region == "KZ-11" and one.period[:4] in ("2024", "2025"))
    ]  # fmt: skip
    without = assess(made.registry, type(made.observations)(**_with(made, few)), made.regions)
    said = effect(made, without, [])
    assert {"KZ-10", "KZ-11"} >= {move.region for move in said.moves}
    gone = [move for move in said.moves if math.isnan(move.after)]
    assert all(move.class_after == NOT_RATED and move.changes_class for move in gone)
