"""What stands beside the index and is no part of it: current alerts, and incidents."""

from __future__ import annotations

from reports import alert_words, incident_words
from reports.blocks import Table
from reports.flow import Listing, Section, Text
from reports.region.beside import all_alerts, by_chance
from reports.subject import Subject

LISTED, LISTED_ALERTS = 12, 12  # incidents and alerts, so that both fit on one page


def incidents(subject: Subject) -> Section:
    """List the latest incidents of the whole country, to the end of the report's year."""
    _ = subject._
    title = _("Incidents")
    log = incident_words.incident_log()
    rows = [row for row in reversed(log.rows) if row.year <= subject.period]
    note = _(
        "No incident enters the score. The log is made from published reports and is not complete."
    )
    if not rows:
        none = _("The log holds no incident to the end of {year}.").format(year=subject.period)
        return Section(title, (Text(f"{none} {note}"),))
    more = _("The latest {shown} of {count} incidents from {first} to {last}.").format(
        shown=min(LISTED, len(rows)), count=len(rows), first=rows[-1].year, last=rows[0].year
    )
    table = Table(
        (_("Date"), _("Region"), _("Place"), _("Kind"), _("Deaths"), _("Counted")),
        tuple(
            (
                incident_words.when(subject, row),
                incident_words.where(subject, row),
                subject.text(row.place),
                incident_words.kind_name(subject, row),
                incident_words.deaths_short(subject, row),
                _("yes") if row.counts else _("no"),
            )
            for row in rows[:LISTED]
        ),
        f"{more} {note}",
    )
    return Section(title, (Listing(table, (1.3, 1.5, 1.8, 1.7, 0, 0), right=(4,)),))


def alerts(subject: Subject) -> Section:
    """List the alerts of the report's year, or in the latest one those that are current."""
    _ = subject._
    rows, note = all_alerts(subject), by_chance(subject)
    if not rows:
        return Section(_("Signals"), (Text(f"{_('No stream showed a sudden change.')} {note}"),))
    if len(rows) > LISTED_ALERTS:
        more = _("The latest {shown} of {count} alerts.")
        note = f"{more.format(shown=LISTED_ALERTS, count=len(rows))} {note}"
    streams = subject.assessment.registry.streams
    table = Table(
        (_("Region"), _("Stream"), _("What happened")),
        tuple(
            (
                subject.region_title(alert.region),
                f"{subject.text(streams[alert.stream].short)} · "
                f"{alert_words.level_name(alert.level, _)}",
                alert_words.sentence(subject, alert),
            )
            for alert in rows[:LISTED_ALERTS]
        ),
        note,
    )
    return Section(_("Signals"), (Listing(table, (1.5, 1.8, 4)),))
