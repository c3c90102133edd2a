"""The incidents of one region, as the log holds them, under its history."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from reports import incident_words as words
from reports.incident_words import incident_log
from views.reported import in_order, origin, shown_beside
from views.session import View


def show_region_incidents(view: View) -> None:
    """List the incidents of the region in today's borders, latest first, and lead to the log."""
    _ = view._
    log = incident_log()
    known = in_order(shown_beside(view))
    rows = [row for row in reversed(known) if row.region == view.region]
    reported = any(row.reported for row in rows)
    st.subheader(_("Incidents"), anchor=False)
    first, last = log.years
    if not rows:
        st.write(
            _("The log holds no incident of this region from {first} to {last}.").format(
                first=first, last=last
            )
        )
    else:
        st.table(
            pd.DataFrame(
                {
                    _("Date"): words.when(view, row),
                    _("Place"): view.text(row.place),
                    _("Kind"): words.kind_name(view, row),
                    _("Deaths"): words.deaths_short(view, row),
                    _("Region then"): words.then(view, row),
                    _("Counted"): _("yes") if row.counts and not row.reported else _("no"),
                    **({_("Entry from"): origin(view, row)} if reported else {}),
                }
                for row in rows
            ),
            hide_index=True,
            alt=_("Incidents"),
        )
    notes = [
        _(
            "No incident enters the score. The log is made from published reports and is not complete."
        )
    ]
    if reported:
        notes.append(
            _(
                "What was reported here and reviewed is no part of the release: it enters neither "
                "signals nor validation."
            )
        )
    if any(words.then(view, row) for row in rows):
        notes.append(
            _(
                "An incident stands in today's region; where the borders were others at the time, "
                "the region of that time is named."
            )
        )
    st.caption(" ".join(notes))
    st.page_link(
        "views/incidents.py",
        label=_("What each side said, and the sources"),
        icon=":material/arrow_forward:",
        query_params={"where": view.region},
    )
