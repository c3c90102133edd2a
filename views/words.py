"""Words for what a reader must know of a value: carried, inherited, partial and the rest."""

from __future__ import annotations

from i18n import Translator
from indicators.panel import Entry


def flags(entry: Entry, _: Translator) -> list[str]:
    """Say in words what is special about a value, the plainest first."""
    year = entry.derived.year
    words = {
        "carried": _("figure of {year}, carried forward").format(year=year),
        "inherited": _("inherited from the former region"),
        "apportioned": _("apportioned by population"),
        "backcast": _("back-cast to today's borders"),
        "partial": _("made from part of the year's quarters"),
        "computed": _("rests on a computed figure"),
        "expert": _("coded from an expert's statement"),
        "press": _("quoted from the press"),
    }
    return [words[flag] for flag in entry.flags]


def status(name: str, _: Translator) -> str:
    """Say the status of an observation."""
    return {
        "official": _("official"),
        "backcast": _("back-cast"),
        "computed": _("computed"),
        "partial_year": _("part of the year"),
        "press": _("press"),
        "expert": _("expert"),
        "suspect": _("doubtful"),
    }[name]
