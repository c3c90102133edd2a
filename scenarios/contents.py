"""What may be sent in for a review: the kinds of records, and what each of them rests on."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, ClassVar, Final, Protocol, Self


class Record(Protocol):
    """The content of a record: frozen, and checked when it is made.

    kind : one of ``CONTENTS``.  region : id of one of today's regions.
    """

    kind: ClassVar[str]

    @property
    def region(self) -> str:
        """Return the id of the region that it is about."""

    def to_json(self) -> dict[str, Any]:
        """Return all that it says, for JSON."""

    @classmethod
    def from_json(cls, mapping: Mapping[str, Any]) -> Self:
        """Return the content; an unknown key or a value that cannot be is an error."""


CONTENTS: Final[Mapping[str, type[Record]]] = MappingProxyType({})
# By kind, the field with the id of the record that it rests on, and of which kind that must be.
RESTS_ON: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "body": ("district", "district"),
        "return": ("district", "district"),
        "activity": ("body", "body"),
    }
)
FOR_ANALYSTS: Final = frozenset({"district"})  # kinds that a monitor cannot write


def rests_on(content: Record) -> str | None:
    """Return the id of the record that a content rests on, or None for a kind that needs none."""
    if content.kind not in RESTS_ON:
        return None
    id: str = getattr(content, RESTS_ON[content.kind][0])
    return id
