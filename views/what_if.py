"""What-if: change figures of one or more regions, and see score, band and places move."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from assessment import changes
from assessment.changes import ADD, EVERYWHERE, KINDS, PERCENT, SET, Change, ChangeError
from assessment.what_if import WhatIf
from indicators.schema import Card
from reports.changes import amount_text, place_name
from reports.maps.outlines import Painted
from reports.palette import CLASSES
from reports.subject import median
from reports.what_if import assumptions, effect, focus_of, statement, summary, that_move
from scoring.score import NOT_RATED
from views import charts
from views.changed import change_fault, change_text, worked_out
from views.frame import current
from views.map import show_map
from views.ranking import Ranked, arrow, class_axis, show_ranking
from views.saving import show_saving
from views.session import SCORE, View
from views.widgets import chip, choose_year, class_words, legend, tiles

_REGIONS, _INDICATOR, _KIND, _AMOUNT = "changed_regions", "changed", "changed_how", "changed_by"
_PROBLEM = "_change_problem"


@dataclass(frozen=True)
class Example:
    """A programme or an event to begin with: which figure it changes, and by how much."""

    label: str
    indicator: str
    amount: float


def show(view: View) -> None:
    """Show the page."""
    found, problem = _worked_out(view)
    _answer(view, found)
    left, right = st.columns([2, 3], gap="large")
    with left:
        choose_year(view)
        _listed(view, problem)
        _form(view)
        show_saving(view)
    with right:
        if found is not None and found.changes:
            _effects(view, found)
        else:
            _map(view, None)
            _ranks(view, None)
    _assumed(view)


def _worked_out(view: View) -> tuple[WhatIf | None, ChangeError | None]:
    try:
        return worked_out(view.own, view.period, view.changes), None
    except ChangeError as problem:
        return None, problem


# -- the answer ------------------------------------------------------------------------------------


def _answer(view: View, found: WhatIf | None) -> None:
    _ = view._
    if found is None:
        headline = _("One of the changes cannot be made in {year}.").format(year=view.period)
        detail = _("The list on the left says which one and why.")
    elif not found.changes:
        headline = _("Change a figure to see what would follow.")
        detail = _(
            "Choose a region and a figure on the left: a programme, a closure, a bad harvest."
        )
    else:
        headline, detail = summary(view, found, focus_of(found, view.region))
    st.html(f'<h1 class="k-answer">{escape(headline)}</h1><p class="k-sub">{escape(detail)}</p>')


# -- the changes -----------------------------------------------------------------------------------


def _now(view: View) -> tuple[Change, ...]:
    return changes.parse(view.changes, view.result.inputs)


def _listed(view: View, problem: ChangeError | None) -> None:
    """List the changes, each to be taken back."""
    _ = view._
    made = _now(view)
    if not made:
        return
    st.markdown(f"**{_('Changed figures')}**")
    for number, change in enumerate(made):
        with st.container(
            horizontal=True, vertical_alignment="center", gap="small", key=f"changed_row_{number}"
        ):
            st.markdown(change_text(view, change))
            st.button(
                ":material/close:",
                help=_("Take this change back"),
                on_click=_put,
                args=(tuple(other for other in made if other != change),),
                key=f"remove_{number}",
            )
    if problem is not None:
        st.error(change_fault(view, problem))
    st.button(
        _("Take all changes back"),
        icon=":material/restart_alt:",
        on_click=_put,
        args=((),),
        key="no_changes",
    )


def _put(made: tuple[Change, ...]) -> None:
    st.session_state["changes"] = changes.short(made)


def _examples(view: View) -> dict[str, Example]:
    _ = view._
    return {
        "plant": Example(_("A plant closes: unemployment + 2 points"), "unemployment_rate", 2.0),
        "settlers": Example(
            _("A resettlement programme: net migration + 3 per 1,000"), "net_migration_size", 3.0
        ),
        "poverty": Example(_("Poverty rises by 2 points"), "poverty_share", 2.0),
    }


def _form(view: View) -> None:
    _ = view._
    registry = view.assessment.registry
    st.markdown(f"**{_('Change a figure')}**")
    with st.container(gap=None):
        for name, example in _examples(view).items():
            st.button(
                example.label,
                icon=":material/lightbulb:",
                on_click=_begin,
                args=(example,),
                key=f"example_{name}",
                type="tertiary",
            )
    scored = {card.id: card for card in registry.scored}
    cards = scored | {card.id: card for card in registry.shown}
    st.session_state.setdefault(_REGIONS, [view.region])
    st.session_state.setdefault(_INDICATOR, next(iter(scored)))
    st.session_state.setdefault(_KIND, ADD)
    st.session_state.setdefault(_AMOUNT, 0.0)
    regions = st.multiselect(
        _("Regions"),
        [EVERYWHERE, *view.regions_by_name],
        format_func=lambda region: place_name(view, region),
        key=_REGIONS,
    )
    indicator = st.selectbox(
        _("Indicator"),
        list(cards),
        format_func=lambda name: _label(view, cards[name], is_scored=name in scored),
        key=_INDICATOR,
    )
    card = cards[indicator]
    st.caption(view.text(card.definition))
    if indicator not in scored:
        _not_scored(view, card)
        return
    if card.formula.text.startswith("abs("):
        st.info(
            _(
                "The index looks at the size of this figure, not at its sign: where people leave, "
                "the first who arrive make it smaller."
            )
        )
    _figures(view, card, regions)
    kinds = {SET: _("set to"), ADD: _("add"), PERCENT: _("change by per cent")}
    kind = st.segmented_control(
        _("How"), KINDS, format_func=kinds.__getitem__, key=_KIND, required=True
    )
    unit = "%" if kind == PERCENT else view.unit(card)
    amount = st.number_input(
        _("By how much, {unit}").format(unit=unit)
        if kind != SET
        else _("To what, {unit}").format(unit=unit),
        min_value=-changes.LARGEST,
        max_value=changes.LARGEST,
        step=10.0**-card.decimals if kind != PERCENT else 1.0,
        format=f"%.{max(card.decimals, 1)}f",
        key=_AMOUNT,
    )
    if (problem := st.session_state.pop(_PROBLEM, None)) is not None:
        st.error(change_fault(view, problem))
    st.button(
        _("Add the change"),
        type="primary",
        icon=":material/add:",
        disabled=not regions or (kind != SET and amount == 0),
        on_click=_add,
        args=(view, tuple(regions), indicator, kind, amount),
        key="add_change",
    )


def _begin(example: Example) -> None:
    st.session_state[_INDICATOR] = example.indicator
    st.session_state[_KIND] = ADD
    st.session_state[_AMOUNT] = example.amount


def _label(view: View, card: Card, *, is_scored: bool) -> str:
    name = view.text(card.name)
    if not is_scored:
        return view._("{indicator} (shown, not scored)").format(indicator=name)
    pillar = view.assessment.registry.framework.pillar(card.pillar)
    return f"{view.text(pillar.short)}: {name}"


def _not_scored(view: View, card: Card) -> None:
    """Say that a figure moves nothing, and which of its neighbours do."""
    registry = view.assessment.registry
    st.info(
        view._(
            "“{indicator}” is shown, not scored: whatever it were, no score would move. Change what "
            "is scored in its place:"
        ).format(indicator=view.text(card.name))
    )
    with st.container(gap=None):
        for one in registry.scored:
            if one.pillar == card.pillar:
                st.button(
                    view.text(one.name),
                    icon=":material/arrow_forward:",
                    on_click=_instead,
                    args=(one.id,),
                    key=f"instead_{one.id}",
                    type="tertiary",
                )


def _instead(indicator: str) -> None:
    st.session_state[_INDICATOR] = indicator


def _figures(view: View, card: Card, regions: list[str]) -> None:
    """Show what the figures are now: nobody can change sensibly what they do not know."""
    _ = view._
    inputs = view.result.inputs
    k = inputs.indicators.index(card.id)
    column = inputs.values[view.t, :, k]
    lines = []
    for region in regions:
        if region == EVERYWHERE:
            continue
        r = view.result.region_index[region]
        entry = view.assessment.panel.get(card.id, region, view.period)
        if entry is None:
            text = _("no figure")
        else:
            text = _("{value}, figure of {year}").format(
                value=view.amount(card, float(column[r])), year=entry.derived.year
            )
        lines.append(f"{view.region_name(region)}: {text}")
    lines.append(
        _("Median of the regions: {value}").format(value=view.amount(card, median(column)))
    )
    st.markdown("  \n".join(lines))


def _add(view: View, regions: tuple[str, ...], indicator: str, kind: str, amount: float) -> None:
    """Add the change for each region, if it can be made; otherwise nothing is changed."""
    wanted = [
        Change(region, indicator, kind, round(amount, changes.DECIMALS)) for region in regions
    ]
    named = {(change.region, change.indicator) for change in wanted}
    kept = [one for one in _now(view) if (one.region, one.indicator) not in named]
    text = changes.short((*kept, *wanted))
    try:
        worked_out(view.own, view.period, text)
    except ChangeError as problem:
        st.session_state[_PROBLEM] = problem
        return
    st.session_state["changes"] = text


# -- the effects -----------------------------------------------------------------------------------


def _effects(view: View, found: WhatIf) -> None:
    _ = view._
    focus = focus_of(found, view.region)
    r = view.result.region_index[focus]
    _tiles(view, found, r)
    _download(view, found)
    _parts(view, found, r)
    _map(view, found)
    _ranks(view, found)
    _table(view, found)


def _tiles(view: View, found: WhatIf, r: int) -> None:
    _ = view._

    def score(result: WhatIf, *, after: bool) -> tuple[str, str]:
        one = result.after if after else result.before
        bands = result.bands_after if after else result.bands_before
        low, _middle, high = bands.score[:, r]
        return (
            f"{view.number(one.score[0, r])} {chip(view, int(one.classes[0, r]))}",
            _("{low}–{high} in nine of ten recalculations").format(
                low=view.number(low), high=view.number(high)
            ),
        )

    old, new = view.span(r, found.bands_before), view.span(r, found.bands_after)
    places = (new, _("as before")) if old == new else (f"{old} → {new}", "")
    change = found.after.score[0, r] - found.before.score[0, r]
    name = view.region_title(found.before.inputs.regions[r])
    tiles(
        [
            (_("{region}, as measured").format(region=name), *score(found, after=False)),
            (_("With the changes"), *score(found, after=True)),
            (
                _("Difference in points"),
                view.signed(change),
                _("higher in {share} of the recalculations").format(
                    share=view.percent(found.rises[r])
                ),
            ),
            (_("Places in nine of ten recalculations"), *places),
        ]
    )


def _parts(view: View, found: WhatIf, r: int) -> None:
    """Draw how many points each change adds to the region's score."""
    _ = view._
    if len(found.changes) < 2 or np.isnan(found.parts[:, r]).any():
        return
    bars = [
        charts.Bar(
            f"{node_short(view, change)} {amount_text(view, change)}",
            float(part),
            view.signed(float(part)),
            f"{escape(change_text(view, change))}<br>{view.signed(float(part), 2)}",
        )
        for change, part in zip(found.changes, found.parts[:, r], strict=True)
    ]
    region = view.region_title(found.before.inputs.regions[r])
    st.subheader(_("What each change adds to {region}").format(region=region), anchor=False)
    said = "; ".join(f"{bar.name}: {bar.text}" for bar in bars)
    charts.draw(
        charts.contributions(view.ink, bars, _("points of the score")),
        "change_parts",
        alt=_("Points by change. {values}").format(values=said),
    )
    st.caption(
        _(
            "The parts add up to the difference: each is the mean over all orders of the changes. A "
            "change adds nothing where the figure is beyond the end of its scale before and after."
        )
    )


