"""What the text says of signals: what holds for all streams, and each stream with its rules."""

from __future__ import annotations

from typing import Any

import numpy as np

from assessment.baseline import Assessment
from assessment.signals import StreamSummary, signals
from assessment.stream_tests import PLANTED, YEARS, planted
from assessment.stream_units import rules_of
from i18n import date_text
from indicators.stream_schema import SEASONS, Stream
from indicators.stream_values import periods_between
from methodology.environment import plain
from methodology.formula_text import readable
from scoring.signals.seasonal_z import CONSISTENT

Values = dict[str, Any]
PERCENT = 100


def signals_context(assessment: Assessment, lang: str) -> Values:
    """Return what the section on signals asks for; texts in ``lang``, safe in Markdown."""
    found, registry = signals(assessment), assessment.registry
    watched = [
        (stream, found.streams[stream.id])
        for stream in registry.watched
        if stream.id in found.streams
    ]
    return {
        "streams": [_outcome(stream, outcome, lang) for stream, outcome in watched],
        "not_watched": [
            {"name": plain(stream.name.get(lang)), "why": plain(stream.why_not.get(lang))}
            for stream in registry.streams.values()
            if stream.why_not is not None
        ],
        "planted": [
            _planted(assessment, stream, outcome, lang)
            for stream, outcome in watched
            if stream.rules and (stream.rules.sudden or stream.rules.lasting)
        ],
        "in_histories": PLANTED,
        "quarters": SEASONS["quarter"],
        "years": YEARS,
        "consistent": CONSISTENT,
        "percent": PERCENT,
        "histories": registry.signals.histories,
        "seed": registry.signals.seed,
        "level": registry.signals.false_discovery_rate,
        "tests": found.tests,
        "a_year": found.expected_false_alarms,
        "found": sum(outcome.found for _, outcome in watched),
        "by_chance": sum(outcome.by_chance for _, outcome in watched),
    }


def stream_context(assessment: Assessment, stream: Stream, lang: str) -> Values:
    """Return the values that ``stream.md.j2`` asks for; texts in ``lang``, safe in Markdown."""
    registry = assessment.registry
    units, rules = registry.units, stream.rules
    sources = [assessment.observations.sources[name] for name in stream.sources]
    outcome = signals(assessment).streams.get(stream.id)
    return {
        "id": stream.id,
        "version": stream.version,
        "watched": stream.status == "watched",
        "name": plain(stream.name.get(lang)),
        "short": plain(stream.short.get(lang)),
        "what": plain(stream.what.get(lang)),
        "pillar": plain(registry.framework.pillar(stream.pillar).name.get(lang)),
        "formula": stream.formula.text if stream.formula else None,
        "readable": readable(stream.formula, registry.series, lang) if stream.formula else None,
        "frequency": stream.frequency,
        "unit": plain(units[stream.unit].label.get(lang)),
        "alarm": stream.alarm,
        "change": {
            "kind": stream.change.kind,
            "years": stream.change.years,
            "unit": plain(units[stream.change.unit].label.get(lang)),
        }
        if stream.change
        else None,
        "history": stream.history.model_dump() if stream.history else None,
        "persistence": stream.persistence,
        "sudden": rules.sudden.model_dump() if rules and rules.sudden else None,
        "lasting": rules.lasting.model_dump() if rules and rules.lasting else None,
        "record": rules.record.model_dump() if rules and rules.record else None,
        "least_change": rules.least_change if rules else None,
        "quiet": rules.refractory_days if rules else None,
        "applies_to": stream.applies_to,
        "exceptions": [
            {
                "region": assessment.regions.get(region).names.get(lang),
                "reason": plain(reason.get(lang)).rstrip("."),
            }
            for region, reason in stream.not_applicable.items()
        ],
        "sources": [{"title": plain(s.title.get(lang)), "url": s.url} for s in sources],
        "why": plain(stream.why.get(lang)),
        "why_rules": plain(stream.why_rules.get(lang)) if stream.why_rules else None,
        "why_not": plain(stream.why_not.get(lang)) if stream.why_not else None,
        "caveats": plain(stream.caveats.get(lang)),
        "outcome": _outcome(stream, outcome, lang) if outcome else None,
    }


def _outcome(stream: Stream, outcome: StreamSummary, lang: str) -> Values:
    return {
        "id": stream.id,
        "name": plain(stream.name.get(lang)),
        "current": outcome.current,
        "last": date_text(outcome.last_date, lang),
        "units": outcome.units,
        "tests": outcome.tests,
        "found": outcome.found,
        "by_chance": outcome.by_chance,
        "a_year": outcome.false_alarms_a_year,
        "one_a_year": dict(outcome.one_a_year),
    }


def _planted(assessment: Assessment, stream: Stream, outcome: StreamSummary, lang: str) -> Values:
    periods = len(periods_between(outcome.first, outcome.last, stream.frequency))
    seed = assessment.registry.signals.seed
    found = planted(rules_of(stream), periods, stream.persistence, seed)
    return {
        "name": plain(stream.name.get(lang)),
        "chance": found[0].found,
        "shifts": [
            {
                "size": one.size,
                "found": one.found,
                "median": None if np.isnan(one.median) else one.median,
            }
            for one in found[1:]
        ],
    }
