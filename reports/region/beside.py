"""What stands beside the score of a region: its history, incidents, signals and the next steps."""

from __future__ import annotations

import numpy as np

from assessment.history import Run, run, years_of_runs
from assessment.signals import Alert, signals
from reports import alert_words, incident_words
from reports.blocks import History, Line, Table
from reports.history import Story, about_bands, about_splits, answer, basis, story_of
from reports.remembered import Remembered
from reports.subject import Subject
from scoring.contributions import Contributions

LISTED = 6  # incidents, so that the report stays on two pages
LISTED_ALERTS = 3
STEPS = 2  # pillars whose next steps are told
_RUNS: Remembered[Run] = Remembered(32)


def history(subject: Subject) -> History:
    """Return the region's comparable years, in words, for the chart, and as a table."""
    _ = subject._
    years = years_of_runs(subject.assessment, subject.region, subject.period)
    story = story_of(subject, (_run(subject, each) for each in years))
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


def _run(subject: Subject, years: tuple[int, ...]) -> Run:
    return _RUNS.get(subject.assessment, years, lambda: run(subject.assessment, years))


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
    """List the region's incidents, latest first, whatever the report's year."""
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


def all_alerts(subject: Subject) -> tuple[Alert, ...]:
    """Return the alerts of the report's year; in the latest, those that are current."""
    found = signals(subject.assessment)
    if subject.period == subject.assessment.rated_periods[-1]:
        return found.current
    return tuple(alert for alert in found.alerts if alert.end_date.year == subject.period)


def alerts(subject: Subject) -> tuple[Alert, ...]:
    """Return those of the region."""
    return tuple(alert for alert in all_alerts(subject) if alert.region == subject.region)


def by_chance(subject: Subject) -> str:
    """Say what signals are, and how many of them chance alone gives."""
    return subject._(
        "Signals stand beside the score and are no part of it. Chance alone explains some: {count} "
        "false alerts a year are to be expected in all regions. Whether an alert has been reviewed "
        "stands on the page Signals."
    ).format(count=subject.number(signals(subject.assessment).expected_false_alarms))


def signals_told(subject: Subject, own: tuple[Alert, ...]) -> Table:
    """List the alerts, newest first, and say what chance alone gives."""
    _ = subject._
    note = by_chance(subject)
    if not own:
        none = _("No stream of the region showed a sudden change.")
        return Table((), (), f"{none} {note}")
    if len(own) > LISTED_ALERTS:
        more = _("The latest {shown} of {count} alerts.")
        note = f"{more.format(shown=LISTED_ALERTS, count=len(own))} {note}"
    streams = subject.assessment.registry.streams
    return Table(
        (_("Stream"), _("What happened")),
        tuple(
            (
                f"{subject.text(streams[alert.stream].short)} · "
                f"{alert_words.level_name(alert.level, _)}",
                alert_words.sentence(subject, alert),
            )
            for alert in own[:LISTED_ALERTS]
        ),
        note,
    )


def next_steps(subject: Subject, explained: Contributions | None, own: tuple[Alert, ...]) -> Table:
    """Return the playbook's steps for the pillars that raise the score most, and of its alerts."""
    _ = subject._
    registry = subject.assessment.registry
    playbook, streams = registry.playbook, registry.streams
    wanted: dict[str, str] = dict.fromkeys(_raising(subject, explained)[:1], "")
    for alert in own:
        wanted.setdefault(streams[alert.stream].pillar, alert.stream)
    for pillar in _raising(subject, explained):
        wanted.setdefault(pillar, "")
    rows = []
    for pillar, stream in list(wanted.items())[:STEPS]:
        step = playbook.step(pillar, stream)
        name = subject.text(registry.framework.pillar(pillar).name)
        rows.append((name, *(subject.text(part) for part in (step.check, step.ask, step.act))))
    return Table(
        (_("Pillar"), _("Find out"), _("Ask"), _("What helps")),
        tuple(rows),
        _(
            "Civil and preventive only, by what raises the score most. Before all else: {check} {ask}"
        ).format(check=subject.text(playbook.figure.check), ask=subject.text(playbook.figure.ask)),
    )


def _raising(subject: Subject, explained: Contributions | None) -> list[str]:
    """Return the pillars by what they add to the score; of a region not rated by their height."""
    heights = (
        subject.result.pillars[subject.t, subject.r] if explained is None else explained.pillars
    )
    order = [int(p) for p in np.argsort(-heights, kind="stable") if not np.isnan(heights[p])]
    return [subject.result.scheme.pillar_ids[p] for p in order]
