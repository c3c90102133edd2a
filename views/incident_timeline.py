"""The timeline of incidents: a mark an incident, in the column of its year."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from html import escape
from typing import Any

from indicators.incidents import Incident
from reports.incident_words import incident_log, kind_name, when
from views import charts
from views.incident_marks import SHAPES, fill, outline
from views.reported import origin
from views.session import View

_STEP = 20  # pixels from one mark to the next above


def show_timeline(view: View, incidents: Sequence[Incident], years: tuple[int, int]) -> None:
    """Draw the incidents of these years; each kind by its own shape."""
    counts = Counter(incident.year for incident in incidents)
    alt = "; ".join(f"{year}: {count}" for year, count in sorted(counts.items()))
    charts.draw(_figure(view, incidents, years), key="timeline", alt=alt)


def _figure(view: View, incidents: Sequence[Incident], years: tuple[int, int]) -> dict[str, Any]:
    order = list(incident_log().scheme.kinds)
    # Within a year the kinds lie in the order of the scheme, so that families stay together.
    rows = sorted(incidents, key=lambda one: (one.year, order.index(one.kind), one.first_day))
    heights: Counter[int] = Counter()
    levels = []
    for one in rows:
        heights[one.year] += 1
        levels.append(heights[one.year])
    highest = max(heights.values(), default=1)
    first, last = years
    return {
        "data": [
            {
                "type": "scatter",
                "mode": "markers",
                "x": [one.year for one in rows],
                "y": levels,
                "marker": {
                    "symbol": [SHAPES[one.kind].symbol for one in rows],
                    "color": [fill(one.kind, one.reported) for one in rows],
                    "size": 13,
                    "line": {
                        "color": view.ink.text,
                        "width": [outline(one.reported) for one in rows],
                    },
                },
                "customdata": [
                    f"<b>{escape(view.text(one.place))}</b><br>{escape(when(view, one))}"
                    f"<br>{escape(kind_name(view, one))}"
                    + (f"<br>{escape(origin(view, one))}" if one.reported else "")
                    for one in rows
                ],
                "hovertemplate": "%{customdata}<extra></extra>",
            }
        ],
        "layout": charts.layout(
            view.ink,
            60 + _STEP * highest,
            margin={"l": 4, "r": 12, "t": 8, "b": 30},
            xaxis=charts.axis(
                view.ink,
                range=[first - 0.6, last + 0.6],
                dtick=1 if last - first < 12 else 2,
                tickformat="d",
                showgrid=False,
            ),
            yaxis=charts.axis(
                view.ink,
                range=[0.3, highest + 0.7],
                dtick=1 if highest < 5 else 2,
                automargin=True,
                title={"text": view._("incidents"), "font": {"size": 12}},
            ),
        ),
    }
