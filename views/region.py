"""Region: how high the pressure is, how sure that is, what makes it so, and every number behind."""

from __future__ import annotations

from html import escape
from itertools import pairwise

import numpy as np
import pandas as pd
import streamlit as st

from assessment.field_counts import CARD
from assessment.region_table import region_table
from indicators.schema import Card
from reports.facts import facts
from reports.files.csv_file import as_csv
from reports.order import REGION
from reports.palette import CLASSES
from reports.statements import class_statements
from reports.subject import median
from reports.words import way_name
from scenarios import StoreError
from scoring.aggregate import FLOOR, POINTS, SLOPE, TOP
from scoring.contributions import Contributions, against_median
from scoring.score import NOT_RATED, classify
from views import charts
from views.comments import show_comments
from views.downloads import Group, Offer, menu, ordered
from views.field_log_records import log
from views.frame import current
from views.history import show_history
from views.ledger import show_ledger
from views.region_incidents import show_region_incidents
from views.region_signals import show_region_signals
from views.session import View
from views.trace import show_trace
from views.widgets import chip, choose_region, choose_year, tiles


def show(view: View) -> None:
    """Show the page."""
    left, right, files = st.columns([3, 3, 4], vertical_alignment="bottom")
    with left:
        choose_region(view)
    with right:
        choose_year(view)
    with files:
        _download(view)
    st.html(f'<h1 class="k-answer">{escape(view.region_title(view.region))}, {view.period}</h1>')
    explained = against_median(view.result, view.period, view.region)
    if explained is None:
        st.info(view._("Not rated in this year: too many figures are missing."))
        show_comments(view)
    else:
        _tiles(view)
        show_comments(view)
        _carries(view)
        _made_of(view)
        why, pillars = st.columns(2, gap="large")
        with why:
            _why(view, explained)
        with pillars:
            _pillars(view, explained)
    _indicators(view)
    show_ledger(view)
    show_history(view)
    show_region_incidents(view)
    show_region_signals(view)


def _tiles(view: View) -> None:
    tiles(
        [
            (
                fact.label,
                escape(fact.value)
                + (f" {chip(view, fact.index)}" if fact.index != NOT_RATED else ""),
                escape(fact.note),
            )
            for fact in facts(view)
        ]
    )


def _carries(view: View) -> None:
    """Say what would move the class, and lead to the rest of what is known of that."""
    st.markdown("\n".join(f"- {sentence}" for sentence in class_statements(view)))
    st.page_link(
        "views/robustness.py",
        label=view._("How sure is this?"),
        icon=":material/arrow_forward:",
    )


def _made_of(view: View) -> None:
    """Show the score's own formula with its pillars put in."""
    _ = view._
    with st.expander(_("How this score is made"), on_change="rerun", key="made") as expander:
        if not expander.open:
            return
        result, t, r = view.result, view.t, view.r
        weights = result.scheme.pillar_weights
        pillars = result.pillars[t, r]
        rated = ~np.isnan(pillars)
        used = np.where(rated, weights, 0) / weights[rated].sum()
        if result.scheme.across_pillars == "inverted_geometric":
            _inverted_geometric(view, used)
        else:
            st.markdown(
                _("The score is this mean of the pillars: {way}.").format(
                    way=way_name(result.scheme.across_pillars, _)
                )
            )
        framework = view.assessment.registry.framework
        st.table(
            pd.DataFrame(
                {
                    _("Pillar"): view.text(pillar.name),
                    _("Pressure, 0 to 100"): view.number(pillars[p], 2),
                    _("Weight"): view.percent(float(weights[p])),
                    _("Weight used here"): view.percent(used[p], 1),
                    _("Figures present"): (view.percent(result.pillar_coverage[t, r, p])),
                }
                for p, pillar in enumerate(framework.pillars)
            ),
            hide_index=True,
            alt=_("Pillars and weights"),
        )
        st.markdown(
            _("A pillar is the weighted mean of its indicators below; each opens to its figures.")
        )


