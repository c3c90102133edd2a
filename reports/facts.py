"""The main numbers of a region's score, each with its band or what else limits it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from reports.subject import Subject
from scoring.reliability import PARTS
from scoring.score import NOT_RATED, classify


@dataclass(frozen=True)
class Fact:
    """One number: what it is, its text, its class (``NOT_RATED`` for none), what limits it."""

    label: str
    value: str
    index: int
    note: str


def facts(subject: Subject) -> tuple[Fact, ...]:
    """Return the numbers of a region that is rated; the score comes first, then its place."""
    _ = subject._
    result, t, r = subject.result, subject.t, subject.r
    low, _middle, high = subject.bands.score[:, r]
    parts = result.reliability.parts[t, r]
    words = {
        "missing": _("missing"),
        "staleness": _("stale"),
        "estimated": _("estimated"),
        "concentration": _("few sources"),
    }

    def variant(label: str, score: float) -> Fact:
        index = int(classify(np.array(score), result.scheme.cuts))
        return Fact(label, subject.number(score), NOT_RATED, subject.class_name(index))

    return (
        Fact(
            _("Score, 0 to 100"),
            subject.number(result.score[t, r]),
            int(result.classes[t, r]),
            _("{low}–{high} in nine of ten recalculations").format(
                low=subject.number(low), high=subject.number(high)
            ),
        ),
        Fact(
            _("Place by pressure"),
            subject.places(r),
            NOT_RATED,
            _("“{class_name}” or above in {share} of the recalculations").format(
                class_name=subject.class_name(subject.attention),
                share=subject.percent(subject.bands.at_least[subject.attention, r]),
            ),
        ),
        Fact(
            _("If missing figures were best or worst"),
            f"{subject.number(result.low[t, r])}–{subject.number(result.high[t, r])}",
            NOT_RATED,
            _("{share} of the weight is there").format(
                share=subject.percent(1.0 - parts[PARTS.index("missing")])
            ),
        ),
        variant(_("Without mediation capacity"), result.score_without_optional[t, r]),
        variant(_("Pillars averaged plainly"), result.score_arithmetic[t, r]),
        Fact(
            _("Reliability of the figures"),
            str(result.reliability.grade[t, r]),
            NOT_RATED,
            ", ".join(
                f"{words[name]} {subject.percent(part)}"
                for name, part in zip(PARTS, parts, strict=True)
            ),
        ),
    )
