"""The analysts' work, kept in a database: scenarios, their history, comments on regions."""

from scenarios.actors import ADMIN, ANALYST, ROLES, VIEWER, Actor, NotAllowed
from scenarios.content import Content, ContentError
from scenarios.faults import (
    Archived,
    Fault,
    NoSuch,
    NoSuchComment,
    NoSuchEvent,
    NoSuchScenario,
    StoreError,
    TextError,
)
from scenarios.file import FileError, Imported, read, write
from scenarios.records import (
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
from scenarios.store import Store, open_store

__all__ = [
    "ADMIN",
    "ANALYST",
    "ROLES",
    "VIEWER",
    "Actor",
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
    "NoSuchScenario",
    "NotAllowed",
    "Page",
    "Scenario",
    "Store",
    "StoreError",
    "TextError",
    "WholeEvent",
    "open_store",
    "read",
    "write",
]
