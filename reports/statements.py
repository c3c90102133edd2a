"""What can be said of one region whatever the weights: sentences, each exact for the numbers in it."""

from __future__ import annotations

from math import ceil, floor, inf, isinf

import numpy as np

from reports.subject import Subject
from scoring.robustness.improvement import single_changes
from scoring.robustness.weight_change import WeightChange, change_class, swap
from scoring.uncertainty.bands import APART

DELTA = 0.05  # of the weights, as a share of 1
_CODED = "rating_0_2"  # the unit of what was coded, by an expert's words or by a rule
_ERROR = 1e-9  # of a weight, far below what a search keeps
_SHOWN = 5e-4  # of a weight: what a percentage with one decimal can still show


def statements(subject: Subject) -> list[str]:
    """Return the sentences for the chosen region and year; none when it is not rated."""
    if np.isnan(subject.result.score[subject.t, subject.r]):
        return []
    found = [_margin(subject), _nearest_class(subject), _places(subject), _overtaking(subject)]
    return [sentence for sentence in (*found, _single(subject), _alike(subject)) if sentence]


def class_statements(subject: Subject) -> list[str]:
    """Return the two that belong to a profile: what of weights or figures would move the class."""
    if np.isnan(subject.result.score[subject.t, subject.r]):
        return []
    return [sentence for sentence in (_margin(subject), _single(subject)) if sentence]


def weight_statement(subject: Subject) -> str:
    """Say in one sentence what holds whatever the weights, and which class is nearest to changing.

    The first half is of the chosen region, the second of the region that changes first.
    """
    margins = subject.assessment.robustness(subject.period).margins
    parts = []
    if subject.region in margins:
        parts.append(_holds(subject, margins[subject.region]))
    if margins:
        parts.append(_falls(subject, min(margins, key=margins.__getitem__)))
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence}." if sentence else ""


def _holds(subject: Subject, margin: float) -> str:
    _ = subject._
    words = {
        "region": subject.region_title(subject.region),
        "class_name": subject.class_name(int(subject.result.classes[subject.t, subject.r])),
    }
    if isinf(margin):
        return _("{region} stays “{class_name}” whatever the pillars weigh").format(**words)
    points = floor(margin * 1000) / 10  # rounded down: the sentence must hold
    if points == 0:
        return _("{region} is “{class_name}” by a hair").format(**words)
    return _("{region} stays “{class_name}” under every weighting within ±{points} points").format(
        **words, points=subject.number(points)
    )


def _falls(subject: Subject, region: str) -> str:
    change = change_class(subject.result, subject.period, region)
    if change is None or not change.reached:
        return ""
    return subject._("{region} becomes “{class_name}” if {moves}").format(
        region=subject.region_name(region),
        class_name=subject.class_name(subject.result.scheme.classes.index(change.to_class[0])),
        moves=_moves(subject, change),
    )


def _margin(subject: Subject) -> str:
    _ = subject._
    margin = subject.assessment.robustness(subject.period).margins[subject.region]
    words = {
        "region": subject.region_title(subject.region),
        "class_name": subject.class_name(int(subject.result.classes[subject.t, subject.r])),
    }
    if isinf(margin):
        return _("{region} stays “{class_name}” under every weighting of the pillars.").format(
            **words
        )
    points = floor(margin * 1000) / 10  # rounded down: the sentence must hold
    if points == 0:
        return _(
            "{region} is “{class_name}” by a hair: a change of the pillar weights by less than "
            "{least} percentage points can move it to another class."
        ).format(**words, least=subject.number(0.1))
    return _(
        "{region} stays “{class_name}” as long as no pillar weight moves by more than "
        "{points} percentage points."
    ).format(**words, points=subject.number(points))


def _nearest_class(subject: Subject) -> str:
    change = change_class(subject.result, subject.period, subject.region)
    if change is None or not change.reached:
        return ""
    name = subject.result.scheme.classes.index(change.to_class[0])
    sentence = subject._(
        "The smallest change of the weights that makes it “{class_name}”: {moves}."
    ).format(class_name=subject.class_name(name), moves=_moves(subject, change))
    return sentence + _unproved(subject, exact=change.exact)


def _moves(subject: Subject, change: WeightChange) -> str:
    framework = subject.assessment.registry.framework
    return ", ".join(
        subject._("{pillar} {before} → {after}").format(
            pillar=subject.text(framework.pillar(name).short),
            before=subject.percent(change.before[name], 1),
            after=subject.percent(said_weight(change.before[name], change.after[name]), 1),
        )
        for name in change.before
        if said_weight(change.before[name], change.after[name]) != change.before[name]
    ) or subject._("less than {share}").format(share=subject.percent(_SHOWN, 2))


