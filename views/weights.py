"""Weights: other weights and choices of method, and at once what they do and do not change."""

from __future__ import annotations

from dataclasses import replace
from math import ceil, isinf
from types import MappingProxyType

import numpy as np
import pandas as pd
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
    Settings,
    parse,
    published,
    short,
)
from scoring.score import NOT_RATED, Result
from views.frame import current
from views.map import Painted, show_map
from views.palette import CLASSES
from views.ranking import Ranked, class_axis, show_ranking
from views.session import SCORE, ShortForms, View, load
from views.widgets import choose_region, choose_year, class_words, legend
from views.words import capacity_name, scale_name, way_name

_PAST, _FUTURE, _REFUSED = "_weights_past", "_weights_future", "_weights_refused"
_LOCK, _POINTS = "lock_", "points_"
WHOLE = 100.0


def show(view: View) -> None:
    """Show the page."""
    _answer(view)
    left, right = st.columns([2, 3], gap="large")
    with left:
        _history(view)
        _presets(view)
        _weights(view)
        _choices(view)
    with right:
        _effects(view)


# -- what changed ----------------------------------------------------------------------------------


def _answer(view: View) -> None:
    _ = view._
    base, own, t = load()[0].result, view.result, view.t
    moved = int((base.classes[t] != own.classes[t]).sum())
    if not view.own:
        headline = _("The published weights. Move one to see what depends on it.")
    elif moved == 0:
        headline = _("With these settings every region keeps its class.")
    else:
        headline = _("With these settings {count} of {total} regions change their class.").format(
            count=moved, total=len(own.inputs.regions)
        )
    st.html(f'<h1 class="k-answer">{headline}</h1>')
    st.html(f'<p class="k-sub">{_margins(view)}</p>')


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


def _base() -> Settings:
    return published(load()[0].result.scheme)


def _now() -> Settings:
    return parse(st.session_state["weights"], _base())


def _take(settings: Settings) -> None:
    """Make these the settings, if there is an index under them; the last ones can be taken back."""
    text = short(settings, _base())
    if text == st.session_state["weights"]:
        return
    if text not in ShortForms():
        st.session_state[_REFUSED] = True
        return
    st.session_state.setdefault(_PAST, []).append(st.session_state["weights"])
    st.session_state[_FUTURE] = []
    st.session_state["weights"] = text


def _history(view: View) -> None:
    _ = view._
    choose_year(view)
    choose_region(view)
    if st.session_state.pop(_REFUSED, False):
        st.warning(
            _("No index can be made with that choice in every year, so it was not taken over.")
        )
    with st.container(horizontal=True):
        for label, icon, source, target in (
            (_("Undo"), ":material/undo:", _PAST, _FUTURE),
            (_("Redo"), ":material/redo:", _FUTURE, _PAST),
        ):
            st.button(
                label,
                icon=icon,
                disabled=not st.session_state.get(source),
                on_click=_step,
                args=(source, target),
                key=f"step{source}",
            )


def _step(source: str, target: str) -> None:
    st.session_state.setdefault(target, []).append(st.session_state["weights"])
    st.session_state["weights"] = st.session_state[source].pop()


def _presets(view: View) -> None:
    _ = view._
    base = _base()
    pillars = view.result.scheme.pillars
    equal = {pillar.id: WHOLE / len(pillars) for pillar in pillars}
    by_number = {pillar.id: float(len(pillar.indicators)) for pillar in pillars}
    whole = sum(by_number.values())
    presets = {
        _("Published"): base.weights,
        _("Equal pillars"): {**base.weights, **equal},
        _("Equal indicators"): {
            **base.weights,
            **{name: round(WHOLE * count / whole, 2) for name, count in by_number.items()},
        },
    }
    st.markdown(f"**{_('Start from')}**")
    with st.container(horizontal=True):
        for number, (label, weights) in enumerate(presets.items()):
            chosen = replace(_now(), weights=MappingProxyType(dict(weights)))
            st.button(label, on_click=_take, args=(chosen,), key=f"preset_{number}")


def _weights(view: View) -> None:
    _ = view._
    framework = view.assessment.registry.framework
    settings = _now()
    st.markdown(f"**{_('Weights of the pillars, per cent')}**")
    names = {pillar.id: view.text(pillar.name) for pillar in framework.pillars}
    _siblings(view, settings, names)
    for pillar in framework.pillars:
        if len(pillar.indicators) < 2:
            continue
        title = _("Inside “{pillar}”").format(pillar=view.text(pillar.name))
        with st.expander(title, key=f"inside_{pillar.id}"):
            cards = view.assessment.registry.cards
            _siblings(
                view, settings, {name: view.text(cards[name].name) for name in pillar.indicators}
            )


def _siblings(view: View, settings: Settings, names: dict[str, str]) -> None:
    """Offer the weights of one set of siblings, as shares of 100, each with a lock."""
    _ = view._
    whole = sum(settings.weights[name] for name in names) or 1.0
    for name, label in names.items():
        slider, lock = st.columns([4, 1], vertical_alignment="bottom")
        st.session_state[_POINTS + name] = round(WHOLE * settings.weights[name] / whole, 1)
        with slider:
            st.slider(
                label,
                0.0,
                WHOLE,
                step=0.5,
                format="%.1f",
                key=_POINTS + name,
                on_change=_moved,
                args=(name, tuple(names)),
            )
        with lock:
            st.checkbox(
                ":material/lock:",
                key=_LOCK + name,
                help=_("A locked weight stays when others are moved."),
            )


