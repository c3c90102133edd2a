"""What people write, kept in a database: scenarios, comments, reviews of alerts, field records."""

from typing import TYPE_CHECKING, Any

from scenarios.actors import ADMIN, ANALYST, MONITOR, ROLES, VIEWER, Actor, NotAllowed
from scenarios.content import Content, ContentError
from scenarios.faults import (
    Archived,
    Fault,
    Forbidden,
    NoSuch,
    NoSuchComment,
    NoSuchEvent,
    NoSuchReview,
    NoSuchScenario,
    NoSuchSubmission,
    ReviewError,
    StoreError,
    SubmissionError,
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
    SubmissionPage,
    WholeEvent,
)
from scenarios.submitted import Counted, Submission

if TYPE_CHECKING:
    from scenarios.store import Store, open_store

__all__ = [
    "ADMIN",
    "ANALYST",
    "MONITOR",
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
    "Counted",
    "Event",
    "Events",
    "Fault",
    "FileError",
    "Forbidden",
    "Imported",
    "Listed",
    "NoSuch",
    "NoSuchComment",
    "NoSuchEvent",
    "NoSuchReview",
    "NoSuchScenario",
    "NoSuchSubmission",
    "NotAllowed",
    "Page",
    "ReviewError",
    "Scenario",
    "Store",
    "StoreError",
    "Submission",
    "SubmissionError",
    "SubmissionPage",
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
