"""The analysts' work, kept in a database: scenarios, comments on regions, reviews of alerts."""

from typing import TYPE_CHECKING, Any

from scenarios.actors import ADMIN, ANALYST, ROLES, VIEWER, Actor, NotAllowed
from scenarios.content import Content, ContentError
from scenarios.faults import (
    Archived,
    Fault,
    NoSuch,
    NoSuchComment,
    NoSuchEvent,
    NoSuchReview,
    NoSuchScenario,
    ReviewError,
    StoreError,
    TextError,
)
from scenarios.file import FileError, Imported, read, write
from scenarios.records import (
    AlertReview,
    Claimed,
    Comment,
    Conflict,
    Event,
    Events,
    Listed,
    Page,
    Scenario,
    WholeEvent,
)

if TYPE_CHECKING:
    from scenarios.store import Store, open_store

__all__ = [
    "ADMIN",
    "ANALYST",
    "ROLES",
    "VIEWER",
    "Actor",
    "AlertReview",
    "Archived",
    "Claimed",
    "Comment",
    "Conflict",
    "Content",
    "ContentError",
    "Event",
    "Events",
    "Fault",
    "FileError",
    "Imported",
    "Listed",
    "NoSuch",
    "NoSuchComment",
    "NoSuchEvent",
    "NoSuchReview",
    "NoSuchScenario",
    "NotAllowed",
    "Page",
    "ReviewError",
    "Scenario",
    "Store",
    "StoreError",
    "TextError",
    "WholeEvent",
    "open_store",
    "read",
    "write",
]


def __getattr__(name: str) -> Any:
    """Import the store itself when it is first asked for: its database library is slow to load."""
    if name in ("Store", "open_store"):
        from scenarios import store

        return getattr(store, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
