"""Robustness: which conclusions depend on the choices of the method, and which do not."""

from __future__ import annotations

import numpy as np
import pandas as pd
import streamlit as st

from assessment.robustness import SHIFT, Robustness
from scoring.audit.finding import Code
from scoring.framework import INDEX
from scoring.uncertainty.bands import APART
from views import charts, matrices
from views.frame import current
from views.session import View
from views.statements import statements
from views.widgets import choose_region, choose_year
from views.words import factor_name, way_name


def show(view: View) -> None:
    """Show the page."""
    left, right, _rest = st.columns([3, 3, 4], vertical_alignment="bottom")
    with left:
        choose_region(view)
    with right:
        choose_year(view)
    _answer(view)
    robustness = view.assessment.robustness(view.period)
    _region(view)
    places, pairs = st.columns(2, gap="large")
    with places:
        _places(view)
    with pairs:
        _pairs(view)
    _sensitivity(view, robustness)
    _left_out(view, robustness)
    _methods(view, robustness)
    _audit(view, robustness)


def _answer(view: View) -> None:
    _ = view._
    bands = view.bands
    order = _order(view)
    ahead = bands.ahead[np.ix_(order, order)]
    pairs = len(order) * (len(order) - 1) // 2
    apart = int((np.triu(np.maximum(ahead, ahead.T), 1) > APART).sum())
    st.html(
        '<h1 class="k-answer">'
        + _("In {year}, {apart} of {pairs} pairs of regions can be told apart.").format(
            year=view.period, apart=apart, pairs=pairs
        )
        + "</h1>"
    )
    st.html(
        '<p class="k-sub">'
        + _(
            "The index was made {draws} times more, each time with other choices of the method "
            "(seed {seed}). Two regions can be told apart when one is ahead in more than {share} of "
            "the recalculations."
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


def _region(view: View) -> None:
    _ = view._
    with st.container(border=True):
        st.subheader(f"{view.region_title(view.region)} · {view.period}")
        found = statements(view)
        if not found:
            st.write(_("Not rated in this year: too many figures are missing."))
        st.markdown("\n".join(f"- {sentence}" for sentence in found))


def _places(view: View) -> None:
    _ = view._
    bands, order = view.bands, _order(view)
    st.subheader(_("Places"))
    widths = (bands.place[2] - bands.place[0])[order]
    sure, unsure = order[int(np.argmin(widths))], order[int(np.argmax(widths))]
    st.markdown(
        _("Surest: {sure} ({sure_places}). Least sure: {unsure} ({unsure_places}).").format(
            sure=view.region_name(bands.regions[sure]),
            sure_places=view.places(sure),
            unsure=view.region_name(bands.regions[unsure]),
            unsure_places=view.places(unsure),
        )
    )
    share = bands.place_share[order]
    charts.draw(
        matrices.places(view, [bands.regions[r] for r in order], share),
        key="places",
        alt=_("Share of the recalculations in which a region holds a place. {values}").format(
            values="; ".join(
                f"{view.region_short(bands.regions[r])}: {view.span(r)}" for r in order
            )
        ),
    )


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
    charts.draw(
        matrices.pairs(view, [bands.regions[r] for r in order], bands.ahead[np.ix_(order, order)]),
        key="pairs",
        alt=_("Share of the recalculations in which the region of a row is ahead. {values}").format(
            values="; ".join(
                ", ".join(view.region_short(region) for region in group) for group in groups
            )
        ),
    )


def _sensitivity(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Which choice matters"))
    with st.spinner(_("Recalculating…")):
        found = robustness.sensitivity
    outputs = [SHIFT] + ([view.region] if view.region in found.outputs else [])
    names = {SHIFT: _("all places"), view.region: view.region_name(view.region)}
    most = found.total[SHIFT].idxmax()
    sentence = _("All places together move most with the choice “{factor}”").format(
        factor=factor_name(str(most), _)
    )
    if len(outputs) > 1:
        own = found.total[view.region].idxmax()
        sentence += _("; the place of {region} with “{factor}”").format(
            region=view.region_name(view.region), factor=factor_name(str(own), _)
        )
    st.markdown(sentence + ".")
    order = found.total[SHIFT].sort_values(ascending=False).index
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
                matrices.shares(view, bands=bars, names=(_("with its combinations"), _("alone"))),
                key=f"sensitivity_{'all' if output == SHIFT else 'region'}",
                alt="; ".join(f"{bar.name}: {view.number(bar.total, 2)}" for bar in bars),
            )
    st.caption(
        _(
            "Sobol indices of {runs} recalculations: the share of the movement that goes back to a "
            "choice, alone and with its combinations. The lines are 95 % intervals. The shares with "
            "combinations add up to more than one, because a combination counts for each of its "
            "choices."
        ).format(runs=view.number(found.runs, 0))
    )


def _left_out(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Without one indicator or pillar"))
    found = robustness.left_out
    table = found.table.sort_values("mean_abs_shift", ascending=False)
    most = str(table[table["level"] == 1].index[0])
    shifts = found.shifts[most].abs()
    st.markdown(
        _(
            "Without {indicator} the places move most among the indicators: by {mean} on average, "
            "by {most} for {region}."
        ).format(
            indicator=_node_name(view, most),
            mean=view.number(float(table["mean_abs_shift"][most])),
            most=view.number(float(shifts.max()), 0),
            region=view.region_name(str(shifts.idxmax())),
        )
    )
    bars = [
        matrices.Shift(
            _node_name(view, str(name)),
            float(row["mean_abs_shift"]),
            bool(row["level"] > 1),
            _own_shift(view, found.shifts, str(name)),
        )
        for name, row in table.iterrows()
    ]
    charts.draw(
        matrices.shifts(view, bars, _("mean shift of all places")),
        key="left_out",
        alt="; ".join(f"{bar.name}: {view.number(bar.mean)}" for bar in bars),
    )


def _own_shift(view: View, shifts: pd.DataFrame, name: str) -> str:
    own = float(shifts[name][view.region])
    if np.isnan(own) or own == 0:
        return view._("{region} keeps its place").format(region=view.region_name(view.region))
    direction = (
        view._("{region} moves {places} up") if own > 0 else view._("{region} moves {places} down")
    )
    return direction.format(region=view.region_name(view.region), places=view.number(abs(own), 0))


def _methods(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Other ways to aggregate"))
    places = robustness.methods.places.loc[[view.bands.regions[r] for r in _order(view)]]
    first = places.index[0]
    own = places.loc[first]
    st.markdown(
        _("Under the {count} ways {region} holds places {best} to {worst}.").format(
            count=places.shape[1],
            region=view.region_name(first),
            best=view.number(float(own.min()), 0),
            worst=view.number(float(own.max()), 0),
        )
        + " "
        + _(
            "The further right, the less a good pillar makes up for a bad one; the maximum takes no "
            "account of weights, so that mediation capacity alone decides it in many regions."
        )
    )
    for name in robustness.methods.undefined:
        st.caption(
            _("The {way} is not defined here: a pillar of a region is zero.").format(
                way=way_name(name, _)
            )
        )
    shown = places.map(lambda place: "–" if np.isnan(place) else f"{place:.0f}")
    shown.columns = [way_name(str(name), _) for name in places.columns]
    shown.insert(0, _("Region"), [view.region_name(str(region)) for region in places.index])
    st.table(shown, hide_index=True, alt=_("Places of the regions under each way to aggregate"))


def _audit(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Do the indicators of a pillar go together?"))
    correlations, consistency = robustness.correlations, robustness.consistency
    opposed = [w for w in correlations.warnings if w.code == Code.OPPOSED]
    collinear = [w for w in correlations.warnings if w.code == Code.COLLINEAR]
    st.markdown(
        _(
            "{opposed} pairs inside a pillar run against each other, {collinear} say the same twice."
        ).format(opposed=len(opposed), collinear=len(collinear))
        + " "
        + _(
            "Where indicators run against each other, the pillar is a sum of different pressures and "
            "not a measure of one thing: read its indicators, not only its score."
        )
    )
    table = consistency.table.join(robustness.components.table[["first_share", "dimensions"]])
    st.table(
        pd.DataFrame(
            {
                _("Pillar"): _node_name(view, str(name)),
                _("Cronbach's alpha"): view.number(float(row["standardised"]), 2),
                _("Mean correlation"): view.number(float(row["mean_correlation"]), 2),
                _("First component explains"): view.percent(float(row["first_share"])),
                _("Components"): view.number(float(row["dimensions"]), 0),
                _("Regions with all figures"): view.number(float(row["units"]), 0),
            }
            for name, row in table.iterrows()
        ),
        hide_index=True,
        alt=_("Audit of the pillars"),
    )
    if opposed or collinear:
        st.markdown(
            "\n".join(
                "- "
                + _("{first} and {second}: correlation {r}").format(
                    first=_node_name(view, warning.ids[0]),
                    second=_node_name(view, warning.ids[1]),
                    r=view.number(warning.value, 2),
                )
                for warning in (*opposed, *collinear)
            )
        )
    st.caption(
        _(
            "An audit only, never a source of weights: with {count} regions, components and alpha "
            "are mostly chance."
        ).format(count=len(view.result.inputs.regions))
    )
    _weights(view, robustness)


def _weights(view: View, robustness: Robustness) -> None:
    _ = view._
    st.subheader(_("Weight is not importance"))
    table = robustness.importance.drop(index=INDEX)
    indicators = table[table["level"] == 1]
    ratio = indicators["importance"] / indicators["effective"]
    st.markdown(
        _(
            "Measured by the weight they carry, {more} moves with the index most and {less} least."
        ).format(
            more=_node_name(view, str(ratio.idxmax())), less=_node_name(view, str(ratio.idxmin()))
        )
    )
    st.table(
        pd.DataFrame(
            {
                _("Indicator"): _node_name(view, str(name)),
                _("Pillar"): _node_name(view, str(row["parent"])),
                _("Weight in its pillar"): view.percent(float(row["nominal"]), 1),
                _("Weight in the index"): view.percent(float(row["effective"]), 1),
                _("Correlation with the index"): view.number(float(row["correlation"]), 2),
                _("Importance"): view.percent(float(row["importance"])),
            }
            for name, row in indicators.iterrows()
        ),
        hide_index=True,
        alt=_("Weights and importance of the indicators"),
    )
    st.caption(
        _(
            "Importance is the squared correlation with the index (Paruolo, Saisana and Saltelli "
            "2013): what the index would follow if it were told by this indicator alone."
        )
    )


def _node_name(view: View, name: str) -> str:
    registry = view.assessment.registry
    if name in registry.cards:
        return view.text(registry.cards[name].name)
    return view.text(registry.framework.pillar(name).name)


show(current())
