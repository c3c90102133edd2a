"""Alerts as a table: what `./run signals` prints and the dashboard downloads."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd

from assessment.baseline import Assessment
from assessment.signals import Alert, Signals

COLUMNS = (
    "alert",
    "stream",
    "stream_name",
    "region",
    "region_name",
    "period",
    "end_date",
    "current",
    "level",
    "rules",
    "direction",
    "value",
    "unit",
    "base",
    "change",
    "change_unit",
    "expected",
    "z",
    "cusum",
    "cusum_limit",
    "record_years",
    "p",
    "q",
    "stands",
    "inherited",
    "figures_of",
    "borders",
    "sources",
    "data_version",
)


def alerts_table(
    assessment: Assessment, signals: Signals, alerts: Sequence[Alert], lang: str = "en"
) -> pd.DataFrame:
    """Return one row an alert, in the order given; numbers unrounded, NaN or empty where none.

    Parameters
    ----------
    lang : str
        Language of names and units: ``en``, ``ru`` or ``kk``. The columns are the same in all.
    """
    registry, current = assessment.registry, set(signals.current)
    rows = []
    for alert in alerts:
        stream = registry.streams[alert.stream]
        sources = dict.fromkeys(obs.source for obs in alert.observations)
        rows.append(
            {
                "alert": alert.id,
                "stream": alert.stream,
                "stream_name": stream.short.get(lang),
                "region": alert.region,
                "region_name": assessment.regions.get(alert.region).names.get(lang),
                "period": alert.period,
                "end_date": alert.end_date.isoformat(),
                "current": alert in current,
                "level": alert.level,
                "rules": " ".join(alert.rules),
                "direction": alert.direction,
                "value": alert.value,
                "unit": registry.units[stream.unit].label.get(lang),
                "base": alert.base,
                "change": alert.change,
                "change_unit": registry.units[stream.change.unit].label.get(lang)
                if stream.change
                else "",
                "expected": alert.expected,
                "z": alert.z,
                "cusum": alert.cusum,
                "cusum_limit": alert.limit,
                "record_years": alert.record_years,
                "p": alert.p,
                "q": alert.q,
                "stands": alert.stands,
                "inherited": alert.inherited,
                "figures_of": alert.place.region,
                "borders": alert.place.borders,
                "sources": " ".join(sources),
                "data_version": assessment.observations.version,
            }
        )
    table = pd.DataFrame(rows, columns=list(COLUMNS))
    # Whole numbers stay whole beside missing ones.
    return table.astype({"record_years": "Int64", "cusum_limit": "float64"})
