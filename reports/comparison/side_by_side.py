"""Two to five regions beside each other: which is ahead, how sure that is, and by which figures."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from assessment.beside import Side, apart
from indicators.schema import Card, Pillar
from reports.blocks import Table
from reports.subject import Subject, median
from reports.wording import NOTHING
from scoring.score import NOT_RATED
from scoring.uncertainty.bands import APART


@dataclass(frozen=True)
class Line:
    """A pillar, or one of its indicators: its cell of each region, and that of their median.

    card : None for the pillar itself.
    """

    pillar: Pillar
    card: Card | None
    cells: tuple[str, ...]
    median: str


def score_of(found: Side, region: str) -> float:
    """Return the score of a region."""
    return float(found.score[found.result.region_index[region]])


def rated(found: Side, regions: tuple[str, ...]) -> list[str]:
    """Return those that are rated, the highest score first."""
    known = (region for region in regions if not np.isnan(score_of(found, region)))
    return sorted(known, key=lambda region: -score_of(found, region))


def answer(subject: Subject, found: Side, regions: tuple[str, ...]) -> tuple[str, str]:
    """Say of the two highest whether they can be told apart, and in a second sentence how surely."""
    _ = subject._
    ordered = rated(found, regions)
    if len(ordered) < 2:
        headline = _("Fewer than two of these regions are rated in {year}.")
        return headline.format(year=subject.period), ""
    first, second = ordered[:2]
    points, low, high = apart(found, first, second)
    at = [found.result.region_index[region] for region in (first, second)]
    ahead = float(found.bands.ahead[at[0], at[1]])
    headline = (
        _("{first} is under more pressure than {second}: by {points} points.")
        if ahead > APART
        else _("{first} and {second} cannot be told apart: {points} points lie between them.")
    )
    detail = _(
        "{first} is ahead in {share} of the recalculations; in nine of ten of them it is "
        "{low} to {high} points above."
    )
    return headline.format(
        first=subject.region_title(first),
        second=subject.region_name(second),
        points=subject.number(points),
    ), detail.format(
        first=subject.region_title(first),
        share=subject.percent(ahead),
        low=subject.number(low),
        high=subject.number(high),
    )


def scores(subject: Subject, found: Side, regions: tuple[str, ...]) -> Table:
    """Return score, class, band, places and reliability of each region."""
    _ = subject._
    header = (
        _("Region"),
        _("Score"),
        _("Class"),
        _("Nine in ten"),
        _("Places"),
        _("Reliability"),
    )
    return Table(header, tuple(_scores(subject, found, region) for region in regions))


def _scores(subject: Subject, found: Side, region: str) -> tuple[str, ...]:
    result, t, r = found.result, found.t, found.result.region_index[region]
    index = int(result.classes[t, r])
    name = subject.region_name(region)
    if index == NOT_RATED:
        places = subject.span(r, found.bands)
        return name, NOTHING, subject.class_name(index), NOTHING, places, NOTHING
    low, _middle, high = found.bands.score[:, r]
    return (
        name,
        subject.number(result.score[t, r]),
        subject.class_name(index),
        f"{subject.number(low)}–{subject.number(high)}",
        subject.span(r, found.bands),
        str(result.reliability.grade[t, r]),
    )


def chances(subject: Subject, found: Side, regions: tuple[str, ...]) -> Table:
    """Say of each two how often the one is ahead of the other; no rows for fewer than two."""
    _ = subject._
    ordered = rated(found, regions)
    rows = []
    for a, first in enumerate(ordered):
        for second in ordered[a + 1 :]:
            points, low, high = apart(found, first, second)
            i, j = found.result.region_index[first], found.result.region_index[second]
            share = float(found.bands.ahead[i, j])
            rows.append(
                (
                    subject.region_name(first),
                    subject.region_name(second),
                    subject.signed(points),
                    f"{subject.signed(low)} … {subject.signed(high)}",
                    subject.percent(share),
                    _("yes") if share > APART else _("no"),
                )
            )
    header = (
        _("Higher"),
        _("Lower"),
        _("Difference"),
        _("Nine in ten"),
        _("Ahead in"),
        _("Told apart"),
    )
    note = _("Told apart are two regions of which one is ahead in more than {share}.").format(
        share=subject.percent(APART)
    )
    return Table(header, tuple(rows), note)


def lines(subject: Subject, found: Side, regions: tuple[str, ...]) -> list[Line]:
    """Return pillars and indicators: values, and in brackets pressures from 0 to 100."""
    registry, result, t = subject.assessment.registry, found.result, found.t
    places = [result.region_index[region] for region in regions]
    made = []
    for pillar in registry.framework.pillars:
        pressures = result.pillars[t, :, result.pillar_index[pillar.id]]
        cells = tuple(_in_brackets(subject, pressures[r]) for r in places)
        made.append(Line(pillar, None, cells, _in_brackets(subject, median(pressures))))
        for name in pillar.indicators:
            card, k = registry.cards[name], result.indicator_index[name]
            column = result.inputs.values[t, :, k]
            cells = tuple(
                NOTHING
                if np.isnan(column[r])
                else f"{subject.number(column[r], card.decimals)} "
                f"{_in_brackets(subject, 100.0 * result.normalised[t, r, k])}"
                for r in places
            )
            middle = subject.number(median(column), card.decimals)
            made.append(Line(pillar, card, cells, middle))
    return made


def _in_brackets(subject: Subject, pressure: float) -> str:
    return NOTHING if np.isnan(pressure) else f"({subject.number(pressure, 0)})"
