"""What an alert says, in words: what happened, by which rule, and how much of it chance explains."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assessment.signals import Alert
from i18n import Translator
from indicators.stream_schema import Stream
from reports.wording import Wording

SHAPES = {"high": "◆", "medium": "●"}  # as streams.js draws them


def level_name(level: str, _: Translator) -> str:
    """Name the level of an alert."""
    return {"high": _("high level"), "medium": _("medium level")}[level]


def rule_name(rule: str, _: Translator) -> str:
    """Name a rule."""
    return {
        "sudden": _("Sudden change"),
        "lasting": _("Lasting change"),
        "record": _("Record"),
    }[rule]


def title(words: Wording, alert: Alert) -> str:
    """Name an alert: where, what, how strong."""
    stream = words.assessment.registry.streams[alert.stream]
    parts = (
        words.region_title(alert.region),
        words.text(stream.short),
        level_name(alert.level, words._),
    )
    return f"{SHAPES[alert.level]} {' · '.join(parts)}"


def sentence(words: Wording, alert: Alert) -> str:
    """Say in one or two sentences what happened."""
    _ = words._
    stream = words.assessment.registry.streams[alert.stream]
    parts = [
        _("{period}: {value}").format(
            period=words.period_text(alert.period),
            value=words.quantity(alert.value, stream.unit, stream.decimals),
        )
    ]
    held = stream.change
    if held is not None and math.isfinite(alert.change):
        change = words.quantity(alert.change, held.unit, held.decimals, sign=True)
        message = _("{change} on a year before")
        if held.years > 1:
            message = _("{change} on the mean of the {years} years before")
        parts.append(message.format(change=change, years=held.years))
        if math.isfinite(alert.expected):
            expected = words.quantity(alert.expected, held.unit, held.decimals, sign=True)
            parts.append(_("{expected} was to be expected").format(expected=expected))
    return " ".join(["; ".join(parts) + ".", *_record(words, alert)])


def _record(words: Wording, alert: Alert) -> Iterator[str]:
    if alert.record_years is None:
        return
    _, years = words._, alert.record_years
    if alert.direction == "rise":
        one = _("Higher than every value of the year before.")
        more = _("Higher than every value of the {years} years before.")
    else:
        one = _("Lower than every value of the year before.")
        more = _("Lower than every value of the {years} years before.")
    yield one if years == 1 else more.format(years=years)


def reasons(words: Wording, alert: Alert) -> Iterator[str]:
    """Say which rules of the stream's card raised the alert, with their numbers (Markdown)."""
    _ = words._
    stream = words.assessment.registry.streams[alert.stream]
    rules = stream.rules
    assert rules is not None
    for rule in alert.rules:
        yield f"**{rule_name(rule, _)}.** {_reason(words, alert, stream, rule)}"


def _reason(words: Wording, alert: Alert, stream: Stream, rule: str) -> str:
    _, rules = words._, stream.rules
    assert rules is not None
    if rule == "sudden":
        assert rules.sudden is not None
        return _(
            "The change lies {z} usual spreads from what was to be expected; the rule speaks from "
            "{threshold} on."
        ).format(z=words.number(abs(alert.z)), threshold=words.number(rules.sudden.threshold))
    if rule == "lasting":
        assert rules.lasting is not None
        return _(
            "Smaller deviations to the same side have added up to {sum} spreads; the rule speaks "
            "above {limit}."
        ).format(sum=words.number(alert.cusum), limit=words.number(rules.lasting.limit))
    assert rules.record is not None
    return " ".join([*_record(words, alert), *_floors(words, stream)])


def _floors(words: Wording, stream: Stream) -> Iterator[str]:
    """Say beyond what a record counts at all."""
    _ = words._
    record = stream.rules.record if stream.rules else None
    if record is None:
        return
    if record.floor is not None:
        floor = words.quantity(record.floor, stream.unit, stream.decimals)
        if stream.alarm == "rise":
            yield _("A record counts from {floor} on.").format(floor=floor)
        else:
            yield _("A record counts from {floor} down.").format(floor=floor)
    if record.least_change is not None and stream.change is not None:
        least = words.quantity(record.least_change, stream.change.unit, stream.change.decimals)
        yield _("A change of less than {least} is no record.").format(least=least)


def chance(words: Wording, alert: Alert) -> str:
    """Say how much of it chance explains, also beside all the other values of the same date."""
    _ = words._
    if math.isnan(alert.p):
        return _("For this rule no chance can be worked out.")
    share = words.percent(alert.p, 1 if alert.p >= 0.001 else 2)
    alone = _(
        "Where nothing changes, a value as striking comes up in {share} of the cases."
    ).format(share=share)
    if alert.stands:
        beside = _("It still stands out beside all other values of the same date.")
    else:
        beside = _("Beside all other values of the same date it may be chance.")
    return f"{alone} {beside}"


def rule_texts(words: Wording, stream: Stream) -> Iterator[str]:
    """Say the rules of a stream, as its card declares them (Markdown)."""
    _ = words._
    rules = stream.rules
    if rules is None:
        return
    if rules.sudden is not None:
        yield f"**{rule_name('sudden', _)}.** " + _(
            "The change lies {threshold} or more usual spreads from the median of the same season of "
            "the years before, of which {least} to {most} are looked at."
        ).format(
            threshold=words.number(rules.sudden.threshold),
            least=stream.history.least if stream.history else "",
            most=stream.history.most if stream.history else "",
        )
    if rules.lasting is not None:
        yield f"**{rule_name('lasting', _)}.** " + _(
            "CUSUM: C = max(0, C + min(z, {cap}) − {allowance}) is above {limit}. Chance alone gives "
            "one such alarm of one region in {years} years."
        ).format(
            cap=words.number(rules.lasting.cap),
            allowance=words.number(rules.lasting.allowance),
            limit=words.number(rules.lasting.limit),
            years=words.number(rules.lasting.run_length, 0),
        )
    if rules.least_change is not None and stream.change is not None:
        least = words.quantity(rules.least_change, stream.change.unit, stream.change.decimals)
        yield _("A change of less than {least} raises no alert by these rules.").format(least=least)
    if rules.record is not None:
        message = (
            _("Higher than every value of the years before: of {medium}, medium; of {high}, high.")
            if stream.alarm == "rise"
            else _(
                "Lower than every value of the years before: of {medium}, medium; of {high}, high."
            )
        )
        said = message.format(medium=rules.record.medium, high=rules.record.high)
        yield " ".join([f"**{rule_name('record', _)}.** {said}", *_floors(words, stream)])
    yield _("After an alert the region's stream is silent for {days} days.").format(
        days=words.number(rules.refractory_days, 0)
    )
