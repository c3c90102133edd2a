"""What would have to change before something else is said of a region."""

from scoring.robustness.extremes import Extremes, class_margins, extremes, holds_within
from scoring.robustness.improvement import SingleChange, single_changes, smallest_change
from scoring.robustness.linear import RobustnessError
from scoring.robustness.weight_change import WeightChange, change_class, swap

__all__ = [
    "Extremes",
    "RobustnessError",
    "SingleChange",
    "WeightChange",
    "change_class",
    "class_margins",
    "extremes",
    "holds_within",
    "single_changes",
    "smallest_change",
    "swap",
]
