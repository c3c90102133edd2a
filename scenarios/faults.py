"""What can go wrong with the analysts' work and be mended by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from indicators.mendable import MendableError

SHOWN = 200  # characters of a field; a hostile file must not fill a page


class Fault(MendableError):  # noqa: N818 - each kind of it says what it is
    """Something that somebody can mend; any screen can show its fields."""

    def __init__(self, code: str, /, **fields: object) -> None:
        super().__init__(code, **{name: shown(value) for name, value in fields.items()})


class StoreError(Fault):
    """The database cannot be used, or not now."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "url": "KELISIM_DATABASE_URL must be sqlite:///FILE or postgresql://..., not '{url}'",
        "address": "KELISIM_DATABASE_URL is not an address; it must be sqlite:///FILE or "
        "postgresql://...",
        "folder": "the folder {path} cannot be made: {reason}",
        "file": "{where} cannot be opened or written: {reason}",
        "not_database": "{where} is not a database of Kelisim, or is damaged: {reason}",
        "unreachable": "the database {where} cannot be reached: {reason}",
        "occupied": "the database {where} has a table '{table}' of something else",
        "newer": "the database {where} was made by a newer Kelisim (its revision is '{found}'); "
        "update the program",
        "busy": "the database {where} is busy; nothing was written, try again",
        "full": "the database {where} has no room left; nothing was written",
        "failed": "the database {where} refused: {reason}",
        "damaged": "the {kind} '{id}' in the database is damaged: {reason}",
    }


class TextError(Fault):
    """A name, a description or a comment cannot be kept as it is."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "empty": "the {what} is empty",
        "long": "the {what} has {count} characters; it can have {most}",
        "characters": "the {what} has a character that cannot be shown: {character}",
    }


class NoSuch(Fault):
    """There is nothing under this id."""


class NoSuchScenario(NoSuch):
    """There is no scenario under this id."""

    REASONS: ClassVar[Mapping[str, str]] = {"scenario": "there is no scenario '{id}'"}


class NoSuchEvent(NoSuch):
    """There is no event under this id."""

    REASONS: ClassVar[Mapping[str, str]] = {"event": "there is no event '{id}'"}


class NoSuchComment(NoSuch):
    """There is no comment under this id."""

    REASONS: ClassVar[Mapping[str, str]] = {"comment": "there is no comment '{id}'"}


class NoSuchReview(NoSuch):
    """There is no review of this alert."""

    REASONS: ClassVar[Mapping[str, str]] = {"review": "the alert '{id}' has not been reviewed yet"}


class ReviewError(Fault):
    """A review of an alert that cannot be."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "alert": "'{id}' is not an alert",
        "move": "an alert in the state '{before}' cannot be put into '{after}'; "
        "it can be put into {allowed}",
    }


class Archived(Fault):
    """An archived scenario is not changed."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "archived": "the scenario '{id}' is archived; restore it before it is changed"
    }


def shown(value: object) -> str:
    """Return a value as one line that any screen can show, cut if it is very long."""
    text = str(value)
    cut = text if len(text) <= SHOWN else text[:SHOWN] + "…"
    return "".join(
        one if one.isprintable() else " " if one.isspace() else ascii(one)[1:-1] for one in cut
    )
