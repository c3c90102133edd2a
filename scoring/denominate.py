"""Divide indicators by what makes units comparable: population, area, output."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pandas as pd


class DenominatorError(ValueError):
    """A denominator is not there or is zero; the message names the indicator and the unit."""


def denominate(
    values: pd.DataFrame, denominators: pd.DataFrame, by: Mapping[str, str]
) -> pd.DataFrame:
    """Divide each indicator named in ``by`` by its denominator.

    values : units × indicators.  denominators : the same units × denominators, same order.
    by : denominator of each indicator that has one; the others stay as they are.
    Missing on either side gives missing. Raises DenominatorError for an unknown denominator, or
    one that is zero.
    """
    divided = values.copy()
    for indicator, name in by.items():
        if name not in denominators:
            known = ", ".join(map(str, denominators)) or "none"
            raise DenominatorError(
                f"indicator '{indicator}': there is no denominator '{name}'; there are: {known}"
            )
        divisor = denominators[name].to_numpy(dtype=float)
        zero = np.flatnonzero((divisor == 0) & values[indicator].notna().to_numpy())
        if len(zero):
            unit = values.index[zero[0]]
            raise DenominatorError(
                f"indicator '{indicator}', unit '{unit}': the denominator '{name}' is 0"
            )
        divided[indicator] = values[indicator].to_numpy(dtype=float) / divisor
    return divided
