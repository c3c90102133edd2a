"""The published validation, made once for all tests that look at it, and logs made up for them."""

from collections.abc import Iterable
from dataclasses import replace
from functools import cache

from assessment.evaluation import Evaluation, evaluate
from indicators.incidents import Incidents, read_incidents
from tests.assessment.published import published


@cache
def validated() -> Evaluation:
    """The published index against the published log."""
    return evaluate(published())


def log_of(cells: Iterable[tuple[str, int]], **changes: object) -> Incidents:
    """A log of one incident in each region and year."""
    log = read_incidents()
    some = next(row for row in log if row.counts and row.kind == "mass_unrest")
    rows = [
        replace(some, id=f"{year}-made-up-{i}", date=f"{year}-05-01", region=region, **changes)
        for i, (region, year) in enumerate(cells)
    ]
    return replace(log, rows=tuple(sorted(rows, key=lambda row: row.date)))
