"""Changed figures: what follows from them, worked out once, and words for them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from assessment import changes
from assessment.changes import ADD, EVERYWHERE, PERCENT, SET, Change, ChangeError
from assessment.what_if import WhatIf, what_if
from scoring.framework import INDEX
from views.session import View, assessed
from views.words import literal


@st.cache_resource(show_spinner=False, max_entries=16)
def worked_out(own: str, period: int, text: str) -> WhatIf:
    """Score one period with changed figures; settings and changes in their short forms.

    Raises ChangeError for a change that cannot be made in this period.
    """
    made = assessed(own)
    return what_if(made, period, changes.parse(text, made.result.inputs))


def change_words(view: View, made: Iterable[Change]) -> str:
    """Say which figures are changed, and how."""
    return "; ".join(change_text(view, change) for change in made) or "–"


def change_text(view: View, change: Change) -> str:
    """Say one change of a figure: where, which, and by how much."""
    place = region_name(view, change.region)
    return f"{place}, {node_name(view, change.indicator)}: {amount_text(view, change)}"


def amount_text(view: View, change: Change) -> str:
    """Say by how much a figure is changed."""
    card = view.assessment.registry.cards.get(change.indicator)
    decimals = card.decimals if card else 1
    if change.kind == PERCENT:
        return view._("{amount} per cent").format(amount=view.signed(change.amount))
    if change.kind == ADD:
        return view.signed(change.amount, decimals)
    assert change.kind == SET
    return f"= {view.number(change.amount, decimals)}"


def region_name(view: View, region: str) -> str:
    """Name a region, or all of them; an id that there is not stays."""
    if region == EVERYWHERE:
        return view._("all regions")
    return view.region_name(region) if region in view.result.region_index else literal(region)


def node_name(view: View, name: str) -> str:
    """Name a pillar, an indicator or the index; an id that the framework does not have stays."""
    registry = view.assessment.registry
    if name in registry.cards:
        return view.text(registry.cards[name].name)
    if name in view.result.scheme.pillar_ids:
        return view.text(registry.framework.pillar(name).name)
    return view._("Pillars") if name == INDEX else literal(name)


def change_fault(view: View, problem: ChangeError) -> str:
    """Say why a change cannot be made, with names instead of ids."""
    fields = dict(problem.fields)
    if "region" in fields:
        fields["region"] = region_name(view, fields["region"])
    if "indicator" in fields:
        fields["indicator"] = node_name(view, fields["indicator"])
    sentence = view._(changes.REASONS[problem.code]).format(**fields)
    return f"{sentence[0].upper()}{sentence[1:]}."
