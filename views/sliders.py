"""Weights by sliders and number fields: what is moved, and what makes room for it."""

from __future__ import annotations

from collections.abc import Mapping

import streamlit as st

from assessment.settings import DECIMALS, WIDEST
from scoring.framework import INDEX
from views import own
from views.session import View

_LOCK, _POINTS, _NUMBER, _COUNTED = "lock_", "points_", "number_", "counted_"
_SHOWN = "_weights_shown"
_FIELD = 76  # pixels: a number with a decimal


def show_sliders(view: View) -> None:
    """Show all weights: the pillars', and those inside each pillar when its part is opened."""
    _ = view._
    framework = view.assessment.registry.framework
    st.markdown(f"**{_('Weights of the pillars, per cent')}**")
    st.caption(_("The others make room in proportion; a locked weight stays."))
    _siblings(view, {pillar.id: view.text(pillar.name) for pillar in framework.pillars})
    cards = view.assessment.registry.cards
    for pillar in framework.pillars:
        if len(pillar.indicators) < 2:
            continue
        title = _("Inside “{pillar}”").format(pillar=view.text(pillar.name))
        with st.expander(title, key=f"inside_{pillar.id}", on_change="rerun") as expander:
            if expander.open:
                names = {name: view.text(cards[name].name) for name in pillar.indicators}
                _counted(view, pillar.id, names)
                _siblings(view, names)


def _siblings(view: View, names: Mapping[str, str]) -> None:
    """Offer the weights of one set of siblings, as shares of 100, each with a lock."""
    _ = view._
    points = own.shares(own.now().weights, names)
    for name, label in names.items():
        for key in (_POINTS, _NUMBER):
            _send(key + name, round(points[name], 1))
        with st.container(
            horizontal=True, vertical_alignment="bottom", gap="small", key=f"weight_{name}"
        ):
            st.slider(
                label,
                0.0,
                own.WHOLE,
                step=0.5,
                format="%.1f",
                key=_POINTS + name,
                on_change=_moved,
                args=(_POINTS, name, tuple(names)),
            )
            st.number_input(
                _("{name}, per cent").format(name=label),
                0.0,
                own.WHOLE,
                step=0.5,
                format="%.1f",
                key=_NUMBER + name,
                label_visibility="collapsed",
                width=_FIELD,
                on_change=_moved,
                args=(_NUMBER, name, tuple(names)),
            )
            # The words are to be heard; what is seen is a lock (static/page/page.css).
            st.checkbox(_("Lock: {name}").format(name=label), key=_LOCK + name, width="content")


def _send(key: str, value: float) -> None:
    """Give a field its value, only where it is another; note what its browser may still show.

    What is written is sent back to the browser, and would take away the steps that a reader with
    the arrow keys has made in the meantime.
    """
    shown: list[float] = st.session_state.setdefault(_SHOWN, {}).setdefault(key, [])
    here = st.session_state.get(key)
    if here is None:  # the field is new on the page
        shown.clear()
    elif shown and here == shown[-1]:
        shown[:] = [here]  # the browser has what was sent last, and shows nothing older any more
    elif here not in shown or here == value:
        shown.append(here)  # entered by the reader
    if here != value:
        st.session_state[key] = value
        if shown[-1:] != [value]:
            shown.append(value)


def _is_late(key: str) -> bool:
    """Tell whether a field still shows what it was sent before, its new value being on the way.

    Each message of a browser holds all fields. When one is moved quickly, its twin and the others
    are behind, all of them together; nobody moved those. A single field that holds an older value
    beside others that hold their last was moved back there by the reader.
    """
    known: dict[str, list[float]] = st.session_state.get(_SHOWN, {})

    def is_older(name: str) -> bool:
        here = st.session_state.get(name)
        return here is not None and here != known[name][-1] and here in known[name]

    return is_older(key) and any(is_older(other) for other in known if other != key)


def _moved(field: str, name: str, siblings: tuple[str, ...]) -> None:
    """Take the weight that was moved; those that are not locked make room in proportion."""
    if _is_late(field + name):
        return
    points = own.shares(own.now().weights, siblings)
    locked = {o for o in siblings if o != name and st.session_state.get(_LOCK + o)}
    free = [other for other in siblings if other != name and other not in locked]
    room = own.WHOLE - sum(points[other] for other in locked)
    wanted = min(float(st.session_state[field + name]), room) if free else room
    rest = sum(points[other] for other in free)
    new = points | {name: wanted}
    for other in free:
        share = points[other] / rest if rest > 0 else 1 / len(free)
        new[other] = (room - wanted) * share
    own.take_weights(own.rounded(new))


def _counted(view: View, pillar: str, names: Mapping[str, str]) -> None:
    """Offer which indicators count at all."""
    weights = own.now().weights
    st.session_state[_COUNTED + pillar] = [name for name in names if weights[name] > 0]
    st.multiselect(
        view._("Indicators that count"),
        list(names),
        format_func=names.__getitem__,
        key=_COUNTED + pillar,
        on_change=_in_or_out,
        args=(pillar, tuple(names)),
    )


def _in_or_out(pillar: str, siblings: tuple[str, ...]) -> None:
    """Give what comes in its published share of the pillar, and what goes out nothing."""
    counted = set(st.session_state[_COUNTED + pillar])
    points = own.shares(own.now().weights, siblings)
    published = own.shares(own.base().weights, siblings)
    new = {name: (points[name] or published[name]) if name in counted else 0.0 for name in siblings}
    own.take_weights(own.rounded(own.shares(new, siblings)) if counted else new)


def show_spread(view: View) -> None:
    """Offer how far the weights may move in the draws of the uncertainty analysis."""
    _ = view._
    framework = view.assessment.registry.framework
    settings, usual = own.now(), 100 * framework.uncertainty.weight_band
    names = {INDEX: _("Pillars")}
    names |= {p.id: view.text(p.name) for p in framework.pillars if len(p.indicators) > 1}
    st.caption(
        _(
            "The bands draw the weights at random: in nine draws of ten a weight of 25 points moves "
            "by no more than this."
        )
    )
    for node, label in names.items():
        points = settings.spread[node]
        st.session_state[f"spread_{node}"] = usual if points is None else points
        st.number_input(
            _("{name}, ± points").format(name=label),
            0.0,
            WIDEST,
            step=0.5,
            format="%.2f",
            key=f"spread_{node}",
            on_change=_spread_moved,
            args=(node, usual),
        )


def _spread_moved(node: str, usual: float) -> None:
    points = round(float(st.session_state[f"spread_{node}"]), DECIMALS)
    own.take_weights({}, {node: None if points == usual else points})
