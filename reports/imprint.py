"""What a report stands on: sources, versions, the way back to the page, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from i18n import Translator, date_text
from methodology import limits as what
from reports import qr
from reports.blocks import Picture
from reports.order import Order
from reports.remembered import Remembered
from reports.subject import Subject

_LIMITS: Remembered[tuple[str, ...]] = Remembered(6)


def sources(subject: Subject, regions: Sequence[str]) -> Mapping[str, int]:
    """Return a number for each source of these regions' scored figures, in the indicators' order."""
    numbers: dict[str, int] = {}
    for name in subject.result.inputs.indicators:
        for region in regions:
            entry = subject.assessment.panel.get(name, region, subject.period)
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


def address(page: str, order: Order, more: str = "") -> str:
    """Return the address at which a page shows the same; its end where the site is not known.

    more : what the page needs beside language, year, scenario and settings.
    """
    site = f"{order.site}/" if order.site else ""
    base = f"{site}{page}?lang={order.language}&year={order.period}{more}"
    if order.scenario:
        base += f"&scenario={order.scenario}"
    return base + (f"&weights={order.settings}" if order.settings else "")


def check_text(_: Translator) -> str:
    """Say how to check a file that has a stamp."""
    return _(
        "This file carries its order and its scores as a stamp: “./run verify FILE” makes it "
        "again and says what differs."
    )


def code(_: Translator, address: str) -> Picture:
    """Return an address as QR code."""
    alt = _("QR code of the address: {address}").format(address=address)
    return Picture(qr.svg(address), alt, "")


def facts_of_making(subject: Subject, order: Order, address: str) -> tuple[tuple[str, str], ...]:
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
            _("own ones, as in the address") if order.settings else _("Published index"),
        ),
        (_("Scenario"), order.scenario or _("none")),
        (
            _("Recalculations"),
            _("{draws}, seed {seed}").format(draws=subject.number(plan.draws, 0), seed=plan.seed),
        ),
        (_("Address") if order.site else _("Address ending"), address),
    )


def limits(subject: Subject) -> tuple[str, ...]:
    """Say what no report of the index can tell."""
    made, language = subject.assessment, subject.language
    return _LIMITS.get(made, language, lambda: what.limits(made, language))


def own_settings(_: Translator, order: Order) -> tuple[str, ...]:
    """Say that a report is not of the published index, where it is not."""
    if not order.settings:
        return ()
    return (
        _("This is not the published index: weights or method were changed on the page Weights."),
    )
