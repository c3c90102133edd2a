"""Two years, or two ways to make the index, side by side for all regions."""

from __future__ import annotations

from html import escape

import numpy as np
import pandas as pd
import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from assessment import changes
from assessment.beside import Beside, Side, beside, side, years
from assessment.changes import ChangeError, parse
from assessment.settings import parse as settings
from assessment.settings import short
from reports.palette import CLASSES
from reports.words import literal
from scenarios import Content, ContentError, Fault, Scenario
from scoring.uncertainty.bands import APART
from views import opened, own
from views.changed import change_fault
from views.compare_charts import side_panels
from views.keeping import said, store
from views.ranking import Ranked, class_axis, show_ranking
from views.saving import content_differences
from views.session import SCENARIOS, YEARS, ShortForms, View, assessed
from views.tables import comparison_download
from views.widgets import choose_region, choose_year

_EARLIER, _OTHER, _UNUSABLE = "compared_year", "compared_side", "_compared_unusable"
_PUBLISHED, _LINK = "published", "link"
_MOST_SAVED = 50
_FEW = 6  # differences that are shown at once


# -- two years -------------------------------------------------------------------------------------


def show_years(view: View, answer: DeltaGenerator) -> None:
    """Show the page for two years; the sentence that answers it goes into ``answer``."""
    _ = view._
    other = _other_year(view)
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        choose_year(view)
    with middle:
        _choose_other_year(view, other)
    with right:
        choose_region(view)
    if other == view.period:
        _headline(answer, _("Choose two different years."), "")
        return
    earlier, later = sorted((other, view.period))
    found = two_years(view.own, earlier, later)
    names = (str(earlier), str(later))
    up, down = _sure(found)
    headline = _(
        "From {earlier} to {later} pressure surely rose in {up} of {total} regions and surely fell "
        "in {down}."
    )
    detail = _(
        "Like for like: both years on the figures that both have, between the same goalposts. "
        "“Surely” means in more than {share} of the recalculations."
    )
    _headline(
        answer,
        headline.format(
            earlier=earlier,
            later=later,
            up=len(up),
            down=len(down),
            total=int(np.isfinite(found.difference).sum()),
        ),
        detail.format(share=view.percent(APART)),
    )
    _both(view, found, names, YEARS)
    _not_compared(view, found, earlier, later)


def _not_compared(view: View, found: Beside, earlier: int, later: int) -> None:
    """Name the regions that are missing, and say why."""
    _ = view._
    ids = found.first.result.inputs.regions
    missing = [ids[int(r)] for r in np.flatnonzero(np.isnan(found.difference))]
    split = [r for r in missing if view.assessment.regions.split_between(r, earlier, later)]
    for regions, message in (
        (split, _("Not compared, because their borders changed between the two years: {regions}.")),
        (
            [r for r in missing if r not in split],
            _("Not compared, because the two years have too few figures in common: {regions}."),
        ),
    ):
        if regions:
            names = ", ".join(view.region_name(region) for region in regions)
            st.caption(message.format(regions=names))


@st.cache_resource(show_spinner=False, max_entries=8)
def two_years(text: str, earlier: int, later: int) -> Beside:
    """Hold two years against each other, on the indicators that both have."""
    return beside(*years(assessed(text), earlier, later))


def _other_year(view: View) -> int:
    if st.session_state["year2"]:
        return int(st.session_state["year2"])
    periods = [period for period in view.assessment.rated_periods if period != view.period]
    return view.earlier if view.earlier is not None else periods[0]


def _choose_other_year(view: View, other: int) -> None:
    years = [str(period) for period in view.assessment.rated_periods]
    st.session_state[_EARLIER] = str(other)
    st.select_slider(view._("Other year"), years, key=_EARLIER, on_change=_take_year)


def _take_year() -> None:
    st.session_state["year2"] = st.session_state[_EARLIER]


# -- two scenarios ---------------------------------------------------------------------------------


def show_scenarios(view: View, answer: DeltaGenerator) -> None:
    """Show the page for two ways to make the index; the sentence goes into ``answer``."""
    _ = view._
    left, middle, right = st.columns(3, vertical_alignment="bottom")
    with left:
        _choose_side(view)
    with middle:
        choose_year(view)
    with right:
        choose_region(view)
    if st.session_state.pop(_UNUSABLE, False):
        st.warning(_("With today's figures and method no index can be made of that scenario."))
    other = (st.session_state["weights2"], st.session_state["changes2"])
    try:
        found = two_sides(view.period, other, (view.own, view.changes))
    except ChangeError as problem:
        _headline(
            answer, _("One of the changes cannot be made in {year}.").format(year=view.period), ""
        )
        st.error(change_fault(view, problem))
        return
    changed = int(
        (
            found.first.result.classes[found.first.t] != found.second.result.classes[found.second.t]
        ).sum()
    )
    largest = _largest(found)
    if (view.own, view.changes) == other:
        headline, detail = (
            _("Both sides are the same."),
            _("Change weights or figures on the pages Weights and What-if, or open a scenario."),
        )
    else:
        headline = _("{count} of {total} regions are in another class.").format(
            count=changed, total=len(found.difference)
        )
        detail = (
            ""
            if largest is None
            else _("The score of {region} differs most: by {points} points.").format(
                region=view.region_name(found.first.result.inputs.regions[largest]),
                points=view.signed(found.difference[largest]),
            )
        )
    _headline(answer, headline, detail)
    names = (_other_name(view), _name(view))
    if (view.own, view.changes) != other:
        _what_differs(view, other, names)
    _both(view, found, names, SCENARIOS)


