"""What can be said of one region whatever the weights: sentences, each exact for the numbers in it."""

from __future__ import annotations

from math import ceil, floor, inf, isinf

import numpy as np

from reports.subject import Subject
from scoring.robustness.improvement import single_changes
from scoring.robustness.weight_change import WeightChange, change_class, swap
from scoring.uncertainty.bands import APART

DELTA = 0.05  # of the weights, as a share of 1
_ERROR = 1e-9  # of a weight, far below what a search keeps
_SHOWN = 5e-4  # of a weight: what a percentage with one decimal can still show


def statements(view: Subject) -> list[str]:
    """Return the sentences for the chosen region and year; none when it is not rated."""
    if np.isnan(view.result.score[view.t, view.r]):
        return []
    found = [_margin(view), _nearest_class(view), _places(view), _overtaking(view)]
    return [sentence for sentence in (*found, _single(view), _alike(view)) if sentence]


def class_statements(view: Subject) -> list[str]:
    """Return the two that belong to a profile: what of weights or figures would move the class."""
    if np.isnan(view.result.score[view.t, view.r]):
        return []
    return [sentence for sentence in (_margin(view), _single(view)) if sentence]


def weight_statement(view: Subject) -> str:
    """Say in one sentence what holds whatever the weights, and which class is nearest to changing.

    The first half is of the chosen region, the second of the region that changes first.
    """
    margins = view.assessment.robustness(view.period).margins
    parts = []
    if view.region in margins:
        parts.append(_holds(view, margins[view.region]))
    if margins:
        parts.append(_falls(view, min(margins, key=margins.__getitem__)))
    sentence = "; ".join(part for part in parts if part)
    return f"{sentence}." if sentence else ""


def _holds(view: Subject, margin: float) -> str:
    _ = view._
    words = {
        "region": view.region_title(view.region),
        "class_name": view.class_name(int(view.result.classes[view.t, view.r])),
    }
    if isinf(margin):
        return _("{region} stays “{class_name}” whatever the pillars weigh").format(**words)
    points = floor(margin * 1000) / 10  # rounded down: the sentence must hold
    if points == 0:
        return _("{region} is “{class_name}” by a hair").format(**words)
    return _("{region} stays “{class_name}” under every weighting within ±{points} points").format(
        **words, points=view.number(points)
    )


def _falls(view: Subject, region: str) -> str:
    change = change_class(view.result, view.period, region)
    if change is None or not change.reached:
        return ""
    return view._("{region} becomes “{class_name}” if {moves}").format(
        region=view.region_name(region),
        class_name=view.class_name(view.result.scheme.classes.index(change.to_class[0])),
        moves=_moves(view, change),
    )


def _margin(view: Subject) -> str:
    _ = view._
    margin = view.assessment.robustness(view.period).margins[view.region]
    words = {
        "region": view.region_title(view.region),
        "class_name": view.class_name(int(view.result.classes[view.t, view.r])),
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
        ).format(**words, least=view.number(0.1))
    return _(
        "{region} stays “{class_name}” as long as no pillar weight moves by more than "
        "{points} percentage points."
    ).format(**words, points=view.number(points))


def _nearest_class(view: Subject) -> str:
    change = change_class(view.result, view.period, view.region)
    if change is None or not change.reached:
        return ""
    name = view.result.scheme.classes.index(change.to_class[0])
    sentence = view._(
        "The smallest change of the weights that makes it “{class_name}”: {moves}."
    ).format(class_name=view.class_name(name), moves=_moves(view, change))
    return sentence + _unproved(view, exact=change.exact)


def _moves(view: Subject, change: WeightChange) -> str:
    framework = view.assessment.registry.framework
    return ", ".join(
        view._("{pillar} {before} → {after}").format(
            pillar=view.text(framework.pillar(name).short),
            before=view.percent(change.before[name], 1),
            after=view.percent(said_weight(change.before[name], change.after[name]), 1),
        )
        for name in change.before
        if said_weight(change.before[name], change.after[name]) != change.before[name]
    ) or view._("less than {share}").format(share=view.percent(_SHOWN, 2))


