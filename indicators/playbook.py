"""Typed model of the playbook: the next step when a figure has moved; civil and preventive only.

A key that is not declared here is an error.
"""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import BaseModel, ConfigDict, Field

from indicators.schema import Identifier
from indicators.text import Text


class _Frozen(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class FigureCheck(_Frozen):
    """What comes before all else: whether the figure is right, and who can say so."""

    check: Text
    ask: Text


class Step(_Frozen):
    """A next step.  check : what to find out.  ask : whom.  act : what helps."""

    check: Text
    ask: Text
    act: Text


class Playbook(_Frozen):
    """The next step for an alert: by its pillar, or by its stream where that says more."""

    version: str
    figure: FigureCheck
    pillars: Mapping[Identifier, Step] = Field(min_length=1)
    streams: Mapping[Identifier, Step] = Field(default_factory=dict)

    def step(self, pillar: str, stream: str) -> Step:
        """Return the next step for an alert of a stream that belongs to a pillar."""
        return self.streams.get(stream) or self.pillars[pillar]
