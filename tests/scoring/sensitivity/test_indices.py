"""Indices: SALib's for one output, known answers, and what must not matter to them."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze.sobol import analyze

from scoring.normalise import Floats
from scoring.sensitivity import SampleError, choice, indices, saltelli, sobol

FACTORS = ("x", "y", "z")


def ishigami(columns: dict[str, Floats]) -> Floats:
    """sin x + 7 sin² y + 0.1 z⁴ sin x, each factor on −π to π."""
    x, y, z = (math.pi * (2 * columns[name] - 1) for name in FACTORS)
    return np.sin(x) + 7 * np.sin(y) ** 2 + 0.1 * z**4 * np.sin(x)


def several(base: int = 64) -> Floats:
    """Five outputs of very different sizes, one of which seldom moves."""
    columns = saltelli(FACTORS, base, seed=4)
    x, y, z = (columns[name] for name in FACTORS)
    return np.stack(
        [ishigami(columns), 1e6 + x, 1e-9 * x * y, np.floor(z * 3), (x > 0.97) * 1.0], axis=1
    )


def test_one_output_is_as_in_salib() -> None:
    outputs = several()
    problem = {"num_vars": 3, "names": list(FACTORS), "bounds": [[0.0, 1.0]] * 3}
    found = sobol(outputs, 3, resamples=50, level=0.9, seed=11)
    for m in range(outputs.shape[1]):
        theirs = analyze(
            problem,
            outputs[:, m],
            calc_second_order=False,
            num_resamples=50,
            conf_level=0.9,
            seed=11,
        )
        # The size of an output takes digits away before either begins.
        exact = 1e-12 if abs(outputs[:, m]).max() < 1e5 else 1e-8
        assert found.first[:, m] == pytest.approx(theirs["S1"], abs=exact)
        assert found.total[:, m] == pytest.approx(theirs["ST"], abs=exact)
        assert found.first_half[:, m] == pytest.approx(theirs["S1_conf"], abs=exact)
        assert found.total_half[:, m] == pytest.approx(theirs["ST_conf"], abs=exact)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_ishigami_lies_in_its_intervals(seed: int) -> None:
    """Its variance is a²/8 + bπ⁴/5 + b²π⁸/18 + 1/2, and each part of it is known."""
    found = sobol(ishigami(saltelli(FACTORS, 2048, seed)), 3, seed=seed)
    a, b = 7.0, 0.1
    alone = [(1 + b * math.pi**4 / 5) ** 2 / 2, a**2 / 8, 0.0]
    together = b**2 * math.pi**8 * (1 / 18 - 1 / 50)
    variance = sum(alone) + together
    total = [alone[0] + together, alone[1], together]
    assert (np.abs(found.first[:, 0] - np.array(alone) / variance) <= found.first_half[:, 0]).all()
    assert (np.abs(found.total[:, 0] - np.array(total) / variance) <= found.total_half[:, 0]).all()
    assert (found.total_half[:, 0] < 0.08).all()


def test_two_identical_options_explain_nothing_at_all() -> None:
    columns = saltelli(FACTORS, 64, seed=1)
    options = np.array([2.5, 2.5])
    outputs = columns["x"] ** 2 * options[choice(columns["y"], 2)] + columns["z"]
    found = sobol(outputs, 3)
    assert found.first[1].tolist() == found.total[1].tolist() == [0.0]
    assert found.first_half[1].tolist() == found.total_half[1].tolist() == [0.0]
    assert (found.total[[0, 2]] > 0.1).all()


def test_independent_terms_share_the_variance() -> None:
    """x + 2y has variances 1 and 4 twelfths: a fifth and four fifths, and no interaction."""
    columns = saltelli(("x", "y"), 1024, seed=7)
    found = sobol(columns["x"] + 2 * columns["y"], 2)
    assert found.first[:, 0] == pytest.approx([0.2, 0.8], abs=0.01)
    assert found.total[:, 0] == pytest.approx([0.2, 0.8], abs=0.01)


def test_a_constant_has_no_indices_and_says_so() -> None:
    outputs = several()
    outputs[:, 1] = 0.1 + 0.2
    outputs[::2, 1] = 0.3  # differs from it by a rounding error only
    found = sobol(outputs, 3)
    assert found.constant.tolist() == [False, True, False, False, False]
    for part in (found.first, found.total, found.first_half, found.total_half):
        assert (part[:, 1] == 0).all()
        assert np.isfinite(part).all()
        assert part[0, 0] != 0


def test_a_resample_without_any_movement_is_no_nan() -> None:
    """One base run of two moves: a quarter of all resamples draw only the other."""
    outputs = np.zeros((2, 3, 1))
    outputs[0, :, 0] = [0.0, 1.0, 1.0]
    found = sobol(outputs.reshape(6, 1), 1, resamples=200)
    assert not found.constant[0]
    assert np.isfinite([found.first_half, found.total_half]).all()


def test_outputs_do_not_know_of_each_other(monkeypatch: pytest.MonkeyPatch) -> None:
    outputs = several()
    whole = sobol(outputs, 3)
    monkeypatch.setattr(indices, "HELD", 1)  # one output at a time
    split, turned = sobol(outputs, 3), sobol(outputs[:, ::-1], 3)
    for name in ("first", "total", "first_half", "total_half"):
        assert getattr(split, name) == pytest.approx(getattr(whole, name), rel=1e-9, abs=1e-12)
        assert getattr(turned, name)[:, ::-1] == pytest.approx(getattr(split, name), abs=1e-12)


@settings(max_examples=25, deadline=None)
@given(st.floats(0.01, 100), st.floats(-100, 100), st.sampled_from((1, -1)))
def test_scale_and_origin_do_not_matter(scale: float, shift: float, sign: int) -> None:
    plain = several()[:, [0, 3]]
    one, other = sobol(plain, 3), sobol(sign * scale * plain + shift, 3)
    assert other.first == pytest.approx(one.first, abs=1e-8)
    assert other.total_half == pytest.approx(one.total_half, abs=1e-8)


@pytest.mark.parametrize(
    ("outputs", "options", "said"),
    [
        (np.zeros(11), {}, "11 runs"),
        (np.zeros(5), {}, "5 runs"),
        (np.array([[0.0, 1.0]] * 9 + [[0.0, math.nan]]), {}, "run 9 of output 1 is nan"),
        (np.zeros(10), {"resamples": 1}, "resamples"),
        (np.zeros(10), {"level": 1.0}, "level"),
    ],
)
def test_what_comes_from_no_design_is_refused(
    outputs: Floats, options: dict[str, float], said: str
) -> None:
    with pytest.raises(SampleError, match=said):
        sobol(outputs, 3, **options)
