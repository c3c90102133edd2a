"""The method on one page: how figures become a score, with the weights and ends in use."""

from __future__ import annotations

from collections.abc import Iterator

from reports.blocks import Table
from reports.flow import Listing, Points, Section
from reports.national.ranking import bands_note
from reports.subject import Subject
from reports.words import scale_name, way_name


def method(subject: Subject) -> Iterator[Section]:
    """Yield the steps, and the indicators with their weights and the ends of their scales."""
    _ = subject._
    yield Section(_("How the index is made"), (Points(tuple(_steps(subject))),))
    yield Section(
        _("Indicators, weights and scales"),
        (
            Listing(
                _indicators(subject),
                (3.4, 0, 0, 0, 1.2),
                right=(1, 2, 3),
                strong=_pillar_rows(subject),
            ),
        ),
    )


def _steps(subject: Subject) -> Iterator[str]:
    _, scheme = subject._, subject.result.scheme
    yield _(
        "The index says how much pressure the published figures show, from 0 (least) to 100 "
        "(most). It is no forecast and no probability."
    )
    yield _("Each indicator is put on a scale from 0 to 100: {way}.").format(
        way=scale_name(scheme.normalisation, _)
    )
    yield _(
        "Inside a pillar the indicators are averaged by their weights. Across the pillars the mean "
        "is of this kind: {way}."
    ).format(way=way_name(scheme.across_pillars, _))
    yield _(
        "What is missing stays missing: its weight is shared out among the rest, and a region is "
        "rated only where figures for at least {share} of the weight are there."
    ).format(share=subject.percent(scheme.coverage))
    yield _(
        "Two years are compared only on the indicators that both have, and only where these hold "
        "at least {share} of the weight."
    ).format(share=subject.percent(scheme.like_for_like))
    yield bands_note(subject)
    yield _(
        "No share of an ethnic, language or religious group is used, and incidents and signals "
        "never enter a score."
    )
    yield _(
        "The page Methodology gives every formula, and the page Region every figure with its source."
    )


def _pillar_rows(subject: Subject) -> tuple[int, ...]:
    """Return which rows of the table are pillars: each stands above its indicators."""
    rows, at = [], 0
    for pillar in subject.result.scheme.pillars:
        rows.append(at)
        at += 1 + len(pillar.indicators)
    return tuple(rows)


def _indicators(subject: Subject) -> Table:
    _, scheme, registry = subject._, subject.result.scheme, subject.assessment.registry
    rows = []
    for p, (pillar, part) in enumerate(zip(scheme.pillars, scheme.slices, strict=True)):
        about = registry.framework.pillar(pillar.id)
        weight = subject.percent(float(scheme.pillar_weights[p]))
        rows.append((subject.text(about.name), weight, "", "", ""))
        for k, one in zip(range(part.start, part.stop), pillar.indicators, strict=True):
            card = registry.cards[one.id]
            least, most = (one.lo, one.hi) if one.direction > 0 else (one.hi, one.lo)
            rows.append(
                (
                    subject.text(card.name),
                    subject.percent(float(scheme.nominal_weights[k]), 1),
                    subject.number(least, card.decimals),
                    subject.number(most, card.decimals),
                    subject.unit(card),
                )
            )
    header = (
        _("Indicator"),
        _("Weight"),
        _("No pressure"),
        _("Most pressure"),
        _("Unit"),
    )
    note = ""
    if scheme.normalisation != "goalposts":
        note = _("The ends are those of the published index; these settings use another scale.")
    return Table(header, tuple(rows), note)
