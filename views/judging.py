"""Weights by judgement: 100 points to share out, pairs to compare, or a file of several experts."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from itertools import combinations
from math import isnan
from pathlib import Path

import pandas as pd
import streamlit as st

from assessment.settings import WIDEST
from exchange.faults import FrameworkFaults
from exchange.weight_file import GivenWeights, read_weights
from scoring.framework import INDEX
from scoring.hierarchy import Hierarchy
from scoring.uncertainty.draws import half_width
from scoring.weights.ahp import LIMIT, judgements
from scoring.weights.allocation import POINTS, TOLERANCE
from scoring.weights.consistency import best_remedy, consistency, principal, worst_triple
from views import own
from views.file_faults import show_file_faults
from views.session import View, load
from views.uploading import upload

SCALE = 9  # the most that one may weigh as much again as the other (Saaty's scale)
_GIVEN, _PAIR = "given_", "pair_"
_AGREED = 1e9  # a concentration beyond which a weight does not move by a hundredth of a point


def _siblings(view: View) -> Mapping[str, str]:
    """Offer the sets of siblings, and return the names of the chosen one's members by id."""
    _ = view._
    framework = view.assessment.registry.framework
    cards = view.assessment.registry.cards
    sets = {INDEX: {pillar.id: view.text(pillar.name) for pillar in framework.pillars}}
    names = {INDEX: _("Pillars")}
    for pillar in framework.pillars:
        if len(pillar.indicators) > 1:
            sets[pillar.id] = {name: view.text(cards[name].name) for name in pillar.indicators}
            names[pillar.id] = _("Inside “{pillar}”").format(pillar=view.text(pillar.name))
    return sets[
        st.selectbox(_("Weights of"), list(sets), format_func=names.__getitem__, key="judged")
    ]


# -- 100 points ------------------------------------------------------------------------------------


def show_points(view: View) -> None:
    """Let 100 points be shared out over one set of siblings."""
    _ = view._
    names = _siblings(view)
    st.caption(_("Share out 100 points: who has twice as many weighs twice as much."))
    given = {}
    current = own.shares(own.now().weights, names)
    for name, label in names.items():
        st.session_state.setdefault(_GIVEN + name, round(current[name], 1))
        given[name] = float(
            st.number_input(label, 0.0, own.WHOLE, step=1.0, format="%.1f", key=_GIVEN + name)
        )
    total = sum(given.values())
    enough = abs(total - POINTS) <= TOLERANCE
    words = _("{total} of {points} points are given.").format(
        total=view.number(total), points=POINTS
    )
    if not enough:
        words += " " + (
            _("{left} are left.").format(left=view.number(POINTS - total))
            if total < POINTS
            else _("{over} are too many.").format(over=view.number(total - POINTS))
        )
    st.markdown(words)
    st.button(
        _("Use these points"),
        type="primary",
        disabled=not enough,
        on_click=own.take_weights,
        args=(own.rounded(own.shares(given, given)) if enough else {},),
        key="use_points",
    )


# -- pairs -----------------------------------------------------------------------------------------


def show_pairs(view: View) -> None:
    """Let the siblings be compared two by two, and say how far the judgements contradict."""
    _ = view._
    names = _siblings(view)
    st.caption(_("Of each two, say which matters more for the score, and how many times as much."))
    judged = {}
    for first, second in combinations(names, 2):
        labels = {
            times: _times(view, names, first, second, times) for times in range(-SCALE, SCALE + 1)
        }
        times = st.select_slider(
            _("{first} or {second}").format(first=names[first], second=names[second]),
            [*range(-SCALE, -1), 1, *range(2, SCALE + 1)],
            value=1,
            format_func=labels.__getitem__,
            key=f"{_PAIR}{first}_{second}",
        )
        judged[first, second] = float(times) if times > 0 else -1.0 / times
    matrix = judgements(judged, list(names))
    ratio = consistency(matrix.to_numpy())[1]
    weights = dict(zip(names, principal(matrix.to_numpy())[0].tolist(), strict=True))
    st.markdown("; ".join(f"{names[name]} {view.percent(weights[name], 1)}" for name in names))
    fits = ratio <= LIMIT
    st.markdown(
        _("Consistency ratio {ratio}; up to {limit} the judgements agree with each other.").format(
            ratio=view.number(ratio, 3), limit=view.number(LIMIT, 2)
        )
    )
    if not fits:
        st.warning(_contradiction(view, names, matrix))
    st.button(
        _("Use these weights"),
        type="primary",
        disabled=not fits,
        on_click=own.take_weights,
        args=(own.rounded(own.shares(weights, weights)),),
        key="use_pairs",
    )


