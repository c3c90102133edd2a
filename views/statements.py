"""What can be said of one region whatever the weights: sentences, each exact for the numbers in it."""

from __future__ import annotations

from math import floor, inf, isinf

import numpy as np

from scoring.robustness.extremes import class_margins
from scoring.robustness.improvement import smallest_change
from scoring.robustness.weight_change import WeightChange, change_class, swap
from scoring.uncertainty.bands import APART
from views.session import View

DELTA = 0.05  # of the weights, as a share of 1
_SHOWN = 5e-4  # of a weight: what a percentage with one decimal can still show


def statements(view: View) -> list[str]:
    """Return the sentences for the chosen region and year; none when it is not rated."""
    if np.isnan(view.result.score[view.t, view.r]):
        return []
    found = [_margin(view), _nearest_class(view), _places(view), _overtaking(view)]
    return [sentence for sentence in (*found, _single(view), _alike(view)) if sentence]


def class_statements(view: View) -> list[str]:
    """Return the two that belong to a profile: what of weights or figures would move the class."""
    if np.isnan(view.result.score[view.t, view.r]):
        return []
    return [sentence for sentence in (_margin(view), _single(view)) if sentence]


def _margin(view: View) -> str:
    _ = view._
    margin = class_margins(view.result, view.period)[view.region]
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
            "{least} points can move it to another class."
        ).format(**words, least=view.number(0.1))
    return _(
        "{region} stays “{class_name}” as long as no pillar weight moves by more than "
        "{points} points."
    ).format(**words, points=view.number(points))


def _nearest_class(view: View) -> str:
    change = change_class(view.result, view.period, view.region)
    if change is None or not change.reached:
        return ""
    name = dict(zip(view.result.scheme.classes, range(9), strict=False))[change.to_class[0]]
    return view._(
        "The smallest change of the weights that makes it “{class_name}”: {moves}."
    ).format(class_name=view.class_name(name), moves=_moves(view, change))


def _moves(view: View, change: WeightChange) -> str:
    framework = view.assessment.registry.framework
    return ", ".join(
        view._("{pillar} {before} → {after}").format(
            pillar=view.text(framework.pillar(name).short),
            before=view.percent(change.before[name], 1),
            after=view.percent(change.after[name], 1),
        )
        for name in change.before
        if abs(change.after[name] - change.before[name]) > _SHOWN
    ) or view._("less than {share}").format(share=view.percent(_SHOWN, 2))


def _places(view: View) -> str:
    found = view.assessment.robustness(view.period).within(DELTA)
    i = found.regions.index(view.region)
    best, worst = int(found.best_rank[i]), int(found.worst_rank[i])
    count = len(view.result.inputs.regions)
    points = view.number(100 * DELTA, 0)
    if best == worst:
        return view._(
            "With every pillar weight within ±{points} points it holds place {place} of {count}."
        ).format(points=points, place=best, count=count)
    return view._(
        "With every pillar weight within ±{points} points it holds places {best} to {worst} of "
        "{count}."
    ).format(points=points, best=best, worst=worst, count=count)


def _overtaking(view: View) -> str:
    """Say which region is nearest to changing places with it, and what that takes."""
    nearest: WeightChange | None = None
    rank = view.result.rank[view.t]
    for r, region in enumerate(view.result.inputs.regions):
        if abs(rank[r] - rank[view.r]) == 1:
            change = swap(view.result, view.period, view.region, region)
            if change is not None and change.distance < (nearest.distance if nearest else inf):
                nearest = change
    if nearest is None:
        return ""
    return view._("It changes places with {other} when the weights become: {moves}.").format(
        other=view.region_name(nearest.regions[1]), moves=_moves(view, nearest)
    )


def _single(view: View) -> str:
    _ = view._
    if view.result.classes[view.t, view.r] == 0:
        return ""
    change = smallest_change(view.result, view.period, view.region)
    if change is None:
        return _("No single indicator can lower its class alone.")
    card = view.assessment.registry.cards[change.indicator]
    return _(
        "The smallest change of a single figure that would lower it to “{class_name}”: "
        "{indicator} from {before} to {after}. That is arithmetic, not advice."
    ).format(
        class_name=view.class_name(view.result.scheme.classes.index(change.to_class)),
        indicator=view.text(card.name),
        before=view.amount(card, change.before),
        after=view.amount(card, change.after),
    )


def _alike(view: View) -> str:
    ahead = view.bands.ahead[view.r]
    others = [
        view.region_name(region)
        for r, region in enumerate(view.bands.regions)
        if r != view.r and 1 - APART <= ahead[r] <= APART
    ]
    if not others:
        return view._("It can be told apart from every other region.")
    return view._("It cannot be told apart from {count} other regions: {names}.").format(
        count=len(others), names=", ".join(others)
    )
