"""What the scores would be if a table was taken over; writes nothing."""

from __future__ import annotations

from assessment.baseline import Assessment, assess
from assessment.effect import Effect, effect
from indicators.faults import DataFaults
from indicators.inspection import inspect_package
from intake.loading.compose import package_with
from intake.loading.known import Known
from intake.loading.preview import Preview


def effect_of(preview: Preview, known: Known, before: Assessment | None = None) -> Effect:
    """Make the index with what a table changes, and hold it against that without.

    preview, known : a table that may be taken over, and what it was held against.
    before : the index of ``known``, when it was made already.

    Raises DataFaults when the figures with the changes have faults.
    """
    if before is None:
        before = assess(observations=known.observations)
    inspection = inspect_package(package_with(preview.file, preview.changes, known))
    if inspection.observations is None:
        raise DataFaults(inspection.errors)
    after = assess(before.registry, inspection.observations, before.regions)
    return effect(before, after, (change.key for change in preview.changes))
