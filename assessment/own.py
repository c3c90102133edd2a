"""The index with other settings than the published ones."""

from __future__ import annotations

from dataclasses import replace

from assessment.baseline import Assessment
from assessment.settings import SettingsError, parse, published, under
from scoring.score import score


def with_settings(made: Assessment, own: str) -> Assessment:
    """Make the index with other settings, in their short form; empty for the published one.

    Raises SettingsError for settings that cannot be, or under which a published year has no region
    that is rated.
    """
    if not own:
        return made
    result = made.result
    chosen = parse(own, published(result.scheme))
    scheme = under(result.scheme, chosen)
    spread = {node: points for node, points in chosen.spread.items() if points is not None}
    changed = replace(made, result=score(result.inputs, scheme), spread=spread)
    for period in made.rated_periods:
        if period not in changed.rated_periods:
            raise SettingsError(f"no region would be rated in {period}")
    return changed
