"""The worked example of the change ledger: its numbers are those that the hand gives."""

import pytest

from methodology.ledger import ledger_example


def test_the_example_is_right() -> None:
    found = ledger_example()
    # P is the mean of A and B, Q is C, and the score the mean of P and Q, first half and half.
    assert found["published"]["score"] == pytest.approx(0.5 * (40 + 20) / 2 + 0.5 * 80)
    assert found["revised"]["score"] == pytest.approx(0.5 * (60 + 20) / 2 + 0.5 * 80)
    assert found["later"]["score"] == pytest.approx(0.5 * (60 + 40) / 2 + 0.5 * 70)
    assert found["now"]["score"] == pytest.approx(0.75 * (60 + 40) / 2 + 0.25 * 70)
    steps = {"revision": 60 - 55, "real": 60 - 60, "method": 55 - 60, "coverage": 0}
    assert found["steps"] == pytest.approx(steps)
    assert found["revision_of_a"] == pytest.approx(5)
    assert (found["real_of_b"], found["real_of_c"]) == pytest.approx((5, -5))
    assert found["total"] == pytest.approx(0, abs=1e-12)
