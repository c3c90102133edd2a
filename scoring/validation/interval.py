"""An interval for an AUC of few events, which stays between 0 and 1."""

from __future__ import annotations

import math

from scoring.validation.auc import Strata


def logit_interval(auc: float, strata: Strata, *, confidence: float = 0.95) -> tuple[float, float]:
    """Interval of an AUC on the scale of its logit, with the variance of Hanley and McNeil.

    strata : events and non-events; with several strata the AUC is that of pairs inside them, and its
    variance is the sum over them, each with the AUC of the whole.
    An AUC of 0 or 1 has no logit; it is taken half a pair inside, and its interval is very wide: at
    the end of the scale this interval says too little rather than too much.

    Returns the lower and the upper end, NaN where there is no pair.

    Notes
    -----
    ``V = [A(1−A) + (m−1)(A/(2−A) − A²) + (n−1)(2A²/(1+A) − A²)] / mn`` (Hanley & McNeil 1982,
    doi:10.1148/radiology.143.1.7063747), and ``logit(A) ± z √V / (A(1−A))``. Region-years count as
    independent of each other; the bootstrap of whole regions does not suppose that.
    """
    from scipy.special import ndtri

    pairs = strata.pairs
    if not pairs or math.isnan(auc):
        return float("nan"), float("nan")
    inside = min(max(auc, 0.5 / pairs), 1 - 0.5 / pairs)
    variance = sum(
        (m * n / pairs) ** 2 * _variance(inside, m, n)
        for m, n in zip(strata.positives, strata.negatives, strict=True)
        if m * n
    )
    reach = float(ndtri(0.5 + confidence / 2)) * math.sqrt(variance) / (inside * (1 - inside))
    middle = math.log(inside / (1 - inside))
    low, high = (1 / (1 + math.exp(-(middle + step))) for step in (-reach, reach))
    return low, high


def _variance(auc: float, m: int, n: int) -> float:
    first = auc / (2 - auc) - auc**2
    second = 2 * auc**2 / (1 + auc) - auc**2
    return (auc * (1 - auc) + (m - 1) * first + (n - 1) * second) / (m * n)