def _inverted_geometric(view: View, used: np.ndarray) -> None:
    _ = view._
    result, t, r = view.result, view.t, view.r
    pillars = result.pillars[t, r]
    weighs = ~np.isnan(pillars) & (used > 0)
    st.markdown(
        _(
            "The score is the inverted geometric mean of the pillars, so that one severe "
            "pillar cannot be averaged away. On a scale of 0 to 10:"
        )
    )
    product = " \\cdot ".join(
        rf"({FLOOR} + {_latex(view, SLOPE, 1)}\,({TOP} - {_latex(view, pillars[p] * TOP / POINTS, 4)}))"
        rf"^{{{_latex(view, used[p], 4)}}}"
        for p in range(len(used))
        if weighs[p]
    )
    score = _latex(view, result.score[t, r], 2)
    st.latex(rf"\frac{{{POINTS}}}{{{TOP - FLOOR}}}\left({TOP} - {product}\right) = {score}")


def _why(view: View, explained: Contributions) -> None:
    _ = view._
    registry = view.assessment.registry
    result = view.result
    st.subheader(_("What makes it so"))
    st.caption(
        _("Exact parts of the difference between {median} (national median) and {score}").format(
            median=view.number(explained.baseline), score=view.number(explained.score)
        )
    )
    bars: list[charts.Bar | charts.Heading] = []
    for p, (pillar, part) in enumerate(
        zip(registry.framework.pillars, result.scheme.slices, strict=True)
    ):
        whole = explained.pillars[p]
        if np.isnan(whole):
            continue
        bars.append(charts.Heading(view.text(pillar.short), view.signed(float(whole))))
        members = sorted(
            (k for k in range(part.start, part.stop) if not np.isnan(explained.indicators[k])),
            key=lambda k: -explained.indicators[k],
        )
        for k in members:
            card = registry.cards[result.inputs.indicators[k]]
            points = float(explained.indicators[k])
            value = view.amount(card, result.inputs.values[view.t, view.r, k])
            bars.append(
                charts.Bar(
                    view.text(card.short),
                    points,
                    view.signed(points),
                    f"<b>{escape(view.text(card.name))}</b><br>{escape(view.text(pillar.name))}"
                    f"<br>{escape(value)}<br>{view.signed(points)}",
                )
            )
    charts.draw(
        charts.contributions(view.ink, bars, _("points of the score")),
        key="contributions",
        alt=_("Contributions: {values}").format(
            values="; ".join(f"{bar.name}: {bar.text}" for bar in bars)
        ),
    )


def _pillars(view: View, explained: Contributions) -> None:
    _ = view._
    result, framework = view.result, view.assessment.registry.framework
    st.subheader(_("Pillars against the national median"))
    pairs = []
    for p, pillar in enumerate(framework.pillars):
        value = result.pillars[view.t, view.r, p]
        middle = median(result.pillars[view.t, :, p])
        index = int(classify(np.array(value), result.scheme.cuts))
        part = explained.pillars[p]
        name = view.text(pillar.short)
        words = view._("not rated") if np.isnan(value) else view.number(value)
        pairs.append(
            charts.Pair(
                name,
                float(value),
                middle,
                CLASSES[index] if index != NOT_RATED else view.ink.unrated,
                f"<b>{escape(view.text(pillar.name))}</b><br>{words} "
                f"({_('median')} {view.number(middle)})<br>{view.signed(part)}",
            )
        )
    cuts = (*result.scheme.cuts, 100.0)
    charts.draw(
        charts.against_median(
            view.ink,
            pairs,
            (view.region_short(view.region), _("median of the regions")),
            list(pairwise(cuts)),
        ),
        key="pillars",
        alt="; ".join(
            f"{pair.name}: {view.number(pair.value)} ({_('median')} {view.number(pair.median)})"
            for pair in pairs
        ),
    )
    for pillar in framework.pillars:
        st.caption(f"**{view.text(pillar.name)}** — {view.text(pillar.question)}")


