"""Treat outliers of imported indicators: cut off up to five points, or take a logarithm.

Our own index does not need it: its goalposts cut off. The rule is COINr's default. A column
passes when its skewness lies within ±2 or its (excess) kurtosis is below 3.5. One that does not
has its extreme values set to the next extreme, all equal ones together, until it passes or five
values have been moved; if it still does not pass, the *untreated* column is taken to
``log(x − min + 0.01 (max − min))``.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from scoring.normalise import Floats

SKEWNESS = 2.0
KURTOSIS = 3.5
MOST_MOVED = 5
# What happened to a point.
HIGH, LOW, LOGGED = "winhi", "winlo", "log_CT"


@dataclass(frozen=True)
class Treatment:
    """A treated table, and what was done to it.

    values : units × indicators.  points : the same shape, text: "winhi" or "winlo" where a value
    was cut off, "log_CT" where the column was taken to a logarithm, else "".
    details : one row an indicator: whether it passes, its skewness and kurtosis before, after
    cutting off (``1``) and after the logarithm (``2``); how many values were cut off (given up again
    when a logarithm followed); ``note``
    "constant" or "few" for a column that cannot be tested and is left as it is.
    """

    values: pd.DataFrame
    points: pd.DataFrame
    details: pd.DataFrame


def skewness(x: Floats) -> Floats:
    """Sample skewness G1 of each column, NaN left out: (n,) or (n, k) to () or (k,).

    NaN for fewer than three values, or equal ones. Joanes & Gill (1998).
    """
    n, second, third, _ = _moments(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        g1 = third / second**1.5
        return np.where((n > 2) & (second > 0), g1 * np.sqrt(n * (n - 1)) / (n - 2), np.nan)


def kurtosis(x: Floats) -> Floats:
    """Sample excess kurtosis G2 of each column, NaN left out: (n,) or (n, k) to () or (k,).

    NaN for fewer than four values, or equal ones. Joanes & Gill (1998).
    """
    n, second, _, fourth = _moments(x)
    with np.errstate(invalid="ignore", divide="ignore"):
        g2 = fourth / second**2 - 3
        scaled = ((n + 1) * g2 + 6) * (n - 1) / ((n - 2) * (n - 3))
        return np.where((n > 3) & (second > 0), scaled, np.nan)


def treat(values: pd.DataFrame) -> Treatment:
    """Treat the columns that do not pass; see the module for the rule.

    values : units × indicators, NaN where missing. The argument is not changed.
    """
    array = values.to_numpy(dtype=float).copy()
    points = np.full(array.shape, "", dtype=object)
    rows = []
    before = list(zip(skewness(array), kurtosis(array), strict=True))
    seen = (~np.isnan(array)).sum(axis=0)
    for k, name in enumerate(values.columns):
        skew, kurt = (float(moment) for moment in before[k])
        testable = not (np.isnan(skew) or np.isnan(kurt))
        row: dict[str, object] = {"indicator": name}
        note = "" if testable else ("few" if seen[k] <= 3 else "constant")
        row |= {"note": note} | _tested(0, skew, kurt)
        if testable and not _passes(skew, kurt):
            array[:, k], points[:, k], steps = treat_column(array[:, k])
            row |= steps
        rows.append(row)
    return Treatment(
        pd.DataFrame(array, index=values.index, columns=values.columns),
        pd.DataFrame(points, index=values.index, columns=values.columns),
        pd.DataFrame(rows, columns=list(_COLUMNS)).set_index("indicator"),
    )


def treat_column(x: Floats) -> tuple[Floats, np.ndarray, dict[str, object]]:
    """Treat a column (n,) that does not pass: the values, what was done to each, and the tests."""
    cut, points = winsorise(x)
    skew, kurt = float(skewness(cut)), float(kurtosis(cut))
    steps: dict[str, object] = {"moved": int((points != "").sum())} | _tested(1, skew, kurt)
    if _passes(skew, kurt):
        return cut, points, steps
    low, high = np.nanmin(x), np.nanmax(x)
    logged = np.log(x - low + 0.01 * (high - low))
    # The cut-off values are given up: the logarithm is of what was there before.
    marks = np.where(np.isnan(x), "", LOGGED).astype(object)
    steps |= _tested(2, float(skewness(logged)), float(kurtosis(logged)))
    return logged, marks, steps


def winsorise(x: Floats, most: int = MOST_MOVED) -> tuple[Floats, np.ndarray]:
    """Cut off extremes until the column passes or ``most`` values have been moved.

    x : (n,).  Returns the column, and which of its points were moved (texts). Equal extremes move
    together, so that a tie may carry the number beyond ``most``.
    """
    moved, points = x.copy(), np.full(x.shape, "", dtype=object)
    while (points != "").sum() < most:
        skew = float(skewness(moved))
        if _passes(skew, float(kurtosis(moved))):
            break
        end, mark = (np.nanmax, HIGH) if skew >= 0 else (np.nanmin, LOW)
        extreme = moved == end(moved)
        rest = moved[~extreme & ~np.isnan(moved)]
        if rest.min() == rest.max():
            break  # nothing but one value would be left
        moved[extreme] = end(rest)
        points[extreme] = mark
    return moved, points


_COLUMNS = (
    "indicator",
    "note",
    *("passes0", "skewness0", "kurtosis0"),
    "moved",
    *("passes1", "skewness1", "kurtosis1"),
    *("passes2", "skewness2", "kurtosis2"),
)


def _tested(step: int, skew: float, kurt: float) -> dict[str, object]:
    found = {f"passes{step}": _passes(skew, kurt) or bool(np.isnan(skew) or np.isnan(kurt))}
    return found | {f"skewness{step}": skew, f"kurtosis{step}": kurt}


def _passes(skew: float, kurt: float) -> bool:
    return abs(skew) < SKEWNESS or kurt < KURTOSIS


def _moments(x: Floats) -> tuple[Floats, Floats, Floats, Floats]:
    """Count, and the central moments of order 2, 3 and 4 with divisor n, of each column."""
    n = (~np.isnan(x)).sum(axis=0).astype(float)
    size = np.maximum(n, 1)
    low = np.fmin.reduce(x, axis=0, initial=np.nan)
    spread = low < np.fmax.reduce(x, axis=0, initial=np.nan)
    centred = np.where(np.isnan(x), 0.0, x - np.nansum(x, axis=0) / size)
    # Equal values have no spread, though their mean may miss them by rounding.
    second, third, fourth = (
        np.where(spread, (centred**p).sum(axis=0) / size, 0) for p in (2, 3, 4)
    )
    return n, second, third, fourth
