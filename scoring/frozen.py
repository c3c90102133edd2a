"""Results that cannot be written to, arrays included."""

from __future__ import annotations

from dataclasses import fields
from typing import Any

import numpy as np


def freeze(record: Any) -> None:
    """Let no array of a dataclass be written to; for its ``__post_init__``.

    A frozen dataclass only keeps its arrays from being replaced, not from being changed.
    """
    for item in fields(record):
        value = getattr(record, item.name)
        if isinstance(value, np.ndarray):
            value.setflags(write=False)
