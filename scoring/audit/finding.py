"""What an audit gives back: a table keyed by id, and what stands out in it as plain data."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd


class AuditError(ValueError):
    """An audit cannot be made of what was given; the message names the id."""


class Code(StrEnum):
    """All that an audit can warn of; ``Finding.value`` is what is named here in brackets."""

    OUTLIER = "outlier"  # one id [skewness]
    FEW_VALUES = "few_values"  # one id [share of units that have a value]
    MANY_ZEROS = "many_zeros"  # one id [share of units whose value is not zero]
    FEW_DIFFERENT = "few_different"  # one id [number of different values over number of units]
    COLLINEAR = "collinear"  # two ids of a group [correlation]
    OPPOSED = "opposed"  # two ids of a group [correlation]
    AGAINST_PARENT = "against_parent"  # node, ancestor [correlation]
    FOLLOWS_DENOMINATOR = "follows_denominator"  # indicator, denominator [correlation]
    INCONSISTENT_GROUP = "inconsistent_group"  # group [standardised alpha]
    FEW_UNITS = "few_units"  # group [units with all values, for each child]
    CONSTANT = "constant"  # group, child that is the same everywhere [its value]
    SEVERAL_DIMENSIONS = "several_dimensions"  # group [components with an eigenvalue above 1]
    OPPOSED_LOADING = "opposed_loading"  # group, child [loading on the first component]
    NOT_PLACED = "not_placed"  # one id [share of units that have a value]
    ONLY_IN_ONE = "only_in_one"  # unit [score]


@dataclass(frozen=True)
class Finding:
    """One thing that stands out: a code, the ids it is about, and how large it is."""

    code: Code
    ids: tuple[str, ...]
    value: float


@dataclass(frozen=True)
class Audit:
    """A table keyed by id, and what stands out in it, in the order of the table."""

    table: pd.DataFrame
    warnings: tuple[Finding, ...]


def figures(data: pd.DataFrame, ids: Iterable[str] | None = None) -> pd.DataFrame:
    """Return the columns ``ids`` (without them: all) of (R units, K ids) as numbers.

    Raises AuditError for a unit or id that stands twice, a column that is missing or holds text,
    and an infinite value.
    """
    for what, names in (("unit", data.index), ("indicator", data.columns)):
        if not names.is_unique:
            raise AuditError(f"{what} '{names[names.duplicated()][0]}' stands twice")
    wanted = list(data.columns) if ids is None else list(ids)
    for name in wanted:
        if name not in data.columns:
            raise AuditError(f"there are no values of '{name}'")
        if not pd.api.types.is_numeric_dtype(data[name]):
            raise AuditError(f"the values of '{name}' are not all numbers")
    chosen = data[wanted].astype(float)
    infinite = np.argwhere(np.isinf(chosen.to_numpy()))
    if len(infinite):
        unit, name = chosen.index[infinite[0][0]], chosen.columns[infinite[0][1]]
        raise AuditError(f"'{name}' of unit '{unit}' is infinite")
    return chosen
