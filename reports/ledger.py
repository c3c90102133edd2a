"""Words for the change ledger: its sides, its steps, and why a region has no numbers."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from assessment.ledger import Comparison, Side
from i18n import date_text
from reports.wording import NOTHING, Wording
from scoring.ledger import FEW_COMMON, NOT_AFTER, NOT_BEFORE, NOT_BETWEEN, STEPS, Key
from scoring.score import ROUNDING

DECIMALS = 2
# Less than this is nothing: rounding of binary fractions, and less than any page shows.
NEGLIGIBLE = 0.5 * 10**-DECIMALS


def step_name(name: str, words: Wording) -> str:
    """Name a step of the ledger."""
    _ = words._
    return {
        "real": _("Real change"),
        "revision": _("Figures revised"),
        "method": _("Method changed"),
        "coverage": _("Figures of one side only"),
    }[name]


def side_name(side: Side, words: Wording) -> str:
    """Say which release and year a side is."""
    return words._("{year} in release {release}, method {method}").format(
        year=side.period, release=side.about.release, method=side.about.method
    )


def release_name(side: Side, words: Wording) -> str:
    """Say which release a side is, with its day and its data version."""
    about = side.about
    return words._("release {release} of {date}, figures {version}, method {method}").format(
        release=about.release,
        date=date_text(about.created, words.language),
        version=about.version,
        method=about.method,
    )


def reason_text(code: str, found: Comparison, words: Wording) -> str:
    """Say why a region has no ledger."""
    _ = words._
    if code == NOT_BEFORE:
        return _("not rated: {side}").format(side=side_name(found.old, words))
    if code == NOT_AFTER:
        return _("not rated: {side}").format(side=side_name(found.new, words))
    if code == NOT_BETWEEN:
        return _("the new figures give no score by the old method")
    if code == FEW_COMMON:
        return _("the two years have too few indicators in common")
    raise KeyError(code)


def indicator_text(key: Key, found: Comparison, words: Wording) -> str:
    """Name an indicator, also one that only one of the methods has."""
    for side in (found.new, found.old):
        card = side.assessment.registry.cards.get(key.indicator)
        if card is not None:
            return words.text(card.name)
    return key.indicator


def pillar_text(pillar: str, found: Comparison, words: Wording) -> str:
    """Name a pillar, also one that only one of the methods has."""
    for side in (found.new, found.old):
        for one in side.assessment.registry.framework.pillars:
            if one.id == pillar:
                return words.text(one.short)
    return pillar


def value_text(key: Key, side: Side, region: str, value: float, words: Wording) -> str:
    """Write a value of an indicator on one side, with its year where it was carried forward."""
    card = side.assessment.registry.cards.get(key.indicator)
    if card is None or np.isnan(value):
        return NOTHING
    label = side.assessment.registry.units[card.unit].label
    text = (
        words.amount(card, value)
        if card.unit in words.assessment.registry.units
        else (f"{words.number(value, card.decimals)} {words.text(label)}")
    )
    entry = side.assessment.panel.get(key.indicator, region, side.period)
    if entry is not None and entry.carried and entry.value == value:
        return f"{text} ({entry.derived.year})"
    return text


def points_text(value: float, words: Wording) -> str:
    """Write points of a step; a dash where the step has nothing to say."""
    if np.isnan(value):
        return NOTHING
    return words.signed(value, DECIMALS) if _moves(value) else words.number(0, 0)


def steps_shown(found: Comparison) -> tuple[str, ...]:
    """Return the steps that can be anything between these two sides, or that are."""
    ledger = found.ledger
    return tuple(
        step
        for step in STEPS
        if (step == "real" and found.old.period != found.new.period)
        or (step in ("revision", "method") and not found.same_release)
        or np.nanmax(np.abs(getattr(ledger, step).points), initial=0.0) > NEGLIGIBLE
    )


@dataclass(frozen=True)
class Row:
    """One part of a region's ledger.

    pillar : id, or empty.  key : of an indicator, else None.
    points : by step, NaN where the step has nothing to say.
    """

    name: str
    pillar: str
    key: Key | None
    points: Mapping[str, float]
    total: float


def rows(found: Comparison, region: str, words: Wording) -> list[Row]:
    """Return the parts of a region's ledger, pillar by pillar; they add up to the whole.

    Weights of pillars and the mean across them have a line only where they do something.
    """
    _ = words._
    ledger = found.ledger
    r = ledger.regions.index(region)

    def row(name: str, pillar: str, key: Key | None, kind: str, *cell: int) -> Row:
        points = {step: float(getattr(getattr(ledger, step), kind)[(r, *cell)]) for step in STEPS}
        return Row(name, pillar, key, points, float(getattr(ledger.total, kind)[(r, *cell)]))

    made = []
    for p, pillar in enumerate(ledger.pillars):
        for n, key in enumerate(ledger.indicators):
            if key.pillar == pillar:
                name = indicator_text(key, found, words)
                made.append(row(name, pillar, key, "indicators", n))
        made.append(row(_("The pillar as a whole"), pillar, None, "pillars", p))
    made.append(row(_("Way in which pillars are combined"), "", None, "form"))
    return [
        one for one in made if one.key is not None or any(_moves(v) for v in one.points.values())
    ]


def _moves(points: float) -> bool:
    return abs(np.nan_to_num(points)) > ROUNDING
