"""Tables of the robustness page: ways to aggregate, pillars from inside, weights and importance."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import pandas as pd
import streamlit as st

from assessment.robustness import Robustness
from reports.words import way_name
from scoring.audit.finding import Code
from scoring.framework import INDEX
from views.session import View


def show_methods(view: View, robustness: Robustness, order: Sequence[str]) -> None:
    """Show the places of the regions, in the given order, under each way to aggregate."""
    _ = view._
    st.subheader(_("Other ways to aggregate"))
    places = robustness.methods.places.loc[list(order)]
    region = view.region if view.region in places.index else str(places.index[0])
    own = places.loc[region].to_numpy(dtype=float)
    best, worst = float(np.nanmin(own)), float(np.nanmax(own))
    sentences = [
        _("Under each of the {count} ways {region} holds place {place}.").format(
            count=places.shape[1], region=view.region_name(region), place=view.number(best, 0)
        )
        if best == worst
        else _("Under the {count} ways {region} holds places {best} to {worst}.").format(
            count=places.shape[1],
            region=view.region_name(region),
            best=view.number(best, 0),
            worst=view.number(worst, 0),
        ),
        _(
            "The column “{way}” is the published index. From left to right, up to the maximum, a good "
            "pillar makes up less and less for a bad one. Copeland counts, for each pair of regions, "
            "which is higher in pillars of more weight."
        ).format(way=way_name(view.result.scheme.across_pillars, _)),
    ]
    sentences += _decided_by_optional(view, robustness)
    st.markdown(" ".join(sentences))
    for name in robustness.methods.undefined:
        st.caption(
            _("Not defined here, because a pillar of a region is zero: “{way}”.").format(
                way=way_name(name, _)
            )
        )
    shown = places.map(lambda place: "–" if np.isnan(place) else f"{place:.0f}")
    shown.columns = [way_name(str(name), _) for name in places.columns]
    names = [_bold_own(view, str(name)) for name in places.index]
    shown.insert(0, _("Region"), names)
    st.table(shown, hide_index=True, alt=_("Places of the regions under each way to aggregate"))


def _bold_own(view: View, region: str) -> str:
    name = view.region_short(region)
    return f"**{name}**" if region == view.region else name


def _decided_by_optional(view: View, robustness: Robustness) -> list[str]:
    """Say in how many regions the maximum is a pillar that not everybody would count."""
    scheme = view.result.scheme
    pillars = robustness.nodes[list(scheme.pillar_ids)].dropna(how="all")
    highest = pillars.idxmax(axis=1)
    return [
        view._(
            "The maximum takes no account of weights: “{pillar}” alone decides it in {count} of "
            "{total} regions."
        ).format(
            pillar=view.text(pillar.name),
            count=int((highest == pillar.id).sum()),
            total=len(pillars),
        )
        for pillar in view.assessment.registry.framework.pillars
        if pillar.optional and (highest == pillar.id).any()
    ]


def show_audit(view: View, robustness: Robustness) -> None:
    """Show whether the indicators of a pillar measure one thing."""
    _ = view._
    st.subheader(_("Do the indicators of a pillar go together?"))
    correlations, consistency = robustness.correlations, robustness.consistency
    opposed = [w for w in correlations.warnings if w.code == Code.OPPOSED]
    collinear = [w for w in correlations.warnings if w.code == Code.COLLINEAR]
    sentences = [
        _("Pairs of indicators inside a pillar that run against each other: {count}.").format(
            count=len(opposed)
        ),
        _("Pairs that say the same twice: {count}.").format(count=len(collinear)),
    ]
    if opposed:
        sentences.append(
            _(
                "Where indicators run against each other, the pillar is a sum of different pressures "
                "and not a measure of one thing: read its indicators, not only its score."
            )
        )
    st.markdown(" ".join(sentences))
    table = consistency.table.join(robustness.components.table[["first_share", "dimensions"]])
    st.table(
        pd.DataFrame(
            {
                _("Pillar"): node_name(view, str(name)),
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
                + _("“{first}” and “{second}”: correlation {r}").format(
                    first=node_name(view, warning.ids[0]),
                    second=node_name(view, warning.ids[1]),
                    r=view.number(warning.value, 2),
                )
                for warning in (*opposed, *collinear)
            )
        )
    st.caption(
        _(
            "An audit only, never a source of weights: with {count} regions, components and alpha "
            "depend much on chance."
        ).format(count=len(view.result.inputs.regions))
    )


def show_weights(view: View, robustness: Robustness) -> None:
    """Show the weights of the indicators beside what the index follows."""
    _ = view._
    st.subheader(_("Weight is not importance"))
    table = robustness.importance.drop(index=INDEX)
    indicators = table[(table["level"] == 1) & table["correlation"].notna()]
    ratio = indicators["importance"] / indicators["effective"]
    against = int((indicators["correlation"] < 0).sum())
    sentences = [
        _(
            "For the weight it carries, “{more}” is tied to the index most closely and “{less}” "
            "least."
        ).format(
            more=node_name(view, str(ratio.idxmax())), less=node_name(view, str(ratio.idxmin()))
        )
    ]
    if against:
        sentences.append(
            _("Indicators that fall where the index rises: {count} of {total}.").format(
                count=against, total=len(indicators)
            )
        )
    st.markdown(" ".join(sentences))
    st.table(
        pd.DataFrame(
            {
                _("Indicator"): node_name(view, str(name)),
                _("Pillar"): node_name(view, str(row["parent"])),
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
            "2013): the share of the differences in the index that this indicator alone would give."
        )
    )


def node_name(view: View, name: str, *, short: bool = False) -> str:
    """Say an indicator or a pillar by its id, in full or for a chart."""
    registry = view.assessment.registry
    node = registry.cards[name] if name in registry.cards else registry.framework.pillar(name)
    return view.text(node.short if short else node.name)
