"""Robustness: which conclusions depend on the choices of the method, and which do not."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from assessment.robustness import SHIFT, Robustness
from reports.statements import statements
from reports.words import factor_name
from scoring.uncertainty.bands import APART
from views import charts, matrices
from views.audits import node_name, show_audit, show_methods, show_weights
from views.frame import current
from views.session import View
from views.widgets import choose_region, choose_year, legend


def show(view: View) -> None:
    """Show the page."""
    left, right, _rest = st.columns([3, 3, 4], vertical_alignment="bottom")
    with left:
        choose_region(view)
    with right:
        choose_year(view)
    robustness = view.assessment.robustness(view.period)
    # The draws, and scipy when it is first needed, take more than a second.
    with st.spinner(view._("Recalculating…")):
        found = statements(view)
    _answer(view)
    _region(view, found)
    places, pairs = st.columns(2, gap="large")
    with places:
        _places(view)
    with pairs:
        _pairs(view)
    _sensitivity(view, robustness)
    _left_out(view, robustness)
    show_methods(view, robustness, [view.bands.regions[r] for r in _order(view)])
    show_audit(view, robustness)
    show_weights(view, robustness)


def _answer(view: View) -> None:
    _ = view._
    bands = view.bands
    order = _order(view)
    ahead = bands.ahead[np.ix_(order, order)]
    pairs = len(order) * (len(order) - 1) // 2
    apart = int((np.triu(np.maximum(ahead, ahead.T), 1) > APART).sum())
    st.html(
        '<h1 class="k-answer">'
        + _(
            "In {year}, {apart} of {pairs} pairs of regions can be told apart; which region of the "
            "other {rest} is ahead depends on the choices of the method."
        ).format(year=view.period, apart=apart, pairs=pairs, rest=pairs - apart)
        + "</h1>"
    )
    st.html(
        '<p class="k-sub">'
        + _(
            "The index was recalculated {draws} times, each time with other choices of the method: "
            "scaling, weights, kind of mean, gaps, one indicator less (seed {seed}). Two regions can "
            "be told apart when one is ahead in more than {share} of the recalculations."
        ).format(
            draws=view.number(bands.plan.draws, 0),
            seed=bands.plan.seed,
            share=view.percent(APART),
        )
        + "</p>"
    )


def _order(view: View) -> list[int]:
    """Positions of the rated regions, by mean place."""
    mean = view.bands.mean_place
    return [int(r) for r in np.argsort(mean) if not np.isnan(mean[r])]


def _region(view: View, found: list[str]) -> None:
    with st.container(border=True):
        st.subheader(f"{view.region_title(view.region)} · {view.period}")
        if not found:
            st.write(view._("Not rated in this year: too many figures are missing."))
            return
        st.markdown("\n".join(f"- {sentence}" for sentence in found))


def _places(view: View) -> None:
    _ = view._
    bands, order = view.bands, _order(view)
    st.subheader(_("Places"))
    widths = (bands.place[2] - bands.place[0])[order]
    sure, unsure = order[int(np.argmin(widths))], order[int(np.argmax(widths))]
    st.markdown(
        _(
            "The surest place is that of {sure} ({sure_places}), the least sure that of {unsure} "
            "({unsure_places})."
        ).format(
            sure=view.region_name(bands.regions[sure]),
            sure_places=view.places(sure),
            unsure=view.region_name(bands.regions[unsure]),
            unsure_places=view.places(unsure),
        )
    )
    regions = [bands.regions[r] for r in order]
    share = bands.place_share[order]
    st.caption(_("How often a region (row) holds a place (column), of all recalculations:"))
    legend(view, matrices.tints(view), matrices.share_words(view, matrices.OFTEN), unrated=False)
    charts.draw(
        matrices.places(view, regions, share),
        key="places",
        alt=_("Share of the recalculations in which a region holds a place. {values}").format(
            values="; ".join(
                f"{view.region_short(bands.regions[r])}: {view.span(r)}" for r in order
            )
        ),
    )
    numbers = [str(place) for place in range(1, share.shape[1] + 1)]
    _as_table(view, "table_places", regions, numbers, share, 1)


def _pairs(view: View) -> None:
    _ = view._
    bands, order = view.bands, _order(view)
    st.subheader(_("Pairs"))
    groups = bands.alike()
    largest = max(groups, key=len)
    st.markdown(
        _("The largest group that cannot be told apart has {count} regions: {names}.").format(
            count=len(largest), names=", ".join(view.region_short(r) for r in largest)
        )
        if len(largest) > 1
        else _("Every region can be told apart from every other.")
    )
    regions = [bands.regions[r] for r in order]
    ahead = bands.ahead[np.ix_(order, order)]
    st.caption(
        _(
            "How often a region (row) is ahead of another (column, by its number), of all "
            "recalculations:"
        )
    )
    legend(view, matrices.AHEAD_COLOURS, matrices.share_words(view, matrices.AHEAD), unrated=False)
    charts.draw(
        matrices.pairs(view, regions, ahead),
        key="pairs",
        alt=_(
            "Share of the recalculations in which the region of a row is ahead. Regions that "
            "cannot be told apart: {values}"
        ).format(
            values="; ".join(
                ", ".join(view.region_short(region) for region in group) for group in groups
            )
        ),
    )
    shown = ahead.copy()
    np.fill_diagonal(shown, np.nan)
    _as_table(view, "table_pairs", regions, [view.region_short(r) for r in regions], shown, 0)


def _as_table(
    view: View,
    key: str,
    regions: Sequence[str],
    columns: Sequence[str],
    shares: np.ndarray,
    decimals: int,
) -> None:
    """Offer a matrix of shares as a table."""
    _ = view._
    with st.expander(_("The same as a table"), on_change="rerun", key=key) as expander:
        if not expander.open:
            return
        table = pd.DataFrame(
            [
                ["–" if np.isnan(share) else view.percent(share, decimals) for share in row]
                for row in shares
            ],
            columns=list(columns),
        )
        table.insert(0, _("Region"), [view.region_short(region) for region in regions])
        st.table(table, hide_index=True, alt=_("The same as a table"))


def _sensitivity(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Which choice matters"))
    with st.spinner(_("Recalculating…")):
        found = robustness.sensitivity
    outputs = [SHIFT] + ([view.region] if view.region in found.outputs else [])
    names = {SHIFT: _("all places"), view.region: view.region_name(view.region)}
    most = found.total[SHIFT].idxmax()
    sentence = _("The choice that moves all places together most: “{factor}”.").format(
        factor=factor_name(str(most), _)
    )
    if len(outputs) > 1:
        own = found.total[view.region].idxmax()
        sentence += " " + _("The one that moves the place of {region} most: “{factor}”.").format(
            region=view.region_name(view.region), factor=factor_name(str(own), _)
        )
    st.markdown(sentence)
    order = found.total[SHIFT].sort_values(ascending=False).index
    chosen = [found.outputs.index(output) for output in outputs]
    reach = 0.02 + float(
        (found.total[outputs].to_numpy() + found.indices.total_half[:, chosen]).max()
    )
    columns = st.columns(len(outputs), gap="large")
    for column, output in zip(columns, outputs, strict=True):
        with column:
            i = found.outputs.index(output)
            bars = [
                matrices.Share(
                    factor_name(str(name), _),
                    float(found.total[output][name]),
                    float(found.first[output][name]),
                    float(found.indices.total_half[found.factors.index(str(name)), i]),
                )
                for name in order
            ]
            st.markdown(f"**{names[output][0].upper()}{names[output][1:]}**")
            charts.draw(
                matrices.shares(view, bars, (_("with its combinations"), _("alone")), reach),
                key=f"sensitivity_{'all' if output == SHIFT else 'region'}",
                alt="; ".join(f"{bar.name}: {view.percent(bar.total)}" for bar in bars),
            )
    st.caption(
        _(
            "Which share of the movement of the places goes back to a choice: alone, and together "
            "with its combinations with others (Sobol indices of {runs} recalculations; the lines "
            "are intervals at {level} confidence). The shares with combinations add up to more than "
            "{whole}, because a combination counts for each of its choices."
        ).format(runs=view.number(found.runs, 0), level=view.percent(0.95), whole=view.percent(1))
    )


def _left_out(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Without one indicator or pillar"))
    found = robustness.left_out
    # What has no figure in this year is not in the index: nothing changes without it.
    table = found.table[robustness.nodes[found.table.index].notna().any()]
    table = table.sort_values("mean_abs_shift", ascending=False)
    most = str(table.index[table["level"] == 1][0])
    pillar = str(table.index[table["level"] > 1][0])
    shifts = found.shifts[most].abs()
    st.markdown(
        _(
            "Of the indicators “{indicator}” moves the places most when it is left out: by {mean} on "
            "average, by {most} at most ({region}). Of the pillars it is “{pillar}”: by "
            "{pillar_mean} on average."
        ).format(
            indicator=node_name(view, most),
            mean=view.number(float(table["mean_abs_shift"][most])),
            most=view.number(float(shifts.max()), 0),
            region=view.region_name(str(shifts.idxmax())),
            pillar=node_name(view, pillar),
            pillar_mean=view.number(float(table["mean_abs_shift"][pillar])),
        )
    )
    bars = [
        matrices.Shift(
            node_name(view, str(name)),
            node_name(view, str(name), short=True),
            float(row["mean_abs_shift"]),
            bool(row["level"] > 1),
            _own_shift(view, found.shifts, str(name)),
        )
        for name, row in table.iterrows()
    ]
    charts.draw(
        matrices.shifts(view, bars, _("places, on average of all regions")),
        key="left_out",
        alt="; ".join(f"{bar.name}: {view.number(bar.mean)}" for bar in bars),
    )


def _own_shift(view: View, shifts: pd.DataFrame, name: str) -> str:
    _ = view._
    region, own = view.region_name(view.region), float(shifts[name][view.region])
    if np.isnan(own):
        return _("{region} is not rated without it").format(region=region)
    if own == 0:
        return _("{region} keeps its place").format(region=region)
    direction = (
        _("{region} moves up, places: {places}")
        if own > 0
        else _("{region} moves down, places: {places}")
    )
    return direction.format(region=region, places=view.number(abs(own), 0))


show(current())
