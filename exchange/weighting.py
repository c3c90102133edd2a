"""The ways of weighting that the command line offers, by their words."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from exchange.weight_file import GivenWeights, read_weights
from scoring.hierarchy import Hierarchy
from scoring.recipe import RecipeError

EQUAL, OPTIMISED = "equal", "optimised"
WAYS = f"{EQUAL}, {OPTIMISED}:LEVEL, or a file"


@dataclass(frozen=True)
class Weighting:
    """The weights that are known before figures are, and the level to be optimised with figures."""

    given: GivenWeights
    level: int | None = None


def parse_weighting(text: str | None, hierarchy: Hierarchy) -> Weighting:
    """Read ``equal``, ``optimised:LEVEL``, or the name of a file of weights; None leaves all as is.

    A file that is called as one of the words needs its folder: ``./equal``.
    Raises RecipeError for a level that is none, FrameworkFaults for the file.
    """
    if text is None:
        return Weighting(GivenWeights(hierarchy))
    word, colon, detail = text.partition(":")
    if text == EQUAL:
        return Weighting(GivenWeights(hierarchy.reweighted(dict.fromkeys(hierarchy.by_id, 1.0))))
    if word == OPTIMISED:
        levels = [str(level) for level in range(1, hierarchy.top_level)]
        if detail not in levels:
            given = f"'{detail}'" if colon else "nothing"
            raise RecipeError(
                f"{OPTIMISED} takes a level below the index, {' or '.join(levels)}, not {given}, "
                f"as in {OPTIMISED}:{levels[-1]}"
            )
        return Weighting(GivenWeights(hierarchy), int(detail))
    path = Path(text)
    if not path.suffix and not path.exists():
        raise RecipeError(f"there is no weighting '{text}'; there are: {WAYS}")
    return Weighting(read_weights(path, hierarchy))
