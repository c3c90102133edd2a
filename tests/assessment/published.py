"""The published assessment, made once for all tests that look at it."""

from functools import cache

from assessment import Assessment, assess


@cache
def published() -> Assessment:
    """The assessment of the project's own registry and data."""
    return assess()
