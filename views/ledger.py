"""What changed, and why: the change ledger of one region, down to the indicators."""

from __future__ import annotations

from collections.abc import Sequence
from html import escape

import numpy as np
import pandas as pd
import streamlit as st

from assessment import vintages
from assessment.ledger import Comparison, LedgerError, Side, compare, current, previous
from assessment.vintages import Release, Vintage, VintageError, differences, release_of, scores_of
from i18n import date_text
from reports.ledger import (
    DECIMALS,
    NEGLIGIBLE,
    Row,
    pillar_text,
    points_text,
    reason_text,
    rows,
    step_name,
    steps_shown,
    value_text,
)
from reports.words import literal
from scoring.ledger import STEPS
from views import charts
from views.session import View, assessed, load
from views.widgets import tiles

_INDENT = "\N{NO-BREAK SPACE}\N{NO-BREAK SPACE}– "


def show_ledger(view: View) -> None:
    """Show what a region's score changed by since the year before, and since the last release."""
    _ = view._
    if view.earlier is None:
        st.subheader(_("What changed"), anchor=False)
        st.write(_("{year} is the first year that is rated.").format(year=view.period))
    else:
        st.subheader(_("What changed since {year}").format(year=view.earlier), anchor=False)
        _told(view, two_years(view.own, view.earlier, view.period), "years")
    st.markdown(f"**{_('Against the release before')}**")
    if view.own:
        st.write(
            _("Releases are held against each other only as published, not with own settings.")
        )
        return
    try:
        _release(view)
    except (VintageError, LedgerError) as problem:
        st.error(literal(problem.message(_)))


@st.cache_resource(show_spinner=False, max_entries=32)
def two_years(own: str, earlier: int, later: int) -> Comparison:
    """Split the change between two years of the release that is shown."""
    made = assessed(own)
    return compare(current(made, earlier), current(made, later))


@st.cache_resource(show_spinner=False)
def release_before() -> tuple[Vintage | None, Release, bool]:
    """Return the release before the one that is shown, the shown one, and whether a score differs.

    Raises VintageError when a kept release cannot be read.
    """
    made = load()[0]
    shown = release_of(made)
    before = previous(vintages.vintages(), shown)
    moved = before is not None and any(differences(before.scores, scores_of(made)))
    return before, shown, moved


@st.cache_resource(show_spinner=False, max_entries=8)
def two_releases(period: int) -> Comparison:
    """Split the change of one year since the release before.

    Raises VintageError or LedgerError when the two cannot be held against each other.
    """
    before, _shown, _moved = release_before()
    if before is None:
        raise ValueError("no release came before")
    made = load()[0]
    return compare(Side(before.about, before.assessment, period), current(made, period))


def _release(view: View) -> None:
    _ = view._
    before, shown, moved = release_before()
    if before is None:
        st.write(
            _(
                "Release {release} with method {method} is the first that is kept. The next one will "
                "be held against it here."
            ).format(release=shown.release, method=shown.method)
        )
        return
    about = before.about
    named = {
        "release": about.release,
        "date": date_text(about.created, view.language),
        "method": about.method,
    }
    if not moved:
        same = (about.figures, about.method) == (shown.figures, shown.method)
        message = (
            _(
                "The release before, {release} of {date}, holds the same figures and has the same "
                "method {method}: no score of any region or year differs."
            )
            if same
            else _(
                "No score of any region or year differs from the release before, {release} of {date} "
                "with method {method}."
            )
        )
        st.write(message.format(**named))
        return
    then = before.scores.get(view.period, {}).get(view.region)
    now = float(view.result.score[view.t, view.r])
    if then is None or np.isnan(now):
        side = about if then is None else shown
        st.write(
            _("Not rated in {year} in release {release} with method {method}.").format(
                year=view.period, release=side.release, method=side.method
            )
        )
        return
    label = _(
        "Release {release} of {date}, method {method}: {points} points since then, the year being "
        "the same"
    ).format(**named, points=view.signed(now - then, DECIMALS))
    with st.expander(label, on_change="rerun", key="ledger_release") as expander:
        if expander.open:
            with st.spinner(_("Making the release before again…")):
                found = two_releases(view.period)
            _told(view, found, "releases")


