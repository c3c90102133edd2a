"""The one place where figures, registry and scoring meet."""

from assessment.baseline import Assessment, assess

__all__ = ["Assessment", "assess"]
