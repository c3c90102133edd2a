"""Fill what is missing. Not for the published index: for imported frameworks, and as a variant.

Every method leaves what is observed untouched, and leaves missing what it has nothing to fill with
(a column, or a group, in which nothing is observed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping

import numpy as np
import pandas as pd

from scoring.normalise import Floats

IN_COLUMN: dict[str, Callable[[Floats], float]] = {
    "mean": lambda x: float(x.mean()),
    "median": lambda x: float(np.median(x)),
}
# Methods that take what a unit has in other years, and so need several.
IN_PANEL = ("latest", "linear")
METHODS = (
    "none",
    "mean",
    "median",
    "group-mean:COL",
    "group-median:COL",
    "row-mean",
    "row-median",
    "nearest:K",
    *IN_PANEL,
)


class ImputationError(ValueError):
    """A method is not there, or lacks what it needs; the message says which and where."""


def impute(
    values: pd.DataFrame,
    method: str,
    *,
    directions: Mapping[str, int],
    groups: pd.DataFrame | None = None,
) -> pd.DataFrame:
    """Fill the gaps of one table by one of ``METHODS`` but those of a panel.

    values : units × indicators.  groups : the same units × grouping columns.
    directions : 1 or -1 for each indicator; used by the methods along a row, where a high value of
    one indicator must mean the same as a high value of another.
    """
    name, _, detail = method.partition(":")
    if method == "none" or not values.isna().to_numpy().any():
        return values
    filled: pd.DataFrame
    if method in IN_COLUMN:
        filled = _by_group(values, np.zeros(len(values), dtype=int), IN_COLUMN[method])
    elif name in ("group-mean", "group-median"):
        labels = _labels(values, detail, groups)
        filled = _by_group(values, labels, IN_COLUMN[name.removeprefix("group-")])
    elif method in ("row-mean", "row-median"):
        filled = _on_one_scale(values, directions, _along_rows(method.removeprefix("row-")))
    elif name == "nearest" and detail.isdecimal() and int(detail) > 0:
        filled = _on_one_scale(values, directions, _nearest(int(detail)))
    elif method in IN_PANEL:
        raise ImputationError(f"'{method}' needs several times, and this is one")
    else:
        raise ImputationError(f"there is no imputation '{method}'; there are: {', '.join(METHODS)}")
    return values.where(values.notna(), filled)


def impute_panel(tables: Mapping[float, pd.DataFrame], method: str) -> dict[float, pd.DataFrame]:
    """Fill each unit's gaps from its own other times.

    tables : units × indicators for each time; units may differ, indicators may not.
    ``latest`` takes the last earlier value; ``linear`` lies on the line between the values before
    and after, and takes the last earlier one where nothing follows. What precedes a unit's first
    value stays missing: the future is not known to the past.
    """
    if method not in IN_PANEL:
        raise ImputationError(f"'{method}' is not one of {', '.join(IN_PANEL)}")
    if len(tables) < 2:
        raise ImputationError(f"'{method}' needs several times, and there is one")
    times = sorted(tables)
    units = list(dict.fromkeys(unit for time in times for unit in tables[time].index))
    columns = tables[times[0]].columns
    cube = np.stack(
        [tables[time].reindex(index=units, columns=columns).to_numpy(dtype=float) for time in times]
    )
    clock = np.array(times, dtype=float)
    filled = cube.copy()
    for u, k in zip(*np.nonzero(np.isnan(cube).any(axis=0)), strict=True):
        series = cube[:, u, k]
        seen = np.flatnonzero(~np.isnan(series))
        if len(seen) == 0:
            continue
        later = np.arange(len(times)) > seen[0]
        gap = np.isnan(series) & later
        if method == "linear":
            filled[gap, u, k] = np.interp(clock[gap], clock[seen], series[seen])
        else:
            filled[gap, u, k] = series[seen[np.searchsorted(seen, np.flatnonzero(gap)) - 1]]
    return {
        time: pd.DataFrame(filled[t], index=units, columns=columns).loc[tables[time].index]
        for t, time in enumerate(times)
    }


def _labels(values: pd.DataFrame, column: str, groups: pd.DataFrame | None) -> np.ndarray:
    known = [] if groups is None else list(groups.columns)
    if groups is None or column not in groups:
        raise ImputationError(
            f"there is no group column '{column}'; there are: {', '.join(known) or 'none'}"
        )
    labels = groups[column]
    needed = values.isna().any(axis=1).to_numpy() & labels.isna().to_numpy()
    if needed.any():
        unit = values.index[np.flatnonzero(needed)[0]]
        raise ImputationError(f"unit '{unit}' has gaps to fill and no group in '{column}'")
    return labels.to_numpy()


def _by_group(
    values: pd.DataFrame, labels: np.ndarray, middle: Callable[[Floats], float]
) -> pd.DataFrame:
    array = values.to_numpy(dtype=float).copy()
    for label in pd.unique(labels):
        members = np.flatnonzero(labels == label)
        for k in np.flatnonzero(np.isnan(array[members]).any(axis=0)):
            column = array[members, k]
            seen = ~np.isnan(column)
            if seen.any():
                array[members[~seen], k] = middle(column[seen])
    return pd.DataFrame(array, index=values.index, columns=values.columns)


Filler = Callable[[Floats], Floats]


def _on_one_scale(
    values: pd.DataFrame, directions: Mapping[str, int], fill: Filler
) -> pd.DataFrame:
    """Fill columns turned to one direction and stretched over 0–1, and take them back."""
    turn = np.array([directions[name] for name in values.columns], dtype=float)
    turned = values.to_numpy(dtype=float) * turn
    low = np.fmin.reduce(turned, axis=0, initial=np.nan)
    span = np.fmax.reduce(turned, axis=0, initial=np.nan) - low
    # A column of one value fills with that value wherever it is put.
    placed = (turned - low) / np.where(span > 0, span, 1.0)
    back = (fill(placed) * np.where(span > 0, span, 0.0) + low) * turn
    return pd.DataFrame(back, index=values.index, columns=values.columns)


def _along_rows(middle: str) -> Filler:
    def fill(placed: Floats) -> Floats:
        filled = placed.copy()
        for i in np.flatnonzero(np.isnan(placed).any(axis=1)):
            seen = ~np.isnan(placed[i])
            if seen.any():
                filled[i, ~seen] = IN_COLUMN[middle](placed[i, seen])
        return filled

    return fill


def _nearest(count: int) -> Filler:
    """Mean of the ``count`` units most alike in what both have (scikit-learn's KNNImputer)."""

    def fill(placed: Floats) -> Floats:
        from sklearn.impute import KNNImputer

        usable = ~np.isnan(placed).all(axis=0)
        filled = placed.copy()
        if not usable.any():
            return filled
        filled[:, usable] = KNNImputer(n_neighbors=count).fit_transform(placed[:, usable])
        return filled

    return fill