def node_short(view: View, change: Change) -> str:
    """Name a change for an axis: the indicator, and the region where it is another's."""
    card = view.assessment.registry.cards[change.indicator]
    place = (
        place_name(view, change.region)
        if change.region == EVERYWHERE
        else view.region_short(change.region)
    )
    return f"{view.text(card.short)}, {place}:"


def _map(view: View, found: WhatIf | None) -> None:
    _ = view._
    result, t = (found.after, 0) if found else (view.result, view.t)
    bands = found.bands_after if found else view.bands
    painted = []
    for r, region in enumerate(result.inputs.regions):
        step = int(result.classes[t, r])
        text = f"{view.number(result.score[t, r])} · {view.class_name(step)}"
        move = f"\n{_move(view, found, r)}" if found else ""
        painted.append(Painted(region, step, text, f"{view.span(r, bands)}{move}"))
    words = class_words(view)
    what = f"{view.shown_name(SCORE)}, {view.period}"
    alt = _("Map of the regions. {what}. {values}").format(what=what, values="; ".join(words))
    show_map(view, painted, CLASSES, alt=alt)
    legend(view, CLASSES, words, unrated=any(item.step == NOT_RATED for item in painted))


def _ranks(view: View, found: WhatIf | None) -> None:
    """Draw the list with bands; where figures are changed, the scores before them as marks."""
    _ = view._
    result, t = (found.after, 0) if found else (view.result, view.t)
    bands = found.bands_after if found else view.bands
    low, _middle, high = bands.score
    rows = [
        Ranked(
            region=region,
            value=float(result.score[t, r]),
            low=float(low[r]),
            high=float(high[r]),
            colour=CLASSES[int(result.classes[t, r])],
            text=f"{view.span(r, bands)} {arrow(found.before.rank[0, r], found.after.rank[0, r])}"
            if found
            else view.span(r, bands),
            hover=f"{view.region_name(region)}\n{view.number(result.score[t, r])}\n"
            f"{view.span(r, bands)}" + (f"\n{_move(view, found, r)}" if found else ""),
            mark=float(found.before.score[0, r]) if found else None,
        )
        for r, region in enumerate(result.inputs.regions)
        if result.classes[t, r] != NOT_RATED
    ]
    axis = class_axis(result.scheme.cuts, _("Score, 0 to 100"), _("place"))
    alt = _("Regions in order. {what}. {values}").format(
        what=f"{view.shown_name(SCORE)}, {view.period}", values=f"{axis.title}; {axis.heading}"
    )
    show_ranking(view, rows, axis, alt=alt)
    if found:
        st.caption(
            _(
                "The tick is the score as measured; the arrow says by how many places a region "
                "moved up or down the list."
            )
        )