def said_weight(before: float, after: float) -> float:
    """Round a weight, a share of 1, away from what it was: with what is said the change comes about.

    The search ends a little beyond the limit, so that its rounding errors need not be kept.
    """
    if abs(after - before) <= _SHOWN:
        return before
    return max(beyond(before, after - _ERROR if after > before else after + _ERROR, 3), 0.0)


def _unproved(view: Subject, *, exact: bool) -> str:
    """Return what has to be added where a search found the answer and nothing proves it."""
    return "" if exact else " " + view._("(Found by a search: a smaller change is not ruled out.)")


def _places(view: Subject) -> str:
    found = view.assessment.robustness(view.period).within(DELTA)
    i = found.regions.index(view.region)
    best, worst = int(found.best_rank[i]), int(found.worst_rank[i])
    count = len(found.regions)
    points = view.number(100 * DELTA, 0)
    if best == worst:
        sentence = view._(
            "With every pillar weight within ±{points} percentage points it holds place {place} of "
            "{count}."
        ).format(points=points, place=best, count=count)
    else:
        sentence = view._(
            "With every pillar weight within ±{points} percentage points it holds places {best} to "
            "{worst} of {count}."
        ).format(points=points, best=best, worst=worst, count=count)
    if found.exact[i]:
        return sentence
    return sentence + " " + view._("(Found by a search: places beyond them are not ruled out.)")


def _overtaking(view: Subject) -> str:
    """Say which of the regions next to it changes places with it first, and what that takes."""
    nearest: WeightChange | None = None
    for region in _neighbours(view):
        change = swap(view.result, view.period, view.region, region)
        if change is not None and change.distance < (nearest.distance if nearest else inf):
            nearest = change
    if nearest is None:
        return ""
    sentence = view._(
        "Of the regions next to it, it changes places first with {other}, when the weights become: "
        "{moves}."
    ).format(other=view.region_name(nearest.regions[1]), moves=_moves(view, nearest))
    return sentence + _unproved(view, exact=nearest.exact)


def _neighbours(view: Subject) -> list[str]:
    """Regions on the nearest place above, on the same place, and on the nearest one below."""
    rank = view.result.rank[view.t]
    own = rank[view.r]
    above, below = rank[rank < own], rank[rank > own]
    near = {own, *([above.max()] if above.size else []), *([below.min()] if below.size else [])}
    regions = view.result.inputs.regions
    return [region for r, region in enumerate(regions) if r != view.r and rank[r] in near]


def _single(view: Subject) -> str:
    _ = view._
    scheme = view.result.scheme
    # On other scales one region's change would move all of them: there is no such sentence.
    if view.result.classes[view.t, view.r] == 0 or scheme.normalisation != "goalposts":
        return ""
    for change in single_changes(view.result, view.period, view.region):
        entry = view.assessment.panel.get(change.indicator, view.region, view.period)
        # What an expert said was coded in whole steps: it is no figure that could be a bit better.
        if entry is not None and "expert" not in entry.flags:
            break
    else:
        return _("No single measured figure can lower its class alone.")
    card = view.assessment.registry.cards[change.indicator]
    return _(
        "The smallest change of a single measured figure that would lower it to “{class_name}”: "
        "“{indicator}” from {before} to {after}. That is arithmetic, not advice."
    ).format(
        class_name=view.class_name(view.result.scheme.classes.index(change.to_class)),
        indicator=view.text(card.name),
        before=view.number(change.before, card.decimals),
        after=view.amount(card, beyond(change.before, change.after, card.decimals)),
    )


def beyond(before: float, after: float, decimals: int) -> float:
    """Round ``after`` away from ``before``: with what is then said the class is reached."""
    scale = 10.0**decimals
    round_away = ceil if after > before else floor
    return round_away(after * scale) / scale


def _alike(view: Subject) -> str:
    bands = view.bands
    ahead = bands.ahead[view.r]
    others = [
        r for r in np.argsort(bands.mean_place) if r != view.r and 1 - APART <= ahead[r] <= APART
    ]
    if not others:
        return view._("It can be told apart from every other region.")
    return view._("It cannot be told apart from {names} (regions: {count}).").format(
        count=len(others), names=", ".join(view.region_name(bands.regions[r]) for r in others)
    )
