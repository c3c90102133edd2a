"""The change ledger between two releases, or two years of one: what of a change is real."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import ClassVar

import numpy as np
import pandas as pd

from assessment.baseline import Assessment, assess
from assessment.vintages import Release, Vintage, release_of
from indicators.mendable import MendableError
from scoring import ledger as parts
from scoring.ledger import STEPS, Ledger
from scoring.normalise import Floats
from scoring.score import Result

AT = "@"  # between a release and a year: 2026.11-1.0@2023
CURRENT = "current"
INDEX, WEIGHT, INDICATOR, MEAN = "index", "pillar_weight", "indicator", "mean"


class LedgerError(MendableError):
    """A ledger cannot be made."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "release": "there is no release '{name}'; there are: {known}",
        "period": "release {name} has no scores of '{period}'; it has: {known}",
        "unit": "the figures of '{series}' are in {one} in release {first} and in {other} in "
        "{second}: one cannot be held against the other",
    }


@dataclass(frozen=True)
class Side:
    """One release, the year that is looked at, and the scores made again."""

    about: Release
    assessment: Assessment
    period: int


@dataclass(frozen=True)
class Comparison:
    """A ledger, and the two sides it stands between.

    bridge : the new figures by the old method.
    """

    old: Side
    new: Side
    bridge: Result
    ledger: Ledger

    @property
    def same_release(self) -> bool:
        """Whether two years of one release are compared."""
        return self.old.about == self.new.about

    def values(self, region: str) -> Floats:
        """(N, 3) values of the indicators: as published, revised, and now; NaN where missing.

        Each in the unit of its card, in the order of ``ledger.indicators``.
        """
        states = (
            (self.old.assessment.result, self.old.period),
            (self.bridge, self.old.period),
            (self.new.assessment.result, self.new.period),
        )
        table = np.full((len(self.ledger.indicators), len(states)), np.nan)
        for s, (result, period) in enumerate(states):
            cells = result.inputs.values[result.period_index[period], result.region_index[region]]
            for n, key in enumerate(self.ledger.indicators):
                if key.indicator in result.indicator_index:
                    table[n, s] = cells[result.indicator_index[key.indicator]]
        return table


def compare(old: Side, new: Side) -> Comparison:
    """Split the difference between two sides into its causes.

    Raises LedgerError for a year that is not rated, or figures in units that do not fit.
    """
    for side in (old, new):
        rated = side.assessment.rated_periods
        if side.period not in rated:
            raise _no_period(side.about, str(side.period), rated)
    bridge = _bridge(old, new)
    made = parts.ledger(
        old.assessment.result, bridge, new.assessment.result, old.period, new.period
    )
    return Comparison(old, new, bridge, made)


def _bridge(old: Side, new: Side) -> Result:
    """Score the new release's figures by the old release's method, in both years."""
    if old.assessment is new.assessment:
        return old.assessment.result
    method, figures = old.assessment.registry, new.assessment.observations
    for card in method.scored:
        for series in card.formula.series:
            one, other = method.series[series].unit, figures.unit(series)
            if other is not None and one != other:
                raise LedgerError(
                    "unit",
                    series=series,
                    one=one,
                    other=other,
                    first=old.about.name,
                    second=new.about.name,
                )
    # The old method may end before the new release's year.
    framework = method.framework.model_copy(
        update={
            "first_year": min(method.framework.first_year, old.period, new.period),
            "last_year": max(method.framework.last_year, old.period, new.period),
        }
    )
    return assess(
        replace(method, framework=framework), figures.under(method.series), new.assessment.regions
    ).result


def current(assessment: Assessment, period: int) -> Side:
    """Return the release that is shown, in one year."""
    return Side(release_of(assessment), assessment, period)


def previous(kept: Sequence[Vintage], shown: Release) -> Vintage | None:
    """Return the newest kept release that came before the one that is shown, or None."""
    earlier = [v for v in kept if v.about.name != shown.name and v.about.created <= shown.created]
    return earlier[-1] if earlier else None


