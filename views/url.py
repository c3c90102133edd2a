"""What the address bar carries, so that a link reproduces the view on another machine."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass
from itertools import pairwise

import streamlit as st

from reports.words import literal

_LONGEST = 40  # characters of a refused value that are quoted
_WRITTEN = "_written_addresses"  # the last that the browser is known to have, and those after it
_LAG = 50


@dataclass(frozen=True)
class Parameter:
    """One part of the state: its key in session and address, what it may be, what it is at first.

    What is at first empty is left out of the address as long as it is.
    """

    key: str
    allowed: Container[str]
    default: str


@dataclass(frozen=True)
class Refusal:
    """A value in the address that the product does not know."""

    key: str
    value: str

    @property
    def quoted(self) -> str:
        """The value for a Markdown text: cut short, and without any effect."""
        short = self.value if len(self.value) <= _LONGEST else f"{self.value[:_LONGEST]}…"
        return literal(short)


def read(parameters: Iterable[Parameter]) -> list[Refusal]:
    """Take over from the address what has changed there since it was last written.

    A key that the address lacks keeps its value, because moving to another page empties the
    address. What is not allowed is refused and replaced by the default.

    A browser that is asked again before the last answer has reached it still has an address that
    was written earlier. That is no new one: taken over, it would undo what was done since.
    """
    on_the_way: list[dict[str, str]] = st.session_state.get(_WRITTEN, [])
    here = st.query_params.to_dict()
    if here in on_the_way:  # the browser has come so far, and never goes back by itself
        on_the_way = on_the_way[on_the_way.index(here) :]
        written: Mapping[str, str] = here
    else:
        on_the_way = on_the_way[-1:]
        written = on_the_way[-1] if on_the_way else {}
    st.session_state[_WRITTEN] = on_the_way
    refused = []
    for parameter in parameters:
        key = parameter.key
        value = st.query_params.get(key)
        if value is not None and value != written.get(key):
            if value in parameter.allowed:
                st.session_state[key] = value
            else:
                refused.append(Refusal(key, value))
        # Writing a value back to itself keeps it when its widget is not on the page.
        kept = st.session_state.get(key)
        st.session_state[key] = kept if kept in parameter.allowed else parameter.default
    return refused


def write(parameters: Iterable[Parameter]) -> None:
    """Put the state into the address, when it differs from what is there."""
    values = {parameter.key: str(st.session_state[parameter.key]) for parameter in parameters}
    values = {key: value for key, value in values.items() if value}
    if st.query_params.to_dict() != values:
        st.query_params.from_dict(values)
    on_the_way = [*st.session_state.get(_WRITTEN, []), values]
    # The same again is one; and no more than any browser can lag behind.
    st.session_state[_WRITTEN] = [a for a, b in pairwise((*on_the_way, {})) if a != b][-_LAG:]
