"""What an alert says, in words: what happened, by which rule, and how much of it chance explains."""

from __future__ import annotations

import math
from collections.abc import Iterator

from assessment.signals import Alert
from i18n import Translator
from indicators.stream_schema import Stream
from views.session import View

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


def title(view: View, alert: Alert) -> str:
    """Name an alert: where, what, how strong."""
    stream = view.assessment.registry.streams[alert.stream]
    words = (
        view.region_title(alert.region),
        view.text(stream.short),
        level_name(alert.level, view._),
    )
    return f"{SHAPES[alert.level]} {' · '.join(words)}"


def sentence(view: View, alert: Alert) -> str:
    """Say in one or two sentences what happened."""
    _ = view._
    stream = view.assessment.registry.streams[alert.stream]
    fields = {
        "period": view.period_text(alert.period),
        "value": view.quantity(alert.value, stream.unit, stream.decimals),
    }
    if stream.change is None or math.isnan(alert.change):
        said = _("{period}: {value}.").format(**fields)
    else:
        unit, decimals = stream.change.unit, stream.change.decimals
        fields["change"] = view.quantity(alert.change, unit, decimals, sign=True)
        fields["expected"] = view.quantity(alert.expected, unit, decimals, sign=True)
        message = _("{period}: {value}, {change} on a year before; {expected} was to be expected.")
        if stream.change.years > 1:
            message = _(
                "{period}: {value}, {change} on the mean of the {years} years before; {expected} "
                "was to be expected."
            )
        said = message.format(**fields, years=stream.change.years)
    return " ".join([said, *_record(view, alert)])


def _record(view: View, alert: Alert) -> Iterator[str]:
    if alert.record_years is None:
        return
    _, years = view._, alert.record_years
    if alert.direction == "rise":
        yield _.plural(
            "Higher than every value of the year before.",
            "Higher than every value of the {count} years before.",
            years,
        )
    else:
        yield _.plural(
            "Lower than every value of the year before.",
            "Lower than every value of the {count} years before.",
            years,
        )


def reasons(view: View, alert: Alert) -> Iterator[str]:
    """Say which rules of the stream's card raised the alert, with their numbers (Markdown)."""
    _ = view._
    stream = view.assessment.registry.streams[alert.stream]
    rules = stream.rules
    assert rules is not None
    for rule in alert.rules:
        yield f"**{rule_name(rule, _)}.** {_reason(view, alert, stream, rule)}"


def _reason(view: View, alert: Alert, stream: Stream, rule: str) -> str:
    _, rules = view._, stream.rules
    assert rules is not None
    if rule == "sudden":
        assert rules.sudden is not None
        return _(
            "The change lies {z} usual spreads from what was to be expected; the rule speaks from "
            "{threshold} on."
        ).format(z=view.number(abs(alert.z)), threshold=view.number(rules.sudden.threshold))
    if rule == "lasting":
        assert rules.lasting is not None
        return _(
            "Smaller deviations to the same side have added up to {sum} spreads; the rule speaks "
            "above {limit}."
        ).format(sum=view.number(alert.cusum), limit=view.number(rules.lasting.limit))
    assert rules.record is not None
    floor = view.quantity(rules.record.floor, stream.unit, stream.decimals)
    message = (
        _("No value of the {years} years before was as high, and it is not below {floor}.")
        if alert.direction == "rise"
        else _("No value of the {years} years before was as low, and it is not above {floor}.")
    )
    return message.format(years=alert.record_years, floor=floor)


def chance(view: View, alert: Alert) -> str:
    """Say how much of it chance explains, also beside all the other values of the same date."""
    _ = view._
    if math.isnan(alert.p):
        return _("For this rule no chance can be worked out.")
    share = view.percent(alert.p, 1 if alert.p >= 0.001 else 2)
    alone = _(
        "Where nothing changes, a value as striking comes up in {share} of the cases."
    ).format(share=share)
    if alert.stands:
        beside = _("It still stands out beside all other values of the same date.")
    else:
        beside = _("Beside all other values of the same date it may be chance.")
    return f"{alone} {beside}"


def rule_texts(view: View, stream: Stream) -> Iterator[str]:
    """Say the rules of a stream, as its card declares them (Markdown)."""
    _ = view._
    rules = stream.rules
    if rules is None:
        return
    if rules.sudden is not None:
        yield f"**{rule_name('sudden', _)}.** " + _(
            "The change lies {threshold} or more usual spreads (1.4826 · MAD of the same season of "
            "{least} to {most} years before) from their median."
        ).format(
            threshold=view.number(rules.sudden.threshold),
            least=stream.history.least if stream.history else "",
            most=stream.history.most if stream.history else "",
        )
    if rules.lasting is not None:
        yield f"**{rule_name('lasting', _)}.** " + _(
            "CUSUM: C = max(0, C + min(z, {cap}) − {allowance}) is above {limit}. Chance alone gives "
            "one such alarm of one region in {years} years."
        ).format(
            cap=view.number(rules.lasting.cap),
            allowance=view.number(rules.lasting.allowance),
            limit=view.number(rules.lasting.limit),
            years=view.number(rules.lasting.run_length, 0),
        )
    if rules.record is not None:
        floor = view.quantity(rules.record.floor, stream.unit, stream.decimals)
        higher = _(
            "Higher than every value of {medium} years: medium; of {high} years: high. Never below "
            "{floor}."
        )
        lower = _(
            "Lower than every value of {medium} years: medium; of {high} years: high. Never above "
            "{floor}."
        )
        yield f"**{rule_name('record', _)}.** " + (
            higher if stream.alarm == "rise" else lower
        ).format(medium=rules.record.medium, high=rules.record.high, floor=floor)
    yield _("After an alert the region's stream is silent for {days} days.").format(
        days=view.number(rules.refractory_days, 0)
    )
