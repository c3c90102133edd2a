"""What stands beside the score of a region and is no part of it: incidents."""

from __future__ import annotations

from reports import incident_words
from reports.blocks import Table
from reports.subject import Subject

LISTED = 6  # incidents, so that the report stays on two pages


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
