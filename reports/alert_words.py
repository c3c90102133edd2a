"""What an alert says, in words: what happened, by which rule, and how much of it chance explains."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assessment.signals import Alert
from i18n import Translator
from indicators.stream_schema import Stream
from reports.subject import Subject

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


def title(subject: Subject, alert: Alert) -> str:
    """Name an alert: where, what, how strong."""
    stream = subject.assessment.registry.streams[alert.stream]
    words = (
        subject.region_title(alert.region),
        subject.text(stream.short),
        level_name(alert.level, subject._),
    )
    return f"{SHAPES[alert.level]} {' · '.join(words)}"


def sentence(subject: Subject, alert: Alert) -> str:
    """Say in one or two sentences what happened."""
    _ = subject._
    stream = subject.assessment.registry.streams[alert.stream]
    parts = [
        _("{period}: {value}").format(
            period=subject.period_text(alert.period),
            value=subject.quantity(alert.value, stream.unit, stream.decimals),
        )
    ]
    held = stream.change
    if held is not None and math.isfinite(alert.change):
        change = subject.quantity(alert.change, held.unit, held.decimals, sign=True)
        message = _("{change} on a year before")
        if held.years > 1:
            message = _("{change} on the mean of the {years} years before")
        parts.append(message.format(change=change, years=held.years))
        if math.isfinite(alert.expected):
            expected = subject.quantity(alert.expected, held.unit, held.decimals, sign=True)
            parts.append(_("{expected} was to be expected").format(expected=expected))
    return " ".join(["; ".join(parts) + ".", *_record(subject, alert)])


def _record(subject: Subject, alert: Alert) -> Iterator[str]:
    if alert.record_years is None:
        return
    _, years = subject._, alert.record_years
    if alert.direction == "rise":
        one = _("Higher than every value of the year before.")
        more = _("Higher than every value of the {years} years before.")
    else:
        one = _("Lower than every value of the year before.")
        more = _("Lower than every value of the {years} years before.")
    yield one if years == 1 else more.format(years=years)


def reasons(subject: Subject, alert: Alert) -> Iterator[str]:
    """Say which rules of the stream's card raised the alert, with their numbers (Markdown)."""
    _ = subject._
    stream = subject.assessment.registry.streams[alert.stream]
    rules = stream.rules
    assert rules is not None
    for rule in alert.rules:
        yield f"**{rule_name(rule, _)}.** {_reason(subject, alert, stream, rule)}"


def _reason(subject: Subject, alert: Alert, stream: Stream, rule: str) -> str:
    _, rules = subject._, stream.rules
    assert rules is not None
    if rule == "sudden":
        assert rules.sudden is not None
        return _(
            "The change lies {z} usual spreads from what was to be expected; the rule speaks from "
            "{threshold} on."
        ).format(z=subject.number(abs(alert.z)), threshold=subject.number(rules.sudden.threshold))
    if rule == "lasting":
        assert rules.lasting is not None
        return _(
            "Smaller deviations to the same side have added up to {sum} spreads; the rule speaks "
            "above {limit}."
        ).format(sum=subject.number(alert.cusum), limit=subject.number(rules.lasting.limit))
    assert rules.record is not None
    return " ".join([*_record(subject, alert), *_floors(subject, stream)])


def _floors(subject: Subject, stream: Stream) -> Iterator[str]:
    """Say beyond what a record counts at all."""
    _ = subject._
    record = stream.rules.record if stream.rules else None
    if record is None:
        return
    if record.floor is not None:
        floor = subject.quantity(record.floor, stream.unit, stream.decimals)
        if stream.alarm == "rise":
            yield _("A record counts from {floor} on.").format(floor=floor)
        else:
            yield _("A record counts from {floor} down.").format(floor=floor)
    if record.least_change is not None and stream.change is not None:
        least = subject.quantity(record.least_change, stream.change.unit, stream.change.decimals)
        yield _("A change of less than {least} is no record.").format(least=least)


def chance(subject: Subject, alert: Alert) -> str:
    """Say how much of it chance explains, also beside all the other values of the same date."""
    _ = subject._
    if math.isnan(alert.p):
        return _("For this rule no chance can be worked out.")
    share = subject.percent(alert.p, 1 if alert.p >= 0.001 else 2)
    alone = _(
        "Where nothing changes, a value as striking comes up in {share} of the cases."
    ).format(share=share)
    if alert.stands:
        beside = _("It still stands out beside all other values of the same date.")
    else:
        beside = _("Beside all other values of the same date it may be chance.")
    return f"{alone} {beside}"


def rule_texts(subject: Subject, stream: Stream) -> Iterator[str]:
    """Say the rules of a stream, as its card declares them (Markdown)."""
    _ = subject._
    rules = stream.rules
    if rules is None:
        return
    if rules.sudden is not None:
        yield f"**{rule_name('sudden', _)}.** " + _(
            "The change lies {threshold} or more usual spreads from the median of the same season of "
            "the years before, of which {least} to {most} are looked at."
        ).format(
            threshold=subject.number(rules.sudden.threshold),
            least=stream.history.least if stream.history else "",
            most=stream.history.most if stream.history else "",
        )
    if rules.lasting is not None:
        yield f"**{rule_name('lasting', _)}.** " + _(
            "CUSUM: C = max(0, C + min(z, {cap}) − {allowance}) is above {limit}. Chance alone gives "
            "one such alarm of one region in {years} years."
        ).format(
            cap=subject.number(rules.lasting.cap),
            allowance=subject.number(rules.lasting.allowance),
            limit=subject.number(rules.lasting.limit),
            years=subject.number(rules.lasting.run_length, 0),
        )
    if rules.least_change is not None and stream.change is not None:
        least = subject.quantity(rules.least_change, stream.change.unit, stream.change.decimals)
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
        yield " ".join([f"**{rule_name('record', _)}.** {said}", *_floors(subject, stream)])
    yield _("After an alert the region's stream is silent for {days} days.").format(
        days=subject.number(rules.refractory_days, 0)
    )
