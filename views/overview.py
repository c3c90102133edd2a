"""Overview: which regions need attention, how sure that is, what changed, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np
import pandas as pd
import streamlit as st

from assessment.table import score_table
from reports import headline
from reports.files.csv_file import as_csv
from reports.maps.outlines import Painted
from reports.maps.svg_map import as_png, svg_map
from reports.order import COINR, DATA, NATIONAL, SCORES, WORKBOOK
from reports.palette import CHANGE_STEPS, CHANGES, CLASSES, step_of_change
from reports.subject import median
from scoring.contributions import against_median
from scoring.score import NOT_RATED, classify
from views.borders import choose_borders, in_its_time, offered
from views.downloads import Group, Offer, menu, ordered
from views.frame import current
from views.map import show_map
from views.playing import show_play
from views.ranking import Axis, Ranked, class_axis, show_ranking
from views.session import CHANGE, LEVEL, SCORE, View
from views.small_maps import show_small_maps
from views.widgets import (
    change_words,
    chip,
    choose_region,
    choose_year,
    class_words,
    legend,
)

REASONS = 3


def show(view: View) -> None:
    """Show the page: of today's regions, or of the units of the time."""
    then = in_its_time(view)
    _answer(then)
    _controls(view)
    if view.mode == CHANGE and then.comparison is None:
        st.info(_no_earlier(then))
    elif view.mode == CHANGE:
        _change(then)
    else:
        _level(then)
    _reasons(then)
    _table(then)
    show_small_maps(view)


def _answer(view: View) -> None:
    """Say the answer first: who is highest, how many need attention, who rose most."""
    _ = view._
    message = (
        _("In {year}, in the borders of that time, pressure is highest in {region} ({class_name}).")
        if view.then
        else _("In {year} pressure is highest in {region} ({class_name}).")
    )
    first = headline.highest_sentence(view, message)
    st.html(f'<h1 class="k-answer">{first} {headline.attention_sentence(view)}</h1>')
    certainty = headline.certainty_sentence(view)
    st.html(f'<p class="k-sub">{certainty} {_change_sentence(view)}</p>')


def _change_sentence(view: View) -> str:
    if view.comparison is not None:
        return headline.rise_sentence(view, view.comparison)
    if view.then:
        return view._("This is the first year in these borders.")
    return view._("This is the first year that can be rated.")


def _controls(view: View) -> None:
    _ = view._
    framework = view.assessment.registry.framework
    options = [SCORE]
    for pillar in framework.pillars:
        options += [pillar.id, *pillar.indicators]
    pillars = {pillar.id for pillar in framework.pillars}

    def named(shown: str) -> str:
        name = view.shown_name(shown)
        return name if shown == SCORE or shown in pillars else f"\N{EM SPACE}{name}"

    year, show_what, mode, region = st.columns([2.6, 3.4, 3, 3], vertical_alignment="bottom")
    with year:
        choose_year(view)
    with show_what:
        st.selectbox(_("Show"), options, format_func=named, key="show")
    with mode:
        st.segmented_control(
            _("Level or change"),
            (LEVEL, CHANGE),
            format_func={LEVEL: _("Level"), CHANGE: _("Change")}.__getitem__,
            key="mode",
            required=True,
        )
    with region:
        choose_region(view)
    with st.container(key="time", horizontal=True, vertical_alignment="bottom"):
        show_play(view)
        if offered(view):
            choose_borders(view)


def _no_earlier(view: View) -> str:
    if view.then:
        return view._("There is no earlier year in the same borders to compare this one with.")
    return view._("There is no earlier year to compare this one with.")


def _level(view: View) -> None:
    result = view.result
    values = view.shown_values(result, view.period)
    steps = classify(values, result.scheme.cuts)
    low, _middle, high = view.bands.score
    painted, rows = [], []
    for r, region in enumerate(result.inputs.regions):
        value = _value_text(view, r, values[r])
        note = view.places(r) if view.shown == SCORE else ""
        painted.append(
            Painted(region, int(steps[r]), f"{value} · {view.class_name(steps[r])}", note)
        )
        if steps[r] == NOT_RATED:
            continue
        ranged = view.shown == SCORE
        rows.append(
            Ranked(
                region=region,
                value=values[r],
                low=low[r] if ranged else values[r],
                high=high[r] if ranged else values[r],
                colour=CLASSES[steps[r]],
                text=view.span(r) if ranged else _bare(view, r, values[r]),
                hover=f"{view.region_name(region)}\n{value}\n{note}",
            )
        )
    _pair(view, painted, rows, class_axis(result.scheme.cuts, *_titles(view)))


