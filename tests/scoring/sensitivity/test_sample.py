"""The design: which runs are made, and how a number becomes a choice."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scoring.sensitivity import SampleError, choice, saltelli


def test_each_block_replaces_one_factor_at_a_time() -> None:
    """A, then A with the first, second and third factor from B, then B."""
    columns = saltelli(("a", "b", "c"), 8, seed=3)
    runs = np.stack(list(columns.values()), axis=1).reshape(8, 5, 3)
    first, last = runs[:, 0], runs[:, 4]
    assert (first != last).all()
    for j in range(3):
        for other in range(3):
            assert (runs[:, 1 + j, other] == (last if other == j else first)[:, other]).all()


def test_base_runs_are_spread_evenly() -> None:
    """Of 16 points of a Sobol sequence one falls into each sixteenth, whatever the scrambling."""
    columns = saltelli(("a", "b"), 16, seed=5)
    for column in columns.values():
        assert sorted(np.floor(column[::4] * 16)) == list(range(16))


def test_the_seed_gives_the_runs() -> None:
    one, same, other = (saltelli(("a", "b"), 4, seed)["a"] for seed in (1, 1, 2))
    assert (one == same).all()
    assert (one != other).any()


@pytest.mark.parametrize(
    ("factors", "base", "said"),
    [
        ((), 8, "different names"),
        (("a", "a"), 8, "different names"),
        (("a",), 12, "power of two from 2 on, not 12"),
        (("a",), 1, "power of two"),
        (("a",), 0, "power of two"),
    ],
)
def test_what_makes_no_design_is_refused(factors: tuple[str, ...], base: int, said: str) -> None:
    with pytest.raises(SampleError, match=said):
        saltelli(factors, base, seed=1)


def test_options_have_equal_chances() -> None:
    assert choice(np.array([0.0, 0.24, 0.25, 0.5, 0.99, 1.0]), 4).tolist() == [0, 0, 1, 2, 3, 3]
    with pytest.raises(SampleError, match="option"):
        choice(np.zeros(2), 0)


@given(st.floats(0, 1), st.integers(1, 50))
def test_a_choice_is_one_of_the_options(number: float, count: int) -> None:
    assert 0 <= int(choice(np.array([number]), count)[0]) < count
