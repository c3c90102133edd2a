"""What a table of figures would change, as the pages that take figures over show it."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from indicators.series import load_series, load_units
from intake.loading.preview import Preview
from reports.load_template import region_names
from reports.words import literal
from views.session import View

SHOWN = 200  # rows of each table


def show_refused(view: View, found: Preview) -> None:
    """Say which rows are refused, and why."""
    _ = view._
    st.error(_("Nothing can be taken over while something is refused."))
    st.table(
        pd.DataFrame(
            {
                _("Row"): "" if fault.row is None else str(fault.row),
                _("Column"): literal(fault.column),
                _("Value"): literal(fault.value),
                _("What is wrong"): literal(
                    f"{fault.message(_)} ({_('allowed: {rule}').format(rule=fault.rule(_))})"
                ),
            }
            for fault in found.faults
        ),
        hide_index=True,
        alt=_("Refused"),
    )


def show_changes(view: View, found: Preview) -> None:
    """Show the figures that would be new or different."""
    _ = view._
    names, series, units = region_names(), load_series(), load_units()
    rows = []
    for change in found.changes[:SHOWN]:
        id_, region, _borders, period, value, unit, *_rest = change.cells
        rows.append(
            {
                _("Row"): str(change.row),
                _("Series"): series[id_].name.get(view.language),
                _("Region"): names[region][view.language] if region in names else region,
                _("Period"): period,
                _("Value held now"): _printed(view, change.old),
                _("New value"): _printed(view, value),
                _("Unit"): units[unit].label.get(view.language),
            }
        )
    st.table(pd.DataFrame(rows), hide_index=True, alt=_("What it would change"))
    more = len(found.changes) - SHOWN
    if more > 0:
        st.caption(_("and {count} more").format(count=view.number(more, 0)))
    last = view.assessment.registry.framework.last_year
    later = sum(change.cells[3][:4] > str(last) for change in found.changes)
    if later:
        st.caption(
            _(
                "{count} of them are of years after {year}: they are kept and shown, and move no "
                "score, because the index ends in {year}."
            ).format(count=view.number(later, 0), year=last)
        )


def _printed(view: View, text: str) -> str:
    return view.number(float(text), len(text.partition(".")[2])) if text else "–"
