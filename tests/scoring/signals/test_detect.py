"""All rules on one series: what speaks where, in which direction, and what becomes an alert."""

from dataclasses import replace

import numpy as np

from scoring.signals.detect import detect
from scoring.signals.rules import FALL, RISE, Lasting, Record, Rules, Sudden

NAN = np.nan
RULES = Rules(
    seasons=1,
    kind="difference",
    years=1,
    least=4,
    most=9,
    signs=(RISE, FALL),
    sudden=Sudden(3.5),
    lasting=Lasting(allowance=0.5, cap=2, limit=2.5),
    record=None,
    quiet=180,
)
# Median 0 and MAD 1: a spread of 1.4826.
CALM = [-1.0, 1, -1, 1]


def run(tail: list[float], rules: Rules = RULES, records: list[int] | None = None, **more: object):  # type: ignore[no-untyped-def]
    changes = np.array(CALM + tail)
    found = np.zeros(len(changes), dtype=int) if records is None else np.array(records)
    there = np.ones(len(changes), dtype=bool)
    days = np.arange(len(changes)) * 365
    return detect(changes, found, there, days, rules, **more)  # type: ignore[arg-type]


def test_a_sudden_rise_and_a_sudden_fall() -> None:
    for size, sign in ((9.0, RISE), (-9.0, FALL)):
        found = run([size])
        assert found.sudden.tolist() == [False] * 4 + [True]
        assert found.sign[4] == sign
        assert found.alert[4]


def test_the_other_direction_is_no_alarm() -> None:
    found = run([-9.0], replace(RULES, signs=(RISE,)))
    assert not found.fired.any()
    assert set(found.cusum) == {RISE}


def test_exactly_at_the_threshold_is_an_alarm() -> None:
    reach = 2 * 1.4826
    assert run([reach], replace(RULES, sudden=Sudden(2.0))).sudden[4]
    assert not run([reach - 1e-9], replace(RULES, sudden=Sudden(2.0))).sudden[4]


def test_two_large_falls_last_and_one_does_not() -> None:
    found = run([-6.0, -6.0], replace(RULES, sudden=None))
    # min(4.0, 2) − 0.5 = 1.5. The first fall then moves median and MAD to −1 and 2: z is 5 / 2.97.
    np.testing.assert_allclose(found.cusum[FALL].path[4:], [1.5, 1.0 + 5 / (1.4826 * 2)])
    assert not found.lasting[4]
    assert found.lasting[5]
    assert found.sign[5] == FALL


def test_what_is_rare_but_small_is_no_alarm() -> None:
    rules = replace(RULES, least_change=7.0)
    assert run([-9.0], rules).sudden[4]
    found = run([-6.0, -6.0], rules)
    assert not found.fired.any()
    # The sum crosses its limit and begins anew all the same.
    assert found.cusum[FALL].alarm[5]


def test_nothing_is_said_before_the_history_is_long_enough() -> None:
    changes = np.array([0.0, 99, -99, 99])
    found = detect(changes, np.full(4, 2), np.ones(4, bool), np.arange(4) * 365, RULES)
    assert not found.tested.any()
    assert not found.fired.any()


def test_a_record_has_the_direction_of_the_alarm() -> None:
    rules = replace(RULES, signs=(FALL,), record=Record(1, 3))
    found = run([0.0], rules, records=[0, 0, 0, 0, 2])
    assert found.record[4] == 2
    assert found.sign[4] == FALL
    assert found.alert[4]


def test_a_stream_with_no_other_rule_is_tested_wherever_it_can_be_compared() -> None:
    rules = replace(RULES, signs=(RISE,), sudden=None, lasting=None, record=Record(1, 3))
    changes = np.full(4, NAN)
    there = np.array([False, True, True, True])
    found = detect(changes, np.array([1, 0, 1, 2]), there, np.arange(4) * 91, rules)
    assert found.tested.tolist() == there.tolist()
    assert found.record.tolist() == [0, 0, 1, 2]
    # The last falls into the silence after the one before it.
    assert found.alert.tolist() == [False, False, True, False]
    assert np.isnan(found.z.z).all()