def _what_differs(view: View, other: tuple[str, str], names: tuple[str, str]) -> None:
    """List the weights, choices and figures that are not the same on both sides."""
    _ = view._
    base, inputs = own.base(), view.result.inputs
    first, second = (
        Content.of(settings(text, base), parse(figures, inputs), view.period)
        for text, figures in (other, (view.own, view.changes))
    )
    rows = list(content_differences(view, first, second))
    title = _("What differs")
    with st.expander(f"{title} ({len(rows)})", key="differs", expanded=len(rows) <= _FEW):
        table = pd.DataFrame(rows, columns=[title, *_letters(names)])
        st.table(table.rename(columns=literal), hide_index=True, alt=title)


@st.cache_resource(show_spinner=False, max_entries=8)
def two_sides(period: int, first: tuple[str, str], second: tuple[str, str]) -> Beside:
    """Hold two ways to make the index against each other: settings and changes in short forms.

    Raises ChangeError for a figure that cannot be changed in this period.
    """
    return beside(*(_side(period, *each) for each in (first, second)))


def _side(period: int, text: str, figures: str) -> Side:
    made = assessed(text)
    return side(made, period, parse(figures, made.result.inputs))


def _name(view: View) -> str:
    known = opened.record()
    if known is not None and not opened.is_changed(view, known):
        return known.name
    return view._("What is open now") if view.own or view.changes else view._("Published index")


def _other_name(view: View) -> str:
    if not st.session_state["weights2"] and not st.session_state["changes2"]:
        return view._("Published index")
    name: str = st.session_state.get("_compared_name", "")
    return name or view._("Settings of the link")


def _choose_side(view: View) -> None:
    """Offer what is open to be held against: the published index, or a scenario that is kept."""
    _ = view._
    names = {_PUBLISHED: _("Published index")}
    kept: dict[str, str] = {}
    try:
        kept = {row.id: row.name for row in store().list(limit=_MOST_SAVED)}
    except Fault as problem:
        st.caption(said(problem, _))
    names |= kept
    current = st.session_state.get("_compared_id", _LINK)
    if not st.session_state["weights2"] and not st.session_state["changes2"]:
        current = _PUBLISHED
    elif current not in kept:
        current = _LINK
        names[_LINK] = _("Settings of the link")
    st.session_state[_OTHER] = current
    st.selectbox(
        _("Compare what is open now (B) with (A)"),
        list(names),
        format_func=names.__getitem__,
        key=_OTHER,
        on_change=_take_side,
    )


def _take_side() -> None:
    chosen = st.session_state[_OTHER]
    if chosen == _LINK:
        return
    if chosen == _PUBLISHED:
        take_other(None)
        return
    try:
        take_other(store().get(chosen))
    except Fault:
        st.session_state[_UNUSABLE] = True


def take_other(scenario: Scenario | None) -> None:
    """Hold what is open against a scenario, or against the published index."""
    text = figures = name = ""
    if scenario is not None:
        try:
            text = short(scenario.content.settings(own.base()), own.base())
        except ContentError:
            st.session_state[_UNUSABLE] = True
            return
        figures, name = changes.short(scenario.content.changes), scenario.name
        if text not in ShortForms():
            st.session_state[_UNUSABLE] = True
            return
    st.session_state["weights2"], st.session_state["changes2"] = text, figures
    st.session_state["_compared_id"] = _PUBLISHED if scenario is None else scenario.id
    st.session_state["_compared_name"] = name


# -- what both have in common ----------------------------------------------------------------------


def _headline(answer: DeltaGenerator, headline: str, detail: str) -> None:
    answer.html(
        f'<h1 class="k-answer">{escape(headline)}</h1><p class="k-sub">{escape(detail)}</p>'
    )


def _sure(found: Beside) -> tuple[list[int], list[int]]:
    """Return who is higher and who is lower in more than ``APART`` of the draws."""
    above = found.above
    return (
        [int(r) for r in np.flatnonzero(above > APART)],
        [int(r) for r in np.flatnonzero(above < 1 - APART)],
    )


def _largest(found: Beside) -> int | None:
    moved = np.abs(np.nan_to_num(found.difference))
    return int(np.argmax(moved)) if moved.max() > 0 else None


