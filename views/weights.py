"""Weights: other weights and choices of method, and at once what they do and do not change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from html import escape

import numpy as np
import streamlit as st

from assessment.alternatives import changed_classes
from assessment.settings import (
    ALLOWED,
    CAPACITY,
    COVERAGE,
    COVERAGES,
    FIELDS,
    MEAN,
    MEANS,
    OPTIONAL,
    SCALE,
    SCALES,
    parse,
)
from reports.statements import weight_statement
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

_NEAR = 0.10  # of the weights, as a share of 1: so far they are moved for the sentence at the top
_MOST_NAMED = 6  # regions; all of them stand in the table


def show(view: View) -> None:
    """Show the page."""
    _answer(view)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _history(view)
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
    moved = _changed(view)
    total = len(view.result.inputs.regions)
    if not view.own:
        margins = view.assessment.robustness(view.period).margins
        headline = _(
            "{holding} of {total} regions keep their class under every weighting within ±{points} "
            "points."
        ).format(
            holding=sum(margin > _NEAR for margin in margins.values()),
            total=total,
            points=view.number(100 * _NEAR, 0),
        )
        detail = ""
    elif not moved:
        headline, detail = _("With these settings every region keeps its class."), ""
    else:
        headline = _("With these settings {count} of {total} regions change their class.").format(
            count=len(moved), total=total
        )
        detail = "; ".join(moved[:_MOST_NAMED]) + ("…" if len(moved) > _MOST_NAMED else ".")
    sentences = (text for text in (detail, weight_statement(view)) if text)
    lines = "".join(f'<p class="k-sub">{escape(text)}</p>' for text in sentences)
    st.html(f'<h1 class="k-answer">{escape(headline)}</h1>{lines}')


def _changed(view: View) -> list[str]:
    """Say which regions are in another class than published, those of the highest score first."""
    before, after, t = load()[0].result.classes, view.result.classes, view.t
    order = np.argsort(-np.nan_to_num(view.result.score[t]), kind="stable")
    return [
        f"{view.region_short(view.result.inputs.regions[r])}: "
        f"{view.class_name(int(before[t, r]))} → {view.class_name(int(after[t, r]))}"
        for r in order
        if before[t, r] != after[t, r]
    ]


# -- the controls ----------------------------------------------------------------------------------


def _history(view: View) -> None:
    _ = view._
    year, region = st.columns(2, vertical_alignment="bottom")
    with year:
        choose_year(view)
    with region:
        choose_region(view)
    if own.refused():
        st.warning(
            _("No index can be made with that choice in every year, so it was not taken over.")
        )
    with st.container(horizontal=True, gap="small"):
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
        st.button(
            _("Reset"),
            icon=":material/restart_alt:",
            disabled=not view.own,
            on_click=own.take_text,
            args=("",),
            key="reset",
        )
        show_saving(view)


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
    others = _others(view.own, view.period)
    st.markdown(f"**{_('Choices of the method')}**")
    for key, (label, options) in words.items():
        st.session_state[f"choice_{key}"] = getattr(settings, FIELDS[key])
        st.selectbox(
            label,
            ALLOWED[key],
            format_func=options.__getitem__,
            key=f"choice_{key}",
            on_change=_chosen,
            args=(key, FIELDS[key]),
        )
        st.caption(f"{notes[key]} {_consequence(view, options, others[key])}")


def _consequence(view: View, options: Mapping[str, str], others: Mapping[str, int]) -> str:
    """Say what the other options of one choice would change."""
    _ = view._
    counts = ", ".join(f"{options[name]} ({count})" for name, count in others.items() if count)
    if not counts:
        return _("No other choice would change a class.")
    return _("Regions that another choice puts into another class: {counts}.").format(counts=counts)


@st.cache_resource(show_spinner=False, max_entries=64)
def _others(text: str, period: int) -> Mapping[str, Mapping[str, int]]:
    """Count what each other choice of the method would change under these settings."""
    made = load()[0].result
    return changed_classes(made.inputs, made.scheme, parse(text, own.base()), period)


def _chosen(key: str, field: str) -> None:
    own.take(replace(own.now(), **{field: st.session_state[f"choice_{key}"]}))


show(current())
