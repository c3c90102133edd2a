"""The shape of every indicator: moments, gaps, zeros and ties, and what to look at again."""

from __future__ import annotations

import numpy as np
import pandas as pd

from scoring.audit.finding import Audit, Code, Finding, figures
from scoring.normalise import Floats
from scoring.treat import KURTOSIS, SKEWNESS, kurtosis, skewness

ROUNDING = 1e-9  # a skewness of exactly 2, however it was summed up, is not above 2
ENOUGH_VALUES, ENOUGH_NONZERO, ENOUGH_DIFFERENT = 0.65, 0.5, 0.5


def statistics(
    data: pd.DataFrame,
    *,
    skewness_limit: float = SKEWNESS,
    kurtosis_limit: float = KURTOSIS,
    enough_values: float = ENOUGH_VALUES,
    enough_nonzero: float = ENOUGH_NONZERO,
    enough_different: float = ENOUGH_DIFFERENT,
) -> Audit:
    """Describe each column of (R units, K indicators).

    Returns
    -------
    Audit
        Table by indicator id:

        - ``min``, ``max``, ``mean``, ``median``, ``sd`` (n − 1), ``skewness`` (G1) and ``kurtosis``
          (G2, in excess of the normal) of the values there are; NaN where they are not defined;
        - ``n_available``, ``n_nonzero``, ``n_unique``, ``n_same`` (units that share the most
          frequent value);
        - ``share_available`` and ``share_missing`` of the R units; ``share_nonzero``,
          ``share_unique`` and ``share_same`` of the values there are;
        - ``few_values``, ``many_zeros``, ``few_different``, ``outlier``: flags. The first three compare
          the counts with the number of *units*, so that an indicator with few values is not
          praised for their variety; the last is |skewness| > 2 together with kurtosis > 3.5.

    Raises
    ------
    AuditError
        When a column holds text or infinite values.
    """
    table = figures(data)
    values, units = table.to_numpy(), len(table)
    seen = ~np.isnan(values)
    counts = [table[name].value_counts() for name in table.columns]
    available = seen.sum(axis=0)
    nonzero = (seen & (values != 0)).sum(axis=0)
    unique = np.array([len(count) for count in counts], dtype=int)
    same = np.array([count.max() if len(count) else 0 for count in counts], dtype=int)
    skewed, peaked = skewness(values), kurtosis(values)
    rows = {
        "min": table.min(),
        "max": table.max(),
        "mean": table.mean(),
        "median": table.median(),
        "sd": table.std(ddof=1),
        "skewness": skewed,
        "kurtosis": peaked,
        "n_available": available,
        "n_nonzero": nonzero,
        "n_unique": unique,
        "n_same": same,
        "share_available": _over(available, units),
        "share_missing": 1.0 - _over(available, units),
        "share_nonzero": _over(nonzero, available),
        "share_unique": _over(unique, available),
        "share_same": _over(same, available),
        "few_values": _over(available, units) < enough_values,
        "many_zeros": _over(nonzero, units) < enough_nonzero,
        "few_different": _over(unique, units) < enough_different,
        "outlier": (np.abs(skewed) > skewness_limit + ROUNDING)
        & (peaked > kurtosis_limit + ROUNDING),
    }
    found = pd.DataFrame(rows, index=table.columns)
    measured = {
        "few_values": found["share_available"],
        "many_zeros": pd.Series(_over(nonzero, units), found.index),
        "few_different": pd.Series(_over(unique, units), found.index),
        "outlier": found["skewness"],
    }
    warnings = tuple(
        Finding(Code(flag), (str(name),), float(value[name]))
        for name in found.index
        for flag, value in measured.items()
        if found.loc[name, flag]
    )
    return Audit(found, warnings)


def _over(counts: np.ndarray, whole: int | np.ndarray) -> Floats:
    with np.errstate(invalid="ignore", divide="ignore"):
        return np.asarray(counts / np.asarray(whole, dtype=float), dtype=float)
