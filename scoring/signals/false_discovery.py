"""Many values looked at together: which of the small p may stand (Benjamini and Hochberg 1995)."""

from __future__ import annotations

import numpy as np

from scoring.normalise import Floats


def benjamini_hochberg(p: Floats) -> Floats:
    """Return q for p of m tests, (m,): the smallest level of false discoveries at which it stands.

    ``q_(i) = min over j ≥ i of min(1, p_(j) · m / j)``, in the order of rising p. NaN is no test.
    """
    q = np.full(p.shape, np.nan)
    tested = np.flatnonzero(~np.isnan(p))
    order = tested[np.argsort(p[tested], kind="stable")]
    m = len(order)
    raw = p[order] * m / np.arange(1, m + 1)
    q[order] = np.minimum(1.0, np.minimum.accumulate(raw[::-1])[::-1])
    return q
