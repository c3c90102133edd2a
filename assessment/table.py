"""The result of one period as a table: what `./run score` prints and the dashboard downloads."""

from __future__ import annotations

import numpy as np
import pandas as pd

from assessment.baseline import Assessment
from assessment.provenance import FLAGS
from scoring.reliability import PARTS
from scoring.score import NOT_RATED
from scoring.uncertainty.bands import LEVELS, TOP


def score_table(
    assessment: Assessment, period: int, lang: str = "en", own: str = ""
) -> pd.DataFrame:
    """Return one row a region, from most pressure to least, not rated ones last.

    Scores, pillars and bounds are unrounded points (0–100), shares and the parts of reliability
    unrounded shares of 1; NaN or NA where not rated. ``class`` is the id of the class. ``rank_p5``
    and the like are quantiles over the draws of the uncertainty analysis, ``share_...`` shares of
    those draws; ``draws`` and ``seed`` say which they were. ``weight_...`` are the shares of the
    score's weight whose figures are inherited, apportioned, back-cast or carried forward, and
    ``rests_on_former_region`` says whether it could not be rated without a former region's figures.

    Parameters
    ----------
    period : int
        One of ``assessment.result.inputs.periods``.
    lang : str
        Language of ``region_name``: ``en``, ``ru`` or ``kk``. The columns are the same in all.
    own : str
        Short form of the settings that the assessment was made with, for the column ``settings``.

    Raises
    ------
    KeyError
        For a period or a language that there is not.
    """
    result, regions = assessment.result, assessment.regions
    t = result.period_index[period]
    bands = assessment.uncertainty(period)
    attention = result.scheme.classes.index(assessment.registry.framework.attention_from)
    ids = result.inputs.regions
    classes = [None if c == NOT_RATED else result.scheme.classes[c] for c in result.classes[t]]
    columns: dict[str, object] = {
        "region": ids,
        "borders": [regions.borders(region) for region in ids],
        "region_name": [regions.get(region).names.get(lang) for region in ids],
        "period": period,
        "score": result.score[t],
        "score_arithmetic": result.score_arithmetic[t],
        "score_without_capacity": result.score_without_optional[t],
        "class": pd.array(classes, dtype="str"),
        "rank": _whole(result.rank[t]),
    }
    for name, values in (("rank", bands.place), ("score", bands.score)):
        columns |= {
            f"{name}_p{100 * level:.0f}": row for level, row in zip(LEVELS, values, strict=True)
        }
    columns |= {
        f"share_{result.scheme.classes[attention]}_or_above": bands.at_least[attention],
        f"share_first_{TOP}": bands.top,
    }
    columns |= {
        f"pillar_{name}": result.pillars[t, :, p] for p, name in enumerate(result.scheme.pillar_ids)
    }
    columns |= {"coverage": result.coverage[t], "reliability": result.reliability.grade[t]}
    columns |= {
        f"reliability_{part}": result.reliability.parts[t, :, i] for i, part in enumerate(PARTS)
    }
    columns |= {f"weight_{flag}": assessment.provenance.share(flag)[t] for flag in FLAGS}
    columns |= {
        "rests_on_former_region": assessment.provenance.former[t],
        "low": result.low[t],
        "high": result.high[t],
        "method_version": result.scheme.version,
        "data_version": result.inputs.data_version,
        "draws": bands.plan.draws,
        "seed": bands.plan.seed,
        "settings": own or "published",
    }
    table = pd.DataFrame(columns)
    return table.sort_values(["rank", "region"], na_position="last", ignore_index=True)


def _whole(places: np.ndarray) -> pd.arrays.IntegerArray:
    missing = np.isnan(places)
    return pd.arrays.IntegerArray(np.where(missing, 0, places).astype(np.int64), missing)