def _change(view: View) -> None:
    changes = _changes(view, view.shown)
    painted, rows = [], []
    for r, region in enumerate(view.result.inputs.regions):
        known = not np.isnan(changes[r])
        step = step_of_change(changes[r]) if known else NOT_RATED
        words = view.signed(changes[r]) if known else view._("cannot be compared")
        note = _basis(view, r) if known else _why_not(view, region)
        painted.append(Painted(region, step, words, note))
        if known:
            hover = f"{view.region_name(region)}\n{words}\n{_basis(view, r)}"
            value = float(changes[r])
            rows.append(Ranked(region, value, value, value, CHANGES[step], words, hover))
    reach = max(6.0, float(np.nanmax(np.abs(changes), initial=0.0)) + 1)
    edges = (-reach, *CHANGE_STEPS, reach)
    bands = tuple(zip(edges, edges[1:], CHANGES, strict=False))
    title = view._("Change since {year}, points").format(year=view.earlier)
    axis = Axis(-reach, reach, title, view._("points"), bands, zero=True)
    _pair(view, painted, rows, axis)


def _pair(view: View, painted: list[Painted], rows: list[Ranked], axis: Axis) -> None:
    """Show the map and the list side by side, with the legend that belongs to both."""
    _ = view._
    change = view.mode == CHANGE
    colours = CHANGES if change else CLASSES
    words = change_words(view) if change else class_words(view)
    what = f"{view.shown_name(view.shown)}, {view.period}"
    if change:
        what = f"{view.shown_name(view.shown)}, {view.earlier}–{view.period}"
    left, right = st.columns([3, 2], gap="medium")
    with left:
        # Each region says its own value: only what the colours mean is left to say.
        alt = _("Map of the regions. {what}. {values}").format(what=what, values="; ".join(words))
        show_map(view, painted, colours, alt=alt)
        legend(view, colours, words, unrated=any(i.step == NOT_RATED for i in painted))
        if view.then:
            st.caption(_about_then(view))
        _downloads(view, what, painted, colours, words)
    with right:
        columns = f"{axis.title}; {axis.heading}"
        alt = _("Regions in order. {what}. {values}").format(what=what, values=columns)
        show_ranking(view, rows, axis, alt=alt)
        if not change and view.shown == SCORE:
            st.caption(
                _(
                    "The dot is the score. The line holds nine in ten of {draws} "
                    "recalculations with other choices of the method: scaling, weights, kind of "
                    "mean, gaps, use of mediation capacity. The places are from the same."
                ).format(draws=view.number(view.bands.plan.draws, 0))
            )
            st.page_link(
                "views/robustness.py",
                label=_("How sure is this?"),
                icon=":material/arrow_forward:",
            )


def _about_then(view: View) -> str:
    return view._(
        "The {count} units into which the country was divided at the end of {year}, each with the "
        "figures that were collected for it: nothing is inherited. Scored by the same method."
    ).format(count=len(view.result.inputs.regions), year=view.period)


def _downloads(
    view: View, what: str, painted: list[Painted], colours: Sequence[str], words: list[str]
) -> None:
    """Offer reports, tables and maps; scores as CSV and maps are of what the page shows."""
    _ = view._
    kind = f"{'-then' if view.then else ''}{'-own' if view.own else ''}"

    def drawn() -> str:
        return svg_map(view, view.boundaries, view.own, what, painted, colours, words)

    def scores() -> bytes:
        return as_csv(score_table(view.assessment, view.period, view.language, view.own))

    picture = f"kelisim-{view.shown}-{view.mode}-{view.period}{kind}"
    menu(
        view,
        (
            Group(
                _("National report"),
                (
                    ordered(view, "PDF", NATIONAL, "pdf"),
                    ordered(view, "Word", NATIONAL, "docx"),
                ),
                _("In today's borders.") if view.then else "",
            ),
            Group(
                _("Map as it is shown"),
                (
                    Offer("SVG", f"{picture}.svg", lambda: drawn().encode()),
                    Offer("PNG", f"{picture}.png", lambda: as_png(drawn(), view.language)),
                ),
            ),
            Group(
                _("Scores"),
                (
                    Offer("CSV", f"kelisim-{view.period}{kind}.csv", scores),
                    ordered(view, _("Workbook with formulas (Excel)"), WORKBOOK, "xlsx"),
                    ordered(view, "JSON", SCORES, "json"),
                    ordered(view, "GeoJSON", SCORES, "geojson"),
                    ordered(view, "GeoPackage", SCORES, "gpkg"),
                ),
            ),
            Group(
                _("To work it out again"),
                (
                    ordered(view, _("Tables for COINr (ZIP)"), COINR, "zip"),
                    ordered(view, _("All figures and sources (ZIP)"), DATA, "zip"),
                ),
            ),
        ),
    )


