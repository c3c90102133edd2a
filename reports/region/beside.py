"""What stands beside the score of a region: its history, incidents, signals and the next steps."""

from __future__ import annotations

from assessment.history import Run, run, years_of_runs
from reports import incident_words
from reports.blocks import History, Line, Table
from reports.history import Story, about_bands, about_splits, answer, basis, story_of
from reports.remembered import Remembered
from reports.subject import Subject

LISTED = 6  # incidents, so that the report stays on two pages
_RUNS: Remembered[Run] = Remembered(32)


def history(subject: Subject) -> History:
    """Return the region's comparable years, in words, for the chart, and as a table."""
    _ = subject._
    made = subject.assessment
    story = story_of(
        subject,
        (
            _RUNS.get(made, years, lambda years=years: run(made, years))
            for years in years_of_runs(made, subject.region, subject.period)
        ),
    )
    if not story.runs:
        none = _("No two years up to {year} can be compared.").format(year=subject.period)
        return History((none,), "", (), Table((), ()), "", ())
    told = (answer(subject, story.runs[0]), *about_splits(subject, story))
    notes = [*(basis(subject, one) for one in story.runs), about_bands(subject)]
    lines = tuple(_line(subject, one, story.hollow) for one in reversed(story.runs))
    table = _years(subject, lines)
    return History(
        told, " ".join(notes), lines, table, _alt(subject, lines), _legend(subject, story)
    )


def _line(subject: Subject, one: Run, hollow: frozenset[int]) -> Line:
    r = one.result.region_index[subject.region]
    return Line(
        one.years,
        tuple(map(float, one.score(subject.region))),
        tuple(map(float, one.bands[0, :, r])),
        tuple(map(float, one.bands[2, :, r])),
        tuple(map(float, one.median)),
        tuple(year in hollow for year in one.years),
    )


def _legend(subject: Subject, story: Story) -> tuple[str, ...]:
    _ = subject._
    return (
        subject.region_short(subject.region),
        _("nine in ten recalculations"),
        _("median of the regions"),
        *((_("rests on figures of the former region"),) if story.hollow else ()),
    )


def _years(subject: Subject, lines: tuple[Line, ...]) -> Table:
    _ = subject._
    points = [
        (
            str(line.years[t]),
            subject.number(line.values[t]),
            f"{subject.number(line.low[t], 0)}–{subject.number(line.high[t], 0)}",
            subject.number(line.median[t]),
        )
        for line in lines
        for t in range(len(line.years))
    ]
    years, scores, bands, medians = zip(*points, strict=True)
    return Table(
        (_("Year"), *years),
        (
            (_("Like for like"), *scores),
            (_("Nine in ten"), *bands),
            (_("Median of the regions"), *medians),
        ),
    )


def _alt(subject: Subject, lines: tuple[Line, ...]) -> str:
    _ = subject._
    points = "; ".join(
        f"{year}: {subject.number(value)}"
        for line in lines
        for year, value in zip(line.years, line.values, strict=True)
    )
    return _("Score by year, compared like for like: {points}.").format(points=points)


def incidents(subject: Subject) -> Table:
    """List the region's incidents, latest first, to the end of the report's year."""
    _ = subject._
    log = incident_words.incident_log()
    first, last = log.years
    rows = [row for row in reversed(log.rows) if row.region == subject.region]
    note = _(
        "No incident enters the score. The log is made from published reports and is not complete."
    )
    if not rows:
        none = _("The log holds no incident of this region from {first} to {last}.")
        return Table((), (), f"{none.format(first=first, last=last)} {note}")
    if len(rows) > LISTED:
        more = _("The latest {shown} of {count} incidents from {first} to {last}.")
        told = more.format(shown=LISTED, count=len(rows), first=first, last=last)
        note = f"{told} {note}"
    return Table(
        (_("Date"), _("Place"), _("Kind"), _("Deaths"), _("Counted")),
        tuple(
            (
                incident_words.when(subject, row),
                subject.text(row.place),
                incident_words.kind_name(subject, row),
                incident_words.deaths_short(subject, row),
                _("yes") if row.counts else _("no"),
            )
            for row in rows[:LISTED]
        ),
        note,
    )
