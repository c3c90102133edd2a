"""Every error of ``scoring`` that says what is wrong with the figures or the choices made."""

from __future__ import annotations

from scoring.aggregate import AggregationError
from scoring.audit.finding import AuditError
from scoring.denominate import DenominatorError
from scoring.hierarchy import HierarchyError
from scoring.impute import ImputationError
from scoring.normalise import NormalisationError
from scoring.recipe import RecipeError
from scoring.screen import ScreenError
from scoring.sensitivity.sample import SampleError
from scoring.weights.experts import WeightError

FAULTS: tuple[type[ValueError], ...] = (
    AggregationError,
    AuditError,
    DenominatorError,
    HierarchyError,
    ImputationError,
    NormalisationError,
    RecipeError,
    SampleError,
    ScreenError,
    WeightError,
)
