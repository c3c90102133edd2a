"""What changed since the year before: region by region, like for like, with the band of each change."""

from __future__ import annotations

import numpy as np

from assessment.beside import Beside
from reports.flow import Band, Bands, Points, Section, Text
from reports.palette import CHANGE_STEPS, CHANGES, step_of_change
from reports.subject import Subject
from reports.wording import NOTHING
from scoring.uncertainty.bands import APART


def changes(subject: Subject, compared: Beside | None) -> Section:
    """Show the change of each region, the largest rise first."""
    _ = subject._
    earlier = subject.earlier
    if compared is None or earlier is None:
        return Section(
            _("Changes since the year before"),
            (Text(_("This is the first year that can be rated.")),),
        )
    title = _("Changes since {year}, like for like").format(year=earlier)
    return Section(title, (Points(_told(subject, compared)), _rows(subject, compared)))


def _told(subject: Subject, compared: Beside) -> tuple[str, ...]:
    """Say which rises and falls nearly all choices of the method agree on."""
    _ = subject._
    above, difference = compared.above, compared.difference
    rose = np.flatnonzero((difference > 0) & (above > APART))
    fell = np.flatnonzero((difference < 0) & (above < 1 - APART))
    share = subject.percent(APART)
    rest = int((~np.isnan(difference)).sum()) - len(rose) - len(fell)
    return (
        _("Rose in more than {share} of the recalculations: {names}.").format(
            share=share, names=_names(subject, rose)
        ),
        _("Fell in more than {share} of the recalculations: {names}.").format(
            share=share, names=_names(subject, fell)
        ),
        _("Regions of which the direction is less sure: {count}.").format(count=rest),
    )


def _names(subject: Subject, chosen: np.ndarray) -> str:
    names = [subject.region_name(subject.result.inputs.regions[r]) for r in chosen]
    return ", ".join(names) or subject._("none")


def _rows(subject: Subject, compared: Beside) -> Bands:
    _ = subject._
    before, after = compared.first.score, compared.second.score
    coverage = compared.second.result.coverage[compared.second.t]
    order = np.argsort(-np.nan_to_num(compared.difference, nan=-np.inf), kind="stable")
    rows = []
    for r in map(int, order):
        points = float(compared.difference[r])
        low, high = float(compared.low[r]), float(compared.high[r])
        name = subject.region_title(subject.result.inputs.regions[r])
        if np.isnan(points):
            cells = (name, NOTHING, NOTHING, _("cannot be compared"), NOTHING, NOTHING, NOTHING)
            rows.append(Band(cells, None, None, None, ""))
            continue
        cells = (
            name,
            subject.number(before[r]),
            subject.number(after[r]),
            subject.signed(points),
            f"{subject.signed(low)} … {subject.signed(high)}",
            subject.percent(float(compared.above[r])),
            subject.percent(float(coverage[r])),
        )
        rows.append(Band(cells, points, low, high, CHANGES[step_of_change(points)]))
    reach = max(6.0, float(np.nanmax(np.abs([compared.low, compared.high]), initial=0.0)) + 1)
    note = _(
        "Both years are scored on the indicators that both have; the last column says how much of "
        "the weight these hold. A figure that was carried forward does not change. The line holds "
        "nine in ten of {draws} recalculations of both years with the same choices; “Rose in” is "
        "the share of them in which the later score is higher."
    ).format(draws=subject.number(subject.bands.plan.draws, 0))
    return Bands(
        header=(
            _("Region"),
            str(subject.earlier),
            str(subject.period),
            _("Difference"),
            _("Nine in ten"),
            _("Rose in"),
            _("Weight held"),
        ),
        drawn=_("Points"),
        after=4,
        rows=tuple(rows),
        steps=(-reach, *CHANGE_STEPS, reach),
        shades=CHANGES,
        widths=(2, 0, 0, 0, 0, 0, 0),
        right=(1, 2, 3, 5, 6),
        note=note,
    )