def _move(view: View, found: WhatIf, r: int) -> str:
    change = found.after.score[0, r] - found.before.score[0, r]
    if np.isnan(change):
        return ""
    return view._("{points} points by the changes").format(points=view.signed(change))


def _table(view: View, found: WhatIf) -> None:
    """List all regions whose score or place moves; count the others."""
    _ = view._
    order = that_move(found)
    st.subheader(_("Regions that move"), anchor=False)
    header = (
        _("Region"),
        _("As measured"),
        _("With the changes"),
        _("Difference"),
        _("Nine in ten"),
        _("Places"),
        _("Higher in"),
    )
    if order:
        st.table(
            pd.DataFrame([effect(view, found, r) for r in order], columns=header),
            hide_index=True,
            alt=_("Regions that move"),
        )
    rest = len(found.rises) - len(order)
    st.caption(
        _("Regions that stay as they are: {count}.").format(count=rest)
        + " "
        + _(
            "“Nine in ten” is the range of the score in nine of ten recalculations with the changes; "
            "“Higher in” the share of them in which it is higher than as measured."
        )
    )


def _download(view: View, found: WhatIf) -> None:
    """Offer the statement; it is set when it is asked for."""
    focus = focus_of(found, view.region)
    st.download_button(
        view._("Statement as PDF"),
        lambda: statement(view, found, focus, view.own),
        f"kelisim-what-if-{focus}-{view.period}.pdf",
        "application/pdf",
        on_click="ignore",
        icon=":material/picture_as_pdf:",
        key="statement",
    )


# -- what is assumed -------------------------------------------------------------------------------


def _assumed(view: View) -> None:
    st.subheader(view._("What is assumed here"), anchor=False)
    st.markdown("\n".join(f"- {sentence}" for sentence in assumptions(view._)))


show(current())