def _reasons(view: View) -> None:
    """Say why the chosen region stands where it does, and lead to its profile."""
    _ = view._
    result = view.result
    with st.container(border=True):
        explained = against_median(result, view.period, view.region)
        heading = f"{view.region_title(view.region)} · {view.period}"
        if explained is None:
            st.subheader(heading)
            st.write(_("Not rated in this year: too many figures are missing."))
            return
        score = result.score[view.t, view.r]
        st.html(
            f'<h2 class="k-answer" style="font-size:1.25rem">{heading}: '
            f"{view.number(score)} {chip(view, int(result.classes[view.t, view.r]))}</h2>"
        )
        order = np.argsort(np.nan_to_num(explained.indicators))
        raising = [int(k) for k in order[::-1] if explained.indicators[k] > 0][:REASONS]
        easing = [int(k) for k in order if explained.indicators[k] < 0][:REASONS]
        up, down = st.columns(2)
        for column, title, members in (
            (up, _("What raises it above the national median, in points"), raising),
            (down, _("What holds it down, in points"), easing),
        ):
            with column:
                lines = [_reason(view, k, explained.indicators[k]) for k in members]
                st.markdown(f"**{title}**\n\n" + "\n".join(lines or [_("Nothing.")]))
        st.page_link(
            "views/region.py", label=_("Profile of the region"), icon=":material/arrow_forward:"
        )


def _reason(view: View, k: int, points: float) -> str:
    result = view.result
    card = view.assessment.registry.cards[result.inputs.indicators[k]]
    return view._("- **{points}** {name}: {value} (median {median})").format(
        name=view.text(card.name),
        value=view.amount(card, result.inputs.values[view.t, view.r, k]),
        median=view.number(median(result.inputs.values[view.t, :, k]), card.decimals),
        points=view.signed(points),
    )


def _table(view: View) -> None:
    _ = view._
    with st.expander(_("The same as a table"), on_change="rerun", key="table") as expander:
        if not expander.open:
            return
        result = view.result
        order = np.argsort(-np.nan_to_num(result.score[view.t], nan=-1.0))
        pillars = view.assessment.registry.framework.pillars
        st.table(
            pd.DataFrame(
                {
                    _("Region"): view.region_name(result.inputs.regions[r]),
                    _("Score"): view.number(result.score[view.t, r]),
                    _("Class"): view.class_name(int(result.classes[view.t, r])),
                    _("Place"): view.span(r),
                    _("“{class_name}” or above").format(
                        class_name=view.class_name(view.attention)
                    ): view.percent(view.bands.at_least[view.attention, r]),
                    **{
                        view.text(pillar.name): view.number(result.pillars[view.t, r, p])
                        for p, pillar in enumerate(pillars)
                    },
                    _("Without capacity"): view.number(result.score_without_optional[view.t, r]),
                    _("Plain average"): view.number(result.score_arithmetic[view.t, r]),
                    _("Reliability"): result.reliability.grade[view.t, r],
                }
                for r in order
            ),
            hide_index=True,
            alt=_("Scores of the regions, {year}").format(year=view.period),
        )


# -- words and numbers ----------------------------------------------------------------------------


def _changes(view: View, shown: str) -> np.ndarray:
    """(R,) change of what is shown since the year before, in points, like for like."""
    result = view.comparison
    assert result is not None
    assert view.earlier is not None
    asked = replace(view, shown=shown)
    return asked.shown_values(result, view.period) - asked.shown_values(result, view.earlier)


def _why_not(view: View, region: str) -> str:
    """Say why a region cannot be compared with the year before."""
    assert view.earlier is not None
    if view.assessment.regions.split_between(region, view.earlier, view.period):
        return view._("its borders changed")
    return view._("too few common figures")


def _basis(view: View, r: int) -> str:
    assert view.comparison is not None
    share = view.comparison.coverage[-1, r]
    return view._("on {share} of the weight").format(share=view.percent(share))


def _value_text(view: View, r: int, value: float) -> str:
    if view.shown in view.result.indicator_index:
        card = view.assessment.registry.cards[view.shown]
        raw = view.result.inputs.values[view.t, r, view.result.indicator_index[view.shown]]
        return view.amount(card, raw)
    return view.number(value)


def _bare(view: View, r: int, value: float) -> str:
    """Write what the list shows beside a line: the indicator's value without its unit."""
    k = view.result.indicator_index.get(view.shown)
    if k is None:
        return view.number(value)
    card = view.assessment.registry.cards[view.shown]
    return view.number(view.result.inputs.values[view.t, r, k], card.decimals)


def _titles(view: View) -> tuple[str, str]:
    """Return what the list's axis and its right-hand column are called."""
    _ = view._
    if view.shown == SCORE:
        return _("Score, 0 to 100"), _("place")
    return _("Pressure, 0 to 100"), _("value")


show(current())