def _told(view: View, found: Comparison, key: str) -> None:
    """Tell one comparison: a sentence, the parts, and what each indicator did."""
    _ = view._
    ledger = found.ledger
    if view.region not in ledger.regions:
        st.write(_("The other release does not have this region."))
        return
    r = ledger.regions.index(view.region)
    if ledger.reasons[r]:
        reason = reason_text(ledger.reasons[r], found, view)
        st.write(_("The change cannot be told: {reason}.").format(reason=reason))
        return
    st.markdown(_sentence(view, found, r))
    tiles([_tile(view, found, step, r) for step in _steps(found, r)])
    parts = rows(found, view.region, view)
    if any(map(_moves, parts)):
        _chart(view, found, parts, key)
    _still(view, found, parts)
    title = _("The change as a table, down to the figures")
    with st.expander(title, on_change="rerun", key=f"ledger_{key}") as expander:
        if expander.open:
            _table(view, found, parts, r)


def _steps(found: Comparison, r: int) -> tuple[str, ...]:
    """Name the three parts always, and the fourth where there is one."""
    rest = abs(found.ledger.coverage.points[r]) > NEGLIGIBLE
    return STEPS if rest else tuple(step for step in STEPS if step != "coverage")


def _sentence(view: View, found: Comparison, r: int) -> str:
    """Tell the change; like for like first, where the published scores stand on other figures."""
    _ = view._
    ledger = found.ledger
    whole, rest = float(ledger.total.points[r]), float(ledger.coverage.points[r])
    before, after = (view.number(end[r], DECIMALS) for end in (ledger.before, ledger.after))
    apart = abs(rest) > NEGLIGIBLE
    told = whole - rest if apart else whole
    if abs(told) < NEGLIGIBLE:
        text = (
            _("Like for like the score did not change.")
            if apart
            else _("The score stayed at {after}.")
        )
    elif told > 0:
        text = (
            _("Like for like the score rose by **{points}** points.")
            if apart
            else _("The score rose by **{points}** points, from {before} to {after}.")
        )
    else:
        text = (
            _("Like for like the score fell by **{points}** points.")
            if apart
            else _("The score fell by **{points}** points, from {before} to {after}.")
        )
    text = text.format(points=view.number(abs(told), DECIMALS), before=before, after=after)
    if apart:
        text += " " + _(
            "The published scores are {before} and {after}: {points} between them is no change, but "
            "comes from indicators that have a figure in one of the two years only."
        ).format(before=before, after=after, points=view.signed(rest, DECIMALS))
    return text


def _tile(view: View, found: Comparison, step: str, r: int) -> tuple[str, str, str]:
    _ = view._
    old, new = found.old, found.new
    same_year = old.period == new.period
    note = {
        "real": _("the year is the same")
        if same_year
        else _("like for like, on {share} of the weight").format(
            share=view.percent(found.ledger.share[r])
        ),
        "revision": _("the same release: nothing was revised")
        if found.same_release
        else _("figures of {year} that the new release has otherwise").format(year=old.period),
        "method": _("the same method {method}").format(method=new.about.method)
        if found.same_release
        else _("from method {old} to method {new}").format(
            old=old.about.method, new=new.about.method
        ),
        "coverage": _("no change of the region"),
    }[step]
    points = float(getattr(found.ledger, step).points[r])
    return step_name(step, view), escape(view.signed(points, DECIMALS)), escape(note)


def _chart(view: View, found: Comparison, parts: Sequence[Row], key: str) -> None:
    """Draw what moved the score, pillar by pillar; what did not move it is in the table only."""
    _ = view._
    bars: list[charts.Bar | charts.Heading] = []
    told = []
    for pillar in dict.fromkeys(row.pillar for row in parts):
        own = [row for row in parts if row.pillar == pillar]
        moved = sorted((row for row in own if _moves(row)), key=lambda row: -_change(row))
        if not moved:
            continue
        whole = view.signed(sum(map(_change, own)), DECIMALS)
        name = pillar_text(pillar, found, view) if pillar else _("Method")
        bars.append(charts.Heading(name, whole))
        told.append(f"{name}: {whole}")
        for row in moved:
            bar = _bar(view, found, row)
            bars.append(bar)
            told.append(bar.name)
    charts.draw(
        charts.contributions(view.ink, bars, _("points of the score")),
        key=f"ledger_chart_{key}",
        alt=_("What moved the score: {values}").format(values="; ".join(told)),
    )


