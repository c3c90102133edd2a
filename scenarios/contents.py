"""What may be sent in for a review: the kinds of records, and who may write them."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Protocol, Self, runtime_checkable

from indicators.field_records import FIELD_CONTENTS, Activity, Body, District
from indicators.incident_report import IncidentReport


class Record(Protocol):
    """The content of a record: frozen, and checked when it is made.

    kind : one of ``CONTENTS``.  references : the field with the id of the record that this one rests
    on, if any, with the kind that that must be; a kind has one such field at most.
    """

    kind: ClassVar[str]
    references: ClassVar[Mapping[str, str]]

    @property
    def region(self) -> str:
        """Return the id of the region, one of today's, that it is about."""

    def to_json(self) -> dict[str, Any]:
        """Return all that it says, for JSON."""

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> Self:
        """Return the content; an unknown key or a value that cannot be is an error."""

    def check_on(self, today: datetime.date) -> None:
        """Raise an error when the content cannot be known on the day it is written."""


@runtime_checkable
class Unfinished(Protocol):
    """A content that may be made before all of it is known."""

    def check_whole(self) -> None:
        """Raise an error when something is missing that must be there before it is sent in."""


# Each after those that it rests on.
CONTENTS: Final[Mapping[str, type[Record]]] = MappingProxyType(
    {**FIELD_CONTENTS, IncidentReport.kind: IncidentReport}
)
FOR_ANALYSTS: Final = frozenset({District.kind})  # a monitor does not write these


def rests_on(content: Record) -> tuple[str, str] | None:
    """Return kind and id of the record that a content rests on, or None when it needs none."""
    for field, kind in content.references.items():
        return kind, getattr(content, field)
    return None


def check_together(content: Record, ground: Record) -> None:
    """Raise the content's own error when it cannot be, of what it rests on."""
    if isinstance(content, Activity) and isinstance(ground, Body):
        content.check_body(ground)
