"""A small index worked out without the product's code: every number must come out the same."""

import csv
import math
from pathlib import Path

import numpy as np
import pytest

from scoring.aggregate import arithmetic, inverted_geometric
from scoring.contributions import Contributions, against_median
from scoring.framework import ScaledIndicator, Scheme, ScoredPillar
from scoring.score import Result, score
from tests.scoring.golden import recompute
from tests.scoring.worlds import inputs, scheme

GOLDEN = Path(__file__).resolve().parent / "golden"
PERIOD = 2024

# Fifteen decimals are written; the product computes with sixteen digits.
CLOSE = 1e-11


def rows(name: str) -> list[dict[str, str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def golden_scheme() -> Scheme:
    cards = rows("indicators.csv")
    return scheme(
        *(
            ScoredPillar(
                pillar,
                float(own[0]["pillar_weight"]),
                own[0]["optional"] == "yes",
                tuple(
                    ScaledIndicator(
                        card["indicator"],
                        float(card["lo"]),
                        float(card["hi"]),
                        int(card["direction"]),
                        card["transform"],
                        float(card["weight"]),
                    )
                    for card in own
                ),
            )
            for pillar in dict.fromkeys(card["pillar"] for card in cards)
            if (own := [card for card in cards if card["pillar"] == pillar])
        )
    )


@pytest.fixture(scope="module")
def result() -> Result:
    of, table = golden_scheme(), rows("inputs.csv")
    applicable = [[row[i] != recompute.NOT_APPLICABLE for i in of.indicator_ids] for row in table]
    values = [
        [
            float(row[i]) if row[i] and ok else math.nan
            for i, ok in zip(of.indicator_ids, own, strict=True)
        ]
        for row, own in zip(table, applicable, strict=True)
    ]
    regions = tuple(row["region"] for row in table)
    return score(inputs(of, values, regions=regions, periods=(PERIOD,), applicable=applicable), of)


def found(result: Result, region: str, quantity: str, key: str) -> float | str:
    """The cell of a result that a row of ``expected.csv`` is about."""
    r = result.region_index[region]
    if quantity == "normalised":
        return float(result.normalised[0, r, result.indicator_index[key]])
    if quantity == "pillar":
        return float(result.pillars[0, r, result.pillar_index[key]])
    if quantity == "class":
        return result.scheme.classes[result.classes[0, r]]
    if quantity in {"baseline", "contribution"}:
        return explained(result, region, quantity, key)
    return float(getattr(result, quantity)[0, r])


def explained(result: Result, region: str, quantity: str, key: str) -> float:
    parts = against_median(result, PERIOD, region)
    assert isinstance(parts, Contributions)
    if quantity == "baseline":
        return parts.baseline
    if key in result.pillar_index:
        return float(parts.pillars[result.pillar_index[key]])
    return float(parts.indicators[result.indicator_index[key]])


@pytest.mark.parametrize(
    "row", rows("expected.csv"), ids=lambda row: f"{row['quantity']} {row['id']}"
)
def test_every_number_is_the_expected_one(result: Result, row: dict[str, str]) -> None:
    for region in result.inputs.regions:
        value, expected = found(result, region, row["quantity"], row["id"]), row[region]
        if row["quantity"] == "class":
            assert value == expected, region
        elif expected == "":
            assert math.isnan(value), region  # missing, or does not apply
        else:
            assert value == pytest.approx(float(expected), abs=CLOSE), region


def test_what_is_expected_can_be_recomputed() -> None:
    """The table was not edited by hand, and not made by the code that it judges."""
    with (GOLDEN / "expected.csv").open(encoding="utf-8", newline="") as file:
        assert list(csv.reader(file)) == recompute.table()
    source = Path(recompute.__file__).read_text(encoding="utf-8")
    assert "scoring" not in source
    assert "numpy" not in source


def test_one_number_by_pocket_calculator(result: Result) -> None:
    """North: pillars 6.667, 5.833 and 1.667 leave room of 4, 4.75 and 8.5."""
    by_hand = 10 * (10 - 4**0.45 * 4.75**0.45 * 8.5**0.10) * 10 / 9
    assert result.score[0, 0] == pytest.approx(by_hand, abs=1e-12)
    assert by_hand == pytest.approx(59.33, abs=0.005)


def test_published_example_of_two_unequal_pillars() -> None:
    """Pillars of 9 and 1, published beside the formula: arithmetic 5.0, inverted geometric 6.49."""
    pillars, weights = np.array([90.0, 10.0]), np.array([0.5, 0.5])
    assert arithmetic(pillars, weights) == 50.0
    assert round(float(inverted_geometric(pillars, weights)) / 10, 2) == 6.49
