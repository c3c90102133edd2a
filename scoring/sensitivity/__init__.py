"""Which choice moves the result: shares of the variance of an output, by factor (Sobol indices)."""

from scoring.sensitivity.analysis import Sensitivity, sensitivity
from scoring.sensitivity.indices import Indices, sobol
from scoring.sensitivity.sample import SampleError, choice, saltelli

__all__ = [
    "Indices",
    "SampleError",
    "Sensitivity",
    "choice",
    "saltelli",
    "sensitivity",
    "sobol",
]
