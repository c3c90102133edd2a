"""What can go wrong with the analysts' work and be mended by somebody."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

from indicators.mendable import MendableError
from scenarios.actors import NotAllowed

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


class NoSuchSubmission(NoSuch):
    """There is no record under this id, or none that the actor may see."""

    REASONS: ClassVar[Mapping[str, str]] = {"submission": "there is no record '{id}'"}


class SubmissionError(Fault):
    """A record cannot be written or decided on as it was asked for."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "content": "a record of the kind '{kind}' cannot be kept; it must be one of {allowed}, "
        "as its own form makes it",
        "kind": "the record '{id}' is of the kind '{kind}' and cannot become '{other}'",
        "move": "a record in the state '{before}' cannot be put into '{after}'; "
        "it can be put into {allowed}",
        "final": "the record '{id}' is withdrawn; nothing more can be done with it",
        "missing": "the record names the {kind} '{id}', which is not there",
        "other_kind": "the record names '{id}' as its {kind}, but that is of the kind '{found}'",
        "other_region": "the record is of {region}, but the {kind} '{id}' that it names is of "
        "{theirs}",
        "withdrawn": "the record names the {kind} '{id}', which is withdrawn",
        "not_accepted": "the record rests on the {kind} '{id}', which is not accepted; accept that "
        "first",
        "in_use": "other accepted records rest on '{id}' ({count}); withdraw or change those first",
        "many": "there are {count} records; up to {most} can be written at once",
        "twice": "the record '{id}' stands twice among those to be decided on",
        "page": "'{before}' is not the end of a page of records",
    }


class Forbidden(Fault, NotAllowed):
    """The actor's role would allow it, but not here."""

    REASONS: ClassVar[Mapping[str, str]] = {
        "unknown": "a monitor has to sign in to send in records",
        "kind": "only an analyst writes records of the kind '{kind}'",
        "region": "this record is of {region}; records can be written only in: {allowed}",
        "author": "only its author or an analyst may write the record '{id}'",
        "accepted": "the record '{id}' was accepted once; only an analyst can withdraw it",
        "own": "nobody reviews what they wrote: another analyst has to decide on '{id}'",
    }


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