def chosen(
    text: str, kept: Sequence[Vintage], assessment: Assessment
) -> tuple[Release, Assessment, int | None]:
    """Find a release by name, by release of the figures or by data version, with its ``@year``.

    Of several with the same figures, the newest method. Raises LedgerError for one that there is
    not, or a year that it has not.
    """
    name, separator, year = text.partition(AT)
    shown = release_of(assessment)
    # The shown one is made already; it stands last so that it is found before its own vintage.
    known = [*((v.about, v) for v in kept), (shown, None)]
    fitting = [
        (about, vintage)
        for about, vintage in known
        if name in (about.name, about.release, about.version)
        or (vintage is None and name in ("", CURRENT))
    ]
    if not fitting:
        listed = ", ".join(dict.fromkeys(about.name for about, _vintage in known))
        raise LedgerError("release", name=name, known=listed)
    about, vintage = fitting[-1]
    made = assessment if vintage is None else vintage.assessment
    if not separator:
        return about, made, None
    rated = made.rated_periods
    if not re.fullmatch(r"\d{4}", year, re.ASCII) or int(year) not in rated:
        raise _no_period(about, year, rated)
    return about, made, int(year)


def between(
    first: str | None, second: str | None, kept: Sequence[Vintage], assessment: Assessment
) -> Comparison:
    """Compare two releases by their texts, see ``chosen``; None for what is proposed.

    Proposed are the release that is shown and the one before it, both in the last year that both
    have; where no other release is kept, the last year and the one before it.
    Raises LedgerError or VintageError.
    """
    about, made, year = chosen(second or CURRENT, kept, assessment)
    if first is None:
        before = previous(kept, about)
        first = about.name if before is None else before.about.name
    old_about, old_made, old_year = chosen(first, kept, assessment)
    same = old_about == about
    shared = [p for p in made.rated_periods if same or p in old_made.rated_periods]
    if year is None:
        asked_old_only = old_year is not None and not same and old_year in made.rated_periods
        year = old_year if asked_old_only else (shared or made.rated_periods)[-1]
    assert year is not None
    if old_year is None:
        earlier = [p for p in old_made.rated_periods if p < year]
        fits = not same and year in old_made.rated_periods
        old_year = year if fits else (earlier or old_made.rated_periods)[-1]
    return compare(Side(old_about, old_made, old_year), Side(about, made, year))


def _no_period(about: Release, period: str, rated: Sequence[int]) -> LedgerError:
    known = ", ".join(map(str, rated))
    return LedgerError("period", name=about.name, period=period, known=known)


def ledger_table(found: Comparison, lang: str = "en", region: str | None = None) -> pd.DataFrame:
    """Return the ledger as rows: the index, its pillars and indicators, region by region.

    ``level`` is index, indicator, pillar_weight (through the weight of a pillar, or because only one
    side rates it) or mean (through the mean across pillars); all rows but that of the index add up
    to it. ``real`` and the other parts are unrounded points. ``reason`` says why a region has no
    numbers. ``value_...`` are values of the indicator in its unit: as the old release had it, as
    the new one has it for the old year, and now.

    Raises KeyError for a region or a language that there is not.
    """
    made = found.ledger
    regions = made.regions if region is None else (region,)
    rows = []
    for name in regions:
        r = made.regions.index(name) if name in made.regions else -1
        if r < 0:
            raise KeyError(name)
        head = {
            "region": name,
            "region_name": found.new.assessment.regions.get(name).names.get(lang),
        }
        rows.append(
            {
                **head,
                "level": INDEX,
                "pillar": "",
                "indicator": "",
                "before": made.before[r],
                "after": made.after[r],
                **{step: getattr(made, step).points[r] for step in STEPS},
                "total": made.total.points[r],
                "share_of_weight": made.share[r],
                "reason": made.reasons[r],
            }
        )
        if made.reasons[r]:
            continue
        for p, pillar in enumerate(made.pillars):
            rows.append(
                {**head, "level": WEIGHT, "pillar": pillar, **_split(made, "pillars", r, p)}
            )
        values = found.values(name)
        for n, key in enumerate(made.indicators):
            rows.append(
                {
                    **head,
                    "level": INDICATOR,
                    "pillar": key.pillar,
                    "indicator": key.indicator,
                    **_split(made, "indicators", r, n),
                    "value_before": values[n, 0],
                    "value_revised": values[n, 1],
                    "value_after": values[n, 2],
                }
            )
        rows.append({**head, "level": MEAN, **_split(made, "form", r)})
    table = pd.DataFrame(rows)
    for column in ("pillar", "indicator", "reason"):
        table[column] = table[column].fillna("")
    for end, side in (("from", found.old), ("to", found.new)):
        table[f"{end}_period"] = side.period
        table[f"{end}_release"] = side.about.release
        table[f"{end}_method_version"] = side.about.method
        table[f"{end}_data_version"] = side.about.version
    return table


def _split(made: Ledger, kind: str, *cell: int) -> dict[str, float]:
    steps = {step: float(getattr(getattr(made, step), kind)[cell]) for step in STEPS}
    return {**steps, "total": float(getattr(made.total, kind)[cell])}
