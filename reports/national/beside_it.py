"""What stands beside the index and is no part of it: current alerts, and incidents."""

from __future__ import annotations

from reports import incident_words
from reports.blocks import Table
from reports.flow import Listing, Section, Text
from reports.subject import Subject

LISTED = 12  # incidents, so that they fit on the page of the alerts


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
    return Section("", ())
