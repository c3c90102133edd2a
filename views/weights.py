"""Weights: other weights and choices of method, and at once what they do and do not change."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import ceil, isinf

import streamlit as st

from assessment.settings import (
    ALLOWED,
    CAPACITY,
    COVERAGE,
    COVERAGES,
    MEAN,
    MEANS,
    OPTIONAL,
    SCALE,
    SCALES,
)
from reports.statements import weight_statements
from reports.words import capacity_name, scale_name, way_name
from views import own
from views.effects import show_effects
from views.frame import current
from views.judging import show_experts, show_pairs, show_points
from views.presets import show_presets
from views.saving import show_saving
from views.session import View, load
from views.sliders import show_sliders, show_spread
from views.widgets import choose_region, choose_year


def show(view: View) -> None:
    """Show the page."""
    _answer(view)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _history(view)
        show_saving(view)
        show_presets(view)
        _ways(view)
        _choices(view)
        title = view._("How sure the weights are")
        with st.expander(title, key="spread", on_change="rerun") as expander:
            if expander.open:
                show_spread(view)
    with right:
        show_effects(view)


# -- what changed ----------------------------------------------------------------------------------


def _answer(view: View) -> None:
    _ = view._
    result, t = view.result, view.t
    moved = int((load()[0].result.classes[t] != result.classes[t]).sum())
    if not view.own:
        headline = _("The published weights. Move one to see what depends on it.")
    elif moved == 0:
        headline = _("With these settings every region keeps its class.")
    else:
        headline = _("With these settings {count} of {total} regions change their class.").format(
            count=moved, total=len(result.inputs.regions)
        )
    st.html(f'<h1 class="k-answer">{headline}</h1>')
    sentences = " ".join((_margins(view), *weight_statements(view)))
    st.html(f'<p class="k-sub">{sentences}</p>')


def _margins(view: View) -> str:
    """Say which classes hold whatever the pillar weights, and which is nearest to changing."""
    _ = view._
    margins = view.assessment.robustness(view.period).margins
    holding = sum(margin > 0.10 for margin in margins.values())
    nearest = min(margins, key=margins.__getitem__)
    held = _(
        "{holding} of {total} regions keep their class under every weighting within ±{points} "
        "points of these."
    ).format(holding=holding, total=len(margins), points=10)
    if isinf(margins[nearest]):
        return held
    return f"{held} " + _(
        "The nearest to changing is {region}: {nearest} points of weight can do it."
    ).format(
        region=view.region_name(nearest),
        nearest=view.number(ceil(margins[nearest] * 1000) / 10),  # rounded up: so much does it
    )


# -- the controls ----------------------------------------------------------------------------------


def _history(view: View) -> None:
    _ = view._
    choose_year(view)
    choose_region(view)
    if own.refused():
        st.warning(
            _("No index can be made with that choice in every year, so it was not taken over.")
        )
    with st.container(horizontal=True):
        for label, icon, source, target in (
            (_("Undo"), ":material/undo:", own.PAST, own.FUTURE),
            (_("Redo"), ":material/redo:", own.FUTURE, own.PAST),
        ):
            st.button(
                label,
                icon=icon,
                disabled=not st.session_state.get(source),
                on_click=own.step,
                args=(source, target),
                key=f"step{source}",
            )


def _ways(view: View) -> None:
    """Offer the ways to arrive at weights; sliders are the first."""
    _ = view._
    ways: dict[str, tuple[str, Callable[[View], None]]] = {
        "sliders": (_("Sliders"), show_sliders),
        "points": (_("100 points"), show_points),
        "pairs": (_("Pairs"), show_pairs),
        "file": (_("Experts’ file"), show_experts),
    }
    way = st.segmented_control(
        _("Set the weights by"),
        list(ways),
        format_func=lambda name: ways[name][0],
        default="sliders",
        key="way",
        required=True,
    )
    ways[way][1](view)


def _choices(view: View) -> None:
    _ = view._
    settings = own.now()
    words = {
        SCALE: (_("Scale of the indicators"), {name: scale_name(name, _) for name in SCALES}),
        MEAN: (_("Mean across pillars"), {name: way_name(name, _) for name in MEANS}),
        COVERAGE: (_("Figures needed to be rated"), {name: name for name in COVERAGES}),
        OPTIONAL: (_("Mediation capacity"), {name: capacity_name(name, _) for name in CAPACITY}),
    }
    notes = {
        SCALE: _(
            "Only goalposts let years be compared: the others look at the regions of one year."
        ),
        MEAN: _("The less a mean lets a good pillar make up for a bad one, the higher the score."),
        COVERAGE: _("Share of the weight that must have a figure."),
        OPTIONAL: _("It rests on one expert statement."),
    }
    fields = {SCALE: "scale", MEAN: "mean", COVERAGE: "coverage", OPTIONAL: "capacity"}
    st.markdown(f"**{_('Choices of the method')}**")
    for key, (label, options) in words.items():
        st.session_state[f"choice_{key}"] = getattr(settings, fields[key])
        st.selectbox(
            label,
            ALLOWED[key],
            format_func=options.__getitem__,
            key=f"choice_{key}",
            on_change=_chosen,
            args=(key, fields[key]),
        )
        st.caption(notes[key])


def _chosen(key: str, field: str) -> None:
    own.take(replace(own.now(), **{field: st.session_state[f"choice_{key}"]}))


show(current())
