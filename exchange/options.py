"""The words of the command line and of iMeta for the choices of a recipe."""

from __future__ import annotations

from fractions import Fraction

from scoring import normalise
from scoring.aggregate import METHODS
from scoring.recipe import COPELAND, Normalisation, RecipeError

# The registry writes its names with an underscore, a command line with a hyphen.
_ALIASES = {"inverted-geometric": "inverted_geometric", "max": "maximum"}


def parse_normalisation(text: str, ends: tuple[float, float] | None = None) -> Normalisation:
    """Read a normalisation such as ``minmax``, ``distance-to-reference:AUT`` or ``minmax:0,1``.

    ends : the range that was given apart from it. Raises RecipeError.
    """
    name, _, detail = text.partition(":")
    if name == "distance-to-reference":
        return Normalisation(name, ends, detail or None)
    if detail and name in normalise.WITH_ENDS:
        ends = parse_range(detail)
    elif detail:
        raise RecipeError(f"the normalisation '{name}' takes nothing after a colon")
    return Normalisation(name, ends)


def parse_range(text: str) -> tuple[float, float]:
    """Read two numbers separated by a comma.  Raises RecipeError."""
    try:
        first, second = (float(part) for part in text.split(","))
    except ValueError:
        raise RecipeError(f"a range is two numbers, such as 0,100, not '{text}'") from None
    return first, second


def parse_aggregations(text: str) -> tuple[str, ...]:
    """Read one aggregation or several, separated by commas, lowest level first.

    Raises RecipeError for a name that there is not, with those that there are.
    """
    names = tuple(_ALIASES.get(name, name) for name in text.split(","))
    known = {*METHODS, COPELAND}
    for name in names:
        if name not in known and not name.startswith("power:"):
            written = {inner: word for word, inner in _ALIASES.items()}
            there = ", ".join(written.get(other, other) for other in (*METHODS, COPELAND))
            raise RecipeError(f"there is no aggregation '{name}'; there are: {there}, power:P")
    return names


def parse_share(text: str) -> float:
    """Read a share of 1 such as ``0.9`` or ``2/3``.  Raises RecipeError."""
    try:
        share = float(Fraction(text))
    except (ValueError, ZeroDivisionError):
        raise RecipeError(f"a share is a number such as 0.9 or 2/3, not '{text}'") from None
    if not 0 <= share <= 1:
        raise RecipeError(f"a share lies from 0 to 1, not at {text}")
    return share
