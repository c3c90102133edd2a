"""What other figures do to the scores: which regions move in which year, and why others do not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from assessment.baseline import Assessment
from indicators.derive import NATION
from indicators.figures import Key
from indicators.period import parse_period
from scoring.score import ROUNDING

LATER, NATIONAL, NOT_SCORED, UNUSED, USED = "later", "national", "not_scored", "unused", "used"


@dataclass(frozen=True, slots=True)
class Move:
    """A region whose score is another one.

    before, after : unrounded scores, NaN where not rated.
    class_before, class_after : positions of the classes, ``NOT_RATED`` where not rated.
    """

    region: str
    period: int
    before: float
    after: float
    class_before: int
    class_after: int

    @property
    def changes_class(self) -> bool:
        """Whether the class is another one, or the region was or is not rated."""
        return self.class_before != self.class_after

    @property
    def size(self) -> float:
        """Points by which the score moves; infinite when the region was or is not rated."""
        difference = abs(self.after - self.before)
        return np.inf if np.isnan(difference) else difference


@dataclass(frozen=True)
class Effect:
    """What some figures do to the scores.

    moves : the latest year first, and the most moved region of a year.
    last : the last year of the index.  rated : its latest year with scores, with the figures.
    counts : figures by what the index does with them: ``LATER`` than its last year; of series that
        are ``NOT_SCORED``; ``NATIONAL`` ones, of the country alone, ``UNUSED`` for another reason,
        and those that are ``USED`` in a score or for a region that is not rated.
    """

    moves: tuple[Move, ...]
    last: int
    rated: int
    counts: Counter[str]

    @property
    def years(self) -> tuple[int, ...]:
        """Years in which a score moves, the latest first."""
        return tuple(dict.fromkeys(move.period for move in self.moves))

    def of(self, year: int) -> tuple[Move, ...]:
        """Return the moves of one year, the largest first."""
        return tuple(move for move in self.moves if move.period == year)


def effect(before: Assessment, after: Assessment, figures: Iterable[Key]) -> Effect:
    """Compare two assessments that differ by some figures alone.

    figures : series, region, borders and period of each.
    """
    old, new = before.result, after.result
    moved = ~np.isclose(old.score, new.score, rtol=0.0, atol=ROUNDING, equal_nan=True)
    moves = [
        Move(
            old.inputs.regions[r],
            old.inputs.periods[t],
            float(old.score[t, r]),
            float(new.score[t, r]),
            int(old.classes[t, r]),
            int(new.classes[t, r]),
        )
        for t, r in zip(*np.nonzero(moved), strict=True)
    ]
    moves.sort(key=lambda move: (-move.period, -move.size, move.region))
    return Effect(
        tuple(moves),
        after.registry.framework.last_year,
        after.rated_periods[-1],
        _counts(after, figures),
    )


def _counts(after: Assessment, figures: Iterable[Key]) -> Counter[str]:
    registry = after.registry
    scored = {series for card in registry.scored for series in card.formula.series}
    used = {
        (obs.series, obs.region, obs.borders, obs.period)
        for (card, _region, _period), entry in after.panel.entries.items()
        if card in registry.framework.indicator_ids
        for term in entry.derived.terms
        for obs in term.observations
    }

    def what(key: Key) -> str:
        series, region, _borders, text = key
        period = parse_period(text)
        if period is not None and period.end.year > registry.framework.last_year:
            return LATER
        if key in used:
            return USED
        if series not in scored:
            return NOT_SCORED
        return NATIONAL if region == NATION else UNUSED

    return Counter(map(what, figures))
