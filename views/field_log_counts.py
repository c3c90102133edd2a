"""What the field log says: reporting, activity and rating of each region, and the published rule."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any, Final

import pandas as pd
import streamlit as st

from assessment.field_counts import FieldCounts, Rating, Tally, rating
from i18n import days_text
from indicators.derive import POPULATION
from indicators.field_records import Activity, Body, MonthlyReturn
from indicators.field_scheme import load_field_scheme
from indicators.schema import Card
from indicators.territories import CURRENT
from intake.field.publish import RATING
from reports.words import capital
from views.charts import axis, draw, layout, named
from views.field_log_records import Log
from views.field_log_words import word
from views.session import View
from views.tables import table_download
from views.widgets import tiles

CARDS: Final = (
    "field_active_councils",
    "field_cases_per_council",
    "field_settled_share",
    "field_still_settled_share",
    "field_active_districts_share",
    "field_completeness",
)
TIME: Final = "log_time"  # key of the address: a year that is over; empty for the months to today
NOTHING: Final = "–"
PER: Final = 100_000
AGE: Final = 2  # years that a population may be old, as in the card of the indicator


def rated(counts: Mapping[str, FieldCounts]) -> dict[str, Rating]:
    """Return the rating of each region of which enough is reported."""
    found = {region: rating(one) for region, one in counts.items()}
    return {region: one for region, one in found.items() if one is not None}


def headline(view: View, log: Log) -> str:
    """Say the main answer: from where the councils are rated now."""
    _ = view._
    if not log.records and _rated_by_log(view):
        return _("The field log is empty, but figures that were taken over from it still count")
    if not log.records:
        return _(
            "The field log is empty: the councils of elders are rated by one expert’s statement of "
            "2021"
        )
    regions = len(view.assessment.regions.ids)
    count = len(rated(log.now))
    if not count:
        return _(
            "In none of {regions} regions is enough reported to rate the councils from the field"
        ).format(regions=regions)
    return _(
        "In {count} of {regions} regions enough is reported to rate the councils from the field"
    ).format(count=count, regions=regions)


def _rated_by_log(view: View) -> int:
    """Return how many regions the index rates by the log, in the last year that it rates."""
    year, figures = view.assessment.rated_periods[-1], view.assessment.observations
    return sum(
        figures.at(RATING, region, CURRENT, str(year)) is not None
        for region in view.assessment.regions.ids
    )


def used(view: View) -> str:
    """Say whether the index goes by the log."""
    _ = view._
    year, count = view.assessment.rated_periods[-1], _rated_by_log(view)
    if not count:
        return _(
            "The index of {year} does not go by the log: none of its counts is in the figures."
        ).format(year=year)
    return _("The index of {year} rates {count} of {regions} regions by the log.").format(
        year=year, count=count, regions=len(view.assessment.regions.ids)
    )


def show_counts(view: View, log: Log) -> None:
    """Show the counts of a time as tiles, chart and tables, and the rule."""
    _ = view._
    if not log.records:
        _how_it_begins(view)
        _rule(view)
        return
    st.write(
        _(
            "Monitors record what councils of elders and other bodies of mediation do; an analyst "
            "reviews each record. No person and no group is recorded."
        )
    )
    counts = _time(view, log)
    _tiles(view, log, counts)
    if not counts:
        st.caption(_("Nothing accepted falls into this time."))
    else:
        _reported(view, counts)
        _table(view, counts)
        _boards(view, counts)
    _rule(view)


def _how_it_begins(view: View) -> None:
    _ = view._
    st.write(_("No record is accepted yet. The log begins in this order:"))
    steps = (
        _("An analyst records the districts of a region, by hand or all of them in a table."),
        _("Monitors record the councils of these districts, then their meetings and cases."),
        _(
            "After each month a monitor gives a return for each district: all that is known is "
            "recorded, also when there was nothing."
        ),
        _("An analyst reviews what was sent. What is accepted is counted here."),
    )
    st.markdown("\n".join(f"{number}. {step}" for number, step in enumerate(steps, start=1)))


def _time(view: View, log: Log) -> Mapping[str, FieldCounts]:
    _ = view._
    years = [str(year) for year in sorted(log.years, reverse=True)]
    if st.session_state[TIME] not in ("", *years):
        st.session_state[TIME] = ""
    months = load_field_scheme().rule.months

    def name(time: str) -> str:
        return time or _("The {count} months to today").format(count=months)

    if years:
        st.segmented_control(_("Time"), ["", *years], format_func=name, required=True, key=TIME)
    time = st.session_state[TIME]
    counts = log.years[int(time)] if time else log.now
    for one in counts.values():
        span = days_text(one.window.first, one.window.last, view.language)
        words = [_("{count} months: {span}").format(count=months, span=span)]
        if not time:
            words.append(_("the index takes only calendar years that are over"))
        st.caption(" · ".join(words))
        break
    return counts


def _tiles(view: View, log: Log, counts: Mapping[str, FieldCounts]) -> None:
    _ = view._
    councils = [one.councils for one in counts.values()]
    returns = sum(one.returns for one in counts.values())
    expected = sum(one.returns_expected for one in counts.values())
    active, bodies = sum(c.active for c in councils), sum(c.bodies for c in councils)
    cases, settled = sum(c.cases for c in councils), sum(c.settled for c in councils)
    tiles(
        [
            (
                _("Regions rated from the field"),
                view.number(len(rated(counts)), 0),
                escape(_("of {count}").format(count=len(view.assessment.regions.ids))),
            ),
            (
                _("Monthly returns"),
                view.number(returns, 0),
                escape(_("of {count} expected").format(count=view.number(expected, 0))),
            ),
            (
                _("Active councils of elders"),
                view.number(active, 0),
                escape(_("of {count} recorded").format(count=view.number(bodies, 0))),
            ),
            (
                _("Cases"),
                view.number(cases, 0),
                escape(_("{count} of them settled").format(count=view.number(settled, 0))),
            ),
        ]
    )
    numbers = [log.number(kind) for kind in (Body, Activity, MonthlyReturn)]
    st.caption(
        _(
            "Accepted in all: {bodies} councils and boards, {activities} meetings and cases, "
            "{returns} monthly returns."
        ).format(
            **{
                name: view.number(number, 0)
                for name, number in zip(("bodies", "activities", "returns"), numbers, strict=True)
            }
        )
    )


# -- the chart -------------------------------------------------------------------------------------


def _in_order(counts: Mapping[str, FieldCounts]) -> list[FieldCounts]:
    """Return the counts of the regions, the best reported first."""

    def order(one: FieldCounts) -> tuple[float, str]:
        return -(one.completeness if one.completeness is not None else -1.0), one.region

    return sorted(counts.values(), key=order)


def _reported(view: View, counts: Mapping[str, FieldCounts]) -> None:
    _ = view._
    known = [one for one in _in_order(counts) if one.completeness is not None]
    if not known:
        return
    least = load_field_scheme().rule.min_completeness
    st.subheader(_("How much is reported"), anchor=False)
    words = {
        one.region: _("{share}, {returns} of {expected} returns").format(
            share=view.percent(one.completeness or 0.0),
            returns=view.number(one.returns, 0),
            expected=view.number(one.returns_expected, 0),
        )
        for one in known
    }
    alt = _("Monthly returns that are in, as a share of those expected. Needed: {least}. {values}")
    values = "; ".join(f"{view.region_short(region)}: {text}" for region, text in words.items())
    draw(
        completeness_chart(view, known, words, least),
        key="completeness",
        alt=alt.format(least=view.percent(least), values=values),
    )
    st.caption(
        _(
            "Filled bars reach {least}, the dotted line: there the rule rates the councils. Below it "
            "the figures are shown, and not scored."
        ).format(least=view.percent(least))
    )


def completeness_chart(
    view: View, known: Sequence[FieldCounts], words: Mapping[str, str], least: float
) -> dict[str, Any]:
    """Draw the share of returns of each region, with the share that is needed."""
    places = list(range(len(known)))[::-1]
    enough = [rating(one) is not None for one in known]
    return {
        "data": [
            {
                "type": "bar",
                "orientation": "h",
                "x": [100 * (one.completeness or 0.0) for one in known],
                "y": places,
                "marker": {
                    "color": [view.ink.accent if one else view.ink.page for one in enough],
                    "line": {"color": view.ink.accent, "width": 1.4},
                },
                "customdata": [
                    f"{view.region_name(one.region)}: {words[one.region]}" for one in known
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            },
            # In a column of their own: beside its bar a share would lie on the line of what is needed.
            {
                "type": "scatter",
                "mode": "text",
                "x": [101.5] * len(known),
                "y": places,
                "text": [view.percent(one.completeness or 0.0) for one in known],
                "textposition": "middle right",
                "textfont": {"color": view.ink.text},
                "cliponaxis": False,
                "hoverinfo": "skip",
                "showlegend": False,
            },
        ],
        "layout": layout(
            view.ink,
            56 + 30 * len(known),
            bargap=0.35,
            shapes=[
                {
                    "type": "line",
                    "yref": "paper",
                    "x0": 100 * least,
                    "x1": 100 * least,
                    "y0": 0,
                    "y1": 1,
                    "line": {"color": view.ink.text, "width": 1.6, "dash": "dot"},
                }
            ],
            xaxis=axis(
                view.ink,
                range=[0, 118],
                tickvals=[0, 25, 50, 75, 100],
                ticktext=[view.percent(at / 100) for at in (0, 25, 50, 75, 100)],
            ),
            yaxis=named(
                view.ink,
                [view.region_short(one.region) for one in known],
                places,
                ticklabelstandoff=6,
            ),
        ),
    }


# -- the tables ------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Shares:
    """What the cards of the field log make of the counts of one region; None where undefined."""

    per_head: float | None
    cases: float | None


def shares(view: View, one: FieldCounts) -> Shares:
    """Return the indicators of one region, as their cards say."""
    councils, people = one.councils, _population(view, one)
    return Shares(
        per_head=PER * councils.active / people if people else None,
        cases=councils.cases / councils.active if councils.active else None,
    )


def _population(view: View, one: FieldCounts) -> float | None:
    year = one.window.last.year
    for at in range(year, year - AGE - 1, -1):
        found = view.assessment.observations.annual(POPULATION, one.region, CURRENT, at)
        if found is not None:
            return found.value
    return None


def _table(view: View, counts: Mapping[str, FieldCounts]) -> None:
    _ = view._
    st.subheader(_("Region by region"), anchor=False)
    cards = view.assessment.registry.cards
    names = [view.text(cards[id_].short) for id_ in CARDS]
    rows = []
    for one in _in_order(counts):
        found, councils = shares(view, one), one.councils
        rows.append(
            {
                _("Region"): view.region_name(one.region),
                _("Rating by the rule"): rating_words(view, one),
                names[5]: _part(view, one.returns, one.returns_expected),
                names[4]: _part(view, one.districts_active, one.districts),
                _("Active councils, of all"): _("{part} of {whole}").format(
                    part=councils.active, whole=councils.bodies
                ),
                view.text(cards[CARDS[0]].name): _number(
                    view, found.per_head, cards[CARDS[0]].decimals
                ),
                _("Cases"): view.number(councils.cases, 0),
                names[1]: _number(view, found.cases, cards[CARDS[1]].decimals),
                names[2]: _part(
                    view, councils.settled, councils.cases, least=_least(cards[CARDS[2]])
                ),
                names[3]: _part(
                    view, councils.settled_90, councils.due_90, least=_least(cards[CARDS[3]])
                ),
            }
        )
    table = pd.DataFrame(rows)
    st.table(table, hide_index=True, alt=_("Counts of the field log by region"))
    if rated(counts):
        st.caption(ratings_list(view))
    missing = len(view.assessment.regions.ids) - len(rows)
    if missing:
        st.caption(
            _.plural(
                "Of {count} more region nothing is recorded.",
                "Of {count} more regions nothing is recorded.",
                missing,
            )
        )
    table_download(table, f"field-log-{st.session_state[TIME] or 'now'}", _("Download as CSV"))


def rating_words(view: View, one: FieldCounts) -> str:
    """Say how a region is rated, or that it is shown and not scored."""
    _ = view._
    found = rating(one)
    if found is None:
        if one.is_empty:
            return _("not rated: nothing reported")
        least = view.percent(load_field_scheme().rule.min_completeness)
        return _("shown, not scored: {least} of the returns needed").format(least=least)
    return str(found)


def ratings_list(view: View) -> str:
    """Say what each rating means, the highest first (Markdown)."""
    ratings = load_field_scheme().ratings
    return "\n".join(
        f"- **{value}**: {view.text(code.name)}"
        for value, code in sorted(ratings.items(), reverse=True)
    )


def _least(card: Card) -> int:
    """Return the fewest cases of which a card gives a share."""
    return card.suppress.below if card.suppress else 1


def _part(view: View, part: int, whole: int, least: int = 1) -> str:
    """Say how many of how many, and the share where it says more than chance."""
    if not whole:
        return NOTHING
    if whole < least:
        return view._("{part} of {whole}").format(part=part, whole=whole)
    return view._("{share} ({part} of {whole})").format(
        share=view.percent(part / whole), part=view.number(part, 0), whole=view.number(whole, 0)
    )


def _number(view: View, value: float | None, decimals: int) -> str:
    return NOTHING if value is None else view.number(value, decimals)


def _boards(view: View, counts: Mapping[str, FieldCounts]) -> None:
    """Show what is counted apart: boards of mediation and of public consent."""
    _ = view._
    rows = [
        _board(view, one.region, kind, tally)
        for one in _in_order(counts)
        for kind, tally in one.others.items()
        if tally.bodies
    ]
    st.subheader(_("Counted apart: boards"), anchor=False)
    if not rows:
        st.caption(_("No board of mediation or of public consent is recorded in this time."))
        return
    st.caption(_("They enter neither the indicators nor the rating."))
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("Counted apart: boards"))


def _board(view: View, region: str, kind: str, tally: Tally) -> dict[str, str]:
    _ = view._
    return {
        _("Region"): view.region_name(region),
        _("Kind"): capital(word(view, "body_kind", kind)),
        _("Recorded"): view.number(tally.bodies, 0),
        _("Active"): view.number(tally.active, 0),
        _("Meetings and cases"): view.number(tally.activities, 0),
        _("Cases"): view.number(tally.cases, 0),
        _("Settled"): view.number(tally.settled, 0),
    }


# -- the rule --------------------------------------------------------------------------------------


def _rule(view: View) -> None:
    """Say the rule with the thresholds of the registry, and where all of it is told."""
    _ = view._
    scheme = load_field_scheme()
    with st.expander(_("The rule, and what is counted"), key="log_rule", on_change="rerun") as box:
        if not box.open:
            return
        least = view.percent(scheme.rule.min_completeness)
        st.markdown(
            _(
                "Only where at least {least} of the monthly returns of a year are in are the councils "
                "rated from the field; this rating then takes the place of the expert’s:"
            ).format(least=least)
            + f"\n\n{ratings_list(view)}"
        )
        cards = view.assessment.registry.cards
        st.markdown(
            "\n".join(
                f"- **{view.text(cards[id_].name)}**: {view.text(cards[id_].definition)}"
                for id_ in CARDS
            )
        )
        st.caption(
            _(
                "Councils react to conflicts: a high or a low rating can be a consequence as well as "
                "a cause. Many cases can mean a trusted council, or many disputes."
            )
        )
        st.page_link("views/methodology.py", icon=":material/function:")
