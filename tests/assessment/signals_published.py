"""The published signals, worked out once for all tests that look at them."""

from assessment.signals import Signals, signals
from tests.assessment.published import published


def published_signals() -> Signals:
    """The signals of the project's own registry and data."""
    return signals(published())
