"""All regions in order: with their bands, with the reasons of those on top, and in one row each."""

from __future__ import annotations

import numpy as np

from assessment.beside import Beside
from reports.blocks import Table
from reports.flow import Band, Bands, Entry, Listing, Section, Text
from reports.palette import CLASSES
from reports.region import reasons
from reports.statements import class_statements
from reports.subject import Subject
from reports.wording import NOTHING
from scoring.contributions import against_median
from scoring.score import NOT_RATED

EXPLAINED = 8  # regions whose reasons fit on a page


def in_order(subject: Subject) -> list[int]:
    """Return the positions of the regions, the highest score first, those not rated last."""
    scores = subject.result.score[subject.t]
    return [int(r) for r in np.argsort(-scores, kind="stable")]


def of(subject: Subject, r: int) -> Subject:
    """Return the same year, looked at for another region."""
    region = subject.result.inputs.regions[r]
    return Subject(subject.assessment, subject.language, subject.period, region)


def bands_note(subject: Subject) -> str:
    """Say what dot, line and places are."""
    return subject._(
        "The dot is the score. The line holds nine in ten of {draws} "
        "recalculations with other choices of the method: scaling, weights, kind of "
        "mean, gaps, use of mediation capacity. The places are from the same."
    ).format(draws=subject.number(subject.bands.plan.draws, 0))


def ranking(subject: Subject) -> Section:
    """Show all regions with score, band and places."""
    _ = subject._
    note = " ".join(
        (
            bands_note(subject),
            _(
                "Regions whose places overlap should not be ordered. Reliability from A to D says "
                "how much of the weight is missing, old, estimated or from few sources."
            ),
        )
    )
    return Section(
        _("The regions by pressure"),
        (band_rows(subject, in_order(subject), note),),
    )


def band_rows(subject: Subject, chosen: list[int], note: str) -> Bands:
    """Return the rows of some regions with score, class, band, places and reliability."""
    _ = subject._
    result, t = subject.result, subject.t
    rows = []
    for r in chosen:
        score, index = float(result.score[t, r]), int(result.classes[t, r])
        low, _middle, high = map(float, subject.bands.score[:, r])
        rated = index != NOT_RATED
        rows.append(
            Band(
                (
                    subject.region_title(result.inputs.regions[r]),
                    subject.number(score) if rated else NOTHING,
                    subject.class_name(index),
                    f"{subject.number(low)}–{subject.number(high)}" if rated else NOTHING,
                    subject.span(r),
                    str(result.reliability.grade[t, r]) if rated else NOTHING,
                ),
                score if rated else None,
                low if rated else None,
                high if rated else None,
                CLASSES[index] if rated else "",
            )
        )
    return Bands(
        header=(
            _("Region"),
            _("Score"),
            _("Class"),
            _("Nine in ten"),
            _("Places"),
            _("Reliability"),
        ),
        drawn=_("Pressure, 0 to 100"),
        after=3,
        rows=tuple(rows),
        steps=(*result.scheme.cuts, 100.0),
        shades=CLASSES,
        widths=(2, 0, 0, 0, 0, 0),
        right=(1,),
        note=note,
    )


def attention(subject: Subject) -> Section:
    """Say of the regions that need attention why, and what would change their class."""
    _ = subject._
    result, t = subject.result, subject.t
    wanted = [r for r in in_order(subject) if result.classes[t, r] >= subject.attention]
    title = _("Regions that need attention, and why")
    if not wanted:
        none = _("No region is “{class_name}” or above.")
        return Section(
            title, (Text(none.format(class_name=subject.class_name(subject.attention))),)
        )
    entries = [_explained(of(subject, r)) for r in wanted[:EXPLAINED]]
    note = _(
        "Points are exact parts of the difference to the national median. They say which figures "
        "make the score, not why these are as they are."
    )
    if more := wanted[EXPLAINED:]:
        names = ", ".join(subject.region_name(result.inputs.regions[r]) for r in more)
        note = f"{_('Also: {names}.').format(names=names)} {note}"
    return Section(title, (*entries, Text(note, soft=True)))


def _explained(one: Subject) -> Entry:
    """Say of a region how high it is, what makes it so, and what would change its class."""
    explained = against_median(one.result, one.period, one.region)
    assert explained is not None  # it has a class
    low, _middle, high = one.bands.score[:, one.r]
    title = one._("{region}: {score} ({low}–{high}), {class_name}, {places}").format(
        region=one.region_title(one.region),
        score=one.number(float(one.result.score[one.t, one.r])),
        low=one.number(float(low)),
        high=one.number(float(high)),
        class_name=one.class_name(int(one.result.classes[one.t, one.r])),
        places=one.places(one.r),
    )
    return Entry(title, (reasons.summary(one, explained), " ".join(class_statements(one))))


def one_row_a_region(subject: Subject, compared: Beside | None) -> Section:
    """Show each region's pillars, variants, change and main reason in one row, in name order."""
    _ = subject._
    result, t = subject.result, subject.t
    framework = subject.assessment.registry.framework
    rows = []
    for region in subject.regions_by_name:
        r = result.region_index[region]
        rated = int(result.classes[t, r]) != NOT_RATED
        change = float("nan") if compared is None else float(compared.difference[r])
        rows.append(
            (
                subject.region_short(region),
                _with_band(subject, r) if rated else _("not rated"),
                subject.span(r),
                *(_points(subject, value) for value in result.pillars[t, r]),
                NOTHING if np.isnan(change) else subject.signed(change),
                _points(subject, result.score_without_optional[t, r]),
                _points(subject, result.score_arithmetic[t, r]),
                str(result.reliability.grade[t, r]) if rated else NOTHING,
                _main_reason(subject, region),
            )
        )
    header = (
        _("Region"),
        _("Score, nine in ten"),
        _("Places"),
        *(subject.text(pillar.short) for pillar in framework.pillars),
        _("Change"),
        _("Without capacity"),
        _("Plain average"),
        _("Reliability"),
        _("Raised most by"),
    )
    count = len(framework.pillars)
    note = _(
        "Pillars are pressures from 0 to 100. Change: points since the year before, like for like. "
        "Raised most by: the indicator with the largest part of the difference to the national "
        "median, in points."
    )
    widths = (1.8, 1.35, 0.95, *([1.1] * count), 1.2, 1.35, 1.55, 1.2, 2.5)
    right = (1, *range(3, 6 + count))
    return Section(
        _("One row a region"),
        (Listing(Table(header, tuple(rows), note), widths, right, size=0.82),),
    )


def _with_band(subject: Subject, r: int) -> str:
    low, _middle, high = subject.bands.score[:, r]
    score = subject.number(subject.result.score[subject.t, r])
    return f"{score} ({subject.number(low, 0)}–{subject.number(high, 0)})"


def _points(subject: Subject, value: float) -> str:
    return NOTHING if np.isnan(value) else subject.number(float(value))


def _main_reason(subject: Subject, region: str) -> str:
    explained = against_median(subject.result, subject.period, region)
    if explained is None:
        return NOTHING
    k = int(np.argmax(np.nan_to_num(explained.indicators)))
    points = float(explained.indicators[k])
    if not points > 0:
        return NOTHING
    card = subject.assessment.registry.cards[subject.result.inputs.indicators[k]]
    return f"{subject.text(card.short)} ({subject.signed(points)})"
