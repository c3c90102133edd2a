"""What can go wrong with a live source, said in one line."""

from __future__ import annotations

from typing import Final

SHOWN: Final = 120
"""Characters of what came that a message shows."""


class SourceError(Exception):
    """A source could not be read; the message names the source and what happened."""

    @property
    def user_message(self) -> str:
        """The line to print."""
        return " ".join(str(self).split())

    def reworded(self, message: str) -> SourceError:
        """Return an error of the same kind that says `message`."""
        again = type(self).__new__(type(self))
        Exception.__init__(again, message)
        return again


class ShapeError(SourceError):
    """A source answered in another form than the adapter knows."""

    def __init__(self, where: str, expected: str, came: object) -> None:
        super().__init__(f"{where}: expected {expected}; came {shown(came)}")


class BrokenAnswerError(SourceError):
    """An answer that is no data (cut off, a page in HTML): it may be whole the next time."""


def shown(came: object) -> str:
    """Return what came, short enough for a line."""
    text = " ".join((came if isinstance(came, str) else repr(came)).split())
    return text if len(text) <= SHOWN else f"{text[: SHOWN - 1]}…"
