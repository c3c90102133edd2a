"""Changed figures: what follows from them, worked out once, and words for them."""

from __future__ import annotations

from collections.abc import Iterable

import streamlit as st

from assessment import changes
from assessment.changes import Change, ChangeError
from assessment.what_if import WhatIf, what_if
from reports.changes import amount_text, node_name, place_name
from reports.words import literal
from views.mending import reason
from views.session import View, assessed


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
    place = literal(place_name(view, change.region))
    return f"{place}, {literal(node_name(view, change.indicator))}: {amount_text(view, change)}"


def change_fault(view: View, problem: ChangeError) -> str:
    """Say why a change cannot be made, with names instead of ids."""

    def name(field: str, value: str) -> str:
        if field == "region":
            return place_name(view, value)
        return node_name(view, value) if field == "indicator" else value

    return reason(problem, view._, name)