def _change(row: Row) -> float:
    """Points of what is a change: figures that only one of the years has are none."""
    return float(np.nan_to_num(row.total) - np.nan_to_num(row.points["coverage"]))


def _moves(row: Row) -> bool:
    return abs(_change(row)) > NEGLIGIBLE


def _still(view: View, found: Comparison, parts: Sequence[Row]) -> None:
    """Say how many indicators did not move, and of how many of them nothing newer is known."""
    _ = view._
    still = [
        row.key
        for row in parts
        if row.key
        and abs(np.nan_to_num(row.total)) <= NEGLIGIBLE
        and not all(map(np.isnan, row.points.values()))
    ]
    if not still:
        return
    text = _.plural(
        "{count} indicator did not move the score.",
        "{count} indicators did not move the score.",
        len(still),
    )
    panel = found.new.assessment.panel
    entries = (panel.get(key.indicator, view.region, found.new.period) for key in still)
    old = sum(entry is not None and entry.derived.year <= found.old.period for entry in entries)
    if old and found.old.period < found.new.period:
        text += " " + _("Of these without a figure newer than {year}: {count}.").format(
            year=found.old.period, count=old
        )
    st.caption(text)


def _bar(view: View, found: Comparison, row: Row) -> charts.Bar:
    name = row.name
    if row.key is not None:
        cards = {
            **found.old.assessment.registry.cards,
            **found.new.assessment.registry.cards,
        }
        card = cards.get(row.key.indicator)
        name = row.name if card is None else view.text(card.short)
    hover = [f"<b>{escape(row.name)}</b>"]
    hover += [
        f"{escape(step_name(step, view))}: {view.signed(points, DECIMALS)}"
        for step, points in row.points.items()
        if abs(np.nan_to_num(points)) > NEGLIGIBLE
    ]
    # The number stands with the name: beside a short bar it would run into the name on a phone.
    change = _change(row)
    label = f"{name} {view.signed(change, DECIMALS)}"
    return charts.Bar(label, change, "", "<br>".join(hover))


def _table(view: View, found: Comparison, parts: Sequence[Row], r: int) -> None:
    """List every part with its figures on both sides; pillars are the sums of what is below them."""
    _ = view._
    ledger, steps = found.ledger, steps_shown(found)
    values = found.values(view.region)
    sides = (found.old, found.new)
    heads = [
        str(side.period)
        if found.same_release
        else f"{side.about.release}, {_('method {version}').format(version=side.about.method)}"
        for side in sides
    ]

    together = [] if len(steps) == 1 else [_("Together")]

    def line(
        name: str, cells: Sequence[str], points: Sequence[float], total: float
    ) -> dict[str, str]:
        numbers = (*points, total) if together else points
        told = [points_text(float(value), view) for value in numbers]
        columns = [*heads, *(step_name(step, view) for step in steps), *together]
        return {_("Part"): name, **dict(zip(columns, [*cells, *told], strict=True))}

    lines = []
    for pillar in dict.fromkeys(row.pillar for row in parts):
        own = [row for row in parts if row.pillar == pillar]
        if pillar:
            sums = [float(np.nansum([row.points[step] for row in own])) for step in steps]
            total = float(np.nansum([row.total for row in own]))
            name = f"**{literal(pillar_text(pillar, found, view))}**"
            lines.append(line(name, ("", ""), sums, total))
        for row in own:
            cells = ("", "")
            if row.key is not None:
                n = ledger.indicators.index(row.key)
                cells = (
                    value_text(row.key, found.old, view.region, values[n, 0], view),
                    value_text(row.key, found.new, view.region, values[n, 2], view),
                )
            points = [row.points[step] for step in steps]
            lines.append(line(f"{_INDENT}{literal(row.name)}", cells, points, row.total))
    scores = (view.number(ledger.before[r], DECIMALS), view.number(ledger.after[r], DECIMALS))
    points = [float(getattr(ledger, step).points[r]) for step in steps]
    lines.append(line(f"**{_('Score')}**", scores, points, float(ledger.total.points[r])))
    st.table(
        pd.DataFrame(lines).rename(columns=literal),
        hide_index=True,
        alt=_("The change as a table, down to the figures"),
    )
    st.caption(
        _(
            "All lines add up exactly; what is shown is rounded. A year in brackets: the figure is of "
            "that year and was carried forward, so that it changes nothing until a newer one appears."
        )
    )
