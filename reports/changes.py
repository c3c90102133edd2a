"""Words for changed figures."""

from __future__ import annotations

from assessment.changes import ADD, DECIMALS, EVERYWHERE, PERCENT, Change
from reports.wording import Wording
from scoring.framework import INDEX


def amount_text(words: Wording, change: Change) -> str:
    """Say by how much a figure is changed."""
    card = words.assessment.registry.cards.get(change.indicator)
    # As many decimals as the figure has, or as somebody gave: 0.5 must not be told as 0 or 1.
    given = len(f"{change.amount:.{DECIMALS}f}".rstrip("0").partition(".")[2])
    decimals = max(card.decimals if card else 0, given)
    if change.kind == PERCENT:
        return words._("{amount} per cent").format(amount=words.signed(change.amount, given))
    if change.kind == ADD:
        return words.signed(change.amount, decimals)
    return f"= {words.number(change.amount, decimals)}"


def place_name(words: Wording, region: str) -> str:
    """Name a region, or all of them; an id that there is not stays."""
    if region == EVERYWHERE:
        return words._("all regions")
    return words.region_name(region) if region in words.assessment.regions.ids else region


def node_name(words: Wording, name: str) -> str:
    """Name a pillar, an indicator or the index; an id that the framework does not have stays."""
    registry = words.assessment.registry
    if name in registry.cards:
        return words.text(registry.cards[name].name)
    if name in words.assessment.result.scheme.pillar_ids:
        return words.text(registry.framework.pillar(name).name)
    return words._("Pillars") if name == INDEX else name