def _indicators(view: View) -> None:
    _ = view._
    registry, result = view.assessment.registry, view.result
    st.subheader(_("Indicators: open one to follow its number to the source"))
    for p, pillar in enumerate(registry.framework.pillars):
        value = result.pillars[view.t, view.r, p]
        st.markdown(
            f"**{view.text(pillar.name)}** · "
            f"{_('not rated') if np.isnan(value) else view.number(value)}"
        )
        with st.container(key=f"list_{pillar.id}", gap="xsmall"):
            for name in pillar.indicators:
                _indicator(view, registry.cards[name])
            if CARD in pillar.indicators:
                _to_the_field_log(view)
    st.markdown(f"**{_('Shown, not scored')}**")
    with st.container(key="list_shown", gap="xsmall"):
        awaited, panel = [], view.assessment.panel
        for card in registry.shown:
            at = (card.id, view.region, view.period)
            if card.collected and panel.get(*at) is None and at not in panel.suppressed:
                awaited.append(view.text(card.name))
            else:
                _indicator(view, card)
        if awaited:
            words = _("No figures yet, because they come from the field log: {names}.")
            st.markdown(words.format(names="; ".join(awaited)))


def _to_the_field_log(view: View) -> None:
    """Lead to the field log, where something of the region counts."""
    try:
        recorded = {content.region for _id, content in log().records}
    except StoreError:  # the answers to the score, below, say that the store cannot be reached
        return
    if view.region in recorded:
        st.page_link(
            "views/field_log.py",
            label=view._("What the field log says of the councils"),
            icon=":material/arrow_forward:",
        )


def _indicator(view: View, card: Card) -> None:
    """One line: value, national median, pressure, age. Opens to everything behind it."""
    _ = view._
    entry = view.assessment.panel.get(card.id, view.region, view.period)
    name = view.text(card.name)
    if entry is None:
        reason = card.not_applicable.get(view.region)
        applicable = card.applies_to == "all" or (
            (view.assessment.regions.get(view.region).type == "city")
            == (card.applies_to == "cities")
        )
        suppressed = (card.id, view.region, view.period) in view.assessment.panel.suppressed
        if card.suppress and suppressed:
            words = _("withheld: fewer than {cases} cases").format(cases=card.suppress.below)
        elif reason is not None:
            words = f"{_('not applicable')}: {view.text(reason)}"
        else:
            words = _("no figure") if applicable else _("not applicable to this kind of region")
        st.markdown(f"{name} — {words}")
        return
    others = [
        e.value
        for region in view.assessment.panel.regions
        if (e := view.assessment.panel.get(card.id, region, view.period))
    ]
    parts = [f"{name}: **{view.amount(card, entry.value)}**"]
    # A median of a few named regions would pass for the nation's.
    if 2 * len(others) > len(view.assessment.panel.regions):
        parts.append(f"{_('median')} {view.number(float(np.median(others)), card.decimals)}")
    if card.status == "scored":
        z = view.result.normalised[view.t, view.r, view.result.indicator_index[card.id]]
        parts.append(f"{_('pressure')} {view.number(100 * z, 0)}")
    if entry.carried:
        parts.append(_("figure of {year}").format(year=entry.derived.year))
    with st.expander(" · ".join(parts), on_change="rerun", key=f"open_{card.id}") as expander:
        if expander.open:
            show_trace(view, card, entry)


def _download(view: View) -> None:
    def indicators() -> bytes:
        return as_csv(region_table(view.assessment, view.period, view.region, view.language))

    _ = view._
    regions = (view.region,)
    menu(
        view,
        (
            Group(
                _("Region report"),
                (
                    ordered(view, "PDF", REGION, "pdf", regions),
                    ordered(view, "Word", REGION, "docx", regions),
                ),
            ),
            Group(
                _("Indicators of the region"),
                (Offer("CSV", f"kelisim-{view.region}-{view.period}.csv", indicators),),
            ),
        ),
    )


def _latex(view: View, value: float, decimals: int) -> str:
    """Write a number inside a formula; braces keep a decimal comma from being spaced as a list."""
    return view.number(value, decimals).replace(",", "{,}")


show(current())
