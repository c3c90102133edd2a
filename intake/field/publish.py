"""Takes the counts of the field log over as figures: looked at first, and taken back in one step.

What is taken over is a vintage like that of any table (``intake.loading``); going back to the one
before it takes it back.
"""

from __future__ import annotations

import csv
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import ClassVar, Final

from assessment.field_counts import FieldCounts, count_years, rating
from indicators.additions import Addition
from indicators.field_records import FieldContent
from indicators.field_scheme import load_field_scheme
from indicators.mendable import MendableError
from indicators.series import load_series
from indicators.territories import CURRENT
from intake.loading.known import Known
from intake.loading.preview import Preview, preview
from intake.loading.tables import Source
from intake.loading.vintages import confirm

RATING: Final = "council_of_elders_field_rating"
STATUS: Final = "computed"
_HEADER = ("indicator", "region", "borders", "period", "value", "unit", "detail", "status")


class PublishError(MendableError):
    """The counts of the log cannot become figures."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "empty": "the log has nothing of a year that is over: no accepted return or activity of a "
        "council",
        "gone": "figures that were taken over before no longer follow from the log: {figures}; go "
        "back to the vintage before them, then take the counts over anew",
    }


def series_of(counts: FieldCounts) -> dict[str, int]:
    """Return the figures that the counts of one region and year come to, by series.

    A region with neither a return nor an activity has none: nobody looked, which is not zero. The
    rating is there only where enough was reported.
    """
    if counts.is_empty:
        return {}
    councils = counts.councils
    found = {
        "field_councils_active": councils.active,
        "field_districts": counts.districts,
        "field_districts_active": counts.districts_active,
        "field_cases": councils.cases,
        "field_cases_settled": councils.settled,
        "field_cases_due_90": councils.due_90,
        "field_cases_settled_90": councils.settled_90,
        "field_returns": counts.returns,
        "field_returns_expected": counts.returns_expected,
    }
    rated = rating(counts)
    return found if rated is None else {RATING: rated, **found}


def rows(records: Iterable[tuple[str, FieldContent]], today: date) -> Iterator[tuple[str, ...]]:
    """Yield the figures of all years that are over, in the columns of a table to be loaded."""
    units = {id_: one.unit for id_, one in load_series().items()}
    version = load_field_scheme().version
    for year, by_region in count_years(records, today).items():
        for region, counts in by_region.items():
            span = counts.window
            detail = f"{span.first} – {span.last}; field_scheme.yaml {version}"
            for series, value in series_of(counts).items():
                yield (
                    *(series, region, CURRENT, str(year), str(value), units[series]),
                    *(detail, STATUS),
                )


def look(records: Iterable[tuple[str, FieldContent]], known: Known, today: date) -> Preview:
    """Hold the counts of the log against the figures that count now; writes nothing.

    Parameters
    ----------
    records : ids and contents of all records that count.
    today : only years that are over on this day are counted.

    Raises
    ------
    PublishError
        When there is nothing to count, or figures taken over before no longer follow.
    """
    made = list(rows(records, today))
    if not made:
        raise PublishError("empty")
    keys = {row[:4] for row in made}
    collected = {id_ for id_, one in known.series.items() if one.collected}
    gone = sorted(key for key in known.held if key[0] in collected and key not in keys)
    if gone:
        told = ", ".join(" ".join((key[0], key[1], key[3])) for key in gone[:3])
        more = f" … ({len(gone)})" if len(gone) > 3 else ""
        raise PublishError("gone", figures=told + more)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.csv"
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.writer(stream, lineterminator="\n")
            writer.writerow(_HEADER)
            writer.writerows(made)
        source = Source(path, f"field_log_{today.isoformat()}.csv")
        return preview(source, known, of_log=True)


def take_over(
    found: Preview, known: Known, *, author: str, note: str, language: str = "en"
) -> Addition:
    """Let the counts that were looked at become figures, as a vintage of this installation.

    language : in which the source is named.  Raises LoadError as ``intake.loading`` does.
    """
    source = load_field_scheme().source
    return confirm(
        found,
        known,
        author=author,
        note=note,
        source="",
        title=source.title.get(language),
        licence=source.licence.get(language),
    )
