"""Ids of what is kept: short enough to read out, too many to guess."""

from __future__ import annotations

import re
import secrets

LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"  # no i, l, o, 0, 1
LENGTH = 10
_ID = re.compile(rf"[a-z0-9]{{{LENGTH}}}", re.ASCII)
LARGEST_NUMBER = 2**63 - 1  # of a row of the trail
LARGEST_VERSION = 2**31 - 1


def new_id() -> str:
    """Return an id that nothing has."""
    return "".join(secrets.choice(LETTERS) for _ in range(LENGTH))


def is_id(text: str) -> bool:
    """Tell whether a text could be an id; what comes from an address may be anything."""
    return _ID.fullmatch(text) is not None