def _times(view: View, names: Mapping[str, str], first: str, second: str, times: int) -> str:
    if abs(times) <= 1:
        return view._("both alike")
    more = names[second if times < 0 else first]
    return view._("{name}: {times} times").format(name=more, times=abs(times))


def _contradiction(view: View, names: Mapping[str, str], matrix: pd.DataFrame) -> str:
    """Say which three disagree most, and which one judgement to think over."""
    triple, remedy = worst_triple(matrix), best_remedy(matrix)
    over, under, better = remedy.over, remedy.under, remedy.better
    if better < 1:
        over, under, better = under, over, 1 / better
    return view._(
        "The judgements contradict each other. Most of all: {first} over {second} and {second} "
        "over {third} make {by_way}, but {first} over {third} is {direct}. With {over} over "
        "{under} at {better} the ratio would be {ratio}."
    ).format(
        first=names[triple.first],
        second=names[triple.second],
        third=names[triple.third],
        by_way=view.number(triple.by_way),
        direct=view.number(triple.direct),
        over=names[over],
        under=names[under],
        better=view.number(better),
        ratio=view.number(remedy.ratio, 3),
    )


# -- a file of several experts ---------------------------------------------------------------------


def show_experts(view: View) -> None:
    """Read weights from a file, and use how far the experts differ as the doubt in the weights."""
    _ = view._
    st.caption(
        _(
            "A CSV file with the columns expert, iCode and points: each expert shares out 100 points "
            "over the pillars, and over the indicators of a pillar. Instead of points there may be "
            "comparisons: expert, first, second and times. The common weights are taken over, and "
            "how far the experts differ becomes the doubt in the weights."
        )
    )
    st.download_button(
        _("Template with the published weights"),
        template(),
        "weights.csv",
        "text/csv",
        icon=":material/download:",
        key="weights_template",
    )
    file = upload(_("File of weights (CSV)"), ["csv"], "experts", _)
    if file is None:
        return
    try:
        given = read(file.getvalue())
    except FrameworkFaults as error:
        show_file_faults(view, error)
        return
    spread = spreads(given)
    for node, points in spread.items():
        framework = view.assessment.registry.framework
        name = _("Pillars") if node == INDEX else view.text(framework.pillar(node).name)
        experts = len(given.experts[node].by_expert)
        st.markdown(
            _("{name}: {count} experts; a weight of 25 points moves by ± {points}.").format(
                name=name, count=experts, points=view.number(points)
            )
            if points is not None
            else _("{name}: one expert; the doubt stays as published.").format(name=name)
        )
    weights = {
        node.id: 100.0 * given.hierarchy.relative_weights[node.id]
        for node in given.hierarchy.nodes
        if node.parent is not None
    }
    st.button(
        _("Use these weights"),
        type="primary",
        on_click=_take_experts,
        args=(weights, spread, view.result.scheme.hierarchy.children),
        key="use_experts",
    )


def _take_experts(
    weights: Mapping[str, float],
    spread: Mapping[str, float | None],
    siblings: Mapping[str, tuple[str, ...]],
) -> None:
    points: dict[str, float] = {}
    for names in siblings.values():
        points |= own.rounded({name: weights[name] for name in names})
    own.take_weights(points, spread)


def _tree() -> Hierarchy:
    return load()[0].result.scheme.hierarchy


def template() -> str:
    """Return the published weights as a file of one expert, to be filled in."""
    hierarchy = _tree()
    lines = [
        f"1,{node.id},{100 * hierarchy.relative_weights[node.id]:.2f}"
        for node in hierarchy.nodes
        if node.parent is not None
    ]
    return "\n".join(["expert,iCode,points", *lines, ""])


def read(content: bytes) -> GivenWeights:
    """Read an uploaded file.  Raises FrameworkFaults with every fault of it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "weights.csv"
        path.write_bytes(content)
        return read_weights(path, _tree())


def spreads(given: GivenWeights) -> dict[str, float | None]:
    """Return by node how far a weight of 25 points moves among the experts; None for a single one."""
    found: dict[str, float | None] = {}
    for node, experts in given.experts.items():
        kappa = experts.concentration
        if isnan(kappa):
            found[node] = None
        else:
            points = 100.0 * half_width(kappa) if kappa < _AGREED else 0.0
            found[node] = round(min(points, WIDEST), 2)
    return found
