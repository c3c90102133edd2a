"""Words for what a table of figures would do to the scores: the answer, then the reasons."""

from __future__ import annotations

from collections.abc import Iterator

from assessment.effect import LATER, NATIONAL, NOT_SCORED, UNUSED, USED, Effect, Move
from reports.wording import Wording

NAMED = 5  # regions whose class changes that are named


def answer(found: Effect, words: Wording) -> str:
    """Say in a sentence or two how many scores move, and which most."""
    _ = words._
    if not found.moves:
        return str(_("If you take this table over, no score of any region or year changes."))
    year = found.years[0]
    moves = found.of(year)
    message = (
        _("If you take this table over, one score of {year} changes: {most}.")
        if len(moves) == 1
        else _(
            "If you take this table over, scores of {year} change: {regions}, most of all {most}."
        )
    )
    regions = _.plural("{count} region", "{count} regions", len(moves))
    first = message.format(year=year, regions=regions, most=move_text(moves[0], words))
    return " ".join((first, *_other_years(found, words), _classes(found, words)))


def move_text(move: Move, words: Wording) -> str:
    """Say where a region's score and class go, such as ``Abai Region 62.1 → 61.4, class: high``."""
    _ = words._
    message = (
        _("{region}: {before} → {after}, class: {old} → {new}")
        if move.changes_class
        else _("{region}: {before} → {after}, the class stays {new}")
    )
    return message.format(
        region=words.region_title(move.region),
        before=words.number(move.before),
        after=words.number(move.after),
        old=words.class_name(move.class_before),
        new=words.class_name(move.class_after),
    )


def _other_years(found: Effect, words: Wording) -> Iterator[str]:
    _ = words._
    if found.years[0] < found.rated:
        yield _("In {year}, the latest year of the index, nothing changes.").format(
            year=found.rated
        )
    if others := found.years[1:]:
        years = ", ".join(map(str, sorted(others)))
        yield _("Scores of other years change too: {years}.").format(years=years)


def _classes(found: Effect, words: Wording) -> str:
    """Say which regions change their class."""
    _ = words._
    changed = list(dict.fromkeys(move.region for move in found.moves if move.changes_class))
    if not changed:
        return str(_("No region changes its class."))
    names = ", ".join(words.region_short(region) for region in changed[:NAMED])
    if len(changed) > NAMED:
        names = _("{names} and {count} more").format(names=names, count=len(changed) - NAMED)
    return _("The class changes in: {names}.").format(names=names)


def reasons(found: Effect, words: Wording) -> list[str]:
    """Say why figures move no score: one sentence for each reason, with their number."""
    _ = words._
    messages = {
        LATER: _(
            "Of years after {year}, in which the index ends: {count}. They are kept and shown, and "
            "move no score."
        ),
        NOT_SCORED: _("Of series that are shown and not scored: {count}."),
        NATIONAL: _("Of the whole country, which has no score: {count}."),
        UNUSED: _(
            "Not used in a score: {count}. The index takes another figure of that year (a later "
            "one, or one in the region’s own borders), the status keeps it out, or something else "
            "that the indicator needs is missing."
        ),
    }
    if not found.moves:
        messages[USED] = _(
            "Used, and yet without effect: {count}. The value lies beyond the range that is "
            "scored, or the region is not rated in that year."
        )
    return [
        message.format(count=words.number(found.counts[what], 0), year=found.last)
        for what, message in messages.items()
        if found.counts[what]
    ]
