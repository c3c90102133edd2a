"""The history of a region in words: comparable years, what they rest on, and the trend."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from assessment.history import Run
from geodata.regions import FormerUnit
from reports.subject import Subject
from scoring.trend import ENOUGH, LEVEL, Trend

SMALL = 0.001  # a smaller p is only said to be smaller


@dataclass(frozen=True)
class Story:
    """What the section tells: the runs, latest first, and the splits that lie between them."""

    runs: tuple[Run, ...]
    splits: tuple[FormerUnit, ...]
    alone: tuple[int, ...]
    hollow: frozenset[int]


def story_of(subject: Subject, scored: Iterable[Run]) -> Story:
    """Return the region's years up to the subject's; ``scored`` are their runs, latest first."""
    periods = subject.result.inputs.periods
    runs = tuple(scored)
    shown = {year for run in runs for year in run.years}
    splits = tuple(
        former
        for former in subject.assessment.regions.former
        if subject.region in former.parts and periods[0] < former.last_year <= subject.period
    )
    former = subject.assessment.provenance.former[:, subject.r]
    hollow = frozenset(y for y, rests in zip(periods, former, strict=True) if rests and y in shown)
    alone = tuple(year for year in periods if year <= subject.period and year not in shown)
    return Story(runs, splits, alone, hollow)


def answer(subject: Subject, run: Run) -> str:
    """Say the trend of the latest run, and how sure it is."""
    _ = subject._
    first, last = run.years[0], run.years[-1]
    found = run.trend(subject.region)
    if found is None:
        return _("From {first} to {last} there are too few comparable years for a trend.").format(
            first=first, last=last
        )
    if found.low <= 0 <= found.high:
        message = _(
            "From {first} to {last} the score has no clear trend: {slope} points a year, "
            "{level} interval {low} to {high}."
        )
    else:
        message = (
            _(
                "From {first} to {last} the score rose by {size} points a year, {level} interval {low} to {high}."
            )
            if found.slope > 0
            else _(
                "From {first} to {last} the score fell by {size} points a year, {level} interval {low} to {high}."
            )
        )
    said = message.format(
        first=first,
        last=last,
        slope=subject.signed(found.slope),
        size=subject.number(abs(found.slope)),
        low=subject.signed(found.low),
        high=subject.signed(found.high),
        level=subject.percent(LEVEL),
    )
    return f"{said} {_how_sure(subject, found)}"


def _how_sure(subject: Subject, found: Trend) -> str:
    _ = subject._
    p = f"< {subject.number(SMALL, 3)}" if found.p < SMALL else f"= {subject.number(found.p, 3)}"
    if found.indicative:
        return _(
            "Only indicative: {count} years are few, a trend asks for {enough} "
            "(Theil–Sen; Mann–Kendall p {p})."
        ).format(count=found.count, enough=ENOUGH, p=p)
    return _("{count} years (Theil–Sen; Mann–Kendall p {p}).").format(count=found.count, p=p)


def basis(subject: Subject, run: Run) -> str:
    """Say on how many indicators, and on which share of the weight, a line stands."""
    return subject._(
        "The line {first}–{last} stands on the indicators that all its years have: {count} of "
        "{total}, {share} of the weight."
    ).format(
        first=run.years[0],
        last=run.years[-1],
        count=run.count(subject.region),
        total=int(subject.result.inputs.applicable[subject.r].sum()),
        share=subject.percent(run.share(subject.region)),
    )


def about_splits(subject: Subject, story: Story) -> list[str]:
    """Say what lies between the lines, and which years are not drawn."""
    _ = subject._
    said = [
        _(
            "For the years before {year} most figures are those of the former region, {name}: no line "
            "goes over the split, because the step there is no change."
        ).format(year=former.last_year, name=former.names.get(subject.language))
        for former in story.splits
    ]
    if story.alone:
        years = ", ".join(str(year) for year in story.alone)
        said.append(_("Not drawn, because it cannot be compared: {years}.").format(years=years))
    return said


def about_bands(subject: Subject) -> str:
    """Say what the band around the line is."""
    return subject._(
        "The band holds nine in ten of {draws} recalculations with other choices of the "
        "method, all between the same goalposts. These scores differ from the published ones, "
        "which use every indicator of their year."
    ).format(draws=subject.number(subject.bands.plan.draws, 0))
