"""Our own framework in COINr's format, and back to the same scores."""

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from assessment import Assessment, assess
from cli.__main__ import build_parser
from cli.index import recipe_of
from exchange.export import data_table, export, meta_table, options
from exchange.source import Source, read_source
from exchange.writing import as_csv
from scoring.composite import build
from scoring.score import score


@pytest.fixture(scope="module")
def published() -> Assessment:
    return assess()


def read_back(folder: Path, files: dict[str, str]) -> Source:
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_source(folder / "iData.csv", folder / "iMeta.csv")


def check_same(assessment: Assessment, folder: Path) -> None:
    result, periods = assessment.result, assessment.result.inputs.periods
    source = read_back(folder, export(assessment, periods, "run"))
    words = ["index", "--data", "x", *options(result).split()]
    recipe = recipe_of(build_parser("index").parse_args(words))
    assert source.times == tuple(map(str, periods))
    for t, period in enumerate(periods):
        built = build(source.values[str(period)], source.framework, recipe)
        assert tuple(built.units) == result.inputs.regions
        np.testing.assert_allclose(built.scores, result.score[t], rtol=0, atol=1e-12)
        pillars = built.aggregates[list(result.scheme.pillar_ids)]
        np.testing.assert_allclose(pillars, result.pillars[t], rtol=0, atol=1e-12)
        np.testing.assert_array_equal(built.ranks["index"], result.rank[t])


def test_reading_back_gives_the_same_scores(published: Assessment, tmp_path: Path) -> None:
    check_same(published, tmp_path)


def test_also_where_much_is_missing(published: Assessment, tmp_path: Path) -> None:
    """Every third figure gone, so that nodes lose their rating in every way there is."""
    inputs = published.result.inputs
    gone = np.random.default_rng(5).random(inputs.values.shape) < 1 / 3
    thinned = replace(
        inputs,
        values=np.where(gone, math.nan, inputs.values),
        age=np.where(gone, math.nan, inputs.age),
        source=np.where(gone, -1, inputs.source),
    )
    result = score(thinned, published.result.scheme)
    assert 0.1 < np.isnan(result.score).mean() < 0.9
    check_same(replace(published, result=result), tmp_path)


def test_numbers_read_back_exactly(published: Assessment, tmp_path: Path) -> None:
    period = published.rated_periods[-1]
    source = read_back(tmp_path, export(published, [period], "run"))
    result = published.result
    expected = result.inputs.values[result.period_index[period]]
    np.testing.assert_array_equal(source.values[str(period)].to_numpy(), expected)


def test_the_tables_say_what_a_reader_of_coinr_expects(published: Assessment) -> None:
    meta = meta_table(published).set_index("iCode")
    scheme = published.result.scheme
    assert meta.loc[list(scheme.pillar_ids), "Weight"].tolist() == list(scheme.pillar_weights)
    assert set(meta["Type"]) == {"Indicator", "Aggregate", "Group"}
    assert meta.loc["index", "Level"] == 3
    assert (meta.loc[list(scheme.pillar_ids), "Direction"] == 1).all()
    data = data_table(published, published.rated_periods[:2])
    assert len(data) == 2 * len(published.result.inputs.regions)
    assert set(data["RegionType"]) == {"oblast", "city"}
    assert list(data.columns[:4]) == ["uCode", "uName", "Time", "RegionType"]
    assert set(scheme.indicator_ids) <= set(data.columns)


def test_the_readme_gives_the_command(published: Assessment) -> None:
    text = export(published, [2024], "./run")["README.txt"]
    assert "./run index --data iData.csv --meta iMeta.csv" in text
    assert options(published.result) in text
    assert "--normalise goalposts" in options(published.result)
    assert "--coverage 2/3" in options(published.result)
    assert "$" not in text.partition("library(COINr)")[0]
    assert "iData$Time" in text
    assert max(map(len, text.splitlines())) <= 110


def test_csv_as_r_writes_it() -> None:
    table = pd.DataFrame(
        {"a": [0.1, math.nan], "b": [True, None], "c": ["x,y", None], "d": [1, 2]}
    ).astype({"b": object})
    assert as_csv(table) == 'a,b,c,d\n0.10000000000000001,TRUE,"x,y",1\nNA,NA,NA,2\n'
