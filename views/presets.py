"""Weights to start from: the published ones, equal ones, equally important ones, the last saved."""

from __future__ import annotations

from dataclasses import replace
from types import MappingProxyType

import numpy as np
import pandas as pd
import streamlit as st

from assessment.settings import parse, published, under
from scoring.score import score
from scoring.weights.experts import WeightError
from scoring.weights.optimise import Optimised, optimise
from views import opened, own
from views.keeping import PROBLEMS, store, tell
from views.session import View, load

_FOUND, _NONE_SAVED = "_equally_important", "_none_saved"


def show_presets(view: View) -> None:
    """Offer them as buttons, and say how near the equally important ones come."""
    _ = view._
    base = own.base()
    pillars = view.result.scheme.pillars
    equal = {pillar.id: own.WHOLE / len(pillars) for pillar in pillars}
    by_number = {pillar.id: float(len(pillar.indicators)) for pillar in pillars}
    presets = {
        _("Published"): base.weights,
        _("Equal pillars"): {**base.weights, **equal},
        _("Equal indicators"): {**base.weights, **own.rounded(own.shares(by_number, by_number))},
    }
    st.markdown(f"**{_('Start from')}**")
    with st.container(horizontal=True):
        for number, (label, weights) in enumerate(presets.items()):
            st.button(label, on_click=own.take_weights, args=(weights,), key=f"preset_{number}")
        important = st.button(
            _("Equally important pillars"),
            key="preset_important",
            help=_(
                "Searches for weights of the pillars under which each of them is as strongly "
                "correlated with the index of this year as the others."
            ),
        )
        st.button(
            _("Last saved"),
            on_click=_last_saved,
            key="preset_saved",
            help=_("The scenario that is open as it was saved, or else the newest one."),
        )
    if important:
        _take_important(view)
    if st.session_state.pop(_NONE_SAVED, False):
        st.info(_("No scenario is kept here yet") + ".")
    _say_found(view)


def _last_saved() -> None:
    """Open again what was saved last."""
    known = opened.record()
    try:
        newest = [known.id] if known else [row.id for row in store().list(limit=1)]
        if newest:
            opened.put(store().get(newest[0]))
    except PROBLEMS as problem:
        tell(problem)
    else:
        st.session_state[_NONE_SAVED] = not newest


def _take_important(view: View) -> None:
    with st.spinner(view._("Searching for weights…")):
        try:
            found = equally_important(st.session_state["weights"], view.period)
        except WeightError:
            st.session_state[_FOUND] = (st.session_state["weights"], None)
        else:
            own.take_weights(own.rounded(own.shares(dict(found.weights), found.weights.index)))
            st.session_state[_FOUND] = (st.session_state["weights"], found.table)
    st.rerun()


@st.cache_resource(show_spinner=False, max_entries=8)
def equally_important(text: str, period: int) -> Optimised:
    """Find weights of the pillars that make them equally important in one period.

    Raises WeightError for pillars that cannot be compared with the index at all.
    """
    made = load()[0].result
    base = published(made.scheme)
    settings = parse(text, base)
    inputs = made.inputs.only((period,), made.inputs.indicators)
    start = score(inputs, under(made.scheme, settings))
    rated = np.isfinite(start.pillars[0]).any(axis=0)
    ids = [name for name, ok in zip(made.scheme.pillar_ids, rated, strict=True) if ok]
    regions = list(inputs.regions)
    values = pd.DataFrame(start.pillars[0], index=regions, columns=list(made.scheme.pillar_ids))

    def index(weights: dict[str, float]) -> pd.Series:
        points = MappingProxyType({**settings.weights, **weights})
        tried = score(inputs, under(made.scheme, replace(settings, weights=points)))
        return pd.Series(tried.score[0], index=regions)

    return optimise(index, values[ids])


def _say_found(view: View) -> None:
    """Say how near the search came, as long as its weights are the ones in use."""
    text, table = st.session_state.get(_FOUND, (None, None))
    if text != st.session_state["weights"]:
        return
    _ = view._
    if table is None:
        st.info(_("No weights can make these pillars equally important."))
        return
    furthest = (table["obtained"] - table["target"]).abs().idxmax()
    pillar = view.assessment.registry.framework.pillar(str(furthest))
    st.info(
        _(
            "The nearest to equal importance: each pillar should have {target} of it; furthest "
            "off is “{pillar}” with {obtained}."
        ).format(
            target=view.percent(float(table["target"].iloc[0])),
            pillar=view.text(pillar.short),
            obtained=view.percent(float(table["obtained"][furthest])),
        )
    )