def said_weight(before: float, after: float) -> float:
    """Round a weight, a share of 1, away from what it was: with what is said the change comes about.

    The search ends a little beyond the limit, so that its rounding errors need not be kept.
    """
    if abs(after - before) <= _SHOWN:
        return before
    return max(beyond(before, after - _ERROR if after > before else after + _ERROR, 3), 0.0)


def _unproved(subject: Subject, *, exact: bool) -> str:
    """Return what has to be added where a search found the answer and nothing proves it."""
    return (
        "" if exact else " " + subject._("(Found by a search: a smaller change is not ruled out.)")
    )


def _places(subject: Subject) -> str:
    found = subject.assessment.robustness(subject.period).within(DELTA)
    i = found.regions.index(subject.region)
    best, worst = int(found.best_rank[i]), int(found.worst_rank[i])
    count = len(found.regions)
    points = subject.number(100 * DELTA, 0)
    if best == worst:
        sentence = subject._(
            "With every pillar weight within ±{points} percentage points it holds place {place} of "
            "{count}."
        ).format(points=points, place=best, count=count)
    else:
        sentence = subject._(
            "With every pillar weight within ±{points} percentage points it holds places {best} to "
            "{worst} of {count}."
        ).format(points=points, best=best, worst=worst, count=count)
    if found.exact[i]:
        return sentence
    return sentence + " " + subject._("(Found by a search: places beyond them are not ruled out.)")


def _overtaking(subject: Subject) -> str:
    """Say which of the regions next to it changes places with it first, and what that takes."""
    nearest: WeightChange | None = None
    for region in _neighbours(subject):
        change = swap(subject.result, subject.period, subject.region, region)
        if change is not None and change.distance < (nearest.distance if nearest else inf):
            nearest = change
    if nearest is None:
        return ""
    sentence = subject._(
        "Of the regions next to it, it changes places first with {other}, when the weights become: "
        "{moves}."
    ).format(other=subject.region_name(nearest.regions[1]), moves=_moves(subject, nearest))
    return sentence + _unproved(subject, exact=nearest.exact)


def _neighbours(subject: Subject) -> list[str]:
    """Regions on the nearest place above, on the same place, and on the nearest one below."""
    rank = subject.result.rank[subject.t]
    own = rank[subject.r]
    above, below = rank[rank < own], rank[rank > own]
    near = {own, *([above.max()] if above.size else []), *([below.min()] if below.size else [])}
    regions = subject.result.inputs.regions
    return [region for r, region in enumerate(regions) if r != subject.r and rank[r] in near]


def _single(subject: Subject) -> str:
    _ = subject._
    scheme = subject.result.scheme
    # On other scales one region's change would move all of them: there is no such sentence.
    if subject.result.classes[subject.t, subject.r] == 0 or scheme.normalisation != "goalposts":
        return ""
    for change in single_changes(subject.result, subject.period, subject.region):
        entry = subject.assessment.panel.get(change.indicator, subject.region, subject.period)
        # A rating in whole steps is no figure that could be a bit better.
        coded = subject.assessment.registry.cards[change.indicator].unit == _CODED
        if entry is not None and not coded:
            break
    else:
        return _("No single measured figure can lower its class alone.")
    card = subject.assessment.registry.cards[change.indicator]
    return _(
        "The smallest change of a single measured figure that would lower it to “{class_name}”: "
        "“{indicator}” from {before} to {after}. That is arithmetic, not advice."
    ).format(
        class_name=subject.class_name(subject.result.scheme.classes.index(change.to_class)),
        indicator=subject.text(card.name),
        before=subject.number(change.before, card.decimals),
        after=subject.amount(card, beyond(change.before, change.after, card.decimals)),
    )


def beyond(before: float, after: float, decimals: int) -> float:
    """Round ``after`` away from ``before``: with what is then said the class is reached."""
    scale = 10.0**decimals
    round_away = ceil if after > before else floor
    return round_away(after * scale) / scale


def _alike(subject: Subject) -> str:
    bands = subject.bands
    ahead = bands.ahead[subject.r]
    others = [
        r for r in np.argsort(bands.mean_place) if r != subject.r and 1 - APART <= ahead[r] <= APART
    ]
    if not others:
        return subject._("It can be told apart from every other region.")
    return subject._("It cannot be told apart from {names} (regions: {count}).").format(
        count=len(others), names=", ".join(subject.region_name(bands.regions[r]) for r in others)
    )
