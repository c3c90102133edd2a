"""What can go wrong with a live source, said in one line."""

from __future__ import annotations

from typing import Final

SHOWN: Final = 120
"""Characters of what came that a message shows."""
LONGEST: Final = 600


class SourceError(Exception):
    """A source could not be read; the message names the source and what happened."""

    @property
    def user_message(self) -> str:
        """The line to print: whatever a source sent, it is one line and moves no cursor."""
        return printable(str(self), LONGEST)

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
    return printable(came if isinstance(came, str) else repr(came), SHOWN)


def printable(text: str, most: int) -> str:
    """Return text on one line, without signs that a terminal would obey, cut after `most`."""
    line = " ".join(text[: 8 * most].split())
    line = "".join(sign if sign.isprintable() else "\ufffd" for sign in line)
    return line if len(line) <= most else f"{line[: most - 1]}…"
