"""The validation as tables: what `./run evaluate` prints and the page offers as downloads.

Numbers are unrounded; ids of regions, classes and kinds stand as they are, names beside them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pandas as pd

from assessment.contenders import INDEX
from assessment.evaluation import Estimate, Evaluation, Miss, Standing
from scoring.validation.alarms import Alarms

Row = dict[str, Any]
RANKS = ("rank", "rank_best", "rank_worst")


def auc_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return the index for each outcome and window, then each score beside it for the main one."""
    main = {"outcome": found.protocol.main_outcome, "window": found.protocol.main_window}
    rows = [
        {"kind": INDEX, "name": INDEX, "outcome": f.outcome, "window": f.window}
        | _estimate(found, f.estimate, f.window)
        for f in found.findings
    ]
    rows += [
        {"kind": c.kind, "name": c.name, **main}
        | _estimate(found, c.estimate, found.protocol.main_window)
        | {
            "index_auc": c.index.auc,
            "index_minus_this": c.difference,
            "difference_low": c.low,
            "difference_high": c.high,
        }
        for c in found.contenders
    ]
    return _made(found, rows)


def _estimate(found: Evaluation, estimate: Estimate, window: int) -> Row:
    periods = found.periods(window)
    return {
        "first_score_year": periods[0],
        "last_score_year": periods[-1],
        "region_years": estimate.region_years,
        "positives": estimate.positives,
        "pairs": estimate.strata.pairs,
        "auc_within_years": estimate.auc,
        "logit_low": estimate.low,
        "logit_high": estimate.high,
        "bootstrap_low": estimate.drawn_low,
        "bootstrap_high": estimate.drawn_high,
        "p_within_years": estimate.p,
        "p_whole_regions": estimate.p_regions,
        "auc_all_pairs": estimate.overall,
    }


def precision_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return precision among the first of each year, for the index and each baseline."""
    return _made(
        found,
        [
            {
                "name": name,
                "k": one.k,
                "hits": one.hits,
                "places": one.places,
                "precision": one.share,
                "base_rate": one.base,
                "p": one.p,
            }
            for name, several in found.precision.items()
            for one in several
        ],
    )


def alarm_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return the counts of each alarm."""
    rows = [
        {
            "alarm": one.alarm,
            **_counts(one.counts),
            "median_lead_years": one.median_lead,
            "leads_from_first_year": one.from_first,
        }
        for one in found.alarms
    ]
    return _made(found, [*rows, {"alarm": "signal", **_counts(found.signals_before)}])


def _counts(counts: Alarms) -> Row:
    return {
        "region_years": counts.rated,
        "alarms": counts.raised,
        "false_alarms": counts.false,
        "false_per_region_year": counts.false_rate,
        "false_share_of_alarms": counts.false_share,
        "incident_region_years": counts.events,
        "missed": counts.missed,
    }


def lead_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return how long each alarm stood before each incident-region-year."""
    regions, periods = found.assessment.result.inputs.regions, found.periods()
    rows = []
    for one in found.alarms:
        leads = one.leads
        for t, r, years, at_least in zip(
            leads.t, leads.r, leads.years, leads.at_least, strict=True
        ):
            rows.append(
                {
                    "alarm": one.alarm,
                    "incident_year": periods[t] + found.protocol.main_window,
                    **_region(found, regions[r], lang),
                    "lead_years": int(years),
                    "at_least": bool(at_least),
                }
            )
    return _made(found, rows)


def miss_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return the largest misses: incidents after low places, high places that nothing followed."""

    def rows(kind: str, misses: Iterable[Miss]) -> Iterable[Row]:
        for miss in misses:
            yield {
                "miss": kind,
                **_region(found, miss.standing.region, lang),
                "score_year": miss.standing.period,
                **_standing(found, miss.standing),
                "incidents": " ".join(incident.id for incident in miss.incidents),
            }

    return _made(found, [*rows("incident", found.missed), *rows("no_incident", found.unfollowed)])


def incident_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return each incident since the first year of the index, with what it said the year before."""
    return _made(
        found,
        [
            {
                "incident": one.incident.id,
                "date": one.incident.date,
                "place": one.incident.place.get(lang),
                **_region(found, one.incident.region, lang),
                "kind": one.incident.kind,
                "kind_name": found.incidents.scheme.kinds[one.incident.kind].name.get(lang),
                "counted": one.incident.counts,
                "score_year": one.period,
                **_standing(found, one.standing),
                "signals": " ".join(alert.id for alert in one.signals),
            }
            for one in found.before
        ],
    )


def power_table(found: Evaluation, lang: str) -> pd.DataFrame:
    """Return what an AUC would be worth: in the protocol's case, and with the numbers of the log."""
    return _made(
        found,
        [
            {
                "case": case,
                "positives": sum(one.strata.positives),
                "negatives": sum(one.strata.negatives),
                "pairs": one.strata.pairs,
                "auc": one.auc,
                "logit_low": one.low,
                "logit_high": one.high,
                "chance_level": one.chance,
            }
            for case, one in zip(("example", "log"), found.power, strict=True)
        ],
    )


def _region(found: Evaluation, region: str, lang: str) -> Row:
    regions = found.assessment.regions
    known = region in regions.ids
    return {"region": region, "region_name": regions.get(region).names.get(lang) if known else ""}


def _standing(found: Evaluation, standing: Standing | None) -> Row:
    if standing is None:
        return dict.fromkeys(("score", "class", *RANKS))
    return {
        "score": standing.score,
        "class": found.assessment.result.scheme.classes[standing.cls],
        "rank": int(standing.place),
        "rank_best": standing.best,
        "rank_worst": standing.worst,
    }


def _made(found: Evaluation, rows: list[Row]) -> pd.DataFrame:
    """Return the rows with what they were made from."""
    result = found.assessment.result
    table = pd.DataFrame(rows)
    for name in (*RANKS, "leads_from_first_year"):
        if name in table:
            table[name] = table[name].astype("Int64")
    table["protocol_version"] = found.protocol.version
    table["protocol_sha256"] = found.sealed.sha256
    table["method_version"] = result.scheme.version
    table["data_version"] = result.inputs.data_version
    table["seed"] = found.protocol.seed
    return table


TABLES: Mapping[str, Callable[[Evaluation, str], pd.DataFrame]] = {
    "auc": auc_table,
    "precision": precision_table,
    "alarms": alarm_table,
    "leads": lead_table,
    "misses": miss_table,
    "incidents": incident_table,
    "power": power_table,
}
