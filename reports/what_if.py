"""The what-if statement: one page on what is assumed, what would follow, and how to check it."""

from __future__ import annotations

from typing import Any

import numpy as np

from assessment.changes import EVERYWHERE, short
from assessment.what_if import WhatIf
from i18n import Translator, date_text
from reports.changes import amount_text, node_name, place_name
from reports.typesetting import pdf
from reports.wording import NOTHING, Wording, breakable

MOST_REGIONS = 10  # lines that leave the statement on one page with the most changes there can be


def statement(words: Wording, found: WhatIf, focus: str, own: str) -> bytes:
    """Return the statement as PDF, one page of A4.

    Parameters
    ----------
    focus
        The region that the headline speaks of.
    own
        Short form of the settings under which it was worked out, empty for the published index.

    Raises
    ------
    ReportError
        When the document cannot be set.
    """
    created = words.assessment.observations.created
    return pdf("what_if", contents(words, found, focus, own), created)


def contents(words: Wording, found: WhatIf, focus: str, own: str) -> dict[str, Any]:
    """Return what stands in the statement, in words."""
    _ = words._
    headline, detail = summary(words, found, focus)
    observations = words.assessment.observations
    editions = _("figures {release}, version {version}, {date}").format(
        release=observations.release,
        version=observations.version,
        date=date_text(observations.created, words.language),
    )
    method = _("method {version}").format(version=found.after.scheme.version)
    return {
        "title": headline,
        "language": words.language,
        "kind": _("Kelisim · what-if statement · {year}").format(year=found.period),
        "headline": headline,
        "detail": detail,
        "footer": f"Kelisim · {editions} · {method}",
        "changed": _changed(words, found, focus),
        "effects": _effects(words, found, focus),
        "assumed": {"title": _("What is assumed here"), "sentences": assumptions(_)},
        "again": {
            "title": _("How to work it out again"),
            "text": _again(words, found, own),
        },
    }


def focus_of(found: WhatIf, chosen: str) -> str:
    """Return the region to speak of: the chosen one if it moves, else the one that moves most."""
    return chosen if chosen in found.moved or not found.moved else found.moved[0]


def summary(words: Wording, found: WhatIf, focus: str) -> tuple[str, str]:
    """Say in a sentence what follows for one region, and in another what of the others."""
    _ = words._
    if not found.moved:
        return (
            _("With these changes no score moves."),
            _("The figures that were changed stay beyond the ends of their scales."),
        )
    r = found.before.region_index[focus]
    before, after = int(found.before.classes[0, r]), int(found.after.classes[0, r])
    if before == after:
        headline = _("{region}: pressure goes from {before} to {after} and stays “{new}”.")
    else:
        headline = _("{region}: pressure goes from {before}, “{old}”, to {after}, “{new}”.")
    others = sum(place_moves(found, other) for other in range(len(found.rises)) if other != r)
    detail = _("Its places: {before}, then {after}. Other regions whose place changes: {count}.")
    return headline.format(
        region=words.region_title(focus),
        before=words.number(found.before.score[0, r]),
        after=words.number(found.after.score[0, r]),
        old=words.class_name(before),
        new=words.class_name(after),
    ), detail.format(
        before=words.place_span(found.bands_before, r),
        after=words.place_span(found.bands_after, r),
        count=others,
    )


def place_moves(found: WhatIf, r: int) -> bool:
    """Tell whether a region's place in the list is another after the changes."""
    before, after = found.before.rank[0, r], found.after.rank[0, r]
    return not (np.isnan(before) and np.isnan(after)) and bool(before != after)


def that_move(found: WhatIf) -> list[int]:
    """Return the regions whose score or place moves, the most moved first."""
    order = [found.before.region_index[region] for region in found.moved]
    places = (r for r in range(len(found.rises)) if place_moves(found, r))
    return [*order, *(r for r in places if r not in order)]