def _moved(name: str, siblings: tuple[str, ...]) -> None:
    """Take the weight that was moved; those that are not locked make room in proportion."""
    settings = _now()
    whole = sum(settings.weights[other] for other in siblings) or 1.0
    shares = {other: WHOLE * settings.weights[other] / whole for other in siblings}
    locked = {o for o in siblings if o != name and st.session_state.get(_LOCK + o)}
    free = [other for other in siblings if other != name and other not in locked]
    room = WHOLE - sum(shares[other] for other in locked)
    wanted = min(float(st.session_state[_POINTS + name]), room) if free else room
    rest = sum(shares[other] for other in free)
    new = dict(settings.weights) | {other: round(shares[other], 2) for other in locked}
    new[name] = round(wanted, 2)
    for other in free:
        share = shares[other] / rest if rest > 0 else 1 / len(free)
        new[other] = round((room - wanted) * share, 2)
    if free:
        # What rounding leaves goes to the largest, so that the shares are what the sliders show.
        largest = max(free, key=new.__getitem__)
        left = WHOLE - sum(new[other] for other in siblings)
        new[largest] = round(max(new[largest] + left, 0.0), 2)
    _take(replace(settings, weights=MappingProxyType(new)))


def _choices(view: View) -> None:
    _ = view._
    settings = _now()
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
    _take(replace(_now(), **{field: st.session_state[f"choice_{key}"]}))


# -- the effects -----------------------------------------------------------------------------------


def _effects(view: View) -> None:
    _ = view._
    base, own, t = load()[0].result, view.result, view.t
    low, _middle, high = view.bands.score
    painted, rows = [], []
    for r, region in enumerate(own.inputs.regions):
        step = int(own.classes[t, r])
        value = view.number(own.score[t, r])
        move = _move(view, base, own, r)
        painted.append(
            Painted(region, step, f"{value} · {view.class_name(step)}", f"{view.places(r)}\n{move}")
        )
        if step == NOT_RATED:
            continue
        rows.append(
            Ranked(
                region=region,
                value=own.score[t, r],
                low=low[r],
                high=high[r],
                colour=CLASSES[step],
                text=f"{view.span(r)} {_arrow(base, own, t, r)}",
                hover=f"{view.region_name(region)}\n{value}\n{view.places(r)}\n{move}",
                mark=float(base.score[t, r]) if view.own else None,
            )
        )
    what = f"{view.shown_name(SCORE)}, {view.period}"
    words = class_words(view)
    alt = _("Map of the regions. {what}. {values}").format(what=what, values="; ".join(words))
    show_map(view, painted, CLASSES, alt=alt)
    legend(view, CLASSES, words, unrated=any(item.step == NOT_RATED for item in painted))
    axis = class_axis(own.scheme.cuts, _("Score, 0 to 100"), _("place"))
    alt = _("Regions in order. {what}. {values}").format(
        what=what, values=f"{axis.title}; {axis.heading}"
    )
    show_ranking(view, rows, axis, alt=alt)
    if view.own:
        st.caption(
            _(
                "The tick is the published score; the arrow says by how many places a region moved "
                "up or down the list."
            )
        )
        _changes(view, base, own)
    _importance(view)


def _arrow(base: Result, own: Result, t: int, r: int) -> str:
    moved = base.rank[t, r] - own.rank[t, r]
    if np.isnan(moved) or moved == 0:
        return ""
    return f"{'▲' if moved > 0 else '▼'}{abs(moved):.0f}"


def _move(view: View, base: Result, own: Result, r: int) -> str:
    change = own.score[view.t, r] - base.score[view.t, r]
    if not view.own or np.isnan(change):
        return ""
    sign = "+" if round(change, 1) > 0 else ""
    return view._("{points} points against the published index").format(
        points=f"{sign}{view.number(change)}"
    )


def _changes(view: View, base: Result, own: Result) -> None:
    _ = view._
    t = view.t
    changed = [
        r
        for r in np.argsort(-np.abs(np.nan_to_num(own.score[t] - base.score[t])))
        if base.classes[t, r] != own.classes[t, r]
    ]
    if not changed:
        return
    st.markdown(f"**{_('Regions that change their class')}**")
    st.table(
        pd.DataFrame(
            {
                _("Region"): view.region_name(own.inputs.regions[r]),
                _("Published"): f"{view.number(base.score[t, r])} · "
                f"{view.class_name(int(base.classes[t, r]))}",
                _("With these settings"): f"{view.number(own.score[t, r])} · "
                f"{view.class_name(int(own.classes[t, r]))}",
            }
            for r in changed
        ),
        hide_index=True,
        alt=_("Regions that change their class"),
    )


def _importance(view: View) -> None:
    _ = view._
    with st.expander(_("Weight and importance"), on_change="rerun", key="importance") as expander:
        if not expander.open:
            return
        table = view.assessment.robustness(view.period).importance
        framework = view.assessment.registry.framework
        cards = view.assessment.registry.cards
        st.table(
            pd.DataFrame(
                {
                    _("Indicator"): view.text(cards[name].name),
                    _("Pillar"): view.text(pillar.short),
                    _("Weight in the index"): view.percent(float(table["effective"][name]), 1),
                    _("Importance"): view.percent(float(table["importance"][name])),
                }
                for pillar in framework.pillars
                for name in pillar.indicators
            ),
            hide_index=True,
            alt=_("Weights and importance of the indicators"),
        )


show(current())
