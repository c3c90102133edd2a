"""Figures that are changed to see what would follow: which, in which region, and by how much."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isfinite
from typing import ClassVar

import numpy as np

from indicators.mendable import MendableError
from scoring.inputs import Inputs
from scoring.normalise import Floats

SET, ADD, PERCENT = "set", "add", "percent"
KINDS = (SET, ADD, PERCENT)
EVERYWHERE = "all"
ASSUMED = "assumption"  # the source of a figure that nobody measured
MOST = 10  # each change doubles the work of telling their effects apart
LARGEST = 1e9
DECIMALS = 4
BETWEEN, IS, OF = "~", ":", "."
_WRITTEN = re.compile(rf"({'|'.join(KINDS)})(-?\d{{1,10}}(?:\.\d{{1,{DECIMALS}}})?)", re.ASCII)


class ChangeError(MendableError):
    """A change cannot be made; ids are among the fields."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "form": "'{text}' is not a change of the form REGION.indicator:add2",
        "region": "there is no region '{region}'",
        "indicator": "there is no scored indicator '{indicator}'",
        "number": "{number} is not a number from -{largest} to {largest} with up to {decimals} "
        "decimals",
        "twice": "'{indicator}' of '{region}' is changed twice",
        "many": "there are {count} changes; up to {most} can be told apart",
        "missing": "'{region}' has no figure of '{indicator}' that could be changed by an amount",
        "applies": "'{indicator}' does not apply to '{region}'",
        "range": "'{indicator}' of '{region}' would be {value}; it must be {low} to {high}",
    }


@dataclass(frozen=True)
class Change:
    """One change.

    region : id, or ``EVERYWHERE``.  indicator : id.
    kind : "set" to a value, "add" an amount (both in the indicator's unit), or "percent" of it.
    """

    region: str
    indicator: str
    kind: str
    amount: float

    def of(self, value: Floats) -> Floats:
        """Return the figures after the change."""
        if self.kind == SET:
            return np.full_like(value, self.amount)
        if self.kind == ADD:
            return value + self.amount
        return value * (1.0 + self.amount / 100.0)


def check(changes: Iterable[Change], inputs: Inputs) -> tuple[Change, ...]:
    """Return the changes if they can be told apart and name what there is; raises ChangeError."""
    found: dict[tuple[str, str], Change] = {}
    for change in changes:
        words = {"region": change.region, "indicator": change.indicator}
        if change.region not in (EVERYWHERE, *inputs.regions):
            raise ChangeError("region", **words)
        if change.indicator not in inputs.indicators:
            raise ChangeError("indicator", **words)
        amount = change.amount
        if change.kind not in KINDS or not isfinite(amount) or abs(amount) > LARGEST:
            raise _no_number(f"{change.kind}{amount}")
        # What a short form cannot carry would not be the same in a link.
        if round(amount, DECIMALS) != amount:
            raise _no_number(f"{amount}")
        if (change.region, change.indicator) in found:
            raise ChangeError("twice", **words)
        found[change.region, change.indicator] = change
    if len(found) > MOST:
        raise ChangeError("many", count=str(len(found)), most=str(MOST))
    return tuple(found.values())


def short(changes: Iterable[Change]) -> str:
    """Write the changes for an address."""
    return BETWEEN.join(
        f"{change.region}{OF}{change.indicator}{IS}{change.kind}{_number(change.amount)}"
        for change in changes
    )


def parse(text: str, inputs: Inputs) -> tuple[Change, ...]:
    """Read a short form.  Raises ChangeError for anything that ``short`` would not write."""
    found = []
    for part in text.split(BETWEEN) if text else ():
        place, separator, what = part.partition(IS)
        region, dot, indicator = place.partition(OF)
        written = _WRITTEN.fullmatch(what)
        if not (separator and dot and written):
            raise ChangeError("form", text=part)
        found.append(Change(region, indicator, written[1], float(written[2])))
    return check(found, inputs)


def apply(
    inputs: Inputs,
    changes: Sequence[Change],
    ranges: Mapping[str, tuple[float, float]] | None = None,
    made: np.ndarray | None = None,
) -> Inputs:
    """Return the inputs with the changes made.

    A changed figure is an estimate of this year from the source ``ASSUMED``, so that the
    reliability of the score falls with it. A change of ``EVERYWHERE`` leaves out the regions that
    have no figure, and is made before those of single regions.

    Parameters
    ----------
    ranges
        By indicator, the least and the largest value that can be.
    made
        (C, T) bool, which change is made in which period; None for all in all.

    Raises
    ------
    ChangeError
        For a figure that is not there, does not apply or would leave its range.
    """
    checked = check(changes, inputs)
    made = np.ones((len(checked), len(inputs.periods)), dtype=bool) if made is None else made
    values, age = inputs.values.copy(), inputs.age.copy()
    estimated, source = inputs.estimated.copy(), inputs.source.copy()
    for c in sorted(range(len(checked)), key=lambda c: checked[c].region != EVERYWHERE):
        change = checked[c]
        k = inputs.indicators.index(change.indicator)
        for r in _reached(change, inputs, k):
            words = {"region": inputs.regions[r], "indicator": change.indicator}
            before = values[:, r, k]
            known = ~np.isnan(before) | (change.kind == SET and change.region != EVERYWHERE)
            if not known.all() and change.region != EVERYWHERE:
                raise ChangeError("missing", **words)
            here = known & made[c]
            after = np.where(here, change.of(before), before)
            _in_range(after[here], (ranges or {}).get(change.indicator), words)
            values[:, r, k] = after
            age[here, r, k], estimated[here, r, k] = 0.0, True
            source[here, r, k] = len(inputs.sources)
    return replace(
        inputs,
        sources=(*inputs.sources, ASSUMED),
        values=values,
        age=age,
        estimated=estimated,
        source=source,
    )


def _reached(change: Change, inputs: Inputs, k: int) -> list[int]:
    """Return the positions of the regions that a change of the indicator at ``k`` reaches."""
    if change.region == EVERYWHERE:
        return np.flatnonzero(inputs.applicable[:, k]).tolist()
    r = inputs.regions.index(change.region)
    if not inputs.applicable[r, k]:
        raise ChangeError("applies", region=change.region, indicator=change.indicator)
    return [r]


def _in_range(
    values: np.ndarray, allowed: tuple[float, float] | None, words: Mapping[str, str]
) -> None:
    if allowed is None:
        return
    low, high = allowed
    for value in values[(values < low) | (values > high)]:
        raise ChangeError(
            "range", **words, value=_number(value), low=_number(low), high=_number(high)
        )


def _no_number(text: str) -> ChangeError:
    return ChangeError("number", number=text, largest=f"{LARGEST:.0f}", decimals=str(DECIMALS))


def _number(value: float) -> str:
    return f"{value:.{DECIMALS}f}".rstrip("0").rstrip(".")
