"""What a report stands on: sources, versions, the way back to the page, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping

from i18n import date_text
from reports.order import Order
from reports.subject import Subject


def sources(subject: Subject) -> Mapping[str, int]:
    """Return a number for each source of the region's scored figures, in the indicators' order."""
    numbers: dict[str, int] = {}
    for name in subject.result.inputs.indicators:
        entry = subject.assessment.panel.get(name, subject.region, subject.period)
        for source in entry.derived.sources if entry else ():
            numbers.setdefault(source, len(numbers) + 1)
    return numbers


def source_texts(subject: Subject, numbers: Mapping[str, int]) -> tuple[str, ...]:
    """Say the sources in the order of their numbers."""
    said = []
    for source in numbers:
        about = subject.assessment.observations.sources[source]
        parts = [subject.text(about.title), subject.text(about.licence), about.url]
        said.append(". ".join(part.rstrip(".") for part in parts if part))
    return tuple(said)


def address(subject: Subject, order: Order) -> str:
    """Return the end of the address at which the page shows the same."""
    base = f"region?lang={order.language}&year={order.period}&region={subject.region}"
    if order.scenario:
        base += f"&scenario={order.scenario}"
    return base + (f"&weights={order.settings}" if order.settings else "")


def facts_of_making(subject: Subject, order: Order) -> tuple[tuple[str, str], ...]:
    """Say what the report was made of: label and text."""
    _ = subject._
    observations, plan = subject.assessment.observations, subject.bands.plan
    return (
        (
            _("Figures used"),
            _("release {release}, version {version}, {date}").format(
                release=observations.release,
                version=observations.version,
                date=date_text(observations.created, subject.language),
            ),
        ),
        (_("Method"), subject.result.scheme.version),
        (
            _("Settings"),
            _("own ones, as at the end of the address") if order.settings else _("Published index"),
        ),
        (_("Scenario"), order.scenario or _("none")),
        (
            _("Recalculations"),
            _("{draws}, seed {seed}").format(draws=subject.number(plan.draws, 0), seed=plan.seed),
        ),
        (_("Address ending"), address(subject, order)),
    )