def _both(view: View, found: Beside, names: tuple[str, str], kind: str) -> None:
    """Show the second side as a list with bands and the first as its marks; then both as a table.

    names : of the sides.
    """
    _ = view._
    names = _letters(names)
    second = found.second
    low, _middle, high = second.bands.score
    rows = []
    for r, region in enumerate(second.result.inputs.regions):
        if np.isnan(found.difference[r]):
            continue
        step = int(second.result.classes[second.t, r])
        rows.append(
            Ranked(
                region=region,
                value=float(second.score[r]),
                low=float(low[r]),
                high=float(high[r]),
                colour=CLASSES[step],
                text=view.signed(found.difference[r]),
                hover=f"{view.region_name(region)}\n{names[0]}: {view.number(found.first.score[r])}"
                f"\n{names[1]}: {view.number(second.score[r])}",
                mark=float(found.first.score[r]),
            )
        )
    axis = class_axis(second.result.scheme.cuts, _("Score, 0 to 100"), _("points"))
    alt = _("Regions in order. {what}. {values}").format(
        what=axis.title, values="; ".join(row.hover.replace("\n", ", ") for row in rows)
    )
    left, right = st.columns(2, gap="large")
    with left:
        show_ranking(view, rows, axis, alt=alt)
        st.caption(
            _(
                "The dot is {second} with its band, the tick {first}; at the right the difference."
            ).format(first=literal(names[0]), second=literal(names[1]))
        )
    with right:
        _pillars(view, found, names)
    # A scenario may have a long name; its letter stands in the heads of both tables.
    side_panels(view, found, names if kind == YEARS else ("A", "B"))
    table = pd.DataFrame(_line(view, found, names, r) for r in _order(found))
    st.subheader(_("All regions"), anchor=False)
    st.table(table.rename(columns=literal), hide_index=True, alt=_("All regions"))
    st.caption(
        _(
            "Difference: B less A; “nine in ten” is its range in nine of ten recalculations, “higher "
            "in” the share of them in which B is above A. After the class stands the range of places."
        )
    )
    comparison_download(view, table, kind)


def _letters(names: tuple[str, str]) -> tuple[str, str]:
    """Put a letter before the sides' names: it keeps them apart, whatever they are called."""
    return f"A · {names[0]}", f"B · {names[1]}"


def _order(found: Beside) -> list[int]:
    return [int(r) for r in np.argsort(-np.nan_to_num(found.second.score, nan=-1.0), kind="stable")]


def _line(view: View, found: Beside, names: tuple[str, str], r: int) -> dict[str, str]:
    _ = view._
    line = {_("Region"): view.region_name(found.first.result.inputs.regions[r])}
    for name, each in zip(names, (found.first, found.second), strict=True):
        line[name] = _scored(view, each, r)
    known = not np.isnan(found.difference[r])
    line[_("Difference")] = view.signed(found.difference[r]) if known else "–"
    line[_("Nine in ten")] = (
        f"{view.signed(found.low[r])} … {view.signed(found.high[r])}" if known else "–"
    )
    line[_("Higher in")] = view.percent(found.above[r]) if known else "–"
    line[_("Share of the weight")] = view.percent(
        float(found.second.result.coverage[found.second.t, r])
    )
    return line


def _scored(view: View, each: Side, r: int) -> str:
    text = view.scored(float(each.score[r]), int(each.result.classes[each.t, r]))
    return text if np.isnan(each.score[r]) else f"{text} · {view.span(r, each.bands)}"


def _pillars(view: View, found: Beside, names: tuple[str, str]) -> None:
    """Show pillars and indicators of the chosen region on both sides."""
    _ = view._
    registry = view.assessment.registry
    r = view.r
    rows = []
    for pillar in registry.framework.pillars:
        p = found.first.result.pillar_index[pillar.id]
        values = [float(each.result.pillars[each.t, r, p]) for each in (found.first, found.second)]
        rows.append(_pair(view, names, view.text(pillar.name), values))
        for name in pillar.indicators:
            k = found.first.result.indicator_index[name]
            values = [
                100.0 * float(each.result.normalised[each.t, r, k])
                for each in (found.first, found.second)
            ]
            label = f"\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}– {view.text(registry.cards[name].short)}"
            rows.append(_pair(view, names, label, values))
    title = _("{region}: pillars and indicators, 0 to 100").format(
        region=view.region_title(view.region)
    )
    st.markdown(f"**{title}**")
    st.table(pd.DataFrame(rows).rename(columns=literal), hide_index=True, alt=title)


def _pair(view: View, names: tuple[str, str], label: str, values: list[float]) -> dict[str, str]:
    _ = view._
    first, second = values
    known = not np.isnan(first) and not np.isnan(second)
    return {
        _("Part"): label,
        names[0]: "–" if np.isnan(first) else view.number(first),
        names[1]: "–" if np.isnan(second) else view.number(second),
        _("Difference"): view.signed(second - first) if known else "–",
    }
