"""The result as a table: each column is what the result says, unrounded."""

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from assessment.table import score_table
from scoring.score import score
from tests.assessment.published import published

COLUMNS = [
    "region",
    "borders",
    "region_name",
    "period",
    "score",
    "score_arithmetic",
    "score_without_capacity",
    "class",
    "rank",
    "rank_p5",
    "rank_p50",
    "rank_p95",
    "score_p5",
    "score_p50",
    "score_p95",
    "share_high_or_above",
    "share_first_5",
]


@pytest.mark.parametrize("period", [2017, 2024, 2025])
def test_cells_are_those_of_the_result(period: int) -> None:
    assessment = published()
    result = assessment.result
    t = result.period_index[period]
    bands = assessment.uncertainty(period)
    table = score_table(assessment, period).set_index("region")
    assert len(table) == 20
    for r, region in enumerate(result.inputs.regions):
        row = table.loc[region]
        assert row["score"] == result.score[t, r]
        assert row["score_arithmetic"] == result.score_arithmetic[t, r]
        assert row["score_without_capacity"] == result.score_without_optional[t, r]
        assert row["class"] == result.scheme.classes[result.classes[t, r]]
        assert row["rank"] == result.rank[t, r]
        for i, level in enumerate(("p5", "p50", "p95")):
            assert row[f"rank_{level}"] == bands.place[i, r]
            assert row[f"score_{level}"] == bands.score[i, r]
        assert row["share_high_or_above"] == bands.at_least[3, r]
        assert row["share_first_5"] == bands.top[r]
        pillars = [row[f"pillar_{name}"] for name in result.scheme.pillar_ids]
        np.testing.assert_array_equal(pillars, result.pillars[t, r])
        assert (row["low"], row["high"]) == (result.low[t, r], result.high[t, r])
        assert row["coverage"] == result.coverage[t, r]
        assert row["reliability"] == result.reliability.grade[t, r]
        parts = [
            row[f"reliability_{part}"]
            for part in ("missing", "staleness", "estimated", "concentration")
        ]
        assert parts == list(result.reliability.parts[t, r])


def test_columns_and_order() -> None:
    assessment = published()
    table = score_table(assessment, 2025)
    assert list(table.columns[: len(COLUMNS)]) == COLUMNS
    assert table["rank"].is_monotonic_increasing
    assert set(table["period"]) == {2025}
    assert set(table["method_version"]) == {assessment.registry.framework.version}
    chosen = assessment.registry.framework.uncertainty
    assert (set(table["draws"]), set(table["seed"])) == ({chosen.draws}, {chosen.seed})
    assert set(table["data_version"]) == {assessment.observations.version}


def test_region_names_follow_the_language_and_nothing_else_does() -> None:
    tables = {lang: score_table(published(), 2025, lang) for lang in ("en", "ru", "kk")}
    names = {
        lang: dict(zip(t["region"], t["region_name"], strict=True)) for lang, t in tables.items()
    }
    assert names["en"]["KZ-61"] == "Turkistan Region"
    assert names["ru"]["KZ-61"] == "Туркестанская область"
    assert names["kk"]["KZ-61"] == "Түркістан облысы"
    rest = [table.drop(columns="region_name") for table in tables.values()]
    pd.testing.assert_frame_equal(rest[0], rest[1])
    pd.testing.assert_frame_equal(rest[0], rest[2])


def test_a_region_that_is_not_rated_comes_last_and_empty() -> None:
    assessment = published()
    inputs = assessment.result.inputs
    values = inputs.values.copy()
    r = inputs.regions.index("KZ-61")
    values[:, r, :] = np.nan
    bare = replace(
        assessment, result=score(replace(inputs, values=values), assessment.result.scheme)
    )
    last = score_table(bare, 2025).iloc[-1]
    assert last["region"] == "KZ-61"
    assert pd.isna(last["score"])
    assert pd.isna(last["rank"])
    assert pd.isna(last["class"])
    assert pd.isna(last["rank_p5"])
    assert pd.isna(last["share_high_or_above"])


def test_unknown_period_is_an_error() -> None:
    with pytest.raises(KeyError):
        score_table(published(), 1999)