def assumptions(_: Translator) -> list[str]:
    """Say what is assumed in every what-if."""
    return [
        _("Only the figures that were changed differ; all others stay as measured."),
        _(
            "Nothing follows from one figure for another: if a closure lowers incomes too, that "
            "has to be entered as a change of its own."
        ),
        _("Scales, weights and the choices of the recalculations stay the same."),
        _(
            "A changed figure is an assumption, not a measurement, and lowers the reliability of "
            "the score."
        ),
        _("This is arithmetic on the index, not a forecast of what people will do."),
    ]


def _changed(words: Wording, found: WhatIf, focus: str) -> dict[str, Any]:
    _ = words._
    r = found.before.region_index[focus]
    rows = []
    for change, part in zip(found.changes, found.parts[:, r], strict=True):
        before, after = _figures(words, found, change.region, change.indicator)
        rows.append(
            [
                place_name(words, change.region),
                f"{node_name(words, change.indicator)}: {amount_text(words, change)}",
                before,
                after,
                NOTHING if np.isnan(part) else words.signed(float(part)),
            ]
        )
    return {
        "title": _("Changed figures"),
        "header": [
            _("Region"),
            _("Indicator"),
            _("As measured"),
            _("With the changes"),
            _("Points for {region}").format(region=words.region_short(focus)),
        ],
        "rows": rows,
    }


def _figures(words: Wording, found: WhatIf, region: str, indicator: str) -> tuple[str, str]:
    """Return a figure before, with its year, and after; of all regions only that they are many."""
    if region == EVERYWHERE:
        return NOTHING, NOTHING
    card = words.assessment.registry.cards[indicator]
    r = found.before.region_index[region]
    k = found.before.indicator_index[indicator]
    entry = words.assessment.panel.get(indicator, region, found.period)
    before = words._("no figure")
    if entry is not None:
        before = words._("{value}, figure of {year}").format(
            value=words.amount(card, float(found.before.inputs.values[0, r, k])),
            year=entry.derived.year,
        )
    return before, words.amount(card, float(found.after.inputs.values[0, r, k]))


def _effects(words: Wording, found: WhatIf, focus: str) -> dict[str, Any]:
    _ = words._
    order = that_move(found)
    first = found.before.region_index[focus]
    order = [first, *(r for r in order if r != first)]
    shown = order[:MOST_REGIONS]
    return {
        "title": _("Regions that move"),
        "header": [
            _("Region"),
            _("As measured"),
            _("With the changes"),
            _("Difference"),
            _("Nine in ten"),
            _("Places"),
            _("Higher in"),
        ],
        "rows": [effect(words, found, r) for r in shown],
        "note": _("Not listed here, other regions that move: {count}.").format(
            count=len(order) - len(shown)
        ),
    }


def effect(words: Wording, found: WhatIf, r: int) -> list[str]:
    """Return one region's line: name, before, after, difference, band, places, share of draws."""
    before, after = found.before, found.after
    low, _middle, high = found.bands_after.score[:, r]
    moved = before.inputs.regions[r] in found.moved
    return [
        words.region_name(before.inputs.regions[r]),
        words.scored(float(before.score[0, r]), int(before.classes[0, r])),
        words.scored(float(after.score[0, r]), int(after.classes[0, r])),
        words.signed(float(after.score[0, r] - before.score[0, r])),
        f"{words.number(float(low))}–{words.number(float(high))}",
        _places(words, found, r),
        words.percent(float(found.rises[r])) if moved else NOTHING,
    ]


def _places(words: Wording, found: WhatIf, r: int) -> str:
    before, after = (words.place_span(b, r) for b in (found.bands_before, found.bands_after))
    return after if before == after else f"{before} → {after}"


def _again(words: Wording, found: WhatIf, own: str) -> str:
    plan = found.bands_after.plan
    text = words._(
        "Open the page What-if with the address ending below. Settings: {settings}. The bands come "
        "from {draws} recalculations with the seed {seed}."
    ).format(
        settings=own or words._("Published index"),
        draws=words.number(plan.draws, 0),
        seed=plan.seed,
    )
    address = f"what_if?year={found.period}&changes={short(found.changes)}"
    return f"{text} {breakable(address + (f'&weights={own}' if own else ''))}"
