"""The visitor's own settings: what they are now, and how a page takes over, undoes and redoes them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

import streamlit as st

from assessment.settings import DECIMALS, Settings, parse, published, short
from views.session import ShortForms, load

WHOLE = 100.0
PAST, FUTURE = "_weights_past", "_weights_future"
_REFUSED = "_weights_refused"


def base() -> Settings:
    """Return the settings of the published index."""
    return published(load()[0].result.scheme)


def now() -> Settings:
    """Return the settings in use."""
    return parse(st.session_state["weights"], base())


def take(settings: Settings) -> None:
    """Make these the settings, if there is an index under them; the last ones can be taken back."""
    text = short(settings, base())
    if text not in ShortForms():
        st.session_state[_REFUSED] = True
        return
    take_text(text)


def take_text(text: str) -> None:
    """Make these the settings, in their short form, under which there is an index."""
    if text != st.session_state["weights"]:
        st.session_state.setdefault(PAST, []).append(st.session_state["weights"])
        st.session_state[FUTURE] = []
        st.session_state["weights"] = text


def take_weights(
    weights: Mapping[str, float], spread: Mapping[str, float | None] | None = None
) -> None:
    """Take over weights of some nodes in points of 100, and how far those below some may move.

    All others stay; a spread of None is the published one.
    """
    settings = now()
    take(
        replace(
            settings,
            weights=MappingProxyType({**settings.weights, **weights}),
            spread=MappingProxyType({**settings.spread, **(spread or {})}),
        )
    )


def refused() -> bool:
    """Tell, once, whether the last choice could not be taken over."""
    return bool(st.session_state.pop(_REFUSED, False))


def step(source: str, target: str) -> None:
    """Go one step back or forth: from ``PAST`` to ``FUTURE``, or the other way."""
    st.session_state.setdefault(target, []).append(st.session_state["weights"])
    st.session_state["weights"] = st.session_state[source].pop()


def shares(weights: Mapping[str, float], siblings: Iterable[str]) -> dict[str, float]:
    """Return the weights of siblings as they share out 100 points; all 0 when none weighs."""
    names = tuple(siblings)
    whole = sum(weights[name] for name in names) or 1.0
    return {name: WHOLE * weights[name] / whole for name in names}


def rounded(points: Mapping[str, float]) -> dict[str, float]:
    """Round points as an address carries them; they are relative, so that no sum must be kept."""
    return {name: round(value, DECIMALS) for name, value in points.items()}
