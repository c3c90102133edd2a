"""Our own framework in COINr's format: the figures used, the tree, and how to build it anew."""

from __future__ import annotations

import math
from collections.abc import Sequence
from fractions import Fraction
from string import Template
from textwrap import fill

import numpy as np
import pandas as pd

from assessment import Assessment
from exchange.writing import as_csv
from scoring.score import Result

INDEX = "index"  # the code of the index itself


def export(assessment: Assessment, periods: Sequence[int], command: str) -> dict[str, str]:
    """Return iData.csv, iMeta.csv and README.txt for some periods of the published index.

    periods : of ``assessment.rated_periods``.  command : how the user calls the program.
    The values are those that were scored, figures carried forward included; ``command`` with the
    options that README.txt gives turns them back into the same scores.
    """
    return {
        "iData.csv": as_csv(data_table(assessment, periods)),
        "iMeta.csv": as_csv(meta_table(assessment)),
        "README.txt": readme(assessment, periods, command),
    }


def data_table(assessment: Assessment, periods: Sequence[int]) -> pd.DataFrame:
    """One row a region and period: names, period, type of region, and the values that were used."""
    result, regions = assessment.result, assessment.regions
    frames = []
    for period in periods:
        values = result.inputs.values[result.period_index[period]]
        columns: dict[str, object] = {
            "uCode": result.inputs.regions,
            "uName": [regions.get(region).names.get("en") for region in result.inputs.regions],
            "Time": period,
            "RegionType": [regions.get(region).type for region in result.inputs.regions],
        }
        columns |= {name: values[:, k] for k, name in enumerate(result.inputs.indicators)}
        frames.append(pd.DataFrame(columns))
    return pd.concat(frames, ignore_index=True)


def meta_table(assessment: Assessment) -> pd.DataFrame:
    """One row an indicator, pillar and the index, with the columns that COINr does not know last."""
    registry, result = assessment.registry, assessment.result
    scheme, inputs = result.scheme, result.inputs
    rows: list[dict[str, object]] = []
    for pillar in scheme.pillars:
        for indicator in pillar.indicators:
            card = registry.cards[indicator.id]
            away = ~inputs.applicable[:, result.indicator_index[indicator.id]]
            rows.append(
                _row(indicator.id, card.name.get("en"), 1, indicator.weight, pillar.id)
                | {
                    "Direction": indicator.direction,
                    "Unit": registry.units[card.unit].label.get("en"),
                    "Low": indicator.lo,
                    "High": indicator.hi,
                    "Transform": indicator.transform,
                    "NotApplicable": " ".join(np.array(inputs.regions)[away]) or None,
                }
            )
    for pillar, described in zip(scheme.pillars, registry.framework.pillars, strict=True):
        name = described.name.get("en")
        row = _row(pillar.id, name, 2, pillar.weight, INDEX)
        rows.append(row | {"Optional": pillar.optional})
    rows.append(_row(INDEX, "Kelisim", 3, 1.0, None))
    rows.append(
        {"iCode": "RegionType", "iName": "Type of region", "Level": math.nan, "Type": "Group"}
    )
    return pd.DataFrame(rows, columns=_COLUMNS)


_COLUMNS = (
    *("iCode", "iName", "Level", "Parent", "Type", "Direction", "Weight", "Unit"),
    *("Target", "Denominator", "Low", "High", "Transform", "Optional", "NotApplicable"),
)


def _row(code: str, name: str, level: int, weight: float, parent: str | None) -> dict[str, object]:
    return {
        "iCode": code,
        "iName": name,
        "Level": level,
        "Parent": parent,
        "Type": "Indicator" if level == 1 else "Aggregate",
        "Direction": 1,
        "Weight": weight,
        "Unit": None if level == 1 else "points",
        "Optional": False,
    }


def options(result: Result) -> str:
    """Return the options of the command line that build our index from the exported files."""
    scheme = result.scheme
    methods = (scheme.within_pillars, scheme.across_pillars)
    return (
        "--normalise goalposts --range 0,100 "
        f"--aggregate {','.join(name.replace('_', '-') for name in methods)} --coverage {_share(result)}"
    )


def _share(result: Result) -> str:
    return str(Fraction(result.scheme.coverage).limit_denominator(1000))


def readme(assessment: Assessment, periods: Sequence[int], command: str) -> str:
    """Say what the files are, and how to build the index from them here and with COINr."""
    result = assessment.result
    changed = [i.id for i in result.scheme.indicators if i.transform != "identity"]
    return _README.substitute(
        periods=", ".join(map(str, periods)),
        method=result.scheme.version,
        data=result.inputs.data_version,
        command=command,
        options=options(result),
        share=_share(result),
        transformed=fill(", ".join(changed) or "none", width=98),
    )


_README = Template(
    """\
The framework of this index in COINr's format
=============================================

iData.csv  the value of each indicator that was scored: one row a region and period ($periods).
           Figures carried forward from an earlier year stand here as they were used. NA: missing,
           or it does not apply to the region (see NotApplicable in iMeta.csv).
iMeta.csv  the tree: indicators (level 1), pillars (2) and the index (3). A high score is pressure.
           Low, High and Transform are the goalposts; Optional marks a pillar that the index can do
           without; NotApplicable lists regions. COINr does not use these columns.

Method $method, data $data.

The same scores here
--------------------
$command index --data iData.csv --meta iMeta.csv \\
    $options --out scores

The same scores with COINr
--------------------------
A node is rated here when the indicators that are there hold at least $share of the weight of
those that apply, and the index only when every pillar that is not optional is rated. COINr's
dat_thresh counts all children alike, so leave it out and compare the units that are rated here.
Indicators with a transform other than identity, which is applied to their goalposts too:
$transformed

    library(COINr)
    iData <- read.csv("iData.csv"); iMeta <- read.csv("iMeta.csv")
    iData <- iData[iData$$Time == max(iData$$Time), ]
    ind <- iMeta[iMeta$$Type == "Indicator", ]
    change <- list(identity = identity, log = log, asinh = asinh)
    for (k in seq_len(nrow(ind))) {
      f <- change[[ind$$Transform[k]]]
      x <- iData[[ind$$iCode[k]]]
      if (ind$$Transform[k] == "log") x[which(x <= 0)] <- ind$$Low[k]
      z <- n_goalposts(f(x), gposts = c(f(ind$$Low[k]), f(ind$$High[k]), 100))
      iData[[ind$$iCode[k]]] <- if (ind$$Direction[k] == -1) 100 - z else z
    }
    iMeta$$Direction[!is.na(iMeta$$Direction)] <- 1
    inverted_geometric <- function(x, w) {
      w <- w[!is.na(x)] / sum(w[!is.na(x)]); x <- x[!is.na(x)]
      (10 - exp(sum(w * log(1 + 0.9 * (10 - x / 10))))) * 100 / 9
    }
    coin <- new_coin(iData, iMeta)
    coin <- Aggregate(coin, dset = "Raw", f_ag = c("a_amean", "inverted_geometric"))
"""
)
