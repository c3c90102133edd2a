"""What other settings do: map, ranks with bands, classes and importance against the published index."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from reports.maps.outlines import Painted
from reports.palette import CLASSES
from scoring.score import NOT_RATED, Result
from views.map import show_map
from views.ranking import Ranked, arrow, class_axis, show_ranking
from views.session import SCORE, View, load
from views.widgets import class_words, legend


def show_effects(view: View) -> None:
    """Show map, ranked list, changes of class and importance under the visitor's settings."""
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
                text=f"{view.span(r)} {arrow(base.rank[t, r], own.rank[t, r])}",
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


def _move(view: View, base: Result, own: Result, r: int) -> str:
    change = own.score[view.t, r] - base.score[view.t, r]
    if not view.own or np.isnan(change):
        return ""
    return view._("{points} points against the published index").format(points=view.signed(change))


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
    """Set beside each other what each indicator weighs and how much it matters in the end."""
    _ = view._
    title = _("Weight and importance")
    with st.expander(title, on_change="rerun", key="importance", expanded=True) as expander:
        if not expander.open:
            return
        table = view.assessment.robustness(view.period).importance
        framework = view.assessment.registry.framework
        cards = view.assessment.registry.cards
        heads = (_("Indicator"), _("Weight in the index"), _("Importance"))
        rows = []
        for pillar in framework.pillars:
            names = {pillar.id: view.text(pillar.name)}
            if len(pillar.indicators) > 1:
                names |= {name: view.text(cards[name].short) for name in pillar.indicators}
            for name, words in names.items():
                kind = ' class="k-group"' if name == pillar.id else ""
                weight, matters = (
                    float(table[column][name]) for column in ("effective", "importance")
                )
                cells = _bar(view, weight, 1) + _bar(view, matters)
                rows.append(f'<tr{kind}><th scope="row">{escape(words)}</th>{cells}</tr>')
        head = "".join(f'<th scope="col">{escape(word)}</th>' for word in heads)
        st.html(f'<table class="k-bars"><tr>{head}</tr>{"".join(rows)}</table>')
        st.caption(
            _(
                "Importance: the squared correlation with the index, that is how much of the "
                "differences between the regions goes along with this part alone. Parts overlap, so "
                "that the shares do not add up to 100 per cent."
            )
        )


def _bar(view: View, share: float, decimals: int = 0) -> str:
    """Return a cell with a share, and a bar as long as it."""
    if np.isnan(share):
        return "<td>–</td>"
    return f'<td style="--s:{100 * share:.0f}">{view.percent(share, decimals)}</td>'
