"""Why a region stands where it does: parts of its score, pillars, and the indicators behind."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from reports.blocks import Bar, Mark, Scale, Step, Table
from reports.palette import CLASSES, LIGHT
from reports.subject import Subject, median
from reports.wording import NOTHING
from reports.words import flags
from scoring.contributions import Contributions
from scoring.score import NOT_RATED, classify

MOST = 5  # indicators that are told with their figures
NAMED = 2  # reasons that the summary names


def summary(subject: Subject, explained: Contributions) -> str:
    """Say what raises the score above the national median most, and what lowers it."""
    _ = subject._
    registry, ids = subject.assessment.registry, subject.result.inputs.indicators
    order = [k for k in np.argsort(-explained.indicators) if not np.isnan(explained.indicators[k])]

    def named(chosen: list[np.intp]) -> str:
        return ", ".join(
            f"{subject.text(registry.cards[ids[k]].short)} "
            f"({subject.signed(float(explained.indicators[k]))})"
            for k in chosen
        )

    parts = []
    if raising := [k for k in order if explained.indicators[k] > 0][:NAMED]:
        parts.append(
            _("Raised above the national median most by: {names}.").format(names=named(raising))
        )
    if lowering := [k for k in order[::-1] if explained.indicators[k] < 0][:NAMED]:
        parts.append(_("Lowered most by: {names}.").format(names=named(lowering)))
    return " ".join(parts)


def scale(subject: Subject) -> Scale:
    """Return the classes, and where the region's score stands among them."""
    _ = subject._
    framework = subject.assessment.registry.framework
    ends = [*(one.lower for one in framework.classes[1:]), 100.0]
    classes = tuple(
        Step(subject.text(one.name), colour, one.lower, end)
        for one, colour, end in zip(framework.classes, CLASSES, ends, strict=True)
    )
    words = "; ".join(
        f"{one.name} {subject.number(one.lower, 0)}–{subject.number(one.upper, 0)}"
        for one in classes
    )
    score = float(subject.result.score[subject.t, subject.r])
    low, _middle, high = map(float, subject.bands.score[:, subject.r])
    if np.isnan(score):
        return Scale(classes, None, None, None, _("Classes: {classes}.").format(classes=words))
    alt = _("Classes: {classes}. Score {score}, nine in ten recalculations {low}–{high}.")
    return Scale(
        classes,
        score,
        low,
        high,
        alt.format(
            classes=words,
            score=subject.number(score),
            low=subject.number(low),
            high=subject.number(high),
        ),
    )


def bars(subject: Subject, explained: Contributions) -> tuple[Bar, ...]:
    """Return each pillar's part of the difference to the median, and below it the indicators'."""
    registry, result = subject.assessment.registry, subject.result
    made = []
    for p, (pillar, part) in enumerate(
        zip(registry.framework.pillars, result.scheme.slices, strict=True)
    ):
        whole = float(explained.pillars[p])
        if np.isnan(whole):
            continue
        made.append(Bar(subject.text(pillar.short), whole, subject.signed(whole), heading=True))
        members = [k for k in range(part.start, part.stop) if _known(explained, k)]
        for k in sorted(members, key=lambda k: -explained.indicators[k]):
            card = registry.cards[result.inputs.indicators[k]]
            points = float(explained.indicators[k])
            made.append(Bar(subject.text(card.short), points, subject.signed(points), False))
    return tuple(made)


def _known(explained: Contributions, k: int) -> bool:
    return not np.isnan(explained.indicators[k])


def marks(subject: Subject) -> tuple[Mark, ...]:
    """Return each pillar beside its national median."""
    result, t, r = subject.result, subject.t, subject.r
    made = []
    for p, pillar in enumerate(subject.assessment.registry.framework.pillars):
        value = float(result.pillars[t, r, p])
        index = int(classify(np.array(value), result.scheme.cuts))
        middle = median(result.pillars[t, :, p])
        rated = index != NOT_RATED
        made.append(
            Mark(
                subject.text(pillar.name),
                value if rated else None,
                subject.number(value) if rated else subject._("not rated"),
                CLASSES[index] if rated else LIGHT.unrated,
                None if np.isnan(middle) else middle,
                subject.number(middle),
                subject.percent(float(result.scheme.pillar_weights[p])),
            )
        )
    return tuple(made)


def main_indicators(
    subject: Subject, explained: Contributions | None, sources: Mapping[str, int]
) -> Table:
    """List the indicators with the largest parts, up or down; of a region not rated the highest.

    sources : number of each source in the list of the document.
    """
    _ = subject._
    result, t, r = subject.result, subject.t, subject.r
    size = result.normalised[t, r] if explained is None else np.abs(explained.indicators)
    order = [int(k) for k in np.argsort(-size, kind="stable") if not np.isnan(size[k])]
    return Table(
        (
            _("Indicator"),
            _("Value"),
            _("Median of the regions"),
            _("Points"),
            _("Figure of"),
            _("Source"),
        ),
        tuple(_row(subject, k, explained, sources) for k in order[:MOST]),
        _missing(subject),
    )


def _row(
    subject: Subject, k: int, explained: Contributions | None, sources: Mapping[str, int]
) -> tuple[str, ...]:
    result, name = subject.result, subject.result.inputs.indicators[k]
    card = subject.assessment.registry.cards[name]
    entry = subject.assessment.panel.get(name, subject.region, subject.period)
    assert entry is not None  # what has a pressure has a figure
    year = str(entry.derived.year)
    # The year itself stands in the cell already.
    marks = [mark for mark in flags(entry, subject._) if year not in mark]
    return (
        subject.text(card.name),
        subject.amount(card, entry.value),
        subject.number(median(result.inputs.values[subject.t, :, k]), card.decimals),
        NOTHING if explained is None else subject.signed(float(explained.indicators[k])),
        "; ".join([year, *marks]),
        ", ".join(str(sources[source]) for source in entry.derived.sources),
    )


def _missing(subject: Subject) -> str:
    """Name the indicators that apply to the region and have no figure."""
    _ = subject._
    inputs, cards = subject.result.inputs, subject.assessment.registry.cards
    names = [
        subject.text(cards[name].name)
        for k, name in enumerate(inputs.indicators)
        if inputs.applicable[subject.r, k] and np.isnan(inputs.values[subject.t, subject.r, k])
    ]
    if not names:
        return _("Every indicator that applies to the region has a figure.")
    return _("No figure: {names}.").format(names="; ".join(names))
