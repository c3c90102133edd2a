"""Values are finite decimal numbers with a point, inside the plausible range of their series."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Final

from indicators.checks.context import Context, Figure, cells, marked
from indicators.faults import Fault
from indicators.series import Series

PLAIN: Final = re.compile(r"-?[0-9]+(?:\.[0-9]+)?")
_COMMA = re.compile(r"-?[0-9][0-9 \u00a0\u202f]*,[0-9]+")
_NOT_FINITE = re.compile(r"[-+]?(?:inf|infinity|nan)", re.IGNORECASE)


def parse_number(text: str) -> float:
    """Return the number a cell holds, NaN if it is not a plain decimal, inf if it is too large."""
    return float(text) if PLAIN.fullmatch(text) else math.nan


def numbers(context: Context) -> Iterator[Fault]:
    """Yield a fault for each value that is not a plain finite decimal number."""
    values = cells(context.figures, "value")
    comma = [_COMMA.fullmatch(value) is not None for value in values]
    endless = [
        _NOT_FINITE.fullmatch(value) is not None or math.isinf(number)
        for value, number in zip(values, cells(context.figures, "number"), strict=True)
    ]
    words = [
        PLAIN.fullmatch(value) is None and not has_comma and not is_endless
        for value, has_comma, is_endless in zip(values, comma, endless, strict=True)
    ]
    yield from marked(context, comma, "decimal_comma", "value", _with_point)
    yield from marked(context, endless, "not_finite", "value")
    yield from marked(context, words, "text_in_number", "value")


def _with_point(figure: Figure) -> str:
    return re.sub(r"[^0-9.-]", "", figure.value.replace(",", "."))


def show_range(series: Series) -> str:
    """Return a range as ``0 … 100``, ``≥ 0`` or ``≤ 100``."""
    low, high = series.range
    if low is None:
        return f"≤ {high:g}"
    return f"≥ {low:g}" if high is None else f"{low:g} … {high:g}"


def plausible(context: Context) -> Iterator[Fault]:
    """Yield a fault for each number outside the range that its series declares."""
    limits = {
        id_: (
            -math.inf if series.range[0] is None else series.range[0],
            math.inf if series.range[1] is None else series.range[1],
        )
        for id_, series in context.series.items()
    }
    open_limits = (-math.inf, math.inf)
    outside = []
    pairs = zip(cells(context.figures, "indicator"), cells(context.figures, "number"), strict=True)
    for id_, number in pairs:
        low, high = limits.get(id_, open_limits)
        outside.append(number < low or number > high)  # False for NaN
    yield from marked(
        context,
        outside,
        "range",
        "value",
        lambda figure: show_range(context.series[figure.indicator]),
    )
