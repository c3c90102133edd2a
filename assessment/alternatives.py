"""What another choice of the method would change: in how many regions, in one year."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from assessment.settings import ALLOWED, FIELDS, Settings, under
from scoring.framework import Scheme
from scoring.inputs import Inputs
from scoring.score import score


def changed_classes(
    inputs: Inputs, scheme: Scheme, settings: Settings, period: int
) -> Mapping[str, Mapping[str, int]]:
    """Count the regions that each other choice would put into another class, or leave unrated.

    Parameters
    ----------
    scheme
        The published one.
    settings
        Those in use: one choice after another is taken otherwise, all else stays.

    Returns
    -------
    mapping
        By choice (a key of ``ALLOWED``) and by option, without the one in use.
    """
    year = inputs.only((period,), inputs.indicators)
    own = score(year, under(scheme, settings)).classes[0]
    found: dict[str, dict[str, int]] = {}
    for key, options in ALLOWED.items():
        found[key] = {}
        for option in options:
            choice: dict[str, Any] = {FIELDS[key]: option}
            other = replace(settings, **choice)
            if other == settings:
                continue
            classes = score(year, under(scheme, other)).classes[0]
            found[key][option] = int((classes != own).sum())
    return found
