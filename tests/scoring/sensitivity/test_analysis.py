"""A whole analysis: names stay with their numbers."""

import numpy as np
import pytest

from scoring.normalise import Floats
from scoring.sensitivity import SampleError, sensitivity


def model(columns: dict[str, Floats]) -> Floats:
    """Return one output of the heavy factor alone, one of both, and one of neither."""
    heavy, light = columns["heavy"], columns["light"]
    return np.stack([heavy, 3 * heavy + light, np.full_like(heavy, 7.0)], axis=1)


def test_indices_stand_under_their_names() -> None:
    found = sensitivity(("light", "heavy"), model, ("one", "both", "none"), base=256, seed=9)
    assert found.runs == 256 * 4
    assert found.first.loc["light", "one"] == 0
    assert found.total.loc["heavy", "one"] == pytest.approx(1, abs=0.01)
    assert found.first.loc["heavy", "both"] == pytest.approx(0.9, abs=0.01)
    assert found.total.loc["light", "both"] == pytest.approx(0.1, abs=0.01)


def test_the_table_says_the_same() -> None:
    found = sensitivity(("light", "heavy"), model, ("one", "both", "none"), base=64)
    table = found.table().set_index(["output", "factor"])
    assert len(table) == 6
    for output in found.outputs:
        for factor in found.factors:
            assert table.loc[(output, factor), "first"] == found.first.loc[factor, output]
            assert table.loc[(output, factor), "total"] == found.total.loc[factor, output]
    assert table.loc["none", "constant"].all()
    assert not table.loc[["one", "both"], "constant"].any()


def test_the_seed_is_that_of_sample_and_bootstrap() -> None:
    one, same, other = (
        sensitivity(("light", "heavy"), model, ("a", "b", "c"), base=32, seed=seed).indices
        for seed in (1, 1, 2)
    )
    assert (one.total == same.total).all()
    assert (one.total_half == same.total_half).all()
    assert (one.total != other.total).any()


def test_faults_of_the_model_are_named() -> None:
    with pytest.raises(SampleError, match=r"\(32, 3\), not \(32, 2\)"):
        sensitivity(("light", "heavy"), model, ("a", "b"), base=8)
    with pytest.raises(SampleError, match="stands twice"):
        sensitivity(("light", "heavy"), model, ("a", "b", "a"), base=8)
    with pytest.raises(SampleError, match="finite"):
        sensitivity(("x",), lambda columns: np.full((24, 1), np.inf), ("a",), base=8)


def test_intervals_become_narrower_with_more_runs() -> None:
    halves = [
        sensitivity(("light", "heavy"), model, ("a", "b", "c"), base=base).indices.first_half[1, 1]
        for base in (64, 4096)
    ]
    assert halves[1] < halves[0] / 4
