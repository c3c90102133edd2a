"""Data: what there is, how old it is, where it comes from, what is known to be wrong with it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from indicators.schema import Card
from reports.files.packages import data_package
from views.batch import show_batch
from views.coverage import MISSING, NOT_APPLICABLE, Cell, cell, show_heat_map, show_states_legend
from views.frame import current
from views.session import View
from views.widgets import choose_region, choose_year


def show(view: View) -> None:
    """Show the page."""
    _ = view._
    observations = view.assessment.observations
    st.html(f'<h1 class="k-answer">{_("The figures behind the scores")}</h1>')
    sources = {obs.source for obs in observations}
    st.write(
        _(
            "{count} published figures from {sources} sources. A missing figure is missing: it is "
            "never filled with a guess."
        ).format(count=view.number(len(observations), 0), sources=len(sources))
    )
    with st.container(horizontal=True, vertical_alignment="center"):
        _download()
        st.page_link("views/load.py", label=_("Load new figures"), icon=":material/upload:")
    by_year, by_region = st.tabs([_("One year, all regions"), _("One region, all years")])
    with by_year:
        _one_year(view)
    with by_region:
        _one_region(view)
    show_batch(view)
    _sources(view)
    _known_faults(view)
    _left_out(view)


def _one_year(view: View) -> None:
    left, _rest = st.columns([2, 3])
    with left:
        choose_year(view)
    regions = view.regions_by_name
    _heat_map(
        view,
        [view.region_short(region) for region in regions],
        lambda card: [cell(view, card, region, view.period) for region in regions],
        key="coverage_year",
        what=view._("Coverage in {year}").format(year=view.period),
    )


def _one_region(view: View) -> None:
    left, _rest = st.columns([2, 3])
    with left:
        choose_region(view)
    periods = view.assessment.panel.periods
    _heat_map(
        view,
        [str(period) for period in periods],
        lambda card: [cell(view, card, view.region, period) for period in periods],
        key="coverage_region",
        what=view._("Coverage of {region}").format(region=view.region_name(view.region)),
    )


def _heat_map(view: View, columns: list[str], line: object, key: str, what: str) -> None:
    _ = view._
    registry = view.assessment.registry
    show_states_legend(view)
    for part, title, listed in (
        ("scored", _("Scored"), registry.scored),
        ("shown", _("Shown, not scored"), registry.shown),
    ):
        st.markdown(f"**{title}**")
        awaited = [card for card in listed if card.collected and not _has_figure(view, card)]
        cards = [card for card in listed if card not in awaited]
        cells: list[list[Cell]] = [line(card) for card in cards]  # type: ignore[operator]
        rows = [(view.text(card.short), view.text(card.name)) for card in cards]
        present = sum(c.state < MISSING for row in cells for c in row)
        due = sum(c.state != NOT_APPLICABLE for row in cells for c in row)
        summary = _("{present} of {due} applicable cells have a figure").format(
            present=present, due=due
        )
        show_heat_map(view, rows, columns, cells, f"{key}_{part}", f"{what}. {title}. {summary}.")
        if awaited:
            words = _("No figures yet, because they come from the field log: {names}.")
            st.caption(words.format(names="; ".join(view.text(card.name) for card in awaited)))
        with st.expander(
            f"{_('The same as a table')} · {summary}", on_change="rerun", key=f"table_{key}_{part}"
        ) as expander:
            if expander.open:
                st.table(
                    pd.DataFrame(
                        [[item.words for item in row] for row in cells],
                        columns=pd.Index(columns),
                        index=pd.Index([long for _short, long in rows], name=_("Indicator")),
                    ),
                    alt=f"{what}. {title}",
                )


def _has_figure(view: View, card: Card) -> bool:
    panel = view.assessment.panel
    return any(panel.get(card.id, r, period) for r in panel.regions for period in panel.periods)


def _download() -> None:
    view = current()
    st.download_button(
        view._("Download the whole data package (ZIP)"),
        lambda: data_package(view),
        file_name=f"kelisim-data-{view.assessment.observations.release}.zip",
        mime="application/zip",
        on_click="ignore",
        icon=":material/download:",
    )


def _sources(view: View) -> None:
    _ = view._
    observations = view.assessment.observations
    st.subheader(_("Sources and licences"))
    counts = pd.Series([obs.source for obs in observations]).value_counts()
    newest: dict[str, str] = {}
    for obs in observations:
        newest[obs.source] = max(newest.get(obs.source, ""), obs.period[:4])
    st.table(
        pd.DataFrame(
            {
                _("Source"): f"[{source.title.get(view.language)}]({source.url})"
                if source.url
                else source.title.get(view.language),
                _("Licence"): source.licence.get(view.language),
                _("Figures"): view.number(float(counts.get(source.id, 0)), 0),
                _("Newest year"): newest.get(source.id, "–"),
                _("Accessed"): source.accessed,
                _("Obtained through"): source.obtained_via,
            }
            for source in observations.sources.values()
        ),
        hide_index=True,
        alt=_("Sources and licences"),
    )


def _known_faults(view: View) -> None:
    st.subheader(view._("Known faults of the figures"))
    lines = [
        f"- {fault.text.get(view.language)}" for fault in view.assessment.observations.known_faults
    ]
    st.markdown("\n".join(lines))


def _left_out(view: View) -> None:
    st.subheader(view._("Left out on purpose"))
    lines = [
        f"- {item.reason.get(view.language)}" for item in view.assessment.observations.exclusions
    ]
    st.markdown("\n".join(lines))


show(current())
